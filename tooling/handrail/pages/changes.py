"""What changed: a page for people, and the same as Atom and as JSON for readers of feeds."""

import json
from collections.abc import Iterator
from html import escape

from handrail.pages import Site, SitePage
from handrail.pages._changes import listed
from handrail.pages._escape import plain
from handrail.pages._news import News, Touched, declared, edits
from handrail.pages._parts import count, line, page, section, title_of

PAGE, ATOM, JSON = "changes.md", "changes.atom", "changes.json"
MOST = 100
"""So many changes of each kind stand on the page and in the feeds."""


def pages(site: Site) -> Iterator[SitePage]:
    """The page and its two feeds."""
    book = site.handbook
    if not book.procedures:
        return
    every = declared(book)
    ahead = [news for news in every if news.day > book.as_of]
    begun = [news for news in every if news.day <= book.as_of]
    yield page(
        PAGE,
        "Changes",
        line("The same as a feed: [Atom](changes.atom), [JSON](changes.json)."),
        section("Not yet in force", listed(site, PAGE, reversed(ahead))),
        section("In force", listed(site, PAGE, begun[:MOST], since=True)),
        section("Every edit", listed(site, PAGE, edits(site)[:MOST], since=True)),
        lead="What is different in the procedures, when that began, and who approved it.",
        classes="hr-lists",
    )
    fed = sorted([*begun[:MOST], *edits(site)[:MOST]], key=lambda news: -news.day.toordinal())
    yield SitePage(ATOM, _atom(site, fed))
    yield SitePage(JSON, _json(site, fed))


def _address(site: Site, each: Touched) -> str:
    """The address of a page as seen from the top of the site, where the feeds lie."""
    return site.path(each.kind, each.id).removesuffix(".md") + "/"


def _titled(site: Site, news: News) -> str:
    titles_ = [title_of(site.handbook, each.kind, each.id) for each in news.touches[:1]]
    more = f" and {count(len(news.touches) - 1, 'other')}" if len(news.touches) > 1 else ""
    return plain(f"{titles_[0]}{more}" if titles_ else "The handbook")


def _atom(site: Site, news: list[News]) -> str:
    """RFC 4287. Addresses are relative to the feed, since the site may lie anywhere."""
    book = site.handbook
    title = "Changes of the handbook"
    newest = max((each.day for each in news), default=book.as_of)
    entries = "".join(_atom_entry(site, each) for each in news)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>urn:handrail:changes</id>\n<title>{title}</title>\n<updated>{newest.isoformat()}T00:00:00Z</updated>\n"
        '<author><name>Handrail</name></author>\n<link rel="self" href="changes.atom"/>\n'
        f'<link rel="alternate" type="text/html" href="changes/"/>\n{entries}</feed>\n'
    )


def _atom_entry(site: Site, news: News) -> str:
    links = "".join(f'<link rel="alternate" href="{escape(_address(site, each))}"/>' for each in news.touches[:1])
    return (
        f"<entry><id>{news.urn}</id><title>{escape(_titled(site, news))}</title>"
        f'<updated>{news.day.isoformat()}T00:00:00Z</updated>{links}<category term="{news.kind}"/>'
        f"<summary>{escape(plain(news.what))}</summary></entry>\n"
    )


def _json(site: Site, news: list[News]) -> str:
    """JSON Feed 1.1, with what a change touches under `_handrail`."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Changes of the handbook",
        "home_page_url": "changes/",
        "feed_url": "changes.json",
        "items": [
            {
                "id": each.urn,
                "title": _titled(site, each),
                "content_text": plain(each.what),
                "date_published": f"{each.day.isoformat()}T00:00:00Z",
                "tags": [each.kind],
                **({"url": _address(site, each.touches[0])} if each.touches else {}),
                "_handrail": {
                    "touches": [{"kind": touched.kind.value, "id": touched.id} for touched in each.touches],
                    "approved-by": list(each.approved_by),
                },
            }
            for each in news
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1) + "\n"
