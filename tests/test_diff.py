"""What a pull request is told: ten real edits in a real repository, what is proven about them, and that nothing acts."""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from edits import EDITS, EVIDENCE, WELLBEING, replaced
from handrail.compare import compare, placed
from handrail.formats import Look
from handrail.ground.errors import HandrailError
from handrail.ground.memory import FORGETFUL
from handrail.ground.model import Kind
from handrail.impacts import of_change, of_thing, rendered
from handrail.reading.config import Config
from handrail.reading.revision import sources_at
from handrail.reasoning.proof import Verdict
from handrail.review.behaviour.verdict import Known
from handrail.review.comparison import Comparison, Finding, Judged
from handrail.review.shown import all_forms
from handrail.review.story import story

HERE = Path(__file__).parent
DAY = date(2026, 11, 25)
QUIET = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_DATE": "2026-11-25T10:00:00Z",
    "GIT_COMMITTER_DATE": "2026-11-25T10:00:00Z",
}


def git(folder: Path, *words: str) -> str:
    person = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ["git", *person, *words], cwd=folder, env=os.environ | QUIET, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(HERE / "handbook", folder / "sops")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "The handbook")
    return folder


@pytest.fixture
def clone(original: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(original), str(folder))
    return folder


def config(folder: Path) -> Config:
    return Config(folder.resolve(), folder.resolve() / "sops")


def compared(folder: Path, base: str = "main", head: str = "") -> Comparison:
    return compare(config(folder), base, head, as_of=DAY)[0]


def shown(folder: Path, form: str, base: str = "main", head: str = "", look: Look | None = None) -> str:
    found, reports = compare(config(folder), base, head, as_of=DAY, memory=FORGETFUL)
    text: str = all_forms()[form].render(found, story(found, placed(reports)), look or Look())
    return text


# ---- ten edits, as Legal reads them


MEANS = {
    "a-reworded-step": Finding.FORM_ONLY,
    "a-moved-file": Finding.FORM_ONLY,
    "a-reordered-list": Finding.FORM_ONLY,
    "a-changed-duty": Finding.CASES_SAME,
    "a-new-language": Finding.CASES_SAME,
    "a-new-branch": Finding.CHANGED,
    "a-longer-deadline": Finding.CHANGED,
    "a-removed-report": Finding.CHANGED,
}
"""What is found about an edit, where the comparison alone decides."""


@pytest.mark.parametrize("name", EDITS)
def test_the_comment_reads_like_this_and_says_what_it_means(name: str, clone: Path, repo: Path) -> None:
    """Read what changed, then accept it: HANDRAIL_SNAPSHOTS=accept pytest tests/test_diff.py."""
    EDITS[name](clone / "sops")
    git(clone, "checkout", "-qb", "edit")
    git(clone, "add", ".")
    git(clone, "commit", "-qm", name)
    found, reports = compare(config(clone), "main", "edit", as_of=DAY, memory=FORGETFUL)
    told = story(found, placed(reports))
    file = HERE / "snapshots" / "diff" / f"{name}.md"
    text = re.sub(r"\(([0-9a-f]{10})\)", "(a commit)", all_forms()["md"].render(found, told, Look()))
    schema = json.loads((repo / "schemas" / "diff.schema.json").read_text(encoding="utf-8"))
    if os.environ.get("HANDRAIL_SNAPSHOTS") == "accept":
        file.write_text(text, encoding="utf-8")

    assert text == file.read_text(encoding="utf-8")
    assert found.finding is MEANS.get(name, found.finding)
    assert {going.known for going in found.goings} == {Known.ALIKE} or found.finding is not Finding.FORM_ONLY
    assert found.changes
    assert (
        list(Draft202012Validator(schema).iter_errors(json.loads(all_forms()["json"].render(found, told, Look()))))
        == []
    )


