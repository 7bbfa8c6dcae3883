"""Every name is known wherever it is used: counted in a handbook in which everything is, place by place in a small one."""

from collections import defaultdict
from pathlib import Path

import starter
from corpus import handbook
from handrail.reasoning.uses import uses
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
    text = "".join(
        f"{use.place.path} {'/'.join(map(str, use.place.keys))} {use.part}: {use.how} {' or '.join(use.kinds)} {use.name}\n"
        for use in uses(read(starter.files()))
    )

    assert agreed("uses", "placed", text) == text
