"""Facts of the kind open_items: what was open on a day, as a complete snapshot or row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import listing, references, registry, repeated, restated, stage, touched
from artui.store.ledger import confirmed

if TYPE_CHECKING:
    import sqlite3

#: Sign, not type, tells a credit from an invoice; a negative row of a known payment is what is
#: left of that payment.
_FAMILY = (
    "(CASE WHEN s.amount < 0 AND EXISTS (SELECT 1 FROM document AS p"
    " WHERE p.company_id = m.id AND p.key = s.document_id_key"
    " AND p.family = 'payment') THEN 'payment' ELSE 'invoice' END)"
)


def find(connection: sqlite3.Connection, day: int | None) -> list[references.Doubt]:
    """Mark the staged rows; `day` is that of a complete snapshot, None for rows of their own day.

    Returns the rows whose reference could mean two documents.
    """
    registry.find_items(connection, "document_id_key", _FAMILY, classed=True)
    repeated.check(connection, day)
    doubtful = references.reject(
        connection,
        "document_id",
        "d.family = s.family",
        "s.document_id IS NULL AND s.class_key = ''",
    )
    if day is None:
        _compare_days(connection)
    else:
        listing.compare(connection, day)
        listing.absent(connection, day)
        listing.contradict(connection, day)
        _note_restless(connection, day)
    return doubtful


def _note_restless(connection: sqlite3.Connection, day: int) -> None:
    """Make TEMP table `restless`: documents of rows that say again what no longer stands so."""
    connection.execute("DROP TABLE IF EXISTS temp.restless")
    connection.execute(
        f"""CREATE TEMP TABLE restless AS {restated.documents("open_item_fact", "original_amount")}
        UNION SELECT i.document_id FROM ({stage.SAID_AGAIN}) AS s
            CROSS JOIN open_item_fact AS f ON f.id = s.fact_id
            LEFT JOIN standing AS o ON o.item_id = f.item_id
            CROSS JOIN item AS i ON i.id = f.item_id
            WHERE f.amount <> coalesce(o.open_amount, 0)""",
        {"day": day},
    )


def _compare_days(connection: sqlite3.Connection) -> None:
    connection.execute(
        """UPDATE stage SET state = CASE WHEN EXISTS (SELECT 1 FROM open_item_fact AS f
            WHERE f.item_id = stage.item_id AND f.as_of = stage.as_of
            AND f.digest = stage.digest) THEN 'unchanged' ELSE 'new' END
        WHERE state IS NULL"""
    )


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write what is new and touch every document whose figures it moves."""
    since = references.last_document(connection)
    billed_on = (
        "coalesce(invoice_date, as_of)" if day is None else f"coalesce(invoice_date, {day:d})"
    )
    named = registry.Named("document_id", "stage.family", billed_on)
    registry.make_items(connection, named, recorded_on)
    if day is None:
        listing.add(connection, "as_of", "as_of", {"import_id": import_id, "listed": 0}, "1")
    else:
        listing.apply(connection, import_id, day)
        confirmed.settle(connection, import_id, day)
        repeated.refresh(connection)
        touched.add(connection, "SELECT document_id FROM absent")
        touched.add(connection, "SELECT document_id FROM restless")
    references.join_waiting(connection, since)
    connection.execute(
        "UPDATE customer SET name = (SELECT s.customer_name FROM stage AS s"
        " WHERE s.customer_id = customer.id AND s.customer_name IS NOT NULL LIMIT 1)"
        " WHERE name IS NULL AND id IN (SELECT customer_id FROM stage"
        " WHERE state = 'new' AND customer_name IS NOT NULL)"
    )
    besides = "" if day is None else "AND line NOT IN (SELECT line FROM confirmed)"
    touched.add(connection, f"SELECT document_id FROM stage WHERE state = 'new' {besides}")
