"""The schemas: the published contract of the language, and what people hear who slip."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import starter
from handrail.ground.finding import Finding, Part
from handrail.ground.layout import KINDS, slot
from handrail.ground.model import RESERVED
from handrail.ground.places import schema_folder
from handrail.reading.schema import kinds, schema, validate

REPOSITORY = Path(__file__).parents[1]
STARTER = REPOSITORY / "tooling/handrail/starter/sops"


def read(text: str) -> Any:  # noqa: ANN401 - YAML is anything
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes texts alone


def findings(kind: str, text: str) -> tuple[Finding, ...]:
    return validate(kind, read(text), "some/file.yml")


class Words(NamedTuple):
    """A place in a schema that says something about a value."""

    kind: str
    where: str
    node: Mapping[str, Any]


def places(kind: str, node: object, where: str = "") -> Iterator[Words]:
    """Every property and every definition of a schema."""
    if isinstance(node, dict):
        for key, value in node.items():
            below = f"{where}/{key}"
            if key in ("properties", "$defs"):
                if "/dependentSchemas" not in where and not where.endswith("/if"):
                    yield from (Words(kind, f"{below}/{name}", entry) for name, entry in value.items())
                for name, entry in value.items():
                    yield from places(kind, entry, f"{below}/{name}")
            elif key not in ("examples", "enum", "required"):
                yield from places(kind, value, below)
    elif isinstance(node, list):
        for number, entry in enumerate(node):
            yield from places(kind, entry, f"{where}/{number}")


EVERYWHERE = [words for kind in KINDS for words in (Words(kind, "", schema(kind)), *places(kind, schema(kind)))]


def resolved(words: Words) -> Mapping[str, Any]:
    """What is said at a place, its definition's words behind its own."""
    node = dict(words.node)
    while "$ref" in node:
        target: Any = schema(words.kind)
        for step in node.pop("$ref").removeprefix("#/").split("/"):
            target = target[step]
        node = {**target, **node}
    return node


def ids(words: Words) -> str:
    return f"{words.kind}{words.where}"


# ---------------------------------------------------------------------------------------------- the contract


def test_every_kind_of_file_has_a_schema() -> None:
    assert set(kinds()) == set(KINDS)
    assert all((schema_folder() / f"{kind}.schema.json").is_file() for kind in kinds())


@pytest.mark.catalogue(34)
@pytest.mark.promise("no-network")
@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_valid_2020_12_and_stands_alone(kind: str) -> None:
    text = (schema_folder() / f"{kind}.schema.json").read_text(encoding="utf-8")
    jsonschema.Draft202012Validator.check_schema(schema(kind))
    assert schema(kind)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "$id" not in text
    assert all(ref.startswith("#/$defs/") for ref in references(json.loads(text)))


