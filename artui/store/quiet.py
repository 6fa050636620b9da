"""What keeps an item quiet, in SQL: disputes, holds, running promises, blocks of the ERP."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from artui.store import promised
from artui.store.aging import disputed
from artui.store.dunning import reported
from artui.store.recorded import known

if TYPE_CHECKING:
    from artui.store.aging import Scope


#: How long a promise that was not kept is told of, while it is not made good.
REMEMBERED_DAYS = 90


@dataclass(frozen=True, slots=True)
class Quieting:
    """What is left out of an account, and from when on it is looked at.

    Attributes:
        from_days: the days past due an item is looked at from; it may be negative.
        disputed: part, item or none: what a dispute leaves out.
        running_from: the earliest day a promise may have been due that still runs; None where
            nobody asks for promises.
        promise: whether running promises are left out.
        kept_percent: the share of the promised amount that keeps a promise.
        plan_ends: whether a plan of several parts runs no more once one of them was not kept.
    """

    from_days: int = 1
    disputed: str = "part"
    running_from: int | None = None
    promise: bool = True
    kept_percent: Decimal = Decimal(100)
    plan_ends: bool = True

    def parameters(self, scope: Scope) -> dict[str, object]:
        """The values the statement names, the scope's among them."""
        forgiven = 1 - Fraction(self.kept_percent) / 100
        return {
            **scope.parameters(),
            "from_days": self.from_days,
            "running_from": self.running_from,
            "broken_from": scope.as_of - REMEMBERED_DAYS,
            "seen": seen(scope),
            "forgiven": forgiven.numerator,
            "forgiven_of": forgiven.denominator,
        }


def seen(scope: Scope) -> int:
    """The last day whose entries on the desk are seen: as of a day, and as known on one."""
    return scope.as_of if scope.known_on is None else min(scope.as_of, scope.known_on)


_DISPUTED = {
    "part": "s.disputed",
    "item": "CASE WHEN s.disputed > 0 THEN s.open_amount ELSE 0 END",
    "none": "0",
}


def late(scope: Scope, quieting: Quieting) -> str:
    """CTEs up to `late`: every item past due, and how much of it may be claimed.

    Of an item's open amount the disputed part comes off first. What is left is `blocked` where the
    ERP says so, else held where the desk does; else running promises come off, and the rest is
    `claimable`.
    """
    return f"""WITH {disputed(scope)}, {_HELD}, {_pledges(scope, quieting)},
        item_state AS MATERIALIZED (SELECT s.item_id, s.document_id, s.customer_id, s.currency,
                s.due_on, s.billed_on, s.open_amount, s.due_on < :as_of AS past,
                s.disputed AS in_dispute, {_DISPUTED[quieting.disputed]} AS disputed,
                {reported(scope, "dunning_level")} AS dunning_level,
                {reported(scope, "last_dunned")} AS last_dunned,
                coalesce({reported(scope, "dunning_block")}, '') <> '' AS blocked,
                s.customer_id IN (SELECT customer_id FROM held_customer)
                    OR (s.customer_id IN (SELECT customer_id FROM held_account)
                        AND EXISTS (SELECT 1 FROM held_account AS h
                            WHERE h.customer_id = s.customer_id AND h.currency = s.currency))
                    OR s.document_id IN (SELECT document_id FROM held_document) AS held
            FROM aged AS s JOIN item AS i ON i.id = s.item_id
            WHERE s.open_amount > 0 AND s.due_on <= :as_of - :from_days),
        {_PROMISED},
        late AS (SELECT l.*, l.open_amount - l.disputed AS undisputed,
                coalesce(min(p.amount, l.open_amount - l.disputed), 0) AS promised,
                CASE WHEN l.blocked OR l.held THEN 0
                    ELSE l.open_amount - l.disputed
                        - coalesce(min(p.amount, l.open_amount - l.disputed), 0)
                    END AS claimable
            FROM item_state AS l LEFT JOIN promised AS p ON p.item_id = l.item_id)"""


#: Holds of the desk that stand: of a customer in every currency, in one, and of documents.
_STANDS = """h.held_on <= :seen AND (h.released_on IS NULL OR h.released_on > :seen)
    AND (h.until IS NULL OR h.until >= :as_of)"""
_HELD = f"""held AS (SELECT h.id, m.id AS company_id, c.id AS customer_id, h.currency, h.class,
                h.fiscal_year, h.document
            FROM desk.hold AS h JOIN company AS m ON m.key = h.company
            JOIN customer AS c ON c.company_id = m.id AND c.key = h.customer WHERE {_STANDS}),
        held_customer AS (SELECT customer_id FROM held
            WHERE document IS NULL AND currency IS NULL),
        held_account AS (SELECT customer_id, currency FROM held
            WHERE document IS NULL AND currency IS NOT NULL),
        held_document AS (SELECT d.id AS document_id FROM held AS h
            JOIN document AS d ON d.company_id = h.company_id AND d.key = h.document
                AND d.class_key = h.class AND d.fiscal_year = h.fiscal_year)"""


