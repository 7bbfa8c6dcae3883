"""Pages at the addresses that things had before, so that old links and notes still arrive.

Where scripts run, the page goes on to the new address by itself, with what the old one named: a step, a print. Without
one it is a link.
"""

from collections.abc import Iterator
from posixpath import dirname, relpath

from handrail.pages import Site, SitePage
from handrail.pages._escape import esc, link
from handrail.pages._former import old_addresses, page_of
from handrail.pages._parts import block, line, page


def pages(site: Site) -> Iterator[SitePage]:
    """One page for each old name of an SOP or a workflow that no other has now."""
    for old, thing in old_addresses(site.handbook).items():
        where = relpath(page_of(thing.place.path), dirname(old) or ".")
        yield page(
            old,
            thing.title,
            block("hr-note warn", line("<b>This page has a new address.</b> What you know it by is an old name.")),
            line(link(f"Go to {esc(thing.title)}", where, "hr-btn primary hr-moved"), "hr-actions"),
            edit=thing.place.path,
        )
