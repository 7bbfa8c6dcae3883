"""A page for each team: when it is there, how to reach it, who comes next, what it does and owns. And the list."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from handrail.ground.duration import spoken
from handrail.ground.model import Kind, Team, Workflow
from handrail.pages import Site, SitePage, later
from handrail.pages import _review as review
from handrail.pages._changes import listed, stamp
from handrail.pages._escape import esc, link
from handrail.pages._hours import badge, days
from handrail.pages._languages import named
from handrail.pages._news import of_team
from handrail.pages._parts import (
    block,
    count,
    facts,
    items,
    line,
    page,
    section,
    sentence,
    severity_badge,
    span,
    table,
    to,
)
from handrail.pages._team_row import parts_of, team_row
from handrail.pages._used import step_link
from handrail.pages._week import deadlines, picture
from handrail.pages._words import day, heading, spaced, upper
from handrail.reasoning.answering import Asked, unanswered
from handrail.reasoning.graph import ladder
from handrail.reasoning.index import users
from handrail.reasoning.staffing import instant
from handrail.reasoning.uses import How

LIST, SOURCE = "teams/index.md", "register/organisation.yml"
MOST_STEPS, MOST_CHANGES = 4, 60

_TIERS = {1: "First line", 2: "Second line", 3: "Desks and specialists", 4: "Lead and duty", 5: "Heads"}


def pages(site: Site) -> Iterator[SitePage]:
    """The list of teams by tier, and one page for each."""
    book = site.handbook
    if not book.teams:
        return
    yield later(LIST, SOURCE, _list, site)
    for team in book.teams.values():
        yield later(site.path(Kind.TEAM, team.id), SOURCE, _page, site, team)


def _list(site: Site) -> SitePage:
    book, here = site.handbook, LIST
    parts = []
    for tier in sorted({team.tier or 0 for team in book.teams.values()}):
        rows = [team for team in book.teams.values() if (team.tier or 0) == tier and not _gone(site, team)]
        parts.append(
            section(
                _TIERS.get(tier, f"Tier {tier}" if tier else "Others"),
                items("hr-teams", (team_row(site, here, team) for team in rows)),
            )
        )
    gone = items("hr-list", (to(site, here, Kind.TEAM, team.id) for team in book.teams.values() if _gone(site, team)))
    lead = "Who takes cases, when somebody is there, and how fast they say yes."
    return page(here, "Teams", *parts, section("No longer there", gone), lead=lead, edit=SOURCE)


def _gone(site: Site, team: Team) -> bool:
    return bool(team.retired_on and team.retired_on <= site.handbook.as_of)


def _page(site: Site, team: Team) -> SitePage:
    book, here = site.handbook, site.path(Kind.TEAM, team.id)
    owned = [sop.id for sop in book.procedures.values() if sop.owner == team.id]
    flows = [workflow.id for workflow in parts_of(site, team)]
    messages = [message.id for message in book.messages.values() if message.owner == team.id]
    return page(
        here,
        team.title,
        line(" ".join(_chips(site, team)), "hr-chips"),
        _retired(site, here, team),
        facts(_known(site, here, team)),
        section("How fast they say yes", _accepts(team)),
        section("When somebody is there", picture(book, team.id), _hours(site, team), _rotas(site, team)),
        section("What it has to answer", _answers(site, here, team)),
        section("When nobody answers", _ladder(site, here, team)),
        section("Queues", table(("Queue", "For"), _queues(team))),
        section("Roles", _roles(site, team)),
        section(
            "Workflows", items("hr-list", (_part(site, here, team, workflow) for workflow in parts_of(site, team)))
        ),
        section("Procedures it owns", _fresh(site, here, team), items("hr-list", _owned(site, here, owned))),
        section("Messages it owns", items("hr-list", (to(site, here, Kind.MESSAGE, name) for name in messages))),
        section("What changed", _changed(site, here, owned, flows), anchor="changed"),
        eyebrow="[Teams](index.md)",
        boost=1.0,
        classes="hr-entry",
        edit=SOURCE,
    )


def _chips(site: Site, team: Team) -> Iterator[str]:
    if team.tier is not None:
        yield span(esc(_TIERS.get(team.tier, f"Tier {team.tier}")), "hr-chip")
    if badge(site.handbook, team.id):
        yield span(badge(site.handbook, team.id), "hr-chip")
    if team.last_resort:
        yield span("Last resort: somebody always answers", "hr-chip")


def _retired(site: Site, here: str, team: Team) -> str:
    if not team.retired_on:
        return ""
    after = f" {to(site, here, Kind.TEAM, team.replaced_by)} does its work." if team.replaced_by else ""
    return block("hr-note warn", line(f"<b>This team ends on {day(team.retired_on)}.</b>{after}"))


def _known(site: Site, here: str, team: Team) -> Iterator[tuple[str, str]]:
    book = site.handbook
    spoken = dict.fromkeys(code for hub in team.staffed if hub in book.hubs for code in book.hubs[hub].languages)
    yield "How to reach them", esc(team.contact)
    yield "Where", esc(", ".join(book.hubs[hub].title for hub in team.staffed if hub in book.hubs))
    yield "Languages", esc(named(spoken))
    yield "Wants to know", sentence(to(site, here, Kind.FACT, fact, esc(spaced(book, fact))) for fact in team.expects)
    yield "Name", f"<code>{esc(team.id)}</code>"


def _accepts(team: Team) -> str:
    if team.accepts_by_severity:
        rows = [(severity_badge(name), esc(time.text)) for name, time in team.accepts_by_severity.items()]
        return table(("Severity", "Accepts within"), rows)
    return line(f"A case is accepted within <b>{esc(team.accepts.text)}</b>.") if team.accepts else ""


def _hours(site: Site, team: Team) -> str:
    book = site.handbook
    rows = []
    for name in team.staffed:
        hub = book.hubs.get(name)
        for shift, hours in hub.shifts.items() if hub else ():
            only = f" ({esc(days(team))})" if days(team) else ""
            rows.append((esc(hub.title) if hub else "", esc(upper(shift)), esc(hours.text) + only))
    holidays = "It works on holidays, too." if team.works_on_holidays else "On local holidays nobody is there."
    return table(("Place", "Shift", "Local time"), rows) + (f"\n\n{line(holidays)}" if rows else "")


def _rotas(site: Site, team: Team) -> str:
    rotas = [site.handbook.rotas[name] for name in team.on_call if name in site.handbook.rotas]
    rows = [
        (
            esc(rota.title),
            esc("day and night" if rota.hours and rota.hours.always else rota.hours.text if rota.hours else ""),
            esc(rota.answers_within.text) if rota.answers_within else "",
        )
        for rota in rotas
    ]
    return table(("On call", "Hours", "Answers within"), rows)


def _ladder(site: Site, here: str, team: Team) -> str:
    rungs, _ = ladder(site.handbook, team.id)
    entries = []
    for below, rung in pairwise(rungs):
        time = below.accepts_within()
        after = f"after {esc(time.text)}" if time else "next"
        entries.append(f"<b>{to(site, here, Kind.TEAM, rung.id)}</b> <span>{after} without an answer</span>")
    if not entries and team.last_resort:
        return line("Nobody stands above this team: it is the last resort, and somebody always answers.")
    return items("hr-ladder", entries, "ol")


def _answers(site: Site, here: str, team: Team) -> str:
    """Each time in which somebody of the team must answer, the steps that ask for it, and whether that holds."""
    book = site.handbook
    found: dict[int, list[Asked]] = {}
    for each in deadlines(book, team.id):
        found.setdefault(each.minutes, []).append(each)
    rows = []
    for minutes, asked in found.items():
        every = {(each.workflow, heading(book, each.step)): each for each in reversed(asked)}
        once = list(reversed(every.values()))
        links = [step_link(site, here, book.workflows[each.workflow], each.step.id) for each in once[:MOST_STEPS]]
        more = f"and {count(len(once) - MOST_STEPS, 'other step')}" if len(once) > MOST_STEPS else ""
        # who may answer instead of the team counts as well: a role lies with several teams
        fails = next((fault for each in asked if (fault := unanswered(book, each.teams, minutes))), None)
        since = f"{instant(fails.minute):%a %d %b, %H:%M} UTC" if fails else ""
        kept = span(f"Fails first {since}", "hr-chip bad") if fails else span("All year", "hr-chip ok")
        rows.append((spoken(minutes), "<br>".join([*links, *([more] if more else [])]), kept))
    return table(("Answer in", "Asked by", "Kept"), rows)


def _fresh(site: Site, here: str, team: Team) -> str:
    """How many of its procedures wait for no review."""
    fresh, every = review.freshness(site.handbook, team.id)
    if not every:
        return ""
    chip = span(f"{fresh} of {every} up to date", f"hr-chip {'ok' if fresh == every else 'warn'}")
    return line(f"{chip} {link('All reviews', '../reviews/index.md')} {link('Calendar', f'../reviews/{team.id}.ics')}")


def _owned(site: Site, here: str, owned: list[str]) -> Iterator[str]:
    book = site.handbook
    for name in owned:
        found = review.every(book).get(name)
        when = f"next review {stamp(found.day)}, {review.until(found.day, book.as_of)}" if found else ""
        if found and found.due(book.as_of):
            when = span(f"to be read again now: {review.why(found, book.as_of)}", "hr-ago over")
        yield to(site, here, Kind.PROCEDURE, name) + (f" <small>{when}</small>" if when else "")


def _changed(site: Site, here: str, owned: list[str], flows: list[str]) -> str:
    """What is different in what it owns and works in; the script lets a lead choose since when."""
    every = islice(of_team(site, tuple(owned), tuple(flows)), MOST_CHANGES)
    return listed(site, here, every, since=True)


def _queues(team: Team) -> Iterator[tuple[str, str]]:
    for name, says in team.queues.items():
        yield f"<code>{esc(name)}</code>", esc(says)


def _roles(site: Site, team: Team) -> str:
    roles = [role for role in site.handbook.roles.values() if team.id in role.teams]
    rows = [(esc(role.title), esc(role.views_up_to) or "&ndash;", f"<code>{esc(role.id)}</code>") for role in roles]
    return table(("Role", "May view up to", "Name"), rows)


def _part(site: Site, here: str, team: Team, workflow: Workflow) -> str:
    """A workflow with what the team does in it."""
    book = site.handbook
    names = [(Kind.TEAM, team.id), *((Kind.ROLE, role.id) for role in book.roles.values() if team.id in role.teams)]
    uses = [use for name in names for use in users(book, *name) if use.place.path == workflow.place.path]
    owns = "owns it at the start" if workflow.team == team.id else ""
    steps = [key for use in uses if use.how in (How.REACHES, How.NAMES) for key in _step(use.place.keys)]
    links = dict.fromkeys(step_link(site, here, workflow, name, long=False) for name in dict.fromkeys(steps))
    said = {re.sub(r"\(.*\)", "", each): each for each in links}  # one question asked three times is named once
    what = ", ".join(part for part in (owns, *said.values()) if part)
    return f"{to(site, here, Kind.WORKFLOW, workflow.id)} <small>{what}</small>"


def _step(keys: tuple[str | int, ...]) -> Iterator[str]:
    inside = [after for before, after in pairwise(keys) if before == "steps"]
    yield from (str(name) for name in inside[-1:])
