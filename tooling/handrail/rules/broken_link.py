"""broken-link."""

from collections.abc import Iterator
from posixpath import basename, dirname, relpath
from typing import ClassVar

from handrail.ground.finding import Edit, Finding, Fix
from handrail.ground.layout import SCHEMES
from handrail.ground.model import Handbook
from handrail.ground.nearest import nearest, words
from handrail.rules import Example, Rule
from handrail.rules._links import Target, anchors, links, moved, nowhere
from handrail.rules._samples import PAGE, sop_file

_STEP = "../../workflows/example/lost-parcel.yml"


class BrokenLink(Rule):
    """A link or an image that leads to nothing.

    A link can lead to a page, a workflow, a message or a control, and behind `#` to a heading, a step or an entry of a
    register, or out to the web (`https:`, `mailto:`, `tel:`). The finding names the nearest that exists. When a step or
    a page was renamed, write its old name under `formerly` there: then every old link keeps working, also those in the
    notes of other people.
    """

    group: ClassVar[str] = "pages"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(f"## What to do\n\n[Search]({_STEP}#serch-depot) first.\n"),
            at=f"{_STEP}#serch-depot",
            file=PAGE,
            says="the nearest is `search-depot`",
        ),
        Example(
            sop_file("## What to do\n\nSee [the answer](writeback.md).\n"),
            at="writeback.md",
            file=PAGE,
            says="write-back.md",
        ),
        Example(
            sop_file("## What to do\n\nSee [the list](../../../list.md).\n"),
            at="../../../list.md",
            file=PAGE,
            says="out of",
        ),
        Example(
            sop_file("## What to do\n\nSee [the list](C:/Users/me/list.xlsx).\n"),
            at="C:/Users/me/list.xlsx",
            file=PAGE,
            says="on one computer",
        ),
        Example(
            sop_file("## What to do\n\nAsk in [the channel](slack:parcels).\n"),
            at="slack:parcels",
            file=PAGE,
            says="leads nowhere",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file(
                f"## What to do\n\n[Search]({_STEP}#search-depot) first.\n"
                "Then see [the answer](write-back.md#what-to-say).\n"
                "Ask the [lead](../../register/organisation.yml#team-lead).\n"
            ),
            file=PAGE,
        ),
    )

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Follow every link to its file, and to the place inside it."""
        yield from (self._nowhere(link) for link in nowhere(handbook))
        broken = _broken_paths(handbook)
        for link in links(handbook):
            path = moved(handbook).get(link.path, link.path) if link.path not in handbook.files else link.path
            if path not in handbook.files:
                yield self._no_file(link, handbook)
            elif link.anchor and path not in broken:
                yield from self._inside(link, path, handbook)

    def _nowhere(self, link: Target) -> Finding:
        scheme = link.written.partition(":")[0]
        if len(scheme) == 1 or scheme.lower() == "file":
            says = f"`{link.written}` leads to a file on one computer, which no reader of the site can open."
            return self.finding(says, link.place, "Put the file into the handbook's folder, or give its web address.")
        says = f"`{link.written}` begins with `{scheme}:`, which leads nowhere on the site."
        return self.finding(
            says, link.place, f"A link may begin with {words([f'`{each}:`' for each in SCHEMES], 'or')}."
        )

    def _no_file(self, link: Target, handbook: Handbook) -> Finding:
        if link.path.startswith(("../", "/")) or link.path == "..":
            says = f"`{link.written}` leads out of the handbook's folder, where the site cannot follow."
            return self.finding(says, link.place, "Put the file into the handbook's folder, or give its web address.")
        same = next((file for file in sorted(handbook.files) if file.casefold() == link.path.casefold()), "")
        near = same or _nearest_file(link.path, handbook)
        if not near:
            return self.finding(
                f"There is no file `{link.path}`.", link.place, "Write the file's path as seen from this one."
            )
        right = relpath(near, dirname(link.source) or ".") + (f"#{link.anchor}" if link.anchor else "")
        says = f"There is no file `{link.path}`; " + ("capitals count, and it is called" if same else "the nearest is")
        fix = Fix(f"Link to `{near}`", (Edit(link.place, right),))
        hint = (
            f"{right} - if a page was renamed, write its old name under `formerly` there, and old links keep working."
        )
        return self.finding(f"{says} `{near}`.", link.place, hint, fix=fix)

    def _inside(self, link: Target, path: str, handbook: Handbook) -> Iterator[Finding]:
        names = anchors(path, handbook)
        name = basename(path).removesuffix(".yml")
        if names is None:
            says = f"`{name}` has no places inside it that a link could lead to."
            yield self.finding(says, link.place, f"Leave out `#{link.anchor}`.")
        elif names and link.anchor not in names:
            what = "heading" if path.endswith(".md") else "step" if path.startswith("workflows/") else "entry"
            near = nearest(link.anchor, names)
            file, _, _ = link.written.partition("#")
            yield self.finding(
                f"{name} has no {what} `{link.anchor}`" + (f"; the nearest is `{near}`." if near else "."),
                link.place,
                f"{file}#{near}" if near else f"It has: {', '.join(names[:12])}.",
                fix=Fix(f"Link to `{near}`", (Edit(link.place, f"{file}#{near}"),)) if near else None,
            )


def _nearest_file(path: str, handbook: Handbook) -> str:
    """The nearest file of that name, or one in the same part of the handbook whose path or name is much like it."""
    ending, part = path.rpartition(".")[2], path.partition("/")[0]
    alike = sorted(file for file in handbook.files if file.rpartition(".")[2] == ending)
    same_name = nearest(path, [file for file in alike if basename(file) == basename(path)], 0.0)
    near_by = {basename(file): file for file in alike if file.partition("/")[0] == part}
    return same_name or nearest(path, near_by.values(), 0.8) or near_by.get(nearest(basename(path), near_by, 0.7), "")


def _broken_paths(handbook: Handbook) -> frozenset[str]:
    """Files that exist and could not be read whole: nobody knows what is in them, so no `#` is wrong."""
    names = {name for _, name in handbook.broken}
    return frozenset(file for file in handbook.files if basename(file).partition(".")[0] in names)
