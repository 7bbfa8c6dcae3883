"""What the rules on names share: how to say that a name does not exist, and which one was probably meant."""

from collections.abc import Callable, Iterable, Iterator

from handrail.ground.finding import Edit, Finding, Fix, Place, Related
from handrail.ground.model import Handbook, Kind, Names, Workflow
from handrail.ground.nearest import listing, nearest
from handrail.reasoning.index import strays
from handrail.reasoning.uses import Use
from handrail.rules import Rule

DECLARED_IN = {
    Kind.WORKFLOW: "workflows/",
    Kind.PROCEDURE: "procedures/",
    Kind.MESSAGE: "messages/",
    Kind.FACT: "register/facts.yml",
    Kind.MARK: "register/marks.yml",
    Kind.DUTY: "register/duties.yml",
    Kind.SEVERITY: "register/severities.yml",
    Kind.METRIC: "register/metrics.yml",
    Kind.TERM: "register/glossary.yml",
    Kind.HUB: "register/organisation.yml, under hubs",
    Kind.ROTA: "register/organisation.yml, under rotas",
    Kind.TEAM: "register/organisation.yml, under teams",
    Kind.ROLE: "register/organisation.yml, under roles",
}
"""Where a thing of each kind is declared, as a hint says it."""

ADDRESSEES = ("reporter", "uploader", "authority")
"""Who can be told something, and waited for, besides teams."""

FEW = 8
"""So many names are listed whole; of more, only the nearest is said."""


def unknown_names(
    rule: Rule, handbook: Handbook, kind: Kind, noun: str, wanted: Callable[[Use], bool] | None = None
) -> Iterator[Finding]:
    """A finding for each use of a name of this kind that nothing has."""
    for use in strays(handbook, kind):
        if wanted and not wanted(use):
            continue
        names = [name for other in use.kinds for name in handbook.named(other)]
        names += ADDRESSEES if use.place.keys[-1:] in (("tell",), ("wait",)) else ()
        folder = DECLARED_IN[kind].endswith("/")
        otherwise = f"write it as a file in {DECLARED_IN[kind]}" if folder else f"declare it in {DECLARED_IN[kind]}"
        yield no_such_name(rule, handbook, (use.name, noun, use.place), names, otherwise)


def no_such_name(
    rule: Rule, handbook: Handbook, offender: tuple[str, str, Place], names: Iterable[str], otherwise: str
) -> Finding:
    """The finding that a name (with what it should be, and its place) is none of `names`, and the other remedy."""
    name, noun, place = offender
    known = list(names)
    renamed = called_now(handbook, name, known)
    near = renamed or next((team for team in _behind(handbook, name) if team in known), "") or nearest(name, known)
    other = what_it_is(handbook, name, place.path)
    fact = f"`{name}` is {other}, and no {noun}" if other else f"`{name}` is no {noun}"
    return rule.finding(
        f"`{name}` is called `{renamed}` now." if renamed else fact + _instead(near, known),
        place,
        f"{f'Write `{near}`' if near else _one_of(known)}, or {otherwise}.",
        related=tuple(Related(declared, f"`{near}` is declared here") for declared in _declared(handbook, near)),
        fix=rename(place, near, safe=bool(renamed)),
    )


def rename(place: Place, name: str, *, safe: bool = False) -> Fix | None:
    """The fix that writes another name there. Mostly it is a guess; only a name that was changed is safe."""
    return Fix(f"Write `{name}`", (Edit(place, name),), safe) if name else None


def called_now(handbook: Handbook, name: str, known: Iterable[str]) -> str:
    """The fact that had this name formerly, or an empty text."""
    return next((fact.id for fact in handbook.facts.values() if name in fact.formerly and fact.id in known), "")


def what_it_is(handbook: Handbook, name: str, path: str = "") -> str:
    """What else has this name, in words: `a team`, `an outcome of lost-parcel`; empty when nothing has.

    In the file of a workflow, the steps of other workflows are left out: there nobody can mean them.
    """
    for kind in Kind:
        if kind not in {Kind.CONTROL, Kind.SCENARIO} and name in handbook.named(kind):
            return f"a {kind.value}"
    for team in handbook.teams.values():
        if name in team.queues:
            return f"a queue of `{team.id}`"
    for workflow in handbook.workflows.values():
        if name in workflow.outcomes:
            return f"an outcome of `{workflow.id}`"
        if name in workflow.by_id and (path == workflow.place.path or not path.startswith("workflows/")):
            return f"a step of `{workflow.id}`"
    return ""


def _behind(handbook: Handbook, name: str) -> Names:
    """The teams behind the name of a role or of a queue."""
    role = handbook.roles.get(name)
    return role.teams if role else tuple(team.id for team in handbook.teams.values() if name in team.queues)


def of_workflow(workflow: Workflow, name: str) -> Place:
    """Where a step or an outcome of a workflow stands; the workflow itself for any other name."""
    if name in workflow.by_id:
        return workflow.by_id[name].place.key()
    return workflow.outcomes[name].place.key() if name in workflow.outcomes else workflow.place.at("title")


def _one_of(known: list[str]) -> str:
    return "Write one of them" if 0 < len(known) <= FEW else "Write one that exists"


def _instead(near: str, known: list[str]) -> str:
    if len(known) <= FEW:
        return f". There is {listing(known, near)}." if known else "."
    return f"; the nearest is `{near}`." if near else "."


def _declared(handbook: Handbook, name: str) -> Iterator[Place]:
    for kind in DECLARED_IN:
        thing = handbook.named(kind).get(name)
        place = getattr(thing, "place", None)
        if isinstance(place, Place):
            yield place.key() if place.keys else place
            return
