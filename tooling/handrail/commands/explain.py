"""`handrail explain`: why a rule exists."""

import click

from handrail.commands._door import say


@click.command(short_help="Say why a rule exists, with examples.")
@click.argument("rule")
def explain(rule: str) -> None:
    """Say why a rule exists: a bad example, what the check says to it, and how it is put right.

    RULE is the name in brackets behind a finding, such as dead-end. All of them: handrail rules
    """
    from handrail.explain import explained

    say(explained(rule))
