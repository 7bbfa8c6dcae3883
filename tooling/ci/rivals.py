"""Other linters on the same files, for `make bench`: each is a program of its own, started as its users start it.

They do far less: yamllint looks at the form of YAML, check-jsonschema at a schema, bpmnlint at the form of a graph.
What is not installed is skipped with a word. Nothing of them is part of the tool.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from handrail.ground.model import Handbook, Workflow
from handrail.reasoning.graph import Leads, ways_from

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".venv-bench" / "bin"
NODE = ROOT / ".bench" / "node"
BPMNLINT = "bpmnlint@11.15.0"
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
MODEL = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{space}" id="definitions" targetNamespace="bench">\n'
    '<process id="process" isExecutable="false">\n{inner}\n</process>\n</definitions>\n'
)


def yamllint(folder: Path) -> float | None:
    """Seconds that yamllint takes for the workflows below a folder; None where it is not installed."""
    program = TOOLS / "yamllint"
    return _took(folder, [str(program), "-d", "relaxed", "sops/workflows"]) if program.exists() else None


def check_jsonschema(folder: Path) -> float | None:
    """Seconds that check-jsonschema takes for them with our schema; None where it is not installed."""
    program = TOOLS / "check-jsonschema"
    if not program.exists():
        return None
    files = sorted(str(path.relative_to(folder)) for path in (folder / "sops/workflows").rglob("*.yml"))
    return _took(folder, [str(program), "--schemafile", str(ROOT / "schemas/workflow.schema.json"), *files])


def bpmnlint(folder: Path, handbook: Handbook) -> tuple[float | None, str]:
    """Seconds that bpmnlint takes for the same graphs as BPMN, or None and why it was skipped."""
    npm = shutil.which("npm")
    if npm is None:
        return None, "skipped: there is no Node here"
    program = NODE / "node_modules" / ".bin" / "bpmnlint"
    if not program.exists():
        NODE.mkdir(parents=True, exist_ok=True)
        command = [npm, "install", "--prefix", str(NODE), "--no-audit", "--no-fund", "--no-package-lock", BPMNLINT]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None, f"skipped: {BPMNLINT} cannot be installed here"
    target = folder / "bpmn"
    target.mkdir(exist_ok=True)
    (target / ".bpmnlintrc").write_text('{"extends": "bpmnlint:recommended"}\n', encoding="utf-8")
    for workflow in handbook.workflows.values():
        (target / f"{workflow.id}.bpmn").write_text(as_bpmn(workflow), encoding="utf-8")
    return _took(target, [str(program), *sorted(path.name for path in target.glob("*.bpmn"))]), ""


def as_bpmn(workflow: Workflow) -> str:
    """The graph of a workflow as BPMN: steps are tasks, what stands on a way is no part of it."""
    return MODEL.format(space=BPMN, inner="\n".join(_parts(workflow)))


def _parts(workflow: Workflow) -> Iterator[str]:
    yield '<startEvent id="start" name="start" />'
    yield f'<sequenceFlow id="f0" sourceRef="start" targetRef={quoteattr("s-" + workflow.steps[0].id)} />'
    number, ends = 0, dict[str, None]()
    for step, ways in ways_from(workflow).items():
        yield f"<task id={quoteattr('s-' + step)} name={quoteattr(step)} />"
        for way in ways:
            number += 1
            target = f"s-{way.target}" if way.leads is Leads.STEP else f"e-{way.target or 'end'}"
            ends |= {} if way.leads is Leads.STEP else {target: None}
            source = quoteattr(f"s-{step}")
            yield f'<sequenceFlow id="f{number}" sourceRef={source} targetRef={quoteattr(target)} />'
    for end in ends:
        yield f"<endEvent id={quoteattr(end)} name={quoteattr(end)} />"


def _took(folder: Path, command: list[str]) -> float:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(f"{Path(command[0]).name} fell out: {done.stdout[-500:]}{done.stderr[-500:]}")
    return time.perf_counter() - start
