"""A shelf: a folder in which one file is one thing, and presence is registration."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType


def shelf(package: ModuleType) -> dict[str, ModuleType]:
    """The modules of a package by the name that people use (`dead_end.py` is `dead-end`), sorted.

    Modules that begin with an underscore are the shelf's own and are left out.
    """
    names = sorted(module.name for module in iter_modules(package.__path__) if not module.name.startswith("_"))
    return {name.replace("_", "-"): import_module(f"{package.__name__}.{name}") for name in names}
