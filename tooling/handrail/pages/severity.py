"""A page for each severity: what is promised for it, and which workflows begin with it. And the table of all."""

from collections.abc import Iterator

from handrail.ground.model import Kind, SeverityLevel
from handrail.pages import Site, SitePage
from handrail.pages._escape import esc
from handrail.pages._languages import language
from handrail.pages._parts import facts, items, page, section, severity_badge, table, to


def pages(site: Site) -> Iterator[SitePage]:
    """The table of severities, and one page for each."""
    book = site.handbook
    if not book.severities:
        return
    here = "severities/index.md"
    marks = list(dict.fromkeys(mark for level in book.severities.values() for mark in level.promises))
    rows = [
        (
            to(site, here, Kind.SEVERITY, level.id, f"{severity_badge(level.id)} {esc(level.title)}"),
            esc(level.accept.text) if level.accept else "&ndash;",
            _time(level, "close"),
            str(sum(workflow.severity == level.id for workflow in book.workflows.values())),
        )
        for level in book.severities.values()
    ]
    lead = "How bad a case is, and what we promise for it. All times run from the start of the case."
    heads = ("Meaning", "Accepted within", "Closed within", "Workflows")
    promised = [
        (to(site, here, Kind.MARK, mark), *(_time(level, mark) for level in book.severities.values())) for mark in marks
    ]
    every = section("Every promise", table(("Promise", *map(esc, book.severities)), promised))
    yield page(here, "Severities", table(heads, rows), every, lead=lead, edit="register/severities.yml")
    for level in book.severities.values():
        yield _page(site, level)


def _time(level: SeverityLevel, mark: str) -> str:
    return esc(level.promises[mark].text) if mark in level.promises else "&ndash;"


def _page(site: Site, level: SeverityLevel) -> SitePage:
    book, here = site.handbook, site.path(Kind.SEVERITY, level.id)
    promises = [(to(site, here, Kind.MARK, mark), esc(time.text)) for mark, time in level.promises.items()]
    known = (
        ("Accepted within", esc(level.accept.text) if level.accept else ""),
        ("People hear from us every", esc(level.update_every.text) if level.update_every else ""),
        ("Messages exist in", ", ".join(esc(language(code)) for code in level.languages)),
    )
    workflows = (workflow for workflow in book.workflows.values() if workflow.severity == level.id)
    return page(
        here,
        f"{level.id}: {level.title}",
        facts(known),
        section("What we promise", table(("What is done", "Within"), promises)),
        section("Workflows", items("hr-list", (to(site, here, Kind.WORKFLOW, workflow.id) for workflow in workflows))),
        eyebrow="[Severities](index.md)",
        classes="hr-entry",
        edit="register/severities.yml",
    )
