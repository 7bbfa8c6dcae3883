"""Kinds of options that several commands share."""

import inspect
from datetime import date

import click

from handrail.commands._door import DAY, day_of, today


class Day(click.ParamType[date]):
    """A day, written year-month-day."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that was written."""
        if isinstance(value, date):
            return value
        try:
            return day_of(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class FormatOption(click.Option):
    """`--format`: its names and what each is for are the shelf of formats."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:  # noqa: ARG002 - the form of click
        """The names of the formats, a line each."""
        from handrail.formats import all_formats

        told = ((inspect.getdoc(form) or name).partition("\n")[0] for name, form in all_formats().items())
        return f"--format {self.metavar}", "\b\n" + "\n".join(told)


no_cache = click.option(
    "--no-cache", "cache", flag_value=False, default=True, help="Prove everything anew; remember nothing."
)

day = click.option(
    "--as-of",
    type=Day(),
    default=today,
    envvar=DAY,
    metavar="DATE",
    help=f"The day to check for; today if left out ({DAY}).",
)
