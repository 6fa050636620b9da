"""Options that several commands share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import click

from artui.domain.days import parse_day, week_bounds
from artui.domain.figure import Period

if TYPE_CHECKING:
    from collections.abc import Callable

#: Of years that have weeks enough before and after them.
_WEEK = re.compile(r"[12][0-9]{3}-W[0-9]{2}")


def _take_home(ctx: click.Context, _: click.Parameter, value: str | None) -> str | None:
    """`artui --home DIR report` and `artui report --home DIR` mean the same."""
    return value or ctx.find_root().obj


def home(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option --home."""
    return click.option(
        "--home",
        metavar="DIR",
        callback=_take_home,
        help="The home to work in, else $ARTUI_HOME, else here.",
    )(command)


def form(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option --format of whatever is printed as a report."""
    from artui.report.formats import FORMATS  # noqa: PLC0415 - only where something is printed

    return click.option(
        "--format",
        "form",
        type=click.Choice(list(FORMATS)),
        default="table",
        show_default=True,
        help="How it is printed.",
    )(command)


def together(*options: Callable[..., Any]) -> Callable[..., Any]:
    """Several options as one decorator; they stand in the help in the order given."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for add in reversed(options):
            command = add(command)
        return command

    return decorate


def between(first: int | None, last: int | None) -> Period | None:
    """The period of the options --from and --to; None where neither was given.

    Raises:
        UsageError: where they do not say one.
    """
    if (first is None) != (last is None):
        message = "--from and --to belong together."
        raise click.UsageError(message)
    if first is None or last is None:
        return None
    if first > last:
        message = "--from lies after --to."
        raise click.UsageError(message)
    return Period(first, last)


def day(ctx: click.Context, param: click.Parameter, text: str | None) -> int | None:
    """The day number of a date written as 2026-11-21; an option's callback."""
    try:
        return None if text is None else parse_day(text)
    except ValueError:
        message = f"'{text}' is no date; write it as 2026-11-21."
        raise click.BadParameter(message, ctx, param) from None


def week(ctx: click.Context, param: click.Parameter, text: str | None) -> str | None:
    """An ISO week written as 2026-W46; an option's callback."""
    if text is not None and not _is_week(text.upper()):
        message = f"'{text}' is no ISO week; write it as 2026-W46."
        raise click.BadParameter(message, ctx, param)
    return None if text is None else text.upper()


def _is_week(text: str) -> bool:
    try:
        week_bounds(text)
    except ValueError:
        return False
    return bool(_WEEK.fullmatch(text))
