"""What tests of the site share: built once for all workers, read as a browser reads it, and a handbook that attacks."""

import dataclasses
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import Any

from handrail.ground.model import Handbook, Kind, Page
from handrail.pages import SitePage

EVIL = (
    "</title></textarea><script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) "
    '{: onclick=alert(4) } {#top onclick=\'alert(5)\'} "><b onmouseover="alert(6)"> {{ 7 * 191 }} {% raw %} `<i>` \\` -->'
)
"""One line that tries every door: HTML, attributes, links, lists of attributes, templates, code."""

EVIL_MARKDOWN = f"""
# {EVIL}

{EVIL}

<script>alert(1)</script>

<svg onload="alert(7)"><script>alert(8)</script><a xlink:href="javascript&colon;alert(9)"><text>x</text></a></svg>

<svg><style>@import "https://evil.example/style.css";</style><foreignObject><iframe src="https://evil.example/f"></iframe>
<animate attributeName="href" values="javascript:alert(9)"></animate></foreignObject></svg>

<div onclick="alert(2)" markdown="1">**loud**</div>

<iframe src="https://evil.example/frame"></iframe>

[a](javascript:alert(3)) [b](&#106;avascript:alert(3)) [c](java
script:alert(3)) [d]( javascript:alert(3)) [e](<javascript:alert(3)>) [f](JaVaScRiPt&colon;alert(3))
[g](data:text/html,<script>alert(3)</script>) [h](vbscript:alert(3) "title") [i](//evil.example/page)
[`code`](javascript:alert(3)) [j][ref] [ref] [**k**](javascript&#58;alert(3)) [l](java\\script:alert(3))

[ref]: javascript:alert(3)
[pic]: https://evil.example/picture.png
> [quoted]: javascript:alert(3)
>
> [m][quoted]

![n](https://evil.example/picture.png) ![o][pic] ![pic] ![`p`](https://evil.example/picture.png) ![q](//evil.example/p.png)

<javascript:alert(3)> <https://harmless.example/page>

\\`**bold**{{: onclick=alert(4) }} text`{{: onclick=alert(4) }}

## Heading {{: onclick=alert(4) }}

text
{{: onclick=alert(4) }}

```python {{: onclick=alert(4) }}
<script>alert(1)</script> {{{{ 7 * 191 }}}}
```

    <script>alert(1)</script>

| a | b |
|---|---|
| <script>alert(1)</script> | [x](javascript:alert(3)) |

<!-- --><script>alert(1)</script><!-- -->

```workflow nothing-of-that-name
steps
```
"""

_NAMES = frozenset(
    [
        "id",
        "kind",
        "area",
        "at_first",
        "counts_as",
        "never",
        "evidence",
        "zone",
        "target",
        "by",
        "and_by",
        "by_other_than",
        "exposure",
        "go",
        "then",
        "if_no_answer",
        "message",
        "restarts",
        "order",
        "starts",
        "ends",
        "procedure",
        "team",
        "severity",
        "alarm",
        "owner",
        "replaced_by",
        "hub",
        "country",
        "number_of",
        "anchor",
        "door",
        "written",
        "source",
        "text_of",
        "jurisdiction",
        "views_up_to",
        "to",
    ]
)
"""Fields that hold a name of the handbook, or a word that the language fixes: nobody can write a sentence there."""
_LISTS_OF_WORDS = frozenset(["also", "never_say", "reporters_say", "often_asked"])
_WAYS = {"Step": ("answers", "outcomes", "records", "settles"), "Workflow": ("left_open",)}
"""Tables whose values are names."""


def hostile(thing: Any, field: str = "") -> Any:  # noqa: ANN401 - whatever a field holds
    """A handbook, or a part of one, in which every sentence that an author can write attacks."""
    if isinstance(thing, Page):
        return dataclasses.replace(thing, text=EVIL_MARKDOWN + thing.text)
    if isinstance(thing, Mapping):
        return MappingProxyType({name: hostile(each, field) for name, each in thing.items()})
    if isinstance(thing, tuple):
        words = field in _LISTS_OF_WORDS or any(dataclasses.is_dataclass(each) for each in thing)
        return tuple(hostile(each, field) for each in thing) if words else thing
    if type(thing) is str and thing and field not in _NAMES:
        return f"{thing} {EVIL_MARKDOWN if field in {'details', 'text'} else EVIL}"
    return _hostile_parts(thing) if type(thing).__module__.startswith("handrail.ground.model") else thing