def test_a_renamed_outcome_names_those_that_still_rely_on_it(clone: Path) -> None:
    EDITS["a-renamed-outcome"](clone / "sops")
    renamed = next(change for change in compared(clone).breaking if "`vault-failed`" in change.says)

    assert {place.keys[-1] for place in renamed.breaks} >= {"failed-escalated"}


def test_nothing_is_said_when_nothing_is_different(clone: Path) -> None:
    assert shown(clone, "plain").startswith("Nothing is different.")


def test_a_file_that_cannot_be_read_is_never_called_unchanged(clone: Path) -> None:
    replaced(clone / "sops", WELLBEING, "outcomes:\n", "outcomes: [\n")
    found = compared(clone)

    assert found.finding is Finding.NOT_PROVEN
    assert any("wellbeing-check.yml" in line for line in found.unread)


def test_a_report_that_is_gone_is_told_by_the_ends_that_come_without_it(clone: Path) -> None:
    EDITS["a-removed-report"](clone / "sops")
    text = shown(clone, "plain", look=Look(width=400))

    assert "A case can now end in `reported` without `report-ncmec`; before, none could." in text


def test_a_longer_deadline_tells_the_slowest_case_before_and_now(clone: Path) -> None:
    EDITS["a-longer-deadline"](clone / "sops")

    assert "In `evidence-preservation` the slowest case takes 23 h 40 min now, before: 8 h 40 min." in shown(
        clone, "plain"
    )


def test_a_control_is_never_called_newly_proven_where_nobody_looked_before(clone: Path) -> None:
    EDITS["a-changed-duty"](clone / "sops")
    found, reports = compare(config(clone), "main", "", as_of=DAY, memory=FORGETFUL)

    def said(before: Verdict | None, after: Verdict) -> str:
        judged = replace(found, judged=(Judged("report-ncmec", before, after),))
        text: str = all_forms()["plain"].render(judged, story(judged, placed(reports)), Look())
        return text

    assert "1 control is proven now; what held before was not looked at." in said(None, Verdict.PROVEN)
    assert "`report-ncmec` is proven now, before: broken." in said(Verdict.BROKEN, Verdict.PROVEN)
    assert "`report-ncmec` is broken now." in said(None, Verdict.BROKEN)


# ---- whom it concerns


def told_data(text: str, schema: str) -> dict[str, Any]:
    """The data that a text holds, which has the form that is published."""
    form = json.loads((HERE.parent / "schemas" / f"{schema}.schema.json").read_text(encoding="utf-8"))
    data: dict[str, Any] = json.loads(text)
    assert list(Draft202012Validator(form).iter_errors(data)) == []
    return data


def test_a_changed_duty_makes_reviews_due(clone: Path) -> None:
    EDITS["a-changed-duty"](clone / "sops")
    told = of_change(config(clone), "main", "", as_of=DAY)

    assert {due.procedure for due in told.impact.due} == {"apparent-csam"}
    assert (Kind.CONTROL, "report-ncmec") in {one.thing for one in told.impact.touched}
    assert "`apparent-csam`, by `child-safety-desk`: last reviewed on" in rendered(told, "plain")
    assert told_data(rendered(told, "json"), "impact")["reviews"]


def test_a_thing_tells_who_rests_on_it(clone: Path) -> None:
    told = of_thing(config(clone), "team:crisis-desk", as_of=DAY)
    touched = {one.thing: one for one in told.impact.touched}

    assert told_data(rendered(told, "json"), "impact")["touched"]
    assert touched[Kind.WORKFLOW, "imminent-harm-check"].owner == "crisis-desk"
    assert touched[Kind.WORKFLOW, "apparent-csam"].by == (Kind.WORKFLOW, "imminent-harm-check")
    assert (Kind.SCENARIO, "imminent-harm-check") in touched


@pytest.mark.parametrize(
    ("written", "hint"), [("dutty:us-2258a", "Nearest: duty:us-2258a"), ("duty:us-2258b", "Nearest: duty:us-2258a")]
)
def test_a_thing_that_is_not_there_is_an_error_with_the_nearest(written: str, hint: str, clone: Path) -> None:
    with pytest.raises(HandrailError) as error:
        of_thing(config(clone), written, as_of=DAY)

    assert error.value.hint == hint


