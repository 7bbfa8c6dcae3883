"""impossible-date."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Handbook, Message, Sop
from handrail.rules import Example, Rule
from handrail.rules._samples import DUTIES, MESSAGE, PAGE, message_file, sop_file

A_DAY = timedelta(days=1)
"""East of here it is tomorrow already."""
_BODY = "## Purpose\n\nTo say when it comes.\n"
_TWO = (
    "\n  - from: {}\n    what: Search twice.\n    approved-by: [duty-manager]"
    "\n  - from: {}\n    what: The first version.\n    approved-by: [duty-manager]"
)


class ImpossibleDate(Rule):
    """A date that cannot be: somebody looked at something tomorrow, or a page ended before it began.

    Dates tell how far a page, a number or a translation can be trusted, and from a wrong one everything seems newer
    than it is. The days on which something was reviewed, verified or checked lie in the past. Changes stand newest
    first, because the first that is not editorial is the version. A page that was replaced says on which day it was
    retired, and a duty ends after it began.
    """

    group: ClassVar[str] = "pages"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(sop_file(_BODY, last_reviewed="2027-11-09"), at="2027-11-09", file=PAGE, says="has not come yet"),
        Example(
            sop_file(_BODY, changes=_TWO.format("2026-03-02", "2026-11-02")),
            at="2026-11-02",
            file=PAGE,
            says="newest first",
        ),
        Example(sop_file(_BODY, replaced_by="lost-parcel"), at="lost-parcel", file=PAGE, says="was not retired"),
        Example(
            DUTIES.replace("updated-on", "ended-on: 2025-01-01\n  updated-on"),
            at="2025-01-01",
            file="register/duties.yml",
            says="ends before it begins",
        ),
        Example(
            message_file("text:\n  en: We found it.\nchecked: {en: 2027-11-02}\n"),
            at="2027-11-02",
            file=MESSAGE,
            says="has not come yet",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(_BODY, last_reviewed="2026-11-09", changes=_TWO.format("2026-11-02", "2026-03-02")), file=PAGE
        ),
    )

    def check_sop(self, sop: Sop, handbook: Handbook) -> Iterator[Finding]:
        """Look at the dates of an SOP."""
        yield from self._past(sop.last_reviewed, sop.place.at("last-reviewed"), handbook, "The review")
        for change in sop.changes:
            for approval in change.approvals:
                place = change.place.at("approved-by", approval.by)
                yield from self._past(approval.on, place, handbook, "The approval")
                if approval.content and approval.on is None:
                    says = f"`{approval.by}` approved on a day that no calendar has."
                    yield self.finding(says, place, "Write the day on which they agreed.")
        for newer, older in pairwise(sop.changes):
            if newer.starts and older.starts and older.starts > newer.starts:
                yield self.finding(
                    f"The change of {older.starts} stands below that of {newer.starts}; changes stand newest first.",
                    older.place.at("from"),
                    "Change their places, or correct the date.",
                    related=(Related(newer.place.at("from"), "stands above"),),
                )
        if sop.replaced_by and not sop.retired_on:
            yield self.finding(
                f"`{sop.replaced_by}` replaced `{sop.id}`, which was not retired.",
                sop.place.at("replaced-by"),
                "Add `retired-on:` with the day, or delete `replaced-by`.",
            )
        begun = min((change.starts for change in sop.changes if change.starts), default=None)
        if sop.retired_on and begun and sop.retired_on < begun:
            yield self.finding(
                f"`{sop.id}` was retired on {sop.retired_on}, before its first version of {begun}.",
                sop.place.at("retired-on"),
                "Correct one of the two dates.",
            )

    def check_message(self, message: Message, handbook: Handbook) -> Iterator[Finding]:
        """Look at the days on which the languages were checked."""
        for language, day in message.checked.items():
            yield from self._past(day, message.place.at("checked", language), handbook, "The check")

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look at the dates of duties, helplines and teams."""
        for line in handbook.helplines.values():
            yield from self._past(line.verified_on, line.place.at("verified-on"), handbook, "The call")
        for duty in handbook.duties.values():
            yield from self._past(duty.checked_on, duty.place.at("checked-on"), handbook, "The check")
            if duty.in_force_on and duty.ended_on and duty.ended_on < duty.in_force_on:
                yield self.finding(
                    f"The duty `{duty.id}` ends before it begins on {duty.in_force_on}.",
                    duty.place.at("ended-on"),
                    "Correct one of the two dates.",
                )
        for team in handbook.teams.values():
            if team.replaced_by and not team.retired_on:
                yield self.finding(
                    f"`{team.replaced_by}` replaced `{team.id}`, which was not retired.",
                    team.place.at("replaced-by"),
                    "Add `retired-on:` with the day, or delete `replaced-by`.",
                )

    def _past(self, day: date | None, place: Place, handbook: Handbook, what: str) -> Iterator[Finding]:
        if day and day > handbook.as_of + A_DAY:
            yield self.finding(f"{what} of {day} has not come yet.", place, "Write the day on which somebody did it.")
