"""`artui agent`."""

from __future__ import annotations

from pathlib import Path

import click

from artui.cli import option
from artui.home import open_home


@click.command()
@click.option("--once", is_flag=True, help="Load what is there, run the jobs that are due, exit.")
@click.option(
    "--log",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write events to this file instead of stderr.",
)
@option.home
def agent(home: str | None, log: Path | None, *, once: bool) -> int:
    """Watch drop/, load what arrives, and run the scheduled jobs until stopped."""
    from artui.agent.run import run  # noqa: PLC0415 - watchdog and schedule, for the agent alone

    return run(open_home(home), once=once, log_file=log)
