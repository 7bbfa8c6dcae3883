"""Lengths of time and counts, as authors write them: `15 minutes`, `3 working days`, `2 times`."""

import re
from dataclasses import dataclass
from functools import lru_cache

MINUTES = {"minute": 1, "hour": 60, "day": 1440, "working day": 1440, "month": 44640, "year": 527040}
"""Minutes of one of each unit, for worst cases: a month is 31 days, a year 366, a working day at least 24 hours."""

_MANY_DAYS = 3
"""Below this many days a length of time is told in hours."""

DURATION_PATTERN = r"^[1-9][0-9]{0,5} (minute|hour|day|working day|month|year)s?$"
_DURATION = re.compile(r"([1-9][0-9]{0,5}) (minute|hour|day|working day|month|year)s?")
_TIMES = re.compile(r"([1-9][0-9]{0,2}) times?")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: the text that was written, its number and its unit (singular)."""

    text: str
    amount: int
    unit: str

    @property
    def minutes(self) -> int:
        """Calendar minutes. Working days count 24 hours each: the least they can be (`working_days` knows the most)."""
        return self.amount * MINUTES[self.unit]

    @property
    def working(self) -> bool:
        """Whether only a team's calendar can tell how long this is."""
        return self.unit == "working day"

    @classmethod
    @lru_cache(maxsize=4096)
    def parse(cls, text: str) -> "Duration | None":
        """The length of time that `text` says, or None when it says none."""
        found = _DURATION.fullmatch(text)
        return cls(text, int(found[1]), found[2]) if found else None


def times(text: str) -> int | None:
    """The number in `1 time` or `3 times`, or None."""
    found = _TIMES.fullmatch(text)
    return int(found[1]) if found else None


def spoken(minutes: int) -> str:
    """Minutes in short words, as the pages print them: `45 h 22 min`, `3 days`."""
    days, rest = divmod(minutes, 1440)
    hours, least = divmod(rest, 60)
    if 0 < days < _MANY_DAYS:
        days, hours = 0, hours + 24 * days
    parts = [f"{days} {'day' if days == 1 else 'days'}"] * bool(days)
    parts += [f"{hours} h"] * bool(hours) + [f"{least} min"] * bool(least)
    return " ".join(parts) or "0 min"
