"""`handrail baseline`: the list of known findings."""

import sys
from datetime import date
from pathlib import Path

import click

from handrail.commands._door import memory, say
from handrail.commands._options import day, no_cache
from handrail.ground.errors import ExitCode, HandrailError

EXAMPLES = """\b
Examples
  handrail baseline                         take away what is mended
  handrail baseline --reason "Legal rewords all notices in March" --rule vague-wording
  handrail check --baseline handrail-baseline.json

\b
So that every check knows it, in handrail.toml
  baseline = "handrail-baseline.json"

\b
Never listed are files that cannot be read, crashes, and controls that are broken or not proven: these always
count. What a change adds fails `handrail check --since BASE`, listed or not. To accept one finding for a while,
excuse it where it stands: handrail explain bad-suppression
"""


@click.command(short_help="Take what is mended off the list of known findings.", epilog=EXAMPLES)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--reason", default="", metavar="TEXT", help="Add what is found now, and say why it may stay.")
@click.option("--rule", "rules", multiple=True, metavar="RULE", help="Add what this rule finds alone.")
@day
@no_cache
def baseline(file: Path | None, reason: str, rules: tuple[str, ...], as_of: date, *, cache: bool) -> None:
    """Take what is mended off the list of known findings, which do not fail a check. With a reason, add to it.

    FILE is the one in the settings if left out, or handrail-baseline.json. It is written by this command alone, and a
    check never writes it. Commit it: whoever reads the history sees it shrink.
    """
    from handrail.check import Selection, choose_rules
    from handrail.check import check as run
    from handrail.crew import hands
    from handrail.gate import against, entries_for, shrunk
    from handrail.reading.baseline import NAME, Baseline, baseline_file, load_baseline, written
    from handrail.reading.config import load_config
    from handrail.writing import write

    config = load_config(Path.cwd())
    target = baseline_file(config, file) or config.root / NAME
    if rules and not reason.strip():
        raise HandrailError(
            "`--rule` says what to add, and no reason is given.", 'Such as: --reason "why they may stay"'
        )
    if not target.exists() and not reason.strip():
        hint = 'To begin one, say why the findings may stay: handrail baseline --reason "..."'
        raise HandrailError(f"There is no baseline `{target.name}`, so there is nothing to take away.", hint)
    choose_rules(Selection(select=frozenset(rules)))
    known = load_baseline(config, target) if target.exists() else Baseline(target.name)
    selection = Selection(settings=config.rules)
    report = run(config, as_of=as_of, selection=selection, memory=memory(keep=cache), hands=hands())
    if report.crashed or not report.handbook.whole:
        message = "Not everything could be read, so nobody knows what is mended; nothing was written."
        raise HandrailError(message, "What is wrong: handrail check")
    kept = shrunk(report, known)
    open_ = [each for each in against(report, known, selection).findings if each.rule != "stale-baseline"]
    wanted = [each for each in open_ if reason.strip() and (not rules or each.rule in rules)]
    added = entries_for(wanted, report, reason.strip(), as_of)
    write(target, written([*kept, *added]))
    left = len(open_) - len(added)
    say(_told(target.name, len(known.entries) - len(kept), len(added), len(kept) + len(added)))
    if left:
        say(f"{left} {'finding is' if left == 1 else 'findings are'} not listed: handrail check\n")
    if not config.baseline and file is None:
        say(f'So that every check knows it, write into handrail.toml: baseline = "{target.name}"\n')
    sys.exit(ExitCode.CLEAN)


def _told(name: str, gone: int, added: int, number: int) -> str:
    changes = [f"{gone} taken away"] * bool(gone) + [f"{added} added"] * bool(added)
    return f"{name}: {' and '.join(changes) or 'nothing changed'}; it lists {number} now.\n"
