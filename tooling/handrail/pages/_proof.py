"""What is proven, as pages show it: a verdict in words, how close a limit is, and the case that breaks a control."""

from collections.abc import Iterable, Iterator

from handrail.ground.duration import spoken
from handrail.ground.finding import Stop
from handrail.ground.model import Control, Handbook, Kind
from handrail.ground.nearest import words as listed
from handrail.pages import Site
from handrail.pages._escape import anchor, esc, link
from handrail.pages._parts import backticked, block, items, line, sentence, span, to
from handrail.pages._track.icons import icon
from handrail.pages._words import lower, mark, spaced, upper, value
from handrail.reasoning.dossier import Judged, Shown
from handrail.reasoning.proof import Margin, Verdict
from handrail.reasoning.telling import clock_starts

_LOOKS = {
    Verdict.PROVEN: ("ok", "check", "Proven"),
    Verdict.BROKEN: ("bad", "warning", "Broken"),
    Verdict.NOT_PROVEN: ("warn", "warning", "Not proven"),
    Verdict.DOES_NOT_ARISE: ("quiet", "", "Does not arise"),
}


def verdict_chip(verdict: Verdict, *, sign: bool = True) -> str:
    """A verdict as a chip, with a sign where there is room."""
    look, picture, said = _LOOKS[verdict]
    return span(f"{icon(picture) + ' ' if picture and sign else ''}{said}", f"hr-chip {look}")


def verdict_words(verdict: Verdict) -> str:
    """A verdict in a word or two."""
    return _LOOKS[verdict][2]


def counted(site: Site, workflow: str, carried: Iterable[Control]) -> str:
    """How many of the controls that bind in a workflow are proven; without proofs how many it carries."""
    if site.proven is None:
        number = len(list(carried))
        return f"{number} {'control' if number == 1 else 'controls'} to keep" if number else ""
    every = [verdict for _, verdict in arising(site, workflow)]
    proven = sum(verdict is Verdict.PROVEN for verdict in every)
    if proven == len(every):
        return f"{proven} {'control' if proven == 1 else 'controls'} proven" if every else ""
    return f"{proven} of {len(every)} {'control' if len(every) == 1 else 'controls'} proven"


def proof(site: Site, here: str, control: Control) -> str:
    """A control's verdict from each door, with how close its limits are, or with the case that breaks it."""
    if site.proven is None:
        return ""
    judged = site.proven.of(control.id)
    rows = [_row(site, here, each) for each in judged if each.verdict is not Verdict.DOES_NOT_ARISE]
    parts = [items("hr-proofs", rows)]
    parts += [_case(site, here, each.broken) for each in judged if each.broken]
    quiet = [_door(site, here, each) for each in judged if each.verdict is Verdict.DOES_NOT_ARISE]
    if quiet:
        never = "It arises nowhere" if len(quiet) == len(judged) else "It does not arise"
        parts.append(line(f"{never} for cases that begin with {sentence(quiet)}.", "hr-quiet"))
    return "\n\n".join(part for part in parts if part)


def _door(site: Site, here: str, each: Judged) -> str:
    return to(site, here, Kind.WORKFLOW, each.door)


def _row(site: Site, here: str, each: Judged) -> str:
    said = [f"for cases that begin with {_door(site, here, each)}."]
    if each.bound:
        said.append(f"Nothing is claimed: {esc(each.bound)}.")
    if each.broken:
        said.append(f"{backticked(each.broken.fault[:1].upper() + each.broken.fault[1:])}.")
    close = "".join(f" <small>{margin_words(site.handbook, margin)}</small>" for margin in each.margins)
    return f"{verdict_chip(each.verdict)} {' '.join(said)}{close}"


def margin_words(book: Handbook, margin: Margin) -> str:
    """How close a limit is, as a sentence."""
    wanted, left = margin.limit.requirement, margin.limit.minutes - margin.minutes
    said = upper(listed([lower(mark(book, name)).rstrip(".") for name in wanted.marks], "or"))
    limit = wanted.within.text if wanted.within else ""
    spare = f"{spoken(left)} to spare" if left else "nothing to spare"
    return f"{esc(said)}: <b>{spoken(margin.minutes)}</b> at most, of {esc(limit)} allowed, {spare}."


def _case(site: Site, here: str, broken: Shown) -> str:
    """The case that breaks a control: its answers, its way, and for a clock the sum."""
    book = site.handbook
    facts = (
        f"{link(esc(spaced(book, name)), site.href(here, Kind.FACT, name))} is <b>{esc(value(book, name, told))}</b>"
        for name, told in broken.facts
    )
    parts = [line(f"<b>{backticked(broken.fault[:1].upper() + broken.fault[1:])}.</b>"), line(sentence(facts))]
    if broken.limit:
        rows = [f"<span>{esc(step)}</span> <span>{spoken(minutes)}</span>" for step, minutes in broken.total]
        rows.append(f"<span><b>Together</b></span> <span><b>{spoken(broken.minutes)}</b></span>")
        parts.append(line(f"{esc(clock_starts(broken.starts_after))} The limit is {esc(broken.limit)}."))
        parts.append(items("hr-sum", rows, "ol"))
    parts.append(items("hr-walk", (_stop(site, here, stop) for stop in broken.walk), "ol"))
    return block("hr-note bad", *parts)


def _stop(site: Site, here: str, stop: Stop) -> str:
    return f"{link(esc(stop.label), _address(site, here, stop))} <small>by {spoken(stop.elapsed)}</small>"


def _address(site: Site, here: str, stop: Stop) -> str:
    """The step on its workflow's page; an end has no place of its own there."""
    path, keys = stop.place.path, stop.place.keys
    workflow = next((each for each in site.handbook.workflows.values() if each.place.path == path), None)
    if workflow is None:
        return ""
    step = anchor(str(keys[1])) if len(keys) > 1 and keys[0] == "steps" else ""
    return site.href(here, Kind.WORKFLOW, workflow.id, step)


def arising(site: Site, workflow: str) -> Iterator[tuple[Control, Verdict]]:
    """The controls that bind in a workflow, the broken ones first, each with its verdict."""
    if site.proven is None:
        return
    assurance = site.proven.assurance
    found = [(control, assurance.inside(control.id, workflow)) for control in site.handbook.controls.values()]
    order = list(_LOOKS)
    order.sort(key=lambda verdict: verdict is Verdict.PROVEN)
    yield from sorted(
        (pair for pair in found if pair[1] is not Verdict.DOES_NOT_ARISE), key=lambda pair: order.index(pair[1])
    )
