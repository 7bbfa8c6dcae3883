"""Where the tool's own data lie."""

from pathlib import Path


def schema_folder() -> Path:
    """Where the schemas lie: in the installed package, or else at the top of the repository."""
    packaged = Path(__file__).parents[1] / "schemas"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "schemas"
