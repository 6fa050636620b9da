"""The command tree. Each command's module is imported when it is called, not before."""

from __future__ import annotations

import importlib
import io
import sys
from typing import TYPE_CHECKING

import click

from artui import __version__
from artui.cli import ending
from artui.cli.group import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

#: command -> the module it lives in, which has a click command of the same name, and what it does.
COMMANDS = {
    "tui": ("artui.cli.tui", "The terminal UI (the default)."),
    "demo": ("artui.cli.demo", "A home built from the sample data, loaded and opened."),
    "init": ("artui.cli.init", "A new home with the default policies."),
    "agent": ("artui.cli.agent", "Watch drop/ and run the scheduled jobs."),
    "ingest": ("artui.cli.ingest", "Load files now."),
    "profile": ("artui.cli.profile", "Propose a profile for an unknown export."),
    "report": ("artui.cli.report", "Print a report."),
    "feed": ("artui.cli.feed", "Write a frozen week's files for those who can end its reasons."),
    "trace": ("artui.cli.trace", "Where each figure comes from."),
    "terms": ("artui.cli.terms", "Explain payment terms."),
    "policy": ("artui.cli.policy", "Check, plan and show the policies."),
}


class Lazy(Group):
    """A group whose commands are imported one by one, on demand."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order of their table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command by its name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(COMMANDS[cmd_name][0])
        command: click.Command = getattr(module, cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in COMMANDS.items()])


@click.group(
    cls=Lazy,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--home", metavar="DIR", help="The home to work in, else $ARTUI_HOME, else here.")
@click.option("--read-only", is_flag=True, help="Open the terminal UI without any writing.")
@click.version_option(__version__, prog_name="artui")
@click.pass_context
def artui(ctx: click.Context, home: str | None, *, read_only: bool) -> int | None:
    """Accounts-receivable collections in the terminal.

    Without a command, the terminal UI of the home opens.
    """
    ctx.obj = home
    if ctx.invoked_subcommand is not None:
        return None
    from artui.cli.tui import tui  # noqa: PLC0415 - only where it is opened

    code: int = ctx.invoke(tui, home=home, read_only=read_only)
    return code


def run(arguments: Sequence[str]) -> int:
    """Run a command line; the exit code (0 done, 1 findings, 2 usage, 3 environment)."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may lack a customer's letters
            stream.reconfigure(errors="backslashreplace")
    try:
        result: object = artui.main(args=list(arguments), prog_name="artui", standalone_mode=False)
    except (Exception, SystemExit, KeyboardInterrupt) as problem:  # noqa: BLE001 - the last line of defence: never a traceback
        result = ending.of(problem)
    ending.flushed()
    return result if isinstance(result, int) else 0
