"""0002: instalments that terms make of an invoice, and the dates that stand beside a due date."""

from __future__ import annotations

MAIN: tuple[str, ...] = ()
