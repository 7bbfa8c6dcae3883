"""The starter handbook with something else laid in the place of one of its files: for tests of what people type."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from handrail.check import Selection, check_sources, choose_rules
from handrail.ground.finding import Finding
from handrail.ground.model import Handbook
from handrail.ground.report import Report
from handrail.ground.source import Source

FOLDER = Path(__file__).parents[1] / "tooling" / "handrail" / "starter" / "sops"
AS_OF = date(2026, 11, 25)
WORKFLOW = "workflows/example/lost-parcel.yml"
PAGE = "procedures/example/lost-parcel.md"
FACTS = "register/facts.yml"


@cache
def files() -> dict[str, bytes]:
    """The files of the starter handbook by path."""
    return {file.relative_to(FOLDER).as_posix(): file.read_bytes() for file in sorted(FOLDER.rglob("*.*"))}


def text(path: str) -> str:
    """The text of one of them."""
    return files()[path].decode()


def book(laid: Mapping[str, bytes]) -> Handbook:
    """What is sound of some files, unseen by any rule."""
    return check_sources([Source(*each) for each in laid.items()], rules=[], as_of=AS_OF).handbook


def lay(path: str, data: bytes | str) -> Report:
    """What a check says when this stands in the file."""
    laid = files() | {path: data.encode() if isinstance(data, str) else data}
    sources = [Source(name, content) for name, content in laid.items()]
    return check_sources(sources, rules=choose_rules(Selection()), as_of=AS_OF)


def told(report: Report) -> list[tuple[str, str, int]]:
    """Each finding as its rule, its file and its line."""
    return [(finding.rule, finding.at.path, line(finding)) for finding in report.findings]


def line(finding: Finding) -> int:
    """The line at which a finding begins."""
    return finding.at.span.line if finding.at.span else 0


def workflow(steps: str) -> str:
    """A workflow with these steps; the first one begins in line 10."""
    return (
        "title: Find a lost parcel\nsummary: From the first question to an answer.\nprocedure: lost-parcel\n"
        "starts-when: Somebody misses a parcel.\nteam: support\nseverity: P2\n"
        f"outcomes:\n  answered: The person has an answer\nsteps:\n{steps}"
    )
