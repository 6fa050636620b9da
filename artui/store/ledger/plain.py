"""Plain documents derived in one statement: new, one item, one row that says it all.

What the ledger makes of such a document is known beforehand: what was billed, on its day, and
nothing else. A first load of a million invoices is nearly all of this kind. Whatever is not plain
in every respect is left to the ledger, and the tests hold both ways against each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.ledger.rows import CARRIED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable

#: What an item takes over from its row; `reference` and dunning stand in open items alone.
_CARRIED = ("type", *CARRIED)
_INVOICE_LACKS = {"reference", "dunning_level", "last_dunned", "dunning_block"}
_OPEN_ITEM_LACKS = set(
    "bill_to tax_code site project job_id quote_id completed_at sent_at approver".split()
)

#: What keeps a document from being plain, by the table that says so; an empty one says nothing.
_UNLESS = {
    "application": """NOT EXISTS (SELECT 1 FROM application AS a WHERE a.invoice_document_id = d.id)
        AND NOT EXISTS (SELECT 1 FROM application AS a WHERE a.payment_document_id = d.id)""",
    "adjustment": "NOT EXISTS (SELECT 1 FROM adjustment AS a WHERE a.document_id = d.id)",
    "dispute_case": "NOT EXISTS (SELECT 1 FROM dispute_case AS c WHERE c.document_id = d.id)",
    "desk_case": """NOT EXISTS (SELECT 1 FROM desk_case AS k JOIN company AS m ON m.key = k.company
        WHERE k.document = d.key AND k.class = d.class_key AND k.fiscal_year = d.fiscal_year
        AND m.id = d.company_id)""",
    "invoice_fact": """NOT EXISTS (SELECT 1 FROM invoice_fact AS c
        WHERE c.credits_invoice = d.key)""",
}
_ALONE = """NOT EXISTS (SELECT 1 FROM item AS o WHERE o.document_id = d.id AND o.id <> i.id)
    AND coalesce(f.disputed, 0) = 0 AND f.settled_on IS NULL AND f.due_date IS NOT NULL
    AND i.billed_on = f.invoice_date"""
_NEW = """FROM touched AS t CROSS JOIN document AS d ON d.id = t.document_id
    CROSS JOIN item AS i ON i.document_id = d.id AND i.due_by = ''"""


def _columns(lacks: set[str], billed_on: str) -> str:
    carried = ", ".join("NULL" if name in lacks else f"f.{name}" for name in _CARRIED)
    return (
        f"i.id, d.id, f.customer_id, f.currency, {billed_on}, f.due_date, f.terms, f.amount,"
        f" f.import_id, f.line, {carried}"
    )


_FROM_INVOICES = f"""SELECT {_columns(_INVOICE_LACKS, "f.invoice_date")} {_NEW}
    CROSS JOIN invoice_fact AS f ON f.item_id = i.id
    WHERE d.family = 'invoice' AND {_ALONE}
    AND f.open_amount IS NULL AND f.credits_invoice IS NULL
    AND lower(coalesce(f.status, '')) NOT IN ('draft', 'void')
    AND NOT EXISTS (SELECT 1 FROM invoice_fact AS o WHERE o.item_id = i.id AND o.id <> f.id)
    AND NOT EXISTS (SELECT 1 FROM snapshot AS s WHERE s.company_id = d.company_id
        AND s.day >= f.invoice_date)"""
_FROM_OPEN_ITEMS = f"""SELECT {_columns(_OPEN_ITEM_LACKS, "f.invoice_date")} {_NEW}
    CROSS JOIN open_item_fact AS f ON f.item_id = i.id
    WHERE d.family = 'invoice' AND {_ALONE}
    AND f.listed = 1 AND f.last_on IS NULL AND f.invoice_date <= f.as_of
    AND coalesce(f.original_amount, f.amount) = f.amount
    AND NOT EXISTS (SELECT 1 FROM open_item_fact AS o WHERE o.item_id = i.id AND o.id <> f.id)
    AND NOT EXISTS (SELECT 1 FROM snapshot AS s WHERE s.company_id = d.company_id
        AND s.day >= f.invoice_date AND s.day < f.as_of)"""
#: Each source with the other one, of which a plain document has nothing.
_SOURCES = {
    "invoice_fact": (_FROM_INVOICES, "open_item_fact"),
    "open_item_fact": (_FROM_OPEN_ITEMS, "invoice_fact"),
}


def derive(
    connection: sqlite3.Connection, due_by: str, today: int, stays: Callable[[int], bool]
) -> set[int]:
    """Derive the touched documents that are plain and touch them no more; their customers.

    Args:
        connection: inside the write transaction.
        due_by: what an item with an own due date says gave it.
        today: the day the figures are recorded on.
        stays: whether an own due date stands as it is; what has another is not plain.
    """
    _gather(connection)
    _leave_moving(connection, stays)
    at = {"today": today, "due_by": due_by}
    settings = ", ".join(f"{name} = p.{name}" for name in _CARRIED)
    connection.execute(
        f"""UPDATE item SET customer_id = p.customer_id, currency = p.currency,
            billed_on = p.billed_on, due_on = p.due_on, due_by = :due_by, terms = p.terms,
            amount = p.amount, open_amount = p.amount, recorded_on = :today,
            import_id = p.import_id, line = p.line, void = 0, settled_on = NULL, {settings}
        FROM plain AS p WHERE p.item_id = item.id""",
        at,
    )
    connection.execute(
        """INSERT INTO entry (item_id, kind, effective_on, amount, import_id, line, recorded_on)
        SELECT item_id, 'billed', billed_on, amount, import_id, line, :today FROM plain
        WHERE amount <> 0""",
        at,
    )
    connection.execute("DELETE FROM touched WHERE document_id IN (SELECT document_id FROM plain)")
    customers = connection.execute("SELECT DISTINCT customer_id FROM plain").fetchall()
    connection.execute("DROP TABLE temp.plain")
    return {int(customer) for (customer,) in customers}


def _leave_moving(connection: sqlite3.Connection, stays: Callable[[int], bool]) -> None:
    """Take the documents whose own due date does not stand out of the plain ones."""
    days = connection.execute("SELECT DISTINCT due_on FROM plain").fetchall()
    moving = [day for (day,) in days if not stays(day)]
    connection.executemany("DELETE FROM plain WHERE due_on = ?", ((day,) for day in moving))


def _gather(connection: sqlite3.Connection) -> None:
    """The plain documents, in TEMP table `plain`."""
    connection.execute("DROP TABLE IF EXISTS temp.plain")
    connection.execute(
        f"""CREATE TEMP TABLE plain (item_id INTEGER PRIMARY KEY, document_id INTEGER,
            customer_id INTEGER, currency TEXT, billed_on INTEGER, due_on INTEGER, terms TEXT,
            amount INTEGER, import_id INTEGER, line INTEGER, {", ".join(_CARRIED)})"""
    )
    filled = {table for table in (*_UNLESS, *_SOURCES) if _is_filled(connection, table)}
    alone = "".join(f" AND {test}" for table, test in _UNLESS.items() if table in filled)
    for source, (select, other) in _SOURCES.items():
        if source in filled:
            lacks = f" AND NOT EXISTS (SELECT 1 FROM {other} AS o WHERE o.item_id = i.id)"
            connection.execute(
                f"INSERT INTO plain {select}{alone}{lacks if other in filled else ''}"
            )


def _is_filled(connection: sqlite3.Connection, table: str) -> bool:
    (filled,) = connection.execute(f"SELECT EXISTS (SELECT 1 FROM {table})").fetchone()
    return bool(filled)
