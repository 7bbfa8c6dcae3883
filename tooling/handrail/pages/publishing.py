"""How the site is published: what lies beside the pages, under which policy it is served, and with which builder."""

from collections.abc import Iterator

from handrail.pages import Site, SitePage
from handrail.pages._parts import TOOL, items, page, section

PAGE = "handbook/publishing.md"
_BESIDE = (
    ("`handbook.json`", "the whole handbook as data; its form is `schemas/handbook.schema.json`"),
    ("`llms.txt`", "a map of the handbook for language models"),
    ("`changes.atom`, `changes.json`", "what changed, for readers of feeds"),
    ("`reviews/reviews.ics`, `reviews/<owner>.ics`", "reviews that are due, for calendars"),
    ("`handbook/assurance.json`, `handbook/assurance.csv`", "what is proven, for programs and as a sheet"),
    ("`content-security-policy.txt`", "the policy for the server, see below; MkDocs and ProperDocs write it"),
)
_POLICY = """
Serve the site with the header `Content-Security-Policy` and the one line of `content-security-policy.txt` as
its value. No script then runs but files of the site and the few lines that the theme writes into each page,
which are named by their hash: `unsafe-inline` is not needed for scripts. Nothing is asked of another host. The
line changes with the version of the theme, so let the server read it after each build. With nginx:

```
add_header Content-Security-Policy "<the line>" always;
```

Let the server compress what it sends (gzip or better): a long workflow has 400 kB of text, which become 60 kB.
"""
_BUILDERS = """
- **MkDocs** and **ProperDocs** run the plugin: `plugins: [handrail]` in `mkdocs.yml`, then `mkdocs build --strict`, or
  `properdocs build --strict --config-file mkdocs.yml`.
- **Zensical** runs no plugins. Write the pages first, `handrail export site pages`, and let it build that folder, with
  the styles and scripts of `pages/assets/handrail/` as `extra_css` and `extra_javascript`.

All of them make the same pages with the same anchors; the tests of Handrail hold them to that.
"""
_PROBLEMS = """
Below each step stands *Report a problem with this step* once `problems` in `handrail.toml` (or below
`[tool.handrail]` in `pyproject.toml`) has an address. `{title}`, `{page}`, `{step}` and `{version}` are filled
in:

```
problems = "https://git.example/issues/new?title={title}&body={page}%23{step}%20{version}"
```

The sign behind a step's heading is a link that carries the version of its text. Who follows it after the text
has changed is told so on the page.
"""


def pages(site: Site) -> Iterator[SitePage]:
    """One page."""
    rows = (f"{_coded(name)} <small>{what.replace('`', '')}</small>" for name, what in _BESIDE)
    yield page(
        PAGE,
        "Publishing",
        section("What lies beside the pages", items("hr-list", rows)),
        section("A policy for the server", _POLICY.strip()),
        section("Builders", _BUILDERS.strip()),
        section("Problems and links", _PROBLEMS.strip()),
        lead="How this site is built and served, and what programs can read of it.",
        boost=TOOL,
    )


def _coded(name: str) -> str:
    return ", ".join(
        f"<code>{part.strip('`').replace('<', '&lt;').replace('>', '&gt;')}</code>" for part in name.split(", ")
    )
