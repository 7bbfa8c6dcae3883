"""What can go wrong, one by one, and what happens then. `kept.json` names the tests of each number."""

from typing import NamedTuple


class Fault(NamedTuple):
    """A number, by which tests mark themselves; the group; what comes in; and what happens."""

    number: int
    group: str
    what: str
    answer: str


_YAML, _GRAPH, _DISK = "YAML and front matter", "Names and ways", "Disk, git and terminal"
_SCHEMA, _SITE, _IMPORT = "Schemas and patterns", "The published site", "Sheets and imports"

FAULTS = (
    Fault(1, _YAML, "Aliases that repeat each other a billion times", "An anchor is a finding; nothing is repeated."),
    Fault(2, _YAML, "An alias to itself", "The same finding; nothing goes in a circle."),
    Fault(
        3, _YAML, "Ten thousand brackets, lists or quotations inside each other", "One finding that names the limit."
    ),
    Fault(4, _YAML, "Two keys of one name", "A finding that names both lines; no key is dropped silently."),
    Fault(5, _YAML, "Merge keys", "A finding: this language has none."),
    Fault(6, _YAML, "Words that others read as yes, no or nothing", "They stay the text that was written."),
    Fault(7, _YAML, "Times that others read as numbers, such as 12:30", "They stay the text that was written."),
    Fault(8, _YAML, "Numbers that others change, such as 010 or 1.10", "They stay the text that was written."),
    Fault(9, _YAML, "Days that are none, and years beyond the calendar", "A finding at the day."),
    Fault(10, _YAML, "Keys that are lists, tables, numbers or nothing", "A finding at the key."),
    Fault(11, _YAML, "Tags, such as those that run Python elsewhere", "A finding; nothing is made or run."),
    Fault(12, _YAML, "Several documents, none, or no table at the top", "One finding that says what stands there."),
    Fault(13, _YAML, "Tabs in the place of spaces", "One finding in the line, and a fix."),
    Fault(
        14, _YAML, "Invisible characters and strange ends of lines", "A finding in the column; lines are counted alike."
    ),
    Fault(
        15,
        _YAML,
        "Other encodings and broken bytes",
        "A finding with the byte; the machine's language changes nothing.",
    ),
    Fault(16, _YAML, "Line ends of every kind, and none at the end", "The same findings in the same lines."),
    Fault(
        17,
        _YAML,
        "Huge files, lines, titles and workflows",
        "A finding that names the limit, in bounded time and memory.",
    ),
    Fault(18, _YAML, "Every slip at the top of a page", "One finding that says what to do."),
    Fault(
        19,
        _GRAPH,
        "Names that are the same to some: case, accents, look-alikes, reserved words",
        "A finding. A name has small letters, digits and hyphens, and nothing else.",
    ),
    Fault(20, _GRAPH, "Names that lead to nothing, or to what is retired", "A finding, with the nearest name."),
    Fault(
        21,
        _GRAPH,
        "Ways that end nowhere, go in circles, are never taken or lead downwards",
        "A finding for each; workflows that run each other in a ring are found, and nothing hangs.",
    ),
    Fault(22, _GRAPH, "Decisions with gaps, overlaps or unknown values", "A finding that names the case."),
    Fault(
        23, _DISK, "Links, loops, pipes and devices in the place of a file", "A finding; none is followed or opened."
    ),
    Fault(
        24,
        _DISK,
        "Paths that lead out of the handbook",
        "A finding or a wrong call; nothing outside is read or written.",
    ),
    Fault(
        25,
        _DISK,
        "No right to read or write, a full disk, an output that is a file or the handbook itself",
        "A finding or an error that says which; the old file stays, and nothing of others is deleted.",
    ),
    Fault(
        26, _DISK, "Killed in the middle of writing, a closed pipe", "The old file or the new one, never half of one."
    ),
    Fault(
        27,
        _DISK,
        "Runs side by side; a memory that is damaged, old or somebody else's",
        "It is as if it was not there.",
    ),
    Fault(
        28, _DISK, "Files that change or vanish while they are read", "A finding, or what was there; never a traceback."
    ),
    Fault(
        29,
        _DISK,
        "No git, a shallow, bare, foreign or hostile clone, and hostile names in it",
        "A check needs no git. What needs it says what is missing; nothing in a clone is run.",
    ),
    Fault(30, _DISK, "Marks of a merge that was not solved", "One finding for the file, not two hundred."),
    Fault(31, _DISK, "Leap days, time zones, midnight, days in the future", "The day is a value of the call, in UTC."),
    Fault(
        32,
        _DISK,
        "Terminals that are narrow, wide, dumb or not UTF-8; texts that command a log",
        "It stays readable, and what acts is shown as its code.",
    ),
    Fault(33, _DISK, "Settings that cannot be followed", "A wrong call that names the setting and the nearest one."),
    Fault(
        34,
        _SCHEMA,
        "Schemas that lead elsewhere",
        "Schemas come with the tool and stand alone; a handbook cannot bring its own. No command opens a connection.",
    ),
    Fault(
        35,
        _SCHEMA,
        "Texts that make patterns run for ever",
        "No pattern comes from a handbook; ours take time in proportion to the text.",
    ),
    Fault(36, _SITE, "Markup, templates and scripts in titles and names", "They are shown as they were written."),
    Fault(37, _SITE, "HTML, scripts and harmful addresses in Markdown", "They are shown as text, or lead nowhere."),
    Fault(
        38,
        _SITE,
        "Texts that act in a diagram",
        "There is no Mermaid: diagrams are made by us when the site is built, and hold no text that acts.",
    ),
    Fault(39, _SITE, "A search index with scripts, or too large", "Texts stay texts, and what answers first is small."),
    Fault(
        40,
        _SITE,
        "Signs that turn or hide text, look-alikes, comments that nobody sees",
        "A finding; comments are not published.",
    ),
    Fault(
        41,
        _SITE,
        "Personal data and secrets; drafts in public",
        "A finding. The site has no drafts: what stands in the folder is published, or is not made at all.",
    ),
    Fault(
        42,
        _SITE,
        "Snippets, includes, macros and hooks",
        "Nothing is included; our settings use no plug-in that runs what a page says.",
    ),
    Fault(
        43,
        _SITE,
        "Links to pages and headings that are not there",
        "A finding at the link. Links to other hosts are never fetched.",
    ),
    Fault(
        44, _SITE, "A diagram that not everybody can see", "The steps stand beside it as text, and print without it."
    ),
    Fault(
        45,
        _IMPORT,
        "Formulas, bombs and foreign entities in sheets and documents",
        "Nothing is imported. What is exported for sheets holds no formula, and JSON no number that is none.",
    ),
)
