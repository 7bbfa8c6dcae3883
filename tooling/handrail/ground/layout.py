"""Where each kind of file lies in a handbook's folder, and what its name says."""

from typing import NamedTuple

REGISTERS = ("organisation", "facts", "marks", "duties", "severities", "metrics", "glossary", "helplines")
FOLDERS = {"workflows": "workflow", "messages": "message", "controls": "control", "scenarios": "scenario"}
SCHEMES = ("http", "https", "mailto", "tel")
"""How links out of the handbook may begin. On the site any other leads nowhere."""
KINDS = ("home", "procedure", *FOLDERS.values(), *REGISTERS)


class Slot(NamedTuple):
    """What a path says about its file: its kind, its name (without the ending) and the folders in between."""

    kind: str
    id: str
    area: str


def slot(path: str) -> Slot | None:
    """The slot of a path below the handbook's folder, or None for a file that is only carried along.

    Markdown outside `procedures/` is a plain page of kind `page`; a YAML file in a place of its own is nothing.
    """
    folder, _, rest = path.partition("/")
    name, _, ending = path.rpartition("/")[2].partition(".")
    area = rest.rpartition("/")[0]
    if ending == "md":
        kind = "home" if path == "index.md" else "procedure" if folder == "procedures" and rest else "page"
        return Slot(kind, name, area)
    if ending != "yml":
        return None
    if folder == "register" and name in REGISTERS and not area:
        return Slot(name, name, "")
    return Slot(FOLDERS[folder], name, area) if folder in FOLDERS and rest else None
