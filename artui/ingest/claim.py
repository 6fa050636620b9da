"""Claiming an arrival: a private copy that its sender can no longer change."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import stat
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from artui import lock
from artui.errors import ArtuiError
from artui.ingest.arrival import Stamp

if TYPE_CHECKING:
    from artui.home import Home
    from artui.ingest.arrival import Arrival

_BLOCK = 1 << 20
_PRIVATE = 0o700
_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class StillArriving(ArtuiError):  # noqa: N818 - a state, not a failure
    """The file is still being written."""

    hint = "It is loaded once it lies still."


def work_folder(home: Home) -> Path:
    """The folder of a home for files in the making, which nobody else may enter; made if missing.

    Whoever uses it holds the loading lock, or is the agent.
    """
    folder = home.path / "db" / "work"
    folder.mkdir(_PRIVATE, parents=True, exist_ok=True)
    return folder


def clear(home: Home) -> None:
    """Remove what processes that died left in the work folder, unless somebody is at work."""
    with lock.at_once(home.loading_lock) as alone:
        if alone:
            shutil.rmtree(home.path / "db" / "work", ignore_errors=True)


def claim(arrival: Arrival, work: Path) -> Path:
    """Copy an arrival into a folder of its own below `work`, under its own name.

    Args:
        arrival: what has settled.
        work: a folder nobody else may enter.

    Returns:
        The copy, on disk to the last byte. Give it back with `discard`.

    Raises:
        StillArriving: where it is no longer what has settled, or somebody has it open for writing.
        OSError: where it cannot be read, or the copy cannot be written.
    """
    with open(os.open(arrival.path, _FLAGS), "rb") as source:  # noqa: PTH123 - a descriptor
        _check(source.fileno(), arrival.stamp)
        copy = Path(tempfile.mkdtemp(dir=work)) / arrival.path.name
        try:
            with copy.open("xb") as target:
                shutil.copyfileobj(source, target, _BLOCK)
                target.flush()
                os.fsync(target.fileno())
            _check(source.fileno(), arrival.stamp)
        except BaseException:
            discard(copy)
            raise
    return copy


def discard(copy: Path) -> None:
    """Remove what is left of a claimed copy."""
    shutil.rmtree(copy.parent, ignore_errors=True)


def release(arrival: Arrival) -> bool:
    """Remove a loaded arrival from the drop folder; False where it has become another file.

    Raises:
        OSError: where it cannot be removed.
    """
    try:
        if Stamp.of(arrival.path.lstat()) != arrival.stamp:
            return False
        arrival.path.unlink()
    except FileNotFoundError:
        pass
    return True


def _check(descriptor: int, settled: Stamp) -> None:
    found = os.fstat(descriptor)
    if (
        not stat.S_ISREG(found.st_mode)
        or Stamp.of(found) != settled
        or is_being_written(descriptor)
    ):
        raise StillArriving


def is_being_written(descriptor: int) -> bool:
    """Whether any process has the file open for writing, as far as the kernel says so.

    Asked by taking a read lease for an instant. Where leases are not to be had (another owner's
    file, a network file system, no Linux) the answer is no.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)  # ignored by default, unlike SIGIO
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    with suppress(OSError):
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False
