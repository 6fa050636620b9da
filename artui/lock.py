"""Locks between processes: the kernel lets go of them when a process ends, however it ends."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MODE = 0o660


@contextmanager
def waiting(path: Path) -> Iterator[None]:
    """Hold the lock, waiting for whoever has it."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def at_once(path: Path) -> Iterator[bool]:
    """Hold the lock if it is free; yields whether it was."""
    handle = _open(path)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    """Open a lock file that the group may lock too, whatever the umask of whoever comes first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, _MODE)
    if os.fstat(handle).st_uid == os.getuid():
        os.fchmod(handle, _MODE)
    return handle
