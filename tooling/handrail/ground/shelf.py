"""A shelf: a folder in which one file is one thing, and presence is registration."""

from collections.abc import Iterable
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def shelf(package: ModuleType) -> dict[str, ModuleType]:
    """The modules of a package by the name that people use (`dead_end.py` is `dead-end`), sorted.

    Modules that begin with an underscore are the shelf's own and are left out.
    """
    return {name: import_module(f"{package.__name__}.{name.replace('-', '_')}") for name in names(package.__path__)}


def names(folders: Iterable[str]) -> list[str]:
    """The names of the things on a shelf, sorted, without loading them."""
    found = (module.name for module in iter_modules(folders))
    return sorted(name.replace("_", "-") for name in found if not name.startswith("_"))
