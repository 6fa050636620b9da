"""The options of `artui report kpis`."""

from __future__ import annotations

import re
from typing import Any, get_args

import click

from artui.books.kpis.asked import By
from artui.cli import option
from artui.domain import figure
from artui.domain.days import week_bounds
from artui.domain.figure import Period
from artui.domain.kpis import NAMES
from artui.report.kpis import Wish

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_MOST_MONTHS = 120


def month(ctx: click.Context, param: click.Parameter, text: str | None) -> Period | None:
    """The days of a month written as 2026-10; an option's callback."""
    try:
        if text is None or _MONTH.fullmatch(text):
            return None if text is None else figure.month(text)
    except ValueError:
        pass
    message = f"'{text}' is no month; write it as 2026-10."
    raise click.BadParameter(message, ctx, param)


def week(ctx: click.Context, param: click.Parameter, text: str | None) -> Period | None:
    """The days of an ISO week written as 2026-W46; an option's callback."""
    name = option.week(ctx, param, text)
    return None if name is None else Period(*week_bounds(name))


#: The options --month, --week, --from, --to, --by, --kpi and --history.
options = option.together(
    click.option(
        "--month",
        metavar="MONTH",
        callback=month,
        help="A calendar month as 2026-10, default the last complete one.",
    ),
    click.option("--week", metavar="WEEK", callback=week, help="An ISO week as 2026-W46."),
    click.option("--from", "first", metavar="DATE", callback=option.day, help="From this day."),
    click.option("--to", "last", metavar="DATE", callback=option.day, help="To this day."),
    click.option(
        "--by",
        type=click.Choice([name for name in get_args(By) if name]),
        help="What figures are of, default one of everything.",
    ),
    click.option(
        "--kpi",
        "kpis",
        metavar="NAME",
        type=click.Choice(NAMES),
        multiple=True,
        help="Only this KPI; may be repeated.",
    ),
    click.option(
        "--history",
        metavar="N",
        type=click.IntRange(0, _MOST_MONTHS),
        default=0,
        help="What was recorded of the N months before, beside.",
    ),
)


def wish(chosen: dict[str, Any]) -> Wish:
    """What the options ask for; they are taken out of what was chosen.

    Raises:
        UsageError: where they do not say one period.
    """
    first, last = chosen.pop("first"), chosen.pop("last")
    wholes = [each for each in (chosen.pop("month"), chosen.pop("week")) if each is not None]
    if len(wholes) + ((first, last) != (None, None)) > 1:
        message = "Give --month, or --week, or --from and --to."
        raise click.UsageError(message)
    period = option.between(first, last) or next(iter(wholes), None)
    return Wish(period, chosen.pop("by") or "", chosen.pop("kpis"), chosen.pop("history"))
