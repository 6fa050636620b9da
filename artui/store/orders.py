"""Orders in SQL: what customers ordered that is neither billed nor counted as work to be billed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store import jobs, newest
from artui.store.facts.orders import KIND

if TYPE_CHECKING:
    import sqlite3

    from artui.store.aging import Scope

#: Statuses of orders of which nothing is left where their export gives no open amount: those that
#: were billed, and those that never will be.
_BILLED = "'closed', 'complete', 'completed', 'done', 'invoiced', 'billed'"
_DROPPED = "'cancelled', 'canceled', 'void', 'rejected'"
_STATUS = "coalesce(lower(o.status), '')"
_OPEN = f"""max(0, coalesce(o.open_amount,
            CASE WHEN {_STATUS} NOT IN ({_BILLED}, {_DROPPED}) THEN o.amount ELSE 0 END))"""
#: What was to be billed when the order was told of: all of it where its export does not say.
_TOLD = f"""max(0, coalesce(o.open_amount,
            CASE WHEN {_STATUS} NOT IN ({_DROPPED}) THEN o.amount ELSE 0 END))"""


def told_later(connection: sqlite3.Connection, day: int) -> bool:
    """Whether an export tells how orders stood after a day."""
    (later,) = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM sales_order WHERE said_on > ?)", (day,)
    ).fetchone()
    return bool(later)


def known(scope: Scope, *, past: bool = False) -> str:
    """Table `sales_order`, or a select in brackets of its rows as they were known and stood then.

    An order of which exports up to the scope's day do not tell stands as the first after it says.

    Args:
        scope: as of when, and as known when.
        past: whether exports tell how orders stood after its day, as `told_later` finds.
    """
    by_day = past or scope.known_on is not None
    return newest.rows("sales_order", KIND, scope.known_on, "n.said_on", by_day=by_day)


def standing(scope: Scope, drafts: str = "", *, unbilled: bool = False, past: bool = False) -> str:
    """A select by customer_id and currency of `open_orders`: ordered by the day, and not counted.

    Of the orders of a job what invoices billed since they were told of is taken off, or ever billed
    where no open amount is told; further what its drafts and its completed work already count for
    the customer; never below 0. An order without a date was placed before any day.

    Args:
        scope: which orders, as of when.
        drafts: a select of currency, customer_id, company_id, job_id and amount of draft invoices
            that are exposure themselves; none where they are not.
        unbilled: whether completed work that is not invoiced is exposure itself.
        past: whether exports tell how orders stood after the scope's day.
    """
    ctes = [f"drafted AS MATERIALIZED ({drafts})"] if drafts else []
    if unbilled and scope.known_on is not None:
        ctes.append(f"work AS MATERIALIZED (SELECT * FROM {jobs.known(scope.known_on)})")
    ctes.append(_ordered(scope, past=past))
    counted, joined = _DRAFTED if drafts else "0", ""
    if unbilled:
        counted += f" + coalesce({jobs.left(scope, drafts=bool(drafts))}, 0)"
        joined = f"""LEFT JOIN {"job" if scope.known_on is None else "work"} AS j
            ON j.company_id = o.company_id AND j.key = o.job_key AND j.customer_id = o.customer_id
            AND j.currency = o.currency AND {jobs.COMPLETED}"""
    billed = f"({jobs.invoiced(scope, 'o', 'job_key')} AND e.effective_on > o.since)"
    left = f"min(o.amount, o.told - {billed}) - ({counted})"
    return f"""WITH {", ".join(ctes)}
        SELECT o.customer_id, o.currency, sum(max(0, {left})) AS open_orders
        FROM ordered AS o {joined} GROUP BY o.customer_id, o.currency"""


def _ordered(scope: Scope, *, past: bool) -> str:
    """CTE `ordered`: what is open of the orders of a job, and of those of none together.

    `told` is what there was to be billed of them all at the end of day `since`.
    """
    return f"""ordered AS MATERIALIZED (
            SELECT o.company_id, o.customer_id, o.currency, o.job_key, sum({_OPEN}) AS amount,
                sum({_TOLD}) AS told,
                max(CASE WHEN o.open_amount IS NULL THEN {_EVER} ELSE o.said_on END) AS since
            FROM {known(scope, past=past)} AS o
            WHERE coalesce(o.ordered_on, :as_of) <= :as_of {_only(scope)}
            GROUP BY o.company_id, o.customer_id, o.currency, o.job_key HAVING sum({_OPEN}) > 0)"""


#: Before any day there is.
_EVER = -1_000_000

_DRAFTED = """(SELECT coalesce(sum(f.amount), 0) FROM job_named AS w
            CROSS JOIN drafted AS f ON f.job_id = w.written AND f.currency = o.currency
                AND f.company_id = o.company_id AND f.customer_id = o.customer_id
            WHERE w.key = o.job_key)"""


def _only(scope: Scope) -> str:
    if scope.moved:
        return "AND o.customer_id IN (SELECT customer_id FROM moved)"
    return "AND o.customer_id = :customer_id" if scope.customer_id is not None else ""
