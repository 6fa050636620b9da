"""`artui profile`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from artui import shipped
from artui.cli import option
from artui.cli.group import Group
from artui.errors import UsageError
from artui.home import NoHome, open_home
from artui.ingest import profiles
from artui.ingest.apart.task import Limits
from artui.ingest.kinds import KINDS
from artui.ingest.refusal import RefusedError
from artui.ingest.suggest.proposal import propose
from artui.ingest.suggest.vocabulary import Vocabulary
from artui.policy.tree import tree_of
from artui.report.formats import FORMATS
from artui.report.trial import trial
from artui.settings import Settings
from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.ingest.profile import Profile
    from artui.ingest.suggest.proposal import Proposal


@click.group(cls=Group)
def profile() -> None:
    """Map exports to what artui loads."""


@profile.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--kind", type=click.Choice(tuple(KINDS)), help="What its rows are, where you know.")
@click.option("--sheet", metavar="NAME", default="", help="The sheet or list to look at.")
@click.option("--try", "tried", is_flag=True, help="Show what it would load instead; load nothing.")
@option.form
@option.home
def suggest(
    file: Path, kind: str | None, sheet: str, form: str, home: str | None, *, tried: bool
) -> int:
    """Propose a profile for the unknown export FILE, as commented YAML.

    Keep what you have checked in policies/exports/. Nothing is changed, and no home is needed; the
    profiles of one help. Exit 1 where something required was not found or cannot be decided, and
    with --try where rows would be rejected.
    """
    if not file.is_file():
        raise UsageError(what=f"{file} is no regular file.")
    settings, known = _known(home)
    limits = Limits(**settings.workbooks)
    with tempfile.TemporaryDirectory() as scratch:
        found = propose(
            file, Path(scratch), Vocabulary(known), kind=kind, sheet=sheet, limits=limits
        )
    _tell(found)
    if not tried or found.profile is None:
        click.echo(found.text, nl=False)
        return 1 if found.lacking or found.settled.doubts else 0
    with tempfile.TemporaryDirectory() as scratch:
        try:
            made = trial(file, Path(scratch), found.profile, settings, limits)
        except RefusedError as error:
            click.echo(f"It would be refused: {safe(error)}", err=True)
            return 1
    click.echo(FORMATS[form](made), nl=False)
    return 0 if made.ok else 1


def _known(home: str | None) -> tuple[Settings, Sequence[Profile]]:
    """The settings and profiles of a home; without one the defaults, and those that are shipped."""
    try:
        here = open_home(home)
    except NoHome:
        if home is not None:
            raise
        return Settings(), profiles.load(shipped.folder("policies") / "exports").profiles
    return here.settings, profiles.load_from(tree_of(here)).profiles


def _tell(found: Proposal) -> None:
    """What was found, and what was not."""
    frame, match = found.frame, found.match
    part = f"{frame.grid.part}: " if frame.grid.part else ""
    click.echo(
        f"{safe(part)}The header on line {frame.line} reads as {match.kind}:"
        f" {len(match.columns)} of {len(frame.header)} columns are known.",
        err=True,
    )
    for name in found.lacking:
        click.echo(f"  The required column '{name}' was not found.", err=True)
    for _, doubt in found.settled.doubts:
        click.echo(f"  {safe(doubt)}", err=True)
