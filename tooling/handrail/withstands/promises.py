"""What the tool promises about itself. A promise without a test that keeps it is none: `kept.json` names the tests."""

from typing import NamedTuple


class Promise(NamedTuple):
    """A name, by which tests mark themselves, and the sentence."""

    id: str
    says: str


PROMISES = (
    Promise("read-only", "A check writes nothing into the handbook, and nothing anywhere but what it remembers."),
    Promise("no-network", "No command opens a connection. Once installed, it works without a network."),
    Promise("no-code", "Nothing in a handbook is run: no plug-in, no template, no tag, no hook of git."),
    Promise("same-bytes", "The same input gives the same bytes: every format, and the whole site."),
    Promise("place", "Every finding has a rule, a file, a line and a column, a reason and a remedy."),
    Promise("bounded", "Time and memory are bounded, whatever a file holds. The limits are listed here."),
    Promise("no-traceback", "No input ends in a traceback."),
    Promise("whole-or-not", "A file is written whole or not at all, even if the power fails in the middle."),
    Promise(
        "never-by-accident", "What could not be checked is never a success: no crash, no lost helper, no full disk."
    ),
    Promise("exit-codes", "0 all is well, 1 something was found, 2 a wrong call, 3 our fault. This stays."),
    Promise("any-git", "It works without git and on a shallow clone, and a hostile clone starts nothing."),
    Promise("memory", "What is remembered changes no result: with it and without it, the bytes are the same."),
    Promise("side-by-side", "Runs side by side do not harm each other."),
    Promise("no-markup", "No markup on the site comes from a handbook, apart from the Markdown that is allowed."),
    Promise("no-commands", "No text of a handbook acts in a terminal, a log or a comment."),
)
