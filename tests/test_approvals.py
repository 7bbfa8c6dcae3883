"""Who approved what: stamps that change nothing else, reviews that are told in time, and versions that cannot be forgotten."""

import json
import re
import subprocess
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import starter
from handrail.check import ALWAYS, Selection, check_sources, choose_rules
from handrail.commands import cli
from handrail.gate import since
from handrail.ground.errors import HandrailError
from handrail.ground.finding import Finding
from handrail.ground.report import Report
from handrail.ground.source import Source
from handrail.pages import Site, procedure
from handrail.reading.config import Config, RuleSettings
from handrail.reasoning.meaning import fingerprint
from handrail.review.calendar import Event, calendar
from handrail.review.changes import all_changes
from handrail.review.due import MANY, Why, hasty, reviews
from handrail.review.matching import renames
from handrail.review.pair import Pair
from handrail.reviews import due_reviews, rendered
from handrail.stamping import Stamped, chosen, stamp
from handrail.writing import write_all

HERE = Path(__file__).parent
DAY = date(2026, 11, 25)
PAGE, OTHER, FLOW = starter.PAGE, "procedures/example/write-back.md", starter.WORKFLOW
BARE = "    approved-by: [duty-manager]\n"
VERSIONS = frozenset({"unversioned-change", "approval-stale", "not-approved", "self-approved"})
_READING = choose_rules(Selection(select=ALWAYS))
Files = dict[str, bytes]


def files(*edits: tuple[str, str, str]) -> Files:
    """The starter handbook with some edits: path, what stands there, what takes its place."""
    found = dict(starter.files())
    for path, old, new in edits:
        text = found[path].decode()
        assert old in text, (path, old)
        found[path] = text.replace(old, new, 1).encode()
    return found


def sources(laid: Mapping[str, bytes]) -> list[Source]:
    return [Source(*each) for each in laid.items()]


def read(laid: Mapping[str, bytes], day: date = DAY) -> Report:
    return check_sources(sources(laid), rules=_READING, as_of=day)


def stamped(laid: Mapping[str, bytes], *by: str, sop: str = "lost-parcel", on: date = DAY) -> Stamped:
    return stamp(sources(laid), read(laid), [sop], by=by, on=on)[0]


def bound(laid: Files, *by: str, sop: str = "lost-parcel") -> Files:
    """The handbook with approvals that hold."""
    found = stamped(laid, *by, sop=sop)
    return laid | {found.sop.place.path: found.data}


def found(laid: Mapping[str, bytes], options: Mapping[str, object] | None = None, day: date = DAY) -> list[Finding]:
    """What the rules about approvals find. `options` are those of `approval-stale`."""
    settings_ = {"approval-stale": RuleSettings(options=options or {})}
    rules = choose_rules(Selection(select=VERSIONS, settings=settings_))
    return list(check_sources(sources(laid), rules=rules, as_of=day).findings)


def names(findings: list[Finding]) -> list[str]:
    return [each.rule for each in findings]


# ---- stamping


def test_a_stamp_changes_one_line_and_holds() -> None:
    before = files()
    after = stamped(before, "duty-manager")
    lines = [set(text.splitlines()) for text in (after.before, after.after or "")]

    assert lines[0] - lines[1] == {"    approved-by: [duty-manager]"}
    assert lines[1] - lines[0] == {"    approved-by:", "      duty-manager: m1-288f56e8f082 on 2026-11-25"}
    assert found(before | {PAGE: after.data}) == []


def test_stamping_again_changes_nothing() -> None:
    once = bound(files(), "duty-manager")

    assert stamped(once, "duty-manager").after is None
    assert stamped(once).says == "as it was: it is stamped already"


