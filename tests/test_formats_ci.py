"""What CI hosts read: each format as its host reads it, nothing lost where a host shows less, nothing that acts."""

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from markdown_it import MarkdownIt

from handrail.formats import Look, named
from handrail.formats.github import MOST_SHOWN as SHOWN_BY_GITHUB
from handrail.formats.summary import MOST_SHOWN
from handrail.ground.finding import Edit, Finding, Fix, Place, Related, Severity, Stop
from handrail.ground.model import Handbook
from handrail.ground.report import Excused, Listed, Report
from handrail.ground.source import Span

DAY = date(2026, 11, 25)
FILE, NOTES = "workflows/images/copies.yml", "procedures/images/copies.md"
TEXTS = {
    FILE: "title: 寄件人\nsteps:\n  look:\n    do: 寄件 soon\n    go: clsoed\n",
    NOTES: "# Copies\n\n## Purpose\n\nsoon\n",
}


def at(line: int, column: int, end: int, *keys: str) -> Place:
    return Place(FILE, keys, span=Span(line, column, line, end))


STEP = Finding(
    "unknown-step",
    Severity.ERROR,
    "`clsoed` is no step.",
    at(5, 9, 15, "steps", "look", "go"),
    "Write `closed`:\n    go: closed",
    related=(Related(at(1, 8, 11, "title"), "the workflow"),),
    witness=("1. look", "2. clsoed"),
    fix=Fix("Write `closed`", (Edit(at(5, 9, 15), "closed"),)),
    walk=(Stop(at(4, 9, 16), "look", 5, 5),),
)
WORD = Finding("vague-wording", Severity.WARNING, "`soon` is no time.", at(4, 12, 16, "steps", "look", "do"))
PAGE = Finding("vague-wording", Severity.WARNING, "`soon` is no time.", Place(NOTES, span=Span(5, 1, 5, 5)))
CRASH = Finding("rule-crashed", Severity.ERROR, "The rule `x` crashed.", Place("index.md", span=Span(1, 1, 1, 1)))


def report(*findings: Finding) -> Report:
    return Report(Handbook(as_of=DAY), TEXTS, findings, folder="sops")


FULL = replace(
    report(STEP, WORD, WORD, CRASH),
    excused=(Excused(PAGE, "The owner is away.", date(2027, 1, 31)),),
    since="main (1a2b3c4d5e)",
    before=(PAGE,),
    listed=(Listed(PAGE, "Legal rewords it."),),
)
CLEAN = report()
EVIL = (
    "]]></failure><testcase name='x'/>",
    "</summary></details><script>alert(1)</script>",
    "![x](https://evil.example/p.png) [y](javascript:alert(1))",
    "<img src=https://evil.example/p.png>",
    "@org/everyone look at https://evil.example or www.evil.example, see #1",
    "a`b``c ```\n# A heading\n| a | b |\n|---|---|\n- [ ] done",
    "\x1b[31mred\x00\x9b2J\ufffe\uffff\udc80",
    "&lt;b&gt; \\` *x* _y_ ~~z~~ <!-- hidden",
    "::error::x\n##[error]y\n::stop-commands::z",
    "1. one",
    "+ a ---",
)


def evil(text: str) -> Report:
    finding = Finding(
        "dead-end",
        Severity.ERROR,
        text,
        Place(f"{text}.yml", (text,), span=Span(1, 1, 1, 2)),
        f"{text}\n{text}",
        related=(Related(Place(text), text),),
        witness=(text,),
        walk=(Stop(Place(text), text, 1, 1),),
    )
    what = Report(Handbook(as_of=DAY), {f"{text}.yml": text}, (finding,), folder="sops", since=text, before=(finding,))
    return replace(what, listed=(Listed(finding, text),), excused=(Excused(finding, text, DAY),))


def render(name: str, what: Report, look: Look | None = None) -> str:
    return named(name).render(what, look or Look())


# --- junit


def suite(text: str) -> ET.Element:
    """The suite, when it is as Jenkins' schema (testsuites, testsuite, testcase, one outcome) and GitLab's parser want."""
    root = ET.fromstring(text)  # noqa: S314 - we wrote it
    assert root.tag == "testsuites"
    (found,) = root
    cases = found.findall("testcase")
    outcomes = [[each.tag for each in case] for case in cases]
    assert {each.tag for each in found} <= {"testcase", "system-out"}
    assert all(len(each) <= 1 and set(each) <= {"failure", "error", "skipped", "system-out"} for each in outcomes)
    for element in (root, found):
        assert int(element.attrib["tests"]) == len(cases)
        for tag, key in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(element.attrib[key]) == outcomes.count([tag])
    names = [(case.attrib["classname"], case.attrib["name"]) for case in cases]
    assert len(set(names)) == len(names), "GitLab shows one of several cases with one name"
    assert all(case.attrib.keys() == {"classname", "name", "file", "line"} for case in cases)
    return found


