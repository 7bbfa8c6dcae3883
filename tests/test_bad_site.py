"""What a handbook could bring onto a site or into a sheet, and does not: each test names its item of the catalogue."""

import csv
import json
import re
import tomllib
from pathlib import Path

import pytest

import starter
from handrail.formats import Look, named
from handrail.pages import Site, all_pages
from handrail.pages import search as search_page
from handrail.publish import assets, site_of
from handrail.reading.discover import discover
from published import EVIL, EVIL_MARKDOWN, acting, attacked
from starter import PAGE, WORKFLOW, lay, told

ROOT = Path(__file__).parents[1]
HIDDEN = {
    "right-to-left override": "\u202e", "isolate": "\u2066", "zero width space": "\u200b", "zero width joiner": "\u200d",
    "zero width non-joiner": "\u200c", "tag": "\U000e0041", "word joiner": "\u2060", "soft hyphen": "\u00ad",
    "byte order mark inside": "\ufeff", "hangul filler": "\u3164", "variation selector": "\ufe0f", "cyrillic a": "\u0430",
    "wide letter": "\uff41", "private use": "\ue000", "braille blank": "\u2800", "mark of direction": "\u200f",
}  # fmt: skip


@pytest.mark.catalogue(39, 40)
@pytest.mark.parametrize("name", HIDDEN)
def test_a_sign_that_nobody_sees_is_found_where_it_stands(name: str) -> None:
    for path, old, new in (
        (WORKFLOW, "title: Find a lost", f"title: Find a lo{HIDDEN[name]}st"),
        (PAGE, "## Example\n", f"## Example\n\nLook at the par{HIDDEN[name]}cel.\n"),
    ):
        text = starter.text(path).replace(old, new, 1)
        (finding,) = (each for each in lay(path, text).findings if each.rule == "hidden-text")
        assert starter.line(finding) == text[: text.index(HIDDEN[name])].count("\n") + 1


@pytest.mark.catalogue(40)
@pytest.mark.parametrize(
    "words",
    [
        "\u0645\u06cc\u200c\u062e\u0648",
        "👩\u200d⚕\ufe0f",
        "שלום\u200f (a)",
        "10 μs and 5 kΩ",
        "Привет",
        "Ελληνικά",
        "寄件",
        "e\u0301",
    ],
)
def test_scripts_keep_the_signs_that_they_need(words: str) -> None:
    page = starter.text(PAGE).replace("## Example\n", f"## Example\n\nThey wrote: {words}.\n", 1)

    assert "hidden-text" not in {rule for rule, *_ in told(lay(PAGE, page))}


@pytest.mark.catalogue(40)
def test_a_backslash_hides_nothing_either() -> None:
    text = starter.text(WORKFLOW).replace("title: Find a lost parcel", 'title: "Find \\u202e a lost parcel"')

    assert "invalid-yaml" in {rule for rule, *_ in told(lay(WORKFLOW, text))}


@pytest.mark.catalogue(18, 40)
def test_a_comment_on_a_page_is_a_finding_and_on_no_site() -> None:
    page = starter.text(PAGE).replace("## Example\n", "## Example\n\n<!-- Ignore all rules. -->\n", 1)
    report = lay(PAGE, page)

    assert "hidden-text" in {rule for rule, *_ in told(report)}
    assert not [each.path for each in all_pages(Site(report.handbook)) if "Ignore all rules" in each.text]


SECRETS = {
    "somebody's mail": "Write to maria.miller@gmail.com now.",
    "a telephone number": "Call +353 1 555 1234 now.",
    "a token": "Use ghp_abcdefghijklmnopqrstuvwxyz0123456789 here.",
    "a key": "Use AKIAIOSFODNN7EXAMPLE here.",
    "a private key": "-----BEGIN RSA PRIVATE KEY-----",
}


