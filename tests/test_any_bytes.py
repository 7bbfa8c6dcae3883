"""Whatever bytes a file holds, a check ends with findings that have a place in it, and never with an exception."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import starter
from handrail.ground.source import Source
from handrail.reading.document.reader import read
from placed import check_reading, check_report
from starter import FACTS, PAGE, WORKFLOW

PATHS = sorted(starter.files())
SIGNS = [
    *"\t\n\r:-#\"'[]{},&*!|>%@`?<=~.\\",
    *(": ", " #", "- ", "\n  ", "\n- ", "---\n", "...\n", "|\n", ">-\n", "<<: ", "&a ", "*a", "!!x ", "? ", "```\n"),
    *("\u00a0", "\u2028", "\u201c", "\u201d", "\uff1a", "\u200b", "\ufeff", "\x00", "\x85", "\u0301", "\U0001f600"),
    *("<<<<<<< a\n", "## ", "{a: b, c", "a:b", "no: ", "'", "\\u", "%YAML 1.1\n"),
]
FAST = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WHOLE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """A file of the starter handbook with a few signs put in, taken away or in the place of others."""
    path = draw(st.sampled_from(PATHS))
    text = starter.text(path)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        end = min(start + draw(st.sampled_from([0, 0, 1, 2, 5, 40])), len(text))
        text = text[:start] + draw(st.sampled_from(["", *SIGNS])) + text[end:]
    return path, text.encode("utf-8", "surrogatepass")


@pytest.mark.promise("no-traceback", "place")
@given(st.sampled_from([WORKFLOW, PAGE, FACTS]), st.binary(max_size=200))
@FAST
def test_any_bytes_are_read(path: str, data: bytes) -> None:
    check_reading(path, data)


@given(st.sampled_from([WORKFLOW, PAGE, FACTS]), st.lists(st.sampled_from([*SIGNS, "a", "b: c", " "]), max_size=30))
@FAST
def test_any_signs_are_read(path: str, signs: list[str]) -> None:
    text = "".join(signs)
    check_reading(path, text.encode())
    check_reading(path, b"a: b\n" + text.encode())


@given(mutated())
@settings(FAST, max_examples=600)
def test_a_file_with_slips_is_read(changed: tuple[str, bytes]) -> None:
    check_reading(*changed)


@pytest.mark.promise("no-traceback", "place")
@given(mutated())
@WHOLE
def test_a_handbook_with_slips_is_checked(changed: tuple[str, bytes]) -> None:
    report = starter.lay(*changed)

    check_report(report)
    assert [starter.lay(*changed).findings] == [report.findings]


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
@FAST
def test_a_text_in_quotes_stays_as_it_is(words: str) -> None:
    """What the hints call safe: single quotes keep every text of one line."""
    line = "".join(sign for sign in words if sign.isprintable())
    document = read(Source(FACTS, f"a: '{line.replace(chr(39), chr(39) * 2)}'\n".encode()))

    assert document is not None
    assert document.data is None or document.data == {"a": line}
