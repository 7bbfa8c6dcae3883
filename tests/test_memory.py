"""What is remembered never changes what is said, and what was damaged is as good as forgotten."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import made_up
import pytest

from handrail.check import Selection, check, check_sources, choose_rules
from handrail.formats import Look, named
from handrail.ground.memory import FORGETFUL, MOST_CHECKS, Memory, Recall
from handrail.ground.model import Case, Handbook, Scenario
from handrail.ground.source import Source
from handrail.publish import published, site_of
from handrail.reading.cache import DiskMemory
from handrail.reading.config import Config
from handrail.reading.document.reader import read
from handrail.reading.remembered import keep, recalled
from handrail.ready import made_ready
from handrail.reasoning.answering import unanswered
from handrail.review.walk import Walked, walk
from handrail.rules import all_rules
from starter import AS_OF, FOLDER, files

REPO = Path(__file__).parents[1]
HANDBOOK = REPO / "tests" / "handbook"
BROKEN = {
    "workflows/example/lost-parcel.yml": files()["workflows/example/lost-parcel.yml"].replace(b"go: ", b"go: no-", 1),
    "register/facts.yml": files()["register/facts.yml"] + b"parcel-seen: {asks: Was it seen?, asks: Twice?}\n",
    "procedures/example/lost-parcel.md": files()["procedures/example/lost-parcel.md"] + b"\nSee [it](nowhere.md).\n",
}


class Notebook:
    """A memory that a test can look into."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.kept.get(key)

    def put(self, key: str, answer: str) -> None:
        self.kept[key] = answer


def said(changes: dict[str, bytes], memory: Memory) -> str:
    sources = [Source(path, data) for path, data in (files() | changes).items()]
    report = check_sources(sources, rules=choose_rules(Selection()), as_of=AS_OF, memory=memory)
    return named("json").render(report, Look())


@pytest.mark.parametrize(
    "path", sorted(file for top in (FOLDER, HANDBOOK) for file in top.rglob("*.*")), ids=lambda path: str(path.name)
)
def test_a_document_comes_back_as_it_was_read(path: Path) -> None:
    top = FOLDER if path.is_relative_to(FOLDER) else HANDBOOK
    source, memory = Source(path.relative_to(top).as_posix(), path.read_bytes()), Notebook()
    document = read(source)
    assert document
    keep(source, document, memory)

    assert recalled(source, memory) == document
    assert recalled(Source(source.path, source.data + b"\n"), memory) is None
    assert recalled(Source(f"other/{source.path}", source.data), memory) is None


def test_a_memory_that_keeps_nothing_is_not_asked() -> None:
    source = Source("index.md", files()["index.md"])
    document = read(source)
    assert document
    keep(source, document, FORGETFUL)
    assert recalled(source, FORGETFUL) is None


@pytest.mark.promise("memory")
@pytest.mark.parametrize("changed", ["", *BROKEN])
def test_the_second_check_says_what_the_first_said(changed: str) -> None:
    changes = {changed: BROKEN[changed]} if changed else {}
    memory = Notebook()

    first = said(changes, memory)

    assert first == said(changes, FORGETFUL)
    assert first == said(changes, memory)
    assert said({}, memory) == said({}, FORGETFUL), "what was broken before leaves no trace"


def test_a_file_with_a_fault_of_form_is_read_each_time() -> None:
    memory = Notebook()
    said(BROKEN, memory)

    kept = {key.split()[1] for key in memory.kept if key.startswith("document ")}

    assert "register/facts.yml" not in kept
    assert "register/duties.yml" in kept


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1])


def changed(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[:-3] + b"xyz")


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def turned_into_noise(file: Path) -> None:
    file.write_bytes(b"\xff\xfe" * 20)


