"""Markdown files that are no SOP and not the front page: published as they are, with nothing in them that acts."""

from collections.abc import Iterator
from functools import partial

from handrail.ground.model import Page
from handrail.pages import Site, SitePage
from handrail.pages._body import body
from handrail.pages._escape import front_matter
from handrail.pages._parts import block


def pages(site: Site) -> Iterator[SitePage]:
    """One page for each file."""
    for path, page in site.handbook.pages.items():
        yield SitePage(path, partial(_text, site, path, page), path)


def _text(site: Site, path: str, page: Page) -> str:
    title = next((heading.text for heading in page.headings), path.rpartition("/")[2].removesuffix(".md"))
    return f"{front_matter(title)}\n{block('hr-page', body(site, path, page.text))}\n"
