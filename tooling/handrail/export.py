"""Writes the site's pages into a folder, for any builder. Only what was written by us is ever replaced there."""

from pathlib import Path

from handrail.ground.errors import HandrailError
from handrail.ground.report import Report
from handrail.pages import Site
from handrail.publish import assets, carried_along, published, site_of
from handrail.writing import write, write_all

MARKER = ".handrail-site"
_SAYS = "# Written by `handrail export site`: these files are replaced by the next call, all others are left alone.\n"


def export_site(report: Report, handbook: Path, folder: Path, site: Site | None = None) -> int:
    """Write every page of a site, and everything that pages load. Gives the number of files.

    Without a site it is made of what follows from the report alone.

    Raises HandrailError for a folder that holds something and was not written by this function.
    """
    before = _written_before(folder)
    _refuse_overlap(folder, handbook)
    contents: dict[str, str | bytes] = {page.path: page.text for page in published(site or site_of(report))}
    contents |= assets()
    passive = carried_along(report, handbook)
    contents |= {path: _carried(handbook / path, path) for path in passive if path not in contents}
    for path in contents:
        _refuse_way_out(folder, path)
    # what may be taken away again is on the list before it is there, so that a call that breaks off leaves no stranger
    write(folder / MARKER, _SAYS + "".join(f"{path}\n" for path in sorted({*before, *contents})))
    write_all(folder, contents)
    for path in before - contents.keys():
        _take_away(folder, path)
    write(folder / MARKER, _SAYS + "".join(f"{path}\n" for path in sorted(contents)))
    return len(contents)


def _written_before(folder: Path) -> frozenset[str]:
    """What an earlier call wrote."""
    if folder.exists() and not folder.is_dir():
        raise HandrailError(f"`{folder}` is a file.", "Name a folder.")
    marker = folder / MARKER
    if marker.is_file():
        lines = marker.read_text(encoding="utf-8").splitlines()
        return frozenset(
            line for line in lines if line and not line.startswith(("#", "/")) and ".." not in line.split("/")
        )
    if folder.is_dir() and any(folder.iterdir()):
        raise HandrailError(f"`{folder}` holds files that `handrail export site` did not write.", "Name a new folder.")
    return frozenset()


def _carried(file: Path, path: str) -> bytes:
    """A file that is published as it is. Raises HandrailError when it cannot be read any more."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise HandrailError(
            f"`{path}` cannot be read: {error.strerror}.", "Make it readable, or take it away."
        ) from error


def _refuse_way_out(folder: Path, path: str) -> None:
    """Raise HandrailError when a link in the folder would lead what we write elsewhere."""
    if not (folder / path).parent.resolve().is_relative_to(folder.resolve()):
        message = f"In `{folder}` a link leads out of it, and `{path}` would be written there."
        raise HandrailError(message, "Take the link away, or name a new folder.")


def _refuse_overlap(folder: Path, handbook: Path) -> None:
    if folder.resolve().is_relative_to(handbook.resolve()) or handbook.resolve().is_relative_to(folder.resolve()):
        raise HandrailError(
            f"`{folder}` lies over the handbook itself.", "Name a folder beside it, such as site-source."
        )


def _take_away(folder: Path, path: str) -> None:
    """Remove a file that we wrote, and the folders that are empty without it."""
    file = folder / path
    if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
        file.unlink()
        for above in file.parents:
            if above == folder or any(above.iterdir()):
                return
            above.rmdir()
