"""Data for the browser, with its print: JSON in a script of ours, which loads from a folder too."""

import json
from collections.abc import Mapping
from hashlib import sha256

from handrail.ground.model import Handbook

FOLDER = "assets/handrail/run-data"
"""The folder of the site that holds the data, one file a workflow, one a message, one for all teams."""
_DIGITS = 12
"""So many digits of a print are enough to tell two versions of one page apart."""


Data = dict[str, object]


def lean(data: Mapping[str, object]) -> Data:
    """Without what says nothing."""
    return {key: value for key, value in data.items() if value not in (None, "", [], {}, (), False)}


def written(value: object) -> str:
    """A value as JSON on one line, always the same for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def script(name: str, value: Mapping[str, object]) -> str:
    """The script that hands a value over under a name. JSON is JavaScript too; nothing in it is ever run."""
    return f"handrailRun.hold({written(name)},{written(value)});\n"


def print_of(value: object) -> str:
    """The print of some content: another one as soon as anything in it changes."""
    return sha256(written(value).encode()).hexdigest()[:_DIGITS]


def handbook_print(book: Handbook) -> str:
    """The print of the whole handbook: of every file that was read."""
    return print_of(sorted(book.prints.items()))
