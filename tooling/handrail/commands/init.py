"""`handrail init`: a small handbook to begin with."""

from pathlib import Path

import click

from handrail.commands._door import say
from handrail.ground.errors import HandrailError


@click.command(short_help="Begin a handbook in an empty folder.")
def init() -> None:
    """Begin a handbook in this folder: a small one that checks and builds, to be changed into yours."""
    from handrail.drafts import beginning
    from handrail.ground.places import schema_folder
    from handrail.writing import write_all

    here = Path.cwd()
    schemas = {file.name: file.read_text(encoding="utf-8") for file in sorted(schema_folder().glob("*.schema.json"))}
    texts = beginning(schemas=schemas)
    taken = next((path for path in texts if (here / path).exists() and not path.startswith(".")), "")
    if taken:
        raise HandrailError(f"`{taken}` is here already; nothing was written.", "Begin in an empty folder.")
    write_all(here, {path: text for path, text in texts.items() if not (here / path).exists()})
    say(
        "A small handbook lies here now: a help desk that looks for lost parcels.\n\n"
        "  handrail check             check it\n"
        "  mkdocs build --strict      build the site into site/\n"
        "  mkdocs serve --livereload  look at it while you write\n\n"
        "Make it yours: begin with sops/register/organisation.yml, which says who works where and when.\n"
    )