STYLES = {
    "in brackets": "    approved-by: [duty-manager, support]\n",
    "in brackets over two lines": "    approved-by: [duty-manager,\n      support]\n",
    "in brackets before a comment": "    approved-by: [duty-manager, support] # both were there\n",
    "as a list": "    approved-by:\n      - duty-manager\n      - support\n",
    "as a list that is not indented": "    approved-by:\n    - duty-manager\n    - support\n",
    "each alone": "    approved-by:\n      duty-manager: unknown\n      support: unknown\n",
    "in braces": "    approved-by: {duty-manager: unknown, support: unknown}\n",
    "in quotes": "    approved-by: ['duty-manager', \"support\"]\n",
    "before another key": "    approved-by: [duty-manager, support]\n    by: helper\n",
    "nobody": "",
    "nobody, behind a longer text": "    kind: editorial\n  - from: 2026-11-02\n    what: |\n      A text\n      of two lines.\n",
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_whatever_the_style_only_the_approvals_change(style: str, ending: str) -> None:
    laid = files((PAGE, BARE, STYLES[style]))
    laid[PAGE] = laid[PAGE].replace(b"\n", ending.encode())
    after = stamped(laid, "duty-manager", "support")
    text = after.data.decode()
    without = re.sub(r"    approved-by:\r?\n(?:      [a-z-]+: m1-\S+ on \S+(?: +#[^\n\r]*)?\r?\n)+", "", text)

    assert after.after is not None, after.says
    assert text.count("m1-288f56e8f082 on 2026-11-25") == 2
    assert without == laid[PAGE].decode().replace(
        STYLES[style].replace("\n", ending), KEPT.get(style, "").replace("\n", ending)
    )
    assert "# both were there" in text or "comment" not in style
    assert found(laid | {PAGE: after.data}) == []


KEPT = {
    "before another key": "    by: helper\n",
    "nobody, behind a longer text": STYLES["nobody, behind a longer text"],
}
"""What of a passage is no approval."""


@pytest.mark.parametrize(
    ("passage", "says"),
    [
        ("    approved-by:\n      # asked by mail\n      - duty-manager\n", "a comment"),
        ("    approved-by: [duty-manager, # by mail\n      support]\n", "a comment"),
    ],
)
def test_what_would_lose_something_is_not_stamped(passage: str, says: str) -> None:
    after = stamped(files((PAGE, BARE, passage)), "support")

    assert after.refused
    assert after.after is None
    assert says in after.says


def test_an_entry_in_braces_is_left_alone() -> None:
    entry = "  - from: 2026-11-02\n    what: The first version.\n" + BARE
    after = stamped(files((PAGE, entry, "  - {from: 2026-11-02, what: Begun}\n")), "support")

    assert (after.refused, after.after) == (True, None)


def test_a_day_that_no_calendar_has_is_not_written_again() -> None:
    laid = files((PAGE, BARE, "    approved-by: {duty-manager: m1-288f56e8f082 on 2026-02-31}\n"))
    rules = choose_rules(Selection(select=frozenset({"impossible-date"})))

    assert "no calendar" in stamped(laid, "support").says
    assert names(list(check_sources(sources(laid), rules=rules, as_of=DAY).findings)) == ["impossible-date"]


def test_lines_that_end_in_two_ways_are_left_alone() -> None:
    laid = files()
    laid[PAGE] = laid[PAGE].replace(b"\n", b"\r\n", 3)

    assert "end in different ways" in stamped(laid, "support").says


def test_the_others_keep_what_they_agreed_to() -> None:
    laid = bound(files(), "duty-manager")
    laid[FLOW] = laid[FLOW].replace(b"within: 10 minutes", b"within: 20 minutes")
    after = stamped(laid, "support")

    assert "`duty-manager` approved something else" in after.says
    assert "duty-manager: m1-288f56e8f082 on 2026-11-25" in (after.after or "")
    assert stamped(laid).refused


def test_a_name_in_brackets_stays_without_a_fingerprint_beside_one_that_agrees() -> None:
    laid = files((PAGE, BARE, STYLES["in brackets"]))
    after = stamped(laid, "support")

    assert "duty-manager: unknown\n" in (after.after or "")
    assert found(laid | {PAGE: after.data}) == []
    assert names(found(laid | {PAGE: after.data}, {"required": True})) == ["approval-stale"] * 2  # the other page, too


def test_nobody_stamps_while_something_cannot_be_read() -> None:
    laid = files((FLOW, "severity: P3", "severity: [P3"))
    with pytest.raises(HandrailError, match="Not everything could be read") as error:
        stamped(laid, "support")

    assert "handrail check" in error.value.hint


@pytest.mark.parametrize(("by", "hint"), [("suport", "Nearest: support"), ("maria", "organisation.yml")])
def test_only_teams_and_roles_approve(by: str, hint: str) -> None:
    with pytest.raises(HandrailError, match="no team or role") as error:
        stamped(files(), by)

    assert hint in error.value.hint


def test_nobody_has_approved_tomorrow() -> None:
    with pytest.raises(HandrailError, match="has not come yet"):
        stamped(files(), "support", on=date(2026, 11, 26))


def test_what_has_nothing_to_approve_is_left_alone_and_said() -> None:
    retired = files((PAGE, "terms: [missing-parcel]\n", "terms: [missing-parcel]\nretired-on: 2026-11-20\n"))
    editorial = files((PAGE, BARE, "    kind: editorial\n"))

    assert stamped(retired, "support").says == "left alone: it was retired on 2026-11-20"
    assert stamped(editorial, "support").says.startswith("left alone: its `changes` hold nothing")
    assert "say who approved" in stamped(files((PAGE, BARE, ""))).says


def test_sops_are_chosen_by_name_or_file() -> None:
    report = read(files())

    assert chosen(report, ["write-back"], frozenset({PAGE})) == ("write-back", "lost-parcel")
    with pytest.raises(HandrailError) as error:
        chosen(report, ["lost-parcl"], frozenset())
    assert error.value.hint == "Nearest: lost-parcel"
    with pytest.raises(HandrailError, match="holds no SOP"):
        chosen(report, [], frozenset({FLOW}))


@settings(max_examples=30, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@seed(20261126)
@given(st.data())
def test_every_stamp_holds_and_a_second_one_changes_nothing(data: st.DataObject) -> None:
    people = st.lists(st.sampled_from(["support", "duty-manager", "helper", "team-lead"]), min_size=1, unique=True)
    by, style, mark = data.draw(people), data.draw(st.sampled_from(list(STYLES))), data.draw(st.booleans())
    laid = files((PAGE, BARE, STYLES[style]))
    laid[PAGE] = b"\xef\xbb\xbf" + laid[PAGE] if mark else laid[PAGE]
    after = laid | {PAGE: stamped(laid, *by).data}

    assert after[PAGE].startswith(b"\xef\xbb\xbf") == mark
    assert stamped(after, *by).after is None
    assert "approval-stale" not in names(found(after))


# ---- stale, unversioned, alone


def test_a_longer_time_ends_the_approval_and_says_whose() -> None:
    laid = bound(bound(files(), "duty-manager"), "support")
    laid[FLOW] = laid[FLOW].replace(b"within: 10 minutes", b"within: 20 minutes")
    told = {each.rule: each for each in found(laid)}

    assert set(told) == {"approval-stale", "unversioned-change"}
    assert "What `duty-manager` and `support` approved under the change of 2026-11-02" in told["approval-stale"].message
    assert told["approval-stale"].witness == (
        "duty-manager agreed to m1-288f56e8f082 on 2026-11-25",
        "support agreed to m1-288f56e8f082 on 2026-11-25",
    )
    assert "handrail review stamp lost-parcel --by duty-manager --by support" in told["approval-stale"].hint


def test_a_new_entry_is_a_new_version_and_asks_for_new_approvals() -> None:
    laid = bound(files(), "duty-manager")
    laid[FLOW] = laid[FLOW].replace(b"within: 10 minutes", b"within: 20 minutes")
    entry = b"changes:\n  - from: 2026-11-24\n    what: There are 20 minutes to look it up.\n"
    laid[PAGE] = laid[PAGE].replace(b"changes:\n", entry)

    assert names(found(laid)) == ["not-approved"]
    assert found(bound(laid, "duty-manager")) == []


def test_a_version_that_has_not_begun_may_still_change_and_is_approved_again() -> None:
    entry = "changes:\n  - from: 2026-12-07\n    what: There are 20 minutes to look it up.\n"
    laid = bound(files((PAGE, "changes:\n", entry)), "duty-manager")
    laid[FLOW] = laid[FLOW].replace(b"within: 10 minutes", b"within: 20 minutes")

    assert names(found(laid)) == ["approval-stale"]
    assert names(found(laid, day=date(2026, 12, 7))) == ["unversioned-change", "approval-stale"]


def test_names_in_brackets_are_enough_until_the_settings_ask_for_more() -> None:
    assert found(files()) == []
    assert {each.rule for each in found(files(), {"required": True})} == {"approval-stale"}


# ---- since


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str, Files], Config]:
    def laid(name: str, held: Files) -> Config:
        write_all(tmp_path / name / "sops", held)
        return Config(tmp_path / name, tmp_path / name / "sops")

    return laid