def references(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "$ref":
                yield value
            else:
                yield from references(value)
    elif isinstance(node, list):
        for entry in node:
            yield from references(entry)


@pytest.mark.parametrize("words", EVERYWHERE, ids=ids)
def test_title_description_and_examples_stand_everywhere(words: Words) -> None:
    said = resolved(words)
    assert said.get("title")
    assert len(said.get("description", "")) > 10
    assert said.get("examples")


@pytest.mark.parametrize("words", EVERYWHERE, ids=ids)
def test_every_example_is_valid(words: Words) -> None:
    node = {"$schema": schema(words.kind)["$schema"], "$defs": schema(words.kind)["$defs"], **words.node}
    checker = jsonschema.Draft202012Validator(node, format_checker=jsonschema.FormatChecker(["date"]))
    for example in resolved(words)["examples"]:
        assert not [error.message for error in checker.iter_errors(example)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_is_closed(kind: str) -> None:
    for words in (Words(kind, "", schema(kind)), *places(kind, schema(kind))):
        if "object" in (
            [words.node["type"]] if isinstance(words.node.get("type"), str) else words.node.get("type", [])
        ):
            assert words.node["additionalProperties"] is False or "propertyNames" in words.node, words.where


def test_definitions_of_one_name_are_the_same_everywhere() -> None:
    seen: dict[str, Any] = {}
    for kind in KINDS:
        for name, definition in schema(kind)["$defs"].items():
            assert seen.setdefault(name, definition) == definition, name


@pytest.mark.parametrize("words", [words for words in EVERYWHERE if "pattern" in words.node], ids=ids)
def test_every_pattern_has_words_for_what_it_refuses(words: Words) -> None:
    assert words.node["patternErrorMessage"]


def test_reserved_words_name_nothing() -> None:
    for word in RESERVED:
        (finding,) = findings("marks", f"{word}: Something was done.")
        assert finding.message == f"`{word}` is a word of the language and cannot be a name."


WRITTEN = [
    (folder, file)
    for folder in (STARTER, REPOSITORY / "sops")
    for file in sorted(folder.rglob("*"))
    if (place := slot(file.relative_to(folder).as_posix())) and place.kind != "page"
]


@pytest.mark.parametrize(("folder", "path"), WRITTEN, ids=lambda path: path.name)
def test_what_was_written_fits(folder: Path, path: Path) -> None:
    """The starter and the handbook: the language can say what it was made for."""
    place = slot(path.relative_to(folder).as_posix())
    text = path.read_text(encoding="utf-8")
    text = text.partition("\n---\n")[0].removeprefix("---\n") if path.suffix == ".md" else text
    assert place
    assert not validate(place.kind, read(text), path.name)


def test_editors_may_read_numbers() -> None:
    """YAML 1.2 core makes numbers of plain digits; where an author may write them, an editor must not complain."""
    number = read(
        "MY: {emergency: {title: Police, number: '999', languages: [ms], hours: always, verified-on: 2026-11-01}}"
    )
    number["MY"]["emergency"]["number"] = 999
    assert not validate("helplines", number, "")
    assert not validate("organisation", {"teams": {"lert": {"title": "Response team", "tier": 3}}}, "")
    assert not validate(
        "scenario", {"usual": {"age": 15}, "cases": {"one": {"case": "One", "expect": {"ends": "it"}}}}, ""
    )


def test_what_is_written_stays() -> None:
    text = "AU: {emergency: {title: Police, number: 000, languages: [en], hours: always, verified-on: 2026-11-01}}"
    assert not findings("helplines", text)


# ---------------------------------------------------------------------------------------------- what people hear

FLOW = "title: Hide it\noutcomes: {hidden: The content is hidden}\n"
HIDE = "  hide:\n    do: Hide the content\n    within: 2 hours\n    go: hidden\n"
SOP = (
    "title: Intimate images\nsummary: Hide first.\nnumber: SOP-201\nowner: policy-design\naudience: [safety-support]\n"
    "review-every: 3 months\nchanges:\n  - from: 2026-10-19\n    what: Hide first.\n"
)
CONTROL = "title: Removed in time\nduties: [us-tida]\n"
TEXT = "title: We have it\nto: reporter\nowner: knowledge\n"
DUTY = "eu-dsa-23:\n  title: Misuse\n  jurisdiction: EU\n"
TERM = "ncii:\n  term: Intimate images\n  means: Images of a person.\n"
LINE = "    title: A line\n    number: 15999\n    hours: always\n    verified-on: 2026-11-01\n"
HUB = "hubs:\n  kul:\n    title: Kuala Lumpur\n    zone: Asia/Kuala_Lumpur\n    languages: [en]\n"
TEAM = "teams:\n  desk:\n    title: The desk\n"


class Slip(NamedTuple):
    """What somebody wrote, and the one finding that it must get."""

    name: str
    kind: str
    text: str
    message: str
    hint: str
    keys: tuple[str | int, ...]
    part: Part = Part.VALUE
    rule: str = "schema-violation"
    fix: str = ""
    """What a safe fix writes; empty: there is none."""


KEY = Part.KEY
SLIPS = [
    Slip(
        "key-beside-its-step",
        "workflow",
        FLOW + "steps:\n" + HIDE + "  by: safety-specialist\n",
        "`by` stands where the name of a step is expected.",
        "Two spaces more, and it belongs to `hide`.",
        ("steps", "by"),
        KEY,
    ),
    Slip(
        "table-beside-its-step",
        "workflow",
        FLOW + "steps:\n" + HIDE + "  records: {content-state: removed}\n",
        "`records` stands where the name of a step is expected.",
        "Two spaces more, and it belongs to `hide`.",
        ("steps", "records"),
        KEY,
    ),
    Slip(
        "short-time",
        "workflow",
        FLOW + "steps:\n  hide: {do: Hide the content, within: 2h, go: hidden}\n",
        "`2h` is no length of time. Write a number and minutes, hours, days, working days, months or years.",
        "within: 2 hours",
        ("steps", "hide", "within"),
        rule="invalid-duration",
        fix="2 hours",
    ),
    Slip(
        "two-verbs",
        "workflow",
        FLOW + "steps:\n  hide:\n    do: Hide the content\n    ask: consent\n",
        "`hide` has two verbs, `do` and `ask`. A step does one thing.",
        "Make `ask` a step of its own below `hide`.",
        ("steps", "hide", "ask"),
        KEY,
    ),
    Slip(
        "heading-for-name",
        "workflow",
        FLOW
        + "steps:\n  is-valid: {ask: request-valid, answers: {yes: Hide the content, no: hidden, unknown: hide}}\n"
        + HIDE,
        "`Hide the content` is the heading of the step `hide`. An answer leads to a step by its name.",
        "yes: hide",
        ("steps", "is-valid", "answers", "yes"),
        fix="hide",
    ),
    Slip(
        "label-for-name",
        "workflow",
        FLOW + "steps:\n  hide: {do: Hide the content, go: The content is hidden}\n",
        "`The content is hidden` is the label of the outcome `hidden`. `go` leads to an outcome by its name.",
        "go: hidden",
        ("steps", "hide", "go"),
        fix="hidden",
    ),
    Slip(
        "no-verb",
        "workflow",
        FLOW + "steps:\n  hide: {within: 2 hours, go: hidden}\n",
        "`hide` has no verb. A step says one of do, ask, tell, run, escalate, wait, decide and together.",
        "do: Hide the content",
        ("steps", "hide"),
        KEY,
    ),
    Slip(
        "sentence-for-step",
        "workflow",
        FLOW + "steps:\n  hide: Hide the content\n",
        "`hide` has no verb. A step says one of do, ask, tell, run, escalate, wait, decide and together.",
        "do: Hide the content",
        ("steps", "hide"),
    ),
    Slip(
        "slip-in-the-verb",
        "workflow",
        FLOW + "steps:\n  hide: {doo: Hide the content, go: hidden}\n",
        "`doo` is no key of a step. Accepted are do, ask, decide, escalate, run, tell, together, wait.",
        "do: Hide the content",
        ("steps", "hide", "doo"),
        KEY,
    ),
    Slip(
        "slip-in-a-key",
        "workflow",
        FLOW + "steps:\n  hide: {do: Hide the content, witin: 2 hours, go: hidden}\n",
        "`witin` is no key of a step. Accepted are within, and-by, asked-as, at-most, by, by-other-than, details, do, exposure, "
        "formerly, go, if-no-answer, marks, records, then, unless, when.",
        "within: 2 hours",
        ("steps", "hide", "witin"),
        KEY,
    ),
    Slip(
        "underscore-in-a-key",
        "workflow",
        FLOW + "steps:\n  hide: {do: Hide the content, if_no_answer: hidden}\n",
        "`if_no_answer` has an underscore. Names are lower-case words joined by hyphens.",
        "if-no-answer: hidden",
        ("steps", "hide", "if_no_answer"),
        KEY,
        fix="if-no-answer",
    ),
    Slip(
        "slip-in-a-required-key",
        "workflow",
        "titel: Hide it\noutcomes: {hidden: The content is hidden}\nsteps:\n" + HIDE,
        "`titel` is no key of a workflow. Accepted are title, close-within, formerly, given, left-open, number, outcomes, "
        "procedure, severity, starts-when, steps, summary, team.",
        "title: Hide it",
        ("titel",),
        KEY,
    ),
    Slip(
        "key-of-another-verb",
        "workflow",
        FLOW + "steps:\n  hide: {do: Hide the content, answers: {yes: hidden}}\n",
        "`answers` does not go with `do`, only with `ask`.",
        "`do` goes with and-by, asked-as, at-most, by, by-other-than, details, do, exposure, formerly, go, if-no-answer, marks, "
        "records, then, unless, when, within.",
        ("steps", "hide", "answers"),
        KEY,
    ),
    Slip(
        "answers-and-go",
        "workflow",
        FLOW + "steps:\n  ask: {ask: consent, answers: {yes: hidden}, go: hidden}\n",
        "`go` does not go with `answers`.",
        "Every answer says itself where it leads.",
        ("steps", "ask", "go"),
        KEY,
    ),
    Slip(
        "answers-of-two-facts",
        "workflow",
        FLOW + "steps:\n  ask: {ask: [consent, ground], answers: {yes: hidden}}\n",
        "`ask` takes one fact where `answers` tells its answers apart.",
        "Make a step of its own for each fact whose answers lead to different places.",
        ("steps", "ask", "ask"),
    ),
    Slip(
        "ask-inside-together",
        "workflow",
        FLOW + "steps:\n  all: {together: Do it all, steps: {one: {ask: consent}}}\n",
        "`ask` cannot stand inside `together`; `do`, `tell` and `run` can.",
        "Make it a step of its own, before or after.",
        ("steps", "all", "steps", "one", "ask"),
        KEY,
    ),
    Slip(
        "count-without-then",
        "workflow",
        FLOW + "steps:\n  hide: {do: Hide the content, at-most: 2 times, go: hidden}\n",
        "`at-most` needs `then`.",
        "then: still-open",
        ("steps", "hide", "at-most"),
        KEY,
    ),
    Slip(
        "bare-count",
        "workflow",
        FLOW + "steps:\n  hide: {do: Hide the content, at-most: 2, then: hidden}\n",
        "`2` is no count. Write 1 time, 2 times and so on.",
        "at-most: 2 times",
        ("steps", "hide", "at-most"),
        fix="2 times",
    ),
    Slip(
        "message-missing",
        "workflow",
        FLOW + "steps:\n  say: {tell: reporter, go: hidden}\n",
        "`say` has no `message`.",
        "message: csam-report-received",
        ("steps", "say"),
        KEY,
    ),
    Slip(
        "pause-in-short",
        "workflow",
        FLOW + "steps:\n  pause: {wait: 1h, go: hidden}\n",
        "`1h` is no length of time.",
        "wait: 1 hour",
        ("steps", "pause", "wait"),
        rule="invalid-duration",
        fix="1 hour",
    ),
    Slip(
        "two-branches-in-one-entry",
        "workflow",
        FLOW
        + "steps:\n  who:\n    decide: Who else?\n    branches:\n      - otherwise: hidden\n        unknown: hidden\n",
        "`unknown` does not go with `otherwise`.",
        "Make it an entry of its own: a new line that begins with a hyphen.",
        ("steps", "who", "branches", 0, "unknown"),
        KEY,
    ),
    Slip(
        "branch-that-leads-nowhere",
        "workflow",
        FLOW + "steps:\n  who:\n    decide: Who else?\n    branches:\n      - when: {consent: given}\n",
        "`when` needs `go`.",
        "go: next",
        ("steps", "who", "branches", 0, "when"),
        KEY,
    ),
    Slip(
        "steps-as-list",
        "workflow",
        FLOW + "steps:\n  - id: hide\n    do: Hide the content\n",
        "Steps are names, each with its verb below it, not a list.",
        "Write `hide:` on a line of its own, and what belongs to it below, two spaces further right.",
        ("steps",),
    ),
    Slip(
        "long-label",
        "workflow",
        "title: Hide it\noutcomes: {hidden: The content and every copy that we found is hidden}\nsteps:\n" + HIDE,
        "`The content and every copy that we found is hidden` has 50 characters; it must have fewer than 40.",
        "What has happened then, in fewer than 40 characters: it stands in the drawing.",
        ("outcomes", "hidden"),
    ),
    Slip(
        "list-where-one-is-wanted",
        "workflow",
        FLOW + "steps:\n  hide: {do: Hide the content, by: [moderation-ops], go: hidden}\n",
        "`by` takes one value, not a list.",
        "by: moderation-ops",
        ("steps", "hide", "by"),
    ),
    Slip(
        "one-where-a-list-is-wanted",
        "workflow",
        FLOW + "steps:\n  hide: {do: Hide the content, marks: finalise, go: hidden}\n",
        "`marks` takes names in brackets.",
        "marks: [finalise]",
        ("steps", "hide", "marks"),
        fix="[finalise]",
    ),
    Slip(
        "other-date",
        "procedure",
        SOP + "last-reviewed: 12/10/2026\n",
        "`12/10/2026` could be 12 October or 10 December. A date is written year-month-day.",
        "last-reviewed: 2026-10-12",
        ("last-reviewed",),
    ),
    Slip(
        "date-in-another-order",
        "procedure",
        SOP + "last-reviewed: 31.10.2026\n",
        "`31.10.2026` is no date. A date is written year-month-day.",
        "last-reviewed: 2026-10-31",
        ("last-reviewed",),
        fix="2026-10-31",
    ),
    Slip(
        "no-such-day",
        "procedure",
        SOP + "last-reviewed: 2026-02-30\n",
        "`2026-02-30` is no day of the calendar.",
        "last-reviewed: 2026-10-12",
        ("last-reviewed",),
    ),
    Slip(
        "person-as-owner",
        "procedure",
        SOP.replace("policy-design", "Maria Tan"),
        "`Maria Tan` is no team of organisation.yml. An owner is a team, so that it stays true when people move.",
        "owner: policy-design",
        ("owner",),
    ),
    Slip(
        "no-owner",
        "procedure",
        SOP.replace("owner: policy-design\n", ""),
        "The front matter of an SOP has no `owner`.",
        "owner: policy-design",
        (),
        rule="missing-front-matter",
    ),
    Slip(
        "true-for-yes",
        "procedure",
        SOP + "draft: true\n",
        "`true` is none of yes, no.",
        "draft: yes",
        ("draft",),
        fix="yes",
    ),
    Slip(
        "no-title-on-the-front-page",
        "home",
        "summary: What we do.\n",
        "The front matter of the front page has no `title`.",
        "title: Safety handbook",
        (),
        rule="missing-front-matter",
    ),
    Slip(
        "lost-indentation",
        "message",
        TEXT + "text: {en: ''}\n",
        "`en` is empty.",
        "Every line of the text needs two spaces more than `en`.",
        ("text", "en"),
    ),
    Slip(
        "no-english",
        "message",
        TEXT + "text: {ms: Terima kasih.}\n",
        "The message has no English words, and the others are translated from them.",
        "Every line of the text needs two spaces more than `en`.",
        ("text",),
        KEY,
    ),
    Slip(
        "sentence-for-mapping",
        "control",
        CONTROL + "when: request-valid = yes\nrequire: [{mark: remove-content}]\n",
        "`when` takes facts and their values, not a formula.",
        "when: {request-valid: yes}",
        ("when",),
    ),
    Slip(
        "bare-mark",
        "control",
        CONTROL + "require: remove-content\n",
        "`require` is a list, and each entry says `mark` and, where order matters, `before` or `within`.",
        "- mark: remove-content",
        ("require",),
    ),
    Slip(
        "exception-without-reason",
        "control",
        CONTROL + "require: [{mark: remove-content}]\nexcept: [{when: {consent: given}}]\n",
        "This exception does not say why it is right.",
        "because: one sentence that Legal can check",
        ("except", 0),
        KEY,
    ),
    Slip(
        "two-words-of-order",
        "control",
        CONTROL + "require: [{mark: remove-content, within: 1 hour, before: close}]\n",
        "`before` does not go with `within`.",
        "An entry takes one word of order. Write a second entry with the same mark.",
        ("require", 0, "before"),
        KEY,
    ),
    Slip(
        "no-duty-and-no-reason",
        "control",
        "title: Removed in time\nrequire: [{mark: remove-content}]\n",
        "This control names no duty and gives no reason.",
        "duties: [us-2258a], or for a policy of our own because: one sentence",
        (),
    ),
    Slip(
        "clock-time-in-words",
        "organisation",
        HUB + "    shifts: {early: 7am-4pm}\n" + TEAM,
        "`7am-4pm` is no shift. Write the days and the hours of the hub.",
        "early: every day 07:00 to 16:00",
        ("hubs", "kul", "shifts", "early"),
        fix="every day 07:00 to 16:00",
    ),
    Slip(
        "shifts-as-list",
        "organisation",
        HUB + "    shifts: [7am-4pm]\n" + TEAM,
        "Shifts are names with their hours, not a list.",
        "7am-4pm: every day 07:00 to 16:00",
        ("hubs", "kul", "shifts"),
    ),
    Slip(
        "zone-as-offset",
        "organisation",
        HUB.replace("Asia/Kuala_Lumpur", "GMT+8") + "    shifts: {early: always}\n" + TEAM,
        "`GMT+8` is no zone that knows summer time.",
        "zone: Asia/Kuala_Lumpur",
        ("hubs", "kul", "zone"),
    ),
    Slip(
        "days-in-short",
        "organisation",
        TEAM + "    days: Mon-Fri\n",
        "`Mon-Fri` is no list of days.",
        "days: Monday to Friday",
        ("teams", "desk", "days"),
        fix="Monday to Friday",
    ),
    Slip(
        "sentence-for-a-role",
        "organisation",
        TEAM + "roles: {shift-lead: Leads a shift}\n",
        "`shift-lead` takes keys of its own: title, team.",
        "title: Leads a shift",
        ("roles", "shift-lead"),
    ),
    Slip(
        "unknown-listed",
        "facts",
        "consent:\n  asks: Did the person agree?\n  answers: {given: Yes, not-given: No, unknown: Nobody knows}\n",
        "`unknown` is an answer of every fact and is not listed.",
        "Delete it; if the answer is always known, write always-known: yes.",
        ("consent", "answers", "unknown"),
        KEY,
    ),
    Slip(
        "number-without-bounds",
        "facts",
        "minutes-today:\n  asks: How long today?\n  answers: minutes\n",
        "A number needs least and most, so that a table of values can be checked for gaps.",
        "answers: 0 to 720 minutes",
        ("minutes-today", "answers"),
    ),
    Slip(
        "question-that-is-none",
        "facts",
        "consent: {asks: Consent, answers: yes or no}\n",
        "`Consent` is no question. Specialists read it at 03:00; ask it in full.",
        "asks: Did the person agree that this is shared?",
        ("consent", "asks"),
    ),
    Slip(
        "true-and-false",
        "facts",
        "request-valid:\n  asks: Is it valid?\n  answers: {true: It is, false: It is not}\n",
        "A yes-or-no fact needs no values; its answers are yes, no and unknown.",
        "answers: yes or no",
        ("request-valid", "answers", "true"),
        KEY,
    ),
    Slip(
        "true-and-false-as-list",
        "facts",
        "request-valid:\n  asks: Is it valid?\n  answers: [true, false]\n",
        "A yes-or-no fact needs no values; its answers are yes, no and unknown.",
        "answers: yes or no",
        ("request-valid", "answers"),
        fix="yes or no",
    ),
    Slip(
        "answers-as-list",
        "facts",
        "consent:\n  asks: Did the person agree?\n  answers: [given, not-given]\n",
        "Answers are names with a sentence, not a list.",
        "given: The person agreed",
        ("consent", "answers"),
    ),
    Slip(
        "underscore",
        "facts",
        "request_valid:\n  asks: Is the request complete?\n  answers: yes or no\n",
        "`request_valid` has an underscore. Names are lower-case words joined by hyphens.",
        "request-valid",
        ("request_valid",),
        KEY,
        fix="request-valid",
    ),
    Slip(
        "empty-mark",
        "marks",
        "hash-block:\n",
        "`hash-block` says nothing. A mark needs a sentence that tells what a step with it has done.",
        "hash-block: New uploads of the same content are blocked.",
        ("hash-block",),
    ),
    Slip(
        "list-of-marks",
        "marks",
        "- hash-block\n",
        "Marks are names with a sentence, not a list.",
        "hash-block: New uploads of the same content are blocked.",
        (),
    ),
    Slip(
        "capitals-in-a-name",
        "marks",
        "Hash block: New uploads are blocked.\n",
        "`Hash block` is no name. Names are lower-case words joined by hyphens.",
        "hash-block",
        ("Hash block",),
        KEY,
    ),
    Slip(
        "month-for-date",
        "duties",
        DUTY + "  in-force-on: May 2026\n",
        "`May 2026` is no date.",
        "in-force-on: 2026-05-19. If the day is not settled, leave it out and write to-confirm: [in-force-on].",
        ("eu-dsa-23", "in-force-on"),
    ),
    Slip(
        "no-source",
        "duties",
        DUTY + "  source: Legal told us\n",
        "The source is no web address, so nobody can check it.",
        "Link the official text; if there is none, write evidence: from-knowledge.",
        ("eu-dsa-23", "source"),
    ),
    Slip(
        "word-for-time",
        "severities",
        "P0: {title: Danger, accept: immediately}\n",
        "`immediately` is no length of time.",
        "accept: 5 minutes",
        ("P0", "accept"),
        rule="invalid-duration",
    ),
    Slip(
        "bare-number",
        "severities",
        "P2: {title: Serious, promises: {first-reply: 8}}\n",
        "`8` what? Add minutes, hours or days.",
        "first-reply: 8 hours",
        ("P2", "promises", "first-reply"),
        rule="invalid-duration",
    ),
    Slip(
        "no-definition",
        "metrics",
        "recurrence: {title: Recurrence}\n",
        "`recurrence` does not say what is counted and out of what.",
        "says: cases that ..., out of all cases that ...",
        ("recurrence",),
        KEY,
    ),
    Slip(
        "percent-missing",
        "metrics",
        "recurrence: {title: Recurrence, says: Cases that came back., target: 95}\n",
        "`95` of what? A share is written with a percent sign.",
        "target: at least 95 %",
        ("recurrence", "target"),
    ),
    Slip(
        "commas-without-brackets",
        "glossary",
        TERM + "  reporters-say:\n    en: my ex posted it, they shared my photo\n",
        "`en` is one phrase with a comma in it. Two phrases go in brackets.",
        "en: [my ex posted it, they shared my photo]",
        ("ncii", "reporters-say", "en"),
    ),
    Slip(
        "no-country",
        "helplines",
        "samaritans: {title: Samaritans, number: 116 123}\n",
        "`samaritans` has no country, so it could be shown to somebody who cannot reach it.",
        "Put it below the code of its country, such as UK:",
        ("samaritans",),
        KEY,
    ),
    Slip(
        "hours-in-words",
        "helplines",
        "MY:\n  kasih:\n" + LINE.replace("always", "round the clock") + "    languages: [ms]\n",
        "`round the clock` is no opening time.",
        "hours: always",
        ("MY", "kasih", "hours"),
        fix="always",
    ),
    Slip(
        "no-language",
        "helplines",
        "MY:\n  talian-kasih:\n" + LINE,
        "`talian-kasih` does not say in which languages it answers.",
        "languages: [ms, en]",
        ("MY", "talian-kasih"),
        KEY,
    ),
]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_a_slip_gets_its_one_message(slip: Slip) -> None:
    (found,) = findings(slip.kind, slip.text)
    fixed = found.fix.edits[0].text if found.fix and found.fix.safe else ""
    assert (found.message, found.hint, found.at.keys, found.at.part, found.rule, fixed) == slip[3:]


@pytest.mark.parametrize(
    "slip", [slip for slip in SLIPS if slip.fix and slip.part is Part.VALUE], ids=lambda slip: slip.name
)
def test_a_safe_fix_is_accepted(slip: Slip) -> None:
    data = read(slip.text)
    (found,) = findings(slip.kind, slip.text)
    assert found.fix
    here = data
    for key in slip.keys[:-1]:
        here = here[key]
    here[slip.keys[-1]] = read(found.fix.edits[0].text)
    assert not validate(slip.kind, data, "")


def test_two_causes_are_two_findings() -> None:
    text = FLOW + "steps:\n  hide: {do: Hide the content, witin: 2 hours, marks: finalise, go: hidden}\n"
    assert len(findings("workflow", text)) == 2


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2h", "2 hours"),
        ("15 min", "15 minutes"),
        ("an hour", "1 hour"),
        ("1.5 hours", "90 minutes"),
        ("1 hour 30 minutes", "90 minutes"),
        ("1 hour and 30 minutes", "90 minutes"),
        ("two days", "2 days"),
        ("1 week", "7 days"),
        ("3 business days", "3 working days"),
        ("48 Hours", "48 hours"),
        ("half an hour", "30 minutes"),
        ("soon", ""),
        ("2 moons", ""),
        ("0 hours", ""),
    ],
)
def test_lengths_of_time_are_understood(written: str, meant: str) -> None:
    (found,) = findings("severities", f"P0: {{title: Danger, accept: {written}}}")
    assert (found.fix.edits[0].text if found.fix else "") == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("7am-4pm", "every day 07:00 to 16:00"),
        ("Mon-Fri 9:00-17:30", "Monday to Friday 09:00 to 17:30"),
        ("daily 08:00 to 24:00", "every day 08:00 to 24:00"),
        ("24/7", "always"),
        ("Saturday 10-12", "Saturday 10:00 to 12:00"),
        ("in the morning", ""),
        ("every day 25:00 to 26:00", ""),
    ],
)
def test_opening_hours_are_understood(written: str, meant: str) -> None:
    (found,) = findings(
        "organisation", TEAM + f"rotas: {{line: {{title: A line, hours: '{written}', answers-within: 1 hour}}}}"
    )
    assert (found.fix.edits[0].text if found.fix else "") == meant


