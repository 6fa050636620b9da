"""0003: what was done about accounts past due, and what people say of them."""

from __future__ import annotations

MAIN: tuple[str, ...] = ()
DESK: tuple[str, ...] = ()