def added(folder: Callable[[str, Files], Config], before: Files, after: Files) -> list[str]:
    """What the rules about versions add since another state, which no approval has bound."""
    base, head = folder("base", before), folder("head", after)
    selection = Selection(select=VERSIONS)
    report = check_sources(sources(after), rules=choose_rules(selection), as_of=DAY)
    return names(list(since(report, head, str(base.root), selection=selection).findings))


LONGER = (FLOW, "within: 10 minutes", "within: 20 minutes")
ENTRY = (PAGE, "changes:\n", "changes:\n  - from: 2026-11-24\n    what: More time.\n    approved-by: [support]\n")
SINCE: Mapping[str, tuple[list[tuple[str, str, str]], list[str]]] = {
    "a longer time without an entry": ([LONGER], ["unversioned-change"]),
    "a longer time with an entry": ([LONGER, ENTRY], []),
    "an entry that was only rewritten": ([LONGER, (PAGE, "The first version.", "More time.")], ["unversioned-change"]),
    "an entry of another day": (
        [LONGER, (PAGE, "  - from: 2026-11-02", "  - from: 2026-11-24")],
        ["unversioned-change"],
    ),
    "an editorial entry": (
        [LONGER, (PAGE, "changes:\n", "changes:\n  - from: 2026-11-24\n    what: Words.\n    kind: editorial\n")],
        ["unversioned-change"],
    ),
    "other words": ([(FLOW, "do: Look the parcel up", "do: Look it up")], []),
    "a page that became a draft": ([LONGER, (PAGE, "changes:\n", "draft: yes\nchanges:\n")], []),
    "an answer more": (
        [(starter.FACTS, "    elsewhere: ", "    nearby: Next door\n    elsewhere: ")],
        ["unversioned-change"],
    ),
}


