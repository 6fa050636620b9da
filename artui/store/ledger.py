"""The ledger's rows: what a set of documents is known by, and the entries that follow."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

BATCH = 4000

#: The attributes of an item that are merged from its facts, in the order of every `values`.
ATTRIBUTES = (
    "customer_id",
    "type",
    "status",
    "invoice_date",
    "due_date",
    "terms",
    "currency",
    "amount",
    "settled_on",
    "po_number",
    "bill_to",
    "tax_code",
    "site",
    "project",
    "job_id",
    "quote_id",
    "completed_at",
    "sent_at",
    "approver",
    "reference",
    "reason",
    "dunning_level",
    "last_dunned",
    "dunning_block",
)
_INVOICE_VALUES = ", ".join(
    "NULL" if name in ("reference", "dunning_level", "last_dunned", "dunning_block") else f"f.{name}"
    for name in ATTRIBUTES
)
_OPEN_ITEM_NAMES = (
    "customer_id type invoice_date due_date terms currency settled_on po_number reference reason "
    "dunning_level last_dunned dunning_block"
).split()
_OPEN_ITEM_VALUES = ", ".join(
    "f.original_amount"
    if name == "amount"
    else f"f.{name}"
    if name in _OPEN_ITEM_NAMES
    else "NULL"
    for name in ATTRIBUTES
)


class DocumentRow(NamedTuple):
    """A document's identity."""

    id: int
    company_id: int
    key: str
    family: str
    document_class: str
    fiscal_year: str
    number: str


class ItemRow(NamedTuple):
    """An item as it was last derived."""

    id: int
    document_id: int
    label: str
    customer_id: int
    currency: str
    billed_on: int
    due_on: int
    due_by: str
    terms: str | None
    amount: int
    recorded_on: int


class FactRow(NamedTuple):
    """One invoice or open-item row; `observed` is what it says was open, if anything.

    `last_on` is None while a run goes on; `dated` is false where the day is that of arrival.
    """

    kind: str
    item_id: int
    fact_id: int
    import_id: int
    line: int
    as_of: int
    last_on: int | None
    listed: int
    dated: int
    observed: int | None
    disputed: int | None
    credits: str | None
    values: tuple[object, ...]


class PaymentRow(NamedTuple):
    """One row of a payment, as its export gave it."""

    document_id: int
    fact_id: int
    import_id: int
    line: int
    as_of: int
    customer_id: int
    date: int
    amount: int
    currency: str
    status: str | None
    reversed_on: int | None


class ApplicationRow(NamedTuple):
    """One row of an application whose documents are both known; `amount` is decimal text."""

    application_id: int
    payment: int
    invoice: int
    label: str
    date: int
    fact_id: int
    import_id: int
    line: int
    as_of: int
    amount: str


class DisputeRow(NamedTuple):
    """One row of a dispute whose invoice is known; `amount` is decimal text, None means all."""

    case_id: int
    document_id: int
    number: str
    fact_id: int
    import_id: int
    line: int
    as_of: int
    opened_on: int
    reason: str | None
    amount: str | None
    owner: str | None
    status: str | None
    resolved_on: int | None
    outcome: str | None
    note: str | None


_LINKS = (
    """SELECT a.invoice_document_id FROM application AS a
        JOIN touched AS t ON t.document_id = a.payment_document_id
        WHERE a.invoice_document_id IS NOT NULL""",
    """SELECT a.payment_document_id FROM application AS a
        JOIN touched AS t ON t.document_id = a.invoice_document_id
        WHERE a.payment_document_id IS NOT NULL""",
    """SELECT o.id FROM touched AS t JOIN document AS d ON d.id = t.document_id
        JOIN item AS i ON i.document_id = d.id JOIN invoice_fact AS f ON f.item_id = i.id
        JOIN document AS o ON o.company_id = d.company_id AND o.key = f.credits_invoice
        WHERE f.credits_invoice IS NOT NULL AND o.family = 'invoice'""",
    """SELECT i.document_id FROM touched AS t JOIN document AS d ON d.id = t.document_id
        JOIN invoice_fact AS f ON f.credits_invoice = d.key
        JOIN item AS i ON i.id = f.item_id JOIN document AS o ON o.id = i.document_id
        WHERE o.company_id = d.company_id AND d.family = 'invoice'""",
)


