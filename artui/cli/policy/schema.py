"""`artui policy schema`."""

from __future__ import annotations

from pathlib import Path

import click

from artui.cli import option
from artui.ingest import schemas


@click.command()
@click.argument("name", metavar="[NAME]", required=False, type=click.Choice(schemas.NAMES))
@click.option(
    "--write",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Write all of them into DIR, a file each.",
)
@option.home
def schema(name: str | None, folder: Path | None, home: str | None) -> None:
    """Print the JSON Schemas of the policy files, with which editors complete and underline.

    NAME is a policy file without its suffix, or export for profiles; without it, all are printed
    by their names. `artui policy schema --write policies/.schema` is where the files look.
    """
    del home  # it may stand with any command; schemas are the same in every home
    if folder is not None:
        schemas.write(folder)
        click.echo(f"{len(schemas.NAMES)} schemas are written to {folder}.", err=True)
    else:
        made = {each: schemas.schema(each) for each in schemas.NAMES if name in (None, each)}
        click.echo(schemas.text(made[name] if name else made), nl=False)
