"""duplicate-id."""

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

from handrail.ground.finding import Finding, Place, Related
from handrail.ground.model import Handbook, Kind, Sop, Workflow
from handrail.rules import Example, Rule
from handrail.rules._samples import PAGE, sop_file

_LOOK_ALIKE = str.maketrans({"0": "o", "1": "l", "-": "", "_": "", "а": "a", "е": "e", "о": "o", "р": "p", "с": "c"})  # noqa: RUF001
_FILES = (Kind.WORKFLOW, Kind.PROCEDURE, Kind.MESSAGE, Kind.CONTROL)
_OTHER = "procedures/other/parcels.md"
_NAMES = (*_FILES, Kind.FACT, Kind.MARK, Kind.DUTY, Kind.METRIC, Kind.TERM, Kind.HUB, Kind.ROTA, Kind.TEAM, Kind.ROLE)


class DuplicateId(Rule):
    """Two things that claim the same name or number, or names that nobody can tell apart.

    The file's name is the name by which everything else finds it, wherever the file lies: of two files with one name
    only the first can be found. A number that stands on two pages sends people to the wrong one. Names that differ in
    a letter that looks the same (`0` and `o`, `1` and `l`), in capitals or in a hyphen are read as one by people, and
    some computers keep only one of two files whose names differ in capitals.
    """

    group: ClassVar[str] = "files"
    bad: ClassVar[tuple[Example, ...]] = (
        Example(
            sop_file("## Purpose\n\nTo find it.\n"), at="title", file="procedures/other/lost-parcel.md", says="already"
        ),
        Example(sop_file("## Purpose\n\nTo find it.\n", number="SOP-001"), at="SOP-001", file=_OTHER, says="SOP-001"),
        Example(
            sop_file("## Purpose\n\nTo find it.\n"),
            at="title",
            file="procedures/other/l0st-parcel.md",
            says="Nobody can tell",
        ),
    )
    good: ClassVar[tuple[Example, ...]] = (Example(sop_file("## Purpose\n\nTo find it.\n"), file=PAGE),)

    def check_handbook(self, handbook: Handbook) -> Iterator[Finding]:
        """Look for names and numbers that are claimed twice."""
        for double in handbook.duplicates:
            yield self.finding(
                f"There is a {double.kind} `{double.id}` already: {double.first.path}.",
                double.second,
                "Name one of them otherwise: its file's name is its name, in every folder.",
                related=(Related(double.first, "the first one"),),
            )
        yield from self._same_numbers(handbook.procedures.values())
        yield from self._same_numbers(handbook.workflows.values())
        for kind in _NAMES:
            yield from self._look_alikes(kind, handbook.named(kind))

    def _same_numbers(self, things: Iterable[Sop | Workflow]) -> Iterator[Finding]:
        first: dict[str, Sop | Workflow] = {}
        for thing in things:
            other = first.setdefault(thing.number, thing)
            if not thing.number or other is thing:
                continue
            yield self.finding(
                f"`{thing.number}` is the number of `{other.id}` already.",
                thing.place.at("number"),
                "Take the next number that is free.",
                related=(Related(other.place.at("number"), "the first one"),),
            )

    def _look_alikes(self, kind: Kind, things: Mapping[str, object]) -> Iterator[Finding]:
        first: dict[str, str] = {}
        for name in things:
            other = first.setdefault(name.casefold().translate(_LOOK_ALIKE), name)
            if other == name:
                continue
            places = [_place(kind, things[each]) for each in (other, name)]
            yield self.finding(
                f"Nobody can tell the {kind}s `{other}` and `{name}` apart.",
                places[1],
                "Give one of them a name that looks and sounds different.",
                related=(Related(places[0], "the other one"),),
            )


def _place(kind: Kind, thing: object) -> Place:
    place: Place = thing.place  # type: ignore[attr-defined]  # everything named has a place
    return place if kind in _FILES else place.key()
