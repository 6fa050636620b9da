"""What had happened to late invoices and their accounts by a day, as rules ask about it. In SQL.

Every expression is over a row t of TEMP table `late_invoice` and its first due item i; days are
named :last and :known_on. What is worked out customer by customer stands in CTEs of its own, and
what Python judges (promises, habits) in TEMP tables that `lay_promises` and `lay_habits` fill.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.store import named
from artui.store.evidence import first_due
from artui.store.recorded import known

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Mapping

    from artui.store.promises import Account

#: The days before the last one in which disputes of a customer count.
DISPUTED_DAYS = 365
#: Shares are counted in 1/10000, habits in 1/100 of a day; both rounded down.
OF_A_SHARE, OF_A_DAY = 10_000, 100

#: What is compared with other fields: by field, which of those have to be known.
NEEDED = {
    "paid_share": ("paid", "amount"),
    "short_paid": ("paid", "amount", "open_amount"),
    "unapplied_covers": ("unapplied_amount", "open_amount"),
    "unapplied_matches": ("unapplied_each", "open_amount"),
    "within_habit": ("usual_days_late", "days_past_due"),
}
_OPENED = "x.opened_on <= :last AND x.recorded_on <= coalesce(:known_on, x.recorded_on)"
_LATE = "(SELECT DISTINCT customer_id FROM temp.late_invoice) AS t"
#: What a payment, or what exports show of one, gave to an invoice; credits and write-offs did not.
_PAID = "('payment', 'reversed', 'settled', 'inferred')"


class Broken(NamedTuple):
    """A promise to pay that was not kept.

    Attributes:
        customer_id: whose.
        currency: of the account.
        document_id: the invoice it was about, None for the account.
        promised_on: the day it was made.
    """

    customer_id: int
    currency: str
    document_id: int | None
    promised_on: int


def needed(fields: Iterable[str]) -> set[str]:
    """The fields, and those they are compared with."""
    wanted = set(fields)
    return wanted.union(*(NEEDED.get(name, ()) for name in wanted))


def expressions(known_on: int | None) -> dict[str, str]:
    """By field, what it is worked out by; `paid` is what payments gave, in minor units.

    `unapplied_each` has what each payment did not give to any invoice, between commas.
    """
    return {
        "disputes_opened": f"""(SELECT count(*) FROM dispute AS x
            WHERE x.document_id = t.document_id AND {_OPENED})""",
        "customer_disputes_365": """coalesce((SELECT y.disputes FROM customer_disputed AS y
            WHERE y.customer_id = t.customer_id), 0)""",
        "paid": f"""(SELECT coalesce(-sum(e.amount), 0) FROM item AS f
            CROSS JOIN entry AS e ON e.item_id = f.id
            WHERE f.document_id = t.document_id AND e.kind IN {_PAID}
                AND e.effective_on <= :last AND {known(known_on)})""",
        "payment_failed": _failed(known_on),
        "unapplied_amount": """coalesce((SELECT y.amount FROM unapplied AS y
            WHERE y.customer_id = t.customer_id AND y.currency = t.currency), 0)""",
        "unapplied_each": """(SELECT ',' || y.each_amount || ',' FROM unapplied AS y
            WHERE y.customer_id = t.customer_id AND y.currency = t.currency)""",
        "promise_broken": """EXISTS (SELECT 1 FROM temp.broken_promise AS y
            WHERE y.customer_id = t.customer_id AND y.currency = t.currency
                AND (y.document_id = t.document_id
                    OR (y.document_id IS NULL AND i.billed_on <= y.promised_on)))""",
        "usual_days_late": """(SELECT y.days FROM temp.habit AS y
            WHERE y.customer_id = t.customer_id AND y.currency = t.currency)""",
    }


def _failed(known_on: int | None) -> str:
    """A payment came back; what was merely applied elsewhere leaves its amount with the payer."""
    return f"""EXISTS (SELECT 1 FROM item AS f CROSS JOIN entry AS e ON e.item_id = f.id
            WHERE f.document_id = t.document_id AND e.kind = 'reversed'
                AND e.amount > 0 AND e.effective_on <= :last AND {known(known_on)}
                AND NOT EXISTS (SELECT 1 FROM entry AS o WHERE o.item_id = e.counter_item_id
                    AND o.kind = 'reversed' AND o.effective_on = e.effective_on
                    AND o.counter_item_id = e.item_id AND o.amount < 0
                    AND {known(known_on, "o")}))"""


#: What is compared, over the columns of row e that `expressions` gave.
COMPARED = {
    "paid_share": f"""CASE WHEN e.amount_ > 0
        THEN max(0, e.paid_) * {OF_A_SHARE} / e.amount_ END""",
    "short_paid": "e.paid_ > 0 AND e.open_amount_ > 0 AND 2 * e.open_amount_ < e.amount_",
    "unapplied_covers": "e.open_amount_ > 0 AND e.unapplied_amount_ >= e.open_amount_",
    "unapplied_matches": """e.open_amount_ > 0
        AND instr(coalesce(e.unapplied_each_, ''), ',' || e.open_amount_ || ',') > 0""",
    "within_habit": f"e.days_past_due_ * {OF_A_DAY} <= e.usual_days_late_",
}


def tables(fields: Collection[str], known_on: int | None) -> list[str]:
    """The CTEs that some fields are looked up in."""
    made = []
    if "customer_disputes_365" in fields:
        made.append(
            f"""customer_disputed AS MATERIALIZED (SELECT t.customer_id, count(*) AS disputes
            FROM {_LATE} CROSS JOIN dispute AS x ON x.customer_id = t.customer_id
            WHERE x.opened_on > :last - {DISPUTED_DAYS} AND {_OPENED} GROUP BY 1)"""
        )
    if not {"unapplied_amount", "unapplied_each"}.isdisjoint(fields):
        made.append(_unapplied(known_on))
    return made


def _unapplied(known_on: int | None) -> str:
    """CTE `unapplied`: cash of late customers that reduces no invoice, positive; also each part."""
    if known_on is None:
        left = f"""SELECT h.customer_id, h.currency, h.document_id, h.open_amount AS rest
            FROM {_LATE} CROSS JOIN item AS h ON h.customer_id = t.customer_id
            WHERE h.open_amount <> 0 AND h.open_amount < 0 AND h.last_entry_on <= :last
            UNION ALL
            SELECT h.customer_id, h.currency, h.document_id, (
                SELECT sum(e.amount) FROM entry AS e WHERE e.item_id = h.id
                    AND e.effective_on <= :last AND e.superseded_on IS NULL)
            FROM item AS h
            WHERE h.last_entry_on > :last AND h.first_entry_on <= :last AND h.amount < 0"""
    else:
        left = f"""SELECT h.customer_id, h.currency, h.document_id, sum(e.amount) AS rest
            FROM document AS p CROSS JOIN item AS h ON h.document_id = p.id
            CROSS JOIN entry AS e ON e.item_id = h.id
            WHERE p.family = 'payment' AND e.effective_on <= :last AND {known(known_on)}
            GROUP BY h.id HAVING sum(e.amount) < 0"""
    return f"""unapplied AS MATERIALIZED (SELECT l.customer_id, l.currency, -sum(l.rest) AS amount,
                group_concat(-l.rest) AS each_amount
            FROM ({left}) AS l CROSS JOIN document AS p ON p.id = l.document_id
            WHERE p.family = 'payment' AND l.rest < 0 GROUP BY 1, 2)"""


#: Fields that have an expression; the others are compared.
WORKED_OUT = frozenset(expressions(None))


def values(
    connection: sqlite3.Connection, fields: Iterable[str], day: int, known_on: int | None
) -> dict[int, dict[str, Any]]:
    """By late invoice, what some fields are worked out to be, in the units of `expressions`.

    Args:
        connection: where `late.find` or `late.take` was asked last, and conduct was laid.
        fields: names of `expressions`.
        day: the last day that counts.
        known_on: only what was recorded by then; None: all that is known.
    """
    worked, asked = expressions(known_on), sorted(WORKED_OUT.intersection(fields))
    if not asked:
        return {}
    made = tables(asked, known_on)
    cursor = connection.execute(
        f"""{"WITH " if made else ""}{", ".join(made)}
        SELECT t.document_id, {", ".join(f"{worked[name]} AS {name}" for name in asked)}
        FROM temp.late_invoice AS t JOIN item AS i ON i.id = ({first_due("t")})
        WHERE t.currency = i.currency""",
        {"day": day, "last": day, "known_on": known_on},
    )
    return {row.pop("document_id"): row for row in named.rows(cursor)}


def lay_promises(connection: sqlite3.Connection, broken: Iterable[Broken]) -> None:
    """Put promises that were not kept where the statement finds them."""
    connection.execute("DROP TABLE IF EXISTS temp.broken_promise")
    connection.execute(
        "CREATE TEMP TABLE broken_promise (customer_id INTEGER, currency TEXT,"
        " document_id INTEGER, promised_on INTEGER)"
    )
    connection.executemany("INSERT INTO temp.broken_promise VALUES (?, ?, ?, ?)", broken)
    connection.execute("CREATE INDEX temp.broken_promise_of ON broken_promise (customer_id)")


def lay_habits(connection: sqlite3.Connection, habits: Mapping[Account, int]) -> None:
    """Put how late accounts usually pay, in 1/100 of a day, where the statement finds it."""
    connection.execute("DROP TABLE IF EXISTS temp.habit")
    connection.execute(
        "CREATE TEMP TABLE habit (customer_id INTEGER, currency TEXT, days INTEGER,"
        " PRIMARY KEY (customer_id, currency)) WITHOUT ROWID"
    )
    connection.execute("SAVEPOINT lay")
    connection.executemany(
        "INSERT INTO temp.habit VALUES (?, ?, ?)",
        ((*account, days) for account, days in habits.items()),
    )
    connection.execute("RELEASE lay")
