"""What is proven, for a terminal or a program: `handrail prove`."""

import json
import textwrap
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

from handrail import __version__
from handrail.formats import Look
from handrail.formats._told import walked
from handrail.formats.json import place_of
from handrail.ground.duration import spoken
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Place, Severity
from handrail.ground.model import Handbook
from handrail.ground.nearest import nearest, words
from handrail.ground.report import Report
from handrail.reasoning.assurance import Assurance, assurance, doors_of
from handrail.reasoning.dossier import VERSION, Dossier, Judged, Shown, case_of, data, narrowed
from handrail.reasoning.proof import Margin, Verdict
from handrail.reasoning.telling import added_up, clock_starts
from handrail.rules import all_rules

FORMATS = ("plain", "json")
_WIDTH = max(len(verdict) for verdict in Verdict)
_SHOWN_FIRST = (Verdict.BROKEN, Verdict.NOT_PROVEN, Verdict.PROVEN, Verdict.DOES_NOT_ARISE)


def proof_rules() -> frozenset[str]:
    """The rules that say what the proofs say: whoever asks for proofs needs no finding about them."""
    return frozenset(name for name, rule in all_rules().items() if rule.group == "controls")


def proven(report: Report, names: Iterable[str], *, close: bool) -> Dossier:
    """Prove what is asked for: controls, workflows, or everything. Raises HandrailError where nothing can be proven."""
    book, asked = report.handbook, tuple(names)
    if not book.whole:
        raise HandrailError(
            "Not everything in the handbook can be read, so nothing can be proven.", "What is wrong: handrail check"
        )
    _known(book, asked)
    if not book.controls or not doors_of(book):
        what = "no control says what must hold" if not book.controls else "no workflow says when it starts"
        raise HandrailError(f"Nothing to prove: {what}.", "A file to fill in: handrail new control my-area/my-control")
    controls = [name for name in book.controls if name in asked]
    workflows = [name for name in book.workflows if name in asked]
    found = assurance(book, frozenset(controls))
    doors = [door for door in doors_of(book) if not workflows or any(door in found.doors(name) for name in workflows)]
    if workflows:
        controls = [name for name in controls or book.controls if _concerned(found, name, workflows)]
    if not controls and not workflows:
        controls = list(book.controls)
    if not controls:
        raise HandrailError(
            f"Nothing to prove: no control binds in {words(workflows)}.", "List the controls: handrail prove"
        )
    return narrowed(book, found, controls, doors, close=close)


def _known(book: Handbook, asked: tuple[str, ...]) -> None:
    for name in asked:
        if name not in book.controls and name not in book.workflows:
            best = nearest(name, (*book.controls, *book.workflows))
            hint = (
                f"Nearest: {best}" if best else "Name a control or a workflow by its file's name, without the ending."
            )
            raise HandrailError(f"There is no control and no workflow `{name}`.", hint)


def _concerned(found: Assurance, control: str, workflows: list[str]) -> bool:
    return any(found.inside(control, name) is not Verdict.DOES_NOT_ARISE for name in workflows)


def failed(found: Dossier) -> bool:
    """Whether something that was asked for is not proven: broken, given up, or arising nowhere."""
    every = set(found.assurance.surveys) <= {each.door for each in found.judged}
    bad = {Verdict.BROKEN, Verdict.NOT_PROVEN} | ({Verdict.DOES_NOT_ARISE} if every else set())
    return any(found.verdict(name) in bad for name in found.controls)


# ---- for people


def told(report: Report, found: Dossier, look: Look, *, explain: bool) -> str:
    """Each control with its verdict from each door, what breaks it, and with `explain` why it holds."""
    parts = ["\n".join(_control(report, found, name, look, explain=explain)) for name in found.controls]
    gap = "\n\n" if explain or found.count(Verdict.BROKEN) else "\n"
    return gap.join(parts) + f"\n\n{_summary(report, found)}\n"


def _control(report: Report, found: Dossier, name: str, look: Look, *, explain: bool) -> Iterator[str]:
    yield f"{name}: {report.handbook.controls[name].title}"
    order = sorted(found.of(name), key=lambda each: _SHOWN_FIRST.index(each.verdict))
    for verdict, group in groupby(order, key=lambda each: each.verdict):
        every = list(group)
        if verdict is Verdict.BROKEN or explain:
            for each in every:
                yield f"  {verdict:<{_WIDTH}}  from {each.door}"
                yield from _indented(_why(report, each, look))
            continue
        yield f"  {verdict:<{_WIDTH}}  from {words(each.door for each in every)}"
        yield from _indented(each.bound for each in every if each.bound)


