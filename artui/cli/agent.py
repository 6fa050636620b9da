"""`artui agent`."""

from __future__ import annotations

import click

from artui.cli import option
from artui.home import open_home


@click.command()
@click.option("--once", is_flag=True, help="Load what is there, run the jobs that are due, exit.")
@option.home
def agent(home: str | None, *, once: bool) -> int:
    """Watch drop/, load what arrives, and run the scheduled jobs until stopped."""
    from artui.agent.run import run  # noqa: PLC0415 - watchdog and schedule, for the agent alone

    return run(open_home(home), once=once)
