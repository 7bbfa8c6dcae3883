"""The hall: the whole story of a check. `check` reads from disk, `check_sources` is pure; both give a Report."""

import gc
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import partial
from pathlib import Path

from handrail.crew import flow
from handrail.examine import examine
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Finding, Place, Severity
from handrail.ground.memory import FORGETFUL, Memory, Recall
from handrail.ground.nearest import nearest
from handrail.ground.report import Report
from handrail.ground.source import START, Source
from handrail.reading import schema
from handrail.reading.build import build
from handrail.reading.config import Config, RuleSettings
from handrail.reading.dialect import outdated
from handrail.reading.discover import Found, below, discover
from handrail.reading.document import Document
from handrail.reading.excuse import excuse
from handrail.reading.remembered import keep, recalled
from handrail.rules import Rule, all_rules

_DO_NOT_SPOIL = frozenset({"cut-by-comment", "hidden-text"})
"""Findings of the reading after which a file's data may still be used."""
ALWAYS = frozenset(
    {
        "duplicate-key",
        "invalid-duration",
        "invalid-yaml",
        "missing-front-matter",
        "rule-crashed",
        "schema-violation",
        "sentence-in-braces",
        "unreadable-file",
    }
)
"""Rules that nobody can turn off or make lighter: what they find is not checked any further, so nothing is proven."""
_AS_IT_IS = RuleSettings()


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules run, and how: names to take (none: all), names to leave out, the settings of the configuration."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    settings: Mapping[str, RuleSettings] = field(default_factory=dict)


def check(
    config: Config,
    *,
    as_of: date,
    selection: Selection | None = None,
    memory: Memory = FORGETFUL,
    paths: Iterable[Path] = (),
    hands: int = 1,
    found: Found | None = None,
) -> Report:
    """Read the handbook of a configuration and check it as of a date; with `paths`, tell of these files alone.

    With more `hands` (see `crew`) it is quicker, and the same comes out. `found` is what was read already. Raises
    HandrailError when the configuration names rules or options that do not exist, or when nothing is there.
    """
    rules = choose_rules(selection or Selection(settings=config.rules))
    sources, files, unread = found or discover(config.handbook)
    if not unread and all(source.path.endswith(".md") and "/" not in source.path for source in sources):
        message = f"Nothing to check: `{config.folder or '.'}` holds no procedure, no workflow and no register."
        raise HandrailError(message, "Begin with: handrail init")
    only = below(paths, config.handbook, files)
    report = check_sources(
        sources, rules=rules, as_of=as_of, files=files, unread=unread, folder=config.folder,
        memory=memory, only=only, hands=hands,
    )  # fmt: skip
    return weighed(report.only(only), (selection or Selection(settings=config.rules)).settings)


def check_sources(  # noqa: PLR0913 - each is named by who gives it, and most are left out
    sources: Iterable[Source],
    *,
    rules: Collection[Rule],
    as_of: date,
    files: frozenset[str] | None = None,
    unread: Iterable[Finding] = (),
    folder: str = "",
    memory: Memory = FORGETFUL,
    only: Collection[str] = (),
    hands: int = 1,
) -> Report:
    """Check what was read. Pure: the same sources, rules and date give the same report, whatever their order."""
    ordered = sorted(sources, key=lambda source: source.path)
    collecting = gc.isenabled()
    gc.disable()  # nothing that is made here is a ring; collecting would walk all of it again and again,
    gc.unfreeze()  # and what an earlier check laid aside may be collected now
    try:
        documents, reading = dict[str, Document](), [*unread]
        paths = files if files is not None else frozenset(source.path for source in ordered)
        recall = Recall(memory, folder)
        handbook = build(
            _laid_aside(_read(ordered, memory, hands), documents, reading),
            without=_spoiling(unread), as_of=as_of, files=paths, memory=recall, asked=frozenset(only),
        )  # fmt: skip
        able = [rule for rule in rules if handbook.whole or not rule.by_absence]
        ran = {rule.id for rule in rules}
        try:
            found = [*reading, *examine(handbook, recall, able, hands)]
        finally:
            recall.save()
    finally:
        if collecting:
            gc.freeze()
            gc.enable()
    located = {_locate(finding, documents): None for finding in found}
    judged = ran if handbook.whole else frozenset[str]()  # what cannot be read may hold what is excused
    kept, excused = excuse(located, documents.values(), known=all_rules(), ran=judged, as_of=as_of)
    crashed = any(finding.rule == "rule-crashed" for finding in kept)
    findings = tuple(sorted((f for f in kept if f.rule in ran or f.rule == "rule-crashed"), key=in_order))
    return Report(
        handbook, _Texts(documents), _once(findings), tuple(excused), folder, crashed,
        locate=partial(_at, documents), ran=frozenset(ran),
    )  # fmt: skip


