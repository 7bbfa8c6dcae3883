"""Nothing is proven again because words are different or a day has passed; whatever a proof depends on counts."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import date
from functools import partial
from importlib import import_module
from itertools import chain
from typing import Any

import pytest

import starter
from handrail.check import ALWAYS, Selection, check_sources, choose_rules
from handrail.ground.finding import Place
from handrail.ground.model import Handbook
from handrail.ground.source import Source
from handrail.reasoning import wordless
from handrail.reasoning.proof import margins, prove
from handrail.reasoning.survey import survey
from handrail.reasoning.worst_case import worst_case
from handrail.rules import all_rules
from test_meaning import FACTS, FLOW, LETTER, MEANS, ORGANISATION, PAGE, SAYS_NOTHING, edited
from test_memory import Notebook

DAY = date(2026, 11, 25)
_RULES = choose_rules(Selection(select=ALWAYS))
CONTROL = "controls/example/sender-is-told.yml"


def read(sources: Mapping[str, bytes], day: date = DAY) -> Handbook:
    report = check_sources([Source(*each) for each in sources.items()], rules=_RULES, as_of=day)
    assert not report.findings, report.findings
    return report.handbook


def key(sources: Mapping[str, bytes], day: date = DAY) -> tuple[str, ...]:
    """All that the proofs about the starter's main workflow are kept by."""
    book = read(sources, day)
    return wordless.beside(book), wordless.around(book, "lost-parcel"), wordless.of_controls(book)


ONLY_WORDS = {
    name: change
    for name, change in SAYS_NOTHING.items()
    if name not in ("another name of a step", "answers in another order", "a length of time in another unit")
    and name != "a pause in another unit"
} | {
    "the words of a question": (FACTS, "asks: Where", "asks: At which place"),
    "the words of a message": (LETTER, "  en: |\n    ", "  en: |\n    Please "),
    "the title of a control": (CONTROL, "title: The sender", "title: Every sender"),
    "another number to call": (ORGANISATION, "contact: ", "contact: now "),
}


@pytest.mark.parametrize("name", ONLY_WORDS)
def test_words_have_nothing_proven_again(name: str) -> None:
    assert key(edited(*ONLY_WORDS[name])) == key(starter.files())


COUNTS = {name: change for name, change in MEANS.items() if change[0] != PAGE} | {
    "an answer more": (FACTS, "elsewhere: ", "nearby: Next door\n    elsewhere: "),
    "another mark of a message": (LETTER, "marks: [sender-told]", "marks: [look-up]"),
    "another time in a control": (CONTROL, "within: 5 days", "within: 6 days"),
    "an exception less": (CONTROL, "except:", "# except:"),
}


@pytest.mark.parametrize("name", COUNTS)
def test_whatever_means_something_has_it_proven_again(name: str) -> None:
    files = edited(*COUNTS[name])
    if name == "an exception less":
        files[CONTROL] = files[CONTROL].partition(b"# except:")[0]
    if name == "a renamed outcome":
        files[FLOW] = files[FLOW].replace(b"kept: waiting", b"kept: kept-here")
        files[FLOW] = files[FLOW].replace(b"  waiting: support", b"  kept-here: support")

    assert key(files) != key(starter.files())


def test_a_day_is_only_what_the_calendars_make_of_it() -> None:
    files = starter.files() | edited(FLOW, "within: 4 hours", "within: 2 working days")
    weekdays = files[ORGANISATION].replace(b"days: every day\n    works-on-holidays: yes", b"days: Monday to Friday", 1)
    files |= {ORGANISATION: weekdays}
    longer = files | {ORGANISATION: weekdays.replace(b"2026-12-25: Chr", b"2026-12-28: Monday\n      2026-12-25: Chr")}

    assert key(files) == key(files, date(2026, 11, 26))
    assert key(files) != key(longer)
    assert key(longer) != key(longer, date(2026, 12, 29)), "the long weekend has passed"


def test_where_something_cannot_be_read_every_byte_counts() -> None:
    broken = starter.files() | edited(FLOW, "within: 4 hours", "within: soon")
    worded = broken | {LETTER: broken[LETTER] + b"# a comment\n"}
    books = [
        check_sources([Source(*each) for each in files.items()], rules=_RULES, as_of=day).handbook
        for files, day in ((broken, DAY), (worded, DAY), (broken, date(2026, 11, 26)))
    ]

    assert len({(wordless.beside(book), wordless.around(book, "lost-parcel")) for book in books}) == len(books)


