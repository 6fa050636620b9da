"""What was paid on invoices, and how long after they were dated and due. In SQL.

Paid is what payments gave, what exports say was settled, and what lists of open items show to be
paid; credit notes and adjustments are no payments. What is taken back counts as less than nothing
on the day it is taken back, and as old as the payment that is taken back was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.store.kpis.grouping import APART, Part
from artui.store.recorded import known, of_item, version

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.store.aging import Scope
    from artui.store.kpis.grouping import Slice

_KINDS = "('payment', 'reversed', 'settled', 'inferred')"


class Paid(NamedTuple):
    """What one part paid in a span of days; minor units, and minor units x days.

    Attributes:
        part: company, class and segment.
        currency: of the amounts.
        amount: what was paid, less what was taken back.
        days: of each amount, the days from invoice to payment.
        late: of each amount, the days from the due date to the payment, an early one's 0.
        inferred: what of the amount only lists of open items show.
    """

    part: Part
    currency: str
    amount: int
    days: int
    late: int
    inferred: int


def paid(connection: sqlite3.Connection, scope: Scope, first: int) -> list[Paid]:
    """What was paid from a day to the scope's, by company, class, segment and currency."""
    rows = connection.execute(
        f"""WITH paid AS ({_paid(scope)})
        SELECT {APART}, s.currency, sum(s.amount), sum(s.amount * (s.paid_on - s.billed_on)),
            sum(s.amount * max(0, s.paid_on - s.due_on)),
            sum(CASE WHEN s.kind = 'inferred' THEN s.amount ELSE 0 END)
        {_JOINED} WHERE {_CONDITION} AND {scope.filters()}
        GROUP BY m.code, d.class, coalesce(c.segment, ''), s.currency
        ORDER BY m.code, d.class, coalesce(c.segment, ''), s.currency""",
        scope.parameters() | {"first": first},
    )
    return [Paid(Part(*row[:3]), *row[3:]) for row in rows]


class Payment(NamedTuple):
    """What was paid on an item of an invoice on one day; minor units, negative is taken back.

    `paid_on` is the day of the payment, also where it is taken back on `on`.
    """

    document: str
    label: str
    customer: str
    on: int
    amount: int
    paid_on: int
    billed_on: int
    due_on: int
    kind: str
    import_id: int
    line: int | None


def payments(
    connection: sqlite3.Connection, scope: Scope, first: int, of: Slice
) -> Iterator[Payment]:
    """What is behind the sums of one group, by day and document."""
    rows = connection.execute(
        f"""WITH paid AS ({_paid(scope)})
        SELECT d.number, s.label, c.number, s.effective_on, s.amount, s.paid_on, s.billed_on,
            s.due_on, s.kind, s.import_id, s.line
        {_JOINED} WHERE {_CONDITION} AND {scope.filters()} AND {of.condition("s.currency")}
        ORDER BY s.effective_on, m.code, d.number, d.id, s.label, s.id""",
        scope.parameters() | {"first": first} | of.parameters(),
    )
    return (Payment(*row) for row in rows)


_JOINED = """FROM paid AS s JOIN document AS d ON d.id = s.document_id
    JOIN customer AS c ON c.id = s.customer_id JOIN company AS m ON m.id = c.company_id"""
_CONDITION = "d.family = 'invoice' AND s.paid_on IS NOT NULL AND NOT s.credited"


def _paid(scope: Scope) -> str:
    """Every payment on an item that was owed, and what was taken back; positive is paid."""
    earlier = f"""SELECT max(p.effective_on) FROM entry AS p WHERE p.item_id = e.item_id
        AND p.counter_item_id IS e.counter_item_id AND p.amount < 0 AND p.kind IN {_KINDS}
        AND p.effective_on <= e.effective_on AND {known(scope.known_on, "p")}"""
    credited = """EXISTS (SELECT 1 FROM item AS o JOIN document AS x ON x.id = o.document_id
        WHERE o.id = e.counter_item_id AND x.family = 'invoice')"""
    own = ", ".join(
        f"{of_item(scope.known_on, name)} AS {name}"
        for name in ("customer_id", "currency", "billed_on", "due_on")
    )
    return f"""SELECT e.id, e.kind, e.effective_on, -e.amount AS amount, e.import_id, e.line,
            i.document_id, i.label, {own}, {credited} AS credited,
            CASE WHEN e.amount < 0 THEN e.effective_on ELSE ({earlier}) END AS paid_on
        FROM entry AS e JOIN item AS i ON i.id = e.item_id {version(scope.known_on)}
        WHERE e.effective_on >= :first AND e.effective_on <= :as_of AND e.kind IN {_KINDS}
            AND {known(scope.known_on)} AND {of_item(scope.known_on, "amount")} > 0"""
