"""One invoice, for the screen about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.desk import AccountIdentity, InvoiceIdentity
from artui.store.ledger.batch import CUSTOMER
from artui.store.recorded import known, version

if TYPE_CHECKING:
    import sqlite3


def identity(connection: sqlite3.Connection, document_id: int) -> InvoiceIdentity:
    """A document's own identity, by which the desk knows it."""
    row = connection.execute(
        "SELECT m.key, d.class_key, d.fiscal_year, d.key FROM document AS d"
        " JOIN company AS m ON m.id = d.company_id WHERE d.id = ?",
        (document_id,),
    ).fetchone()
    return InvoiceIdentity(*row)


def account(
    connection: sqlite3.Connection, document_id: int
) -> tuple[AccountIdentity, InvoiceIdentity]:
    """The account of a document's customer and the document, as the desk knows both."""
    company, customer = connection.execute(
        "SELECT m.key, c.key FROM item AS i JOIN customer AS c ON c.id = i.customer_id"
        " JOIN company AS m ON m.id = c.company_id WHERE i.document_id = ?"
        " ORDER BY i.void, i.label LIMIT 1",
        (document_id,),
    ).fetchone()
    return AccountIdentity(company, customer), identity(connection, document_id)


#: What versions of an item keep of it.
_KEPT = "currency billed_on due_on due_by terms amount contractual_on".split()


def items(
    connection: sqlite3.Connection, document_id: int, as_of: int, known_on: int | None = None
) -> list[dict[str, Any]]:
    """A document's items as of a day, first due first, with what gave each its due date.

    `closed_on` is the last day up to then on which something reduced what was owed, `closed_by`
    the kind of entry that did, None where there were several. Instalments that no longer follow
    are left out. As known on a day, what is kept of an item's past is told as it was, the rest (PO,
    site, ...) as it is.
    """
    then, entries = "", known(known_on)
    if known_on is not None:
        then = "".join(
            f", CASE WHEN v.item_id IS NULL THEN i.{name} ELSE v.{name} END AS {name}"
            for name in _KEPT
        )
    return named.rows(
        connection.execute(
            f"""WITH closing AS (SELECT e.item_id, max(e.effective_on) AS closed_on,
                    CASE WHEN count(DISTINCT e.kind) = 1 THEN min(e.kind) END AS closed_by
                FROM item AS i JOIN entry AS e ON e.item_id = i.id
                WHERE i.document_id = :document AND {entries} AND e.amount < 0
                    AND e.effective_on <= :as_of AND e.kind <> 'billed' GROUP BY e.item_id)
            SELECT d.number, d.family, d.class, m.code AS company,
                c.number AS customer_number, coalesce(c.name, c.number) AS customer_name,
                c.po_required, i.*,
                coalesce((SELECT sum(e.amount) FROM entry AS e WHERE e.item_id = i.id
                    AND {entries} AND e.effective_on <= :as_of), 0) AS open_on,
                n.file, i.line, k.closed_on, k.closed_by, p.revision{then}
            FROM document AS d JOIN company AS m ON m.id = d.company_id
            JOIN item AS i ON i.document_id = d.id JOIN customer AS c ON c.id = i.customer_id
            {version(known_on)}
            LEFT JOIN import AS n ON n.id = i.import_id LEFT JOIN closing AS k ON k.item_id = i.id
            LEFT JOIN policy AS p ON p.id = i.policy_id
            WHERE d.id = :document AND NOT (i.computed AND i.void)
            ORDER BY i.void, i.due_on, i.label""",
            {"document": document_id, "as_of": as_of, "known_on": known_on},
        )
    )


def customer(connection: sqlite3.Connection, document_id: int) -> dict[str, Any]:
    """What rules on due dates may ask of a document's customer."""
    (found,) = named.rows(
        connection.execute(
            f"""SELECT {CUSTOMER} FROM item AS i JOIN customer AS c ON c.id = i.customer_id
            JOIN company AS m ON m.id = c.company_id
            WHERE i.document_id = ? ORDER BY i.void, i.label LIMIT 1""",
            (document_id,),
        )
    )
    return found


def disputes(connection: sqlite3.Connection, document_id: int) -> list[dict[str, Any]]:
    """The disputes of a document, latest first."""
    return named.rows(
        connection.execute(
            """SELECT x.*, n.file FROM dispute AS x LEFT JOIN import AS n ON n.id = x.import_id
            WHERE x.document_id = ? ORDER BY x.opened_on DESC, x.number""",
            (document_id,),
        )
    )


def chosen(connection: sqlite3.Connection, document_id: int) -> dict[str, Any] | None:
    """The reason a person chose for a document, and who and when."""
    rows = named.rows(
        connection.execute(
            "SELECT reason, chosen_by, chosen_at FROM desk.reason_choice WHERE company = ?"
            " AND class = ? AND fiscal_year = ? AND document = ?",
            identity(connection, document_id),
        )
    )
    return rows[0] if rows else None
