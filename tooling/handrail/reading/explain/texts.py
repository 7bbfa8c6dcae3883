"""What to say about a text that is not what its place asks for, and what it should be instead."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from handrail.ground.model import RESERVED
from handrail.ground.nearest import listing, nearest
from handrail.reading.explain import rewrite
from handrail.reading.explain.fault import Fault, filled, quoted
from handrail.reading.explain.paste import line, paste

LENGTH_OF_TIME = "length of time"
YES_OR_NO = "A yes-or-no fact needs no values; its answers are yes, no and unknown."
NAMING = "Names are lower-case words joined by hyphens."
_REWRITINGS: Mapping[str, Callable[[str], str]] = {
    LENGTH_OF_TIME: rewrite.duration,
    "count": rewrite.times,
    "opening time": rewrite.hours,
    "shift": rewrite.hours,
    "list of days": rewrite.days,
    "yes or no": rewrite.yes_or_no,
    "answers": rewrite.answers,
    "zone that knows summer time": rewrite.zone,
    "web address": rewrite.address,
}
_UNSURE = frozenset({"answers", "zone that knows summer time", "web address"})
_NUMBER_WORDS = re.compile(
    r"(?:an? |any )?(number|integer|count|amount|seconds|minutes|hours|days|weeks|months|years|age|people|percent)",
    re.IGNORECASE,
)
_WAYS = {"answers": "An answer", "branches": "A branch", "outcomes": "An outcome"}


@dataclass(frozen=True, slots=True)
class Said:
    """A message with its hint. `guess`: what to write instead, as YAML; `safe`: it may be done unasked."""

    message: str
    hint: str = ""
    guess: str = ""
    safe: bool = False


def is_time(fault: Fault) -> bool:
    """Whether a length of time was wanted, or meant by somebody who may also wait for a person."""
    waits = fault.noun.endswith(LENGTH_OF_TIME) and str(fault.value)[:1].isdigit()
    return fault.keyword == "pattern" and (fault.noun == LENGTH_OF_TIME or waits)


def refused_text(fault: Fault, data: Any) -> Said:
    """A text, or the name of an entry, that does not have the form that its place asks for."""
    if not str(fault.value).strip():
        return _blank(fault)
    if is_time(fault):
        return _length_of_time(fault)
    if fault.noun == "date":
        return _date(fault)
    return _answer_name(fault, data) or _heading(fault, data) or _name(fault) or _bounds(fault) or _text(fault)


def refused_choice(fault: Fault) -> Said:
    """A text that is none of a few accepted ones."""
    if not str(fault.value).strip():
        return _blank(fault)
    accepted = [str(one) for one in fault.expects]
    meant = _guess(fault)
    best = meant if meant in accepted else nearest(str(fault.value), accepted)
    safe = best == meant or best.lower() == str(fault.value).lower()
    message = f"{quoted(fault.value)} is none of {listing(accepted, first=best)}."
    return Said(message, line(fault.key, best or accepted[0]), best, safe=bool(best) and safe)


def too_long(fault: Fault) -> Said:
    """A text that does not fit where it is shown."""
    message = f"{quoted(fault.value)} has {len(fault.value)} characters; it must have fewer than {fault.expects + 1}."
    return Said(message, str(fault.said("description") or "Say it in fewer words."))


def example(fault: Fault) -> Any:
    """An example of the value, as the key's own words give it."""
    examples = fault.said("examples") or [""]
    return examples[0]


def remedy(fault: Fault) -> str:
    """What the schema says that one should do, or an example that can be pasted."""
    return str(fault.said("remedy") or (paste(example(fault)) if fault.is_name else line(fault.key, example(fault))))


def _blank(fault: Fault) -> Said:
    if fault.is_name:
        return Said("An entry has no name.", f"Write a name before the colon, such as {paste(example(fault))}.")
    words = str(fault.said("patternErrorMessage") or "")
    says = "says nothing" in words or "is empty" in words
    subject = quoted(fault.key) if isinstance(fault.key, str) else "This entry"
    return Said(filled(words, subject) if says else f"{subject} has no value.", remedy(fault))


def _guess(fault: Fault) -> str:
    """The form that the text has in the language, where that can be told."""
    text = str(fault.value)
    rewriting = _REWRITINGS.get(fault.noun)
    names = NAMING[:-1] in str(fault.said("patternErrorMessage"))
    guess = rewriting(text) if rewriting else rewrite.slug(text) if names or "_" in text else ""
    pattern = fault.schemas[-1].get("pattern", "")
    return guess if guess and guess != text and re.search(pattern, guess) else ""


def _text(fault: Fault) -> Said:
    guess = _guess(fault)
    message = filled(str(fault.said("patternErrorMessage")), quoted(fault.value))
    return _said(fault, message, guess, safe=bool(guess) and fault.noun in _REWRITINGS and fault.noun not in _UNSURE)


