"""`artui feed`."""

from __future__ import annotations

from pathlib import Path

import click

from artui.cli import option, session
from artui.domain.days import last_complete_week
from artui.home import open_home
from artui.report import feed as weekly
from artui.text import safe


@click.command()
@click.option(
    "--week",
    metavar="WEEK",
    callback=option.week,
    help="A frozen ISO week as 2026-W46, default the last complete one.",
)
@click.option("--out", metavar="DIR", help="Where to, default reports/WEEK of the home.")
@option.home
def feed(week: str | None, out: str | None, home: str | None) -> None:
    """Write the weekly feed's files anew; the same frozen week gives the same bytes."""
    with session.reading(open_home(home)) as source:
        name = week or last_complete_week(source.home.today())
        for path in weekly.write(source, name, Path(out) if out else None):
            click.echo(safe(path))