@pytest.mark.parametrize("what", [FULL, CLEAN, *map(evil, EVIL)])
def test_junit_is_what_jenkins_and_gitlab_read(what: Report) -> None:
    suite(render("junit", what))


def test_junit_fails_for_errors_tells_warnings_and_skips_what_does_not_count() -> None:
    found = {case.attrib["name"]: [*case] for case in suite(render("junit", FULL)).findall("testcase")}

    (failure,) = found["unknown-step at steps > look > go"]
    assert (failure.tag, failure.attrib) == ("failure", {"message": "`clsoed` is no step.", "type": "unknown-step"})
    assert "help: Write `closed`:" in (failure.text or "")
    assert [each.tag for each in found["vague-wording at steps > look > do"]] == ["system-out"]
    assert [each.tag for each in found["vague-wording at steps > look > do (2)"]] == ["system-out"]
    assert [each.tag for each in found["rule-crashed"]] == ["error"]
    assert [
        each[0].attrib["message"] for name, each in found.items() if name.startswith("vague-wording at Purpose")
    ] == [
        "It was there before, at main (1a2b3c4d5e): `soon` is no time.",
        "In the baseline: Legal rewords it.",
        "Excused until 2027-01-31: The owner is away.",
    ]


def test_junit_names_each_clean_file_so_that_a_clean_handbook_is_no_empty_report() -> None:
    cases = suite(render("junit", CLEAN)).findall("testcase")

    assert [case.attrib["classname"] for case in cases] == [f"sops/{FILE}", f"sops/{NOTES}"]


# --- gitlab


def test_gitlab_gets_what_code_quality_wants() -> None:
    data = json.loads(render("gitlab", FULL))

    assert data[0] == {
        "description": "`clsoed` is no step. Write `closed`:",
        "check_name": "unknown-step",
        "fingerprint": data[0]["fingerprint"],
        "severity": "major",
        "location": {"path": f"sops/{FILE}", "lines": {"begin": 5, "end": 5}},
    }
    assert [entry["severity"] for entry in data] == ["major", "minor", "minor", "major"]
    assert len({entry["fingerprint"] for entry in data}) == len(data) == len(FULL.findings)
    assert json.loads(render("gitlab", CLEAN)) == []


def test_a_fingerprint_stays_while_lines_move_and_changes_with_what_is_said() -> None:
    def prints(what: Report) -> list[str]:
        return [entry["fingerprint"] for entry in json.loads(render("gitlab", what))]

    lower = [replace(each, at=each.at._replace(span=Span(40, 1, 40, 2))) for each in (STEP, WORD, WORD)]
    other = replace(STEP, message="`closd` is no step.")

    assert prints(report(*lower)) == prints(report(STEP, WORD, WORD))
    assert prints(report(other)) != prints(report(STEP))


# --- rdjson


def keys(data: object, *path: str) -> Iterator[tuple[str, ...]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*path, key)
            yield from keys(value, *path, key)
    elif isinstance(data, list):
        for each in data:
            yield from keys(each, *path)


ALLOWED = {
    "DiagnosticResult": {"diagnostics", "source", "severity"},
    "diagnostics": {"message", "location", "severity", "code", "suggestions"},
    "location": {"path", "range"},
    "range": {"start", "end"},
    "start": {"line", "column"},
    "end": {"line", "column"},
    "code": {"value"},
    "suggestions": {"range", "text"},
    "source": {"name"},
}
"""What reviewdog's reader knows: anything else makes it refuse the whole report."""


@pytest.mark.parametrize("what", [FULL, CLEAN, *map(evil, EVIL)])
def test_rdjson_holds_only_what_reviewdog_knows(what: Report) -> None:
    data = json.loads(render("rdjson", what))

    assert {
        path for path in keys(data) if path[-1] not in ALLOWED[path[-2] if len(path) > 1 else "DiagnosticResult"]
    } == set()
    assert {each["severity"] for each in data["diagnostics"]} <= {"ERROR", "WARNING"}


def test_rdjson_counts_columns_in_bytes_and_suggests_what_one_edit_mends() -> None:
    step, word, *_ = json.loads(render("rdjson", FULL))["diagnostics"]

    assert word["location"]["range"] == {"start": {"line": 4, "column": 16}, "end": {"line": 4, "column": 20}}
    assert step["suggestions"] == [
        {"range": {"start": {"line": 5, "column": 9}, "end": {"line": 5, "column": 15}}, "text": "closed"}
    ]
    assert step["message"].startswith("`clsoed` is no step.\n\n")
    assert "suggestions" not in word