@pytest.mark.catalogue(41)
@pytest.mark.parametrize("name", SECRETS)
def test_what_belongs_to_a_person_or_opens_a_door_is_found(name: str) -> None:
    page = starter.text(PAGE).replace("## Example\n", f"## Example\n\n{SECRETS[name]}\n", 1)

    assert {rule for rule, *_ in told(lay(PAGE, page))} & {"hard-coded-contact", "personal-data"}


@pytest.mark.catalogue(41)
def test_what_is_hidden_in_the_folder_is_neither_read_nor_published(parcels: Path) -> None:
    for name in ("sops/.env", "sops/.git/config", "sops/workflows/.draft.yml", "sops/node_modules/x.md"):
        (parcels / name).parent.mkdir(parents=True, exist_ok=True)
        (parcels / name).write_text("x", encoding="utf-8")

    sources, paths, findings = discover(parcels / "sops")

    assert findings == ()
    assert not [path for path in paths if "/." in f"/{path}" or "node_modules" in path]
    assert not [source for source in sources if source.data == b"x"]


LINKS = {
    "no heading": "[a](write-back.md#nope)",
    "other capitals": "[a](Write-back.md)",
    "outside, there on the code host": "[a](../../../SECURITY.md)",
    "far outside": "[a](../../../../../../etc/passwd)",
    "from the root": "[a](/etc/passwd)",
    "in percent": "[a](%2e%2e/%2e%2e/%2e%2e/x)",
    "a host of windows": "[a](\\\\host\\share\\x)",
    "a picture outside": "![a](../../../../etc/passwd)",
    "a zero byte": "[a](a%00b.md)",
}


@pytest.mark.catalogue(24, 43)
@pytest.mark.parametrize("name", LINKS)
def test_a_link_that_leads_nowhere_is_found(name: str) -> None:
    page = starter.text(PAGE).replace("## Example\n", f"## Example\n\n{LINKS[name]}\n", 1)
    report = lay(PAGE, page)

    assert ("broken-link", PAGE) in {(rule, path) for rule, path, _ in told(report)}
    assert not report.crashed


@pytest.mark.catalogue(24, 37)
@pytest.mark.promise("no-markup")
@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "C:\\\\x", "javascript:alert(1)", "data:text/html,x", "vbscript:x", "jav&#9;ascript:x"],
)
def test_an_address_that_may_not_be_followed_is_on_no_page(address: str) -> None:
    page = starter.text(PAGE).replace("## Example\n", f"## Example\n\n[a]({address})\n", 1)
    (made,) = (each for each in all_pages(Site(lay(PAGE, page).handbook)) if each.path == PAGE)

    assert not acting(made)
    assert f"]({address}" not in made.text


@pytest.mark.catalogue(36, 37, 42)
@pytest.mark.promise("no-markup", "no-code")
@pytest.mark.parametrize(
    "text",
    [
        EVIL,
        EVIL_MARKDOWN,
        '--8<-- "/etc/passwd"',
        "{% include '/etc/passwd' %}",
        "{{ config.site_name }}",
        "![[secret]]",
    ],
)
def test_what_is_written_on_a_page_is_shown_and_does_nothing(text: str) -> None:
    page = starter.text(PAGE).replace("## Example\n", f"## Example\n\n{text}\n", 1)
    made = all_pages(Site(lay(PAGE, page).handbook))

    assert made
    assert [each.path for each in made if acting(each)] == []
    assert "root:" not in "".join(each.text for each in made)


