"""What is known of late invoices, as rows: their items, and their customers as of a day. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import named

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable

#: What every row has.
_ALWAYS = """d.id AS document_id, i.id AS item_id, i.customer_id AS customer, i.currency, i.due_on,
    i.reason"""
#: What the rules of reasons.yaml may ask of an invoice beyond that; see conditions.FIELDS.
_ASKED = {
    **{f"customer_{name}": f"c.{name}" for name in ("bill_to", "tax_code")},
    **{
        name: f"c.{name}" for name in "segment collector region country po_required autopay".split()
    },
    **{
        name: f"i.{name}"
        for name in (
            "type po_number bill_to tax_code site project job_id quote_id approver completed_at "
            "sent_at amount dunning_level terms"
        ).split()
    },
    "customer_id": "c.number",
    "company": "m.code",
    "class": "nullif(d.class, '')",
}

#: The customer's part of it, by the names their rows have.
_CUSTOMER = {
    "segment": "segment",
    "collector": "collector",
    "region": "region",
    "country": "country",
    "po_required": "po_required",
    "customer_bill_to": "bill_to",
    "customer_tax_code": "tax_code",
    "autopay": "autopay",
}


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
    expressions = _ASKED | {"open_amount": _open(known_on)}
    asked = [f"{of} AS {name}" for name, of in expressions.items() if name in fields]
    cursor = connection.execute(
        f"""SELECT {", ".join((_ALWAYS, *asked))}
        FROM asked AS a CROSS JOIN document AS d ON d.id = a.document_id
        CROSS JOIN item AS i ON i.document_id = a.document_id AND i.void = 0
        CROSS JOIN company AS m ON m.id = d.company_id
        CROSS JOIN customer AS c ON c.id = i.customer_id
        ORDER BY a.document_id, i.due_on, i.id""",
        {"day": day, "known_on": known_on},
    )
    return named.rows(cursor)


def _open(known_on: int | None) -> str:
    if known_on is None:
        return """i.open_amount - coalesce((SELECT sum(e.amount) FROM entry AS e
            WHERE e.item_id = i.id AND e.effective_on > :day AND e.superseded_on IS NULL), 0)"""
    return """coalesce((SELECT sum(e.amount) FROM entry AS e WHERE e.item_id = i.id
            AND e.effective_on <= :day AND e.recorded_on <= :known_on
            AND (e.superseded_on IS NULL OR e.superseded_on > :known_on)), 0)"""


def customers(
    connection: sqlite3.Connection, day: int, known_on: int | None
) -> dict[int, dict[str, Any]]:
    """Customers of whom exports dated after `day` speak, as those up to it had them.

    Newer beats older, a blank says nothing; where all came later, the first of them speaks.
    """
    names = ", ".join(f"f.{name}" for name in _CUSTOMER.values())
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
            named = zip(_CUSTOMER, values, strict=True)
            known.update({name: value for name, value in named if value is not None or not known})
    return {customer: dict.fromkeys(_CUSTOMER) | known for customer, known in found.items()}


def imports_known(connection: sqlite3.Connection, known_on: int) -> set[int]:
    """The imports recorded on or before a day."""
    rows = connection.execute("SELECT id FROM import WHERE recorded_on <= ?", (known_on,))
    return {int(number) for (number,) in rows}
