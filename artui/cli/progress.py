"""One line on a terminal that says how far a file is; nothing at all in a pipe."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING, TextIO

from artui.text import fit, safe

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from artui.ingest.progress import Progress

#: What is over sooner needs no line; later it is drawn anew so many seconds apart.
_PATIENCE, _EVERY = 0.5, 0.2
_WIDTH = (80, 24)


class ProgressLine:
    """Rewrites its line in place, and leaves an empty one where it was.

    It needs no colour and no escape codes: a carriage return, and blanks over what stood there.
    """

    def __init__(
        self, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Nothing is drawn yet.

        Args:
            stream: where to, stderr by default.
            clock: seconds of a clock that nobody sets.
        """
        self._stream = sys.stderr if stream is None else stream
        self._clock = clock
        self._draw_at = clock() + _PATIENCE
        self._drawn = 0

    def __enter__(self) -> Self:
        """The line itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take the line away."""
        if self._drawn:
            self._write(" " * self._drawn + "\r")

    @property
    def listener(self) -> Callable[[Progress], None] | None:
        """What hears how far a file is; None where nobody looks."""
        return self._hear if self._stream.isatty() else None

    def _hear(self, progress: Progress) -> None:
        now = self._clock()
        if now < self._draw_at:
            return
        self._draw_at = now + _EVERY
        room = shutil.get_terminal_size(_WIDTH).columns - 1
        text = safe(f"loading {progress.file} · {progress}")
        self._drawn = room
        self._write(fit(text, room) + "\r")

    def _write(self, text: str) -> None:
        self._stream.write(text)
        self._stream.flush()