@pytest.mark.parametrize("name", SINCE)
def test_what_means_something_else_than_before_needs_an_entry(
    name: str, folder: Callable[[str, Files], Config]
) -> None:
    edits, expected = SINCE[name]

    assert added(folder, files(), files(*edits)) == expected


def test_it_is_told_once_and_a_further_change_is_told_again(folder: Callable[[str, Files], Config]) -> None:
    first = bound(files(), "duty-manager") | {FLOW: files(LONGER)[FLOW]}
    further = first | {FLOW: first[FLOW].replace(b"within: 20 minutes", b"within: 30 minutes")}

    assert added(folder, bound(files(), "duty-manager"), first) == ["unversioned-change", "approval-stale"]
    assert added(folder, first, first) == []
    assert added(folder, first, further) == ["unversioned-change", "approval-stale"]


# ---- reviews


def due(laid: Mapping[str, bytes], day: date = DAY, within: int = 30) -> dict[str, list[Why]]:
    book = read(laid, day).handbook
    return {review.sop.id: [reason.why for reason in review.reasons] for review in reviews(book, within=within)}


def test_a_review_is_due_when_its_day_comes() -> None:
    assert due(files()) == {}
    assert due(files(), date(2027, 10, 3)) == {"lost-parcel": [Why.DATE], "write-back": [Why.DATE]}
    assert due(files(), date(2027, 10, 2)) == {}
    assert due(files((PAGE, "terms:", "last-reviewed: 2027-10-01\nterms:")), date(2027, 11, 3)) == {
        "write-back": [Why.DATE]
    }


