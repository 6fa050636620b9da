"""How a command ends that did not go well: one or two sentences on stderr, and an exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from artui.errors import ArtuiError, unexpected
from artui.text import safe

if TYPE_CHECKING:
    from typing import TextIO

_REPAIR = "Check the disk, owner and modes; the README's operations part tells how to restore it."
USAGE, ENVIRONMENT, INTERRUPTED = 2, 3, 130


def of(problem: BaseException) -> int:
    """Say what a command ended with; its exit code.

    Raises:
        BaseException: the problem itself, where it is a bug and ARTUI_DEBUG asks to see it.
    """
    match problem:
        case click.exceptions.Exit():
            code = problem.exit_code
        case click.Abort() | KeyboardInterrupt():
            code = INTERRUPTED
        case BrokenPipeError() | SystemExit():  # click's own way to end on a pipe nobody reads
            code = _unread()
        case click.ClickException():
            code = _usage(problem)
        case ArtuiError():
            code = _said(str(problem), problem.exit_code)
        case OSError():
            code = _said(_of_the_system(problem), ENVIRONMENT)
        case _:
            code = _unforeseen(problem)
    return code


def _unforeseen(problem: BaseException) -> int:
    """The database's own words, or a bug."""
    if type(problem).__module__ == "sqlite3":
        return _said(f"The database says: {problem}. {_REPAIR}", ENVIRONMENT)
    if os.environ.get("ARTUI_DEBUG"):
        raise problem
    return _said(unexpected(problem), ENVIRONMENT)


def _said(sentence: str, code: int) -> int:
    """What is said may quote a file name or a cell, so it is made safe, and one line."""
    click.echo(f"artui: {safe(' '.join(sentence.split()))}", err=True)
    return code


def _usage(wrong: click.ClickException) -> int:
    context = wrong.ctx if isinstance(wrong, click.UsageError) else None
    if isinstance(wrong, click.exceptions.NoArgsIsHelpError):
        click.echo(wrong.format_message(), err=True)
        return USAGE
    path = context.command_path if context else "artui"
    return _said(f"{wrong.format_message()} `{path} --help` tells more.", USAGE)


def _of_the_system(problem: OSError) -> str:
    where = f"{problem.filename}: " if problem.filename else ""
    return f"{where}{problem.strerror or problem}. Check the disk, its space, owner and modes."


def _unread() -> int:
    """Whoever read the output has seen enough; nothing is flushed into the closed pipe."""
    _silence(sys.__stdout__)
    return 0


def flushed() -> None:
    """Let the program's code stand where nobody is left to read the last of its output."""
    for stream in (sys.__stdout__, sys.__stderr__):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            _silence(stream)


def _silence(stream: TextIO | None) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno() if stream else 1)
