"""Rows that say again what they said before, after another kind of export said otherwise.

Being newer, they count again: a snapshot that repeats a due date beats the one invoices gave in
between. Only what differs from the item as it stands has to be derived anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import touched
from artui.store.facts.stage import SAID_AGAIN

if TYPE_CHECKING:
    import sqlite3

#: What invoices and open items both say, as the item has it.
_BOTH = {
    "customer_id": "customer_id",
    "currency": "currency",
    "type": "type",
    "terms": "terms",
    "invoice_date": "billed_on",
    "settled_on": "settled_on",
    "po_number": "po_number",
    "reason": "reason",
}
_OTHERWISE = " OR ".join(
    f"(f.{name} IS NOT NULL AND f.{name} IS NOT i.{known})" for name, known in _BOTH.items()
)
_DUE = (
    "(f.due_date IS NOT NULL AND f.due_date IS NOT coalesce(i.export_due_on,"
    " CASE i.due_by WHEN 'own date' THEN coalesce(i.contractual_on, i.due_on) END))"
)
_FLAG = (
    "(f.disputed IS NOT NULL AND (f.disputed > 0 OR (f.disputed <> 0) <> EXISTS ("
    "SELECT 1 FROM exported_dispute AS x"
    " WHERE x.document_id = i.document_id AND x.source = 'flag'"
    " AND (x.item_id IS NULL OR x.item_id = i.id) AND x.opened_on <= :day"
    " AND (x.resolved_on IS NULL OR x.resolved_on > :day))))"
)


def documents(table: str, billed: str) -> str:
    """A select of the documents of rows that say again what now differs from their item.

    It asks for :day, what the file speaks for.

    Args:
        table: of the facts the rows say again; an unchanged row is its fact in every respect.
        billed: the column with the billed amount.
    """
    return f"""SELECT i.document_id FROM ({SAID_AGAIN}) AS s
        CROSS JOIN {table} AS f ON f.id = s.fact_id CROSS JOIN item AS i ON i.id = f.item_id
        WHERE f.as_of < :day AND ({_OTHERWISE} OR {_DUE} OR {_FLAG} OR f.{billed} <> i.amount)"""


def touch(connection: sqlite3.Connection, table: str, billed: str, day: int) -> None:
    """Touch the documents of rows, said again since an earlier day, that differ from their item.

    Args:
        connection: inside the write transaction.
        table: of the facts the rows say again.
        billed: the column with the billed amount.
        day: what the file speaks for.
    """
    touched.add(connection, documents(table, billed), {"day": day})


def touch_blanks(connection: sqlite3.Connection, import_id: int) -> None:
    """Touch unchanged invoices whose file has other columns than the one they repeat.

    A blank where that file had no column now takes away what a row before it had said.
    """
    touched.add(
        connection,
        """SELECT i.document_id FROM stage AS s CROSS JOIN invoice_fact AS f ON f.id = s.fact_id
        JOIN import AS m ON m.id = f.import_id JOIN import AS n ON n.id = :import_id
        JOIN item AS i ON i.id = f.item_id
        WHERE s.state = 'unchanged' AND m.columns <> n.columns AND EXISTS (
            SELECT 1 FROM invoice_fact AS o WHERE o.item_id = f.item_id AND o.id <> f.id)""",
        {"import_id": import_id},
    )


def touch_open_amounts(connection: sqlite3.Connection, day: int) -> None:
    """Touch the documents of unchanged invoices that see something else open than the ledger."""
    touched.add(
        connection,
        """SELECT i.document_id FROM stage AS s CROSS JOIN item AS i ON i.id = s.item_id
        WHERE s.state = 'unchanged' AND s.open_amount IS NOT NULL
        AND (s.open_amount <> i.open_amount OR EXISTS (SELECT 1 FROM entry AS e
            WHERE e.item_id = i.id AND e.effective_on > :day AND e.superseded_on IS NULL))""",
        {"day": day},
    )