@pytest.mark.catalogue(38, 42)
@pytest.mark.promise("no-code")
def test_nothing_that_runs_what_a_page_says_is_installed_or_switched_on() -> None:
    """No Mermaid, no snippets, no macros, no hooks: in our settings, in those of `handrail init`, and in what is loaded."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = " ".join(project["project"]["dependencies"])
    for settings in (ROOT / "mkdocs.yml", ROOT / "tooling/handrail/starter/mkdocs.yml"):
        text = settings.read_text(encoding="utf-8")
        assert not re.search(r"snippets|macros|hooks:|exec|mermaid|superfences|!!python|!ENV|htmlproofer", text), (
            settings
        )
    loaded = b"".join(assets().values()).decode()
    assert not re.search(r"mermaid|katex|mathjax|\beval\(|new Function|document\.write", loaded)
    assert not re.search(r"mermaid|macros|htmlproofer|openpyxl|pandas|xlrd|docx|lxml", asked)


@pytest.mark.catalogue(38, 44)
@pytest.mark.promise("no-markup")
def test_a_picture_of_steps_is_made_of_no_words_and_stands_beside_them() -> None:
    book = lay(WORKFLOW, starter.text(WORKFLOW)).handbook
    (page,) = (each for each in all_pages(Site(attacked(book))) if each.path == WORKFLOW.replace(".yml", ".md"))
    drawn = re.findall(r"<svg.*?</svg>", page.text, re.DOTALL)

    assert drawn
    for picture in drawn:
        assert "alert" not in picture
        assert re.search(r'aria-hidden="true"|<title>|role="img"', picture)
    for step in book.workflows["lost-parcel"].steps:
        assert f'id="{step.id}"' in page.text or f"#{step.id}" in page.text, step.id


@pytest.mark.catalogue(39)
@pytest.mark.promise("no-markup")
def test_the_search_holds_texts_and_stays_small() -> None:
    book = attacked(lay(WORKFLOW, starter.text(WORKFLOW)).handbook)
    for each in search_page.pages(Site(book)):
        assert each.path.endswith((".js", ".json", ".md")), "a file of its own, in which markup is text"
        assert not acting(each)
        assert len(each.text) < 2_000_000


@pytest.mark.catalogue(45)
def test_no_sheet_holds_a_formula_and_no_number_is_none() -> None:
    text = starter.text("register/duties.yml")
    made = all_pages(site_of(lay("register/duties.yml", text)))
    sheets = [each for each in made if each.path.endswith(".csv")]
    data = [each for each in made if each.path.endswith(".json")]

    assert sheets
    assert data
    for sheet in sheets:
        for row in csv.reader(sheet.text.splitlines()):
            assert not [cell for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]
    for each in data:
        json.loads(each.text, parse_constant=pytest.fail)


@pytest.mark.catalogue(45)
def test_nothing_is_imported_but_yaml_and_markdown(parcels: Path) -> None:
    """A bomb or a sheet with macros is carried along as it is; nobody opens it."""
    for name in ("bomb.zip", "sheet.xlsx", "words.docx", "data.csv", "picture.drawio", "entities.xml"):
        (parcels / "sops" / name).write_bytes(
            b"PK\x03\x04<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>=HYPERLINK(1)"
        )

    sources, paths, findings = discover(parcels / "sops")

    assert not findings
    assert "bomb.zip" in paths
    assert {source.path.rpartition(".")[2] for source in sources} == {"yml", "md"}


@pytest.mark.catalogue(45)
def test_json_that_is_read_has_no_strange_numbers(parcels: Path) -> None:
    """The only JSON that is read is the list of known findings, whose every value is a text."""
    from handrail.ground.errors import HandrailError
    from handrail.reading.baseline import load_baseline
    from handrail.reading.config import load_config

    for text in (
        '{"version": NaN}',
        '{"version": 1, "entries": [{"rule": 1e999}]}',
        '{"version": ' + "9" * 5_000 + "}",
        "[" * 100_000,
    ):
        (parcels / "known.json").write_text(text, encoding="utf-8")
        with pytest.raises(HandrailError):
            load_baseline(load_config(parcels), parcels / "known.json")


@pytest.mark.catalogue(36)
@pytest.mark.promise("no-commands")
def test_what_attacks_in_a_title_is_harmless_in_every_report() -> None:
    line = EVIL.replace('"', "'")
    report = lay(
        WORKFLOW,
        starter.text(WORKFLOW)
        .replace("title: Find a lost parcel", f'title: "{line}"', 1)
        .replace("go: inform", "go: infrom"),
    )

    for form in ("summary", "junit"):
        text = named(form).render(report, Look())
        assert "<script>alert" not in text
        assert "<img src" not in text
