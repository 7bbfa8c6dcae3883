"""The time limits of the controls, as data: when each binds, from when it counts, and what stops it."""

from handrail.ground.model import Control, Handbook, Kind, Requirement, Table
from handrail.ground.nearest import words as listed
from handrail.pages import Site
from handrail.pages import _words as words
from handrail.pages._run.data import Data, lean
from handrail.pages._run.workflow import fact_data
from handrail.reasoning.binding import tables_of


def clocks(site: Site) -> Data:
    """Every limit in time, and the facts that say whether it binds."""
    book = site.handbook
    timed = [(control, each) for control in book.controls.values() for each in control.require if each.within]
    tables = [table for control, _ in timed for table in tables_of(control)]
    facts = dict.fromkeys(name for table in tables for name in table if name in book.facts)
    return {
        "facts": {name: fact_data(book.facts[name]) for name in facts},
        "limits": [_limit(site, control, wanted) for control, wanted in timed],
    }


def _limit(site: Site, control: Control, wanted: Requirement) -> Data:
    book, time = site.handbook, wanted.within
    path = site.path(Kind.CONTROL, control.id)
    return lean(
        {
            "control": control.id,
            "title": control.title,
            "page": path.removesuffix(".md"),
            "duties": _duties(book, control),
            "marks": list(wanted.marks),
            "says": listed([words.lower(words.mark(book, name)).rstrip(".") for name in wanted.marks], "or"),
            "minutes": time.minutes if time else 0,
            "time": time.text if time else "",
            "from": wanted.starts,
            "when": [_plain(table) for table in control.when],
            "only": [_plain(table) for table in wanted.when],
            "but": [_plain(table) for each in control.exemptions for table in each.when],
            "doors": [each.door for each in control.exemptions if each.door],
        }
    )


def _plain(table: Table) -> dict[str, list[str]]:
    return {name: list(values) for name, values in table.items()}


def _duties(book: Handbook, control: Control) -> list[str]:
    return [book.duties[name].title for name in control.duties if name in book.duties]
