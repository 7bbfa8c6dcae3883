"""unknown-zone."""

from collections.abc import Iterator
from functools import cache
from typing import ClassVar
from zoneinfo import available_timezones

from handrail.ground.finding import Edit, Finding, Fix
from handrail.ground.model import Handbook
from handrail.ground.nearest import nearest
from handrail.reasoning.staffing import zone_of
from handrail.rules import Example, Rule

_ZONE = "    zone: Europe/Dublin\n"


class UnknownZone(Rule):
    """A hub's time zone is none.

    Shifts are written in the local time of a hub. Where the zone does not exist nobody can tell when its teams are
    awake: every escalation to them looks unanswered, and a real gap hides among the rest. Write the zone as the IANA
    names it, with a continent and a city in it, such as `Asia/Kuala_Lumpur`.
    """

    group: ClassVar[str] = "escalation"
    speaks_in: ClassVar[str] = "register/"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            "    zone: Europe/Dubin\n",
            at="Europe/Dubin",
            file="register/organisation.yml",
            says="the nearest is `Europe/Dublin`",
            instead=_ZONE,
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example("    zone: Asia/Kuala_Lumpur\n", file="register/organisation.yml", instead=_ZONE),
        Example("    zone: UTC\n", file="register/organisation.yml", instead=_ZONE),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at every hub."""
        for hub in handbook.hubs.values():
            if zone_of(hub.zone) is None:
                near = nearest(hub.zone, _zones())
                place = hub.place.at("zone")
                yield self.finding(
                    f"There is no time zone `{hub.zone}`" + (f"; the nearest is `{near}`." if near else "."),
                    place,
                    f"Write `{near}`." if near else "Write a continent and a city in it, as `Asia/Kuala_Lumpur`.",
                    fix=Fix(f"Write `{near}`", (Edit(place, near),)) if near else None,
                )


@cache
def _zones() -> tuple[str, ...]:
    """Every zone with a city, sorted, so that the nearest is the same everywhere."""
    return tuple(sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")))
