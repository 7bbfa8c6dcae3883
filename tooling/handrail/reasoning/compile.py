"""From a workflow to the program of everything that can happen: what each verb does, called workflows inlined."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from handrail.ground.model import Handbook, Step, Verb, Workflow
from handrail.reasoning.deeds import Deed, calling, deeds_of, of_item, top_level
from handrail.reasoning.doing import marks_of, minutes_of, order_matters
from handrail.reasoning.graph import On, beyond
from handrail.reasoning.program import LOST, MOST_NODES, Act, Edge, Frame, Node, Program
from handrail.reasoning.together import after_item, back_to_items, finished


def compile_program(handbook: Handbook, door: str, *, follow: bool = True, lost: bool = False) -> Program:
    """The program of a workflow: of a door, or of any workflow as if cases began there.

    Without `follow` it ends where the case goes on in another workflow: the name of the outcome. Where a handbook with
    faults says no way on there is no edge, or with `lost` one to an end of that name. Most often this makes no
    difference, and then it is the same program.
    """
    found = _grown(handbook, door, follow=False, lost=True)
    if follow and (found.leaves or not found.program.complete):
        found = _grown(handbook, door, follow=True, lost=True)
    if not lost and (found.loses or not found.program.complete):
        found = _grown(handbook, door, follow=follow, lost=False)
    return found.program


class _Grown(NamedTuple):
    """A program, whether a case leaves its workflows for another one, and whether one is lost somewhere."""

    program: Program
    leaves: bool
    loses: bool


@lru_cache(maxsize=16)
def _grown(handbook: Handbook, door: str, *, follow: bool, lost: bool) -> _Grown:
    growing, number = Growing(handbook, door, follow=follow, lost=lost), 0
    while number < len(growing.nodes) <= MOST_NODES:
        growing.out(number)
        number += 1
    ways = tuple(growing.made[each] for each in range(number))
    complete = number == len(growing.nodes)
    program = Program(door, tuple(growing.nodes), tuple(growing.edges), ways, complete=complete)
    return _Grown(program, growing.leaves, growing.loses)


_Reached: TypeAlias = tuple[Node, tuple[tuple[str, str, str], ...]]
"""A node, and the returns of called workflows on the way there. A call settles nothing when it comes back."""


@dataclass(slots=True)
class Growing:
    """A program that is made only as far as somebody walks. Its nodes have the numbers in which they were met."""

    handbook: Handbook
    door: str
    follow: bool = True
    lost: bool = False
    nodes: list[Node] = field(default_factory=list)
    numbers: dict[Node, int] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    made: dict[int, tuple[int, ...]] = field(default_factory=dict)
    leaves: bool = False
    loses: bool = False

    def __post_init__(self) -> None:
        """Begin with the first step of the workflow."""
        first = self._enter(self.door, "", "", ())
        if first is not None:
            self._number(first)

    def out(self, number: int) -> tuple[int, ...]:
        """The numbers of a node's edges, which are made when they are first asked for."""
        if number not in self.made:
            start, node = len(self.edges), self.nodes[number]
            if not node.outcome:
                self._expand(number, node)
            self.made[number] = tuple(range(start, len(self.edges)))
        return self.made[number]

    def _number(self, node: Node) -> int:
        if node not in self.numbers:
            self.numbers[node] = len(self.nodes)
            self.nodes.append(node)
        return self.numbers[node]

    def _enter(self, name: str, holder: str, severity: str, frames: tuple[Frame, ...]) -> Node | None:
        workflow = self.handbook.workflows.get(name)
        if workflow is None or not workflow.steps:
            return None
        return Node(
            name,
            workflow.steps[0].id,
            workflow.team or holder,
            workflow.severity or severity,
            frames=frames,
        )

    # ---- one node

    def _expand(self, number: int, node: Node) -> None:
        workflow = self.handbook.workflows[node.workflow]
        step = top_level(workflow)[node.step] if not node.came_back else workflow.by_id[node.step]
        if node.came_back:
            self._back(number, node, workflow, step)
        elif step.verb is Verb.TOGETHER and node.item:
            self._item(number, node, workflow, step)
        else:
            self._begin(number, node, workflow, step)

    def _begin(self, number: int, node: Node, workflow: Workflow, step: Step) -> None:
        """Everything that can happen where a step begins."""
        often, counted = False, node
        if step.at_most is not None:
            counts = dict(node.counts)
            often = counts.get(step.id, 0) >= step.at_most
            counts[step.id] = counts.get(step.id, 0) + 1
            counted = node._replace(counts=tuple(sorted(counts.items())))
        severity = node.severity if step.verb is Verb.ESCALATE else ""
        for deed in deeds_of(self.handbook, workflow, step.id, node.holder, severity, often=often):
            self._edge(number, counted if deed.counted else node, workflow, step, deed)
        if step.verb is Verb.RUN and not often:
            self._run(number, counted, workflow, step)
        elif step.verb is Verb.TOGETHER and not often:
            self._together(number, counted, workflow, step)

    def _edge(self, number: int, node: Node, workflow: Workflow, step: Step, deed: Deed) -> None:
        """Add the edge that goes a way on, through the return of called workflows where it ends one."""
        reached = self._target(workflow, deed.way, node, deed.holder)
        if reached is None:
            return
        target, returns = reached
        _, on, acts, minutes, outside, label, passes, performer, clock, does, _, _ = deed
        self.edges.append(
            Edge(
                number, self._number(target), on, workflow.id, step, acts,
                minutes, outside, label, passes, performer, clock, does, returns,
            )
        )  # fmt: skip

    def _target(self, workflow: Workflow, name: str, node: Node, holder: str) -> _Reached | None:
        """The node that a name leads to, with the called workflows that return on the way."""
        if name in top_level(workflow) and name not in workflow.outcomes:
            counts = _live(workflow, name, node.counts) if node.counts else ()
            return Node(workflow.id, name, holder, node.severity, counts, node.frames), ()
        return self._out_of(workflow, name, node._replace(holder=holder))

    def _out_of(self, workflow: Workflow, name: str, node: Node) -> _Reached | None:
        """The same for a name that is no step of the workflow."""
        returns: tuple[tuple[str, str, str], ...] = ()
        while name in workflow.outcomes:
            if not node.frames:
                return Node(workflow.id, "", outcome=name), returns
            frame, frames = node.frames[-1], node.frames[:-1]
            returns += ((frame.workflow, frame.step, name),)
            workflow = self.handbook.workflows[frame.workflow]
            step = workflow.by_id[frame.step]
            node = Node(
                workflow.id, frame.step, frame.holder, frame.severity, frame.counts, frames,
                item=frame.item, spent=frame.spent, came_back=name,
            )  # fmt: skip
            if marks_of(self.handbook, step):
                return node, returns
            if frame.item:
                return back_to_items(workflow, step, node), returns
            way = step.outcomes.get(name) or step.outcomes.get("", "")
            name = workflow.resolve(step, way) if way else ""
        if name in top_level(workflow):
            counts = _live(workflow, name, node.counts)
            return node._replace(step=name, counts=counts, item=0, spent=0, came_back=""), returns
        if name and not self.follow:
            self.leaves = True
            return Node(workflow.id, "", outcome=name), returns
        entered = self._enter(name, node.holder, node.severity, ())
        if entered is None:
            self.loses = True
            if self.lost:
                entered = Node(workflow.id, "", outcome=LOST)
        return (entered, returns) if entered else None

    def _back(self, number: int, node: Node, workflow: Workflow, step: Step) -> None:
        """The workflow that a step ran came back: only now is what the step marks true, whoever has the case did it."""
        marks = marks_of(self.handbook, step)
        if not node.item:
            way = step.outcomes.get(node.came_back) or step.outcomes.get("", "")
            name, who = workflow.resolve(step, way), step.by or node.holder
            deed = Deed(name, On.OUTCOME, label=node.came_back, passes=marks, performer=who, holder=node.holder)
            self._edge(number, node, workflow, step, deed)
            return
        target = self._number(back_to_items(workflow, step, node))
        self.edges.append(
            Edge(
                number, target, On.OUTCOME, workflow.id, step,
                label=node.came_back, passes=marks, performer=node.holder,
            )
        )  # fmt: skip

    def _run(self, number: int, node: Node, workflow: Workflow, step: Step) -> None:
        frame = Frame(workflow.id, step.id, node.holder, node.severity, node.counts, node.item, node.spent)
        entered = self._enter(step.target, node.holder, node.severity, (*node.frames, frame))
        if entered is None or any(call.workflow == workflow.id and call.step == step.id for call in node.frames):
            return
        acts = calling(workflow, step.id)
        self.edges.append(
            Edge(number, self._number(entered), On.DONE, workflow.id, step, acts, does=False, performer=node.holder)
        )

    def _minutes(self, step: Step, node: Node) -> int:
        return minutes_of(self.handbook, step, node.holder)

    # ---- side by side

    def _together(self, number: int, node: Node, workflow: Workflow, step: Step) -> None:
        target, due = self._number(node._replace(item=1)), of_item(workflow, step.id).due
        self.edges.append(Edge(number, target, On.DONE, workflow.id, step, due, does=False, performer=node.holder))

    def _item(self, number: int, node: Node, workflow: Workflow, step: Step) -> None:
        """Items finish in any order: each at once or after all of its time, whatever is worse for the question asked.

        They are independent (a rule sees to that), so the order changes no fact; but it decides what came before what,
        and how long a clock runs that one of them starts. Where no control could tell, they finish in the order of
        their times. A workflow that is run among them comes before or after all the others, and its time is added to
        theirs, which is never less than the truth.
        """
        done = finished(node, step)
        left = [place for place in range(len(step.items)) if place not in done]
        if not left:
            marks, who = marks_of(self.handbook, step), step.by or node.holder
            name, acts = workflow.resolve(step, step.go or "next"), of_item(workflow, step.id).records
            deed = Deed(name, On.DONE, acts, passes=marks, performer=who, does=bool(marks), holder=node.holder)
            self._edge(number, node, workflow, step, deed)
            return
        timed = [place for place, item in enumerate(step.items) if item.verb is not Verb.RUN]
        slow = [place for place in timed if place not in done]
        next_time = min((self._minutes(step.items[place], node) for place in slow), default=0)
        at_once = order_matters(self.handbook, step) if not node.spent else ()
        for place in left:
            item, parts = step.items[place], of_item(workflow, step.items[place].id)
            for acts in parts.passed_by:
                self._item_edge(number, node, workflow, place, acts, at=None)
            if item.verb is Verb.RUN:
                if not slow or len(slow) == len(timed):
                    self._run(number, node, workflow, item)
                continue
            if self._minutes(item, node) == next_time:
                self._item_edge(number, node, workflow, place, parts.done, at=next_time)
            if self._minutes(item, node) and item.id in at_once:
                self._item_edge(number, node, workflow, place, parts.done, at=0)

    def _item_edge(
        self, number: int, node: Node, workflow: Workflow, place: int, acts: tuple[Act, ...], *, at: int | None
    ) -> None:
        """The edge at which an item finishes, so long after the first began, or (None) is passed by."""
        step = top_level(workflow)[node.step]
        item = step.items[place]
        after = after_item(step, node, place, node.spent if at is None else at)
        self.edges.append(
            Edge(
                source=number,
                target=self._number(after),
                on=On.PASSED_BY if at is None else On.DONE,
                workflow=workflow.id,
                step=item,
                acts=acts,
                minutes=0 if at is None else at - node.spent,
                passes=() if at is None else marks_of(self.handbook, item),
                performer=item.by or node.holder,
                does=at is not None,
            )
        )


def _live(workflow: Workflow, step: str, counts: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """The counts of steps that can still come: the others do not matter any more."""
    return tuple((name, count) for name, count in counts if name == step or name in beyond(workflow, step))
