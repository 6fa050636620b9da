"""`artui demo`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import click

from artui.cli import option, session
from artui.demo import build
from artui.report import aging, disputes, reasons
from artui.report.formats import as_table
from artui.report.request import Request

_AT_MOST = 12


@click.command()
@option.home
def demo(home: str | None) -> int:
    """Build a home from the sample data, run the agent once, and open the terminal UI.

    Without a terminal, print aging, disputes and the week's top ten. --home names a new or empty
    directory; a temporary one otherwise.
    """
    from artui.agent.run import run  # noqa: PLC0415 - watchdog and schedule, for the agent alone

    path = Path(home) if home else Path(tempfile.mkdtemp(prefix="artui-demo-"))
    made = build(path.expanduser())
    click.echo(f"A demo home is made in {made.path}; loading its exports ...", err=True)
    run(made, once=True, log_file=made.path / "agent.log")
    if _has_screen():
        from artui.cli.tui import open_terminal  # noqa: PLC0415 - Textual

        code = open_terminal(made)
        click.echo(f"The demo home stays in {made.path}.", err=True)
        return code
    with session.reading(made) as source:
        few = Request(limit=_AT_MOST)
        made_reports = (
            aging.report(source, few),
            disputes.report(source, few),
            reasons.report(source, Request()),
        )
    click.echo("\n".join(map(as_table, made_reports)), nl=False)
    click.echo(f"The demo home stays in {made.path}.", err=True)
    return 0 if all(each.ok for each in made_reports) else 1


def _has_screen() -> bool:
    """Whether the terminal UI can be drawn where this runs."""
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty()
    return is_terminal and os.environ.get("TERM", "dumb") != "dumb"
