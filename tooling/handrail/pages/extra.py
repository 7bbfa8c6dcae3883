"""Markdown files that are no SOP and not the front page: published as they are, with nothing in them that acts."""

from collections.abc import Iterator

from handrail.pages import Site, SitePage
from handrail.pages._body import body
from handrail.pages._escape import front_matter
from handrail.pages._parts import block


def pages(site: Site) -> Iterator[SitePage]:
    """One page for each file."""
    for path, text in site.handbook.pages.items():
        title = next((heading.text for heading in text.headings), path.rpartition("/")[2].removesuffix(".md"))
        yield SitePage(path, f"{front_matter(title)}\n{block('hr-page', body(site, path, text.text))}\n", path)
