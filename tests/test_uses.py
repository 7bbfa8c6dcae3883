"""Every name is known wherever it is used: counted in a handbook in which everything is, place by place in a small one."""

from collections import defaultdict
from pathlib import Path

import starter
from corpus import handbook
from handrail.reasoning.uses import Use, uses
from test_wordless import read
from wording import agreed


def test_what_is_used_in_a_large_handbook_is_counted() -> None:
    found: dict[str, list[str]] = defaultdict(list)
    for use in uses(read({path: text.encode() for path, text in handbook().items()})):
        folder, key = Path(use.near.path).parts[0], next((key for key in use.keys if isinstance(key, str)), "")
        found[f"{folder} {key}: {use.how} {' or '.join(use.kinds)}"].append(use.name)
    text = "".join(f"{what}: {len(names)} times, {len(set(names))} names\n" for what, names in sorted(found.items()))

    assert agreed("uses", "counted", text) == text


def test_what_is_used_in_a_small_handbook_is_named_with_its_place() -> None:
    text = "".join(f"{_placed(use)}\n" for use in uses(read(starter.files())))

    assert agreed("uses", "placed", text) == text


def test_what_is_seldom_used_is_named_with_its_place() -> None:
    seldom = (
        (starter.PAGE, "terms: [", "duties: [honest-answer]\nreplaced-by: write-back\nterms: ["),
        (
            starter.PAGE,
            "    approved-by: [duty-manager]\n",
            "    by: helper\n    approved-by: {duty-manager: m1-0123456789ab on 2026-11-02}\n",
        ),
        (starter.WORKFLOW, "steps:\n", "steps:\n  say-so:\n    tell: team-lead\n    within: 1 hour\n"),
        ("messages/parcel-gone.yml", "to: reporter", "to: team-lead"),
        ("controls/example/sender-is-told.yml", "  - when:\n      can-be-reached: no\n", "  - door: lost-parcel\n"),
        ("index.md", "Begin with", "```workflow lost-parcel\nrecords\n```\n\nBegin with"),
    )
    sources = {path: text.decode() for path, text in starter.files().items()}
    for path, old, new in seldom:
        assert old in sources[path], path
        sources[path] = sources[path].replace(old, new, 1)
    handbook = starter.book({path: text.encode() for path, text in sources.items()})
    usual = {_placed(use) for use in uses(read(starter.files()))}
    text = "".join(f"{line}\n" for line in map(_placed, uses(handbook)) if line not in usual)

    assert agreed("uses", "seldom", text) == text


def _placed(use: Use) -> str:
    keys = "/".join(map(str, use.place.keys))
    return f"{use.place.path} {keys} {use.part}: {use.how} {' or '.join(use.kinds)} {use.name}"