def _hostile_parts(thing: Any) -> Any:  # noqa: ANN401 - whatever the model is made of
    if not dataclasses.is_dataclass(thing):
        return thing
    skipped = _WAYS.get(type(thing).__name__, ())
    written = [each.name for each in dataclasses.fields(thing) if each.init and each.name not in skipped]
    changed = {name: hostile(getattr(thing, name), name) for name in written}
    return dataclasses.replace(thing, **changed)  # type: ignore[type-var]


def attacked(book: Handbook) -> Handbook:
    """The handbook with every sentence turned into an attack; names and times stay."""
    shelves = {field.name: getattr(book, field.name) for field in dataclasses.fields(book) if field.init}
    kept = {"as_of", "duplicates", "broken", "files"}
    return Handbook(**{name: shelf if name in kept else hostile(shelf, name) for name, shelf in shelves.items()})


_ACTING = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (r"<script", r"<[a-z][^>]*\son\w+\s*=", r"(\]\(|\]:|href=.?)\s*<?javascript:", r"\{\{", r"\{%")
)


def acting(page: SitePage) -> list[str]:
    """What acts in the source of a page. What its front matter holds is tested on the built site."""
    _, _, text = page.text.partition("\n---\n")
    running = re.sub(r"&#?\w+;", "", text)
    return [found[0] for pattern in _ACTING if (found := pattern.search(running))]


def once(folder: Path, make: Callable[[Path], object]) -> Path:
    """What is made in a folder by the first worker that comes, and used by all."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        for _ in range(600):
            if (folder / ".done").exists():
                return folder
            time.sleep(0.5)
        raise
    make(folder)
    (folder / ".done").touch()
    return folder


class Seen(HTMLParser):
    """A page as a browser sees it: elements with their attributes, texts of scripts, every id."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.words: list[str] = []
        self._inside = ""
        self.feed(path.read_text(encoding="utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag in {"script", "style"}:
            self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self._inside:
            self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            self.scripts.append(data)
        elif not self._inside:
            self.words.append(data)

    def attributes(self, *names: str) -> Iterator[str]:
        """The values of these attributes, wherever they stand."""
        for _, attributes in self.elements:
            yield from (attributes[name] for name in names if name in attributes)

    @property
    def ids(self) -> frozenset[str]:
        """Everything that a link can lead to on this page."""
        return frozenset(self.attributes("id", "name"))


def scheme(address: str) -> str:
    """The scheme of an address as a browser reads it: white space and what cannot be seen do not count."""
    clean = re.sub(r"[\x00-\x20]", "", unescape(address))
    found = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", clean)
    return found[1].lower() if found else "//" if clean.startswith("//") else ""


def loaded(page: Seen) -> Iterator[str]:
    """Addresses that a browser fetches by itself when it opens the page."""
    for tag, attributes in page.elements:
        if tag == "link" and attributes.get("rel") not in {"canonical", "edit", "prev", "next"}:
            yield attributes.get("href", "")
        elif tag in {"script", "img", "iframe", "video", "audio", "source", "embed", "object", "track", "input"}:
            yield from (attributes[name] for name in ("src", "data", "srcset", "poster") if name in attributes)


def environment() -> dict[str, str]:
    """The environment of a build in a test."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1", "NO_COLOR": "1"}


KINDS_WITH_PAGES = (
    Kind.WORKFLOW,
    Kind.PROCEDURE,
    Kind.MESSAGE,
    Kind.CONTROL,
    Kind.FACT,
    Kind.MARK,
    Kind.DUTY,
    Kind.SEVERITY,
    Kind.METRIC,
    Kind.TERM,
    Kind.TEAM,
)
