"""`handrail review`: which procedures have to be read again, and who approved what."""

import sys
from datetime import date
from pathlib import Path

import click

from handrail.commands._door import memory, say
from handrail.commands._options import Day, day
from handrail.ground.errors import ExitCode, HandrailError

EXAMPLES = """\b
Examples
  handrail review due                       what has to be read again, by when, and why
  handrail review stamp lost-parcel --by duty-manager
"""

DUE = """\b
Examples
  handrail review due                       the longest overdue first
  handrail review due --owner team-lead     those of one team
  handrail review due --within 90           with the next three months
  handrail review due --changes             with what is different since somebody approved
  handrail review due --format md           for an issue or a chat
  handrail review due --format ics > reviews.ics

\b
A review is due when its date has come, when an approval is for something else than what stands there, and when a
duty, a team or a workflow that the procedure runs has changed since it was last read. It ends with 0 when it was
told, 1 when a file could not be read.
"""

STAMP = """\b
Examples
  handrail review stamp lost-parcel --by duty-manager
  handrail review stamp sops/procedures/example --by legal-eu --by wellness --on 2026-11-25
  handrail review stamp sops --named        those who are named already, in brackets: once, at the beginning
  handrail review stamp sops --named --diff show what would be written

\b
An approval is bound to the newest entry of `changes` and to the fingerprint of what stands there now. When a step, a
time, a mark or anything else that means something changes, it ends (handrail explain approval-stale). Mending the
wording ends no approval. It ends with 0 when every SOP that was named is stamped, 1 when one is not.
"""


@click.group(short_help="Say what has to be read again; write down who approved what.", epilog=EXAMPLES)
def review() -> None:
    """Say which procedures have to be read again, and write down who approved what."""


@review.command(short_help="Say which procedures have to be read again, and why.", epilog=DUE)
@click.option("--owner", default="", metavar="TEAM", help="Those of this team alone.")
@click.option(
    "--within", type=click.IntRange(0, 3660), default=30, metavar="DAYS", help="How far ahead; 30 if left out."
)
@click.option("--changes", is_flag=True, help="Look in git for what is different since somebody approved.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["plain", "md", "json", "ics"]),
    default="plain",
    help="For people, an issue, programs or a calendar.",
)
@day
def due(owner: str, within: int, form: str, as_of: date, *, changes: bool) -> None:
    """Say which procedures have to be read again, by when and why, the longest overdue first. Nothing is written."""
    from handrail.reading.config import load_config
    from handrail.reviews import due_reviews, rendered

    config = load_config(Path.cwd())
    told = due_reviews(config, as_of=as_of, within=within, owner=owner, changes=changes, memory=memory())
    say(rendered(told, form))
    sys.exit(ExitCode.FINDINGS if told.unread else ExitCode.CLEAN)


@review.command(short_help="Write down who approved what stands there now.", epilog=STAMP)
@click.argument("paths", nargs=-1, required=True, metavar="SOP|PATH...")
@click.option(
    "--by", multiple=True, metavar="TEAM", help="The team or role that approves. May be given more than once."
)
@click.option("--named", is_flag=True, help="Those who are named there already, without a fingerprint.")
@click.option("--on", type=Day(), default=None, metavar="DATE", help="The day on which they agreed; today if left out.")
@click.option("--diff", "only_shown", is_flag=True, help="Show what would be written, and write nothing.")
@day
def stamp(
    paths: tuple[str, ...], by: tuple[str, ...], on: date | None, as_of: date, *, named: bool, only_shown: bool
) -> None:
    """Write into SOPs who approved what stands there now. This is the only command that writes approvals.

    SOP is the name of a procedure, PATH its file or a folder. It refuses to write while something of the handbook
    cannot be read, for then nobody knows what would be approved.
    """
    from handrail.check import ALWAYS, Selection, check
    from handrail.reading.config import load_config
    from handrail.reading.discover import below, discover
    from handrail.review.shown.plain import line
    from handrail.stamping import chosen, difference
    from handrail.stamping import stamp as stamped
    from handrail.writing import write

    if bool(by) == named:
        raise HandrailError("Say who approves: `--by TEAM`, or `--named` for those who are named there already.")
    config = load_config(Path.cwd())
    sources, files, _ = discover(config.handbook)
    report = check(config, as_of=as_of, selection=Selection(select=ALWAYS), memory=memory())
    there = [Path(each) for each in paths if Path(each).exists()]
    inside = below(there, config.handbook, files) if there else frozenset[str]()
    sops = chosen(report, [each for each in paths if not Path(each).exists()], inside)
    found = stamped(sources, report, sops, by=by, on=on or as_of)
    for each in found:
        if each.after is not None and only_shown:
            say(difference(each, report))
        elif each.after is not None:
            write(config.handbook / each.sop.place.path, each.data)
        if not only_shown or each.after is None:
            say(line(f"{report.shown(each.sop.place.path)}: {each.says}") + "\n")
    sys.exit(ExitCode.FINDINGS if any(each.refused for each in found) else ExitCode.CLEAN)
