"""How accounts pay, in SQL: what they paid, and how late."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from artui.domain.risk import Paid
from artui.store.recorded import known, of_item, version

if TYPE_CHECKING:
    import sqlite3

    from artui.domain.risk import Span
    from artui.store.aging import Scope
    from artui.store.promises import Account


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
    names = ("due_on", "customer_id", "currency", "amount")
    due_on, customer, currency, billed = (of_item(scope.known_on, name) for name in names)
    late = "amount * max(0, paid_on - due_on)"
    recent = "paid_on > :recent_before"
    return f"""WITH given AS (
            SELECT {customer} AS customer_id, {currency} AS currency, {due_on} AS due_on,
                max(CASE WHEN e.amount < 0 THEN e.effective_on END) AS paid_on,
                -sum(e.amount) AS amount
            FROM {_paid_items(scope)} {version(scope.known_on)}
            WHERE {billed} > 0 AND e.kind <> 'billed' AND {known(scope.known_on)}
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
    """The entries of all, in order of effect; of few customers, item by item.

    What is open in full may have been paid, and opened again.
    """
    if scope.known_on is None and (scope.moved or scope.customer_id is not None):
        return f"item AS i JOIN entry AS e ON e.item_id = i.id {scope.only()}"
    return f"entry AS e JOIN item AS i ON i.id = e.item_id {scope.only()}"
