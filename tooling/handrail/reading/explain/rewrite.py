"""What an author probably meant: from a text that the language does not have to one that it has, or to nothing.

Each function takes the text as written. Where two readings are possible it gives none, so a rewriting never changes
what a person would have read.
"""

import re
import unicodedata
from datetime import date
from fractions import Fraction

from handrail.ground.duration import Duration
from handrail.ground.hours import DAYS, Hours, days_of

_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905
_UNITS = {
    "minute": ("m", "min", "mins", "minute", "minutes"),
    "hour": ("h", "hr", "hrs", "hour", "hours"),
    "day": ("d", "day", "days"),
    "working day": ("working day", "working days", "business day", "business days", "workday", "workdays"),
    "week": ("w", "wk", "wks", "week", "weeks"),
    "month": ("month", "months"),
    "year": ("y", "yr", "yrs", "year", "years"),
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words}
_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
_PART = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)[\s-]*([a-z]+(?: days?)?)")
_CODED = re.compile(r"PT(\d{1,6})([HM])|P(\d{1,6})([DWMY])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TIME = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm)?")
_ROUND_THE_CLOCK = frozenset(
    {"24/7", "24x7", "24 hours", "24h", "round the clock", "around the clock", "all day", "always open"}
)
_MIDNIGHT = 24
_NOON = 12
_COUNTS = {"once": 1, "twice": 2, "thrice": 3}
_SHORT_FORMS = {
    "America/Los_Angeles": "pst pdt gmt-8 utc-8",
    "America/New_York": "est edt gmt-5 utc-5",
    "Asia/Kolkata": "gmt+5:30 utc+5:30",
    "Asia/Kuala_Lumpur": "gmt+8 utc+8 +08:00 myt",
    "Asia/Singapore": "sgt",
    "Asia/Tokyo": "jst gmt+9 utc+9",
    "Australia/Sydney": "aest gmt+10 utc+10",
    "Europe/Berlin": "cet cest utc+1",
    "Europe/Dublin": "gmt+1",
    "Europe/London": "gmt bst utc+0",
}
_ZONES = {short: city for city, shorts in _SHORT_FORMS.items() for short in shorts.split()}
_YES = frozenset({"true", "y", "on", "yes"})
_NO = frozenset({"false", "n", "off", "no"})


