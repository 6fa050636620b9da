"""Items as another policy would have them, over the database as it is, without writing to it.

TEMP tables hold what would differ, and a TEMP view named `item` stands before the real one: every
statement of the store then answers as if the other policy were in force. All of it belongs to one
connection and goes with it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

#: What policy rules may ask about a customer, of customer c and company m.
CUSTOMER_FIELDS = {
    "customer_id": "c.number",
    "segment": "c.segment",
    "collector": "c.collector",
    "region": "c.region",
    "country": "c.country",
    "company": "m.code",
    "currency": "c.currency",
    "po_required": "c.po_required",
    "customer_bill_to": "c.bill_to",
    "customer_tax_code": "c.tax_code",
    "autopay": "c.autopay",
    "terms": "c.terms",
}


class OpenItem(NamedTuple):
    """An item with something open, in minor units."""

    id: int
    document_id: int
    label: str
    computed: int
    customer_id: int
    amount: int
    open_amount: int
    due_on: int


class NewItem(NamedTuple):
    """An instalment that is not there yet, in place of the items of its document."""

    document_id: int
    label: str
    due_on: int
    amount: int
    open_amount: int


class Shift(NamedTuple):
    """How one due day becomes another, summed over an account's items and a policy's reason."""

    customer_id: int
    currency: str
    terms: str
    due_on: int
    becomes: int
    items: int
    amount: int


def open_items(
    connection: sqlite3.Connection, fields: Sequence[str], own: str
) -> Iterator[tuple[OpenItem, tuple[object, ...]]]:
    """Every item with something open, and what its due date depends on.

    Args:
        connection: the main database.
        fields: the customer's fields that matter, names of CUSTOMER_FIELDS.
        own: what `due_by` says of items that have their export's own due date.

    Yields:
        The item; then invoice date, currency, the term it is said to have, what gave its due date,
        the export's own due date, class, type, and the customer's fields.
    """
    asked = "".join(f", {CUSTOMER_FIELDS[name]}" for name in fields)
    size = len(OpenItem._fields)
    cursor = connection.execute(
        f"""SELECT i.id, i.document_id, i.label, i.computed, i.customer_id, i.amount,
            i.open_amount, i.due_on, i.billed_on, i.currency, i.terms, i.due_by,
            CASE WHEN i.due_by = :own THEN coalesce(i.contractual_on, i.due_on)
                ELSE i.export_due_on END, nullif(d.class, ''), i.type{asked}
        FROM main.item AS i JOIN document AS d ON d.id = i.document_id
        JOIN customer AS c ON c.id = i.customer_id JOIN company AS m ON m.id = c.company_id
        WHERE i.open_amount <> 0 AND d.family = 'invoice'""",
        {"own": own},
    )
    for row in cursor:
        yield OpenItem(*row[:size]), row[size:]


def billed(connection: sqlite3.Connection, documents: Iterable[int]) -> dict[int, int]:
    """What was billed of documents whose terms split them, or would, in minor units."""
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS split_document (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM temp.split_document")
    connection.executemany(
        "INSERT INTO temp.split_document VALUES (?)", ((each,) for each in documents)
    )
    return dict(
        connection.execute(
            """SELECT a.id, sum(i.amount) FROM temp.split_document AS a CROSS JOIN main.item AS i
                ON i.document_id = a.id WHERE NOT i.void GROUP BY a.id"""
        ).fetchall()
    )


def customers(
    connection: sqlite3.Connection, ids: Iterable[int]
) -> dict[int, tuple[str, str, str]]:
    """Number, name and company code of customers, by id."""
    return {
        each: connection.execute(
            """SELECT c.number, coalesce(c.name, c.number), m.code FROM customer AS c
            JOIN company AS m ON m.id = c.company_id WHERE c.id = ?""",
            (each,),
        ).fetchone()
        for each in ids
    }


@contextmanager
def standing_in(
    connection: sqlite3.Connection,
    moved: Iterable[tuple[int, int]],
    gone: Iterable[int],
    new: Iterable[NewItem],
) -> Iterator[None]:
    """Let every statement on this connection see other items while the context lasts.

    Args:
        connection: a reader of the main database.
        moved: ids of items that are due on another day, and that day.
        gone: ids of items that are not there.
        new: items that stand in their document's place.
    """
    columns = [str(row[1]) for row in connection.execute("PRAGMA main.table_info(item)")]
    connection.execute("CREATE TEMP TABLE moved_item (id INTEGER PRIMARY KEY, due_on INTEGER)")
    connection.execute("CREATE TEMP TABLE gone_item (id INTEGER PRIMARY KEY)")
    connection.execute("CREATE TEMP TABLE new_item AS SELECT * FROM main.item WHERE 0")
    try:
        connection.executemany("INSERT INTO temp.moved_item VALUES (?, ?)", moved)
        connection.executemany("INSERT INTO temp.gone_item VALUES (?)", ((each,) for each in gone))
        numbered = ({**each._asdict(), "id": -number} for number, each in enumerate(new, 1))
        connection.executemany(_inserting(columns), numbered)
        connection.execute(_view(columns))
        yield
    finally:
        for kind, name in (("VIEW", "item"), ("TABLE", "new_item"), ("TABLE", "gone_item"),
                           ("TABLE", "moved_item")):  # fmt: skip
            connection.execute(f"DROP {kind} IF EXISTS temp.{name}")


def _inserting(columns: Sequence[str]) -> str:
    """A new item has what its document's first item has, but for what is its own."""
    own = {
        "void": "0",
        "computed": "1",
        **{name: f":{name}" for name in ("id", "label", "due_on", "amount", "open_amount")},
    }
    values = ", ".join(own.get(name, f"i.{name}") for name in columns)
    return f"""INSERT INTO temp.new_item SELECT {values} FROM main.item AS i
        WHERE i.id = (SELECT min(id) FROM main.item WHERE document_id = :document_id)"""


def _view(columns: Sequence[str]) -> str:
    seen = ", ".join(
        "coalesce(p.due_on, i.due_on) AS due_on" if name == "due_on" else f"i.{name}"
        for name in columns
    )
    return f"""CREATE TEMP VIEW item AS
        SELECT {seen} FROM main.item AS i LEFT JOIN temp.moved_item AS p ON p.id = i.id
        WHERE i.id NOT IN (SELECT id FROM temp.gone_item)
        UNION ALL SELECT {", ".join(columns)} FROM temp.new_item"""
