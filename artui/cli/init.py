"""`artui init`."""

from __future__ import annotations

from pathlib import Path

import click

from artui.cli import option, session
from artui.founding import found


@click.command()
@click.argument("directory", required=False, type=click.Path(path_type=Path))
@option.home
def init(directory: Path | None, home: str | None) -> None:
    """Make a new home in DIRECTORY (default: the current one): settings, policies, folders."""
    made = found((directory or Path(home or ".")).expanduser())
    with session.writing(made):
        pass
    click.echo(f"A home is made in {made.path}.", err=True)
    click.echo("Next: set company and currency in artui.yaml, drop exports into drop/,", err=True)
    click.echo(f"and run `artui --home {made.path} agent`.", err=True)
