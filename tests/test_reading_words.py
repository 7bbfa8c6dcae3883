"""What the reader says of slips that nobody listed, of lengths and hours in other words, and of a list of known findings."""

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import starter
from handrail.ground.errors import HandrailError
from handrail.ground.source import Source, Span
from handrail.reading import baseline
from handrail.reading.config import Config
from handrail.reading.document.reader import read
from handrail.reading.explain import rewrite
from handrail.reading.schema import validate
from wording import agreed, wording

SIGNS = (
    "\t", ":", "-", "#", '"', "'", "[", "]", "{", "}", ",", "&", "*", "!", "|", ">", "%", "@", "`", "?", "\\", ": ", " #", "- ",
    "\n  ", "\n- ", "---\n", "|\n", "<<: ", "\u00a0", "\u2028", "\u201c", "\uff1a", "\u200b", "\x00", "{a: b, c", "a:b", "\\u", "no: ",
)  # fmt: skip
PER_FILE = 40


def _a_sign(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice(SIGNS) + text[at + chance.choice((0, 0, 1, 3)) :]


def _a_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    key, colon, value = lines[at].partition(":")
    lines[at] = chance.choice(
        (
            "", f" {lines[at]}", f"  {lines[at]}", lines[at].removeprefix(" "), lines[at].removeprefix("  "), f"{lines[at]}\n{lines[at]}",
            f"{key}{colon}", f"{key}{colon}{value.strip()}", f"{key}{colon} [{value.strip()}]", f"{key}{colon} {{{value.strip()}: x}}",
            f"{key}x{colon}{value}", f"{key}{colon} 7", f"{key}{colon} Some Words", f"{key.title()}{colon}{value}", f"- {lines[at].strip()}",
            f"{key.replace('-', '_')}{colon}{value.replace('-', ' ')}", f"{key}{colon} >{value}", f'{key}{colon} "{value.strip()}',
        )
    )  # fmt: skip
    return "\n".join(lines)


def _read(path: str, text: str) -> str:
    document = read(Source(path, text.encode()))
    assert document
    found = [*document.findings]
    if document.data is not None and document.slot.kind != "page":
        found += validate(document.slot.kind, document.data, path)
    located = [finding.located(document.locate) for finding in found]
    said = wording(sorted(located, key=lambda finding: (str(finding.at), finding.message)))
    shown = "".join(sign if sign.isprintable() or sign == "\n" else f"<{ord(sign):04X}>" for sign in said)
    return shown.replace("\n## ", "\n # ")


@pytest.mark.parametrize("path", sorted(starter.files()))
def test_slips_that_nobody_listed_are_told_in_these_words(path: str) -> None:
    told = []
    for number in range(PER_FILE):
        chance = random.Random(f"{path} {number}")  # noqa: S311 - no secret
        told.append(f"# {number}\n{_read(path, chance.choice((_a_sign, _a_line))(starter.text(path), chance))}")
    text = "".join(told)

    assert text == agreed("slips", path, text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."


FRAGMENTS = (
    'title: "a\\qb"', "title: 'it's gone'", 'title: "a" b', "title: [a", "title: {a: b", "title: [a: b, c", "title: {a, b}", "title: {a: b} c", "title: [a] b",
    'title: "a\nb: c', "title: a # b: c", "title: [a # b\n  c]", "title: {a:b}", "title:[a]", 'title:"a"', "title: {x: [a, b}", "title: a]", "title: a}",
    "title: \u201ca\u201d b", "title: \u201ca: b\u201d", "title: [a, b]]", "title: [a,, b]", "title: [a b: c: d]", "title: a: b: c", "title: - a", "title: |a",
    "title: >\na", "title: |\n  a\n b", "title: &x a", "title: *x", "title: !x a", "title: %a", "title: @a", "title: `a`", "title: ? a", "title: ?a", "? title",
    "? title\n: a", "title", "title a", "title = a", "title:a", "title : a", " title: a", "  title: a", "\ttitle: a", "title:\ta", "title: a\n\tb", "- title: a",
    "-title: a", "title: a\n- b", "title:\n- a", "title:\n  - a\n - b", "title:\n  a: b\n c: d", "title: 'a", "title: a'", 'title: a"', "title: '", 'title: "',
    "title: ''", "title: [a, 'b]", 'title: [a, "b]', "title: {a: 'b}", "title: [", "title: {", "title: ]", "title: }", "title: ,", "title: [,]", "title: {,}", "title: {:}",
    "title: # a", "title: #a", "title: a #", "title: <<", "<<: *a", "<<: {a: b}", "title: ~", "title: =", "TITLE: a", "Title: a", "titel: a", "ttile: a", "title\uff1aa",
    "title\u00a0: a", "title:\u00a0a", "\u00a0title: a", "title: a\u2029b", "title: \ufeffa", 'title: "\\u200b"', 'title: "\\x00"', 'title: "\\ud800"', "title: a\nTitle: b",
    "title: a\ntitle: b\ntitle: c", "title: {a: b, a: c}", "title: [a]: b", "{title: a}", "[title]", "title: {{a}}", "title: [[a]]", "title: {a: {b}}", "title: a\n---\nb: c", "...",
    "--- a", "title: |+2\n    a", "title: >-\n  a: b", "<<<<<<< a", "=======", ">>>>>>> b", "title: a\\", "title: 'a''", 'title: "a\\"', "title: a, b: c", "title: (a: b)",
    "answers: number", "within: minutes", "title: a -- b", "title:: a", "title:\n\n\n  a", "title: a\n  b\n  c: d", "title: a\n    b", "title:\n    a:\n  b:",
    "title: [a, [b] c]", "title: [a, [b] c, d]", "title: {a: [b] c, d: e}", "title: {a: {b: c} d, e: f}",
)  # fmt: skip
"""What somebody may write in the place of the title of a workflow or of a page."""
FRONTS = (
    "",
    "\n\n",
    "--\n",
    "----\n",
    "---yaml\n",
    "\ufeff---\n",
    "--- # a\n",
    " ---\n",
    "***\n",
    "+++\n",
    "```\n",
    "title: a\n---\n",
    "---\n---\n",
    "---\n\n---\n",
    "---\n- a\n---\n",
    "---\na\n---\n",
    "\n---\n",
)


@pytest.mark.parametrize("path", [starter.WORKFLOW, starter.PAGE, "register/metrics.yml"])
def test_what_no_title_is_is_told_in_these_words(path: str) -> None:
    old = next(line for line in starter.text(path).split("\n") if line.strip().startswith("title: "))
    before = old[: -len(old.lstrip())] if old[0] == " " else ""
    told = []
    for fragment in FRAGMENTS:
        new = "\n".join(before + line for line in fragment.split("\n"))
        told.append(f"# {fragment!a}\n{_read(path, starter.text(path).replace(old, new, 1))}")

    assert "".join(told) == agreed("fragments", path, "".join(told)), (
        "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."
    )


def test_a_page_that_begins_otherwise_is_told_so() -> None:
    whole, told = starter.text(starter.PAGE), []
    for front in FRONTS:
        told += [
            f"# {front!a}\n{_read(path, front + whole.removeprefix('---' + chr(10)))}"
            for path in (starter.PAGE, "depots.md", "index.md")
        ]

    for before in ("", "\n\n"):
        for hint in ("", "--\n"):
            unclosed = before + whole.replace("---\n\n## Purpose", f"{hint}\n## Purpose") + "\n---\n"
            told.append(f"# {before!a} {hint!a}\n{_read(starter.PAGE, unclosed)}")

    assert "".join(told) == agreed("fronts", "pages", "".join(told)), (
        "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."
    )


VALUES = (
    "7", "Some Words", "[a, a]", "{a: b}", "", "a_b", "2 h", "a number", "3 minutes to 9 minutes", "@home", "soon, or later", "- a", "null",
    "true", "2026-13-01", "nightly 9pm-5am",
)  # fmt: skip
"""What people write in the place of what a key takes."""


@pytest.mark.parametrize("path", sorted(path for path in starter.files() if path.endswith(".yml")))
def test_a_value_that_a_key_does_not_take_is_refused_in_these_words(path: str) -> None:
    lines, told = starter.text(path).split("\n"), []
    keys = {
        line.partition(":")[0].strip(" -"): at
        for at, line in reversed([*enumerate(lines)])
        if re.search(r": +[^#|]+$", line)
    }
    for number, (key, at) in enumerate(sorted(keys.items())):
        before = lines[at].partition(":")[0]
        for value in VALUES[number % 4 :: 4]:
            changed = "\n".join([*lines[:at], f"{before}: {value}", *lines[at + 1 :]])
            told.append(f"# {key}: {value}\n{_read(path, changed)}")
    text = "".join(told)

    assert text == agreed("values", path, text), "read it, then: HANDRAIL_SNAPSHOTS=accept pytest -n 0 ..."


WRITTEN: dict[Callable[[str], object], dict[str, object]] = {
    rewrite.duration: {
        "2h": "2 hours", "90 min": "90 minutes", "1.5 hours": "90 minutes", "an hour": "1 hour", "one day": "1 day", "1 week": "7 days",
        "1 hour 30 minutes": "90 minutes", "PT24H": "24 hours", "P6M": "6 months", "PT15M": "15 minutes", "P3D": "3 days",
        "half an hour": "30 minutes", "2 hrs": "2 hours", "3 business days": "3 working days", "2 weeks": "14 days", "1 year 2 months": "",
        "0.3 minutes": "", "soon": "", "": "", "7": "", "1 year": "1 year", "1.5 years": "",
    },
    rewrite.times: {"2x": "2 times", "twice": "2 times", "once": "1 time", "3": "3 times", "1": "1 time", "often": "", "0": ""},
    rewrite.days: {
        "Mon-Fri": "Monday to Friday", "weekdays": "Monday to Friday", "weekends": "Saturday to Sunday", "daily": "every day",
        "7 days": "every day", "Sunday": "Sunday", "sat - sun": "Saturday to Sunday", "mo": "Monday", "never": "",
    },
    rewrite.hours: {
        "8am-8pm": "every day 08:00 to 20:00", "24/7": "always", "Mon-Fri 9-5": "", "Monday to Friday 9:00-17:00": "Monday to Friday 09:00 to 17:00",
        "12am to 12pm": "every day 00:00 to 12:00", "8.30 pm - 6 am": "every day 20:30 to 06:00", "25:00 to 26:00": "", "night": "", "22-6": "every day 22:00 to 06:00", "9:00-05:00": "every day 09:00 to 05:00", "9pm-5": "every day 21:00 to 05:00",
        "12-12": "",
    },
    rewrite.answers: {
        "yes/no": "yes or no", "boolean": "yes or no", "true or false": "yes or no", "0-120 years": "0 to 120 years", "1..5": "1 to 5",
        "5 to 1": "", "maybe": "",
    },
    lambda text: [f"{day:%Y-%m-%d}" for day in rewrite.dates(text)]: {
        "19 October 2026": ["2026-10-19"], "Oct 19, 2026": ["2026-10-19"], "1st March 2026": ["2026-03-01"], "2026/10/19": ["2026-10-19"],
        "19.10.2026": ["2026-10-19"], "02/11/2026": ["2026-11-02", "2026-02-11"], "31 February 2026": [], "soon": [],
    },
    rewrite.slug: {"Lost parcel": "lost-parcel", "can_be_reached": "can-be-reached", "Étage 2": "etage-2", "!!": ""},
}  # fmt: skip


@pytest.mark.parametrize("rewritten", WRITTEN, ids=lambda each: str(getattr(each, "__name__", "")))
def test_what_was_meant_is_written_as_the_language_has_it(rewritten: Callable[[str], object]) -> None:
    assert {text: rewritten(text) for text in WRITTEN[rewritten]} == WRITTEN[rewritten]


ENTRY = baseline.Entry("dead-end", "workflows/a.yml", "step close", "Nothing follows", "It may stay.", "2026-11-25")
GOOD = {"rule": "dead-end", "file": "a.yml", "says": "Nothing", "reason": "It may.", "since": "2026-11-25"}


def loaded(folder: Path, text: str) -> str:
    """What is said of a list with this text."""
    file = folder / "known.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(HandrailError) as told:
        baseline.load_baseline(Config(folder, folder / "sops"), file)
    return f"{told.value.message} {told.value.hint}"


def one(**changed: str) -> str:
    return json.dumps({"version": 1, "entries": [GOOD | changed]})


def test_a_list_of_known_findings_comes_back_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    other = baseline.Entry("vague-wording", "index.md", "", "soon", "Nobody knows.", "2026-11-24")
    file.write_text(baseline.written([other, ENTRY]), encoding="utf-8")

    known = baseline.load_baseline(Config(tmp_path, tmp_path / "sops"), file)

    assert [
        (each.rule, each.file, each.at, each.says, each.reason, each.since, each.line) for each in known.entries
    ] == [
        ("dead-end", "workflows/a.yml", "step close", "Nothing follows", "It may stay.", "2026-11-25", 5),
        ("vague-wording", "index.md", "", "soon", "Nobody knows.", "2026-11-24", 6),
    ]
    assert known.path == "../known.json"
    assert (known.place(known.entries[1]).path, known.place(known.entries[1]).span) == (
        "../known.json",
        Span(6, 1, 6, 1),
    )
    assert known.entries[0].likeness == ENTRY.likeness
    assert baseline.written([]).count("\n") == 6


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "[]",
            "`known.json` is no baseline of version 1. Take the file from git again, or make it anew: handrail baseline",
        ),
        ('{"version": 2, "entries": []}', "`known.json` is no baseline of version 1."),
        ('{"version": 1, "entries": {}}', "`known.json` is no baseline of version 1."),
        ("<<<<<<< ours\n{}", "The baseline `known.json` still holds an unsolved merge. Take the file from git"),
        ("{", "The baseline `known.json` is no JSON: "),
        ('{"version": 1, "entries": ["x"]}', "Entry 1 of the baseline `known.json` is no table of texts."),
        ('{"version": 1, "entries": [{"rule": 7}]}', "Entry 1 of the baseline `known.json` is no table of texts."),
        (one(rul="x"), "has an unknown key `rul`. Nearest: rule"),
        (one(qqqqq="x"), "has an unknown key `qqqqq`. Take the file from git again"),
        (one(rule=""), "does not say its `rule`."),
        (one(file=""), "does not say its `file`."),
        (one(says=""), "does not say its `says`."),
        (one(reason=" "), "gives no reason. Say why it may stay, or take the entry away."),
        (one(since="today"), "does not say since when: `since` is a date, 2026-11-25. Take the file"),
    ],
)
def test_a_list_that_cannot_be_trusted_is_refused(text: str, says: str, tmp_path: Path) -> None:
    assert says in loaded(tmp_path, text)


def test_where_the_list_is(tmp_path: Path) -> None:
    plain, named = Config(tmp_path, tmp_path / "sops"), Config(tmp_path, tmp_path / "sops", baseline="known.json")

    assert baseline.baseline_file(plain, None) is None
    assert baseline.baseline_file(named, None) == tmp_path / "known.json"
    assert baseline.baseline_file(named, tmp_path / "other.json") == tmp_path / "other.json"
    with pytest.raises(HandrailError, match=r"`inside\.json` lies in the handbook, where it would be published"):
        baseline.baseline_file(plain, tmp_path / "sops" / "inside.json")
    with pytest.raises(HandrailError, match=r"There is no baseline `gone\.json`"):
        baseline.load_baseline(plain, tmp_path / "gone.json")
    (tmp_path / "link.json").symlink_to(tmp_path / "gone.json")
    with pytest.raises(HandrailError, match=r"`link\.json` is no regular file; links are not followed"):
        baseline.load_baseline(plain, tmp_path / "link.json")
    (tmp_path / "large.json").write_bytes(b" " * (8 * 1024 * 1024 + 1))
    with pytest.raises(HandrailError, match=r"`large\.json` has more than 8 megabytes"):
        baseline.load_baseline(plain, tmp_path / "large.json")
