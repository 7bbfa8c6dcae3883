"""The list of known findings may only shrink, and hides nothing that a change adds."""

import json
from pathlib import Path

import pytest

from gates import DAY, DEAD_END, QUICK, VAGUE, WORKFLOW, Run, change, commit, last, refused
from handrail.gate import NEVER_LISTED


@pytest.fixture
def listed(clone: Path, run: Run) -> Path:
    """Return a handbook with one vague word, which its baseline lists."""
    change(clone, WORKFLOW, *VAGUE)
    (clone / "handrail.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    assert run("baseline", *DAY, "--reason", "Legal rewords it in March").returncode == 0
    commit(clone)
    return clone


def entries(folder: Path) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads((folder / "known.json").read_text(encoding="utf-8"))["entries"]
    return found


def test_a_listed_finding_is_counted_and_does_not_fail(listed: Path, run: Run) -> None:
    done = run("check", *DAY, *QUICK)

    assert done.returncode == 0
    assert last(done).startswith("No findings. 1 finding stands in the baseline. ")
    assert entries(listed) == [
        {
            "rule": "vague-wording",
            "file": "workflows/example/lost-parcel.yml",
            "at": "steps > look-up-parcel",
            "says": "`Promptly` is no time.",
            "reason": "Legal rewords it in March",
            "since": "2026-11-25",
        }
    ]


def test_an_entry_that_means_nothing_any_more_fails_until_it_goes(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *VAGUE[::-1])

    done = run("check", *DAY)
    assert done.returncode == 1
    assert done.stdout.startswith(
        "known.json:5:1: error[stale-baseline]: The baseline lists `vague-wording` in `sops/workf"
    )

    shrunk = run("baseline", *DAY)
    assert (shrunk.returncode, shrunk.stdout) == (0, "known.json: 1 taken away; it lists 0 now.\n")
    assert entries(listed) == []
    assert run("check", *DAY).returncode == 0


def test_what_was_not_judged_is_not_stale(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *VAGUE[::-1])

    assert run("check", *DAY, "--select", "dead-end", "--select", "stale-baseline").returncode == 0
    assert run("check", *DAY, "sops/messages").returncode == 0


def test_a_check_never_writes_the_baseline(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *VAGUE[::-1])
    before = (listed / "known.json").read_bytes()

    run("check", *DAY)
    run("check", *DAY, "--since", "main", "--report", "junit=out.xml")

    assert (listed / "known.json").read_bytes() == before


def test_without_a_reason_nothing_is_added(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *DEAD_END)

    done = run("baseline", *DAY)

    assert len(entries(listed)) == 1
    assert "not listed: handrail check" in done.stdout


def test_a_reason_adds_what_one_rule_finds(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *DEAD_END)

    run("baseline", *DAY, "--reason", "The end is drawn in May", "--rule", "dead-end")

    assert [(each["rule"], each["reason"]) for each in entries(listed)] == [
        ("dead-end", "The end is drawn in May"),
        ("vague-wording", "Legal rewords it in March"),
    ]


def test_a_change_cannot_list_what_it_adds(listed: Path, run: Run) -> None:
    change(listed, WORKFLOW, *DEAD_END)
    run("baseline", *DAY, "--reason", "It is in a hurry")
    assert run("check", *DAY).returncode == 0

    done = run("check", *DAY, *QUICK, "--since", "main")

    assert done.returncode == 1
    assert "error[dead-end]" in done.stdout
    assert "stale-baseline" not in done.stdout
    assert "1 finding stands in the baseline." in last(done)


@pytest.mark.parametrize("rule", sorted(NEVER_LISTED))
def test_some_findings_can_never_be_listed(listed: Path, run: Run, rule: str) -> None:
    text = (listed / "known.json").read_text(encoding="utf-8")
    (listed / "known.json").write_text(text.replace("vague-wording", rule), encoding="utf-8")

    done = run("check", *DAY, "--select", "stale-baseline")

    assert done.returncode == 1
    assert f"`{rule}` can never be listed: it always counts." in done.stdout


def test_a_broken_control_stays_off_the_list(clone: Path, run: Run) -> None:
    change(clone, "sops/controls/example/sender-is-told.yml", "within: 5 days", "within: 3 days")

    done = run("baseline", *DAY, "known.json", "--reason", "We know")

    assert "control-broken" not in (clone / "known.json").read_text(encoding="utf-8")
    assert "not listed" in done.stdout


BROKEN = {
    "no JSON": ("{", "is no JSON"),
    "another form": ('{"version": 2, "entries": []}', "is no baseline of version 1"),
    "a merge": ("<<<<<<< main\n{}\n", "unsolved merge"),
    "no reason": (
        '{"version": 1, "entries": [{"rule": "x", "file": "y", "says": "z", "reason": " ", "since": "2026-01-01"}]}',
        "gives no reason",
    ),
    "no day": (
        '{"version": 1, "entries": [{"rule": "x", "file": "y", "says": "z", "reason": "w", "since": "soon"}]}',
        "since when",
    ),
    "an unknown key": (
        '{"version": 1, "entries": [{"rule": "x", "file": "y", "says": "z", "reasn": "w"}]}',
        "unknown key `reasn`.\n  Nearest: reason",
    ),
}


@pytest.mark.catalogue(45)
@pytest.mark.promise("never-by-accident")
@pytest.mark.parametrize("case", BROKEN)
def test_a_baseline_that_cannot_be_read_is_no_empty_one(listed: Path, run: Run, case: str) -> None:
    text, told = BROKEN[case]
    (listed / "known.json").write_text(text, encoding="utf-8")

    refused(run("check", *DAY), told)


def test_a_baseline_that_is_gone_is_refused(listed: Path, run: Run) -> None:
    (listed / "known.json").unlink()

    refused(run("check", *DAY), "There is no baseline `known.json`.")
    refused(run("baseline", *DAY), "There is no baseline `known.json`")


def test_a_baseline_is_not_written_from_half_a_handbook(listed: Path, run: Run) -> None:
    before = (listed / "known.json").read_bytes()
    change(listed, "sops/register/facts.yml", "parcel-found:", "parcel-found: [\nx:")

    refused(run("baseline", *DAY, "--reason", "We know"), "nothing was written")
    assert (listed / "known.json").read_bytes() == before


def test_a_baseline_in_the_handbook_is_refused(listed: Path, run: Run) -> None:
    refused(run("check", *DAY, "--baseline", "sops/known.json"), "lies in the handbook, where it would be published")
