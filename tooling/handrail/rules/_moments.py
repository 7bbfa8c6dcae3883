"""What the rules on staffing share: a moment in words, in UTC and where the people are."""

from collections.abc import Iterable, Iterator

from handrail.ground.model import Handbook, Names, Team
from handrail.ground.nearest import words
from handrail.reasoning.staffing import instant, zone_of

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def moment(handbook: Handbook, minute: int, teams: Iterable[Team]) -> str:
    """A minute in words: `Saturday 28 November 2026, 10:00 UTC (Saturday 18:00 in Singapore)`."""
    day = instant(minute)
    told = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}, {day:%H:%M} UTC"
    local = words(_local(handbook, minute, teams))
    return f"{told} ({local})" if local else told


def _local(handbook: Handbook, minute: int, teams: Iterable[Team]) -> Iterator[str]:
    for name in hubs_of(handbook, teams):
        zone = zone_of(handbook.hubs[name].zone)
        if zone is not None:
            here = instant(minute).astimezone(zone)
            yield f"{_DAYS[here.weekday()]} {here:%H:%M} in {handbook.hubs[name].title}"


def hubs_of(handbook: Handbook, teams: Iterable[Team]) -> Names:
    """The hubs at which teams work, or from which their rotas are on call, in order."""
    found: dict[str, None] = {}
    for team in teams:
        found |= dict.fromkeys(team.staffed)
        found |= {handbook.rotas[rota].hub: None for rota in team.on_call if rota in handbook.rotas}
    return tuple(name for name in found if name in handbook.hubs)


def closed_by(handbook: Handbook, minute: int, team: Team) -> str:
    """The holidays at a team's hubs on the day of a minute, in words; empty when there are none."""
    found = []
    for name in team.staffed if not team.works_on_holidays else ():
        hub = handbook.hubs.get(name)
        zone = zone_of(hub.zone) if hub else None
        if hub and zone:
            holiday = hub.holidays.get(instant(minute).astimezone(zone).date())
            found += [f"{holiday} in {hub.title}"] if holiday else []
    return words(found)
