"""rule-crashed."""

from typing import ClassVar

from handrail.rules import Example, Rule


class RuleCrashed(Rule):
    """A rule broke down: the fault is in handrail, not in the handbook.

    The other rules went on, but what this one looks for was not looked for, so the check does not count as passed and
    ends with code 3. Please report it with the message; until then the rule can be switched off in `handrail.toml`.
    """

    group: ClassVar[str] = "hygiene"
    bad: ClassVar[tuple[Example, ...]] = ()
    good: ClassVar[tuple[Example, ...]] = ()
