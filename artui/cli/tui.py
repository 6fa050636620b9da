"""`artui tui`."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from artui.cli import option
from artui.errors import BrokenEnvironment
from artui.home import open_home

if TYPE_CHECKING:
    from artui.home import Home


@click.command()
@click.option("--read-only", is_flag=True, help="Let nothing be entered or undone.")
@option.home
def tui(home: str | None, *, read_only: bool) -> int:
    """Open the terminal UI."""
    return open_terminal(open_home(home), read_only=read_only)


def open_terminal(home: Home, *, read_only: bool = False) -> int:
    """Run the terminal UI until it is left; its exit code.

    Raises:
        BrokenEnvironment: where there is no terminal, or one that cannot be drawn on.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BrokenEnvironment(
            what="There is no terminal to draw on.",
            hint="Run `artui report aging` for figures without one.",
        )
    if os.environ.get("TERM", "dumb") == "dumb":
        raise BrokenEnvironment(
            what="TERM is dumb, which cannot draw a screen.",
            hint="Set TERM to what your terminal is, xterm-256color for most.",
        )
    _ensure_database(home, read_only=read_only)
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    for name in ("COLUMNS", "LINES"):
        os.environ.pop(name, None)  # a size that was exported would hide every resize
    from artui.tui.app import ArtuiApp  # noqa: PLC0415 - Textual, only where it is drawn

    app = ArtuiApp(home, read_only=read_only)
    app.run(mouse="SSH_CONNECTION" not in os.environ)
    return app.return_code or 0


def _ensure_database(home: Home, *, read_only: bool) -> None:
    """A new home gets its database and policies, where writing is allowed.

    Raises:
        NoDatabase: where it is not, and there is none.
    """
    from artui.store import connection  # noqa: PLC0415 - the terminal is looked at before the disk

    if home.main.exists():
        reader = connection.open_reader(home.main)
        version = connection.schema_version(reader)
        reader.close()
        if read_only or version >= connection.main_version():
            return
    elif read_only:
        raise connection.NoDatabase(path=home.main)
    from artui.cli import session  # noqa: PLC0415 - only where the home is new

    with session.writing(home):
        pass
