"""One page of the helplines, by country."""

from collections.abc import Iterator
from itertools import groupby

from handrail.ground.model import Helpline
from handrail.pages import Site, SitePage
from handrail.pages._escape import esc
from handrail.pages._languages import named
from handrail.pages._parts import items, page, section
from handrail.pages._places import place
from handrail.pages._words import answer, day


def pages(site: Site) -> Iterator[SitePage]:
    """The page of helplines."""
    lines = site.handbook.helplines.values()
    if not lines:
        return
    parts = []
    for country, group in groupby(lines, key=lambda line: line.country):
        entries = items("hr-index", (_entry(site, line) for line in group))
        parts.append(section(esc(place(site.handbook, country)), entries, anchor=country))
    lead = "Who can help a person, by country. Messages show these entries; a number is written as it is dialled."
    yield page("helplines.md", "Helplines", *parts, lead=lead, edit="register/helplines.yml")


def _entry(site: Site, line: Helpline) -> str:
    helps = ", ".join(answer(site.handbook, "harm-type", harm) for harm in line.helps_with)
    hours = "day and night" if line.hours and line.hours.always else line.hours.text if line.hours else ""
    verified = f"verified on {day(line.verified_on)}" if line.verified_on else "not verified yet"
    known = " · ".join(esc(part) for part in (named(line.languages), hours, verified) if part)
    number = f'<span class="hr-number">{esc(line.number)}</span>'
    return f"<b>{esc(line.title)}</b> {number} <small>{esc(helps)}<br>{known}</small>"
