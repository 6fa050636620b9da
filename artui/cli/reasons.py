"""The options of `artui report reasons`."""

from __future__ import annotations

from typing import Any, get_args

import click

from artui.cli import option
from artui.domain.reasons import By, Rank, Scope
from artui.policy.reasons import Owner
from artui.report.reasons import Wish

_ASKED = ("week", "top", "rank", "scope", "recompute", "by", "reason", "owner")


#: The options --week, --top, --rank, --scope, --by, --reason, --owner and --recompute.
options = option.together(
    click.option(
        "--week",
        metavar="WEEK",
        callback=option.week,
        help="An ISO week as 2026-W46, default the last complete one.",
    ),
    click.option(
        "--top",
        metavar="N",
        type=click.IntRange(min=1),
        default=10,
        show_default=True,
        help="How many rows are ranked.",
    ),
    click.option(
        "--rank",
        type=click.Choice(get_args(Rank)),
        default="amount_days",
        show_default=True,
        help="What they are ranked by.",
    ),
    click.option(
        "--scope",
        type=click.Choice(get_args(Scope)),
        default="all",
        show_default=True,
        help="All late invoices, or those first past due in the week.",
    ),
    click.option(
        "--by",
        type=click.Choice(get_args(By)),
        default="reason",
        show_default=True,
        help="What a row is of.",
    ),
    click.option("--reason", metavar="CODE", help="Only what is late for this reason."),
    click.option(
        "--owner",
        type=click.Choice(get_args(Owner)),
        help="Only what is late for this owner's reasons.",
    ),
    click.option(
        "--recompute", is_flag=True, help="A frozen week as seen today, and the difference."
    ),
)


def wish(chosen: dict[str, Any]) -> Wish:
    """What the options ask for; they are taken out of what was chosen."""
    return Wish(**{name: chosen.pop(name) for name in _ASKED})
