"""0005: what each policy changed when it came into force."""

from __future__ import annotations

MAIN: tuple[str, ...] = ()
