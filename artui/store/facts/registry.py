"""Identities: companies, customers, documents and items, found by their canonical keys.

`find_*` only reads and runs outside the write transaction; `make_*` adds what was not found and
runs inside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

INVOICE, PAYMENT = "invoice", "payment"


def find_companies(connection: sqlite3.Connection) -> None:
    """Give the staged rows the company they name."""
    connection.execute(
        "UPDATE stage SET company_id = (SELECT id FROM company WHERE key = company_key)"
    )


def find_customers(connection: sqlite3.Connection) -> None:
    """Give the staged rows the customer they name, within the company."""
    connection.execute(
        "UPDATE stage SET customer_id = (SELECT id FROM customer AS c"
        " WHERE c.company_id = stage.company_id AND c.key = customer_id_key)"
    )


def find_documents(
    connection: sqlite3.Connection, key: str, family: str, *, classed: bool = False
) -> None:
    """Give the staged rows the document of `family` whose key stands in the column `key`.

    A row that names a class means that document, else one whose class no export has told yet; a
    row without a class means the only document of that key.
    """
    named = "class_key" if classed else "''"
    candidates = (
        f"FROM document AS d WHERE d.company_id = stage.company_id AND d.key = stage.{key}"
        f" AND d.family = {family}"
    )
    connection.execute(
        f"UPDATE stage SET document_id = (SELECT min(d.id) {candidates} AND d.class_key = {named})"
    )
    connection.execute(
        f"UPDATE stage SET document_id = (SELECT min(d.id) {candidates} HAVING count(*) = 1)"
        f" WHERE document_id IS NULL AND {named} = ''"
    )
    if classed:
        # Of several classes told at once the first takes the document that had none.
        connection.execute(
            f"UPDATE stage SET document_id = (SELECT min(d.id) {candidates} AND d.class_key = '')"
            f" WHERE document_id IS NULL AND class_key <> '' AND class_key = (SELECT"
            f" min(o.class_key) FROM stage AS o WHERE o.company_id = stage.company_id"
            f" AND o.{key} = stage.{key} AND o.class_key <> '')"
        )


def find_items(connection: sqlite3.Connection) -> None:
    """Give the staged rows the item of their document."""
    connection.execute(
        "UPDATE stage SET item_id = (SELECT i.id FROM item AS i"
        " WHERE i.document_id = stage.document_id AND i.label = stage.item_key)"
    )


def make_companies(connection: sqlite3.Connection) -> None:
    """Add the companies named for the first time."""
    connection.execute(
        "INSERT INTO company (key, code) SELECT company_key, min(company_text) FROM stage"
        " WHERE company_id IS NULL GROUP BY company_key"
    )
    connection.execute(
        "UPDATE stage SET company_id = (SELECT id FROM company WHERE key = company_key)"
        " WHERE company_id IS NULL"
    )


def make_customers(connection: sqlite3.Connection) -> None:
    """Add the customers named for the first time; they show by id until their row arrives."""
    connection.execute(
        "INSERT INTO customer (company_id, key, number)"
        " SELECT company_id, customer_id_key, min(customer_id_text) FROM stage"
        " WHERE customer_id IS NULL AND state = 'new' GROUP BY company_id, customer_id_key"
    )
    connection.execute(
        "UPDATE stage SET customer_id = (SELECT id FROM customer AS c"
        " WHERE c.company_id = stage.company_id AND c.key = customer_id_key)"
        " WHERE customer_id IS NULL AND state = 'new'"
    )


def make_documents(
    connection: sqlite3.Connection, key: str, number: str, family: str, *, classed: bool = False
) -> None:
    """Add the documents named for the first time, and tell a class nobody had told."""
    named = "class_key" if classed else "''"
    shown = "coalesce(min(class_text), '')" if classed else "''"
    if classed:
        connection.execute(
            "UPDATE document SET class = s.class_text, class_key = s.class_key FROM stage AS s"
            " WHERE s.document_id = document.id AND document.class_key = ''"
            " AND s.class_key <> '' AND s.state = 'new'"
        )
    connection.execute(
        f"INSERT INTO document (company_id, key, family, class_key, class, fiscal_year, number)"
        f" SELECT company_id, {key}, {family}, {named}, {shown}, '', min({number}) FROM stage"
        f" WHERE document_id IS NULL AND state = 'new'"
        f" GROUP BY company_id, {key}, {family}, {named}"
    )
    connection.execute(
        f"UPDATE stage SET document_id = (SELECT d.id FROM document AS d"
        f" WHERE d.company_id = stage.company_id AND d.key = stage.{key}"
        f" AND d.family = {family} AND d.class_key = {named} AND d.fiscal_year = '')"
        f" WHERE document_id IS NULL AND state = 'new'"
    )


def make_items(connection: sqlite3.Connection, billed_on: str, recorded_on: int) -> None:
    """Add the items named for the first time; their figures are derived afterwards."""
    connection.execute(
        f"""INSERT INTO item (document_id, label, customer_id, currency, billed_on, due_on,
            due_by, amount, open_amount, recorded_on, import_id, line, void)
        SELECT document_id, item_key, min(customer_id), min(currency), min({billed_on}),
            min({billed_on}), '', 0, 0, ?, 0, min(line), 0
        FROM stage WHERE item_id IS NULL AND state = 'new' GROUP BY document_id, item_key""",
        (recorded_on,),
    )
    connection.execute(
        "UPDATE stage SET item_id = (SELECT i.id FROM item AS i"
        " WHERE i.document_id = stage.document_id AND i.label = stage.item_key)"
        " WHERE item_id IS NULL AND state = 'new'"
    )
