"""What is known of late invoices and their customers as of a day, as rows. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named
from artui.store.recorded import known, stands

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

#: What every row has.
_ALWAYS = """d.id AS document_id, i.id AS item_id, i.customer_id AS customer, i.currency, i.due_on,
    i.reason"""
#: Of an item, what a newer export may say otherwise.
RESTATED = (
    "type po_number bill_to tax_code site project job_id quote_id completed_at sent_at "
    "approver reason dunning_level amount"
).split()
#: The fields of a customer, and its columns.
OF_CUSTOMER = {
    "segment": "segment",
    "collector": "collector",
    "region": "region",
    "country": "country",
    "po_required": "po_required",
    "customer_bill_to": "bill_to",
    "customer_tax_code": "tax_code",
    "autopay": "autopay",
}
#: What the rules of reasons.yaml may ask of an invoice beyond that; see conditions.FIELDS.
_ASKED = {
    **{name: f"c.{column}" for name, column in OF_CUSTOMER.items()},
    **{name: f"i.{name}" for name in RESTATED if name != "reason"},
    "terms": "i.terms",
    "customer_id": "c.number",
    "company": "m.code",
    "class": "nullif(d.class, '')",
}


def first_due(row: str) -> str:
    """A select of the item that speaks for the document of a row: the first due that counts."""
    return f"""SELECT f.id FROM item AS f WHERE f.document_id = {row}.document_id
        ORDER BY f.void, f.due_on, f.id LIMIT 1"""


def items(
    connection: sqlite3.Connection,
    documents: Iterable[int],
    fields: Collection[str],
    day: int,
    known_on: int | None,
) -> list[dict[str, Any]]:
    """The items of invoices with what is known of them, each document's first due first.

    Args:
        connection: the main database.
        documents: the invoices.
        fields: what is asked for beside document, item, customer, currency, due day and reason;
            `open_amount` is what is open at the end of `day`.
        day: the last day that counts.
        known_on: only what was recorded by then; None: all that is known.
    """
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS asked (document_id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM asked")
    connection.executemany("INSERT INTO asked VALUES (?)", ((d,) for d in sorted(documents)))
    expressions = _ASKED | {"open_amount": open_amount(known_on)}
    asked = [f"{of} AS {name}" for name, of in expressions.items() if name in fields]
    cursor = connection.execute(
        f"""SELECT {", ".join((_ALWAYS, *asked))}
        FROM asked AS a CROSS JOIN document AS d ON d.id = a.document_id
        CROSS JOIN item AS i ON i.document_id = a.document_id AND {stands(known_on)}
        CROSS JOIN company AS m ON m.id = d.company_id
        CROSS JOIN customer AS c ON c.id = i.customer_id
        ORDER BY a.document_id, i.due_on, i.id""",
        {"day": day, "known_on": known_on},
    )
    return named.rows(cursor)


def open_amount(known_on: int | None) -> str:
    """What is open of item i at the end of :day, as known now or on :known_on."""
    if known_on is None:
        return """i.open_amount - coalesce((SELECT sum(e.amount) FROM entry AS e
            WHERE e.item_id = i.id AND e.effective_on > :day AND e.superseded_on IS NULL), 0)"""
    return f"""coalesce((SELECT sum(e.amount) FROM entry AS e WHERE e.item_id = i.id
            AND e.effective_on <= :day AND {known(known_on)}), 0)"""


def customers(
    connection: sqlite3.Connection, day: int, known_on: int | None
) -> dict[int, dict[str, Any]]:
    """Customers of whom exports dated after `day` speak, as those up to it had them.

    Newer beats older, a blank says nothing; where all came later, the first of them speaks.
    """
    names = ", ".join(f"f.{name}" for name in OF_CUSTOMER.values())
    rows = connection.execute(
        f"""WITH said AS (SELECT id, customer_id, as_of, import_id FROM customer_fact
            UNION ALL SELECT f.id, f.customer_id, m.as_of, m.id FROM customer_fact AS f
            JOIN sighting AS g ON g.kind = 'customers' AND g.fact_id = f.id
            JOIN import AS m ON m.id = g.import_id)
        SELECT s.customer_id, s.as_of <= :day, {names} FROM said AS s
        JOIN customer_fact AS f ON f.id = s.id JOIN import AS n ON n.id = s.import_id
        WHERE n.recorded_on <= coalesce(:known_on, n.recorded_on) AND s.customer_id IN (
            SELECT r.customer_id FROM said AS r JOIN import AS p ON p.id = r.import_id
            WHERE r.as_of > :day OR p.recorded_on > :known_on)
        ORDER BY s.as_of, s.import_id""",
        {"day": day, "known_on": known_on},
    )
    found: dict[int, dict[str, Any]] = {}
    for customer, in_time, *values in rows:
        known = found.setdefault(customer, {})
        if in_time or not known:
            said = zip(OF_CUSTOMER, values, strict=True)
            known.update({name: value for name, value in said if value is not None or not known})
    return {customer: dict.fromkeys(OF_CUSTOMER) | known for customer, known in found.items()}


def imports_known(connection: sqlite3.Connection, known_on: int) -> set[int]:
    """The imports recorded on or before a day."""
    rows = connection.execute("SELECT id FROM import WHERE recorded_on <= ?", (known_on,))
    return {int(number) for (number,) in rows}


def restated(connection: sqlite3.Connection, day: int, known_on: int | None) -> list[int]:
    """The late invoices of which an export may have said something else up to a day.

    Those are invoices with a row dated after it; with a listing that goes on where an invoice row
    came between; with a newer sighting of a row that another had replaced; and with anything
    recorded after `known_on`, where that is given.
    """
    known = known_on is not None
    rows = connection.execute(
        f"""WITH late AS (SELECT DISTINCT document_id FROM temp.late_invoice),
            said AS (SELECT document_id, max(as_of) AS newest, max(recorded_on) AS recorded_on
                FROM ({_facts("invoices", known=known)}
                    UNION ALL {_facts("open_items", known=known)})
                GROUP BY document_id HAVING count(*) > 1 OR max(recorded_on) > :known_on)
        SELECT y.document_id FROM said AS y
        WHERE y.newest > :day OR y.recorded_on > :known_on
            OR EXISTS (SELECT 1 FROM item AS i JOIN invoice_fact AS f ON f.item_id = i.id
                WHERE i.document_id = y.document_id
                AND (EXISTS (SELECT 1 FROM open_item_fact AS r WHERE r.item_id = f.item_id
                        AND r.as_of < f.as_of AND coalesce(r.last_on, :day + 1) > :day)
                    OR EXISTS (SELECT 1 FROM invoice_fact AS g WHERE g.item_id = f.item_id
                        AND g.as_of > f.as_of AND EXISTS (SELECT 1 FROM sighting AS s
                            JOIN import AS n ON n.id = s.import_id
                            WHERE s.kind = 'invoices' AND s.fact_id = f.id AND n.as_of > :day))))
            {_SEEN_LATER if known else ""}""",
        {"day": day, "known_on": known_on},
    )
    return [int(number) for (number,) in rows]


def _facts(kind: str, *, known: bool) -> str:
    """The rows that speak of late invoices: document, day, and the day they were recorded."""
    table = {"invoices": "invoice_fact", "open_items": "open_item_fact"}[kind]
    recorded = "n.recorded_on" if known else "NULL"
    imported = "CROSS JOIN import AS n ON n.id = f.import_id" if known else ""
    return f"""SELECT t.document_id, f.as_of, {recorded} AS recorded_on FROM late AS t
        CROSS JOIN item AS i ON i.document_id = t.document_id
        CROSS JOIN {table} AS f ON f.item_id = i.id {imported}"""


_SEEN_LATER = """OR EXISTS (SELECT 1 FROM item AS i JOIN invoice_fact AS f ON f.item_id = i.id
    JOIN sighting AS s ON s.kind = 'invoices' AND s.fact_id = f.id
    JOIN import AS n ON n.id = s.import_id
    WHERE i.document_id = y.document_id AND n.recorded_on > :known_on)"""
