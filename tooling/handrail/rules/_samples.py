"""Small files from which the examples of the rules are made, so that an example shows only what it is about."""

HEADINGS = (
    "Purpose",
    "When to use it, and when not",
    "Before you open the content",
    "What to find out",
    "What to do",
    "What to say",
    "Who to escalate to, and by when",
    "What never to do",
    "Records",
    "After the case",
    "Example",
    "Changes",
)
"""The headings of an SOP, in their order."""

PAGE = "procedures/example/late-parcel.md"
WORKFLOW = "workflows/example/lost-parcel.yml"
MESSAGE = "messages/parcel-found.yml"


def sop_file(body: str, **front: str) -> str:
    """An SOP with a sound front matter, but for the given keys (`review_every="3 months"`)."""
    lines = {
        "title": "A parcel is late",
        "summary": "Say when it comes, or start to search.",
        "number": "SOP-003",
        "owner": "team-lead",
        "audience": "[support]",
        "review-every": "12 months",
        "metrics": "[days-to-answer]",
        "changes": "\n  - from: 2026-11-02\n    what: The first version.\n    approved-by: [duty-manager]",
    }
    lines |= {key.replace("_", "-"): value for key, value in front.items()}
    written = "\n".join(
        f"{key}:{value}" if value.startswith("\n") else f"{key}: {value}" for key, value in lines.items()
    )
    return f"---\n{written}\n---\n\n{body}"


def sections(**bodies: str) -> str:
    """The body of an SOP in all headings; `bodies` by the first word of a heading, in lower case, `_` for a space."""
    parts = []
    for heading in HEADINGS:
        key = next((key for key in bodies if heading.lower().startswith(key.replace("_", " "))), "")
        parts.append(f"## {heading}\n\n{bodies[key] if key else 'A sentence.'}\n")
    return "\n".join(parts)


def workflow_file(steps: str, top: str = "", outcomes: str = "") -> str:
    """A workflow for lost parcels with these steps, with further lines above and further outcomes."""
    return f"""\
title: Find a lost parcel
summary: From the first question to an answer.
procedure: lost-parcel
starts-when: Somebody misses a parcel.
team: support
severity: P2
{top}outcomes:
  answered: The person has an answer
{outcomes}steps:
{steps}"""


def message_file(text: str, more: str = "") -> str:
    """A message to the person who reported, with this `text` block and further lines."""
    return f"""\
title: Your parcel is found
to: reporter
owner: support
marks: [sender-told]
{more}{text}"""


DUTIES = """\
honest-answer:
  title: An honest answer
  jurisdiction: company
  article: Customer charter, section 2
  duty: Whoever misses a parcel learns what happened to it.
  in-force-on: 2026-01-01
  updated-on: 2026-01-01
  source: https://example.com/customer-charter
  evidence: verified
  checked-on: 2026-11-02
"""
"""The register of duties of the starter handbook."""