def _said(fault: Fault, message: str, guess: str, *, safe: bool) -> Said:
    if not guess:
        return Said(message, remedy(fault))
    return Said(message, guess if fault.is_name else line(fault.key, guess), guess, safe)


def _length_of_time(fault: Fault) -> Said:
    text = str(fault.value).strip()
    if text.isdigit():
        hours = "1 hour" if text == "1" else f"{text} hours"
        return Said(f"{quoted(text)} what? Add minutes, hours or days.", line(fault.key, hours))
    months = re.fullmatch(r"(\d{1,3}) ?m", text) if fault.key == "review-every" else None  # nobody means minutes there
    guess = rewrite.duration(f"{months[1]} months" if months else text)
    message = f"{quoted(text)} is no length of time."
    if any(letter.isdigit() for letter in text):
        message += f" {fault.schemas[-1]['description']}" if fault.noun == LENGTH_OF_TIME else ""
    return _said(fault, message, guess, safe=True)


def _date(fault: Fault) -> Said:
    found = rewrite.dates(str(fault.value))
    if fault.keyword == "format":
        return Said(f"{quoted(fault.value)} is no day of the calendar.", remedy(fault))
    if len(found) > 1:
        could = " or ".join(_spoken(day) for day in found)
        message = f"{quoted(fault.value)} could be {could}. A date is written year-month-day."
        return Said(message, str(found[0]) if fault.is_name else line(fault.key, found[0]))
    message = f"{quoted(fault.value)} is no date." + (" A date is written year-month-day." if found else "")
    return _said(fault, message, str(found[0]) if found else "", safe=True)


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B}"


def _answer_name(fault: Fault, data: Any) -> Said | None:
    """Answers that a fact has by itself and that somebody listed all the same."""
    if fault.noun != "name of an answer":
        return None
    if is_yes_or_no(at(data, fault.keys)):
        return Said(YES_OR_NO, "answers: yes or no")
    if fault.value == "unknown":
        hint = "Delete it; if the answer is always known, write always-known: yes."
        return Said("`unknown` is an answer of every fact and is not listed.", hint)
    return None


def is_yes_or_no(listed: Iterable[Any]) -> bool:
    """Whether these are the answers of a yes-or-no fact, in whatever words."""
    words = {str(word).lower() for word in listed}
    return len(words) > 1 and words <= {"yes", "no", "true", "false", "unknown"}


def _heading(fault: Fault, data: Any) -> Said | None:
    """A way on that is written as the heading of a step, or as the label of an outcome."""
    if fault.noun != "step, outcome or workflow" or not isinstance(data, dict):
        return None
    wanted = _plain(fault.value)
    for shelf, what in (("steps", "heading of the step"), ("outcomes", "label of the outcome")):
        entries = at(data, (shelf,))
        for name, entry in entries.items() if isinstance(entries, dict) else ():
            keys = ("title", "do", "decide", "together", "says")
            texts = [entry[key] for key in keys if key in entry] if isinstance(entry, dict) else [entry]
            if wanted in map(_plain, texts):
                who = next((_WAYS[key] for key in fault.keys if key in _WAYS), quoted(fault.key))
                article = "an outcome" if shelf == "outcomes" else "a step"
                message = f"{quoted(fault.value)} is the {what} `{name}`. {who} leads to {article} by its name."
                return Said(message, line(fault.key, name), name, safe=True)
    return None


def _plain(text: Any) -> str:
    return str(text).strip().rstrip(".").lower()


def _name(fault: Fault) -> Said | None:
    """A name with an underscore, or one that the language keeps for itself."""
    text = str(fault.value)
    if fault.is_name and text in RESERVED:
        taken = listing(RESERVED, first=text, most=len(RESERVED))
        message = f"{quoted(text)} is a word of the language and cannot be a name."
        return Said(message, f"Take another name. Taken are {taken}.")
    guess = _guess(fault)
    if "_" in text and guess == text.lower().replace("_", "-"):
        return _said(fault, f"{quoted(text)} has an underscore. {NAMING}", guess, safe=True)
    return None


def _bounds(fault: Fault) -> Said | None:
    """A fact that says it is a number and not from where to where."""
    found = _NUMBER_WORDS.fullmatch(str(fault.value).strip()) if fault.noun == "answers" else None
    if not found:
        return None
    unit = found[1].lower() if found[1].endswith("s") else ""
    most = 720 if unit == "minutes" else 120
    message = "A number needs least and most, so that a table of values can be checked for gaps."
    return Said(message, f"answers: 0 to {most} {unit}".strip())


def at(data: Any, keys: tuple[str | int, ...]) -> Any:
    """What stands in the data at a key path; an empty table where there is nothing."""
    for key in keys:
        inside = key in data if isinstance(data, dict) else isinstance(data, list) and key in range(len(data))
        if not inside:
            return {}
        data = data[key]
    return data if isinstance(data, dict | list) else {}
