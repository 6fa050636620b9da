"""The options of `artui report aging` that stand in for aging.yaml."""

from __future__ import annotations

from typing import get_args

import click

from artui.cli import option
from artui.domain.aging_conventions import CONVENTIONS
from artui.policy.aging import Unapplied
from artui.policy.files.aging import SHAPE, contradictions


def bounds(ctx: click.Context, param: click.Parameter, text: str | None) -> tuple[int, ...]:
    """The bounds of buckets written as 15,30,45; an option's callback."""
    if text is None:
        return ()
    try:
        found = [int(each) for each in text.split(",")]
    except ValueError:
        message = f"'{text}' is no list of days; write it as 15,30,45."
        raise click.BadParameter(message, ctx, param) from None
    for problem in (*SHAPE.problems({"buckets": found}, ()), *contradictions({"buckets": found})):
        raise click.BadParameter(problem.message, ctx, param)
    return tuple(found)


#: The options --convention, --buckets and --unapplied.
instead = option.together(
    click.option(
        "--convention",
        type=click.Choice(list(CONVENTIONS)),
        help="The bucket edges of another system.",
    ),
    click.option(
        "--buckets",
        metavar="DAYS",
        callback=bounds,
        help="The last day past due of each bucket, as 15,30,45.",
    ),
    click.option(
        "--unapplied",
        type=click.Choice(get_args(Unapplied)),
        help="Where credits and cash are shown, default the policy's.",
    ),
)


def one_of(convention: str | None, buckets: tuple[int, ...]) -> str:
    """The convention asked for; empty where buckets are.

    Raises:
        UsageError: where both are.
    """
    if buckets and convention:
        for problem in contradictions({"buckets": list(buckets), "convention": convention}):
            raise click.UsageError(problem.message)
    return convention or ""
