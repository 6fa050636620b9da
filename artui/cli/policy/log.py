"""`artui policy log`."""

from __future__ import annotations

import click

from artui.cli import option, session
from artui.home import open_home
from artui.report import policy_log
from artui.report.formats import FORMATS


@click.command()
@click.option(
    "--limit", metavar="N", type=click.IntRange(min=0), help="Only the newest N revisions."
)
@option.form
@option.home
def log(limit: int | None, form: str, home: str | None) -> None:
    """Show which policies were in force from when to when, and what each changed."""
    with session.reading(open_home(home)) as source:
        made = policy_log.report(source, limit)
    click.echo(FORMATS[form](made), nl=False)
