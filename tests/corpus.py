"""The corpus of defects: reads tests/defects/ and lays a case over a real handbook. The README there says the form."""

import ast
import inspect
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from handrail.reading.document.yaml import read_yaml
from handrail.rules import all_rules

HERE = Path(__file__).parent / "defects"
HANDBOOK = Path(__file__).parent / "handbook"
"""The first part of the handbook of `sops/`, as it was when the cases were written: it stays, while `sops/` grows."""
COVERED = ("workflows", "procedures")
"""The folders of that handbook of which every file is a case of every rule, or there is a reason why not."""
WITHOUT_PROOF = ("graph", "uses", "index", "answers", "custody", "single", "meaning", "reviewing")
"""The parts of `reasoning` that look at what is written, not at what can arrive."""
PROVING = {"handrail.rules._cases", "handrail.rules._proofs"}
COMPARING = {"text-graph-drift", "translation-drift"}
"""What compares two texts: whoever changes a time in a workflow, or one language of a message, hears of the other."""
BEGINS = "^"
_CASE = {"slip", "in", "edits", "at", "says", "also", "near-miss", "near-edits"}
_EDIT = {"in", "replace", "with", "copy-of"}


@dataclass(frozen=True, slots=True)
class Edit:
    """What an author changed in one file: a passage of it, or the whole (then `passage` is empty)."""

    path: str
    passage: str
    text: str
    copy_of: str