def test_a_review_is_due_when_an_approval_is_stale_or_missing() -> None:
    laid = bound(files(), "duty-manager") | {FLOW: files(LONGER)[FLOW]}

    assert due(laid) == {"lost-parcel": [Why.APPROVAL]}
    assert due(files((PAGE, BARE, ""))) == {"lost-parcel": [Why.APPROVAL]}


def test_a_review_is_due_when_what_it_rests_on_has_changed() -> None:
    called = files(
        (OTHER, "changes:\n", "changes:\n  - from: 2026-11-20\n    what: No news.\n    approved-by: [support]\n")
    )
    words = files((OTHER, "changes:\n", "changes:\n  - from: 2026-11-20\n    what: Words.\n    kind: editorial\n"))
    team = files(("register/organisation.yml", "    tier: 2\n", "    tier: 2\n    retired-on: 2026-11-20\n"))
    approver = files(("register/organisation.yml", "    tier: 3\n", "    tier: 3\n    retired-on: 2026-11-20\n"))
    duty = files(("register/duties.yml", "updated-on: ", "updated-on: 2026-11-20 # "))

    assert due(called) == {"lost-parcel": [Why.WORKFLOW]}
    assert due(words) == {}
    assert due(team) == {"lost-parcel": [Why.TEAM], "write-back": [Why.TEAM]}
    assert due(approver) == {}
    assert Why.DUTY in due(duty)["write-back"]
    assert due(called, date(2026, 11, 19)) == {}


def test_a_draft_and_what_is_retired_are_not_due() -> None:
    late = date(2028, 1, 1)

    assert due(files((PAGE, "terms:", "draft: yes\nterms:")), late) == {"write-back": [Why.DATE]}
    assert due(files((PAGE, "terms:", "retired-on: 2026-11-20\nterms:")), late) == {"write-back": [Why.DATE]}


def test_very_many_approvals_on_one_day_are_told() -> None:
    text = bound(files(), "support")[PAGE].decode()
    many = files() | {f"procedures/more/page-{number}.md": text.encode() for number in range(MANY)}
    laid = {
        path: data.replace(b"SOP-001", f"SOP-1{number:02}".encode()) for number, (path, data) in enumerate(many.items())
    }

    assert hasty(read(files()).handbook) == ()
    assert hasty(read(laid).handbook) == (
        f"`support` approved {MANY} procedures on 2026-11-25. Was each of them read?",
    )


@pytest.fixture
def late(folder: Callable[[str, Files], Config]) -> Config:
    laid = bound(files(), "duty-manager") | {FLOW: files(LONGER)[FLOW]}
    return folder(
        "late", laid | {OTHER: laid[OTHER].replace(b"2026-11-02", b"2026-02-02").replace(b"12 months", b"9 months")}
    )


def test_reviews_are_told_in_plain_words_the_longest_overdue_first(late: Config) -> None:
    told = due_reviews(late, as_of=DAY, within=30)

    assert rendered(told, "plain") == (
        "2 reviews are due, as of 2026-11-25.\n"
        "\n"
        "23 days over  `write-back`, Tell the sender how it ended, by `team-lead`\n"
        "  It is read every 9 months, and was last read on 2026-02-02.\n"
        "  sops/procedures/example/write-back.md\n"
        "\n"
        "Due now  `lost-parcel`, Find a lost parcel, by `team-lead`\n"
        "  What `duty-manager` (on 2026-11-25) approved under the change of 2026-11-02 is not what stands here now.\n"
        "  sops/procedures/example/lost-parcel.md\n"
    )
    assert rendered(told, "md").startswith(
        "### 2 reviews are due, as of 2026-11-25.\n\n- **23 days over**: Tell the sender"
    )
    assert due_reviews(late, as_of=DAY, within=0, owner="support").reviews == ()
    with pytest.raises(HandrailError) as error:
        due_reviews(late, as_of=DAY, within=0, owner="team-led")
    assert error.value.hint == "Nearest: team-lead"