def close_over_links(connection: sqlite3.Connection) -> None:
    """Touch every document that an application or a credit joins to a touched one."""
    grown = True
    while grown:
        before = connection.total_changes
        for link in _LINKS:
            connection.execute(f"INSERT OR IGNORE INTO touched {link}")
        grown = connection.total_changes > before


def batches(connection: sqlite3.Connection) -> list[list[int]]:
    """The touched documents in batches, linked ones together."""
    leader: dict[int, int] = {}

    def find(document: int) -> int:
        while leader.setdefault(document, document) != document:
            leader[document] = document = leader[leader[document]]
        return document

    for one, other in connection.execute(
        """SELECT a.payment_document_id, a.invoice_document_id FROM touched AS t
        JOIN application AS a ON a.payment_document_id = t.document_id
        WHERE a.invoice_document_id IS NOT NULL
        UNION ALL SELECT i.document_id, o.id FROM touched AS t
        JOIN item AS i ON i.document_id = t.document_id
        JOIN document AS d ON d.id = t.document_id
        JOIN invoice_fact AS f ON f.item_id = i.id
        JOIN document AS o ON o.company_id = d.company_id AND o.key = f.credits_invoice
        WHERE f.credits_invoice IS NOT NULL AND o.family = 'invoice'"""
    ):
        leader[find(one)] = find(other)
    groups: dict[int, list[int]] = defaultdict(list)
    for (document,) in connection.execute("SELECT document_id FROM touched ORDER BY document_id"):
        groups[find(document)].append(document)
    return _packed(groups.values())


def _packed(groups: Iterable[list[int]]) -> list[list[int]]:
    packed: list[list[int]] = []
    batch: list[int] = []
    for group in groups:
        batch += group
        if len(batch) >= BATCH:
            packed.append(batch)
            batch = []
    return [*packed, batch] if batch else packed


