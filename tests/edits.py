"""Ten edits that people really make, on the handbook that stays, each as what it does to the files."""

import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

TCO = "workflows/orders/tco-removal-order.yml"
CSAM = "workflows/child-safety/apparent-csam.yml"
EVIDENCE = "workflows/shared/evidence-preservation.yml"
WELLBEING = "workflows/shared/wellbeing-check.yml"
NOTIFY = "workflows/shared/notify-and-reasons.yml"
ITALIAN = "  it: |\n    Grazie per avercelo detto. Ce ne stiamo già occupando.\n"


def replaced(book: Path, file: str, old: str, new: str, count: int = 1) -> None:
    """Put a text in the place of another, which must be there."""
    path = book / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= count, (file, old)
    path.write_text(text.replace(old, new, count), encoding="utf-8")


def _a_new_branch(book: Path) -> None:
    replaced(
        book,
        TCO,
        "  explain:\n",
        "  who-removed-it:\n    decide: May the content still be on another address?\n    branches:\n"
        "      - when: {content-state: not-found}\n        go: disable\n      - otherwise: next\n\n  explain:\n",
    )


def _a_renamed_outcome(book: Path) -> None:
    replaced(book, EVIDENCE, "  failed-escalated: The vault", "  vault-failed: The vault")
    replaced(book, EVIDENCE, "go: failed-escalated", "go: vault-failed")


def _a_longer_deadline(book: Path) -> None:
    replaced(book, EVIDENCE, "    by: lert\n    within: 1 hour\n", "    by: lert\n    within: 6 hours\n")


def _a_removed_report(book: Path) -> None:
    path = book / CSAM
    text = path.read_text(encoding="utf-8")
    text = re.sub(
        r"      report-ncmec:\n        unless:.*?(?=      [a-z-]+:\n        (?:do|unless|when|tell))",
        "",
        text,
        flags=re.DOTALL,
    )
    path.write_text(text, encoding="utf-8")


def _a_reworded_step(book: Path) -> None:
    replaced(
        book,
        WELLBEING,
        "Take a break away from all queues, with your buddy if you like",
        "Take a break, away from every queue",
    )
    replaced(book, WELLBEING, "Walk, drink something, look far away.", "Walk, drink a glass of water, look far away.")


def _a_moved_file(book: Path) -> None:
    (book / "workflows/wellbeing").mkdir()
    shutil.move(book / WELLBEING, book / "workflows/wellbeing/wellbeing-check.yml")


def _a_retired_team(book: Path) -> None:
    replaced(
        book,
        "register/organisation.yml",
        "  crisis-desk:\n    title: Crisis desk\n",
        "  crisis-desk:\n    title: Crisis desk\n    retired-on: 2026-12-01\n    replaced-by: duty-manager\n",
    )


def _a_changed_duty(book: Path) -> None:
    replaced(
        book,
        "register/duties.yml",
        "as soon\n    as reasonably possible after actual knowledge.",
        "within\n    24 hours of actual knowledge.",
    )
    replaced(book, "register/duties.yml", "  updated-on: 2024-05-07\n", "  updated-on: 2026-11-20\n")


def _a_new_language(book: Path) -> None:
    replaced(book, "messages/report-merged.yml", "  ms: |\n", f"{ITALIAN}  ms: |\n")


def _a_reordered_list(book: Path) -> None:
    replaced(
        book,
        WELLBEING,
        "      ok: log-minimum\n      declined: log-minimum\n",
        "      declined: log-minimum\n      ok: log-minimum\n",
    )
    path = book / EVIDENCE
    text = path.read_text(encoding="utf-8")
    head, hold = text.split("  hold-by-hand:\n")
    head, expiry = head.split("  set-expiry:\n")
    path.write_text(f"{head}  hold-by-hand:\n{hold.rstrip()}\n\n  set-expiry:\n{expiry.rstrip()}\n", encoding="utf-8")


EDITS: Mapping[str, Callable[[Path], None]] = {
    "a-new-branch": _a_new_branch,
    "a-renamed-outcome": _a_renamed_outcome,
    "a-longer-deadline": _a_longer_deadline,
    "a-removed-report": _a_removed_report,
    "a-reworded-step": _a_reworded_step,
    "a-moved-file": _a_moved_file,
    "a-retired-team": _a_retired_team,
    "a-changed-duty": _a_changed_duty,
    "a-new-language": _a_new_language,
    "a-reordered-list": _a_reordered_list,
}