def test_reviews_as_data_have_the_published_form(late: Config, repo: Path) -> None:
    data = json.loads(rendered(due_reviews(late, as_of=DAY, within=30), "json"))
    form = json.loads((repo / "schemas" / "reviews.schema.json").read_text(encoding="utf-8"))

    assert list(Draft202012Validator(form).iter_errors(data)) == []
    assert [(each["procedure"], each["days"]) for each in data["reviews"]] == [("write-back", -23), ("lost-parcel", 0)]


def test_what_cannot_be_read_is_told(folder: Callable[[str, Files], Config]) -> None:
    told = due_reviews(folder("broken", files((FLOW, "severity: P3", "severity: [P3"))), as_of=DAY, within=30)

    assert told.unread
    assert "Could not be read: sops/workflows/example/lost-parcel.yml" in rendered(told, "plain")


# ---- calendars


def unfolded(text: str) -> list[str]:
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")
    return text.replace("\r\n ", "").split("\r\n")[:-1]


HEAD = ["BEGIN", "VERSION", "PRODID", "CALSCALE", "METHOD", "X-WR-CALNAME"]
EVENT = ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP"]


@settings(max_examples=200, deadline=None, database=None)
@seed(20261126)
@given(st.text(max_size=200), st.text(max_size=200))
def test_a_calendar_holds_its_lines_whatever_the_words(title: str, says: str) -> None:
    text = calendar("Reviews", [Event("one", DAY, title, says)], DAY)
    lines = unfolded(text)
    names_ = [line.partition(":")[0].partition(";")[0] for line in lines]

    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert names_ == [*HEAD, "BEGIN", *EVENT, "END", "END"]
    assert all(line.isprintable() for line in lines)
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", lines[11].partition(":")[2])


def test_a_review_in_a_calendar_keeps_its_name_while_its_day_moves(late: Config) -> None:
    days = [unfolded(rendered(due_reviews(late, as_of=day, within=30), "ics")) for day in (DAY, date(2026, 11, 26))]

    assert [line for line in days[0] if line.startswith("UID")] == [
        "UID:review-SOP-002@handrail",
        "UID:review-SOP-001@handrail",
    ]
    assert [line for line in days[0] if line.startswith("UID")] == [line for line in days[1] if line.startswith("UID")]
    assert "DTSTART;VALUE=DATE:20261102" in days[0]


def test_a_fingerprint_is_for_one_procedure() -> None:
    book = read(files()).handbook

    assert len({fingerprint(book, sop) for sop in book.procedures.values()}) == len(book.procedures)


# ---- the commands


