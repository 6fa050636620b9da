"""How far a file is, for whoever waits: rows, rows a second, and the time left to read it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from artui.ingest.grid import Grid
    from artui.ingest.reading import Reading

LOOKING, READING, COMPARING, APPLYING = "looking", "reading", "comparing", "applying"
_SAMPLE_ROWS = 200
#: Rows to go by before a speed is worth saying, in seconds.
_SOON = 0.5
_MINUTE, _HOUR = 60, 3_600


class Progress(NamedTuple):
    """How far a file is.

    Attributes:
        file: its name.
        phase: looking (which profile fits, how it writes dates and amounts), reading, comparing
            (with what is known) or applying (what has changed).
        rows: how many rows were read.
        expected: how many there are about, by the size of the file; None where nobody knows.
        seconds: since its rows began to be read.
    """

    file: str
    phase: str
    rows: int = 0
    expected: int | None = None
    seconds: float = 0.0

    @property
    def speed(self) -> float | None:
        """Rows a second; None where it is too soon to say."""
        return self.rows / self.seconds if self.rows and self.seconds >= _SOON else None

    @property
    def left(self) -> float | None:
        """Seconds until its rows are read, at the speed so far; None where nobody knows."""
        if self.phase != READING or not self._more or not self.speed:
            return None
        return self._more / self.speed

    @property
    def _more(self) -> int:
        """About how many rows there are to come."""
        return max(0, (self.expected or 0) - self.rows)

    def __str__(self) -> str:
        """As people read it, without the file's name."""
        if self.phase == LOOKING:
            return "looking at its header, dates and amounts"
        if self.phase == COMPARING:
            return f"{self.rows:,} rows read · comparing them with what is known"
        if self.phase == APPLYING:
            return f"{self.rows:,} rows read · applying what has changed"
        about = f" of about {_round(self.rows + self._more):,}" if self._more else ""
        parts = [f"{self.rows:,}{about} rows"]
        if self.speed is not None:
            parts.append(f"{_round(int(self.speed)):,} rows/s")
        if self.left is not None:
            parts.append(f"{_span(self.left)} left to read")
        return " · ".join(parts)


class Meter:
    """Follows one file and tells whoever listens."""

    def __init__(
        self,
        file: str = "",
        listener: Callable[[Progress], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Nothing is told yet.

        Args:
            file: the file's name.
            listener: hears of it, some times a second; None for nobody.
            clock: seconds of a clock that nobody sets.
        """
        self._listener = listener
        self._clock = clock
        self._begun = clock()
        self._at = Progress(file, LOOKING)

    def look(self) -> None:
        """It is being looked at."""
        self._tell(phase=LOOKING)

    def begin(self, reading: Reading) -> None:
        """Its rows begin to be read."""
        if self._listener is not None:
            self._begun = self._clock()
            self._tell(phase=READING, rows=0, expected=expected(reading.table.grid))

    def read(self, rows: int) -> None:
        """So many rows were read by now."""
        self._tell(rows=rows)

    def compare(self) -> None:
        """All its rows were read and are compared with what is known."""
        self._tell(phase=COMPARING)

    def apply(self) -> None:
        """What has changed is being applied."""
        self._tell(phase=APPLYING)

    def _tell(self, **changes: object) -> None:
        if self._listener is not None:
            seconds = self._clock() - self._begun
            self._at = Progress(**{**self._at._asdict(), **changes, "seconds": seconds})
            self._listener(self._at)


def expected(grid: Grid) -> int | None:
    """About how many rows a grid has: its bytes over those of an average row of its beginning."""
    rows = [row for _, row in grid.sample(_SAMPLE_ROWS)]
    widest = max(map(len, rows), default=0)
    sizes = [_bytes(row, grid.encoding) for row in rows[1:] if 2 * len(row) > widest]
    return round(grid.size * len(sizes) / sum(sizes)) if sizes and sum(sizes) else None


def _bytes(row: list[str], encoding: str) -> int:
    """How many bytes a row takes, with what stands between and behind its cells."""
    text = "\t".join(row) + "\n"
    try:
        return len(text.encode(encoding, "replace"))
    except LookupError:
        return len(text.encode(errors="replace"))


def _round(number: int) -> int:
    """A number with its first two digits."""
    scale = 10 ** max(0, len(str(number)) - 2)
    return int(round(number / scale) * scale)


def _span(seconds: float) -> str:
    """A time as people say it."""
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), _MINUTE)
    return f"{minutes} min {rest:02} s" if seconds < _HOUR else f"{seconds / _HOUR:.1f} h"