# ---------------------------------------------------------------------------------------------- anything at all

VOCABULARY = sorted(
    {words.where.rpartition("/")[2] for words in EVERYWHERE} | {"P0", "MY", "hide", "yes", "E1", "a b", ""}
)
TEXTS = st.sampled_from([*VOCABULARY, "2h", "2 hours", "2026-02-30", "a_b", "Hide it", "x\n", "8"]) | st.text(
    max_size=8
)
ANYTHING = st.recursive(
    TEXTS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=5), max_leaves=12
)


def examples(kind: str) -> Iterator[Any]:
    yield from schema(kind)["examples"]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), ANYTHING)
def test_nothing_makes_it_stumble(kind: str, data: object) -> None:
    check(kind, data)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_spoilt_examples_do_not_make_it_stumble(kind: str, draw: st.DataObject) -> None:
    """What is nearly right reaches far deeper than what is quite wrong."""
    data = json.loads(json.dumps(draw.draw(st.sampled_from(list(examples(kind))))))
    for _ in range(draw.draw(st.integers(1, 3))):
        here = data
        while isinstance(here, dict | list) and here:
            key = draw.draw(st.sampled_from(list(here) if isinstance(here, dict) else list(range(len(here)))))
            if not (isinstance(here[key], dict | list) and here[key]) or draw.draw(st.booleans()):
                if isinstance(here, dict) and draw.draw(st.booleans()):
                    here[draw.draw(TEXTS)] = here.pop(key)
                else:
                    here[key] = draw.draw(ANYTHING)
                break
            here = here[key]
    check(kind, data)


def check(kind: str, data: object) -> None:
    found = validate(kind, data, "some/file.yml")
    checker = jsonschema.Draft202012Validator(schema(kind), format_checker=jsonschema.FormatChecker(["date"]))
    assert bool(found) or checker.is_valid(data)
    for finding in found:
        assert finding.message
        assert "we cannot tell" not in finding.message
        assert "not valid under" not in finding.message
        assert finding.message[0] == "`" or finding.message[0].isupper()
        here: Any = data
        for key in finding.at.keys[: len(finding.at.keys) - (finding.at.part is Part.KEY)]:
            here = here[key]


def test_a_line_break_behind_a_name_is_refused_in_words() -> None:
    """Python's own `$` would let it pass, and then nobody could tell what is wrong."""
    text = starter.text(starter.WORKFLOW).replace("team: support\n", 'team: "support\\n"\n', 1)
    told = [each for each in starter.lay(starter.WORKFLOW, text).findings if each.rule == "schema-violation"]

    assert [starter.line(each) for each in told] == [8]
    assert "cannot tell" not in told[0].message
