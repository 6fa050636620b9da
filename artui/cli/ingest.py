"""`artui ingest`."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from artui import lock
from artui.cli import option, session
from artui.cli.progress import ProgressLine
from artui.errors import UsageError
from artui.home import open_home
from artui.ingest import profiles
from artui.ingest.load import Loader, Wish
from artui.person import person
from artui.policy.finding import suggestion
from artui.store.connection import open_reader
from artui.text import safe

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from artui.books.force import InForce
    from artui.home import Home
    from artui.ingest.load import Outcome

_SHOWN = 10


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--profile", metavar="NAME", help="The only profile the files may fit.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option(
    "--accept-closures", is_flag=True, help="Load a snapshot the guards hold; recorded by name."
)
@click.option(
    "--again", is_flag=True, help="Load what was loaded or left out before, with today's profiles."
)
@option.home
def ingest(
    files: Sequence[Path],
    profile: str | None,
    home: str | None,
    *,
    dry_run: bool,
    accept_closures: bool,
    again: bool,
) -> int:
    """Load FILES now; they stay where they are, a copy is archived.

    A file of held/ or failed/ that is loaded leaves that folder. Exit 1 where rows were rejected or
    a file was held, refused or failed.
    """
    here = open_home(home)
    _check(here, files, profile)
    wish = Wish(profile, person() if accept_closures else None, dry_run, again=again)
    outcomes = [_load(here, path, wish) for path in files]
    return 1 if any(outcome.findings for outcome in outcomes) else 0


def _check(home: Home, files: Sequence[Path], profile: str | None) -> None:
    """What is wrong with the command itself, before anything is loaded or recorded.

    Raises:
        UsageError: for a profile there is none of, or a file that is none.
    """
    for path in files:
        if not path.is_file():
            raise UsageError(what=f"{path} is no regular file.")
    if profile is not None:
        names = [each.name for each in profiles.load(home.folder("policies") / "exports").profiles]
        if profile not in names:
            known = suggestion(profile, names) or f" There are: {', '.join(names) or 'none'}."
            raise UsageError(what=f"There is no profile '{profile}'.{known}")


def _load(home: Home, path: Path, wish: Wish) -> Outcome:
    from artui.ingest.placing import keep  # noqa: PLC0415 - only where something is loaded

    with (
        lock.waiting(home.loading_lock),
        session.writing(home) as (connection, force, known),
    ):
        with ProgressLine() as line:
            outcome = Loader(connection, home, force, known, line.listener).load(path, wish)
        if not wish.dry_run:
            keep(connection, home, outcome, path, copy=True)
            _take_over_cases(connection, home, force)
    _tell(outcome, dry_run=wish.dry_run)
    return outcome


def _take_over_cases(connection: sqlite3.Connection, home: Home, force: InForce) -> None:
    """What people have entered of disputes, so that the figures after a load see it."""
    from artui.books.cases import take_over  # noqa: PLC0415 - only where something is loaded

    with closing(open_reader(home.main, home.desk)) as reader:
        take_over(connection, reader, force, home)


def _tell(outcome: Outcome, *, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    state = outcome.state.replace("_", " ")
    counts = (
        f"{outcome.rows_read:,} rows: {outcome.rows_loaded:,} loaded,"
        f" {outcome.rows_unchanged:,} unchanged, {outcome.rows_rejected:,} rejected"
    )
    what = f" as {outcome.profile or outcome.kind}" if outcome.kind else ""
    click.echo(f"{safe(outcome.file)}: {would}{state}{safe(what)}. {counts}.")
    for sentence in (outcome.reason, *outcome.warnings):
        if sentence:
            click.echo(f"  {safe(sentence)}", err=True)
    for reject in outcome.rejects[:_SHOWN]:
        place = f"{outcome.file}:{reject.line}"
        click.echo(safe(f"  {place}: {reject.column} '{reject.value}' {reject.reason}"), err=True)
    if len(outcome.rejects) > _SHOWN:
        click.echo(f"  and {len(outcome.rejects) - _SHOWN:,} more rejected rows.", err=True)
