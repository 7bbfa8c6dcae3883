"""`handrail rules`: every rule."""

import sys

import click

from handrail.commands._door import look, say


@click.command()
def rules() -> None:
    """List every rule with the fault that it finds."""
    from handrail.explain import listed

    say(listed(look().width if sys.stdout.isatty() else None))
