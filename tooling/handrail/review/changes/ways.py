"""Where steps lead: answers, branches, ends of called workflows, and what follows when nobody answers."""

from collections.abc import Iterator

from handrail.ground.finding import Place
from handrail.ground.model import Kind, Step, Table, Workflow
from handrail.review.changes import Change, Sort
from handrail.review.changes._words import code, condition
from handrail.review.changes.doing import alike, renamed
from handrail.review.pair import Pair

ORDER = 25


def changes(pair: Pair) -> Iterator[Change]:
    """What leads elsewhere. A step that only has a new step below it leads where it led: the new step is told."""
    for before, after in pair.workflows():
        for was, now in pair.steps(before, after):
            if was and now and was.verb is now.verb:
                for sort, says, place in _Ways(pair, before, after).of(was, now):
                    yield Change(sort, Kind.WORKFLOW, after.id, f"{code(now.id)}: {says}", place, now.id)


class _Ways:
    """The ways of one workflow before and now."""

    def __init__(self, pair: Pair, before: Workflow, after: Workflow) -> None:
        self.pair, self.before, self.after = pair, before, after
        steps = pair.steps(before, after)
        self.fresh = {now.id for was, now in steps if now and not was}
        self.gone = {was.id for was, now in steps if was and not now}

    def of(self, was: Step, now: Step) -> Iterator[tuple[Sort, str, Place]]:
        """Each difference with where it stands."""
        yield from self._answers(was, now)
        yield from self._branches(was, now)
        yield from self._outcomes(was, now)
        forks = (now.answers, now.branches, now.outcomes, was.answers, was.branches, was.outcomes)
        if not any(forks) and self._top(was, self.before) and self._top(now, self.after):
            place = now.place.at("go") if now.go else now.place.key()
            yield from self._one(was, now, "", was.go or "next", now.go or "next", place)
        late = now.place.at("if-no-answer") if now.if_no_answer else now.place.key()
        yield from self._one(was, now, "when nobody answers in time, ", was.if_no_answer, now.if_no_answer, late)
        often = now.place.at("then") if now.then else now.place.key()
        yield from self._one(was, now, "when it was done often enough, ", was.then, now.then, often)

    @staticmethod
    def _top(step: Step, workflow: Workflow) -> bool:
        return step in workflow.steps

    def _one(
        self, was: Step, now: Step, lead: str, old: str, new: str, place: Place
    ) -> Iterator[tuple[Sort, str, Place]]:
        before, after = self._old(was, old), self._new(now, new)
        if before == after:
            return
        if old and new:
            yield (
                Sort.CHANGED,
                f"{lead}it leads to {self._told(now, new)} now, before: to {self._told_old(was, old)}.",
                place,
            )
        elif new:
            yield Sort.ADDED, f"{lead}it leads to {self._told(now, new)}; this is new.", place
        else:
            yield Sort.REMOVED, f"{lead}it no longer leads to {self._told_old(was, old)}.", place

    def _answers(self, was: Step, now: Step) -> Iterator[tuple[Sort, str, Place]]:
        for answer in dict.fromkeys((*now.answers, *was.answers)):
            place = now.place.at("answers", answer) if answer in now.answers else now.place.key()
            old, new = was.answers.get(answer, ""), now.answers.get(answer, "")
            yield from self._one(was, now, f"on the answer {code(answer)} ", old, new, place)

    def _outcomes(self, was: Step, now: Step) -> Iterator[tuple[Sort, str, Place]]:
        renames = self.pair.renames
        old = {
            name if not name or name in now.outcomes else renames.outcome(was.target, name): way
            for name, way in was.outcomes.items()
        }
        for outcome in dict.fromkeys((*now.outcomes, *old)):
            stands = outcome in now.outcomes
            place = now.place.at("outcomes", *([outcome] if outcome else [])) if stands else now.place.key()
            lead = (
                f"when the called workflow ends in {code(outcome)}, " if outcome else "when the called workflow ends, "
            )
            yield from self._one(
                was,
                now,
                lead,
                old.get(outcome, old.get("", "")),
                now.outcomes.get(outcome, now.outcomes.get("", "")),
                place,
            )

    def _branches(self, was: Step, now: Step) -> Iterator[tuple[Sort, str, Place]]:
        left = [(branch.kind, renamed(self.pair, branch.when), branch.go) for branch in was.branches]
        open_ = []
        for branch in now.branches:
            tables = renamed(self.pair, branch.when)
            match = next((each for each in left if each[0] == branch.kind and alike(each[1], branch.when)), None)
            if match is None:
                open_.append(branch)
                continue
            left.remove(match)
            place = branch.place.at("go" if branch.kind == "when" else branch.kind)
            yield from self._one(was, now, self._lead(branch.kind, tables), match[2], branch.go, place)
        for branch in open_:  # a branch to the same place is the same branch with another condition
            target = self._new(now, branch.go)
            match = next((each for each in left if each[0] == branch.kind and self._old(was, each[2]) == target), None)
            place = branch.place.at("when") if branch.kind == "when" else branch.place
            if match:
                left.remove(match)
                to = self._told(now, branch.go)
                yield (
                    Sort.CHANGED,
                    f"it leads to {to} when {condition(branch.when)} now, before: when {condition(match[1])}.",
                    place,
                )
            else:
                says = f"new branch: {self._lead(branch.kind, branch.when)}it leads to {self._told(now, branch.go)}."
                yield Sort.ADDED, says, place
        for kind, tables, go in left:
            says = f"the branch is gone by which, {self._lead(kind, tables)}it led to {self._told_old(was, go)}."
            yield Sort.REMOVED, says, now.place.key()

    @staticmethod
    def _lead(kind: str, tables: tuple[Table, ...]) -> str:
        said = {"otherwise": "in all other cases", "unknown": "when it cannot be known"}
        return f"{said.get(kind) or f'when {condition(tables)}'}, "

    # ---- names

    def _old(self, step: Step, way: str) -> str:
        """What a way led to, by its name of today, through steps that are gone."""
        name = self.before.resolve(step, way) if way and self._top(step, self.before) else way
        seen = set[str]()
        while name in self.gone and name not in seen and (go := _plainly(self.before.by_id[name], self.before)):
            seen.add(name)
            name = go
        renames = self.pair.renames
        if name in self.before.outcomes:
            return renames.outcome(self.before.id, name)
        return renames.step(self.before.id, name) if name in self.before.by_id else renames.now(Kind.WORKFLOW, name)

    def _new(self, step: Step, way: str) -> str:
        """What a way leads to, through steps that are new."""
        name = self.after.resolve(step, way) if way and self._top(step, self.after) else way
        seen = set[str]()
        while (
            name in self.fresh
            and name not in seen
            and way == "next"
            and (go := _plainly(self.after.by_id[name], self.after))
        ):
            seen.add(name)
            name = go
        return name

    def _told(self, step: Step, way: str) -> str:
        return _target(self.after.resolve(step, way) if self._top(step, self.after) else way)

    def _told_old(self, step: Step, way: str) -> str:
        return _target(self.before.resolve(step, way) if self._top(step, self.before) else way)


def _target(name: str) -> str:
    return code(name) if name else "nothing"


def _plainly(step: Step, workflow: Workflow) -> str:
    """Where a step leads when everything goes its usual way; empty where that is not one place."""
    if step not in workflow.steps:
        return ""
    ways = set(step.answers.values()) | {branch.go for branch in step.branches} | set(step.outcomes.values())
    ways = {workflow.resolve(step, way) for way in ways or {step.go or "next"}}
    below = workflow.below(step)
    return below if below in ways else next(iter(ways)) if len(ways) == 1 else ""
