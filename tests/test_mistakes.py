"""What people type who have never done this before, and the words that they are told: `mistakes.yml`, entry by entry."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

import starter
from handrail.ground.finding import Finding
from handrail.ground.report import Report
from wording import agreed, wording

_RELATIVE = re.compile(r"\{([+-]\d+)\}")


class Mistake(NamedTuple):
    """An entry, and where it stands in the file of the handbook."""

    name: str
    entry: dict[str, Any]
    path: str
    text: str
    above: int

    @property
    def accused(self) -> tuple[str, int]:
        """The file and the line that the finding is about."""
        line = int(self.entry.get("line", 1))
        return self.entry.get("in", self.path), line if "in" in self.entry else line + self.above


def mistakes() -> list[Mistake]:
    book = yaml.load((Path(__file__).parent / "mistakes.yml").read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506
    return [laid(f"{group}/{name}", entry) for group, entries in book.items() for name, entry in entries.items()]


def laid(name: str, entry: dict[str, Any]) -> Mistake:
    path = entry.get("file", starter.WORKFLOW)
    text = entry["text"].replace("<TAB>", "\t").replace("<NBSP>", "\u00a0")
    if "instead" not in entry:
        return Mistake(name, entry, path, text, 0)
    whole = starter.text(path)
    assert entry["instead"] in whole, f"{name}: the starter handbook does not hold {entry['instead']!r}"
    above = whole.count("\n", 0, whole.index(entry["instead"]))
    return Mistake(name, entry, path, whole.replace(entry["instead"], text, 1), above)


MISTAKES = mistakes()


def told(mistake: Mistake) -> tuple[Finding | None, Report]:
    report = starter.lay(mistake.path, mistake.text)
    path, line = mistake.accused
    found = (f for f in report.findings if (f.rule, f.at.path) == (mistake.entry.get("rule"), path))
    return next((f for f in found if starter.line(f) == line), None), report


def written(words: str, line: int) -> str:
    return _RELATIVE.sub(lambda found: str(line + int(found[1])), words)


@pytest.mark.parametrize("mistake", [m for m in MISTAKES if "rule" in m.entry], ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_in_these_words(mistake: Mistake) -> None:
    found, report = told(mistake)
    line = mistake.accused[1]

    assert found, [(f.rule, f.at.path, starter.line(f), f.message) for f in report.findings]
    assert found.message == written(mistake.entry["message"], line)
    assert found.hint == written(mistake.entry["hint"], line)
    text = wording([found])
    assert text == agreed("mistakes", mistake.name, text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."


@pytest.mark.parametrize("mistake", [m for m in MISTAKES if "rule" in m.entry], ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_once(mistake: Mistake) -> None:
    found, report = told(mistake)
    others = [finding for finding in report.findings if finding is not found]

    assert {finding.rule for finding in others} == set(mistake.entry.get("besides", []))


@pytest.mark.parametrize("mistake", [m for m in MISTAKES if "silent" in m.entry], ids=lambda mistake: mistake.name)
def test_what_is_no_mistake_is_silent(mistake: Mistake) -> None:
    assert not told(mistake)[1].findings


def test_every_entry_says_what_is_told_or_why_not() -> None:
    for mistake in MISTAKES:
        told_of = {"rule", "message", "hint"} <= set(mistake.entry)
        assert told_of != ("silent" in mistake.entry), mistake.name


SAFE = [mistake for mistake in MISTAKES if mistake.entry.get("rule") in ("invalid-yaml", "cut-by-comment")]


@pytest.mark.parametrize("mistake", SAFE, ids=lambda mistake: mistake.name)
def test_a_fix_that_is_called_safe_mends_the_file(mistake: Mistake) -> None:
    found, _ = told(mistake)
    if found is None or found.fix is None or not found.fix.safe:
        return
    lines = mistake.text.split("\n")
    for edit in sorted(found.fix.edits, key=lambda edit: str(edit.place.span), reverse=True):
        span = edit.place.span
        assert span is not None
        line = lines[span.line - 1]
        lines[span.line - 1] = line[: span.column - 1] + edit.text + line[span.end_column - 1 :]
    report = starter.lay(mistake.path, "\n".join(lines))

    assert found.rule not in {finding.rule for finding in report.findings}
