"""What happened to a dispute: on the desk, in talks about its invoice, in the exports."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.desk.disputes import CHANGE_DISPUTE, OPEN_DISPUTE

if TYPE_CHECKING:
    import sqlite3

#: At most so many credit notes are offered to settle a dispute.
_CREDITS = 40


def journal(connection: sqlite3.Connection, number: int) -> list[dict[str, Any]]:
    """Every write to a case of the desk, and every one taken back, oldest first.

    `before` and `after` are the case as plain data, None where it did not stand.
    """
    subject = connection.execute(
        "SELECT company, customer, currency, id FROM desk.dispute WHERE id = ?", (number,)
    ).fetchone()
    if subject is None:
        return []
    rows = named.rows(
        connection.execute(
            """SELECT at, who, before, after, undoes IS NOT NULL AS taken_back FROM desk.journal
            WHERE subject = ? AND action IN (?, ?) ORDER BY id""",
            (json.dumps(subject), OPEN_DISPUTE, CHANGE_DISPUTE),
        )
    )
    told = ("before", "after")
    return [row | {name: json.loads(row[name]) for name in told} for row in rows]


def contacts(connection: sqlite3.Connection, document_id: int) -> list[dict[str, Any]]:
    """The contacts logged about an invoice, oldest first."""
    return named.rows(
        connection.execute(
            """SELECT t.* FROM document AS d JOIN company AS m ON m.id = d.company_id
            JOIN desk.contact AS t ON t.company = m.key AND t.class = d.class_key
                AND t.fiscal_year = d.fiscal_year AND t.document = d.key
            WHERE d.id = ? ORDER BY t.contact_on, t.id""",
            (document_id,),
        )
    )


def exported(
    connection: sqlite3.Connection, document_id: int, key: str, known_on: int | None = None
) -> list[dict[str, Any]]:
    """What exports said of a dispute, row by row, oldest first, with file and line.

    What was recorded after `known_on` is left out.
    """
    return named.rows(
        connection.execute(
            """SELECT f.as_of, f.opened_on, f.reason, f.amount, f.owner, f.status, f.resolved_on,
                f.outcome, f.note, n.file, f.line
            FROM dispute_case AS c JOIN dispute_fact AS f ON f.dispute_case_id = c.id
            JOIN import AS n ON n.id = f.import_id
            WHERE c.document_id = ? AND c.key = ? AND n.recorded_on <= coalesce(?, n.recorded_on)
            ORDER BY f.as_of, f.id""",
            (document_id, key, known_on),
        )
    )


def flagged(
    connection: sqlite3.Connection, document_id: int, key: str, known_on: int | None = None
) -> list[dict[str, Any]]:
    """The row of an export whose flag raised a dispute, with file and line; `known_on` as above."""
    return named.rows(
        connection.execute(
            """SELECT e.opened_on, e.amount, e.currency, n.file, e.line
            FROM exported_dispute AS e JOIN import AS n ON n.id = e.import_id
            WHERE e.document_id = ? AND e.key = ? AND e.source = 'flag'
                AND n.recorded_on <= coalesce(?, n.recorded_on)""",
            (document_id, key, known_on),
        )
    )


def credits_of(connection: sqlite3.Connection, document_id: int) -> list[tuple[Any, ...]]:
    """The credit notes of an invoice's customer, those of the invoice first, then the latest.

    Canonical id, number, day, amount (negative), currency, and whether it credits the invoice.
    """
    return connection.execute(
        """SELECT d.key, d.number, min(t.billed_on), sum(t.amount), t.currency,
            EXISTS (SELECT 1 FROM invoice_fact AS f JOIN item AS g ON g.id = f.item_id
                WHERE g.document_id = d.id AND f.credits_invoice = o.key) AS own
        FROM (SELECT d.id, d.key, i.customer_id, i.currency FROM document AS d
            JOIN item AS i ON i.document_id = d.id WHERE d.id = ?
            ORDER BY i.void, i.label LIMIT 1) AS o
        JOIN item AS t ON t.customer_id = o.customer_id AND t.currency = o.currency
            AND t.void = 0 AND t.amount < 0
        JOIN document AS d ON d.id = t.document_id AND d.family = 'invoice' AND d.id <> o.id
        GROUP BY d.id ORDER BY own DESC, 3 DESC, d.number LIMIT ?""",
        (document_id, _CREDITS),
    ).fetchall()
