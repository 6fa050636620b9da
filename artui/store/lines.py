"""The lines of an invoice in SQL, and what its exports say of its tax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named, newest
from artui.store.facts.invoices import KIND as INVOICES
from artui.store.facts.lines import INVOICE_LINES

if TYPE_CHECKING:
    import sqlite3


def of_invoice(
    reader: sqlite3.Connection, document_id: int, known_on: int | None = None
) -> list[dict[str, Any]]:
    """The lines of a document in their order, as they were known on a day where one is given.

    `number` is what its export calls a line; quantities, prices and amounts are decimal text;
    `import_id`, `file`, `line` and `as_of` tell where each was last stated.
    """
    return named.rows(
        reader.execute(
            f"""SELECT l.id, l.number, f.description, f.quantity, f.unit_price, f.amount,
                f.quote_line, f.completion_code, f.import_id, f.line, n.as_of, n.file
            FROM ({newest.of(INVOICE_LINES, known_on, _ITS)}) AS k
            JOIN invoice_line AS l ON l.id = k.subject
            JOIN invoice_line_fact AS f ON f.id = k.fact_id
            JOIN import AS n ON n.id = f.import_id
            ORDER BY length(l.key), l.key""",
            {"document": document_id, "known_on": known_on},
        )
    )


#: Of a fact f, that it is about a line of the document.
_ITS = """f.invoice_line_id IN (SELECT o.id FROM invoice_line AS o
            WHERE o.document_id = :document)"""


#: Of a fact f, that it is about an item of the document and says its tax.
_TAXED = """f.tax_amount IS NOT NULL AND f.item_id IN (SELECT i.id FROM item AS i
            WHERE i.document_id = :document)"""


def tax(reader: sqlite3.Connection, document_id: int, known_on: int | None = None) -> int | None:
    """What exports say of a document's tax, in minor units; None where they do not."""
    row = reader.execute(
        f"""SELECT sum(f.tax_amount) FROM ({newest.of(INVOICES, known_on, _TAXED)}) AS k
            JOIN invoice_fact AS f ON f.id = k.fact_id""",
        {"document": document_id, "known_on": known_on},
    ).fetchone()
    return None if row[0] is None else int(row[0])