def test_rdjson_suggests_no_half_of_a_remedy() -> None:
    both = replace(STEP, fix=Fix("Two edits", (Edit(at(5, 9, 15), "a"), Edit(at(4, 9, 11), "b"))))

    assert "suggestions" not in json.loads(render("rdjson", report(both)))["diagnostics"][0]


# --- summary


def test_a_summary_says_the_worst_first_and_counts_what_it_does_not_show() -> None:
    words = [replace(WORD, message=f"`soon` number {number} is no time.") for number in range(MOST_SHOWN + 20)]
    text = render("summary", report(*words, STEP))

    assert text.startswith(f"## Handbook: 1 error and {MOST_SHOWN + 20} warnings\n")
    assert text.index("<code>unknown-step</code>") < text.index("<code>vague-wording</code>")
    assert f"| `vague-wording` |  | {MOST_SHOWN + 20} |" in text
    assert text.count("<details>") == text.count("</details>") == MOST_SHOWN
    assert "**21 more findings are counted above and not shown here.**" in text


def test_a_summary_stays_below_what_github_takes() -> None:
    long = [replace(STEP, message=f"{number} {'x' * 60_000}") for number in range(30)]
    text = render("summary", report(*long))

    assert len(text.encode()) < 2**20
    assert "more findings are counted above and not shown here" in text


def test_a_summary_says_what_was_set_apart() -> None:
    text = render("summary", FULL)

    assert text.startswith("## Handbook: 2 new errors and 2 new warnings\n")
    assert (
        "1 finding was there before, at main (1a2b3c4d5e). 1 finding stands in the baseline. 1 finding is excused."
        in text
    )
    assert render("summary", CLEAN).startswith("## Handbook: no findings\n")


def test_a_summary_leads_to_the_files() -> None:
    (_, *cells) = render("summary", report(STEP), Look(links="https://host.example/org/repo/blob/abc/")).split("](")

    assert cells[0].startswith(f"https://host.example/org/repo/blob/abc/sops/{FILE}#L5)")


def tokens(text: str) -> list[Any]:
    parser = MarkdownIt("gfm-like", {"linkify": False, "html": True})
    return [inner for token in parser.parse(text) for inner in (token, *(token.children or ()))]


@pytest.mark.catalogue(36)
@pytest.mark.promise("no-commands")
@pytest.mark.parametrize("text", EVIL)
def test_no_text_becomes_markup_in_a_summary(text: str) -> None:
    calm = [(token.type, token.tag) for token in tokens(render("summary", evil("calm")))]
    found = tokens(render("summary", evil(text)))
    html = "".join(token.content for token in found if token.type.startswith("html"))

    assert {(token.type, token.tag) for token in found} <= {*calm, ("html_inline", ""), ("html_block", "")}
    assert [token.type for token in found].count("link_open") == [kind for kind, _ in calm].count("link_open")
    assert not [token for token in found if token.type == "image" or token.tag in {"h1", "li"}]
    assert set(_tags(html)) <= {"details", "/details", "summary", "/summary", "code", "/code", "!--"}
    read = "".join(token.content if token.type in {"text", "html_block"} else "|" for token in found)
    assert not [acting for acting in ("@org/everyone", "https://evil", "www.evil", " #1") if acting in read]


def _tags(html: str) -> list[str]:
    return [part.split(">")[0].split(" ")[0] for part in html.split("<")[1:]]


# --- github


def test_what_github_does_not_show_is_counted() -> None:
    many = [replace(STEP, message=f"{number} is no step.") for number in range(SHOWN_BY_GITHUB + 3)]
    lines = render("github", report(*many)).splitlines()

    assert len([line for line in lines if line.startswith("::error ")]) == SHOWN_BY_GITHUB + 3
    assert lines[-2].startswith("::notice title=handrail::GitHub shows 10 errors and 10 warnings of a step")
    assert "3 errors more" in lines[-2]
    assert "::notice" not in render("github", report(*many[:SHOWN_BY_GITHUB]))


@pytest.mark.catalogue(32)
@pytest.mark.promise("no-commands")
@pytest.mark.parametrize("name", ["gitlab", "json", "rdjson", "sarif"])
@pytest.mark.parametrize("text", EVIL)
def test_json_loses_nothing_and_shows_nothing_that_acts(name: str, text: str) -> None:
    written = render(name, evil(text))

    assert json.loads(written) is not None
    assert written.encode("utf-8")
    assert not [sign for sign in written if sign not in "\n\ufffe\uffff" and not sign.isprintable()]
    if name == "json":
        assert json.loads(written)["findings"][0]["message"] == text
