"""Watching the drop folder: events only wake the agent, the scan finds what there is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from watchdog.events import (
    EVENT_TYPE_ATTRIB,
    EVENT_TYPE_CLOSED,
    EVENT_TYPE_CREATED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from artui.agent import log
from artui.agent.mounts import file_system, tells_of_changes

if TYPE_CHECKING:
    from pathlib import Path

    from watchdog.observers.api import BaseObserver

    from artui.agent.wake import Wake

POLL_SECONDS = 2.0
_RETRY_SECONDS = 10.0
_JOIN_SECONDS = 5.0
_TELLING = frozenset(
    (
        EVENT_TYPE_ATTRIB,
        EVENT_TYPE_CLOSED,
        EVENT_TYPE_CREATED,
        EVENT_TYPE_MODIFIED,
        EVENT_TYPE_MOVED,
    )
)


class _Waker(FileSystemEventHandler):
    """Wakes the agent. What it opens and reads itself is no news."""

    def __init__(self, wake: Wake) -> None:
        self._wake = wake

    def dispatch(self, event: FileSystemEvent) -> None:
        """Wake; a handler that raised would end its observer for good, and this cannot."""
        if event.event_type in _TELLING:
            self._wake.set()


class Watch:
    """Watches one folder and those below it, for as long as `tend` is called.

    Attributes:
        observer: the one that watches now; None while none does.
    """

    def __init__(self, folder: Path, mode: str, wake: Wake) -> None:
        """Nothing is watched before the first `tend`.

        Args:
            folder: the drop folder.
            mode: events, polling, or auto: events where the file system sends them all.
            wake: what to wake.
        """
        self._folder = folder
        self._mode = mode
        self._handler = _Waker(wake)
        self._identity: tuple[int, int] | None = None
        self._retry_at = 0.0
        self.observer: BaseObserver | None = None

    @property
    def way(self) -> str:
        """How arrivals are noticed now: events or polling."""
        return "events" if self.observer is not None else "polling"

    def tend(self) -> None:
        """Start watching, and start again where the observer died or the folder is another one."""
        identity = self._found()
        if self.observer is not None and not (identity == self._identity and self._is_alive()):
            log.warn("watch_lost", folder=self._folder.name)
            self.stop()
            self._retry_at = 0.0
        if self.observer is None and identity and time.monotonic() >= self._retry_at:
            self._identity = identity
            self._retry_at = time.monotonic() + _RETRY_SECONDS
            self._start()

    def stop(self) -> None:
        """Watch no more."""
        observer, self.observer = self.observer, None
        if observer is not None:
            observer.stop()
            observer.join(_JOIN_SECONDS)

    def _found(self) -> tuple[int, int] | None:
        try:
            found = self._folder.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _is_alive(self) -> bool:
        observer = self.observer
        return (
            observer is not None
            and observer.is_alive()
            and bool(observer.emitters)
            and all(emitter.is_alive() for emitter in observer.emitters)
        )

    def _start(self) -> None:
        kind = file_system(self._folder)
        if self._mode == "polling" or (self._mode == "auto" and not tells_of_changes(kind)):
            return
        try:
            observer = Observer()
            observer.schedule(self._handler, str(self._folder), recursive=True)
            observer.start()
        except OSError as problem:
            log.warn("watch_failed", reason=log.reason(problem))
            return
        self.observer = observer
        log.info("watching", way=self.way, file_system=kind)