def slug(text: str) -> str:
    """Lower-case words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def duration(text: str) -> str:
    """`2h`, `1.5 hours`, `an hour`, `1 week`, `1 hour 30 minutes`, `PT24H` as a length of time of the language."""
    coded = _CODED.fullmatch(text.strip())
    if coded:
        text = f"{coded[1]} {coded[2]}" if coded[1] else f"{coded[3]} {coded[4].replace('M', 'months')}"
    words = re.sub(r"\b(an?|one)\b", "1", text.strip().lower()).replace("half 1", "0.5")
    for number, word in enumerate(_NUMBERS):
        words = re.sub(rf"\b{word}\b", str(number), words)
    parts = _PART.findall(words)
    rest = re.sub(r"\band\b|[\s,.]", "", _PART.sub("", words))
    units = [_UNIT_OF.get(unit, "") for _, unit in parts]
    if not parts or rest or "" in units:
        return ""
    if len(parts) == 1 and units[0] not in _MINUTES:
        return _counted(Fraction(parts[0][0]), units[0])
    if any(unit not in _MINUTES for unit in units):
        return ""
    if len(parts) == 1 and "." not in parts[0][0] and units[0] != "week":
        return _counted(Fraction(parts[0][0]), units[0])
    total = sum((Fraction(amount) * _MINUTES[unit] for (amount, _), unit in zip(parts, units, strict=True)), Fraction())
    unit = next(unit for unit in ("day", "hour", "minute") if total % _MINUTES[unit] == 0 or unit == "minute")
    return _counted(total / _MINUTES[unit], unit)


def _counted(amount: Fraction, unit: str) -> str:
    text = f"{amount} {unit}{'' if amount == 1 else 's'}"
    return text if Duration.parse(text) else ""


def times(text: str) -> str:
    """`2`, `twice`, `3x` as a count."""
    found = re.fullmatch(r"(\d{1,3})\s*(?:x|times?)?", text.strip().lower())
    number = int(found[1]) if found else _COUNTS.get(text.strip().lower(), 0)
    return f"{number} {'time' if number == 1 else 'times'}" if number else ""


def days(text: str) -> str:
    """`Mon-Fri`, `weekdays`, `daily` as days of the week."""
    words = text.strip().lower()
    known = {"weekdays": "Monday to Friday", "weekend": "Saturday to Sunday", "weekends": "Saturday to Sunday"}
    if words in known:
        return known[words]
    if words in ("", "daily", "every day", "all days", "all week", "7 days", "each day"):
        return "every day"
    names = [next((day for day in DAYS if _is_day(word, day)), "") for word in re.split(r"\s*(?:-|–|\bto\b)\s*", words)]  # noqa: RUF001
    guess = " to ".join(names)
    return guess if all(names) and days_of(guess) else ""


def _is_day(word: str, day: str) -> bool:
    return len(word.strip(".")) > 1 and (day.lower().startswith(word.strip(".")) or word == f"{day.lower()}s")


def hours(text: str) -> str:
    """`7am-4pm`, `Mon-Fri 9:00-17:00`, `24/7` as opening hours; nothing for `9-5`, which may end at 17:00."""
    words = text.strip().lower()
    if words in _ROUND_THE_CLOCK:
        return "always"
    found = re.fullmatch(rf"(.*?),?\s*{_TIME.pattern}\s*(?:-|–|to|until)\s*{_TIME.pattern}", words)  # noqa: RUF001
    if not found:
        return ""
    first, last = _clock(*found.groups()[1:4]), _clock(*found.groups()[4:7])
    half_a_clock = not found[4] and not found[7] and int(found[5]) <= int(found[2]) <= _NOON and found[5][0] != "0"
    guess = "" if half_a_clock else f"{days(found[1])} {first} to {last}"
    return guess if days(found[1]) and first and last and Hours.parse(guess) else ""


def _clock(hour: str, minute: str | None, half: str | None) -> str:
    number = int(hour)
    if half:
        number = number % 12 + (12 if half == "pm" else 0)
    return f"{number:02}:{minute or '00'}" if number <= _MIDNIGHT else ""


def dates(text: str) -> tuple[date, ...]:
    """The days that a text can mean, day before month first. Two of them: nobody can tell which."""
    words = text.strip().lower().replace(",", " ")
    found = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", words)
    if found:
        return _real((int(found[1]), int(found[2]), int(found[3])))
    found = re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", words)
    if found:
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        return _real((year, second, first), (year, first, second))
    parts = words.split()
    numbers = [int(found[1]) for part in parts if (found := re.fullmatch(r"(\d{1,4})(?:st|nd|rd|th)?", part))]
    months = [_MONTHS.index(part[:3]) + 1 for part in parts if part[:3] in _MONTHS]
    if len(parts) != 3 or len(numbers) != 2 or len(months) != 1:  # noqa: PLR2004 - day, month and year
        return ()
    return _real((max(numbers), months[0], min(numbers)))


def _real(*days_: tuple[int, int, int]) -> tuple[date, ...]:
    found: dict[date, None] = {}
    for year, month, day in days_:
        try:
            found[date(year, month, day)] = None
        except ValueError:
            continue
    return tuple(found)


def answers(text: str) -> str:
    """`yes/no`, `true or false`, `0-120 years` as the answers of a fact."""
    words = re.split(r"\s*(?:/|,|\||\bor\b|\band\b)\s*", text.strip().lower())
    if words == ["boolean"] or (len(words) > 1 and {*words} <= _YES | _NO):
        return "yes or no"
    found = re.fullmatch(r"(\d{1,9})\s*(?:-|–|\.\.|to|until)\s*(\d{1,9})\s*(.*)", text.strip())  # noqa: RUF001
    return f"{found[1]} to {found[2]} {found[3]}".strip() if found and int(found[1]) < int(found[2]) else ""


def yes_or_no(text: str) -> str:
    """`true`, `on`, `n` as yes or no."""
    word = text.strip().lower()
    return "yes" if word in _YES else "no" if word in _NO else ""


def zone(text: str) -> str:
    """A zone that knows summer time for an offset or a short form."""
    return _ZONES.get(text.strip().lower().replace(" ", ""), "")


def address(text: str) -> str:
    """An address without its beginning, with it."""
    return f"https://{text.strip()}" if re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+/\S*", text.strip()) else ""


def formula(text: str) -> str:
    """`request-valid = yes` as a table of facts in braces."""
    parts = [
        re.fullmatch(r"`?([a-z][\w-]*)`?\s*(?:={1,2}|:|\bis\b)\s*`?([\w-]+)`?", part.strip())
        for part in re.split(r"\band\b|&&|,", text)
    ]
    pairs = [f"{slug(part[1])}: {part[2]}" for part in parts if part]
    return "{" + ", ".join(pairs) + "}" if len(pairs) == len(parts) else ""
