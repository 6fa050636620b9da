"""Talks with customers, as exports and the desk keep them, and the days customers paid. In SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store import newest
from artui.store.facts.activities import KIND
from artui.store.recorded import known, of_item, version

if TYPE_CHECKING:
    import sqlite3

    from artui.store.aging import Scope
    from artui.store.kpis.counting import Window


class Talk(NamedTuple):
    """A talk with a customer.

    Attributes:
        key: the group.
        customer_id: the customer's row number.
        customer: the customer's number.
        on: the day.
        at: ISO text of the time, or of the day alone.
        direction: out for ours, in for theirs.
        subject: what it was about.
        outcome: what came of it.
        document_id: the invoice it was about; None for none.
        number: the activity's number, or that of the entry on the desk.
        reason: the reason that a person chose for the invoice; None for none.
        import_id: None on the desk.
        line: None on the desk.
    """

    key: str
    customer_id: int
    customer: str
    on: int
    at: str
    direction: str
    subject: str
    outcome: str
    document_id: int | None
    number: str
    reason: str | None
    import_id: int | None
    line: int | None


def talks(connection: sqlite3.Connection, window: Window, since: int) -> list[Talk]:
    """The talks from a day to the last one seen, in the order they were held.

    Of an entry on the desk that was written on another day than it speaks of the day counts.
    """
    rows = connection.execute(
        f"""WITH talk AS ({_exported(window.scope)} UNION ALL {_ENTERED})
        SELECT {window.key(reason="''")}, c.id, c.number, t.activity_on, t.at, t.direction,
            coalesce(t.subject, ''), coalesce(t.outcome, ''), t.document_id, t.number,
            (SELECT r.reason FROM desk.reason_choice AS r WHERE r.company = m.key
                AND r.class = d.class_key AND r.fiscal_year = d.fiscal_year
                AND r.document = d.key), t.import_id, t.line
        FROM talk AS t JOIN customer AS c ON c.id = t.customer_id
        JOIN company AS m ON m.id = c.company_id LEFT JOIN document AS d ON d.id = t.document_id
        WHERE t.activity_on BETWEEN :since AND :as_of AND t.direction IN ('in', 'out')
            AND {window.scope.filters()}
        ORDER BY t.activity_on, t.at, t.number""",
        {**window.parameters(), "since": since},
    )
    return [Talk(*row) for row in rows]


def _exported(scope: Scope) -> str:
    columns = "at, {f}.activity_on, {f}.direction, {f}.subject, {f}.outcome"
    if scope.known_on is None:
        return f"""SELECT a.customer_id, a.document_id, a.number, a.{columns.format(f="a")},
            a.import_id, a.line FROM activity AS a"""
    return f"""SELECT f.customer_id, a.document_id, a.number, f.{columns.format(f="f")},
            f.import_id, f.line
        FROM ({newest.of(KIND, scope.known_on)}) AS k
        JOIN activity_fact AS f ON f.id = k.fact_id JOIN activity AS a ON a.id = k.subject"""


_ENTERED = """SELECT c.id, d.id, 'desk ' || t.id,
            CASE WHEN date(t.contact_on * 86400, 'unixepoch') = substr(t.at, 1, 10) THEN t.at
                ELSE date(t.contact_on * 86400, 'unixepoch') END,
            t.contact_on, t.direction, t.subject, t.outcome, NULL, NULL
        FROM desk.contact AS t JOIN company AS m ON m.key = t.company
        JOIN customer AS c ON c.company_id = m.id AND c.key = t.customer
        LEFT JOIN document AS d ON d.company_id = m.id AND d.family = 'invoice'
            AND d.key = t.document AND d.class_key = t.class AND d.fiscal_year = t.fiscal_year"""


def paid_on(connection: sqlite3.Connection, window: Window, since: int) -> dict[int, list[int]]:
    """By customer, the days after a day on which a payment came or was seen, in order."""
    rows = connection.execute(
        f"""SELECT DISTINCT {of_item(window.scope.known_on, "customer_id")}, e.effective_on
        FROM entry AS e JOIN item AS i ON i.id = e.item_id {version(window.scope.known_on)}
        JOIN document AS d ON d.id = i.document_id
        WHERE e.effective_on > :since AND e.effective_on <= :as_of AND e.amount < 0
            AND (d.family = 'payment' AND e.kind = 'billed'
                OR d.family = 'invoice' AND e.kind IN ('settled', 'inferred'))
            AND {known(window.scope.known_on)}
        ORDER BY 1, 2""",
        {**window.parameters(), "since": since},
    )
    found: dict[int, list[int]] = {}
    for customer, day in rows:
        found.setdefault(int(customer), []).append(int(day))
    return found
