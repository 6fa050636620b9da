"""Accounts with anything past due, in SQL: what may be claimed of them, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from artui.store import named, quiet
from artui.store.accounts import CUSTOMER
from artui.store.quiet import Quieting
from artui.store.recorded import known

if TYPE_CHECKING:
    import sqlite3

    from artui.store.aging import Scope

_CUSTOMER = f"{CUSTOMER}, m.key AS company_key, c.key AS customer_key"


@dataclass(frozen=True, slots=True)
class Asked:
    """How accounts past due are looked at.

    Attributes:
        quieting: what is left out.
        interest_from: the days past due an item bears interest from; None for none.
        waive: whether the interest on what was paid late since is given up.
    """

    quieting: Quieting = field(default_factory=Quieting)
    interest_from: int | None = None
    waive: bool = True


def past_due(
    connection: sqlite3.Connection, scope: Scope, asked: Asked | None = None
) -> list[dict[str, Any]]:
    """Accounts with anything past due, by customer and currency.

    `amount`, `items` and `oldest_due` leave out what is kept quiet; those parts stand in
    `disputed`, `blocked` (by the ERP), `held` (by the desk) and `promised`. Of what is 0 or less
    days past due only `oldest_due` speaks. `in_dispute` is what is disputed, left out or not.
    `dunned` is the highest level an export reports; `done` and `done_on` the highest tier the
    records have as carried out; `broken` how many promises were broken. `amount_days` is minor
    units times days past due, for interest. `exposure`, `overrun` (minor units), `utilisation`
    (ten-thousandths) and `risk_class` are those of the credit standing as it was kept last.

    Args:
        connection: a reader, with the desk attached.
        scope: which items, as of when.
        asked: what is left out; nothing but disputes and holds unless told.
    """
    asked = asked or Asked()
    return named.rows(connection.execute(select(scope, asked), parameters(scope, asked)))


def parameters(scope: Scope, asked: Asked) -> dict[str, object]:
    """The values that `select` names."""
    return {**asked.quieting.parameters(scope), "interest_from": asked.interest_from}


def select(scope: Scope, asked: Asked) -> str:
    """The statement of `past_due`: one row an account."""
    return f"""{quiet.late(scope, asked.quieting)}, own AS ({carried_out(scope)}),
        account AS (SELECT l.customer_id, l.currency, max(past) AS past,
            sum(CASE WHEN past THEN claimable ELSE 0 END) AS amount,
            sum(past AND claimable > 0) AS items,
            min(CASE WHEN claimable > 0 THEN due_on END) AS oldest_due,
            sum(CASE WHEN past THEN in_dispute ELSE 0 END) AS in_dispute,
            sum(CASE WHEN past THEN disputed ELSE 0 END) AS disputed,
            sum(CASE WHEN past AND blocked THEN undisputed ELSE 0 END) AS blocked,
            sum(CASE WHEN past AND held AND NOT blocked THEN undisputed ELSE 0 END) AS held,
            sum(CASE WHEN past THEN promised ELSE 0 END) AS promised,
            sum({_amount_days(scope, asked)}) AS amount_days,
            max(coalesce(dunning_level, 0)) AS dunned, max(last_dunned) AS last_dunned
            FROM late AS l GROUP BY l.customer_id, l.currency
            HAVING max(past) OR min(CASE WHEN claimable > 0 THEN due_on END) IS NOT NULL)
        SELECT {_CUSTOMER}, a.currency, a.past, a.amount, a.items, a.oldest_due,
            a.in_dispute, a.disputed, a.blocked, a.held, a.promised, a.amount_days, a.dunned,
            a.last_dunned, coalesce(o.tier, 0) AS done, o.executed_on AS done_on,
            p.promise_due_on, p.promise_amount, p.promise_part, coalesce(p.broken, 0) AS broken,
            k.exposure, k.overrun, k.utilisation, k.risk_class
        FROM account AS a JOIN customer AS c ON c.id = a.customer_id
        JOIN company AS m ON m.id = c.company_id
        LEFT JOIN own AS o ON o.customer_id = a.customer_id AND o.currency = a.currency
        LEFT JOIN ({quiet.PROMISE}) AS p ON p.customer_id = a.customer_id
            AND p.currency = a.currency
        LEFT JOIN credit_standing AS k ON k.customer_id = a.customer_id
            AND k.currency = a.currency
        WHERE {scope.filters()}"""


def carried_out(scope: Scope) -> str:
    """The highest tier carried out of each account since it last had nothing past due."""
    only = "" if scope.customer_id is None else "AND x.customer_id = :customer_id"
    return f"""SELECT customer_id, currency, tier, executed_on FROM (
        SELECT x.*, row_number() OVER (PARTITION BY x.customer_id, x.currency
            ORDER BY x.tier DESC, x.executed_on DESC) AS place
        FROM executed AS x WHERE x.executed_on <= :as_of AND {known(scope.known_on, "x")} {only}
            AND NOT EXISTS (SELECT 1 FROM account_reset AS r WHERE r.customer_id = x.customer_id
                AND r.currency = x.currency AND r.reset_on > x.executed_on
                AND r.reset_on <= :seen)) WHERE place = 1"""


def _amount_days(scope: Scope, asked: Asked) -> str:
    """Minor units times days past due of an item that bears interest, since its due date.

    What was paid late bears it up to the day it was paid, unless that is waived.
    """
    if asked.interest_from is None:
        return "0"
    paid = ""
    if not asked.waive:
        paid = f"""+ (SELECT sum(e.amount * (:as_of - max(l.due_on, e.effective_on)))
            FROM entry AS e WHERE e.item_id = l.item_id AND e.effective_on <= :as_of
                AND {known(scope.known_on)}) - open_amount * (:as_of - due_on)"""
    return f"""CASE WHEN due_on <= :as_of - max(1, :interest_from)
        THEN claimable * (:as_of - due_on) {paid} ELSE 0 END"""


def left_over(connection: sqlite3.Connection, scope: Scope) -> list[dict[str, Any]]:
    """Fees and interest that were still to be claimed when an account's invoices were paid."""
    one = "" if scope.customer_id is None else "AND r.customer_id = :customer_id"
    return named.rows(
        connection.execute(
            f"""SELECT {_CUSTOMER}, r.currency, sum(r.fee) AS fee, sum(r.interest) AS interest
            FROM account_reset AS r JOIN customer AS c ON c.id = r.customer_id
            JOIN company AS m ON m.id = c.company_id
            WHERE r.reset_on <= :seen AND {scope.filters()} {one}
            GROUP BY r.customer_id, r.currency HAVING sum(r.fee) + sum(r.interest) > 0""",
            {**scope.parameters(), "seen": quiet.seen(scope)},
        )
    )