@pytest.fixture
def call(
    folder: Callable[[str, Files], Config], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Return what runs `handrail` in the folder of the starter handbook, and gives its exit code and what it said."""
    monkeypatch.chdir(folder("called", files()).root)

    def called(*words: str) -> tuple[int, str]:
        with pytest.raises(SystemExit) as end:
            cli.main([*words, "--as-of", DAY.isoformat()], standalone_mode=False)
        return int(str(end.value.code)), capsys.readouterr().out

    return called


def held() -> Files:
    return {
        path.as_posix(): path.read_bytes() for path in sorted(Path().rglob("*.*")) if ".git/" not in path.as_posix()
    }


def test_only_stamp_writes_and_says_what(call: Callable[..., tuple[int, str]]) -> None:
    before = held()
    for words in (("check",), ("review", "due"), ("review", "stamp", "sops", "--named", "--diff")):
        assert call(*words)[0] == 0
        assert held() == before

    code, told = call("review", "stamp", "lost-parcel", f"sops/{OTHER}", "--by", "support")

    assert (code, told.count("`support` approved the change of 2026-11-02: m1-")) == (0, 2)
    assert {path for path in before if before[path] != held()[path]} == {f"sops/{PAGE}", f"sops/{OTHER}"}
    assert call("check")[0] == 0


def test_stamp_asks_who_and_says_what_it_did_not_do(call: Callable[..., tuple[int, str]]) -> None:
    for words in ((), ("--by", "support", "--named")):
        with pytest.raises(HandrailError, match="Say who approves"):
            cli.main(["review", "stamp", "sops", *words], standalone_mode=False)
    page = Path("sops") / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace(BARE, ""), encoding="utf-8")

    code, told = call("review", "stamp", "sops", "--named")

    assert code == 1
    assert "lost-parcel.md: not stamped: nobody is named under the change of 2026-11-02; say who approved" in told


def test_what_is_different_since_an_approval_is_told_where_git_knows_it(call: Callable[..., tuple[int, str]]) -> None:
    call("review", "stamp", "sops", "--named")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "Approved")):
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *who, *words], check=True)
    flow = Path("sops") / FLOW
    flow.write_text(flow.read_text(encoding="utf-8").replace(*LONGER[1:]), encoding="utf-8")

    told = call("review", "due", "--changes")[1]

    assert re.search(r"It was approved as it stood at `[0-9a-f]{10}`\. Since then:", told)
    assert "`look-up-parcel`: it may take 20 minutes now, before: 10 minutes, which is longer." in told


def test_a_stamp_is_no_change_of_meaning() -> None:
    before, after = read(files()).handbook, read(bound(files(), "support")).handbook
    changes = all_changes(Pair(before, after, renames(before, after)))

    assert [change.says for change in changes] == [
        "`lost-parcel`, the change of 2026-11-02: `support` approved `m1-288f56e8f082` on 2026-11-25."
    ]
    assert all(change.sort.only_form for change in changes)


def test_the_page_says_whose_approval_is_stale() -> None:
    laid = bound(bound(files(), "duty-manager"), "support") | {FLOW: files(LONGER)[FLOW]}
    mixed = bound(laid, "support")

    def shown(files_: Files) -> str:
        site = Site(read(files_).handbook)
        return next(page.text for page in procedure.pages(site) if page.path.endswith("lost-parcel.md"))

    assert "Duty manager and Support" in shown(bound(bound(files(), "duty-manager"), "support"))
    assert "Stale" not in shown(files())
    assert "Stale: Duty manager and Support approved something else" in shown(laid)
    assert re.search(r">Support <span[^>]*>Stale: Duty manager approved something else<", shown(mixed))


EVIL = "::error file=a::b %0A ##[error]x red</code></details>```@team #1 <script>alert(1)</script> [a](javascript:b) `"


def test_no_text_of_a_handbook_acts_where_reviews_are_told(folder: Callable[[str, Files], Config]) -> None:
    words = json.dumps(EVIL)
    entry = f"changes:\n  - from: 2026-11-20\n    what: {words}\n    approved-by: [support]\n"
    laid = files((OTHER, "changes:\n", entry), (PAGE, "title: Find a lost parcel", f"title: {words}"))
    told = due_reviews(folder("evil", laid), as_of=DAY, within=30)
    texts = {form: rendered(told, form) for form in ("plain", "md", "json", "ics")}

    assert [review.sop.id for review in told.reviews] == ["lost-parcel"]
    assert not re.search(r"^\s*(?:::|##\[)|##\[", texts["plain"], re.MULTILINE)
    outside = re.sub(r"<code>.*?</code>", "", texts["md"])
    assert not re.search(r"(?<!\w)@\w|<script|\]\(|</details>|```", outside)


def test_where_much_is_at_stake_more_than_one_other_has_to_agree() -> None:
    def told(*by: str, **options: object) -> list[str]:
        laid = files((PAGE, BARE, f"    by: support\n    approved-by: [{', '.join(by)}]\n"))
        chosen_ = Selection(
            select=frozenset({"self-approved"}), settings={"self-approved": RuleSettings(options=options)}
        )
        report = check_sources(sources(laid), rules=choose_rules(chosen_), as_of=DAY)
        return [each.message for each in report.findings]

    assert told("support") == ["The change of 2026-11-02 was approved by `support`, who wrote it, and nobody else."]
    assert len(told("helper")) == 1  # a role whose people are all of the team that wrote it
    assert told("team-lead") == []
    assert told("team-lead", severities="P0 P1") == []
    assert told("team-lead", severities="P0 P3") == [
        "The change of 2026-11-02 was approved by 1 other than `support`; 2 have to."
    ]
    assert told("team-lead", "duty-manager", severities="P0 P3") == []
