"""The line to the terminal, which may drop at any moment, also in the middle of a frame."""

from __future__ import annotations

import contextlib
import select
from typing import IO, TYPE_CHECKING, Any

from textual.drivers.linux_driver import LinuxDriver

if TYPE_CHECKING:
    from textual.app import App

_DROPPED = select.POLLHUP | select.POLLERR | select.POLLNVAL


class Outlet:
    """A file to write to; what is written once the line has dropped goes nowhere.

    Textual writes in a thread, through a queue of bounded length. An error would end that thread,
    and whoever then waits for room in the queue would wait for good.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write a text; how long it is."""
        with contextlib.suppress(OSError):
            self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        with contextlib.suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """The number the system knows the file by."""
        return self._file.fileno()


class Line(LinuxDriver):
    """Textual's way to a terminal, which ends in order where the terminal goes away."""

    def __init__(self, app: App[Any], **options: Any) -> None:
        super().__init__(app, **options)
        self._file: Any = Outlet(self._file)
        self._suspended = False

    @property
    def dropped(self) -> bool:
        """Whether nobody is at the other end any more."""
        poll = select.poll()
        poll.register(self.fileno, select.POLLIN)
        return any(event & _DROPPED for _, event in poll.poll(0))

    def run_input_thread(self) -> None:
        """Read keys until there is no terminal any more; the loop hears of that by a signal."""
        with contextlib.suppress(OSError):
            super().run_input_thread()

    def suspend_application_mode(self) -> None:
        """Give the terminal to another program."""
        self._suspended = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Take the terminal back; not where it is ours already, or gone.

        A terminal that goes away wakes its programs (SIGCONT) as it tells them (SIGHUP).
        """
        if self.dropped:
            return
        if not self._suspended:
            super().suspend_application_mode()
        self._suspended = False
        super().resume_application_mode()
