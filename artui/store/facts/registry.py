"""Identities: companies, customers, documents and items, found by their canonical keys.

`find_*` only reads and runs outside the write transaction; `make_*` adds what was not found and
runs inside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import sqlite3


def find_companies(connection: sqlite3.Connection) -> None:
    """Give the staged rows the company they name."""
    connection.execute(
        "UPDATE stage SET company_id = (SELECT id FROM company WHERE key = company_key)"
    )


def find_customers(connection: sqlite3.Connection) -> None:
    """Give the staged rows the company and the customer they name."""
    connection.execute(
        """UPDATE stage SET company_id = x.company_id, customer_id = x.customer_id FROM (
            SELECT s.line, m.id AS company_id, c.id AS customer_id FROM stage AS s
            JOIN company AS m ON m.key = s.company_key
            LEFT JOIN customer AS c ON c.company_id = m.id AND c.key = s.customer_id_key) AS x
        WHERE x.line = stage.line"""
    )


def find_items(
    connection: sqlite3.Connection, key: str, family: str, *, classed: bool = False
) -> None:
    """Give the staged rows the company, customer, document and item they name, in one pass.

    A row that names a class means that document, else one whose class no export has told yet; a
    row without a class means the only document of that key.

    Args:
        connection: with the stage filled.
        key: the stage's column with the document's key.
        family: an expression over stage s and company m for the document's family.
        classed: whether rows may name a class.
    """
    named = "s.class_key" if classed else "''"
    connection.execute(
        f"""UPDATE stage SET company_id = x.company_id, customer_id = x.customer_id,
            family = x.family, document_id = x.document_id, item_id = x.item_id FROM (
            SELECT x.*, i.id AS item_id FROM (
                SELECT s.line, s.item_key, m.id AS company_id, c.id AS customer_id,
                    {family} AS family, d.id AS document_id
                FROM stage AS s LEFT JOIN company AS m ON m.key = s.company_key
                LEFT JOIN customer AS c ON c.company_id = m.id AND c.key = s.customer_id_key
                LEFT JOIN document AS d ON d.company_id = m.id AND d.key = s.{key}
                    AND d.family = {family} AND d.class_key = {named} AND d.fiscal_year = '') AS x
            LEFT JOIN item AS i ON i.document_id = x.document_id AND i.label = x.item_key) AS x
        WHERE x.line = stage.line"""
    )
    _find_otherwise(connection, key, classed=classed)
    connection.execute(
        "UPDATE stage SET item_id = (SELECT i.id FROM item AS i"
        " WHERE i.document_id = stage.document_id AND i.label = stage.item_key)"
        " WHERE item_id IS NULL AND document_id IS NOT NULL"
    )


def _find_otherwise(connection: sqlite3.Connection, key: str, *, classed: bool) -> None:
    """Rows whose document has another class than they say, or have none to say."""
    unnamed = "AND class_key = ''" if classed else ""
    connection.execute(
        f"""UPDATE stage SET document_id = (SELECT min(d.id) FROM document AS d
            WHERE d.company_id = stage.company_id AND d.key = stage.{key}
            AND d.family = stage.family HAVING count(*) = 1)
        WHERE document_id IS NULL AND company_id IS NOT NULL {unnamed}"""
    )
    if classed:
        # Of several classes told at once the first takes the document that had none.
        connection.execute(
            f"""UPDATE stage SET document_id = told.id FROM (
                SELECT stage.line, d.id,
                    rank() OVER (PARTITION BY d.id ORDER BY stage.class_key) AS turn
                FROM stage JOIN document AS d ON d.company_id = stage.company_id
                    AND d.key = stage.{key} AND d.family = stage.family AND d.class_key = ''
                WHERE stage.document_id IS NULL AND stage.class_key <> '') AS told
            WHERE told.line = stage.line AND told.turn = 1"""
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
    _insert_customers(connection)
    connection.execute(
        "UPDATE stage SET customer_id = (SELECT id FROM customer AS c"
        " WHERE c.company_id = stage.company_id AND c.key = customer_id_key)"
        " WHERE customer_id IS NULL AND state = 'new'"
    )


def _insert_customers(connection: sqlite3.Connection) -> None:
    connection.execute(
        "INSERT INTO customer (company_id, key, number)"
        " SELECT company_id, customer_id_key, min(customer_id_text) FROM stage"
        " WHERE customer_id IS NULL AND state = 'new' GROUP BY company_id, customer_id_key"
    )


class Named(NamedTuple):
    """How a kind's rows name a document, as columns of the stage.

    Attributes:
        column: the id of the document, without `_key` or `_text`.
        family: an expression for the family.
        billed_on: an expression for the day of its item.
        classed: whether rows may name a class.
    """

    column: str
    family: str
    billed_on: str
    classed: bool = True


def make_items(connection: sqlite3.Connection, named: Named, recorded_on: int) -> None:
    """Add the companies, customers, documents and items named for the first time.

    A class nobody had told is told. The figures of new items are derived afterwards.
    """
    make_companies(connection)
    _insert_customers(connection)
    _insert_documents(connection, named)
    class_key = "stage.class_key" if named.classed else "''"
    connection.execute(
        f"""UPDATE stage SET
            customer_id = coalesce(customer_id, (SELECT c.id FROM customer AS c
                WHERE c.company_id = stage.company_id AND c.key = customer_id_key)),
            document_id = coalesce(document_id, (SELECT d.id FROM document AS d
                WHERE d.company_id = stage.company_id AND d.key = stage.{named.column}_key
                AND d.family = {named.family} AND d.class_key = {class_key}
                AND d.fiscal_year = ''))
        WHERE state = 'new' AND (customer_id IS NULL OR document_id IS NULL)"""
    )
    connection.execute(
        f"""INSERT INTO item (document_id, label, customer_id, currency, billed_on, due_on,
            due_by, amount, open_amount, recorded_on, import_id, line, void, first_entry_on,
            last_entry_on)
        SELECT document_id, item_key, min(customer_id), min(currency), min({named.billed_on}),
            min({named.billed_on}), '', 0, 0, ?, 0, min(line), 0, min({named.billed_on}),
            min({named.billed_on})
        FROM stage WHERE item_id IS NULL AND state = 'new' GROUP BY document_id, item_key""",
        (recorded_on,),
    )
    connection.execute(
        "UPDATE stage SET item_id = (SELECT i.id FROM item AS i"
        " WHERE i.document_id = stage.document_id AND i.label = stage.item_key)"
        " WHERE item_id IS NULL AND state = 'new'"
    )


def _insert_documents(connection: sqlite3.Connection, named: Named) -> None:
    class_key, shown = "''", "''"
    if named.classed:
        class_key, shown = "class_key", "coalesce(min(class_text), '')"
        connection.execute(
            "UPDATE document SET class = s.class_text, class_key = s.class_key FROM stage AS s"
            " WHERE s.document_id = document.id AND document.class_key = ''"
            " AND s.class_key <> '' AND s.state = 'new'"
        )
    key, number = f"{named.column}_key", f"{named.column}_text"
    connection.execute(
        f"""INSERT INTO document (company_id, key, family, class_key, class, fiscal_year, number)
        SELECT company_id, {key}, {named.family}, {class_key}, {shown}, '', min({number})
        FROM stage WHERE document_id IS NULL AND state = 'new'
        GROUP BY company_id, {key}, {named.family}, {class_key}"""
    )
