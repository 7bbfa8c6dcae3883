"""Opening hours as authors write them: `every day 07:00 to 16:00`, `Monday to Friday 08:00 to 18:00`, `always`."""

import re
from dataclasses import dataclass
from functools import lru_cache

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = "|".join(DAYS)
DAYS_PATTERN = rf"every day|(?:{_DAY}) to (?:{_DAY})|(?:{_DAY})"
HOURS_PATTERN = rf"^(always|({DAYS_PATTERN}) ([01][0-9]|2[0-3]):[0-5][0-9] to (([01][0-9]|2[0-3]):[0-5][0-9]|24:00))$"
_HOURS_OF_A_DAY = re.compile(HOURS_PATTERN)
_HOURS = re.compile(rf"({DAYS_PATTERN}) (\d\d):(\d\d) to (\d\d):(\d\d)")
ALL_DAYS = frozenset(range(7))


@lru_cache(maxsize=256)
def days_of(text: str) -> frozenset[int] | None:
    """The weekdays that `every day`, `Monday to Friday` or `Sunday` names (Monday is 0), or None."""
    if text == "every day":
        return ALL_DAYS
    first, _, last = text.partition(" to ")
    if first not in DAYS or (last or first) not in DAYS:
        return None
    start, stop = DAYS.index(first), DAYS.index(last or first)
    return frozenset((start + step) % 7 for step in range((stop - start) % 7 + 1))


@dataclass(frozen=True, slots=True)
class Hours:
    """Weekdays (Monday is 0) and minutes of the local day. An end at or before the start lies in the next day."""

    text: str
    days: frozenset[int]
    start: int
    end: int

    @property
    def always(self) -> bool:
        """Whether there is no hour outside."""
        return self.text == "always"

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(cls, text: str) -> "Hours | None":
        """The hours that `text` says, or None when it says none."""
        if text == "always":
            return cls(text, ALL_DAYS, 0, 1440)
        found = _HOURS.fullmatch(text)
        days = days_of(found[1]) if found else None
        if found is None or days is None:
            return None
        start, end = int(found[2]) * 60 + int(found[3]), int(found[4]) * 60 + int(found[5])
        if not _HOURS_OF_A_DAY.fullmatch(text):
            return None
        return cls(text, days, start, end)
