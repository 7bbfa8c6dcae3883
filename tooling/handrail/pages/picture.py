"""The track of each workflow as one standalone picture, for a pull request, a slide or a wall."""

from collections.abc import Iterator
from functools import partial

from handrail.ground.model import Handbook, Kind, Workflow
from handrail.pages import Site, SitePage
from handrail.pages._track.svg import svg


def pages(site: Site) -> Iterator[SitePage]:
    """An SVG beside the page of each workflow that has steps."""
    for workflow in site.handbook.workflows.values():
        if workflow.steps:
            path = site.path(Kind.WORKFLOW, workflow.id).removesuffix(".md") + ".svg"
            yield SitePage(path, partial(_file, site.handbook, workflow), workflow.place.path)


def _file(book: Handbook, workflow: Workflow) -> str:
    return svg(book, workflow) + "\n"
