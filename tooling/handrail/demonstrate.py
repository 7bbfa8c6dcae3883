"""Rules shown on their own examples: each bad one is really checked, and what the check says stands beside it."""

import inspect
import json
import re
import textwrap
from dataclasses import asdict, fields, replace
from datetime import date
from functools import cache
from hashlib import sha256
from typing import Any

from handrail.check import Selection, check_sources, choose_rules
from handrail.drafts import starter
from handrail.formats import Look
from handrail.formats.plain import render, summary
from handrail.ground.memory import FORGETFUL, Memory, Recall
from handrail.ground.source import Source
from handrail.pages import ShownExample, ShownRule
from handrail.rules import GROUPS, Example, Rule, all_rules

AS_OF = date(2026, 11, 25)
"""The day for which the examples are written: what they show does not change overnight."""
_MEMORY = Recall()
"""Most files of most examples are the starter's: they are read once."""


def every_rule(memory: Memory = FORGETFUL) -> tuple[ShownRule, ...]:
    """All rules on the shelf, in the order of their groups. What they say to their examples is remembered."""
    laid = "".join(f"{path}\n{text}\n" for path, text in starter().items())
    key = f"every-rule {sha256(laid.encode()).hexdigest()}"
    kept = memory.get(key)
    if kept is None:
        found = _every_rule()
        memory.put(key, json.dumps([asdict(rule) for rule in found], ensure_ascii=False))
        return found
    return tuple(_rule(rule) for rule in json.loads(kept))


def _rule(kept: dict[str, Any]) -> ShownRule:
    bad, good = (tuple(ShownExample(**each) for each in kept[name]) for name in ("bad", "good"))
    options = tuple((name, default, says) for name, default, says in kept["options"])
    return ShownRule(**{**kept, "bad": bad, "good": good, "options": options})


@cache
def _every_rule() -> tuple[ShownRule, ...]:
    order = list(GROUPS)
    shown = (demonstrate(kind()) for kind in all_rules().values())
    return tuple(
        sorted(shown, key=lambda rule: (order.index(rule.group) if rule.group in GROUPS else len(order), rule.id))
    )


def demonstrate(rule: Rule) -> ShownRule:
    """A rule with its options and its examples, and what the check says to each bad one."""
    return ShownRule(
        id=rule.id,
        group=rule.group,
        group_title=GROUPS.get(rule.group, rule.group),
        severity=str(rule.severity),
        since=rule.since,
        summary=rule.summary,
        reason=rule.reason,
        options=_options(rule),
        bad=tuple(ShownExample(each.file, each.text, _said(rule, each)) for each in rule.bad),
        good=tuple(ShownExample(each.file, each.text) for each in rule.good),
    )


def _said(rule: Rule, example: Example) -> str:
    """What the check prints about an example, its last line left out."""
    sources = [Source(path, text.encode()) for path, text in example.overlay(starter()).items()]
    rules = choose_rules(Selection()) if rule.group == "hygiene" else [rule]  # that group judges what others found
    whole = check_sources(sources, rules=rules, as_of=AS_OF, memory=_MEMORY)
    report = replace(whole, findings=tuple(found for found in whole.findings if found.rule == rule.id))
    look = Look()
    return render(report, look).rstrip().removesuffix(summary(report, look)).rstrip() + "\n"


def _options(rule: Rule) -> tuple[tuple[str, str, str], ...]:
    """Each field of a rule: its name as it is written in the settings, its default, and the text below it."""
    source = textwrap.dedent(inspect.getsource(type(rule)))
    found = []
    for option in fields(rule):
        says = re.search(rf"^    {option.name}: [^\n]*\n    \"\"\"(.*?)\"\"\"", source, re.MULTILINE | re.DOTALL)
        default = str(option.default).lower() if isinstance(option.default, bool) else str(option.default)
        found.append((option.name.replace("_", "-"), default, " ".join(says[1].split()) if says else ""))
    return tuple(found)
