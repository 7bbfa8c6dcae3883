"""The hall: which reviews are due, read and told; and what is different since a procedure was approved."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from handrail import __version__
from handrail.check import ALWAYS, Selection, check, check_sources, choose_rules
from handrail.compare import unread_in
from handrail.formats._markdown import as_html as as_markdown
from handrail.formats._safe import as_json
from handrail.ground.errors import HandrailError
from handrail.ground.memory import FORGETFUL, Memory
from handrail.ground.model import Handbook, Kind, Sop
from handrail.ground.nearest import nearest
from handrail.ground.report import Report
from handrail.reading.config import Config
from handrail.reading.revision import commits, sources_at
from handrail.reasoning.meaning import fingerprint
from handrail.reasoning.reviewing import approvals
from handrail.review.calendar import reviews_calendar
from handrail.review.changes import all_changes
from handrail.review.changes._words import code
from handrail.review.due import Reason, Review, hasty, reviews
from handrail.review.matching import renames
from handrail.review.pair import Pair
from handrail.review.shown.plain import line as as_line

MOST_COMMITS = 50
"""So far back git is asked for what was approved."""
MOST_CHANGES = 12


@dataclass(frozen=True, slots=True)
class ToldReviews:
    """The reviews with the report that they come from, how far ahead was looked, and for whom (empty: everybody)."""

    report: Report
    reviews: tuple[Review, ...]
    within: int
    owner: str
    notes: tuple[str, ...]
    unread: tuple[str, ...]


def due_reviews(
    config: Config, *, as_of: date, within: int, owner: str = "", changes: bool = False, memory: Memory = FORGETFUL
) -> ToldReviews:
    """The reviews that are due, or will be within so many days; with `changes`, what is different since an approval.

    Raises HandrailError for an owner who is no team, and when git is asked and is not there.
    """
    report = check(config, as_of=as_of, selection=Selection(select=ALWAYS), memory=memory)
    book = report.handbook
    if owner and owner not in book.teams:
        best = nearest(owner, book.teams)
        raise HandrailError(f"`{as_line(owner)}` is no team.", f"Nearest: {best}" if best else "See organisation.yml.")
    found = reviews(book, within=within, owner=owner)
    if changes:
        told = _since(config, report, [review.sop for review in found], memory)
        found = tuple(replace(review, since=told.get(review.sop.id, ())) for review in found)
    return ToldReviews(report, found, within, owner, hasty(book), unread_in(report))


# ---- what is different since somebody approved


def _since(config: Config, report: Report, sops: list[Sop], memory: Memory) -> dict[str, tuple[str, ...]]:
    """For each SOP with an approval that ended: what is different since the newest state that was approved."""
    book = report.handbook
    wanted = {
        sop.id: {each.approval.content for each in approvals(book, sop) if each.ended}
        for sop in sops
        if any(each.ended for each in approvals(book, sop))
    }
    found: dict[str, tuple[str, ...]] = {}
    for commit in commits(config, MOST_COMMITS) if wanted else ():
        if found.keys() == wanted.keys():
            break
        try:
            state = sources_at(config, commit)
        except HandrailError:  # there was no handbook yet
            break
        then = check_sources(
            state.sources,
            rules=choose_rules(Selection(select=ALWAYS)),
            as_of=book.as_of,
            files=state.files,
            memory=memory,
        ).handbook
        for name in wanted.keys() - found.keys():
            if name in then.procedures and fingerprint(then, then.procedures[name]) in wanted[name]:
                found[name] = tuple(_differences(then, book, name, commit[:10]))
    for name in wanted.keys() - found.keys():
        found[name] = (f"What was approved is in none of the last {MOST_COMMITS} commits of the handbook.",)
    return found


def _differences(then: Handbook, now: Handbook, name: str, commit: str) -> Iterator[str]:
    flows = {flow.id: flow for flow in now.workflows.values() if flow.procedure == name}
    letters = {step.message for flow in flows.values() for step in flow.every_step() if step.message}
    own = {
        (Kind.PROCEDURE, name),
        *((Kind.WORKFLOW, flow) for flow in flows),
        *((Kind.MESSAGE, one) for one in letters),
    }
    changes = [
        change
        for change in all_changes(Pair(then, now, renames(then, now)))
        if (change.kind, change.name) in own and not change.sort.only_form
    ]
    yield f"It was approved as it stood at {code(commit)}. Since then:"
    yield from (change.says for change in changes[:MOST_CHANGES])
    if len(changes) > MOST_CHANGES:
        yield f"and {len(changes) - MOST_CHANGES} more: handrail diff {commit}"
    if not changes:
        yield f"a question or a team that it uses is different: handrail diff {commit}"


# ---- shown


def rendered(told: ToldReviews, form: str) -> str:
    """The reviews as text: plain, md, json or ics."""
    return _FORMS[form](told)


def _plain(told: ToldReviews) -> str:
    lines = [_headline(told), *(f"Could not be read: {each}" for each in told.unread)]
    for review in told.reviews:
        sop = review.sop
        lines += ["", f"{_when(review, told)}  {code(sop.id)}, {sop.title}, by {code(sop.owner)}"]
        lines += [f"  {reason.says}" for reason in review.reasons]
        lines += [f"    {each}" for each in review.since]
        lines += [f"  {told.report.shown(sop.place.path)}"]
    lines += ["", *told.notes] if told.notes else []
    return "".join(f"{as_line(line)}\n" for line in lines)


def _markdown(told: ToldReviews) -> str:
    lines = [f"### {as_markdown(_headline(told))}", ""]
    lines += [f"- Could not be read: {as_markdown(each)}" for each in told.unread]
    for review in told.reviews:
        sop = review.sop
        lines.append(
            f"- **{_when(review, told)}**: {as_markdown(f'{sop.title} ({code(sop.id)}), by {code(sop.owner)}')}"
        )
        lines += [f"  - {as_markdown(reason.says)}" for reason in review.reasons]
        lines += [f"    - {as_markdown(each)}" for each in review.since]
    lines += ["", *(as_markdown(note) for note in told.notes)] if told.notes else []
    return "\n".join(lines) + "\n"


def _headline(told: ToldReviews) -> str:
    day = told.report.handbook.as_of
    due = sum(review.due(day) for review in told.reviews)
    soon = len(told.reviews) - due
    whose = f" of {code(told.owner)}" if told.owner else ""
    if not told.reviews:
        return f"No review{whose} is due within {told.within} days, as of {day}."
    verb = f"{due} review{'s' * (due != 1)}{whose} {'is' if due == 1 else 'are'} due"
    return f"{verb}, and {soon} more within {told.within} days, as of {day}." if soon else f"{verb}, as of {day}."


def _when(review: Review, told: ToldReviews) -> str:
    days = (review.day - told.report.handbook.as_of).days
    if not days:
        return "Due now"
    unit = "day" if abs(days) == 1 else "days"
    return f"In {days} {unit}" if days > 0 else f"{-days} {unit} over"


def _json(told: ToldReviews) -> str:
    book = told.report.handbook
    return as_json(
        {
            "version": 1,
            "tool": {"name": "handrail", "version": __version__},
            "as-of": book.as_of.isoformat(),
            "within": told.within,
            "owner": told.owner or None,
            "reviews": [_review(review, told) for review in told.reviews],
            "notes": list(told.notes),
            "unread": list(told.unread),
        }
    )


def _review(review: Review, told: ToldReviews) -> dict[str, object]:
    sop = review.sop
    return {
        "procedure": sop.id,
        "number": sop.number,
        "title": sop.title,
        "file": told.report.shown(sop.place.path),
        "owner": sop.owner,
        "due": review.day.isoformat(),
        "days": (review.day - told.report.handbook.as_of).days,
        "reasons": [_reason(reason) for reason in review.reasons],
        "since-approval": list(review.since),
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {"why": reason.why, "day": reason.day.isoformat(), "says": reason.says, "thing": reason.thing or None}


def _calendar(told: ToldReviews) -> str:
    whose = f" of {told.owner}" if told.owner else ""
    return reviews_calendar(f"Reviews{whose}", told.report.handbook, told.reviews)


_FORMS: dict[str, Callable[[ToldReviews], str]] = {
    "plain": _plain,
    "md": _markdown,
    "json": _json,
    "ics": _calendar,
}