def replaced_by_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.catalogue(27)
@pytest.mark.promise("memory")
@pytest.mark.parametrize("damage", [cut, changed, emptied, turned_into_noise, replaced_by_a_folder])
def test_a_damaged_answer_is_forgotten(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    memory = DiskMemory(tmp_path)
    memory.put("what", "Ja, proven.")
    assert memory.get("what") == "Ja, proven."
    (file,) = (path for path in tmp_path.rglob("*") if path.is_file())

    damage(file)

    assert memory.get("what") is None


@pytest.mark.catalogue(27)
@pytest.mark.promise("memory")
def test_a_check_with_a_damaged_memory_says_the_same(tmp_path: Path) -> None:
    memory = DiskMemory(tmp_path)
    first = said(BROKEN, memory)
    for file in [path for path in tmp_path.rglob("*") if path.is_file()]:
        changed(file)

    assert said(BROKEN, memory) == first


@pytest.mark.catalogue(25, 27)
def test_a_folder_that_cannot_be_written_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file stands where the folder should be")
    memory = DiskMemory(tmp_path / "taken")

    assert said({}, memory) == said({}, FORGETFUL)


@pytest.mark.promise("memory")
@pytest.mark.parametrize("noise", ["no table", "[]", '{"a": 1}', '{"a": ["x", "y"]}', '{"a": [0, "[]"]}'])
def test_answers_that_were_kept_together_and_are_none_any_more_are_forgotten(noise: str) -> None:
    memory = Notebook()
    first = said(BROKEN, memory)
    together = [key for key in memory.kept if key.startswith("answers ")]
    assert len(together) == 1, "the answers of a check are kept together"

    memory.kept[together[0]] = noise

    assert said(BROKEN, memory) == first


def test_an_answer_is_let_go_when_nobody_asked_for_it_for_long() -> None:
    memory = Notebook()
    for number in range(MOST_CHECKS + 2):
        check_ = Recall(memory, "handbook")
        assert number == 0 or check_.get("asked each time") == "yes"
        check_.put("asked each time" if number == 0 else f"answer {number}", "yes")
        if number == 0:
            check_.put("never asked", "yes")
        check_.save()

    last = Recall(memory, "handbook")
    assert last.get("asked each time") == "yes"
    assert last.get("never asked") is None
    assert last.get("answer 2") == "yes"


def test_what_is_worked_out_after_the_check_is_kept_by_itself() -> None:
    memory = Notebook()
    recall = Recall(memory, "handbook")
    recall.save()
    recall.put("later", "yes")
    assert memory.kept == {"later": "yes"}
    assert Recall(memory, "handbook").get("later") == "yes"


def test_what_is_asked_for_after_each_check_alone_is_not_let_go() -> None:
    memory = Notebook()
    for number in range(3 * MOST_CHECKS):
        check_ = Recall(memory, "handbook")
        if number == 0:
            check_.put("the proofs", "hold")
        check_.put(f"answer {number}", "yes")
        check_.save()
        assert check_.get("the proofs") == "hold", number


def test_two_hands_put_their_tables_together() -> None:
    recall = Recall(Notebook())
    recall.told({"verdicts": '{"a": "proven"}', "other": "1"})
    recall.told({"verdicts": '{"b": "proven"}', "other": "2"})
    assert json.loads(recall.get("verdicts") or "") == {"a": "proven", "b": "proven"}
    assert recall.get("other") == "2"


@pytest.mark.promise("memory")
@pytest.mark.parametrize("rule", sorted(name for name, kind in all_rules().items() if kind.local or kind.slow))
def test_a_rule_that_had_nothing_to_say_looks_again_at_what_is_wrong_now(rule: str) -> None:
    """Its own bad examples, checked with the memory of a check of the handbook that was sound."""
    sound = {path: data.decode() for path, data in files().items()}
    kind = all_rules()[rule]
    for example in kind.bad:
        memory = Notebook()
        found = []
        for texts in (sound, example.overlay(sound)):
            sources = [Source(path, text.encode()) for path, text in texts.items()]
            report = check_sources(sources, rules=[kind()], as_of=AS_OF, memory=memory)
            found.append([each.message for each in report.findings if each.rule == rule])
        assert found[0] == []
        assert any(example.says in message for message in found[1]), example


STEP = "workflows/example/lost-parcel.yml"
CASES = "scenarios/lost-parcel.yml"


@pytest.mark.promise("memory")
@pytest.mark.parametrize(
    ("file", "passage", "instead", "walked"),
    [
        pytest.param(STEP, "title: ", "title: Really ", False, id="a word"),
        pytest.param("register/facts.yml", "asks: ", "asks: Now then, ", False, id="a word of a question"),
        pytest.param(STEP, "within: 15 minutes", "within: 9 days", True, id="a time"),
        pytest.param(CASES, "within: 4 days", "within: 4 minutes", True, id="what is expected"),
        pytest.param(CASES, "where-is-it: delivered", "where-is-it: lost", True, id="what is given"),
    ],
)
def test_cases_that_held_are_walked_again_when_something_decides_a_walk(
    file: str, passage: str, instead: str, *, walked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    walks: list[str] = []

    def walk_and_tell(handbook: Handbook, scenario: Scenario, case: Case) -> Walked:
        walks.append(case.id)
        return walk(handbook, scenario, case)

    monkeypatch.setattr("handrail.review.scenarios.walk", walk_and_tell)
    memory, before = Notebook(), {path: data.decode() for path, data in files().items()}
    assert passage in before[file]
    after = before | {file: before[file].replace(passage, instead)}
    found = []
    for texts in (before, before, after):
        walks.clear()
        sources = [Source(path, text.encode()) for path, text in texts.items()]
        rules = choose_rules(Selection(select=frozenset({"scenario-failed"})))
        report = check_sources(sources, rules=rules, as_of=AS_OF, memory=memory)
        found.append((bool(walks), bool([each for each in report.findings if each.rule == "scenario-failed"])))

    assert found == [(True, False), (False, False), (walked, walked)]


def test_who_is_asleep_is_asked_again_on_another_day_and_with_other_shifts() -> None:
    def first(as_of: date, text: bytes, memory: Memory) -> list[object]:
        path = "register/organisation.yml"
        sources = [Source(*each) for each in (files() | {path: text}).items()]
        book = check_sources(sources, rules=choose_rules(Selection()), as_of=as_of, memory=memory).handbook
        return [unanswered(book, ("support",), within) for within in (1, 60, 6000)]

    memory = Notebook()
    text, other = (
        files()["register/organisation.yml"].replace(b"days: every day", days)
        for days in (b"days: Monday to Friday", b"days: Monday to Saturday")
    )
    assert other != text
    told = []
    for as_of, written in [(AS_OF, text), (AS_OF, text), (date(2027, 1, 2), text), (AS_OF, other)]:
        told.append(first(as_of, written, memory))
        assert told[-1] == first(as_of, written, FORGETFUL)
    assert told[0] == told[1]
    assert len({str(each) for each in told}) == 3


def test_too_much_is_forgotten_as_a_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.reading.cache.MOST_ANSWERS", 255)
    memory = DiskMemory(tmp_path)
    memory.put("one", "1")
    memory.tidy()
    assert memory.get("one") == "1"

    (tmp_path / "00").mkdir(exist_ok=True)
    (tmp_path / "00" / "more").write_text("")
    memory.tidy()

    assert memory.get("one") is None


@pytest.mark.promise("memory")
def test_pages_from_a_memory_are_those_that_are_worked_out(as_of: date, tmp_path: Path) -> None:
    made = []
    for memory in (FORGETFUL, DiskMemory(tmp_path), DiskMemory(tmp_path)):
        report = check(Config(FOLDER.parent, FOLDER), as_of=as_of, memory=memory)
        made.append([(page.path, page.text) for page in published(site_of(report))])

    assert made[0] == made[1] == made[2]


@pytest.mark.parametrize("edited", ["find-10", "find-12", "find-3"])
def test_what_hangs_together_with_an_edit_is_looked_at_again(edited: str) -> None:
    """Of 12 workflows 9 run the tenth, and one more the twelfth: whichever is edited, a memory changes no finding."""
    files = made_up.handbook(12)
    memory = Notebook()

    def findings(texts: dict[str, str], memory: Memory) -> list[str]:
        sources = [Source(path, text.encode()) for path, text in texts.items()]
        report = check_sources(sources, rules=choose_rules(Selection()), as_of=AS_OF, memory=memory)
        return [f"{each.at.path} {each.rule} {each.message}" for each in report.findings]

    assert findings(files, memory) == []
    path = f"workflows/made-up/{edited}.yml"
    changed = files | {path: files[path].replace("  within: ", "  within: 99")}
    assert changed != files
    told = findings(changed, memory)

    assert told == findings(changed, FORGETFUL)
    assert told
    assert findings(files, memory) == []


def test_a_picture_that_begins_to_act_is_published_no_more(tmp_path: Path) -> None:
    """The name of the file is the same, in whatever letters, and what stands in it is not."""
    shutil.copytree(FOLDER, tmp_path / "sops")
    picture, memory = tmp_path / "sops" / "procedures" / "PLAN.SVG", Notebook()
    config = Config(tmp_path, tmp_path / "sops")
    carried = []
    for inside in ("<rect/>", "<rect/>", "<script>alert(1)</script>"):
        picture.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>', encoding="utf-8")
        ready = made_ready(config, as_of=AS_OF, commands=tuple, memory=memory)
        carried.append("procedures/PLAN.SVG" in ready.carried)

    assert carried == [True, True, False]
