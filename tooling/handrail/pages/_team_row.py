"""A team in a list, and the workflows that it has a part in."""

from handrail.ground.model import Kind, Team, Workflow
from handrail.pages import Site
from handrail.pages._escape import esc
from handrail.pages._hours import badge
from handrail.pages._parts import count, to
from handrail.reasoning.index import users


def team_row(site: Site, here: str, team: Team) -> str:
    """A team in a list: its name, when it is there, and how fast it accepts."""
    accepts = team.accepts_within()
    part = len(parts_of(site, team))
    said = (count(part, "workflow") if part else "", f"accepts in {esc(accepts.text)}" if accepts else "")
    name = f"<b>{to(site, here, Kind.TEAM, team.id)}</b>"
    return f"{name} {badge(site.handbook, team.id)} <small>{' · '.join(filter(None, said))}</small>"


def parts_of(site: Site, team: Team) -> tuple[Workflow, ...]:
    """The workflows in which the team has a part, or one of its roles."""
    book = site.handbook
    names = {(Kind.TEAM, team.id), *((Kind.ROLE, role.id) for role in book.roles.values() if team.id in role.teams)}
    paths = {use.place.path for name in names for use in users(book, *name)}
    return tuple(workflow for workflow in book.workflows.values() if workflow.place.path in paths)
