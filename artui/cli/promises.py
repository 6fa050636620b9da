"""The options of `artui report promises`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from artui.cli import option
from artui.domain.figure import Period
from artui.report.promises import STATES, By, Wish

if TYPE_CHECKING:
    from collections.abc import Callable


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options --status, --from, --to and --by."""
    for add in (
        click.option(
            "--by",
            type=click.Choice(get_args(By)),
            default="none",
            show_default=True,
            help="What a row is of; none: one promise.",
        ),
        click.option("--to", "last", metavar="DATE", callback=option.day, help="Due to this day."),
        click.option(
            "--from",
            "first",
            metavar="DATE",
            callback=option.day,
            help="Due from this day, default the last 90 days and all that are open.",
        ),
        click.option(
            "--status",
            type=click.Choice([*STATES, "all"]),
            default="all",
            show_default=True,
            help="What became of them.",
        ),
    ):
        command = add(command)
    return command


def wish(chosen: dict[str, Any]) -> Wish:
    """What the options ask for; they are taken out of what was chosen.

    Raises:
        UsageError: where they do not say one period.
    """
    first, last = (chosen.pop(name) for name in ("first", "last"))
    if (first is None) != (last is None):
        message = "--from and --to belong together."
        raise click.UsageError(message)
    if first is not None and first > last:
        message = "--from lies after --to."
        raise click.UsageError(message)
    period = None if first is None else Period(first, last)
    return Wish(chosen.pop("status"), period, chosen.pop("by"))
