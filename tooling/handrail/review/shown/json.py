"""json: for programs, in the form of schemas/diff.schema.json. New keys may come; none goes without a new version."""

import json
from collections.abc import Mapping
from typing import Any

from handrail import __version__
from handrail.formats import Look
from handrail.review.behaviour.shifts import Shifts
from handrail.review.behaviour.timed import End
from handrail.review.comparison import Comparison
from handrail.review.story import Story

VERSION = 1


def render(comparison: Comparison, told: Story, _: Look) -> str:
    """One object: what it comes to, every change, what is proven about each workflow, the cases and controls."""
    found = {
        "version": VERSION,
        "tool": {"name": "handrail", "version": __version__},
        "as-of": comparison.pair.after.as_of.isoformat(),
        "base": comparison.names[0],
        "head": comparison.names[1],
        "verdict": comparison.finding.value.replace(" ", "-"),
        "headline": told.headline,
        "unread": list(comparison.unread),
        "changes": [
            {
                "sort": change.sort.value,
                "kind": change.kind.value,
                "name": change.name,
                "step": change.step,
                "says": change.says,
                "only-form": change.sort.only_form,
                "at": {
                    "path": change.place.path,
                    "keys": [str(key) for key in change.place.keys],
                    "in-base": change.old,
                },
                "breaks": change.breaking,
                "relied-on-at": [{"path": at.path, "keys": [str(key) for key in at.keys]} for at in change.breaks],
            }
            for change in comparison.changes
        ],
        "workflows": [
            {
                "name": going.workflow,
                "from-door": going.door,
                "known": going.known.value.replace(" ", "-"),
                "why": going.why,
                **(_shifts(going.shifts) if going.shifts else {}),
            }
            for going in comparison.goings
        ],
        "scenarios": [
            {
                "scenario": trial.scenario,
                "case": trial.case,
                "ends": {"before": trial.before.ends, "after": trial.after.ends},
                "minutes": {"before": trial.before.minutes, "after": trial.after.minutes},
                "parts-after": trial.parts_at,
            }
            for trial in comparison.trials
        ],
        "controls": [
            {
                "control": judged.control,
                "before": judged.before.code if judged.before else None,
                "after": judged.after.code if judged.after else None,
            }
            for judged in comparison.judged
        ],
    }
    return json.dumps(found, indent=2, ensure_ascii=False) + "\n"


def _shifts(found: Shifts) -> Mapping[str, Any]:
    """Where cases go elsewhere or take longer."""
    return {
        "shifts": [
            {
                "when": {name: list(answers) for name, answers in shift.when.items()},
                "before": [_end(end) for end in shift.before],
                "after": [_end(end) for end in shift.after],
            }
            for shift in found.shifts
        ],
        "more-shifts": found.more,
        "longer": [
            {
                "when": {name: list(answers) for name, answers in longer.when.items()},
                "minutes": {"before": longer.before, "after": longer.after},
            }
            for longer in found.longer
        ],
        "times": [{**_end(end), "minutes": {"before": was, "after": now}} for end, was, now in found.times],
        "longest": {"before": found.worst[0], "after": found.worst[1]},
    }


def _end(end: End) -> dict[str, str]:
    return {"workflow": end[0], "outcome": end[1]}
