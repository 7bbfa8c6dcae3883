"""The front page: what is happening? A search, the alarm, the situations, what changed, who is there, what is due."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from itertools import islice
from urllib.parse import quote

from handrail.ground.model import FrontPage, Kind, Team, Verb, Workflow
from handrail.pages import Site, SitePage
from handrail.pages import _review as review
from handrail.pages._body import body
from handrail.pages._changes import stamp
from handrail.pages._escape import esc, front_matter, link, plain
from handrail.pages._hours import always, words
from handrail.pages._parts import block, items, line, section, severity_badge, span, to, worker
from handrail.pages._team_row import team_row
from handrail.pages._track.icons import icon
from handrail.pages._words import lower, promise, upper
from handrail.reasoning.graph import handed_to
from handrail.reasoning.index import users
from handrail.review.due import Review

HERE = "index.md"
MOST_CHANGES, MOST_TEAMS, MOST_REVIEWS = 5, 6, 6
SOON = timedelta(days=30)
_SEARCH = "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.5 15.5L21 21"


def pages(site: Site) -> Iterator[SitePage]:
    """The front page."""
    front = site.handbook.front
    if front:
        yield SitePage(HERE, partial(_page, site, front), front.place.path)


def _page(site: Site, front: FrontPage) -> str:
    parts = [
        _hero(front, has_az=bool(site.handbook.procedures or site.handbook.workflows)),
        _alarm(site, front),
        section("By situation", items("hr-tiles", _situations(site, front)), anchor="by-situation"),
        block("hr-cols", block("", _changed(site)), block("", _teams(site))),
        section("Reviews that are due", _due(site)),
        body(site, HERE, front.page.text),
    ]
    extra = {"description": plain(front.summary), "hide": ["navigation", "toc", "path"], "search": {"exclude": True}}
    return front_matter("Home", extra) + "\n" + block("hr-page hr-home", *parts) + "\n"


def _hero(front: FrontPage, *, has_az: bool) -> str:
    """The search is a link to the situations; the script makes it open the search. An example asks for itself."""
    loupe = (
        f'<svg class="hr-i" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{_SEARCH}"></path></svg>'
    )
    box = (
        f'<a class="hr-search" href="#by-situation" data-hr-search="">{loupe} '
        "<span>Search in the reporter&rsquo;s words, in any language</span> <kbd>/</kbd></a>"
    )
    asked = " ".join(
        f'<a href="?q={quote(phrase)}" data-hr-search="{esc(phrase)}">{esc(phrase)}</a>' for phrase in front.often_asked
    )
    tries = f'<p class="hr-try">Often asked: {asked}</p>' if asked else ""
    return block(
        "hr-hero",
        f"# {esc(front.title)}",
        line(esc(front.summary), "hr-lead"),
        f'<div class="hr-ask">{box}{tries}</div>',
        line(f"Or look it up: {link('A to Z', 'a-z.md')}", "hr-try") if has_az else "",
    )


def _alarm(site: Site, front: FrontPage) -> str:
    workflow = site.handbook.workflows.get(front.alarm)
    if not workflow:
        return ""
    team = _first_team(site, workflow)
    say = f"<b>Cannot wait? {esc(workflow.title)}.</b> Do not search{_promise(site, team)}."
    button = link(
        esc(f"Page the {lower(team.title)}" if team else workflow.title),
        site.href(HERE, Kind.WORKFLOW, workflow.id),
        "hr-btn danger",
    )
    return block("hr-alarm", line(icon("warning"), "ico"), line(say), line(button, "act"))


def _promise(site: Site, team: Team | None) -> str:
    """How fast the team of the alarm accepts, and when."""
    accepts = team.accepts_within(min(site.handbook.severities, default="")) if team else None
    if not team or not accepts:
        return ""
    there = "day and night" if always(site.handbook, team.id) else words(site.handbook, team.id)
    return f": the {esc(lower(team.title))} accepts within {esc(accepts.text)}, {esc(there)}"


def _first_team(site: Site, workflow: Workflow) -> Team | None:
    """The first team that the workflow hands a case to, or the one that has it."""
    called = (step.target for step in workflow.steps if step.verb is Verb.ESCALATE)
    return site.handbook.teams.get(next(called, workflow.team))


def _situations(site: Site, front: FrontPage) -> Iterator[str]:
    """The workflows at which cases begin, and those that they lead to: most severe first.

    Those that keep the severity of the case come right after the most severe: it may be that.
    """
    book = site.handbook
    led_to = handed_to(book)
    reached = [each for each in book.workflows.values() if each.starts_when or (each.number and each.id in led_to)]
    shown = [workflow for workflow in reached if workflow.id != front.alarm]
    first = min(book.severities, default="")
    for workflow in sorted(shown, key=lambda each: (each.severity or f"{first}~", each.area)):
        sop = book.procedures.get(workflow.procedure)
        alone = sop and sum(other.procedure == workflow.procedure for other in shown) == 1
        title = sop.title if sop and alone else workflow.title
        team = book.teams.get(workflow.team)
        first = _first_clock(site, workflow)
        badge = severity_badge(workflow.severity) or span("by case", "hr-sev")
        inside = (
            f"<b>{esc(title)}</b> {badge} <small>{esc(workflow.summary)}</small> "
            f'<span class="foot"><span>{esc(team.title) if team else ""}</span> <span>{first}</span></span>'
        )
        yield link(inside, site.href(HERE, Kind.WORKFLOW, workflow.id), "hr-tile")


def _first_clock(site: Site, workflow: Workflow) -> str:
    timed = ((step, promise(site.handbook, workflow, step)) for step in workflow.steps)
    step, time = next(((step, time) for step, time in timed if time), (None, None))
    return f"first step in {esc(time.text)}" if step and time else ""


def _changed(site: Site) -> str:
    book = site.handbook
    every = [(change, sop) for sop in book.procedures.values() for change in sop.changes if change.starts]
    every.sort(key=lambda pair: (pair[0].starts, pair[1].id), reverse=True)
    rows = (
        f"{stamp(change.starts, short=True)} <span>{'' if change.material else '<em>Editorial</em> '}"
        f"{to(site, HERE, Kind.PROCEDURE, sop.id, esc(change.what), 'changes')} "
        f"<small>{esc(sop.title)}</small></span>"
        for change, sop in islice(every, MOST_CHANGES)
    )
    more = link("All changes", "changes.md") if every else ""
    return section("What changed", items("hr-changes", rows), line(more, "hr-more"))


def _teams(site: Site) -> str:
    book = site.handbook
    there = [team for team in book.teams.values() if not team.retired_on and users(book, Kind.TEAM, team.id)]
    there.sort(key=lambda team: -len(users(book, Kind.TEAM, team.id)))
    more = f"{link('All teams', 'teams/index.md')}" if len(there) > MOST_TEAMS else ""
    return section(
        "By team", items("hr-teams", (team_row(site, HERE, team) for team in there[:MOST_TEAMS])), line(more, "hr-more")
    )


def _due(site: Site) -> str:
    """What is due, and what will be soon; where that is nothing, the next one."""
    book = site.handbook
    every = list(review.every(book).values())
    near = [each for each in every if each.due(book.as_of + SOON)]
    rest = len(near) - MOST_REVIEWS
    more = link(f"All reviews{f', {rest} more within {SOON.days} days' if rest > 0 else ''}", "reviews/index.md")
    if near:
        return items("hr-due", (_review(site, each) for each in near[:MOST_REVIEWS])) + "\n\n" + line(more, "hr-more")
    if not every:
        return ""
    first = f"{to(site, HERE, Kind.PROCEDURE, every[0].sop.id)}, {review.until(every[0].day, book.as_of)}"
    return line(f"None within {SOON.days} days. The next is {first}. {more}")


def _review(site: Site, each: Review) -> str:
    book = site.handbook
    why = review.why(each, book.as_of)
    return (
        f"<b>{to(site, HERE, Kind.PROCEDURE, each.sop.id)}</b> "
        f"{span(worker(site, HERE, each.sop.owner), 'owner')} {review.when(each, book.as_of, short=True)}"
        + (f" <small>{upper(why)}.</small>" if why else "")
    )