# ---- forms


EVIL = "::error file=a::b %0A ##[error]x \x1b[31mred</code></details>```@team #1 <script>alert(1)</script> [a](javascript:b) \u202e`"


@pytest.fixture
def hostile(clone: Path) -> Path:
    book = clone / "sops"
    words = json.dumps(EVIL)
    replaced(
        book, EVIDENCE, "do: Page the engineer on call, who mends the vault or opens the spare one", f"do: {words}"
    )
    replaced(book, EVIDENCE, "title: Preserve evidence", f"title: {words}")
    replaced(book, "register/duties.yml", "title: Report to NCMEC", f"title: {words}")
    (book / "pages").mkdir()
    (book / "pages" / "a`b\n::error::c.md").write_text("# Page\n", encoding="utf-8")
    return clone


@pytest.mark.catalogue(32)
@pytest.mark.promise("no-commands")
def test_no_text_of_a_handbook_acts_in_a_log(hostile: Path) -> None:
    for line in shown(hostile, "plain").splitlines():
        assert not line.lstrip().startswith(("::", "##"))
        assert "##[" not in line
        assert "\x1b" not in line
        assert "\u202e" not in line


@pytest.mark.catalogue(32)
@pytest.mark.promise("no-commands")
def test_no_text_of_a_handbook_acts_in_a_comment(hostile: Path) -> None:
    text = shown(hostile, "md")
    outside = re.sub(r"<code>.*?</code>", "", text)

    assert not re.search(r"(?<!\w)@\w|<script|\]\(|\x1b|\u202e", outside)
    assert not re.search(r"^\s*(::|##\[)", text, re.MULTILINE)
    assert text.count("<details>") == text.count("</details>")
    assert set(re.findall(r"<(/?[a-z]+)", text)) <= {
        "code",
        "/code",
        "details",
        "/details",
        "summary",
        "/summary",
        "sub",
        "/sub",
    }


@pytest.mark.catalogue(36)
@pytest.mark.promise("no-markup")
def test_no_text_of_a_handbook_acts_in_a_page(hostile: Path) -> None:
    page = shown(hostile, "html")

    assert "<script" not in page
    assert not re.search(r"(src|href)=", page)
    assert "default-src 'none'" in page


def test_a_picture_cannot_be_left(clone: Path) -> None:
    EDITS["a-new-branch"](clone / "sops")
    picture = shown(clone, "md").split("```mermaid\n")[1].split("```")[0]

    assert all(
        re.fullmatch(r'[A-Za-z0-9 ",.|:#;=>\[\]-]*', line.replace("flowchart TD", "")) for line in picture.splitlines()
    )


# ---- the command


def called(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "handrail", *words, "--as-of", "2026-11-25"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("a-reworded-step", ("diff", "main", "--exit-code"), 0),
        ("a-longer-deadline", ("diff", "main"), 0),
        ("a-longer-deadline", ("diff", "main", "--exit-code"), 1),
        ("a-changed-duty", ("diff", "main", "--exit-code"), 1),
        ("a-renamed-outcome", ("diff", "main", "--exit-code"), 1),
        ("a-reworded-step", ("diff", "mian"), 2),
        ("a-reworded-step", ("diff", "--", "--output=x"), 2),
        ("a-changed-duty", ("impact", "main"), 0),
        ("a-changed-duty", ("impact", "duty:us-2258b"), 2),
    ],
)
def test_it_ends_like_git_and_never_passes_by_accident(
    name: str, words: tuple[str, ...], code: int, clone: Path
) -> None:
    EDITS[name](clone / "sops")
    words = words if "--" not in words else (*words[:1], "--as-of", "2026-11-25", *words[1:])
    ended = (
        called(clone, *words)
        if "--" not in words
        else subprocess.run(
            [sys.executable, "-m", "handrail", *words], cwd=clone, capture_output=True, text=True, check=False
        )
    )

    assert ended.returncode == code, ended.stderr