def _once(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Without what only follows from a text that a comment cut short or swallowed."""
    cut = {(f.at.path, f.at.span.line) for f in findings if f.rule == "cut-by-comment" and f.at.span}
    echo = ("schema-violation", "invalid-duration")
    return tuple(f for f in findings if f.rule not in echo or not f.at.span or (f.at.path, f.at.span.line) not in cut)


def choose_rules(selection: Selection) -> tuple[Rule, ...]:
    """The rules that run, with their options. Raises HandrailError for names that no rule has."""
    shelf = all_rules()
    for name in (*selection.select, *selection.ignore, *selection.settings):
        if name not in shelf:
            raise no_rule(name)
        if name in ALWAYS and (name in selection.ignore or selection.settings.get(name, _AS_IT_IS).level):
            raise HandrailError(f"`{name}` always counts.", "What cannot be read cannot be trusted: mend the file.")
    chosen = []
    for name, kind in shelf.items():
        settings = selection.settings.get(name, _AS_IT_IS)
        taken = name in selection.select | ALWAYS if selection.select else settings.level != "off"
        if taken and name not in selection.ignore:
            chosen.append(_with_options(name, kind, settings))
    if not chosen:
        raise HandrailError("No rule is left that could run.", "Leave fewer of them out.")
    return tuple(chosen)


def no_rule(name: str) -> HandrailError:
    """What is said of a name that no rule has."""
    best = nearest(name, all_rules())
    return HandrailError(f"There is no rule `{name}`.", f"Nearest: {best}" if best else "List them: handrail rules")


def weighed(report: Report, settings: Mapping[str, RuleSettings]) -> Report:
    """The report with the weights that the configuration gives to rules."""
    levels = {name: Severity(rule.level) for name, rule in settings.items() if rule.level in tuple(Severity)}
    weighed = (replace(f, severity=levels.get(f.rule, f.severity)) for f in report.findings)
    return replace(report, findings=tuple(weighed))


def _with_options(name: str, kind: type[Rule], settings: RuleSettings) -> Rule:
    options = {option.name.replace("_", "-"): option for option in fields(kind)}
    values = {}
    for key, value in settings.options.items():
        option = options.get(key)
        if option is None:
            raise HandrailError(
                f"The rule `{name}` has no option `{key}`.", f"Options: {', '.join(options) or 'none'}."
            )
        if type(value) is not type(option.default):
            raise HandrailError(
                f"`{key}` of the rule `{name}` cannot be `{value}`.", f"Such as: {key} = {option.default}"
            )
        values[option.name] = value
    return kind(**values)


_FEW = 24
"""So few files are read before another hand has begun."""


class _Texts(Mapping[str, str]):
    """The text of each file, made when somebody wants to see it."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def __getitem__(self, path: str) -> str:
        return self._documents[path].text

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


def _read(sources: Sequence[Source], memory: Memory, hands: int) -> Iterator[tuple[Document, list[Finding]]]:
    """The documents in order, each with what is wrong with its form. What was read before is taken from the memory."""
    known = {source.path: document for source in sources if (document := recalled(source, memory))}
    new = [source for source in sources if source.path not in known]
    many = hands > 1 and len(new) >= _FEW
    if many:
        from handrail.reading.document import markdown

        markdown.make_ready()
        schema.make_ready()
    read_now = flow(partial(_read_each, memory), new, hands if many else 1)
    for source in sources:
        before = known.pop(source.path, None)
        document, told = (before, []) if before else next(read_now)
        if document:
            yield replace(document, source=source), told
    next(read_now, None)  # to its end: only then it is known that every hand came back well


def _laid_aside(
    read: Iterable[tuple[Document, list[Finding]]], documents: dict[str, Document], findings: list[Finding]
) -> Iterator[tuple[Document, list[Finding]]]:
    """Each document with what forbids to use it. What is kept of it are not its data: they are in the model then."""
    for document, told in read:
        documents[document.path] = replace(document, data=None)
        findings += told
        yield document, _spoiling(told)


def _spoiling(findings: Iterable[Finding]) -> list[Finding]:
    return [found for found in findings if found.rule not in _DO_NOT_SPOIL]


_ELSEWHERE = Source("", b"")
"""In the place of a source that need not be handed back: whoever gave it has it."""


def _read_each(memory: Memory, sources: Sequence[Source]) -> list[tuple[Document | None, list[Finding]]]:
    from handrail.reading.document.reader import read

    found = []
    for source in sources:
        document = read(source)
        told = list(_findings_of(document)) if document else []
        if document and not told:
            keep(source, document, memory)
        found.append((document and replace(document, source=_ELSEWHERE), told))
    return found


def _findings_of(document: Document) -> Iterator[Finding]:
    yield from document.findings
    if document.data is None or document.slot.kind == "page" or document.front == "":
        return
    refused = schema.validate(document.slot.kind, document.data, document.path)
    yield from refused
    if refused:
        yield from outdated(document.path, document.data)


def _locate(finding: Finding, documents: Mapping[str, Document]) -> Finding:
    return finding.located(partial(_at, documents))


def _at(documents: Mapping[str, Document], place: Place) -> Place:
    """A place with its span."""
    document = documents.get(place.path)
    return document.locate(place) if document else place._replace(span=place.span or START)


def in_order(finding: Finding) -> tuple[object, ...]:
    """The key by which findings are sorted: their place."""
    return finding.at.path, finding.at.span, finding.rule, finding.message


def check_folder(folder: Path, *, as_of: date) -> Report:
    """Check a handbook's folder with every rule: for tests and scripts."""
    return check(Config(folder.parent, folder), as_of=as_of)