class Batch:
    """What a batch of documents is known by; every document a link leads to is in it."""

    def __init__(self, connection: sqlite3.Connection, documents: Sequence[int]) -> None:
        self._connection = connection
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS batch (document_id INTEGER PRIMARY KEY)")
        connection.execute("DELETE FROM batch")
        connection.executemany("INSERT INTO batch VALUES (?)", ((d,) for d in documents))

    def documents(self) -> list[DocumentRow]:
        """Their identities."""
        return [
            DocumentRow(*row)
            for row in self._connection.execute(
                """SELECT d.id, d.company_id, d.key, d.family, d.class, d.fiscal_year, d.number
                FROM batch AS b CROSS JOIN document AS d ON d.id = b.document_id"""
            )
        ]

    def items(self) -> list[ItemRow]:
        """Their items as last derived."""
        return [
            ItemRow(*row)
            for row in self._connection.execute(
                """SELECT i.id, i.document_id, i.label, i.customer_id, i.currency, i.billed_on,
                    i.due_on, i.due_by, i.terms, i.amount, i.recorded_on
                FROM batch AS b CROSS JOIN item AS i ON i.document_id = b.document_id"""
            )
        ]

    def invoice_facts(self) -> list[FactRow]:
        """Their invoice rows, and once more for each sighting in a newer file."""
        return self._facts(
            f"""SELECT 'invoices', f.item_id, f.id, f.import_id, f.line, f.as_of, f.as_of, 0,
                m.dated_by <> 'arrival', f.open_amount, f.disputed, f.credits_invoice,
                {_INVOICE_VALUES}
            FROM batch AS b CROSS JOIN item AS i ON i.document_id = b.document_id
            CROSS JOIN invoice_fact AS f ON f.item_id = i.id
            JOIN import AS m ON m.id = f.import_id
            UNION ALL SELECT 'invoices', f.item_id, f.id, g.import_id, f.line, m.as_of, m.as_of, 0,
                m.dated_by <> 'arrival', f.open_amount, f.disputed, f.credits_invoice,
                {_INVOICE_VALUES}
            FROM batch AS b CROSS JOIN item AS i ON i.document_id = b.document_id
            CROSS JOIN invoice_fact AS f ON f.item_id = i.id
            CROSS JOIN sighting AS g ON g.kind = 'invoices' AND g.fact_id = f.id
            JOIN import AS m ON m.id = g.import_id"""
        )

    def open_item_facts(self) -> list[FactRow]:
        """Their open-item rows."""
        return self._facts(
            f"""SELECT 'open_items', f.item_id, f.id, f.import_id, f.line, f.as_of, f.last_on, f.listed,
                m.dated_by <> 'arrival', f.amount, f.disputed, NULL, {_OPEN_ITEM_VALUES}
            FROM batch AS b CROSS JOIN item AS i ON i.document_id = b.document_id
            CROSS JOIN open_item_fact AS f ON f.item_id = i.id
            JOIN import AS m ON m.id = f.import_id"""
        )

    def _facts(self, select: str) -> list[FactRow]:
        return [FactRow(*row[:12], values=row[12:]) for row in self._connection.execute(select)]

    def payments(self) -> list[PaymentRow]:
        """Their payment rows, and once more for each sighting in a newer file."""
        columns = "f.customer_id, f.date, f.amount, f.currency, f.status, f.reversed_on"
        return [
            PaymentRow(*row)
            for row in self._connection.execute(
                f"""SELECT f.document_id, f.id, f.import_id, f.line, f.as_of, {columns}
                FROM batch AS b CROSS JOIN payment_fact AS f ON f.document_id = b.document_id
                UNION ALL SELECT f.document_id, f.id, g.import_id, f.line, m.as_of, {columns}
                FROM batch AS b CROSS JOIN payment_fact AS f ON f.document_id = b.document_id
                CROSS JOIN sighting AS g ON g.kind = 'payments' AND g.fact_id = f.id
                JOIN import AS m ON m.id = g.import_id"""
            )
        ]

    def applications(self) -> list[ApplicationRow]:
        """The applications between them, and once more for each sighting in a newer file."""
        columns = (
            "a.id, a.payment_document_id, a.invoice_document_id, a.label, a.date, f.id, "
            "{source}, f.line, {day}, f.amount"
        )
        joined = (
            "FROM batch AS b CROSS JOIN application AS a ON a.payment_document_id = b.document_id"
            " CROSS JOIN application_fact AS f ON f.application_id = a.id"
        )
        return [
            ApplicationRow(*row)
            for row in self._connection.execute(
                f"""SELECT {columns.format(source="f.import_id", day="f.as_of")} {joined}
                WHERE a.invoice_document_id IS NOT NULL
                UNION ALL SELECT {columns.format(source="g.import_id", day="m.as_of")} {joined}
                CROSS JOIN sighting AS g ON g.kind = 'applications' AND g.fact_id = f.id
                JOIN import AS m ON m.id = g.import_id WHERE a.invoice_document_id IS NOT NULL"""
            )
        ]

    def disputes(self) -> list[DisputeRow]:
        """Their dispute rows, and once more for each sighting in a newer file."""
        columns = (
            "f.opened_on, f.reason, f.amount, f.owner, f.status, f.resolved_on, f.outcome, f.note"
        )
        joined = (
            "FROM batch AS b CROSS JOIN dispute_case AS c ON c.document_id = b.document_id"
            " CROSS JOIN dispute_fact AS f ON f.dispute_case_id = c.id"
        )
        return [
            DisputeRow(*row)
            for row in self._connection.execute(
                f"""SELECT c.id, c.document_id, c.number, f.id, f.import_id, f.line, f.as_of,
                    {columns} {joined}
                UNION ALL SELECT c.id, c.document_id, c.number, f.id, g.import_id, f.line,
                    m.as_of, {columns} {joined}
                CROSS JOIN sighting AS g ON g.kind = 'disputes' AND g.fact_id = f.id
                JOIN import AS m ON m.id = g.import_id"""
            )
        ]

    def entries(self) -> list[tuple[int, int, str, int, int, int | None, int]]:
        """Their entries in force: id, item, kind, day, amount, counter item, recorded day."""
        return self._connection.execute(
            """SELECT e.id, e.item_id, e.kind, e.effective_on, e.amount, e.counter_item_id,
                e.recorded_on
            FROM batch AS b CROSS JOIN item AS i ON i.document_id = b.document_id
            CROSS JOIN entry AS e ON e.item_id = i.id WHERE e.superseded_on IS NULL"""
        ).fetchall()