def _pledges(scope: Scope, quieting: Quieting) -> str:
    """CTEs `pledge` to `pledged`: what is still to come of promises, by account or document.

    What was received counts from the day after the promise, of what was billed by then; the parts
    of one plan share it, first due first. Of a plan of which a part is past and not made good no
    part runs any more, unless the policy lets it.
    """
    only = "" if scope.customer_id is None else "AND p.customer_id = :customer_id"
    return f"""pledge AS MATERIALIZED (SELECT p.id, p.customer_id, p.currency, p.document_id,
                p.amount, p.promised_on, p.due_on, coalesce(p.plan, p.id) AS plan,
                p.plan IS NOT NULL AS in_parts
            FROM ({promised.made(scope.known_on)}) AS p
            WHERE p.promised_on <= :seen AND (p.due_on >= min(:running_from, :broken_from)
                    OR p.plan IN (SELECT x.plan FROM {promised.DESK} AS x
                        WHERE x.due_on >= min(:running_from, :broken_from)))
                AND (p.withdrawn_on IS NULL OR p.withdrawn_on > :seen)
                AND (NOT p.named OR p.document_id IS NOT NULL) {only}),
        since AS MATERIALIZED (SELECT i.customer_id, i.currency, i.document_id, i.billed_on,
                e.effective_on, sum(e.amount) AS amount
            FROM entry AS e JOIN item AS i ON i.id = e.item_id
            WHERE e.effective_on > (SELECT min(promised_on) FROM pledge)
                AND e.effective_on <= :as_of AND {known(scope.known_on)} {scope.only()}
            GROUP BY 1, 2, 3, 4, 5),
        placed AS (SELECT p.*, row_number() OVER in_turn AS part,
                count(*) OVER (PARTITION BY p.plan) AS parts,
                sum(p.amount) OVER in_turn + coalesce((SELECT sum(s.amount) FROM since AS s
                    WHERE s.customer_id = p.customer_id AND s.currency = p.currency
                        AND (p.document_id IS NULL OR s.document_id = p.document_id)
                        AND s.effective_on > p.promised_on AND s.billed_on <= p.promised_on), 0)
                    AS short
            FROM pledge AS p WINDOW in_turn AS (PARTITION BY p.plan ORDER BY p.due_on, p.id
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)),
        promise_left AS (SELECT p.*, max(0, min(p.amount, p.short)) AS remaining,
                p.due_on < :running_from AS past,
                max(0, min(p.amount, p.short)) * :forgiven_of > p.amount * :forgiven AS wanting
            FROM placed AS p),
        running AS (SELECT p.*, NOT p.past AND NOT ({int(quieting.plan_ends)}
                AND max(p.past AND p.wanting) OVER (PARTITION BY p.plan)) AS runs
            FROM promise_left AS p),
        pledged AS (SELECT customer_id, currency, document_id, sum(remaining) AS amount,
                max(promised_on) AS promised_on
            FROM running WHERE runs AND remaining > 0 AND {int(quieting.promise)}
            GROUP BY 1, 2, 3)"""


#: CTE `promised`: a promise of an account or a document reaches its items first due first.
_PROMISED = """covered AS (SELECT l.item_id, g.amount - coalesce(
                    sum(l.open_amount - l.disputed) OVER (
                    PARTITION BY g.customer_id, g.currency, g.document_id
                    ORDER BY l.due_on, l.item_id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS amount
            FROM pledged AS g JOIN item_state AS l ON l.customer_id = g.customer_id
                AND l.currency = g.currency AND l.billed_on <= g.promised_on
                AND (g.document_id IS NULL OR l.document_id = g.document_id)
                AND NOT l.blocked AND NOT l.held),
        promised AS (SELECT item_id, sum(amount) AS amount FROM covered
            WHERE amount > 0 GROUP BY item_id)"""

#: The promises of each account: the next day due and what is still to come of those that run, and
#: how many were broken and not made good since, for which what keeps a promise is enough. Of a
#: plan `promise_part` says which of its parts is next: "2/3".
PROMISE = """SELECT customer_id, currency,
    min(CASE WHEN runs THEN due_on END) AS promise_due_on,
    sum(CASE WHEN runs THEN remaining END) AS promise_amount,
    max(CASE WHEN runs AND next = 1 AND in_parts THEN part || '/' || parts END) AS promise_part,
    sum(past AND wanting AND due_on >= :broken_from) AS broken
    FROM (SELECT r.*, row_number() OVER (PARTITION BY customer_id, currency
            ORDER BY runs DESC, due_on, id) AS next
        FROM running AS r WHERE remaining > 0) GROUP BY 1, 2"""
