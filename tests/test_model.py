"""What is written in a handbook arrives in the model: every field, and the place where it stands."""

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import made_up

from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.duration import Duration
from handrail.ground.finding import Part, Place
from handrail.ground.model import Handbook
from handrail.ground.source import Source

SNAPSHOT = Path(__file__).parent / "snapshots" / "model.txt"
FLOW, SOP = "workflows/made-up/find-1.yml", "procedures/made-up/depot-1.md"
REGISTER = "register/{}.yml"
RULE = "controls/made-up/shelf-1.yml"
EDITS = (
    (FLOW, "  closed: The sender knows about parcel 1\n", "  closed: {says: It is known, formerly: [ended]}\n"),
    (FLOW, "    escalate: duty-manager\n", "    escalate: duty-manager\n    asked-as: [who is on duty tonight]\n"),
    (FLOW, "  ask-customs:\n", "  write:\n    run: write-back\n    with: {parcel-found: no}\n    outcomes: next\n  ask-customs:\n"),
    (FLOW, "within: 4 hours\n        marks: [search", "within: 4 hours\n        when: {shelf-1: yes}\n        marks: [search"),
    (SOP, "metrics: [days-to-answer]\n", "metrics: [days-to-answer]\nlast-reviewed: 2026-10-12\nexposure: E0\nduties: [honest-answer]\n"),
    (SOP, "    what: The first version.\n", "    what: The first version.\n    kind: editorial\n    by: team-lead\n"),
    (SOP, "[duty-manager]", "{duty-manager: m1-0123456789ab on 2026-11-01}"),
    (SOP, "There is nothing to open.", "There is nothing to open. ![A shelf](shelf.png)"),
    (RULE, "    before: close\n", "    before: close\n    when: {shelf-1: no}\n"),
    (RULE, "  - when: {can-be-reached: no}\n", "  - door: find-1\n    because: It is looked up there.\n  - when: {can-be-reached: no}\n"),
    (REGISTER.format("facts"), "0 to 100 kilograms\n", "1 to 100 kilograms\n  formerly: [weight]\n"),
    (REGISTER.format("facts"), "asks: Do we know where the parcel is?\n", "asks: Do we know where it is?\n  at-first: no\n"),
    (REGISTER.format("facts"), "    delayed: It says that the parcel is on its way and late\n", "    delayed: {says: It is late, formerly: [late]}\n"),
    (REGISTER.format("duties"), "  evidence: verified\n", "  evidence: from-knowledge\n  ended-on: 2027-01-31\n  to-confirm: [source]\n  notes: Ask the lawyers.\n"),
    (REGISTER.format("glossary"), "  reporters-say:\n", "  never-say: [junk]\n  reporters-say:\n"),
    (REGISTER.format("helplines"), "    languages: [en, de]\n", "    languages: [en, de]\n    helps-with: [lost-parcel]\n"),
    (REGISTER.format("organisation"), "    accepts-within: 15 minutes\n", "    accepts-within: {P3: 15 minutes, P4: 20 minutes}\n"),
    (REGISTER.format("organisation"), "\n# Somebody in a team", "  old-lead:\n    title: Old lead\n    contact: None\n    retired-on: 2025-01-01\n    replaced-by: team-lead\n\n# Somebody in a team"),
)  # fmt: skip
"""What the made-up handbook leaves out."""
MORE = {
    "procedures/made-up/old.md": """\
---
title: The old way
summary: How it was done before.
number: SOP-900
owner: team-lead
audience: [support]
review-every: 12 months
draft: yes
retired-on: 2026-06-30
replaced-by: depot-1
formerly: [oldest]
changes:
  - {from: 2025-01-01, what: The first version., approved-by: [duty-manager]}
---

# Words
""",
    "depots.md": "# The depots\n\nThere is [one](procedures/made-up/depot-1.md#purpose).\n",
}
NOT_WRITTEN = {"Handbook.duplicates", "Handbook.broken", "Handbook.unreadable", "Handbook.asked", "Handbook.memory"}
"""What a sound handbook, checked as a whole and from nothing, leaves empty."""
EMPTY: tuple[object, ...] = ((), "", None, False, {}, frozenset())


def book() -> Handbook:
    files = made_up.handbook(1) | MORE
    for path, old, new in EDITS:
        assert files[path].count(old) == 1, f"{path}: {old!r}"
        files[path] = files[path].replace(old, new)
    sources = [Source(path, text.encode()) for path, text in files.items()]
    form = [rule for rule in choose_rules(Selection()) if rule.group == "files"]
    report = check_sources(sources, rules=form, as_of=dt.date(2026, 11, 25))
    assert [(finding.rule, finding.message) for finding in report.findings] == []
    return report.handbook


def lines(name: str, value: object) -> Iterator[str]:
    """One line for each thing that is said."""
    if isinstance(value, Place):
        key = " (key)" if value.part is Part.KEY else ""
        yield f"{name} @ {value.path} {'.'.join(map(str, value.keys))}{key} {value.text}{value.span or ''}".rstrip()
    elif isinstance(value, Duration):
        yield f"{name} = {value.text} ({value.minutes} minutes)"
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if getattr(value, field.name) not in EMPTY and f"{type(value).__name__}.{field.name}" not in NOT_WRITTEN:
                yield from lines(f"{name}.{field.name}", getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from lines(f"{name}[{key}]", inner)
    elif isinstance(value, tuple) and any(is_dataclass(inner) or isinstance(inner, Mapping) for inner in value):
        for number, inner in enumerate(value):
            yield from lines(f"{name}[{number}]", inner)
    else:
        yield f"{name} = {sorted(value) if isinstance(value, frozenset) else value}"


def filled(value: object) -> Iterator[tuple[str, bool]]:
    """Each field of each type in the model, and whether something stands in it."""
    if is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield f"{type(value).__name__}.{field.name}", getattr(value, field.name) not in EMPTY
            yield from filled(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from filled(inner)
    elif isinstance(value, tuple) and not isinstance(value, Place):
        for inner in value:
            yield from filled(inner)


def test_every_field_of_the_model_is_filled_by_what_somebody_writes() -> None:
    told = set(filled(book()))

    assert {name for name, _ in told} - {name for name, full in told if full} == NOT_WRITTEN - {"Handbook.memory"}


def test_what_is_written_arrives_where_it_belongs() -> None:
    """Read what changed, then accept it: HANDRAIL_SNAPSHOTS=accept pytest tests/test_model.py."""
    known = (line for line in lines("", book()) if not line.startswith((".workflows[lost-", ".workflows[write-")))
    text = "".join(f"{line}\n" for line in known)
    if os.environ.get("HANDRAIL_SNAPSHOTS") == "accept":
        SNAPSHOT.write_text(text, encoding="utf-8")

    assert text == SNAPSHOT.read_text(encoding="utf-8")
