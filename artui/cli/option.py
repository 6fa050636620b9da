"""Options that several commands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from artui.domain.days import parse_day

if TYPE_CHECKING:
    from collections.abc import Callable


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


class Day(click.ParamType):
    """A date as 2026-11-21, as a day number."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The day number of the text."""
        if isinstance(value, int):
            return value
        try:
            return parse_day(str(value))
        except ValueError:
            self.fail(f"'{value}' is no date; write it as 2026-11-21.", param, ctx)
