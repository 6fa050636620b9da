"""What lies in the drop folder: which files there are, and whether they lie still."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from artui.domain.days import iso, parse_day
from artui.ingest.filename import name_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

_SKIPPED_STARTS = (".", "~$")
_SKIPPED_ENDS = (".part", ".filepart", ".tmp", ".crdownload", ".swp")
_FILE_ENDS = (".csv", ".tsv", ".txt", ".xls", ".xlsx")
_NS_A_DAY = 86_400 * 10**9
_KINDS = (
    (stat.S_ISLNK, "a link"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISDIR, "a folder named like a file"),
)


class Stamp(NamedTuple):
    """What changes when a file does; the change time tells what a kept modification time hides."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, found: os.stat_result) -> Self:
        """The stamp in what stat says."""
        return cls(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


class Arrival(NamedTuple):
    """A regular file in the drop folder, as it was when it was looked at."""

    path: Path
    stamp: Stamp

    @property
    def age(self) -> tuple[str, int, str]:
        """Sorts oldest first: by the day in the name, else of the last change."""
        day = name_date(self.path.name)
        written_on = self.stamp.modified_ns // _NS_A_DAY
        return (
            iso(day if day is not None else _day(written_on)) or "",
            self.stamp.modified_ns,
            str(self.path),
        )


def _day(number: int) -> int:
    """A day number, kept within the calendar: a time stamp may be anything."""
    return min(max(number, parse_day("0001-01-01")), parse_day("9999-12-31"))


@dataclass(slots=True)
class Scan:
    """What was found.

    Attributes:
        arrivals: the regular files.
        refused: what can never be loaded, and what it is ("a named pipe").
    """

    arrivals: list[Arrival] = field(default_factory=list)
    refused: dict[Path, str] = field(default_factory=dict)


def is_skipped(name: str) -> bool:
    """Whether a name is that of something hidden, locked or half transferred."""
    return name.startswith(_SKIPPED_STARTS) or name.lower().endswith(_SKIPPED_ENDS)


def scan(folder: Path) -> Scan:
    """Look through a folder and its sub-folders, without following links or opening files.

    Raises:
        OSError: where the folder itself cannot be read.
    """
    found = Scan()
    waiting = [str(folder)]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                waiting += [entry.path for entry in entries if _is_subfolder(entry, found)]
        except OSError as problem:
            if here == str(folder):
                raise
            if not isinstance(problem, FileNotFoundError):
                found.refused[Path(here)] = f"a folder that cannot be read ({problem.strerror})"
    return found


def _is_subfolder(entry: os.DirEntry[str], found: Scan) -> bool:
    """Note an entry of a folder; whether it is a folder to be looked through itself."""
    if is_skipped(entry.name):
        return False
    path = Path(entry.path)
    try:
        seen = entry.stat(follow_symlinks=False)
    except FileNotFoundError:
        return False
    except OSError as problem:
        found.refused[path] = f"something that cannot be looked at ({problem.strerror})"
        return False
    if stat.S_ISREG(seen.st_mode):
        found.arrivals.append(Arrival(path, Stamp.of(seen)))
        return False
    if stat.S_ISDIR(seen.st_mode) and not entry.name.lower().endswith(_FILE_ENDS):
        return True
    found.refused[path] = next((what for test, what in _KINDS if test(seen.st_mode)), "a device")
    return False


class Settling:
    """Tells which arrivals have lain still for some seconds, by a clock that nobody can set."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._since: dict[Path, tuple[Stamp, float]] = {}

    def settled(self, arrivals: Iterable[Arrival], now: float) -> list[Arrival]:
        """Those of all arrivals there are that have settled, oldest first.

        Args:
            arrivals: all there are; one that is missing has gone and is forgotten.
            now: seconds of the monotonic clock.
        """
        before, self._since = self._since, {}
        ready = []
        for arrival in arrivals:
            stamp, since = before.get(arrival.path, (arrival.stamp, now))
            if stamp != arrival.stamp:
                since = now
            self._since[arrival.path] = (arrival.stamp, since)
            if now - since >= self._seconds:
                ready.append(arrival)
        return sorted(ready, key=lambda arrival: arrival.age)

    def start_over(self, path: Path) -> None:
        """Let an arrival settle anew."""
        self._since.pop(path, None)

    def next_after(self, now: float) -> float | None:
        """When the next unsettled arrival can have settled; None where there is none."""
        times = (since + self._seconds for _, since in self._since.values())
        return min((time for time in times if time > now), default=None)
