"""Late invoices held against the rules of reasons.yaml, all of them in one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store import columns
from artui.store.columns import Flag, Money, Text, Whole
from artui.store.conditions import Compiler, equip
from artui.store.evidence import OF_CUSTOMER, RESTATED, open_amount
from artui.store.late import DISPUTED

if TYPE_CHECKING:
    import sqlite3
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from artui.domain.conditions import Condition
    from artui.store.columns import Column

#: What is worked out, and therefore only once where several rules ask.
_FOUND = ("amount", "open_amount", "disputed", "send_latency_hours")


class AsKnown(NamedTuple):
    """What exports up to a day said where newer ones say otherwise: by item, and by customer."""

    items: Mapping[int, Mapping[str, object]]
    customers: Mapping[int, Mapping[str, object]]


class Evidence(NamedTuple):
    """A late invoice with its evidence.

    Attributes:
        document_id: the invoice.
        customer_id: its customer's number.
        currency: what it is owed in.
        amount: its highest day-end past-due amount in the week, in minor units.
        amount_days: the sum of its day-end past-due amounts.
        is_new: 1 where it was past due for the first time.
        said: the reason its export gives, in the export's words.
        rule: the place of the first rule that holds, counted from 0.
    """

    document_id: int
    customer_id: int
    currency: str
    amount: int
    amount_days: int
    is_new: int
    said: str | None
    rule: int | None


def reasons(
    connection: sqlite3.Connection,
    rules: Sequence[Condition | None],
    asked: Counter[str],
    known: AsKnown,
    days: Sequence[int],
    known_on: int | None = None,
) -> list[Evidence]:
    """The rows of TEMP table `late_invoice`, in order, with their evidence; found in one statement.

    Args:
        connection: where `late.find` was asked last.
        rules: in order; None is met by nothing.
        asked: the fields the rules ask about, and how often.
        known: what was said otherwise.
        days: the days of the week that count.
        known_on: only what was recorded by then; None: all that is known.
    """
    _put(connection, "item_then", RESTATED, known.items)
    _put(connection, "customer_then", [*OF_CUSTOMER], known.customers)
    compiler = Compiler(_COLUMNS, "rule")
    rule = compiler.first((place, each) for place, each in enumerate(rules) if each is not None)
    stored = _stored(known, known_on)
    needed = ("currency", "reason", *(name for name in asked if name != "currency"))
    fields = ", ".join(f"{stored[name]} AS {name}_" for name in needed)
    kept = "MATERIALIZED" if any(asked[name] > 1 for name in _FOUND) else "NOT MATERIALIZED"
    rows = equip(connection).execute(
        f"""WITH e AS {kept} (SELECT t.*, {fields}
            FROM temp.late_invoice AS t LEFT JOIN item AS i ON i.id = (
                SELECT f.id FROM item AS f WHERE f.document_id = t.document_id AND f.void = 0
                ORDER BY f.due_on, f.id LIMIT 1)
            LEFT JOIN temp.item_then AS k ON k.id = i.id
            LEFT JOIN document AS d ON d.id = i.document_id
            LEFT JOIN company AS m ON m.id = d.company_id
            LEFT JOIN customer AS c ON c.id = i.customer_id
            LEFT JOIN temp.customer_then AS u ON u.id = i.customer_id)
        SELECT document_id, customer_id, e.currency, amount, amount_days, is_new, reason_, {rule}
        FROM e ORDER BY document_id, e.currency""",
        {"day": days[-1], "first": days[0], "last": days[-1], "known_on": known_on}
        | compiler.parameters,
    )
    return [Evidence._make(row) for row in rows]


def _put(
    connection: sqlite3.Connection,
    table: str,
    names: Sequence[str],
    rows: Mapping[int, Mapping[str, object]],
) -> None:
    """Put what is known of things by their id into a TEMP table."""
    connection.execute(f"DROP TABLE IF EXISTS temp.{table}")
    connection.execute(f"CREATE TEMP TABLE {table} (id INTEGER PRIMARY KEY, {', '.join(names)})")
    connection.execute("SAVEPOINT put")
    connection.executemany(
        f"INSERT INTO temp.{table} VALUES (?{', ?' * len(names)})",
        ((number, *(row[name] for name in names)) for number, row in rows.items()),
    )
    connection.execute("RELEASE put")


def _stored(known: AsKnown, known_on: int | None) -> dict[str, str]:
    """By field, where it stands; amounts are those of all instalments."""
    items, customers = bool(known.items), bool(known.customers)
    of_item = {name: _then("i", "k", name, name, otherwise=items) for name in RESTATED}
    completed, sent = of_item["completed_at"], of_item["sent_at"]
    return {
        **of_item,
        **{
            name: _then("c", "u", column, name, otherwise=customers)
            for name, column in OF_CUSTOMER.items()
        },
        "completed_at": columns.day(completed),
        "sent_at": columns.day(sent),
        "send_latency_hours": columns.seconds_between(completed, sent),
        "amount": _whole(of_item["amount"]),
        "open_amount": _whole(open_amount(known_on)),
        "days_past_due": ":day - i.due_on",
        "disputed": f"EXISTS (SELECT 1 FROM dispute AS x WHERE x.document_id = t.document_id"
        f" AND {DISPUTED})",
        "currency": "i.currency",
        "terms": "i.terms",
        "customer_id": "c.key",
        "company": "m.code",
        "class": "d.class",
    }


def _then(table: str, then: str, column: str, name: str, *, otherwise: bool) -> str:
    """A column as it stands, or as it was said to be up to the day where that is told."""
    stands = f"{table}.{column}"
    return (
        f"CASE WHEN {then}.id IS NULL THEN {stands} ELSE {then}.{name} END" if otherwise else stands
    )


def _whole(amount: str) -> str:
    """The sum of an amount over the instalments of late invoice t."""
    return f"""(SELECT sum({amount}) FROM item AS i LEFT JOIN temp.item_then AS k ON k.id = i.id
        WHERE i.document_id = t.document_id AND i.void = 0)"""


_OF = "e.{}_".format
_COLUMNS: Mapping[str, Column] = {
    **columns.invoice(_OF),
    "open_amount": Money(_OF("open_amount"), columns.exponent(_OF("currency"))),
    **{
        name: Whole(_OF(name))
        for name in ("completed_at", "sent_at", "days_past_due", "dunning_level")
    },
    "send_latency_hours": Whole(_OF("send_latency_hours"), columns.SECONDS_AN_HOUR),
    "disputed": Flag(_OF("disputed")),
    "terms": Text(_OF("terms")),
}
