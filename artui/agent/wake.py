"""A way to end the agent's rest from a signal handler or another thread."""

from __future__ import annotations

import selectors
import socket
from contextlib import suppress


class Wake:
    """Wakes whoever waits. Unlike threading.Event it may be set while a signal is handled."""

    def __init__(self) -> None:
        self._inside, self._outside = socket.socketpair()
        for end in (self._inside, self._outside):
            end.settimeout(0.0)
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._inside, selectors.EVENT_READ)

    def set(self) -> None:
        """Wake; does nothing once closed, and never raises."""
        with suppress(OSError):
            self._outside.send(b"\0")

    def wait(self, seconds: float) -> bool:
        """Rest for some seconds at most; whether something woke us."""
        woken = bool(self._selector.select(max(0.0, seconds)))
        with suppress(BlockingIOError):
            while self._inside.recv(4096):
                pass
        return woken

    def close(self) -> None:
        """Give the sockets back."""
        self._selector.close()
        self._inside.close()
        self._outside.close()
