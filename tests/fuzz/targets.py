"""What is fuzzed: each target takes bytes, makes input of them, and raises when a promise is broken."""

import json
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import starter
from fuzz.reports import reports
from handrail.check import Selection, check_sources, choose_rules
from handrail.formats import Look, all_formats
from handrail.ground.duration import Duration, times
from handrail.ground.errors import HandrailError
from handrail.ground.hours import Hours, days_of
from handrail.ground.report import Report
from handrail.ground.source import Source
from handrail.pages import Site, all_pages
from handrail.reading.baseline import load_baseline
from handrail.reading.config import load_config
from handrail.reading.document.reader import read
from handrail.reading.remembered import keep, recalled
from handrail.reading.schema import kinds, validate
from handrail.rules import all_rules
from oracle.agree import disagreements
from oracle.books import Data, books
from oracle.books import read as read_book
from oracle.walks import TooManyError
from placed import check_reading, check_report
from published import acting

Target = Callable[[bytes], object]
FREE = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
PATHS = sorted(starter.files())
KINDS = kinds()
LONGEST = 64 * 1024


class Notebook:
    """A memory in this process, so that files which are as they were are not read again."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        """The answer, if there is one."""
        return self.kept.get(key)

    def put(self, key: str, answer: str) -> None:
        """Keep an answer, but not for ever."""
        if len(self.kept) > 20_000:
            self.kept.clear()
        self.kept[key] = answer


_MEMORY = Notebook()


def laid(data: bytes) -> tuple[str, bytes]:
    """The file of the starter whose number the first byte is, with the rest as its content."""
    number = data[0] if data else 0
    return PATHS[number % len(PATHS)], data[1:LONGEST]


def checked(data: bytes) -> Report:
    """The starter handbook with that file in it, checked by every rule."""
    path, content = laid(data)
    sources = [Source(name, content if name == path else old) for name, old in starter.files().items()]
    return check_sources(sources, rules=choose_rules(Selection()), as_of=starter.AS_OF, memory=_MEMORY)


def reader(data: bytes) -> None:
    """Any file is read: data or a finding in its place, and it comes back from the memory as it was."""
    path, content = laid(data)
    check_reading(path, content)
    source, memory = Source(path, content), Notebook()
    document = read(source)
    assert document is not None
    if not document.findings:
        keep(source, document, memory)
        assert recalled(source, memory) in (None, document)


def schema(data: bytes) -> None:
    """Whatever a file of a kind holds is accepted, or refused with a reason and a remedy at a key of it."""
    kind = KINDS[(data[0] if data else 0) % len(KINDS)]
    document = read(Source("register/facts.yml", data[1:LONGEST]))
    if document is None or document.data is None:
        return
    for finding in validate(kind, document.data, document.path):
        assert finding.message
        assert finding.hint
        assert document.locate(finding.at).span is not None


def handbook(data: bytes) -> None:
    """Every rule looks at a handbook with such a file, and none stumbles."""
    check_report(checked(data))


def pages(data: bytes) -> None:
    """Every page is made of it, twice the same, and nothing on them acts."""
    book = checked(data).handbook
    made = all_pages(Site(book))
    assert made == all_pages(Site(book))
    for page in made:
        assert not acting(page), page.path


@FREE
@given(books())
def _engine(files: dict[str, Data]) -> None:
    with suppress(TooManyError):
        book = read_book(files)
        assert list(disagreements(book)) == []
        for rule in all_rules().values():
            for finding in rule().examine(book):
                assert finding.message


@FREE
@given(reports(), st.integers(1, 300), st.booleans())
def _formats(report: Report, width: int, colour: bool) -> None:  # noqa: FBT001 - Hypothesis draws it
    for name, form in all_formats().items():
        text = form.render(report, Look(width=width, colour=colour))
        assert text == form.render(report, Look(width=width, colour=colour)), name
        assert text.endswith("\n"), name
        text.encode("utf-8", "backslashreplace")
        if not (colour and name == "plain"):
            assert not [sign for sign in text if sign < " " and sign != "\n"], name
        if name in {"json", "sarif", "gitlab", "rdjson"}:
            json.loads(text)
        elif name == "junit":
            ET.fromstring(text)  # noqa: S314 - we wrote it


def configuration(data: bytes) -> None:
    """Settings and a baseline are followed or refused, never stumbled over."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sops" / "procedures").mkdir(parents=True)
        (folder / "handrail.toml").write_bytes(data[:LONGEST])
        with suppress(HandrailError):
            config = load_config(folder)
            choose_rules(Selection(settings=config.rules))
        (folder / "handrail.toml").unlink()
        (folder / "known.json").write_bytes(data[:LONGEST])
        with suppress(HandrailError):
            load_baseline(load_config(folder), folder / "known.json")


def words(data: bytes) -> None:
    """Lengths of time and hours are understood or refused."""
    text = data.decode("utf-8", "replace")
    times(text)
    days_of(text)
    for kind in (Duration, Hours):
        found = kind.parse(text)
        assert found is None or str(found)


def _bytes(test: Any) -> Target:  # noqa: ANN401 - Hypothesis gives no type for it
    found: Target = test.hypothesis.fuzz_one_input
    return found


TARGETS: Mapping[str, Target] = {
    "reader": reader,
    "schema": schema,
    "handbook": handbook,
    "pages": pages,
    "engine": _bytes(_engine),
    "formats": _bytes(_formats),
    "configuration": configuration,
    "words": words,
}
"""Each target by name."""


def seeds(name: str) -> list[bytes]:
    """What a target begins with: the files of the starter, so that there is something to change."""
    if name in {"reader", "handbook", "pages"}:
        return [bytes([number]) + starter.files()[path] for number, path in enumerate(PATHS)]
    if name == "schema":
        return [
            bytes([number]) + content
            for path, content in starter.files().items()
            for number, kind in enumerate(KINDS)
            if kind in path or path.startswith(f"{kind}s/")
        ]
    if name == "configuration":
        return [
            b'handbook = "sops"\nbaseline = "known.json"\n[owners]\nx = "@a/b"\n[rules.too-complex]\nsteps = 3\n',
            b'{"handrail": 1, "findings": []}',
        ]
    return [b"2 working days", b"Mon-Fri 09:00-17:30", bytes(range(256)) * 8]
