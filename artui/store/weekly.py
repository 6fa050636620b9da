"""The listings of a week: rows ranked in Python, put where a listing can read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store.connection import reading
from artui.store.listing import Column, Listing, Sort

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

#: What a ranked reason has before its amounts, which `offer` gets per currency as AMOUNTS.
RANKED = (
    ("key", "TEXT"),
    ("place", "INTEGER"),
    ("was", "INTEGER"),
    ("label", "TEXT"),
    ("owner", "TEXT"),
    ("invoices", "INTEGER"),
    ("share", "TEXT"),
    ("up_to", "TEXT"),
    ("trend", "TEXT"),
)
#: What a row of a frozen week has beside today's view of it, before its amounts.
COMPARED = (
    ("key", "TEXT"),
    ("place", "INTEGER"),
    ("now_place", "INTEGER"),
    ("label", "TEXT"),
    ("owner", "TEXT"),
    ("invoices", "INTEGER"),
    ("now_invoices", "INTEGER"),
    ("difference", "TEXT"),
    ("ordered", "INTEGER"),
)
#: A week's late invoices with the reason each has.
LATE = (
    ("key", "TEXT"),
    ("document_id", "INTEGER"),
    ("currency", "TEXT"),
    ("amount", "INTEGER"),
    ("amount_days", "INTEGER"),
    ("because", "TEXT"),
    ("reason", "TEXT"),
    ("also", "TEXT"),
    ("dispatcher", "TEXT"),
    ("template", "TEXT"),
)


def offer(
    connection: sqlite3.Connection,
    columns: Sequence[tuple[str, str]],
    rows: Sequence[Sequence[Any]],
) -> sqlite3.Connection:
    """Put computed rows into TEMP table `offered` of a connection, for a listing over it."""
    described = ", ".join(f"{name} {kind}" for name, kind in columns)
    connection.execute("DROP TABLE IF EXISTS temp.offered")
    connection.execute(f"CREATE TEMP TABLE offered ({described})")
    marks = ", ".join("?" * len(columns))
    with reading(connection):
        connection.executemany(f"INSERT INTO offered VALUES ({marks})", rows)
    return connection


def with_amounts(
    columns: Sequence[tuple[str, str]], labels: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """The columns to offer where every row ends with these amounts, as finished texts."""
    return (*columns, *((f"amount_{n}", "TEXT") for n in range(len(labels))))


def _amounts(labels: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(f"amount_{n}", label) for n, label in enumerate(labels))


def ranked(of: str, owner: str, labels: Sequence[str]) -> Listing:
    """The top ten that `offer` put there.

    Args:
        of: what stands above what a row is of.
        owner: what stands above who can end it, or what else is told of a row.
        labels: what stands above the amounts.
    """
    return Listing(
        (
            Column("place", "#", "int"),
            Column("was", "was", "int"),
            Column("label", of, width=22),
            Column("owner", owner),
            Column("invoices", "Invoices", "int"),
            Column("share", "Share"),
            Column("up_to", "sum"),
            Column("trend", "4 weeks"),
            *_amounts(labels),
        ),
        "SELECT * FROM offered",
        key="key",
        search=("label", "owner"),
        default_order=(Sort("place"),),
        frozen=True,
        noun="late invoices this week",
    )


def compared(of: str, owner: str, labels: Sequence[str]) -> Listing:
    """A frozen week beside today's view of it, as `offer` put it there.

    Args:
        of: what stands above what a row is of.
        owner: as above a ranked row.
        labels: what stands above the amounts.
    """
    return Listing(
        (
            Column("place", "#", "int"),
            Column("now_place", "today", "int"),
            Column("label", of, width=22),
            Column("owner", owner),
            Column("invoices", "Invoices", "int"),
            Column("now_invoices", "today", "int"),
            Column("difference", "differs"),
            *_amounts(labels),
        ),
        "SELECT * FROM offered",
        key="key",
        search=("label", "owner"),
        default_order=(Sort("ordered"),),
        hidden=("ordered",),
        frozen=True,
        noun="late invoices this week",
    )


def late() -> Listing:
    """The late invoices that `offer` put there, with those of a frozen week voided since."""
    return Listing(
        (
            Column("number", "Invoice", width=12),
            Column("name", "Customer", width=26),
            Column("amount", "Past due", "money"),
            Column("amount_days", "·days", "money"),
            Column("currency", "Cur"),
            Column("because", "Because"),
            Column("reason", "Reason"),
            Column("also", "Also"),
            Column("due_on", "Due", "day"),
            Column("po_number", "PO"),
            Column("site", "Site"),
            Column("job_id", "Job"),
            Column("dispatcher", "Dispatcher"),
            Column("template", "Template"),
            Column("company", "Company"),
        ),
        """SELECT o.key, o.document_id, c.id AS customer_id, d.number,
            coalesce(c.name, c.number) AS name, o.amount, o.amount_days, o.currency,
            o.because, o.reason, o.also, o.dispatcher, o.template, min(i.due_on) AS due_on,
            coalesce(i.po_number, '') AS po_number, coalesce(i.site, '') AS site,
            coalesce(i.job_id, '') AS job_id, m.code AS company
        FROM offered AS o JOIN document AS d ON d.id = o.document_id
        JOIN item AS i ON i.document_id = d.id JOIN customer AS c ON c.id = i.customer_id
        JOIN company AS m ON m.id = c.company_id
        WHERE i.void = (SELECT min(v.void) FROM item AS v WHERE v.document_id = d.id)
        GROUP BY o.key""",
        key="key",
        search=(
            *("number", "name", "because", "reason", "also", "po_number", "site", "job_id"),
            *("dispatcher", "template", "company"),
        ),
        default_order=(Sort("amount_days", descending=True),),
        currency="currency",
        hidden=("document_id", "customer_id"),
        frozen=True,
        noun="late invoices",
    )