def _indented(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"{' ' * (_WIDTH + 4)}{line}" for line in lines)


def _why(report: Report, each: Judged, look: Look) -> Iterator[str]:
    if each.bound:
        yield f"Nothing is claimed: {each.bound}."
    if each.broken:
        yield from _broken(report, each.broken, look)
        return
    if each.verdict is Verdict.DOES_NOT_ARISE:
        yield "No case from there is ever as the control's `when` says."
        return
    yield from _wrapped(f"It binds in {words(each.binds_in)}." if each.binds_in else "", look)
    for mark, carriers in groupby(each.carriers, key=lambda carrier: carrier.mark):
        steps = [f"{carrier.workflow}#{carrier.step} ({report.line(carrier.place)})" for carrier in carriers]
        yield f"`{mark}` is done at"
        yield from (f"  {step}" for step in steps)
    yield from (_margin(margin) for margin in each.margins)


def _wrapped(text: str, look: Look) -> list[str]:
    return textwrap.wrap(text, max(look.width - _WIDTH - 4, 40), break_on_hyphens=False)


def _margin(margin: Margin) -> str:
    wanted = margin.limit.requirement
    marks, left = words((f"`{mark}`" for mark in wanted.marks), "or"), margin.limit.minutes - margin.minutes
    spare = f"{spoken(left)} to spare" if left else "nothing to spare"
    limit = wanted.within.text if wanted.within else ""
    return f"{marks} takes at most {spoken(margin.minutes)} of {limit}: {spare}."


def _broken(report: Report, broken: Shown, look: Look) -> Iterator[str]:
    yield from _wrapped(f"{broken.fault[:1].upper()}{broken.fault[1:]}. ({report.line(broken.place)})", look)
    for number, line in enumerate(case_of(broken)):
        yield from _wrapped(line if number else f"case: {line}", look)
    if broken.limit:
        yield clock_starts(broken.starts_after)
        yield from (f"  {line}" for line in added_up(broken.total))
        yield f"The limit is {broken.limit}."
    located = [stop.at(report.locate(stop.place)) for stop in broken.walk]
    yield from walked(report, located)


def _summary(report: Report, found: Dossier) -> str:
    book = report.handbook
    number = len(found.controls)
    doors = len({each.door for each in found.judged})
    counts = [(found.count(verdict), verdict.value) for verdict in _SHOWN_FIRST]
    counted = ", ".join(f"{count} {said}" for count, said in counts if count)
    line = (
        f"{number} {'control' if number == 1 else 'controls'} for cases that begin in {doors} "
        f"{'workflow' if doors == 1 else 'workflows'}: {counted}. As of {book.as_of}."
    )
    errors = report.count(Severity.ERROR)
    if errors:
        line += (
            f"\nThe handbook has {errors} other {'error' if errors == 1 else 'errors'}, so some of this may be wrong."
        )
        line += " What is wrong: handrail check"
    return line


# ---- for programs


def _locator(report: Report, found: Dossier) -> Callable[[Place], dict[str, Any]]:
    """Where places stand. They are looked up file by file, because a file is taken apart for each of them."""
    asked: dict[Place, None] = {}

    def note(place: Place) -> dict[str, Any]:
        asked[place] = None
        return {}

    data(found, note)
    known = {place: report.locate(place) for place in sorted(asked, key=lambda place: place.path)}
    return lambda place: place_of(report, known[place])


def as_json(report: Report, found: Dossier) -> str:
    """The same for programs, in the form of schemas/proof.schema.json."""
    told = {
        "version": VERSION,
        "tool": {"name": "handrail", "version": __version__},
        "as-of": report.handbook.as_of.isoformat(),
        "errors": report.count(Severity.ERROR),
        "counts": {verdict.code: found.count(verdict) for verdict in Verdict},
    }
    located: dict[str, Any] = data(found, _locator(report, found))
    return json.dumps({**told, **located}, indent=2, ensure_ascii=False) + "\n"
