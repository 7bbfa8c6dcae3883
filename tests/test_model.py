"""What is written in a handbook arrives in the model: every field, and the place where it stands."""

import datetime as dt
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import UnionType
from typing import ClassVar, Literal, Union, get_args, get_origin, get_type_hints

import made_up
import pytest

import corpus
import starter
from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.duration import Duration
from handrail.ground.finding import Part, Place
from handrail.ground.model import Handbook
from handrail.ground.source import Source
from test_memory import Notebook

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
    (REGISTER.format("duties"), "  evidence: verified\n", "  evidence: from-knowledge\n  ended-on: 2027-01-31\n  to-confirm: [source, article]\n  notes: Ask the lawyers.\n"),
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


# --- every field holds what it says


def _fits(value: object, kind: object) -> bool:
    """Whether a value is what a type says, with everything in it."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return any(_fits(value, each) for each in inner)
    if origin is Literal:
        return value in inner
    if origin is not None:
        return _holds(value, origin, inner)
    if kind in (bool, int):
        return type(value) is kind
    if isinstance(kind, type) and not getattr(kind, "_is_protocol", False):
        return isinstance(value, kind)
    return value is None if kind is None else True


def _holds(value: object, origin: type, inner: tuple[object, ...]) -> bool:
    """Whether a collection holds what its type says."""
    if origin is tuple and inner[1:] != (...,):
        return isinstance(value, tuple) and len(value) == len(inner) and all(map(_fits, value, inner))
    if issubclass(origin, Mapping):
        return isinstance(value, Mapping) and all(
            _fits(key, inner[0]) and _fits(each, inner[1]) for key, each in value.items()
        )
    return isinstance(value, origin) and isinstance(value, Collection) and all(_fits(each, inner[0]) for each in value)


def _misfits(value: object, at: str, seen: set[int]) -> Iterator[str]:
    """The fields below a value that hold something else than they say."""
    if id(value) in seen:
        return
    seen.add(id(value))
    if is_dataclass(value) or hasattr(value, "_fields"):
        for name, kind in get_type_hints(type(value)).items():
            if get_origin(kind) is not ClassVar and hasattr(value, name):
                held = getattr(value, name)
                if not _fits(held, kind):
                    yield f"{at}.{name}: {held!r} is no {kind}"
                yield from _misfits(held, f"{at}.{name}", seen)
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _misfits(each, f"{at}[{key}]", seen)
    elif isinstance(value, tuple | list | frozenset):
        for each in value:
            yield from _misfits(each, f"{at}[]", seen)


@pytest.mark.parametrize(
    "files",
    [starter.files(), {path: text.encode() for path, text in corpus.handbook().items()}],
    ids=["small", "large"],
)
def test_every_field_of_a_handbook_holds_what_it_says(files: Mapping[str, bytes]) -> None:
    """What nobody wrote is an empty text, an empty tuple or no day at all: rules and pages never meet another nothing."""
    assert list(_misfits(starter.book(files), "handbook", set())) == []


def test_whatever_is_left_out_every_field_holds_what_it_says() -> None:
    """The same without what somebody may leave away: each key once."""
    memory, tried, known = Notebook(), 0, set[tuple[str, str]]()
    for path, data in starter.files().items():
        lines = data.decode().split("\n")
        for number, line in enumerate(lines):
            key = re.match(r" *(?:- )?([a-z-]+): \S", line)
            if key and (path.partition("/")[0], key[1]) not in known:
                known.add((path.partition("/")[0], key[1]))
                short = "\n".join([*lines[:number], *lines[number + 1 :]]).encode()
                sources = [Source(*each) for each in (starter.files() | {path: short}).items()]
                book = check_sources(sources, rules=[], as_of=starter.AS_OF, memory=memory).handbook
                tried += book.whole
                assert list(_misfits(book, f"{path}:{number + 1}", set())) == []
    assert tried > 30
