"""Where readers tell that something is wrong: the address of the settings, with the blanks filled in."""

from urllib.parse import quote

from handrail.pages import Site
from handrail.pages._escape import link


def flaw(site: Site, page: str, title: str, step: str = "", version: str = "") -> str:
    """A link that says which page, which step and which version somebody saw; nothing without an address.

    Whatever fills a blank is quoted, so that no title can add to the address.
    """
    blanks = {"page": page.removesuffix(".md"), "step": step, "title": title, "version": version}
    address = site.problems
    for blank, value in blanks.items():
        address = address.replace(f"{{{blank}}}", quote(value, safe=""))
    what = "step" if step else "page"
    return link(f"Report a problem with this {what}", address, "hr-flaw") if address else ""
