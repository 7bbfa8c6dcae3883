"""What may act on the built site: its own files, the theme's inline scripts by their hash, and nothing in a picture."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

FILE = "content-security-policy.txt"
"""Where the policy lies in the built site: one line, the value of the header."""
PASSIVE = frozenset(
    (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".pdf", ".csv", ".txt", ".json", ".ics", ".mp4", ".webm",
     ".woff", ".woff2", ".ttf")
)  # fmt: skip
"""Files that a browser shows or saves and never runs."""
_SHAPES = frozenset(
    ("svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text",
     "tspan", "title", "desc", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker")
)  # fmt: skip
_MOST = 2 * 1024 * 1024
_INLINE = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_NOT_RUN = re.compile(r"\bsrc\s*=|\btype\s*=\s*[\"']?application/(?:ld\+)?json", re.IGNORECASE)
_FIXED = (
    "default-src 'self'",
    "style-src 'self' 'unsafe-inline'",  # the bars and lines of a track have their widths with them
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
)


def inline(page: str) -> Iterator[str]:
    """The scripts that stand in a page itself and would be run."""
    for attributes, script in _INLINE.findall(page):
        if script.strip() and not _NOT_RUN.search(attributes):
            yield script


def hashed(script: str) -> str:
    """The source expression that lets exactly this script run."""
    return f"'sha256-{b64encode(sha256(script.encode()).digest()).decode('ascii')}'"


def policy(scripts: Iterable[str]) -> str:
    """The policy under which these inline scripts run, files of the site run, and nothing else does."""
    allowed = " ".join(["script-src 'self'", *sorted({hashed(script) for script in scripts})])
    return "; ".join((_FIXED[0], allowed, *_FIXED[1:])) + "\n"


def is_passive(file: Path) -> bool:
    """Whether a file of the handbook may be published as it is: by its kind, and an SVG by what stands in it."""
    kind = file.suffix.lower()
    if kind != ".svg":
        return kind in PASSIVE
    try:
        return file.stat().st_size <= _MOST and is_picture(file.read_bytes())
    except OSError:  # gone or closed to us since it was found: nobody knows what stands in it
        return False


def is_picture(svg: bytes) -> bool:
    """Whether an SVG holds shapes and words alone: no script, no style sheet, no handler, nothing from elsewhere."""
    # no entities and no style sheets from outside: both are named before the first element, and nowhere else
    if re.search(rb"<!(?!--)|<\?(?!xml[ \t\r\n])", svg):
        return False
    try:
        root = ET.fromstring(svg)  # noqa: S314 - nothing is left in it that could expand
    except ET.ParseError:
        return False
    return all(_is_shape(element) for element in root.iter())


def _is_shape(element: ET.Element) -> bool:
    return element.tag.rpartition("}")[2] in _SHAPES and all(
        _is_harmless(key, value) for key, value in element.attrib.items()
    )


def _is_harmless(key: str, value: str) -> bool:
    name = key.rpartition("}")[2].lower()
    led = re.findall(r"url\s*\(\s*([^)]*)", value, re.IGNORECASE)
    inside = all(target.strip("\"' ").startswith("#") for target in led) and "\\" not in value
    return not name.startswith("on") and inside and (name not in {"href", "src"} or value.startswith("#"))
