"""A program in a real pseudo-terminal, and what a person would see there."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from typing import TYPE_CHECKING, Any, Self

import pyte

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType

    from textual.app import App
    from textual.strip import Strip

#: What terminals send for keys that have a name.
KEYS = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "ctrl+end": "\x1b[1;5F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
_CHUNK = 1 << 16
#: Synchronized output: a program asks whether the terminal knows it, and frames its updates by it.
_ASKED, _KNOWN = b"\x1b[?2026$p", b"\x1b[?2026;2$y"
_DRAWING = 2026 << 5


class TimedOutError(AssertionError):
    """What was waited for did not come to the screen."""


class Terminal:
    """Runs a command in a pseudo-terminal of a given size and keeps its screen.

    Attributes:
        output: every byte the program has sent.
        last_read: when the last of them came, by `time.perf_counter`.
        process: the program.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (120, 30),
        env: Mapping[str, str | None] | None = None,
        cwd: str | os.PathLike[str] | None = None,
        screen: bool = True,
        owner: bool = True,
    ) -> None:
        """Start the command.

        Args:
            command: program and arguments.
            size: columns and lines.
            env: changes to this process's environment; None takes a variable away.
            cwd: where the program runs.
            screen: whether to keep a screen; without one only bytes are kept, which is faster.
            owner: whether the program is told by SIGHUP when the line drops.
        """
        columns, lines = size
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen) if screen else None
        self.output = bytearray()
        self.started = self.last_read = time.perf_counter()
        self._fd, child = pty.openpty()
        self._resize(size)
        self.process = subprocess.Popen(
            list(command),
            stdin=child,
            stdout=child,
            stderr=child,
            env=_environment(env or {}),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_take_terminal if owner else None,  # noqa: PLW1509 - no threads here
        )
        os.close(child)

    def __enter__(self) -> Self:
        """The terminal itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End the program, however it is."""
        self.close()

    def read(self, timeout: float) -> bytes:
        """What the program sends next; nothing where it sends nothing in time, or has ended."""
        ready, _, _ = select.select([self._fd], [], [], max(0.0, timeout))
        if not ready:
            return b""
        try:
            data = os.read(self._fd, _CHUNK)
        except OSError:  # the other end is closed
            return b""
        self.last_read = time.perf_counter()
        self.output += data
        if self._stream is not None:
            self._stream.feed(data)
            if _ASKED in data:
                self.write(_KNOWN)
        return data

    def wait_for(self, wanted: str | Callable[[str], bool], timeout: float = 40.0) -> str:
        """The first frame that has a text, or of which a predicate holds.

        Raises:
            TimedOutError: where it does not come, with the frame that was there instead.
        """
        holds = (lambda frame: wanted in frame) if isinstance(wanted, str) else wanted
        end = time.monotonic() + timeout
        while not holds(frame := self.frame()):
            if not self.read(end - time.monotonic()) and (
                time.monotonic() >= end or self.process.poll() is not None
            ):
                raise TimedOutError(f"waited for {wanted!r}, the screen shows:\n{frame}")
        return frame

    def settle(self, quiet: float = 0.05, timeout: float = 40.0) -> int:
        """Read until nothing has come for `quiet` seconds; how many bytes came."""
        before, end = len(self.output), time.monotonic() + timeout
        while self.read(quiet) and time.monotonic() < end:
            pass
        return len(self.output) - before

    def press(self, *keys: str) -> None:
        """Press keys one after the other: names of `KEYS`, characters or texts."""
        for key in keys:
            self.write(KEYS.get(key, key).encode())

    def write(self, data: bytes) -> None:
        """Send bytes as they are."""
        os.write(self._fd, data)

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size."""
        self._screen.resize(lines, columns)
        self._resize((columns, lines))

    def frame(self) -> str:
        """The screen as text, without blanks at the ends of lines; never one half drawn."""
        while _DRAWING in self._screen.mode and self.read(1.0):
            pass
        return "\n".join(line.rstrip() for line in self._screen.display)

    def style(self, line: int, column: int) -> Any:
        """The character cell there, as pyte describes it: data, fg, bg, bold, reverse."""
        return self._screen.buffer[line][column]

    def ended(self, timeout: float = 40.0) -> int:
        """Wait for the program to end; its exit code.

        Raises:
            TimedOutError: where it goes on.
        """
        end = time.monotonic() + timeout
        while self.process.poll() is None:
            self.read(0.02)
            if time.monotonic() >= end:
                raise TimedOutError(f"the program goes on, the screen shows:\n{self.frame()}")
        while self.read(0):
            pass
        return self.process.returncode

    def hang_up(self) -> None:
        """Let the line drop: the terminal is gone, the program is told by SIGHUP."""
        os.close(self._fd)
        self._fd = -1

    def close(self) -> None:
        """End the program and give the terminal back."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _resize(self, size: tuple[int, int]) -> None:
        columns, lines = size
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _environment(changes: Mapping[str, str | None]) -> dict[str, str]:
    """This process's environment as a terminal would have it: COLUMNS would hide its real size."""
    own = {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "LC_ALL": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    without = dict.fromkeys(("COLUMNS", "LINES", "NO_COLOR"))
    merged = {**os.environ, **without, **own, **changes}
    return {name: value for name, value in merged.items() if value is not None}


def frame(app: App[Any]) -> str:
    """The screen of an app that a pilot drives, as text."""
    return "\n".join(strip.text.rstrip() for strip in _strips(app))


def widths(app: App[Any]) -> set[int]:
    """How many cells the lines of that screen take."""
    return {strip.cell_length for strip in _strips(app)}


def _strips(app: App[Any]) -> list[Strip]:
    return app.screen._compositor.render_strips()  # noqa: SLF001 - there is no public way to them
