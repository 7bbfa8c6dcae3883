"""Small faults put into the code, one at a time: the operators of mutmut, applied to whole files.

mutmut itself keeps all mutants of a function in one file, behind a wrapper that a variable switches. That makes every
call three deep, leaves out whatever has a decorator, and what the tool remembers by the names and times of its own
files would be taken for the mutant's. Here each mutant is a file of its own, as if somebody had written it.
"""

import difflib
import hashlib
import heapq
from collections.abc import Iterator, Sequence
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutant_tests import Mutant
from mutmut.mutation.mutators import mutation_operators

SAME = {"len", "isinstance", "cast"}
"""Calls that are left alone: without their arguments they only crash, or nothing is different at all."""


class _Visitor(cst.CSTVisitor):
    """Collects what the operators make of the code inside functions."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[cst.CSTNode, cst.CSTNode, range]] = []
        self._inside = 0
        self._statement = range(0)

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Apply every operator to a node, and say whether to go on with what it holds."""
        if isinstance(node, cst.Annotation | cst.Decorator):
            return False
        if isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value in SAME:
            return False
        if isinstance(node, cst.FunctionDef):
            self._inside += 1
        if isinstance(node, cst.BaseStatement | cst.BaseSmallStatement):
            self._statement = self._lines(node)
        if self._inside:
            for kind, operator in mutation_operators:
                if isinstance(node, kind):
                    self.found.extend((node, changed, self._statement) for changed in operator(node))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        """Notice the end of a function."""
        if isinstance(original_node, cst.FunctionDef):
            self._inside -= 1

    def _lines(self, node: cst.CSTNode) -> range:
        """The lines of a statement; of one that holds others, those of its head."""
        place = self.get_metadata(PositionProvider, node)
        last = place.end.line
        body = getattr(node, "body", None)
        if isinstance(body, cst.BaseSuite):
            last = max(place.start.line, self.get_metadata(PositionProvider, body).start.line - 1)
        return range(place.start.line, last + 1)


def _visited(text: str) -> tuple[cst.Module, list[tuple[cst.CSTNode, cst.CSTNode, range]]]:
    wrapper, visitor = MetadataWrapper(cst.parse_module(text)), _Visitor()
    wrapper.visit(visitor)
    return wrapper.module, visitor.found


def sample(root: Path, files: Sequence[str], size: int, seed: int) -> tuple[int, list[Mutant]]:
    """How many mutants these files have, and `size` of them, drawn by lot: the same for the same seed."""
    total = 0
    drawn: list[tuple[bytes, str, int]] = []
    for file in files:
        count = len(_visited((root / file).read_text(encoding="utf-8"))[1])
        total += count
        lots = ((hashlib.sha256(f"{seed} {file} {n}".encode()).digest(), file, n) for n in range(count))
        drawn = heapq.nsmallest(size, [*drawn, *lots])
    return total, [each for file in files for each in _made(root, file, sorted(n for _, f, n in drawn if f == file))]


def _made(root: Path, file: str, numbers: Sequence[int]) -> Iterator[Mutant]:
    """These mutants of a file."""
    if not numbers:
        return
    before = (root / file).read_text(encoding="utf-8")
    module, found = _visited(before)
    for number in numbers:
        old, new, lines = found[number]
        changed = module.deep_replace(old, new)
        after = changed.code if isinstance(changed, cst.Module) else before
        difference = difflib.unified_diff(before.splitlines(), after.splitlines(), file, file, lineterm="", n=0)
        yield Mutant(file, lines, after, "\n".join(list(difference)[3:]))
