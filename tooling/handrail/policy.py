"""A Content-Security-Policy for the built site: its files may run, and the theme's inline scripts by their hash."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from hashlib import sha256

FILE = "content-security-policy.txt"
"""Where the policy lies in the built site: one line, the value of the header."""
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
