"""One page of everything that is measured."""

from collections.abc import Iterator

from handrail.ground.model import Handbook, Kind, Metric
from handrail.pages import Site, SitePage
from handrail.pages._escape import esc
from handrail.pages._parts import block, facts, heading, line, page, sentence, to
from handrail.pages._used import step_link


def pages(site: Site) -> Iterator[SitePage]:
    """The page of metrics."""
    here = "metrics.md"
    entries = [_entry(site, here, metric) for metric in site.handbook.metrics.values()]
    if entries:
        lead = "What is measured, from where to where, and what we aim at."
        yield page(here, "Metrics", *entries, lead=lead, classes="hr-entries", edit="register/metrics.yml")


def _entry(site: Site, here: str, metric: Metric) -> str:
    book = site.handbook
    sops = sentence(
        to(site, here, Kind.PROCEDURE, sop.id) for sop in book.procedures.values() if metric.id in sop.metrics
    )
    known = (
        ("From", _point(site, here, metric.starts)),
        ("To", _point(site, here, metric.ends)),
        ("Target", esc(metric.target)),
        ("Used by", sops),
    )
    return block("hr-term", heading(esc(metric.title), 2, metric.id), line(esc(metric.says)), facts(known))


def _point(site: Site, here: str, name: str) -> str:
    kind, (flow, _, step) = _kind(site.handbook, name), name.partition("#")
    if step and flow in site.handbook.workflows:
        return step_link(site, here, site.handbook.workflows[flow], step)
    return to(site, here, kind, name) if kind else esc(name.replace("-", " "))


def _kind(book: Handbook, name: str) -> Kind | None:
    return Kind.MARK if name in book.marks else Kind.FACT if name in book.facts else None
