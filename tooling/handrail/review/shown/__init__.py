"""The shelf of forms in which a comparison is shown: one file is one form, and its name is what `--format` takes.

Each has `render(comparison, told, look)`: the comparison as data, the same in words, and what a terminal can show.
"""

from types import ModuleType

from handrail.ground.shelf import shelf


def all_forms() -> dict[str, ModuleType]:
    """Every form by its name."""
    from handrail.review import shown

    return shelf(shown)
