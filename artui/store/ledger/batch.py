"""What a batch of documents is known by."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from artui.store.ledger.rows import (
    ATTRIBUTES,
    DISPUTE,
    EXPORTED,
    AdjustmentRow,
    ApplicationRow,
    CaseRow,
    DisputeRow,
    DocumentRow,
    FactRow,
    ItemRow,
    Part,
    PaymentRow,
)

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

#: The file that repeats a row, and the line it stands in there.
_SEEN = "g.import_id, coalesce(g.line, f.line)"
_INVOICE_VALUES = ", ".join(
    "NULL"
    if name in ("reference", "dunning_level", "last_dunned", "dunning_block")
    else f"f.{name}"
    for name in ATTRIBUTES
)
_OPEN_ITEM_NAMES = (
    "customer_id",
    "type",
    "invoice_date",
    "due_date",
    "terms",
    "currency",
    "settled_on",
    "po_number",
    "reference",
    "reason",
    "dunning_level",
    "last_dunned",
    "dunning_block",
)
_OPEN_ITEM_VALUES = ", ".join(
    "f.original_amount" if name == "amount" else f"f.{name}" if name in _OPEN_ITEM_NAMES else "NULL"
    for name in ATTRIBUTES
)
#: What rules on due dates may ask of customer c of company m, by the fields' names.
CUSTOMER = (
    "c.number AS customer_id, c.segment, c.collector, c.region, c.country, c.currency,"
    " c.po_required, c.bill_to AS customer_bill_to, c.tax_code AS customer_tax_code, c.autopay,"
    " c.terms, m.code AS company"
)


@lru_cache(maxsize=1024)
def _silent(kind: str, columns: str) -> frozenset[int]:
    """The places of what a file of invoices has no column for; a snapshot states all anew."""
    if kind != "invoices":
        return frozenset()
    said = set(json.loads(columns))
    could = enumerate((*ATTRIBUTES, "credits_invoice"))
    return frozenset(place for place, name in could if name not in said)


class Batch:
    """What a batch of documents is known by; every document a link leads to is in it."""

    def __init__(self, connection: sqlite3.Connection, documents: Sequence[int]) -> None:
        self._connection = connection
        connection.execute(
            "CREATE TEMP TABLE IF NOT EXISTS batch (document_id INTEGER PRIMARY KEY)"
        )
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
                    i.due_on, i.due_by, i.terms, i.amount, i.recorded_on, i.contractual_on,
                    i.policy_id, i.computed, i.void
                FROM batch AS b CROSS JOIN item AS i ON i.document_id = b.document_id"""
            )
        ]

    def invoice_facts(self) -> list[FactRow]:
        """Their invoice rows, and once more for each sighting in a newer file."""
        return self._facts(
            f"""SELECT 'invoices', f.item_id, f.id, f.import_id, f.line, f.as_of, f.as_of, 0,
                m.dated_by <> 'arrival', f.open_amount, f.disputed, f.credits_invoice,
                {_INVOICE_VALUES}, m.columns
            FROM batch AS b CROSS JOIN item AS i ON i.document_id = b.document_id
            CROSS JOIN invoice_fact AS f ON f.item_id = i.id
            JOIN import AS m ON m.id = f.import_id
            UNION ALL SELECT 'invoices', f.item_id, f.id, {_SEEN}, m.as_of, m.as_of, 0,
                m.dated_by <> 'arrival', f.open_amount, f.disputed, f.credits_invoice,
                {_INVOICE_VALUES}, m.columns
            FROM batch AS b CROSS JOIN item AS i ON i.document_id = b.document_id
            CROSS JOIN invoice_fact AS f ON f.item_id = i.id
            CROSS JOIN sighting AS g ON g.kind = 'invoices' AND g.fact_id = f.id
            JOIN import AS m ON m.id = g.import_id"""
        )

    def open_item_facts(self) -> list[FactRow]:
        """Their open-item rows."""
        return self._facts(
            f"""SELECT 'open_items', f.item_id, f.id, f.import_id, f.line, f.as_of, f.last_on,
                f.listed, m.dated_by <> 'arrival', f.amount, f.disputed, NULL,
                {_OPEN_ITEM_VALUES}, m.columns
            FROM batch AS b CROSS JOIN item AS i ON i.document_id = b.document_id
            CROSS JOIN open_item_fact AS f ON f.item_id = i.id
            JOIN import AS m ON m.id = f.import_id"""
        )

    def _facts(self, select: str) -> list[FactRow]:
        return [
            FactRow._make((*row[:12], row[12:-1], _silent(row[0], row[-1])))
            for row in self._connection.execute(select)
        ]

    def payments(self) -> list[PaymentRow]:
        """Their payment rows, and once more for each sighting in a newer file."""
        columns = "f.customer_id, f.date, f.amount, f.currency, f.status, f.reversed_on"
        return [
            PaymentRow(*row)
            for row in self._connection.execute(
                f"""SELECT f.document_id, f.id, f.import_id, f.line, f.as_of, {columns}
                FROM batch AS b CROSS JOIN payment_fact AS f ON f.document_id = b.document_id
                UNION ALL SELECT f.document_id, f.id, {_SEEN}, m.as_of, {columns}
                FROM batch AS b CROSS JOIN payment_fact AS f ON f.document_id = b.document_id
                CROSS JOIN sighting AS g ON g.kind = 'payments' AND g.fact_id = f.id
                JOIN import AS m ON m.id = g.import_id"""
            )
        ]

    def applications(self) -> list[ApplicationRow]:
        """The applications between them, and once more for each sighting in a newer file."""
        columns = (
            "a.id, a.payment_document_id, a.invoice_document_id, a.label, a.date, f.id, "
            "{source}, {day}, f.amount"
        )
        joined = (
            "FROM batch AS b CROSS JOIN application AS a ON a.payment_document_id = b.document_id"
            " CROSS JOIN application_fact AS f ON f.application_id = a.id"
        )
        return [
            ApplicationRow(*row)
            for row in self._connection.execute(
                f"""SELECT {columns.format(source="f.import_id, f.line", day="f.as_of")} {joined}
                WHERE a.invoice_document_id IS NOT NULL
                UNION ALL SELECT {columns.format(source=_SEEN, day="m.as_of")} {joined}
                CROSS JOIN sighting AS g ON g.kind = 'applications' AND g.fact_id = f.id
                JOIN import AS m ON m.id = g.import_id WHERE a.invoice_document_id IS NOT NULL"""
            )
        ]

    def adjustments(self) -> list[AdjustmentRow]:
        """The adjustments of their open amounts."""
        return [
            AdjustmentRow(*row)
            for row in self._connection.execute(
                """SELECT a.document_id, a.key, a.kind, a.date, a.amount, a.import_id, a.line
                FROM batch AS b CROSS JOIN adjustment AS a ON a.document_id = b.document_id
                WHERE a.kind NOT IN ('recovery', 'exchange')"""
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
                UNION ALL SELECT c.id, c.document_id, c.number, f.id, {_SEEN},
                    m.as_of, {columns} {joined}
                CROSS JOIN sighting AS g ON g.kind = 'disputes' AND g.fact_id = f.id
                JOIN import AS m ON m.id = g.import_id"""
            )
        ]

    def standing_disputes(self) -> list[tuple[int, tuple[object, ...], int]]:
        """Their disputes as last derived: id, what they are, the recorded day."""
        columns = ", ".join(f"x.{name}" for name in DISPUTE)
        return [
            (number, tuple(dispute), recorded_on)
            for number, recorded_on, *dispute in self._connection.execute(
                f"""SELECT x.id, x.recorded_on, {columns} FROM batch AS b
                CROSS JOIN dispute AS x ON x.document_id = b.document_id"""
            )
        ]

    def exported_disputes(self) -> list[tuple[Any, ...]]:
        """Their disputes as exports had them when last derived, in the order of EXPORTED."""
        columns = ", ".join(f"x.{name}" for name in EXPORTED)
        return self._connection.execute(
            f"""SELECT {columns} FROM batch AS b
            CROSS JOIN exported_dispute AS x ON x.document_id = b.document_id ORDER BY x.id"""
        ).fetchall()

    def cases(self) -> list[CaseRow]:
        """The cases of the desk about them, oldest first."""
        if not self._connection.execute("SELECT 1 FROM desk_case LIMIT 1").fetchone():
            return []
        columns = ", ".join(f"k.{name}" for name in CaseRow._fields[2:])
        return [
            CaseRow(*row)
            for row in self._connection.execute(
                f"""SELECT k.id, d.id, {columns} FROM batch AS b
                CROSS JOIN document AS d ON d.id = b.document_id AND d.family = 'invoice'
                CROSS JOIN company AS m ON m.id = d.company_id
                CROSS JOIN desk_case AS k ON k.document = d.key AND k.class = d.class_key
                    AND k.fiscal_year = d.fiscal_year AND k.company = m.key ORDER BY k.id"""
            )
        ]

    def parts(self) -> list[Part]:
        """Their items that carry amounts, with the blank one, by document and label."""
        return [
            Part(*row)
            for row in self._connection.execute(
                """SELECT i.document_id, i.id, i.label, i.customer_id, i.currency, i.void
                FROM batch AS b CROSS JOIN item AS i ON i.document_id = b.document_id
                WHERE NOT (i.computed AND i.void) ORDER BY i.document_id, i.label"""
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


def illegible(connection: sqlite3.Connection) -> dict[int, set[int]]:
    """By item, the days of complete snapshots that list it in a row nobody could read."""
    days: dict[int, set[int]] = defaultdict(set)
    for item, day in connection.execute(
        "SELECT g.fact_id, m.as_of FROM sighting AS g JOIN import AS m ON m.id = g.import_id"
        " WHERE g.kind = 'illegible'"
    ):
        days[item].add(day)
    return days


def customers(connection: sqlite3.Connection) -> dict[int, dict[str, object]]:
    """The customers of the batch's items, by id, with what policy rules may ask of them."""
    cursor = connection.execute(
        f"""SELECT DISTINCT c.id, {CUSTOMER}
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
