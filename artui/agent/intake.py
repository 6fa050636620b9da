"""Each file's way: settle, claim, load, keep, and gone from the drop folder."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.agent import log
from artui.agent.loading import Stopping
from artui.agent.rest import pause
from artui.ingest.arrival import Scan, Settling, scan
from artui.ingest.claim import StillArriving, claim, clear, discard, release, work_folder
from artui.ingest.load import Wish
from artui.ingest.placing import keep

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

    from artui.agent.loading import Loading
    from artui.home import Home
    from artui.ingest.arrival import Arrival, Stamp
    from artui.ingest.load import Outcome

_MOST_TOLD = 5


@dataclass(slots=True)
class _Passage:
    """How far a file has come; what is done is not done again when the rest is retried.

    Attributes:
        arrival: the file.
        copy: its private copy.
        outcome: what loading it came to.
        kept: where it is kept.
        tries: how often it got no further.
        not_before: when to try again, in seconds of the monotonic clock.
        why: why it got no further.
    """

    arrival: Arrival
    copy: Path | None = None
    outcome: Outcome | None = None
    kept: Path | None = None
    tries: int = 0
    not_before: float = 0.0
    why: str = ""


class Intake:
    """Takes files out of the drop folder, one at a time."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        home: Home,
        loading: Loading,
    ) -> None:
        """Remove what an agent that died left in the work folder; nothing else happens yet.

        Args:
            connection: the main database, for writing.
            home: whose files.
            loading: loads a file.
        """
        self._connection = connection
        self._home = home
        self._loading = loading
        clear(home)
        self._settling = Settling(home.settings.settle_seconds)
        self._resting: dict[Path, _Passage] = {}
        self._there: dict[Path, Stamp] = {}
        self._refused: dict[Path, str] = {}
        self._blind: str | None = None

    def look(self) -> list[Arrival]:
        """Scan the drop folder; what can be taken now, oldest first."""
        now = time.monotonic()
        found = self._scanned()
        self._there = {arrival.path: arrival.stamp for arrival in found.arrivals}
        self._refused = found.refused
        self._forget_changed()
        due = [each.arrival for each in self._resting.values() if each.not_before <= now]
        settled = self._settling.settled(found.arrivals, now)
        return due + [each for each in settled if each.path not in self._resting]

    def unfinished(self) -> set[Path]:
        """What lies in the drop folder and waits for its turn, not for a retry."""
        return self._there.keys() - self._resting.keys()

    def next_look(self) -> float | None:
        """When there may be something to take, by the monotonic clock; None: nothing is known."""
        now = time.monotonic()
        times = [each.not_before for each in self._resting.values() if each.not_before > now]
        settled = self._settling.next_after(now)
        return min(times if settled is None else [*times, settled], default=None)

    def take(self, arrival: Arrival) -> None:
        """Carry a file as far as it goes; whatever fails, another file has its turn."""
        passage = self._resting.pop(arrival.path, None) or _Passage(arrival)
        try:
            self._carry(passage)
        except StillArriving:
            self._settling.start_over(arrival.path)
            log.info("still_arriving", file=arrival.path.name)
        except Stopping:
            pass
        except Exception as problem:  # noqa: BLE001 - of one file; it is told and tried again
            self._rest(passage, problem)

    def trouble(self) -> str | None:
        """What goes wrong now, in a few sentences; None where nothing does."""
        told = list(self._troubles())
        more = len(told) - _MOST_TOLD
        return "; ".join(told[:_MOST_TOLD]) + (f"; and {more} more" if more > 0 else "") or None

    @property
    def troubled(self) -> bool:
        """Whether there is anything somebody should look at."""
        return any(True for _ in self._troubles())

    def _troubles(self) -> Iterator[str]:
        if self._blind:
            yield f"the drop folder cannot be read ({self._blind})"
        for passage in self._resting.values():
            yield f"{passage.arrival.path.name}: {passage.why}, tried {passage.tries} times"
        for path, what in self._refused.items():
            yield f"{path.name} is {what} and is left where it is"

    def _scanned(self) -> Scan:
        try:
            found = scan(self._home.folder("drop"))
        except OSError as problem:
            if self._blind is None:
                log.warn("drop_unreadable", reason=log.reason(problem))
            self._blind = log.reason(problem)
            return Scan()
        self._blind = None
        for path, what in found.refused.items():
            if path not in self._refused:
                log.warn("refused", file=path.name, reason=f"it is {what}")
        return found

    def _forget_changed(self) -> None:
        """A file that changed or went while it waited for a retry begins anew."""
        for path, passage in list(self._resting.items()):
            if passage.outcome is None and self._there.get(path) != passage.arrival.stamp:
                del self._resting[path]

    def _carry(self, passage: _Passage) -> None:
        arrival, name = passage.arrival, passage.arrival.path.name
        if passage.outcome is None:
            passage.outcome = self._load(passage)
        if passage.kept is None and passage.copy is not None:
            passage.kept = keep(
                self._connection, self._home, passage.outcome, passage.copy, copy=False
            )
            discard(passage.copy)
            log.info("kept", file=name, place=passage.kept)
        if release(arrival):
            self._there.pop(arrival.path, None)
        else:
            log.info("changed_since", file=name)

    def _load(self, passage: _Passage) -> Outcome:
        name = passage.arrival.path.name
        passage.copy = claim(passage.arrival, work_folder(self._home))
        log.info("claimed", file=name, size=passage.arrival.stamp.size)
        try:
            return self._loading.load(passage.copy, Wish(name=_recorded(name)))
        except BaseException:
            discard(passage.copy)
            raise

    def _rest(self, passage: _Passage, problem: Exception) -> None:
        """Try again later, ever later: what failed may be the disk, a lock or a permission."""
        if self._connection.in_transaction:
            self._connection.rollback()
        if isinstance(problem, FileNotFoundError) and not passage.arrival.path.exists():
            return
        passage.tries += 1
        passage.why = log.reason(problem)
        seconds = pause(passage.tries)
        passage.not_before = time.monotonic() + seconds
        self._resting[passage.arrival.path] = passage
        name = passage.arrival.path.name
        log.warn("retry", file=name, reason=passage.why, tries=passage.tries, seconds=seconds)


def _recorded(name: str) -> str:
    """A file's name as text a database takes, whatever bytes it is made of."""
    return name.encode(errors="surrogateescape").decode(errors="replace")
