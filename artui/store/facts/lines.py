"""Facts of the kinds invoice_lines and quote_lines: what invoices bill, and what quotes offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import points, references, registry, subjects

if TYPE_CHECKING:
    import sqlite3

INVOICE_LINES = points.Kind(
    "invoice_lines",
    "invoice_line_fact",
    "invoice_line_id",
    {"invoice_number": "invoice_id_text"}
    | {
        name: name
        for name in "description quantity unit_price amount quote_line completion_code".split()
    },
)
QUOTE_LINES = points.Kind(
    "quote_lines",
    "quote_line_fact",
    "quote_line_id",
    {"quote_number": "quote_id_text"}
    | {name: name for name in "description amount status approved_on".split()},
)
_BILLED = subjects.Subject(
    "invoice_line", "line", INVOICE_LINES, apart={"invoice_key": "stage.invoice_id_key"}
)
_QUOTED = subjects.Subject(
    "quote_line", "line", QUOTE_LINES, apart={"quote_key": "stage.quote_id_key"}
)


def find(connection: sqlite3.Connection, day: int | None) -> list[references.Doubt]:
    """Mark staged lines of invoices as new, unchanged, or rejected for a doubtful reference."""
    registry.find_companies(connection)
    doubtful = references.reject(connection)
    subjects.compare(connection, _BILLED, day)
    return doubtful


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write new lines of invoices; those of an invoice that is not known yet wait for it."""
    subjects.write(connection, _BILLED, import_id, day, recorded_on)
    references.join_waiting(connection)


def find_quoted(connection: sqlite3.Connection, day: int | None) -> None:
    """Mark staged lines of quotes as new or unchanged."""
    registry.find_companies(connection)
    subjects.compare(connection, _QUOTED, day)


def apply_quoted(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write new lines of quotes, which jobs and invoices name by the quote's id."""
    subjects.write(connection, _QUOTED, import_id, day, recorded_on)
