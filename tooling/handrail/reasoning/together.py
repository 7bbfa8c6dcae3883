"""What lies side by side: which items of a `together` have finished at a node, and what follows."""

from handrail.ground.model import Step, Workflow
from handrail.reasoning.program import Node


def finished(node: Node, step: Step) -> frozenset[int]:
    """The items of a `together` that have finished at a node: `item` is one more than a sum of powers of two."""
    return frozenset(place for place in range(len(step.items)) if node.item - 1 >> place & 1)


def after_item(step: Step, node: Node, place: int, spent: int) -> Node:
    """What follows when an item of a `together` has finished."""
    item = node.item + (1 << place)
    over = item == 1 << len(step.items)
    return node._replace(step=step.id, item=item, spent=0 if over else spent, came_back="")


def back_to_items(workflow: Workflow, item: Step, node: Node) -> Node:
    """What follows when a workflow that was run side by side with others has come back."""
    above = next(step for step in workflow.steps if item in step.items)
    return after_item(above, node, above.items.index(item), node.spent)
