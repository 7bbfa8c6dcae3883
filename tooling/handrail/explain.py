"""Rules in words for a terminal: `handrail explain` and `handrail rules`."""

from itertools import chain

from handrail.ground.errors import HandrailError
from handrail.ground.nearest import nearest
from handrail.rules import GROUPS, Example, Rule, all_rules


def explained(name: str) -> str:
    """A rule's page as plain text. Raises HandrailError for a name that no rule has."""
    shelf = all_rules()
    if name not in shelf:
        best = nearest(name, shelf)
        hint = f"Nearest: {best}" if best else "List them: handrail rules"
        raise HandrailError(f"There is no rule `{name}`.", hint)
    rule = shelf[name]()
    examples = chain.from_iterable(
        (_example("Bad", rule.bad), _example("Good", rule.good)),
    )
    head = f"{name} ({rule.severity}, since {rule.since})"
    return "\n".join([head, "", rule.summary, "", rule.reason, *examples]).rstrip() + "\n"


def _example(label: str, examples: tuple[Example, ...]) -> list[str]:
    if not examples:
        return []
    first = examples[0]
    lines = first.text.rstrip("\n").split("\n")
    return ["", f"{label}, in {first.file}:", "", *(f"    {line}" if line else "" for line in lines)]


def listed() -> str:
    """Every rule with its fault, a group after the other."""
    shelf: dict[str, Rule] = {name: kind() for name, kind in all_rules().items()}
    width = max(map(len, shelf))
    lines: list[str] = []
    for group, title in GROUPS.items():
        members = [rule for rule in shelf.values() if rule.group == group]
        if members:
            lines += [title, *(f"  {rule.id:<{width}}  {rule.severity:<7}  {rule.summary}" for rule in members), ""]
    return "\n".join([*lines, "More about one of them: handrail explain NAME"]) + "\n"
