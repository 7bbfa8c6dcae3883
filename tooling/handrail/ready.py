"""A site, ready for whoever builds it: what was found, every page, the navigation. Plain data, so that it can be kept.

All of it follows from the handbook, its settings, its history and the day. The last one is kept for each handbook, and
where nothing is different nothing is read, checked or made again.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from handrail.check import Selection, check
from handrail.formats import Look
from handrail.formats.plain import render
from handrail.ground.finding import Finding, Severity
from handrail.ground.memory import FORGETFUL, Memory
from handrail.ground.report import Report
from handrail.pages import ShownCommand, SitePage
from handrail.publish import Entry, carried_along, navigation, published, site_of
from handrail.reading.config import Config
from handrail.reading.discover import Found, discover
from handrail.reading.history import history
from handrail.reading.same import fingerprint


class Ready(NamedTuple):
    """What was found (its weight, and the text that tells it), the pages, their order, what is published as it is."""

    told: tuple[tuple[Severity, str], ...]
    pages: tuple[SitePage, ...]
    tree: tuple[Entry, ...]
    carried: frozenset[str]


def made_ready(
    config: Config,
    *,
    as_of: date,
    commands: Callable[[], Iterable[ShownCommand]],
    memory: Memory = FORGETFUL,
    hands: int = 1,
    found: Found | None = None,
) -> Ready:
    """The site of a handbook, checked by so many hands (see `crew`). `found` is what was read already.

    Raises HandrailError when it cannot be checked.
    """
    found = found or discover(config.handbook)
    past = history(config)
    # whether an SVG may be published depends on what stands in it (`policy`), whatever way its name is written
    pictures = [config.handbook / path for path in sorted(found.paths) if path.lower().endswith(".svg")]
    key = fingerprint(found, config, as_of, past, files=pictures)
    place = f"site {config.root} {config.handbook}"
    if key and (known := _known(memory.get(place), key)):
        return known
    chosen = Selection(settings=config.rules)
    report = check(config, as_of=as_of, selection=chosen, memory=memory, hands=hands, found=found)
    site = site_of(report, commands(), past, config.problems)
    pages = published(site)
    ready = Ready(tuple(_told(report)), pages, tuple(navigation(site, pages)), carried_along(report, config.handbook))
    if key and not report.crashed:
        memory.put(place, _written(key, ready))
    return ready


def _told(report: Report) -> Iterator[tuple[Severity, str]]:
    for finding in report.findings:
        yield finding.severity, _one(report, finding)


def _one(report: Report, finding: Finding) -> str:
    return render(replace(report, findings=(finding,)), Look()).rpartition("\n\n")[0]


def _written(key: str, ready: Ready) -> str:
    pages = [(page.path, page.text, page.edit) for page in ready.pages]
    return json.dumps([key, ready.told, pages, ready.tree, sorted(ready.carried)], ensure_ascii=False)


def _known(kept: str | None, wanted: str) -> Ready | None:
    """What was kept, if it is what is wanted."""
    if kept is None or not kept.startswith(json.dumps([wanted])[:-1]):
        return None
    _, told, pages, tree, carried = json.loads(kept)
    return Ready(
        tuple((Severity(severity), text) for severity, text in told),
        tuple(SitePage(*page) for page in pages),
        tuple(map(_entry, tree)),
        frozenset(carried),
    )


def _entry(entry: Any) -> Entry:  # noqa: ANN401 - as it comes from JSON
    return entry if isinstance(entry, str) else (entry[0], [_entry(each) for each in entry[1]])
