"""0004: where accounts stand against their limits, and how they pay."""

from __future__ import annotations

MAIN: tuple[str, ...] = ()