def test_a_check_after_a_wording_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    for place in ("proof._judge_all", "survey._surveyed", "worst_case._worked_out"):
        work = getattr(import_module(f"handrail.reasoning.{place.partition('.')[0]}"), place.partition(".")[2])
        monkeypatch.setattr(f"handrail.reasoning.{place}", partial(_noted, made, place, work))
    memory = Notebook()
    files = starter.files()
    _check(files, memory)
    assert set(made) == {"proof._judge_all", "survey._surveyed", "worst_case._worked_out"}

    made.clear()
    for name in ("another heading of a step", "the words of a question", "the words of a message"):
        files = files | _changed(files, *ONLY_WORDS[name])
    _check(files | _changed(files, *ONLY_WORDS["the title of a control"]), memory)
    assert made == []

    _check(files | _changed(files, *COUNTS["another time in a control"]), memory)
    assert "proof._judge_all" in made


def _noted(made: list[str], place: str, work: Callable[..., object], *given: object) -> object:
    made.append(place)
    return work(*given)


def _changed(files: Mapping[str, bytes], path: str, old: str, new: str) -> dict[str, bytes]:
    return {path: files[path].decode().replace(old, new, 1).encode()}


def _check(files: Mapping[str, bytes], memory: Notebook) -> None:
    sources = [Source(*each) for each in files.items()]
    report = check_sources(sources, rules=choose_rules(Selection()), as_of=DAY, memory=memory)
    assert not report.crashed
    worst_case(report.handbook, report.handbook.workflows["lost-parcel"])


WORDLESS = {name: kind() for name, kind in all_rules().items() if kind.wordless}


@pytest.mark.parametrize("name", WORDLESS)
def test_a_rule_that_looks_at_no_word_says_as_much_in_other_words(name: str) -> None:
    rule = WORDLESS[name]
    for example in rule.bad:
        files = example.overlay({path: data.decode() for path, data in starter.files().items()})
        sources = [Source(path, text.encode()) for path, text in files.items()]
        book = check_sources(sources, rules=_RULES, as_of=DAY).handbook
        found = len([*rule.examine(book)])

        assert found
        assert len([*rule.examine(_reworded(book))]) == found


# ---- what is called words is words


def test_each_field_that_is_called_words_is_there() -> None:
    for kind, names in wordless.WORDS.items():
        assert names <= {each.name for each in fields(kind)}, kind


def test_no_proof_looks_at_words() -> None:
    book = read(starter.files())
    other = _reworded(book)

    assert {flow.title for flow in other.workflows.values()} == {"other words"}
    assert _proven(other) == _proven(book)
    assert wordless.around(other, "lost-parcel") == wordless.around(book, "lost-parcel")


def _proven(book: Handbook) -> list[object]:
    doors = [name for name in book.workflows if book.door(name)]
    found: list[object] = [worst_case(book, flow) for flow in book.workflows.values()]
    for door in doors:
        found += [(result.control, result.verdict) for result in prove(book, door).results]
        found += [(name, [each.minutes for each in times]) for name, times in margins(book, door).items()]
        seen = survey(book, door)
        found.append((seen.binds, seen.running, seen.arises, seen.closes, seen.left_open, seen.overruled))
    return found


def _reworded(book: Handbook) -> Handbook:
    """A handbook in which every field that is called words says something else."""
    kinds = ("workflows", "messages", "controls", "facts", "marks", "severities", "hubs", "rotas", "teams", "roles")
    said: dict[str, Any] = {kind: _other(getattr(book, kind)) for kind in kinds}
    return replace(book, **said)


def _other(thing: Any) -> Any:  # noqa: ANN401 - anything of the model
    if isinstance(thing, tuple):
        return tuple(map(_other, thing))
    if isinstance(thing, Mapping):
        return {name: _other(each) for name, each in thing.items()}
    words = wordless.WORDS.get(type(thing))
    if words is None:
        return thing
    said = {each.name: getattr(thing, each.name) for each in fields(thing) if each.init}
    return replace(thing, **{name: (_words if name in words else _other)(value) for name, value in said.items()})


def _words(value: Any) -> Any:  # noqa: ANN401 - anything of the model
    if isinstance(value, str):
        return "other words" if value else ""
    if isinstance(value, Place):
        return Place("elsewhere.yml")
    if isinstance(value, Mapping):
        return {name: _words(each) for name, each in value.items()}
    return value


def test_every_kind_that_counts_is_reworded_above() -> None:
    book = read(starter.files())
    seen = {type(each) for kind in (book.workflows, book.controls, book.messages) for each in kind.values()}
    steps = {type(each) for each in chain.from_iterable(flow.steps for flow in book.workflows.values())}

    assert seen | steps <= wordless.WORDS.keys()
