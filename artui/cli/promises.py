"""The options of `artui report promises`."""

from __future__ import annotations

from typing import Any, get_args

import click

from artui.cli import option
from artui.report.promises import STATES, By, Wish

#: The options --status, --from, --to and --by.
options = option.together(
    click.option(
        "--status",
        type=click.Choice([*STATES, "all"]),
        default="all",
        show_default=True,
        help="What became of them.",
    ),
    click.option(
        "--from",
        "first",
        metavar="DATE",
        callback=option.day,
        help="Due from this day, default the last 90 days and all that are open.",
    ),
    click.option("--to", "last", metavar="DATE", callback=option.day, help="Due to this day."),
    click.option(
        "--by",
        type=click.Choice(get_args(By)),
        default="none",
        show_default=True,
        help="What a row is of; none: one promise.",
    ),
)


def wish(chosen: dict[str, Any]) -> Wish:
    """What the options ask for; they are taken out of what was chosen.

    Raises:
        UsageError: where they do not say one period.
    """
    period = option.between(chosen.pop("first"), chosen.pop("last"))
    return Wish(chosen.pop("status"), period, chosen.pop("by"))
