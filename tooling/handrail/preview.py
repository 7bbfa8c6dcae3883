"""A site while somebody writes it: what was edited is shown at once, and all that follows from it a moment later.

To make every page takes seconds, and the page of an edited file is one of a thousand. So a build after an edit makes
the pages of the edited files alone, lets no rule look, and owes the rest; the build after it makes all of it.
"""

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Timer

from handrail.check import check_sources
from handrail.ground.memory import FORGETFUL, Memory
from handrail.ground.model import Handbook
from handrail.pages import ShownCommand
from handrail.publish import published, site_of
from handrail.reading.config import Config
from handrail.reading.discover import Found, discover
from handrail.reading.history import history
from handrail.ready import Ready, made_ready

BELL = ".handrail-again"
"""The name of the file that calls for another build."""
SOON = 1.0
"""Seconds: a browser has the page by then, and whoever still writes saves again."""


class Bell:
    """A file that somebody watches: it changes a second after it was last rung."""

    def __init__(self, file: Path) -> None:
        """Put the file there."""
        self.file, self._timer = file, Timer(0, lambda: None)
        file.touch()

    def ring(self) -> None:
        """Call for another build, unless somebody rings again before."""
        self._timer.cancel()
        self._timer = Timer(SOON, self._touch)
        self._timer.daemon = True
        self._timer.start()

    def _touch(self) -> None:
        with suppress(OSError):  # whoever watched it has gone, and taken it along
            os.utime(self.file)


class Preview:
    """What is shown from one build to the next."""

    def __init__(self) -> None:
        """Nothing is shown yet, and whatever is built is built whole: nobody has said that they answer to the bell."""
        self.bell: Bell | None = None
        self.texts: Mapping[str, str] = {}
        """The pages as they were shown last."""
        self._built: tuple[tuple[object, ...], Found, Ready] | None = None
        self._owes = False

    def show(self) -> None:
        """What was built is shown now: what it owes is called for."""
        if self._built:
            self.texts = {page.path: page.text for page in self._built[2].pages}
        if self.bell and self._owes:
            self.bell.ring()

    def build(
        self,
        config: Config,
        *,
        as_of: date,
        commands: Callable[[], Iterable[ShownCommand]],
        memory: Memory = FORGETFUL,
        hands: int = 1,
    ) -> Ready:
        """The site as it is to be shown now, as `made_ready` makes it, or with the pages of edited files alone.

        Raises HandrailError when the handbook cannot be checked.
        """
        found, call = discover(config.handbook), (config, as_of)
        first = self._first(call, found, config, as_of, commands, memory)
        self._owes = first is not None
        ready = first or made_ready(config, as_of=as_of, commands=commands, memory=memory, hands=hands, found=found)
        self._built = call, found, ready
        return ready

    def _first(
        self,
        call: tuple[object, ...],
        found: Found,
        config: Config,
        as_of: date,
        commands: Callable[[], Iterable[ShownCommand]],
        memory: Memory,
    ) -> Ready | None:
        """What was shown, with the pages of the files that are different now; None where that does not do."""
        if not self.bell or not self._built or self._built[0] != call:
            return None
        _, before, shown = self._built
        edited = _edited(before, found)
        if not edited or found.unread or found.paths != before.paths:
            return None
        report = check_sources(
            found.sources, rules=(), as_of=as_of, files=found.paths, folder=config.folder, memory=memory
        )
        if not report.handbook.whole:
            return None
        files = edited | _explaining(report.handbook, edited)
        pages = published(site_of(report, commands(), history(config), config.problems), files)
        made = {page.path: page for page in pages}
        if made.keys() != {page.path for page in shown.pages if page.edit in files}:
            return None  # a page is new, or gone, and others lead there
        return shown._replace(pages=tuple(made.get(page.path, page) for page in shown.pages))


def _edited(before: Found, now: Found) -> frozenset[str]:
    known = {source.path: source.data for source in before.sources}
    return frozenset(source.path for source in now.sources if known.get(source.path) != source.data)


def _explaining(book: Handbook, edited: frozenset[str]) -> frozenset[str]:
    """The SOPs that show the steps of edited workflows: whoever edits one may be looking at the other."""
    owners = {each.procedure for each in book.workflows.values() if each.place.path in edited}
    return frozenset(book.procedures[name].place.path for name in owners if name in book.procedures)
