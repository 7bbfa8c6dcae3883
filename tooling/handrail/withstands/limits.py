"""Every bound that the tool sets, with its number as the code holds it: nothing here is typed twice."""

from handrail.pages import ShownLimit
from handrail.reading.baseline import MOST_MEGABYTES as BASELINE_MEGABYTES
from handrail.reading.cache import LONGEST_ANSWER, MOST_ANSWERS
from handrail.reading.discover import MOST_FILES, MOST_MEGABYTES
from handrail.reading.document.complaints.depth import DEEPEST
from handrail.reading.document.complaints.line import MOST_FINDINGS
from handrail.reading.document.crowd import MOST_STEPS, MOST_WAYS
from handrail.reading.document.markdown import DEEPEST as DEEPEST_PAGE
from handrail.reading.document.text import MOST_BYTES, MOST_BYTES_OF_A_PAGE
from handrail.reading.document.yaml import MOST_NODES
from handrail.reading.revision import PATIENCE
from handrail.reasoning.longest import MOST_STATES
from handrail.reasoning.program import MOST_NODES as MOST_NODES_OF_A_DOOR
from handrail.reasoning.regions import MOST_NODES as MOST_NODES_OF_A_DIAGRAM

_KILO = 1024
_PROOF = "an error that says what to split; nothing is claimed"
_HELD = "`invalid-yaml`, and the file is not read"


def limits() -> tuple[ShownLimit, ...]:
    """What is bounded, how much of it there may be, and what happens beyond."""
    return (
        ShownLimit("Files of a handbook", f"{MOST_FILES:,}", "a wrong call (2): never a silent part of them"),
        ShownLimit("A file on the disk", f"{MOST_MEGABYTES} MB", "`unreadable-file`, and it is not even opened"),
        ShownLimit("A workflow, register or other YAML", f"{MOST_BYTES // _KILO:,} kB", _HELD),
        ShownLimit("A page of Markdown", f"{MOST_BYTES_OF_A_PAGE // _KILO:,} kB", _HELD),
        ShownLimit("Levels inside each other in YAML", str(DEEPEST), _HELD),
        ShownLimit("Lists and quotations inside each other on a page", str(DEEPEST_PAGE), "`unreadable-file`"),
        ShownLimit("Anchors, aliases, merges and tags in YAML", "none", "`invalid-yaml` where they stand"),
        ShownLimit("Keys and values in one file", f"{MOST_NODES:,}", _HELD),
        ShownLimit("Steps of a workflow", f"{MOST_STEPS:,}", _HELD),
        ShownLimit("Ways on from a step, outcomes of a workflow", f"{MOST_WAYS:,}", _HELD),
        ShownLimit("Findings about the form of one file", f"{MOST_FINDINGS:,}", "the first are shown; mend them first"),
        ShownLimit("Places that a case can be in, from one door", f"{MOST_NODES_OF_A_DOOR:,}", _PROOF),
        ShownLimit("Facts that hang together, as nodes of a diagram", f"{MOST_NODES_OF_A_DIAGRAM:,}", _PROOF),
        ShownLimit("Moments looked at for the slowest way", f"{MOST_STATES:,}", _PROOF),
        ShownLimit("Waiting for git", f"{PATIENCE} seconds", "a wrong call (2)"),
        ShownLimit("The list of known findings", f"{BASELINE_MEGABYTES} MB", "a wrong call (2)"),
        ShownLimit(
            "What is remembered",
            f"{MOST_ANSWERS:,} answers of {LONGEST_ANSWER // _KILO // _KILO} MB",
            "all of it is forgotten",
        ),
    )
