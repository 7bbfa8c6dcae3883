"""The door to MkDocs: its events on one side, the pages of the library on the other. The one file that knows MkDocs."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config as PluginConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from handrail.commands import described
from handrail.commands._door import DAY, day_of, today
from handrail.crew import hands
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Severity
from handrail.policy import FILE, inline, policy
from handrail.publish import assets, entries, named, on_every_page
from handrail.reading.cache import DiskMemory, cache_folder
from handrail.reading.config import Config, load_config
from handrail.ready import Ready, made_ready

_log = get_plugin_logger("handrail")


class HandrailConfig(PluginConfig):  # type: ignore[no-untyped-call]
    """The settings in `mkdocs.yml`: `as-of`, a day other than today (or the variable HANDRAIL_AS_OF)."""

    as_of = config_options.Optional(config_options.Type((str, date)))


class HandrailPlugin(BasePlugin[HandrailConfig]):  # type: ignore[no-untyped-call]
    """Checks the handbook once per build, shows what it finds, and publishes its pages."""

    ready: Ready
    listed: frozenset[str] = frozenset()
    inline: set[str]
    before: Mapping[str, str] = MappingProxyType({})
    """The pages of the build before, while MkDocs serves."""
    titles: Mapping[str, str] = MappingProxyType({})
    """How they were called: a page that is not rendered again has no title of its own."""

    def on_startup(self, **_: object) -> None:
        """Nothing to do. MkDocs keeps a plugin from one build of `serve` to the next only if it answers to this."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Check the handbook, tell what is wrong, and make all pages; name the files that they load."""
        settings = self._settings(config)
        try:
            memory = DiskMemory(cache_folder())
            self.ready = made_ready(settings, as_of=self._day(), commands=described, memory=memory, hands=hands())
        except HandrailError as error:
            raise PluginError(f"{error.message} {error.hint}".strip()) from error
        self._tell()
        self.inline = set()
        for path in on_every_page():
            _add(config.extra_css if path.endswith(".css") else config.extra_javascript, path)
        _add(config.watch, *self._watched(settings))
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
            if self.before.get(page.path) == page.text:
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

    def on_env(self, _: object, *, files: Files, **__: object) -> None:
        """Remember what pages are called."""
        self.titles = {file.src_uri: file.page.title for file in files if file.page and file.page.title}

    def on_post_page(self, output: str, **_: object) -> str:
        """Remember what the theme runs inline, for the policy."""
        self.inline.update(inline(output))
        return output

    on_post_template = on_post_page

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Say under which policy the site can be served."""
        Path(config.site_dir, FILE).write_text(policy(self.inline), encoding="utf-8")
        self.before = {page.path: page.text for page in self.ready.pages}

    def _watched(self, settings: Config) -> Iterator[str]:
        """What changes the site besides the docs folder, which is watched already."""
        if settings.file:
            yield str(settings.root / settings.file)

    def _day(self) -> date:
        given = str(self.config.as_of or os.environ.get(DAY, ""))
        try:
            return day_of(given) if given else today()
        except ValueError as error:
            message = f"{error} It stands in `as-of` or in {DAY}."
            raise PluginError(message) from error

    def _settings(self, config: MkDocsConfig) -> Config:
        """The configuration of the check: the docs folder is the handbook."""
        docs = Path(config.docs_dir).resolve()
        root = Path(config.config_file_path).resolve().parent if config.config_file_path else docs.parent
        try:
            found = load_config(root)
        except HandrailError:
            found = Config(root, docs)
        return found if found.handbook == docs else replace(found, root=root, handbook=docs)

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
