"""The door to MkDocs: its events on one side, the pages of the library on the other. The one file that knows MkDocs."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache
from mkdocs.config import config_options
from mkdocs.config.base import Config as PluginConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from handrail.commands import described
from handrail.commands._door import DAY, day_of, today
from handrail.crew import hands
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Severity
from handrail.policy import FILE, inline, policy
from handrail.preview import BELL, Bell, Preview
from handrail.publish import assets, entries, named, on_every_page
from handrail.reading.cache import DiskMemory, cache_folder
from handrail.reading.config import config_at
from handrail.ready import Ready

_log = get_plugin_logger("handrail")


class HandrailConfig(PluginConfig):  # type: ignore[no-untyped-call]
    """The settings in `mkdocs.yml`: `as-of`, a day other than today (or the variable HANDRAIL_AS_OF)."""

    as_of = config_options.Optional(config_options.Type((str, date)))


class HandrailPlugin(BasePlugin[HandrailConfig]):  # type: ignore[no-untyped-call]
    """Checks the handbook once per build, shows what it finds, and publishes its pages."""

    ready: Ready
    listed: frozenset[str] = frozenset()
    inline: set[str]
    titles: Mapping[str, str] = MappingProxyType({})
    """How pages were called: one that is not rendered again has no title of its own."""
    dirty = False
    """Whether MkDocs renders only what changed."""

    def __init__(self) -> None:
        """Nothing was built yet."""
        self.preview = Preview()

    def on_startup(self, *, dirty: bool, **_: object) -> None:
        """Note how MkDocs builds. Only a plugin that has this method is kept from one build of `serve` to the next."""
        self.dirty = dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the handbook, tell what is wrong, and make all pages; name the files that they load."""
        docs = Path(config.docs_dir).resolve()
        root = Path(config.config_file_path).resolve().parent if config.config_file_path else docs.parent
        settings = config_at(root, docs)
        try:
            day, memory = self._day(), DiskMemory(cache_folder())
            self.ready = self.preview.build(settings, as_of=day, commands=described, memory=memory, hands=hands())
        except HandrailError as error:
            raise PluginError(f"{error.message} {error.hint}".strip()) from error
        self._tell()
        self.inline = set()
        for path in on_every_page():
            _add(config.extra_css if path.endswith(".css") else config.extra_javascript, path)
        _add(config.watch, *([str(settings.root / settings.file)] if settings.file else []))
        self.listed = frozenset(named(self.ready.tree)) if config.nav is None else frozenset()
        config.nav = config.nav or list(entries(self.ready.tree))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Put the pages and what they load in the place of the sources."""
        named = {str(path) for path in (*config.extra_css, *config.extra_javascript)}
        kept = self.ready.carried | named
        here = [file for file in files if file.src_dir == config.docs_dir and file.generated_by is None]
        # MkDocs follows links; what the check did not see as a file of the handbook is not published
        for file in [file for file in here if file.src_uri not in kept]:
            files.remove(file)
        for page in self.ready.pages:
            level = InclusionLevel.INCLUDED if page.path in self.listed else InclusionLevel.NOT_IN_NAV
            file = _generated(config, page.path, page.text, page.edit, level)
            if self.preview.texts.get(page.path) == page.text:
                # a builder that renders only what changed (`serve --dirty`) leaves this one as it is
                file.is_modified = lambda: False  # type: ignore[method-assign]
            files.append(file)
        for path, content in assets().items():
            files.append(_generated(config, path, content))
        return files

    def on_nav(self, nav: Navigation, **_: object) -> None:
        """Call the pages that are not rendered again what they were called."""
        for page in nav.pages:
            if page.file.src_uri in self.titles and not page.file.is_modified():
                page.title = self.titles[page.file.src_uri]

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """Remember what pages are called, and the templates that were compiled, which MkDocs forgets."""
        if self.preview.bell:
            env.bytecode_cache = FileSystemBytecodeCache(config.site_dir)
        self.titles = {file.src_uri: file.page.title for file in files if file.page and file.page.title}

    def on_post_page(self, output: str, **_: object) -> str:
        """Remember what the theme runs inline, for the policy."""
        self.inline.update(inline(output))
        return output

    on_post_template = on_post_page

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Say under which policy the site can be served."""
        Path(config.site_dir, FILE).write_text(policy(self.inline), encoding="utf-8")
        self.preview.show()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: object) -> LiveReloadServer:
        """Watch the bell, too: after a build that shows a part it rings for the rest."""
        if self.dirty:
            self.preview.bell = Bell(Path(config.site_dir, BELL))
            server.watch(str(self.preview.bell.file))
        return server

    def _day(self) -> date:
        given = str(self.config.as_of or os.environ.get(DAY, ""))
        try:
            return day_of(given) if given else today()
        except ValueError as error:
            message = f"{error} It stands in `as-of` or in {DAY}."
            raise PluginError(message) from error

    def _tell(self) -> None:
        """Show every finding. An error fails a strict build, a warning does not: as for `handrail check`."""
        for severity, tell in ((Severity.ERROR, _log.error), (Severity.WARNING, _log.info)):
            for weight, text in self.ready.told:
                if weight is severity:
                    tell("%s", text)


def _generated(
    config: MkDocsConfig,
    path: str,
    content: str | bytes,
    edit: str = "",
    level: InclusionLevel = InclusionLevel.UNDEFINED,
) -> File:
    file = File.generated(config, path, content=content, inclusion=level)
    file.edit_uri = edit or None
    return file


def _add(listed: list[Any], *names: str) -> None:
    listed += [name for name in names if name not in listed]