@dataclass(frozen=True, slots=True)
class Case:
    """A broken copy of a real file, the one finding that it must get, and a near miss that must get none."""

    rule: str
    folder: str
    name: str
    path: str
    slip: str
    edits: tuple[Edit, ...]
    at: str
    says: str
    also: frozenset[str]
    near_miss: str
    near_edits: tuple[Edit, ...]

    @property
    def id(self) -> str:
        """How the tests and brief.yml call it."""
        return f"{self.rule}/{self.folder}/{self.name}"


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the corpus says about one rule: its cases, and by folder and name the reasons for what is no case.

    Where a reason holds for a whole folder, the name is empty.
    """

    rule: str
    cases: tuple[Case, ...]
    reasons: Mapping[tuple[str, str], str]

    def silent_about(self, folder: str) -> list[str]:
        """The files of a folder that are no case and have no reason."""
        told = {case.name for case in self.cases if case.folder == folder}
        told |= {name for where, name in self.reasons if where == folder}
        return [] if "" in told else sorted(set(files(folder)) - told)


@cache
def handbook() -> Mapping[str, str]:
    """The handbook that the cases are laid over: path -> text."""
    found = [path for path in sorted(HANDBOOK.rglob("*")) if path.suffix in {".md", ".yml"}]
    return {path.relative_to(HANDBOOK).as_posix(): path.read_text(encoding="utf-8") for path in found}


@cache
def files(folder: str) -> Mapping[str, str]:
    """The files of a folder of the handbook: name -> path."""
    return {Path(path).stem: path for path in handbook() if path.startswith(f"{folder}/")}


@cache
def judges_whole_ways(rule: str) -> bool:
    """Whether a rule proves what can arrive, or compares: then nearly every change of a workflow changes what it finds."""
    tree = ast.parse(Path(inspect.getfile(all_rules()[rule])).read_text(encoding="utf-8"))
    modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    engine = {module for module in modules if module.startswith(("handrail.reasoning.", "handrail.review."))}
    return rule in COMPARING or bool(
        engine - {f"handrail.reasoning.{name}" for name in WITHOUT_PROOF} | modules & PROVING
    )


@cache
def corpora() -> Mapping[str, Corpus]:
    """Everything that tests/defects/ holds, by rule."""
    return {path.parent.name: _corpus(path) for path in sorted(HERE.glob("*/cases.yml"))}


def load(path: Path) -> dict[str, Any]:
    """A YAML file, read as strictly as those of a handbook: every value is the text as written."""
    data, complaints = read_yaml(path.name, path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or complaints:
        raise ValueError(f"{path}: {[(found.message, found.at) for found in complaints] or 'no table'}")
    return data


def _corpus(path: Path) -> Corpus:
    cases: list[Case] = []
    reasons: dict[tuple[str, str], str] = {}
    for folder, entries in load(path).items():
        if isinstance(entries, str):
            reasons[folder, ""] = entries
            continue
        for name, entry in entries.items():
            if "not-here" in entry:
                reasons[folder, name] = entry["not-here"]
            else:
                cases.append(_case(path.parent.name, folder, name, entry))
    return Corpus(path.parent.name, tuple(cases), reasons)


def _case(rule: str, folder: str, name: str, entry: dict[str, Any]) -> Case:
    own = files(folder).get(name, "")
    path = entry.get("in", own)
    if entry.keys() - _CASE or not path:
        raise ValueError(f"{rule}/{folder}/{name}: {sorted(entry.keys() - _CASE) or 'names no file'}")
    edits, near_edits = (tuple(_edits(entry[key], own or path)) for key in ("edits", "near-edits"))
    texts = [entry[key] for key in ("slip", "at", "says", "near-miss")]
    slip, at, says, near_miss = map(str, texts)
    also = frozenset(entry.get("also", ()))
    return Case(rule, folder, name, path, slip, edits, at, says, also, near_miss, near_edits)


def _edits(entries: list[dict[str, str]], path: str) -> Iterator[Edit]:
    for entry in entries:
        if entry.keys() - _EDIT:
            raise ValueError(f"An edit of {path} has {sorted(entry.keys() - _EDIT)}.")
        yield Edit(entry.get("in", path), entry.get("replace", ""), entry.get("with", ""), entry.get("copy-of", ""))


def edited(edits: Iterable[Edit]) -> dict[str, str]:
    """That handbook with these edits, one after the other: path -> text."""
    texts = dict(handbook())
    for edit in edits:
        before = texts[edit.copy_of] if edit.copy_of else texts.get(edit.path, "")
        texts[edit.path] = _replaced(before, edit) if edit.passage else before if edit.copy_of else edit.text
    return texts


def _replaced(text: str, edit: Edit) -> str:
    start, indent = _only(text, edit.passage, edit.path)
    end = start + len(_indented(edit.passage, indent))
    return text[:start] + _indented(edit.text, indent) + text[end:]


def begins(text: str, passage: str, path: str) -> tuple[int, int]:
    """The line and the column at which the only copy of a passage begins, or where in it the sign `^` stands."""
    before, sign, after = passage.partition(BEGINS)
    start, indent = _only(text, before + after, path)
    start += len(_indented(before, indent)) if sign else len(indent)
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _only(text: str, passage: str, path: str) -> tuple[int, str]:
    """Where the only copy of a passage stands. Whole lines may stand further right, all of them alike."""
    lines = passage.endswith("\n")
    found = (list(_whole_lines(text, passage)) if lines else []) or list(_anywhere(text, passage))
    if len(found) != 1:
        raise ValueError(f"{path} holds this {len(found)} times, and it has to be once:\n{passage}")
    return found[0]


def _anywhere(text: str, passage: str) -> Iterator[tuple[int, str]]:
    start = text.find(passage)
    while start >= 0:
        yield start, ""
        start = text.find(passage, start + 1)


def _whole_lines(text: str, passage: str) -> Iterator[tuple[int, str]]:
    first, start = passage.partition("\n")[0], 0
    for line in text.splitlines(keepends=True):
        indent = " " * (len(line) - 1 - len(first))
        if line == f"{indent}{first}\n" and text.startswith(_indented(passage, indent), start):
            yield start, indent
        start += len(line)


def _indented(passage: str, indent: str) -> str:
    return "".join(indent + line if line.strip() else line for line in passage.splitlines(keepends=True))


def together(cases: Iterable[Case]) -> Iterator[tuple[Edit, ...]]:
    """The near misses of several cases, as many at a time as leave each other's files alone."""
    waiting = [case.near_edits for case in cases]
    while waiting:
        taken: set[str] = set()
        now: list[Edit] = []
        later = []
        for edits in waiting:
            paths = {edit.path for edit in edits}
            if paths & taken:
                later.append(edits)
            else:
                now += edits
                taken |= paths
        yield tuple(now)
        waiting = later
