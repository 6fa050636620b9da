"""Facts of the kinds payments and applications: cash that came, and what it was given to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store.facts import points, references, registry, stage, touched

if TYPE_CHECKING:
    import sqlite3

#: Amounts of applications are decimal text until their document tells the currency.
_SIGN = "(CASE WHEN stage.amount LIKE '-%' THEN -1 ELSE 1 END)"
PAYMENTS = points.Kind(
    "payments",
    "payment_fact",
    "document_id",
    {
        name: name
        for name in "customer_id date amount currency method status reversed_on reference".split()
    },
    staged="document_id",
    same="(f.amount < 0) = (stage.amount < 0)",
)
_NAMED = registry.Named("payment_id", "'payment'", "date", classed=False)
APPLICATIONS = points.Kind(
    "applications", "application_fact", "application_id", {"amount": "amount"}
)


def find(connection: sqlite3.Connection, day: int | None) -> None:
    """Mark staged payments as new or unchanged."""
    registry.find_items(connection, "payment_id_key", "'payment'")
    points.compare(connection, PAYMENTS, day)


def apply(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write new payments and touch their documents."""
    if _adopt(connection):
        registry.find_items(connection, "payment_id_key", "'payment'")
    since = references.last_document(connection)
    registry.make_items(connection, _NAMED, recorded_on)
    points.add(connection, PAYMENTS, import_id, day)
    references.join_waiting(connection, since)
    touched.add(connection, "SELECT document_id FROM stage WHERE state = 'new'")


def _adopt(connection: sqlite3.Connection) -> int:
    """Documents known only as negative open items turn out to be payments; how many do."""
    adopted = connection.execute(
        """UPDATE document SET family = 'payment' WHERE family = 'invoice' AND id IN (
            SELECT d.id FROM stage AS s JOIN document AS d
            ON d.company_id = s.company_id AND d.key = s.payment_id_key
            WHERE s.document_id IS NULL AND s.state = 'new' AND d.family = 'invoice')
        AND NOT EXISTS (SELECT 1 FROM item AS i JOIN invoice_fact AS f ON f.item_id = i.id
            WHERE i.document_id = document.id)
        AND NOT EXISTS (SELECT 1 FROM item AS i JOIN open_item_fact AS f ON f.item_id = i.id
            WHERE i.document_id = document.id AND f.amount >= 0)"""
    )
    return adopted.rowcount


def find_applications(connection: sqlite3.Connection, day: int | None) -> list[references.Doubt]:
    """Mark staged applications as new, unchanged, or rejected for a doubtful reference."""
    registry.find_companies(connection)
    found = references.doubts(connection, "invoice_id", references.INVOICE)
    seen = {doubt.line for doubt in found}
    both = references.doubts(connection, "payment_id", references.PAYMENT_OR_CREDIT)
    found += [doubt for doubt in both if doubt.line not in seen]
    stage.reject(connection, found)
    _find_subjects(connection)
    points.compare(connection, APPLICATIONS, day)
    return found


def _find_subjects(connection: sqlite3.Connection) -> None:
    connection.execute(
        f"""UPDATE stage SET subject_id = (SELECT a.id FROM application AS a
            WHERE a.company_id = stage.company_id AND a.payment_key = payment_id_key
            AND a.invoice_key = invoice_id_key AND a.label = item_key
            AND a.date = stage.date AND a.sign = {_SIGN})
        WHERE subject_id IS NULL"""
    )


def apply_applications(
    connection: sqlite3.Connection, import_id: int, day: int | None, recorded_on: int
) -> None:
    """Write new applications; those whose documents are not known yet wait for them."""
    del recorded_on
    registry.make_companies(connection)
    connection.execute(
        f"""INSERT INTO application (company_id, payment_key, payment_number, invoice_key,
            invoice_number, label, date, sign)
        SELECT company_id, payment_id_key, payment_id_text, invoice_id_key, invoice_id_text,
            item_key, date, {_SIGN} FROM stage WHERE state = 'new' AND subject_id IS NULL"""
    )
    _find_subjects(connection)
    points.add(connection, APPLICATIONS, import_id, day)
    references.join_waiting(connection)
    touched.add(
        connection,
        "SELECT a.payment_document_id AS document_id FROM stage AS s JOIN application AS a"
        " ON a.id = s.subject_id WHERE s.state = 'new' AND a.payment_document_id IS NOT NULL",
    )
