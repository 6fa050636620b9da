"""What a held file would close, as it was when it was held: recorded once, looked at at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store.listing import Column, Listing, Sort

if TYPE_CHECKING:
    import sqlite3

#: What an import would close: closing x of item i, document d, customer c of company m.
_ROWS = """FROM held_closing AS x JOIN item AS i ON i.id = x.item_id
    JOIN document AS d ON d.id = i.document_id
    JOIN customer AS c ON c.id = i.customer_id JOIN company AS m ON m.id = c.company_id
    WHERE x.import_id = :import_id"""


class Closing(NamedTuple):
    """What a file would close in one currency.

    Attributes:
        currency: the currency.
        customers: how many customers have such items.
        items: how many items.
        owed: what is owed on them, in minor units.
        credits: the credits and payments among them, in minor units, negative or 0.
        oldest_due: the day the oldest item that is owed fell due; None where none is.
    """

    currency: str
    customers: int
    items: int
    owed: int
    credits: int
    oldest_due: int | None


def record(connection: sqlite3.Connection, import_id: int) -> None:
    """Record what the staged snapshot would close, from the TEMP table `absent`."""
    connection.execute(
        "INSERT INTO held_closing (import_id, item_id, open_amount)"
        " SELECT ?, item_id, open_amount FROM temp.absent ORDER BY item_id",
        (import_id,),
    )


def forget(connection: sqlite3.Connection, which: str, named: tuple[object, ...]) -> None:
    """Forget the closings of imports that nobody needs to decide on any more.

    Args:
        connection: inside the write transaction.
        which: a condition on imports.
        named: the values of its marks.
    """
    connection.execute(
        f"DELETE FROM held_closing WHERE import_id IN (SELECT id FROM import WHERE {which})", named
    )


def summary(reader: sqlite3.Connection, import_id: int) -> list[Closing]:
    """What a held import would close, per currency, the most items first."""
    return [
        Closing(*row)
        for row in reader.execute(
            f"""SELECT i.currency, count(DISTINCT i.customer_id), count(*),
                sum(max(x.open_amount, 0)), sum(min(x.open_amount, 0)),
                min(CASE WHEN x.open_amount > 0 THEN i.due_on END)
            {_ROWS} GROUP BY i.currency ORDER BY count(*) DESC, i.currency""",
            {"import_id": import_id},
        )
    ]


def listing(import_id: int, as_of: int) -> Listing:
    """The items a held import would close, the biggest first.

    Args:
        import_id: which import.
        as_of: the day from which days past due are counted.
    """
    return Listing(
        (
            Column("number", "Document", width=12),
            Column("name", "Customer", width=26),
            Column("amount", "Would close", "money"),
            Column("currency", "Cur"),
            Column("due_on", "Due", "day"),
            Column("days", "Days", "int"),
            Column("billed_on", "Dated", "day"),
            Column("label", "Item"),
            Column("type", "Type"),
            Column("collector", "Collector"),
            Column("company", "Company"),
        ),
        f"""SELECT x.item_id AS id, i.document_id, i.customer_id, d.number,
            coalesce(c.name, c.number) AS name, x.open_amount AS amount, i.currency, i.due_on,
            CASE WHEN x.open_amount > 0 THEN :as_of - i.due_on END AS days, i.billed_on, i.label,
            coalesce(i.type, d.family) AS type, coalesce(c.collector, '') AS collector,
            m.code AS company
        {_ROWS}""",
        key="id",
        search=("number", "name", "type", "collector", "company", "currency"),
        default_order=(Sort("amount", descending=True),),
        parameters={"import_id": import_id, "as_of": as_of},
        currency="currency",
        hidden=("document_id", "customer_id"),
        noun="items",
    )
