"""`make coverage`: which lines and branches of reasoning, rules and reading does no test come to?

Runs the tests that come to these packages in one process, prints what they miss, puts the figures on the page of the
handbook, and ends with 1 if anything is missed. A line that no test can come to says so itself:
`# pragma: no cover - reason`, and a decision that can go one way only `# pragma: no branch - reason`.
"""

import json
import sys
from pathlib import Path

import measured
import mutants
from coverage import Coverage

COUNTED = ("num_statements", "missing_lines", "num_branches", "missing_branches", "excluded_lines")


def main() -> int:
    """Measure, tell, record."""
    mutants.lay_down()
    mutants.reach()
    cover = Coverage(str(mutants.WORK / "coverage"), config_file=str(mutants.TREE / "pyproject.toml"))
    cover.load()
    share = cover.report(file=sys.stdout)
    told = mutants.WORK / "coverage.json"
    cover.json_report(outfile=str(told))
    files = json.loads(told.read_text(encoding="utf-8"))["files"]
    rows = []
    for package in mutants.PACKAGES:
        home = mutants.TREE / mutants.HOME / package
        known = [each["summary"] for file, each in files.items() if Path(file).resolve().is_relative_to(home)]
        lines, unseen, branches, untaken, excused = (sum(each[what] for each in known) for what in COUNTED)
        rows.append(
            (package, len(known), lines, branches, f"{1 - (unseen + untaken) / (lines + branches):.1%}", excused)
        )
    if "--no-record" not in sys.argv:
        measured.record(
            "coverage",
            made_by="make coverage",
            title="What the tests come to",
            says="To how many lines of these packages, and to how many of the ways that a decision can go, a test "
            "comes. What none can come to says beside itself why. Tests with a browser, those of whole sites, and what "
            "runs in a process of its own are not counted in.",
            columns=("Package", "Files", "Lines", "Ways", "Come to", "Lines excused"),
            rows=rows,
        )
    return 0 if share >= 100 else 1  # noqa: PLR2004 - all of it


if __name__ == "__main__":
    sys.exit(main())
