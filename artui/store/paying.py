"""How accounts pay, in SQL: what they paid how late, and which promises they broke."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.domain.escalation import after_business_days
from artui.domain.risk import Paid

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from artui.domain.risk import Span
    from artui.store.aging import Scope
    from artui.store.entered import Promise

#: A customer's row number and a currency.
Account = tuple[int, str]


class Payments(NamedTuple):
    """What an account paid before the recent days of a span, and in them."""

    earlier: Paid
    recent: Paid


def payments(connection: sqlite3.Connection, scope: Scope, span: Span) -> dict[Account, Payments]:
    """What reduced invoices in a span, weighted by the days after they were due; early is 0.

    What a payment gave and lost again is left out. The scope's day is the span's last.
    """
    named = {**scope.parameters(), **span._asdict()}
    return {
        (int(customer), str(currency)): Payments(Paid(*earlier), Paid(*recent))
        for customer, currency, *sums in connection.execute(_paid(scope), named)
        for earlier, recent in [(sums[:2], sums[2:])]
    }


def _paid(scope: Scope) -> str:
    known, versions = "e.superseded_on IS NULL", ""
    due_on, customer = "i.due_on", "i.customer_id"
    if scope.known_on is not None:
        known = (
            "e.recorded_on <= :known_on"
            " AND (e.superseded_on IS NULL OR e.superseded_on > :known_on)"
        )
        versions = """LEFT JOIN item_version AS v ON v.item_id = i.id
            AND v.recorded_on <= :known_on AND v.superseded_on > :known_on"""
        due_on, customer = f"coalesce(v.due_on, {due_on})", f"coalesce(v.customer_id, {customer})"
    late = "amount * max(0, paid_on - due_on)"
    recent = "paid_on > :recent_before"
    return f"""WITH given AS (
            SELECT {customer} AS customer_id, i.currency, {due_on} AS due_on,
                max(CASE WHEN e.amount < 0 THEN e.effective_on END) AS paid_on,
                -sum(e.amount) AS amount
            FROM {_paid_items(scope)} {versions}
            WHERE i.amount > 0 AND e.kind <> 'billed' AND {known}
                AND e.effective_on > :before AND e.effective_on <= :last
            GROUP BY i.id, e.counter_item_id,
                CASE WHEN e.counter_item_id IS NULL THEN e.effective_on END
            HAVING -sum(e.amount) > 0)
        SELECT g.customer_id, g.currency,
            sum(CASE WHEN {recent} THEN 0 ELSE amount END),
            sum(CASE WHEN {recent} THEN 0 ELSE {late} END),
            sum(CASE WHEN {recent} THEN amount ELSE 0 END),
            sum(CASE WHEN {recent} THEN {late} ELSE 0 END)
        FROM given AS g JOIN customer AS c ON c.id = g.customer_id
        JOIN company AS m ON m.id = c.company_id WHERE {scope.filters()}
        GROUP BY g.customer_id, g.currency"""


def _paid_items(scope: Scope) -> str:
    """The entries of all, in order of effect; of few customers, those of their paid items."""
    if scope.moved or scope.customer_id is not None:
        return f"""item AS i JOIN entry AS e ON e.item_id = i.id
            AND i.open_amount <> i.amount {scope.only()}"""
    return "entry AS e JOIN item AS i ON i.id = e.item_id"


def broken(
    connection: sqlite3.Connection,
    promises: Iterable[Promise],
    span: Span,
    grace_days: int = 0,
    known_on: int | None = None,
) -> dict[Account, int]:
    """How many promises of a span each account broke.

    A promise is broken where its day and the grace have passed, and from the day it was made until
    then less came in than was promised: as cash, or as what exports show to have been paid.

    Args:
        connection: the main database; a TEMP table is made on it.
        promises: what stands on the desk.
        span: the days they were due in.
        grace_days: Mondays to Fridays a promise still runs after the day it was due.
        known_on: only what was recorded and promised by then; None for all that is known.
    """
    due = [
        (*one[:6], until)
        for one in promises
        if one.due_on > span.before
        and (one.withdrawn_on is None or one.withdrawn_on > span.last)
        and (known_on is None or one.promised_on <= known_on)
        and (until := after_business_days(one.due_on, grace_days)) < span.last
    ]
    if not due:
        return {}
    connection.execute("DROP TABLE IF EXISTS temp.promised")
    connection.execute(
        """CREATE TEMP TABLE promised (id INTEGER PRIMARY KEY, customer_id INTEGER, currency TEXT,
        document TEXT, amount INTEGER, promised_on INTEGER, until INTEGER)"""
    )
    connection.executemany(
        """INSERT INTO promised (customer_id, currency, document, amount, promised_on, until)
        SELECT c.id, ?3, ?4, ?5, ?6, ?7 FROM company AS m
        JOIN customer AS c ON c.company_id = m.id AND c.key = ?2 WHERE m.key = ?1""",
        due,
    )
    rows = connection.execute(_broken(known_on), {"known_on": known_on}).fetchall()
    connection.execute("DROP TABLE temp.promised")
    return {(int(customer), str(currency)): int(number) for customer, currency, number in rows}


def _broken(known_on: int | None) -> str:
    """What moved accounts other than by billing, held against each promise."""
    known = "e.superseded_on IS NULL"
    if known_on is not None:
        known = (
            "e.recorded_on <= :known_on"
            " AND (e.superseded_on IS NULL OR e.superseded_on > :known_on)"
        )
    return f"""WITH flow AS MATERIALIZED (
            SELECT i.customer_id, i.currency, d.key, d.family, e.kind, e.effective_on, e.amount
            FROM entry AS e JOIN item AS i ON i.id = e.item_id
            JOIN document AS d ON d.id = i.document_id
            WHERE {known}
                AND e.effective_on >= (SELECT min(promised_on) FROM promised)
                AND e.effective_on <= (SELECT max(until) FROM promised)
                AND i.customer_id IN (SELECT customer_id FROM promised)),
        kept AS (SELECT p.id, p.customer_id, p.currency, p.amount,
                -coalesce(sum(f.amount), 0) AS received
            FROM promised AS p LEFT JOIN flow AS f ON f.customer_id = p.customer_id
                AND f.currency = p.currency AND f.effective_on >= p.promised_on
                AND f.effective_on <= p.until
                AND CASE WHEN p.document IS NULL THEN f.kind <> 'billed' OR f.family = 'payment'
                    ELSE f.key = p.document AND f.family = 'invoice'
                        AND f.kind NOT IN ('billed', 'credit') END
            GROUP BY p.id)
        SELECT customer_id, currency, count(*) FROM kept WHERE received < amount
        GROUP BY customer_id, currency"""