# ---- states


@pytest.mark.parametrize("revision", ["mian", "--output=x", "HEAD^{/x", "x\ny", "main..edit", "", "\x00"])
def test_a_state_that_is_not_there_is_an_error_that_says_what_to_do(revision: str, clone: Path) -> None:
    if not revision:
        assert sources_at(config(clone)).name == "the files on disk"
        return
    with pytest.raises(HandrailError) as error:
        sources_at(config(clone), revision)

    assert error.value.hint
    assert error.value.message.isprintable()


def test_the_nearest_name_is_told(clone: Path) -> None:
    with pytest.raises(HandrailError) as error:
        sources_at(config(clone), "mian")

    assert error.value.hint == "Nearest: main"


@pytest.mark.catalogue(29)
@pytest.mark.promise("any-git")
def test_a_shallow_clone_says_so(original: Path, tmp_path: Path) -> None:
    folder = tmp_path / "shallow"
    first = git(original, "rev-parse", "HEAD")
    git(original, "commit", "-q", "--allow-empty", "-m", "More")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{original}", str(folder))
    git(original, "reset", "-q", "--hard", first)
    with pytest.raises(HandrailError, match="shallow") as error:
        sources_at(config(folder), first)

    assert "fetch" in error.value.hint


@pytest.mark.catalogue(29)
@pytest.mark.promise("any-git")
def test_without_git_or_repository_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(HERE / "handbook", tmp_path / "sops")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(HandrailError, match="not in a git repository"):
        sources_at(config(tmp_path), "main")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(HandrailError, match="git is not installed"):
        sources_at(config(tmp_path), "main")


def test_a_folder_is_a_state_too(clone: Path, tmp_path: Path) -> None:
    shutil.copytree(clone / "sops", tmp_path / "old" / "sops")
    EDITS["a-reworded-step"](clone / "sops")

    assert compared(clone, str(tmp_path / "old")).finding is Finding.FORM_ONLY


def test_a_folder_never_takes_the_place_of_a_branch(clone: Path) -> None:
    shutil.copytree(clone / "sops", clone / "main" / "sops")
    EDITS["a-longer-deadline"](clone / "main" / "sops")
    EDITS["a-longer-deadline"](clone / "sops")

    assert compared(clone, "main").finding is Finding.CHANGED


@pytest.mark.catalogue(29)
@pytest.mark.promise("no-code", "any-git")
def test_what_a_clone_says_of_itself_starts_nothing(clone: Path, tmp_path: Path) -> None:
    trap = tmp_path / "sprung"
    script = tmp_path / "trap.sh"
    script.write_text(f"#!/bin/sh\ntouch {trap}\n", encoding="utf-8")
    script.chmod(0o755)
    for key in ("core.fsmonitor", "core.pager", "core.sshCommand", "diff.external", "filter.x.smudge", "core.editor"):
        git(clone, "config", key, str(script))
    git(clone, "config", "core.hooksPath", str(tmp_path))
    (clone / ".git" / "info" / "attributes").write_text("* filter=x diff=x\n", encoding="utf-8")

    assert sources_at(config(clone), "HEAD").sources
    assert not trap.exists()


def test_the_fork_is_where_a_branch_left_the_other(clone: Path) -> None:
    git(clone, "checkout", "-qb", "edit")
    EDITS["a-reworded-step"](clone / "sops")
    git(clone, "commit", "-qam", "Reword")
    git(clone, "checkout", "-q", "main")
    EDITS["a-longer-deadline"](clone / "sops")
    git(clone, "commit", "-qam", "Longer")

    assert compared(clone, "main...edit").finding is Finding.FORM_ONLY
    assert compared(clone, "main", "edit").finding is Finding.CHANGED
