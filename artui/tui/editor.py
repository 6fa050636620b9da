"""The user's own editor, opened on a line of a file: it has the terminal until it is left."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import SuspendNotSupported

from artui.errors import ArtuiError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.app import App

#: The first that says anything counts: a full-screen editor before a line editor.
_VARIABLES = ("VISUAL", "EDITOR")
_EXAMPLE = "as in `export EDITOR=nano`"
#: Editors that take `+18 FILE`.
_PLUS = frozenset(
    ("vi", "vim", "nvim", "view", "nano", "pico", "emacs", "emacsclient", "micro", "kak", "joe")
)
#: Editors that take `FILE:18`.
_COLON = frozenset(("hx", "helix"))
#: Editors that take `-g FILE:18`, and go on in the background unless they are told to wait.
_CODE = frozenset(("code", "code-insiders", "code-oss", "codium"))
_WAIT = ("-w", "--wait")
_KEYS = (signal.SIGINT, signal.SIGQUIT)


class NoEditor(ArtuiError):  # noqa: N818 - named for what is wrong
    """There is no editor to open it with."""

    hint = f"Set EDITOR before artui is started, {_EXAMPLE}."


class UnknownEditor(ArtuiError):  # noqa: N818 - named for what is wrong
    """{variable} names the editor {program}, which is no program here."""

    hint = f"Set it to one that is, {_EXAMPLE}."


class UnreadableEditor(ArtuiError):  # noqa: N818 - named for what is wrong
    """{variable} cannot be read as a command: {reason}."""

    hint = f"Write it as in a shell, {_EXAMPLE}."


class NoTerminal(ArtuiError):  # noqa: N818 - named for what is wrong
    """An editor needs a terminal of its own, which there is none to give here."""


class NotStarted(ArtuiError):  # noqa: N818 - named for what is wrong
    """{program} could not be started: {reason}."""


def command(path: Path, line: int, environment: Mapping[str, str]) -> list[str]:
    """What opens a file at a line, counted from 1; an unknown editor opens it at its top.

    Raises:
        NoEditor: where neither VISUAL nor EDITOR is set.
        UnreadableEditor: where its quotes do not match.
        UnknownEditor: where there is no such program.
    """
    variable, words = _editor(environment)
    program = shutil.which(words[0], path=environment.get("PATH"))
    if program is None:
        raise UnknownEditor(variable=variable, program=words[0])
    # The editor runs in the folder of the file, where no program is to be looked for.
    found = [str(Path(program).absolute()), *words[1:]]
    kind = _kind(program)
    if kind in _PLUS:
        return [*found, f"+{line}", str(path)]
    if kind in _COLON:
        return [*found, f"{path}:{line}"]
    if kind in _CODE:
        wait = [] if any(word in _WAIT for word in words) else ["-w"]
        return [*found, *wait, "-g", f"{path}:{line}"]
    return [*found, str(path)]


def _editor(environment: Mapping[str, str]) -> tuple[str, list[str]]:
    """The variable that names the editor, and the words of its command."""
    for variable in _VARIABLES:
        try:
            words = shlex.split(environment.get(variable, ""))
        except ValueError as problem:
            raise UnreadableEditor(variable=variable, reason=problem) from problem
        if words and words[0]:
            return variable, words
    raise NoEditor


def _kind(program: str) -> str:
    """What a program is called: vim for vim.basic; what a link such as `editor` leads to."""
    names = [Path(name).name.partition(".")[0] for name in (program, os.path.realpath(program))]
    known = _PLUS | _COLON | _CODE
    return next((name for name in names if name in known), names[0])


def run(app: App[Any], order: Sequence[str], folder: Path) -> str:
    """Give the terminal to a command until it ends; what is to be said of its end, if anything.

    Args:
        app: whose terminal.
        order: the program by its full path, and its arguments; no shell sees them.
        folder: where it runs.

    Raises:
        NoTerminal: where there is no terminal to give.
        NotStarted: where the program cannot be run.
    """
    try:
        with app.suspend(), _keys_for_the_editor():
            found = _ended(order, folder)
    except SuspendNotSupported as problem:
        raise NoTerminal from problem
    program = Path(order[0]).name
    if isinstance(found, OSError):
        raise NotStarted(program=program, reason=found.strerror) from found
    if found < 0:
        return f"{program} was ended by signal {-found}."
    return f"{program} ended with exit code {found}." if found else ""


def _ended(order: Sequence[str], folder: Path) -> int | OSError:
    """A command's exit code, or why there is none: nothing may be raised before we are back."""
    try:
        return subprocess.run(  # noqa: S603 - no shell; the user's own editor and a file of ours
            list(order), cwd=folder, check=False
        ).returncode
    except OSError as problem:
        return problem


@contextmanager
def _keys_for_the_editor() -> Iterator[None]:
    """The keys that interrupt or quit mean the editor alone.

    It begins with the usual way to take them: a handler is not inherited.
    """
    before = {number: signal.signal(number, _nothing) for number in _KEYS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _nothing(*_: object) -> None:
    """Take a signal and do nothing."""
