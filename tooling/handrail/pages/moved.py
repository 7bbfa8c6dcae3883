"""Pages at the addresses that things had before, so that old links and notes still arrive."""

from collections.abc import Iterator
from posixpath import dirname, relpath

from handrail.pages import Site, SitePage
from handrail.pages._escape import esc, link
from handrail.pages._former import old_addresses, page_of
from handrail.pages._parts import line, page


def pages(site: Site) -> Iterator[SitePage]:
    """One page for each old name of an SOP or a workflow that no other has now."""
    for old, thing in old_addresses(site.handbook).items():
        where = link(esc(thing.title), relpath(page_of(thing.place.path), dirname(old) or "."))
        yield page(old, thing.title, line(f"This page has a new address: {where}."), edit=thing.place.path)
