"""Rules in words for a terminal: `handrail explain` and `handrail rules`."""

import textwrap
from collections.abc import Iterator

from handrail.check import ALWAYS, no_rule
from handrail.demonstrate import demonstrate
from handrail.pages import ShownExample, ShownRule
from handrail.rules import GROUPS, Rule, all_rules

_LEAST = 30
"""Columns that a fault gets at least in the list of rules, however narrow the terminal."""


def explained(name: str) -> str:
    """A rule's page as plain text. Raises HandrailError for a name that no rule has."""
    shelf = all_rules()
    if name not in shelf:
        raise no_rule(name)
    rule = demonstrate(shelf[name]())
    return "\n".join(_lines(rule)).rstrip() + "\n"


def _lines(rule: ShownRule) -> Iterator[str]:
    yield f"{rule.id} ({rule.severity}, since {rule.since})"
    yield from ("", rule.summary, "", rule.reason)
    for example in rule.bad:
        yield from _example("What is wrong", example)
        if example.output:
            yield from ("", "The check says:", "", *_set_in(example.output))
    for example in rule.good:
        yield from _example("What is right", example)
    if rule.id in ALWAYS:
        yield from ("", "This rule always counts: it cannot be turned off, and nothing is excused from it.")
        return
    yield from ("", "In handrail.toml (level: off, warning or error):", "", f"    [rules.{rule.id}]")
    yield f'    level = "{rule.severity}"'
    yield from (f"    {name} = {default}  # {says}" for name, default, says in rule.options)
    yield from ("", "One finding is excused on its line, or on the line above it:", "")
    yield f"    # handrail: ignore[{rule.id}] the reason, until 2027-01-31"


def _example(label: str, example: ShownExample) -> Iterator[str]:
    yield from ("", f"{label}, in {example.file}:", "", *_set_in(example.text))


def _set_in(text: str) -> list[str]:
    return textwrap.indent(text.rstrip("\n"), "    ").split("\n")


def listed(width: int | None = None) -> str:
    """Every rule with its fault, a group after the other, in lines that are not longer than `width`."""
    shelf: dict[str, Rule] = {name: kind() for name, kind in all_rules().items()}
    column = max(map(len, shelf))
    lines: list[str] = []
    for group, title in GROUPS.items():
        members = [rule for rule in shelf.values() if rule.group == group]
        if members:
            lines += [title, *(line for rule in members for line in _listed(rule, column, width)), ""]
    return "\n".join([*lines, "More about one of them: handrail explain NAME"]) + "\n"


def _listed(rule: Rule, column: int, width: int | None) -> list[str]:
    head = f"  {rule.id:<{column}}  {rule.severity:<7}  "
    if width is None:
        return [head + rule.summary]
    room = max(width - len(head), _LEAST)
    first, *rest = textwrap.wrap(rule.summary, room)
    return [head + first, *(" " * len(head) + line for line in rest)]
