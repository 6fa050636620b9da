"""Where what bears on late invoices is written: disputes, their own rows, and files. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.evidence import first_due
from artui.store.late import DISPUTED

if TYPE_CHECKING:
    import sqlite3


def disputes(
    connection: sqlite3.Connection, first: int, last: int, known_on: int | None
) -> list[dict[str, Any]]:
    """The disputes of the invoices in TEMP table `late_invoice` that are open on some day.

    Latest first; import_id and line tell where each is written, if an export told it.
    """
    return named.rows(
        connection.execute(
            f"""SELECT x.document_id, x.number, x.reason, x.amount, x.currency, x.opened_on,
                x.import_id, x.line
            FROM (SELECT DISTINCT document_id FROM temp.late_invoice) AS t
            CROSS JOIN dispute AS x ON x.document_id = t.document_id
            WHERE {DISPUTED} ORDER BY x.opened_on DESC, x.number""",
            {"first": first, "last": last, "known_on": known_on},
        )
    )


def rows(connection: sqlite3.Connection) -> dict[int, tuple[int, int]]:
    """By late invoice, the import and the line of the newest row of its first due item."""
    return {
        int(document): (int(import_id), int(line))
        for document, import_id, line in connection.execute(
            f"""SELECT t.document_id, i.import_id, i.line
            FROM (SELECT DISTINCT document_id FROM temp.late_invoice) AS t
            JOIN item AS i ON i.id = ({first_due("t")})"""
        )
    }


def codes(
    connection: sqlite3.Connection, day: int, known_on: int | None
) -> dict[int, tuple[str, int, int, int]]:
    """By late invoice, the newest reason an export gave up to a day, and where that began.

    Each is the code, the day, the import and the line.
    """
    found: dict[int, tuple[str, int, int, int]] = {}
    for document, *row in connection.execute(
        f"""SELECT document_id, reason, as_of, import_id, line FROM (
                {_coded("invoice_fact")} UNION ALL {_coded("open_item_fact")})
            ORDER BY document_id, as_of, import_id""",
        {"day": day, "known_on": known_on},
    ):
        if document not in found or found[document][0] != row[0]:
            found[document] = (row[0], row[1], row[2], row[3])
    return found


def _coded(table: str) -> str:
    """The rows of late invoices that give a reason."""
    return f"""SELECT t.document_id, f.reason, f.as_of, f.import_id, f.line
            FROM (SELECT DISTINCT document_id FROM temp.late_invoice) AS t
            CROSS JOIN item AS i ON i.document_id = t.document_id
            CROSS JOIN {table} AS f ON f.item_id = i.id
            CROSS JOIN import AS n ON n.id = f.import_id
            WHERE f.reason IS NOT NULL AND f.as_of <= :day
                AND n.recorded_on <= coalesce(:known_on, n.recorded_on)"""


def files(connection: sqlite3.Connection) -> dict[int, str]:
    """By import, the name of its file."""
    found = connection.execute("SELECT id, file FROM import")
    return {int(number): str(file) for number, file in found}
