"""vague-wording."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import ClassVar

from handrail.ground.finding import Finding, Severity
from handrail.ground.model import Handbook, Kind
from handrail.rules import Example
from handrail.rules._prose import ENGLISH, Prose, WordRule, Writing, find_phrases
from handrail.rules._samples import MESSAGE, PAGE, message_file, sop_file, workflow_file

_NO_TIME = "is no time"
_NO_CONDITION = "is no condition"
_NO_MEASURE = "does not say how to judge"
_NO_DUTY = "does not say what to do"
_OPEN_LIST = "leaves the list open"
_HINTS = {
    _NO_TIME: "Write a number, or link to the step that says it.",
    _NO_CONDITION: "Say when: name the fact or the limit, or ask it as a question in the workflow.",
    _NO_MEASURE: "Say what speaks for yes and what speaks for no.",
    _NO_DUTY: "Say it with a verb and an object, and whether it is done or not.",
    _OPEN_LIST: "Name all of them, or say what they have in common.",
}
_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    ENGLISH: {
        _NO_TIME: (
            "as soon as possible",
            "as soon as you can",
            "as quickly as possible",
            "asap",
            "promptly",
            "timely",
            "in due course",
            "in good time",
            "without undue delay",
            "without delay",
            "at your earliest convenience",
            "within a reasonable time",
            "from time to time",
            "as fast as possible",
            "as early as possible",
            "at the earliest opportunity",
            "at the earliest convenience",
            "expeditiously",
            "speedily",
            "swiftly",
            "shortly",
            "when time permits",
            "when time allows",
            "sooner or later",
            "until further notice",
        ),
        _NO_CONDITION: (
            "as appropriate",
            "if appropriate",
            "where appropriate",
            "when appropriate",
            "as needed",
            "if needed",
            "where needed",
            "when needed",
            "as necessary",
            "if necessary",
            "where necessary",
            "when necessary",
            "as required",
            "where applicable",
            "if applicable",
            "as applicable",
            "in some cases",
            "if required",
            "when required",
            "if possible",
            "where possible",
            "whenever possible",
            "where feasible",
            "if feasible",
            "as far as possible",
            "to the extent possible",
            "if warranted",
            "where warranted",
            "on a case-by-case basis",
            "as the case may be",
            "if relevant",
            "where relevant",
            "as relevant",
        ),
        _NO_MEASURE: (
            "use your judgement",
            "use your judgment",
            "use good judgement",
            "use common sense",
            "at your discretion",
            "at the discretion of",
            "use discretion",
            "use your discretion",
            "use your best judgement",
            "use your best judgment",
            "if in your opinion",
        ),
        _NO_DUTY: (
            "take appropriate action",
            "take the appropriate action",
            "take appropriate measures",
            "take appropriate steps",
            "take the necessary steps",
            "take necessary action",
            "do what is necessary",
            "handle accordingly",
            "act accordingly",
            "exercise caution",
            "make every effort",
            "best efforts",
            "it is recommended",
            "it is advisable",
            "may want to consider",
            "should consider",
        ),
        _OPEN_LIST: ("etc.", "etcetera", "and so on", "and so forth", "and the like", "and similar", "among others"),
    },
    "de": {
        _NO_TIME: (
            "so bald wie möglich",
            "so schnell wie möglich",
            "umgehend",
            "unverzüglich",
            "zeitnah",
            "baldmöglichst",
            "schnellstmöglich",
            "so rasch wie möglich",
            "ehestmöglich",
            "in kürze",
            "zu gegebener zeit",
            "demnächst",
        ),
        _NO_CONDITION: (
            "gegebenenfalls",
            "ggf.",
            "falls erforderlich",
            "falls nötig",
            "soweit möglich",
            "nach möglichkeit",
        ),
        _OPEN_LIST: ("usw.", "und so weiter", "etc."),
    },
    "fr": {
        _NO_TIME: (
            "dès que possible",
            "le plus rapidement possible",
            "dans les meilleurs délais",
            "le plus vite possible",
            "aussi vite que possible",
            "aussi rapidement que possible",
            "dans un délai raisonnable",
            "sous peu",
            "prochainement",
            "sans tarder",
            "en temps utile",
        ),
        _NO_CONDITION: ("le cas échéant", "si nécessaire", "au besoin", "si possible", "dans la mesure du possible"),
        _OPEN_LIST: ("etc.", "et ainsi de suite"),
    },
    "es": {
        _NO_TIME: (
            "lo antes posible",
            "lo más pronto posible",
            "a la mayor brevedad",
            "cuanto antes",
            "tan pronto como sea posible",
            "en breve",
            "próximamente",
            "a su debido tiempo",
            "en un plazo razonable",
            "sin demora",
        ),
        _NO_CONDITION: (
            "si es necesario",
            "si procede",
            "según corresponda",
            "cuando corresponda",
            "si es posible",
            "en la medida de lo posible",
        ),
        _OPEN_LIST: ("etc.", "y así sucesivamente"),
    },
    "ms": {
        _NO_TIME: (
            "secepat mungkin",
            "dengan segera",
            "dalam masa terdekat",
            "secepat yang boleh",
            "seberapa segera",
            "seberapa cepat",
            "tidak lama lagi",
            "dalam tempoh yang munasabah",
        ),
        _NO_CONDITION: ("jika perlu", "sekiranya perlu", "jika sesuai", "mengikut kesesuaian"),
        _OPEN_LIST: ("dan sebagainya", "dan lain-lain", "dsb.", "dll."),
    },
    "zh": {
        _NO_TIME: ("尽快", "尽早", "及时", "第一时间", "从速", "适时", "不久之后", "近期内", "合理时间内"),
        _NO_CONDITION: ("必要时", "酌情", "视情况", "如适用", "尽可能"),
        _OPEN_LIST: ("诸如此类", "等等。"),
    },
}

_PHRASES = tuple(each for words in _WORDS.values() for phrases in words.values() for each in phrases)


class VagueWording(WordRule):
    """Words that sound like an instruction and leave the reader alone: "promptly", "if appropriate", "etc.".

    At three in the morning two people read "promptly" as ten minutes and as tomorrow. Say the number, the condition or
    the list. What stands in quotation marks, such as the words of a law, is left alone. People who wrote to us deserve
    a number too, in every language: `{name-of-a-step}` prints the time of that step in a message.
    """

    group: ClassVar[str] = "words"
    severity: ClassVar[Severity] = Severity.WARNING
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            workflow_file(
                "  look:\n    do: Look in the depot as soon as possible\n    within: 1 hour\n    go: answered\n"
            ),
            at="as soon as possible",
            says="is no time",
        ),
        Example(sop_file("## What to do\n\nCall the driver if\nappropriate.\n"), at="if\nappropriate", file=PAGE),
        Example(
            sop_file("## What to do\n\nIf the label is torn, take appropriate action.\n"),
            at="take appropriate action",
            file=PAGE,
            says="does not say what to do",
        ),
        Example(
            message_file("text:\n  en: |\n    We will answer as soon as possible.\nchecked: {en: 2026-11-02}\n"),
            at="as soon as possible",
            file=MESSAGE,
            says="Users, too, get a number",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(workflow_file("  look:\n    do: Look in the depot\n    within: 1 hour\n    go: answered\n")),
        Example(
            sop_file('## What to do\n\nThe charter says "without undue delay"; we do it the same day.\n'), file=PAGE
        ),
    )

    def check_writing(self, writing: Writing, handbook: Handbook) -> Iterator[Finding]:
        """Read everything but the registers, whose sentences instruct nobody; of these, the questions."""
        maybe = writing.may_hold(_PHRASES) if writing.kind is not Kind.TERM else ()
        if maybe:
            also = " Users, too, get a number." if writing.kind is Kind.MESSAGE else ""
            yield from self._read(writing.parts, frozenset(maybe), also)

    def _read(self, parts: Iterable[Prose], maybe: Collection[str], also: str) -> Iterator[Finding]:
        for part in parts:
            for fault, phrases in _WORDS.get(part.language, {}).items():
                for found in find_phrases(tuple(each for each in phrases if each in maybe), part.own_words):
                    said = " ".join(found[0].split())
                    more = also if fault is _NO_TIME else ""
                    yield self.finding(f"`{said}` {fault}.{more}", part.spot(found), _HINTS[fault])