def snapshots(connection: sqlite3.Connection) -> dict[int, list[tuple[int, int]]]:
    """Per company its complete snapshots in order: (day, the import that first gave it)."""
    days: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for company, day, import_id in connection.execute(
        "SELECT company_id, day, min(import_id) FROM snapshot GROUP BY 1, 2 ORDER BY 1, 2"
    ):
        days[company].append((day, import_id))
    return days


def customers(connection: sqlite3.Connection) -> dict[int, dict[str, object]]:
    """The customers of the batch's items, by id, with what policy rules may ask of them."""
    cursor = connection.execute(
        """SELECT DISTINCT c.id, c.number AS customer_id, c.segment, c.collector, c.region,
            c.country, c.terms, m.code AS company
        FROM customer AS c JOIN company AS m ON m.id = c.company_id
        WHERE c.id IN (SELECT f.customer_id FROM batch AS b CROSS JOIN item AS i
                ON i.document_id = b.document_id
                CROSS JOIN invoice_fact AS f ON f.item_id = i.id
            UNION SELECT f.customer_id FROM batch AS b CROSS JOIN item AS i
                ON i.document_id = b.document_id
                CROSS JOIN open_item_fact AS f ON f.item_id = i.id)"""
    )
    names = [column[0] for column in cursor.description]
    return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor}


_ITEM_COLUMNS = (
    "customer_id currency type billed_on due_on due_by terms amount open_amount recorded_on "
    "import_id line void settled_on po_number bill_to tax_code site project job_id quote_id "
    "completed_at sent_at approver reference reason dunning_level last_dunned dunning_block"
).split()


def write_items(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Set what was derived of items; each row ends with the item's id."""
    settings = ", ".join(f"{name} = ?" for name in _ITEM_COLUMNS)
    connection.executemany(f"UPDATE item SET {settings} WHERE id = ?", rows)


def write_versions(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Keep what an item was before it changed."""
    connection.executemany(
        "INSERT OR REPLACE INTO item_version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows
    )


def write_entries(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Add entries in force."""
    connection.executemany(
        """INSERT INTO entry (item_id, kind, effective_on, amount, counter_item_id, import_id,
            line, recorded_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
        rows,
    )


def supersede_entries(
    connection: sqlite3.Connection, entries: Sequence[tuple[int, int]], today: int
) -> None:
    """End entries (id, recorded day) that no longer follow; those of today were never seen."""
    connection.executemany(
        "DELETE FROM entry WHERE id = ?", [(e,) for e, recorded in entries if recorded >= today]
    )
    connection.executemany(
        "UPDATE entry SET superseded_on = ? WHERE id = ?",
        [(today, e) for e, recorded in entries if recorded < today],
    )


def write_disputes(connection: sqlite3.Connection, rows: Iterable[Sequence[object]]) -> None:
    """Replace the disputes of the batch's documents."""
    connection.execute("DELETE FROM dispute WHERE document_id IN (SELECT document_id FROM batch)")
    connection.executemany(
        f"INSERT INTO dispute VALUES (NULL{', ?' * 18})",
        rows,
    )
