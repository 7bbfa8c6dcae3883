"""The index of the search: data that a script loads when somebody first looks for something. No page shows it."""

from collections.abc import Iterator
from functools import cache, partial

from handrail.pages import Site, SitePage
from handrail.pages._search.index import index

FIRST, MORE = "assets/handrail/search-index.js", "assets/handrail/search-more.js"


def pages(site: Site) -> Iterator[SitePage]:
    """The two files of the index."""
    both = cache(partial(index, site))
    yield SitePage(FIRST, lambda: both()[0])
    yield SitePage(MORE, lambda: both()[1])
