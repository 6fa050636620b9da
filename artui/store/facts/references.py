"""References between exports: doubtful ones, and those that wait for their document.

A reference that could mean two documents means neither: its row is rejected where that is known
when it arrives, and what was joined before a second document came is parted again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store.facts import stage, touched

if TYPE_CHECKING:
    import sqlite3

_CREDIT = (
    "EXISTS (SELECT 1 FROM item AS i JOIN invoice_fact AS f ON f.item_id = i.id"
    " WHERE i.document_id = d.id AND f.amount < 0)"
    " OR EXISTS (SELECT 1 FROM item AS i JOIN open_item_fact AS f ON f.item_id = i.id"
    " WHERE i.document_id = d.id AND f.amount < 0)"
)
#: What a reference may mean, over a document d.
INVOICE = "d.family = 'invoice'"
PAYMENT_OR_CREDIT = f"(d.family = 'payment' OR {_CREDIT})"


#: The copies of a reference to an invoice that a row may leave blank.
OF_INVOICE = {
    "invoice_key": "coalesce(invoice_id_key, '')",
    "invoice_number": "coalesce(invoice_id_text, '')",
}


class Doubt(NamedTuple):
    """A staged row whose reference, `value` in `column`, could mean any of `names`."""

    line: int
    column: str
    value: str
    names: str


def doubts(connection: sqlite3.Connection, column: str, meant: str, only: str = "1") -> list[Doubt]:
    """Staged rows whose reference could mean two documents.

    Args:
        connection: with the stage filled.
        column: the column of the reference.
        meant: a condition on the document d (and the staged row s).
        only: a condition on the staged row s.
    """
    return [
        Doubt(int(line), column, str(value), str(names))
        for line, value, names in connection.execute(
            f"""SELECT line, min(value), group_concat(name, ' and ') FROM (
                SELECT s.line, s.{column}_text AS value, d.family,
                    d.number || CASE WHEN d.class = '' THEN ''
                        ELSE ' (' || d.class || ')' END AS name
                FROM stage AS s JOIN document AS d ON d.company_id = s.company_id
                AND d.key = s.{column}_key WHERE ({meant}) AND {only} ORDER BY s.line, d.class)
            GROUP BY line HAVING count(*) > 1
            AND sum(family = 'payment') <> 1 ORDER BY line"""
        )
    ]


def reject(
    connection: sqlite3.Connection,
    column: str = "invoice_id",
    meant: str = INVOICE,
    only: str = "1",
) -> list[Doubt]:
    """Reject staged rows whose reference could mean two documents; by default, two invoices.

    Args:
        connection: with the stage filled.
        column: the column of the reference.
        meant: a condition on the document d (and the staged row s).
        only: a condition on the staged row s.
    """
    doubtful = doubts(connection, column, meant, only)
    stage.reject(connection, doubtful)
    return doubtful


def joined(table: str) -> str:
    """The document that a row of a table refers to, over its newest fact f.

    Of another invoice than before it waits anew, and is joined at once where that one is known.
    """
    return f"CASE WHEN {table}.invoice_key = f.invoice_key THEN {table}.document_id END"


def last_document(connection: sqlite3.Connection) -> int:
    """The number of the newest document."""
    (last,) = connection.execute("SELECT coalesce(max(id), 0) FROM document").fetchone()
    return int(last)


_KEYED = (
    "(SELECT min(d.id) FROM document AS d WHERE d.company_id = {row}.company_id"
    " AND d.key = {row}.{key} AND {meant} HAVING count(*) = 1)"
)


#: Of a document d, that no invoice has its number.
_ALONE = (
    "NOT EXISTS (SELECT 1 FROM document AS o WHERE o.company_id = d.company_id"
    " AND o.key = d.key AND o.family = 'invoice')"
)


def _candidate(row: str, column: str) -> str:
    """The document a reference means; a payment comes before a credit note of its number.

    What adjusts may name a payment, of which a rest is written off, where no invoice is named so.
    """
    if column != "payment_document_id":
        invoice = _KEYED.format(row=row, key="invoice_key", meant=INVOICE)
        if row != "adjustment":
            return invoice
        paid = _KEYED.format(row=row, key="invoice_key", meant=f"d.family = 'payment' AND {_ALONE}")
        return f"coalesce({invoice}, {paid})"
    paid = _KEYED.format(row=row, key="payment_key", meant="d.family = 'payment'")
    credited = f"d.family = 'invoice' AND ({_CREDIT})"
    return f"coalesce({paid}, {_KEYED.format(row=row, key='payment_key', meant=credited)})"


_REFERENCES = (
    ("application", "payment_document_id", "payment_key"),
    ("application", "invoice_document_id", "invoice_key"),
    ("dispute_case", "document_id", "invoice_key"),
    ("activity", "document_id", "invoice_key"),
    ("adjustment", "document_id", "invoice_key"),
    ("promised", "document_id", "invoice_key"),
    ("invoice_line", "document_id", "invoice_key"),
)


def join_waiting(connection: sqlite3.Connection, since: int | None = None) -> None:
    """Join what waited for a document that has now arrived: applications, disputes, adjustments ...

    Args:
        connection: inside the write transaction.
        since: the newest document before those just made, None where none was.
    """
    for row, column, key in _REFERENCES:
        connection.execute(
            f"UPDATE {row} SET {column} = {_candidate(row, column)}"
            f" WHERE {column} IS NULL AND {key} <> ''"
        )
    if since is not None and _refer(connection):
        _part_doubtful(connection, since)


def _refer(connection: sqlite3.Connection) -> bool:
    tables = dict.fromkeys(row for row, _, _ in _REFERENCES)
    there = " OR ".join(f"EXISTS (SELECT 1 FROM {row})" for row in tables)
    (any_,) = connection.execute(f"SELECT {there}").fetchone()
    return bool(any_)


def _part_doubtful(connection: sqlite3.Connection, since: int) -> None:
    """Look again at the references whose key a new document shares with an older one."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS rival (company_id INTEGER, key TEXT,"
        " PRIMARY KEY (company_id, key))"
    )
    connection.execute("DELETE FROM rival")
    found = connection.execute(
        """INSERT OR IGNORE INTO rival SELECT n.company_id, n.key FROM document AS n
        WHERE n.id > ? AND EXISTS (SELECT 1 FROM document AS o
            WHERE o.company_id = n.company_id AND o.key = n.key AND o.id <> n.id)""",
        (since,),
    )
    if not found.rowcount:
        return
    for row, column, key in _REFERENCES:
        doubtful = f"(company_id, {key}) IN (SELECT company_id, key FROM rival)"
        for other, joined, _ in _REFERENCES:
            if other == row:
                touched.add(
                    connection,
                    f"SELECT {joined} AS document_id FROM {row}"
                    f" WHERE {joined} IS NOT NULL AND {doubtful}",
                )
        connection.execute(
            f"UPDATE {row} SET {column} = {_candidate(row, column)} WHERE {doubtful}"
        )
