"""Jobs in SQL: what is known of work on a day, and how much of it no invoice has billed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store import newest, recorded
from artui.store.columns import day as day_of
from artui.store.facts.jobs import KIND

if TYPE_CHECKING:
    from artui.store.aging import Scope

#: Statuses of jobs that nobody will ever bill.
_DROPPED = "('void', 'cancelled', 'canceled')"


def known(known_on: int | None) -> str:
    """Table `job`, or a select in brackets of its rows as they were known at :known_on."""
    return newest.rows("job", KIND, known_on, f"{day_of('f.completed_at')} AS completed_on")


def unbilled(scope: Scope, drafts: str = "") -> str:
    """A select by customer_id and currency of `unbilled_jobs`: completed, and not yet invoiced.

    Of a job its amount less what invoices that name it billed in its currency, never below 0. A
    credit note takes back what was billed, and makes nothing of it work to be billed again.

    Args:
        scope: which jobs, completed on or before its day.
        drafts: a select of currency, company_id, job_id and amount of draft invoices that are
            exposure themselves; none where they are not.
    """
    drafted = f"drafted AS MATERIALIZED ({drafts})," if drafts else ""
    return f"""WITH {drafted} done AS MATERIALIZED (
            SELECT j.company_id, j.key, j.customer_id, j.currency, j.amount
            FROM {known(scope.known_on)} AS j WHERE {COMPLETED} {_only(scope)}),
        rest AS MATERIALIZED (SELECT j.customer_id, j.currency,
                {left(scope, drafts=bool(drafts))} AS amount FROM done AS j)
        SELECT customer_id, currency, sum(amount) AS unbilled_jobs
        FROM rest GROUP BY customer_id, currency"""


#: Of a job j, that it is work to be billed on the day. Most jobs are completed, and what they were
#: billed is found the faster the more they are looked up in the order in which they came.
COMPLETED = f"""+j.completed_on <= :as_of AND j.amount > 0
            AND coalesce(lower(j.status), '') NOT IN {_DROPPED}"""


def left(scope: Scope, *, drafts: bool) -> str:
    """What is left to be billed of a completed job j, in minor units.

    Args:
        scope: as of when.
        drafts: whether what the drafts in CTE `drafted` bill is exposure itself.
    """
    return f"max(0, j.amount - (({invoiced(scope)}) + ({_DRAFTED if drafts else 0})))"


def invoiced(scope: Scope, row: str = "j", key: str = "key") -> str:
    """What invoices billed of a job, looked up from the job: most ask about few of them.

    Args:
        scope: up to when.
        row: the row with the job's company_id and currency.
        key: its column with the job's key.
    """
    return f"""SELECT coalesce(sum(e.amount), 0) FROM job_named AS w
            CROSS JOIN item AS i ON i.job_id = w.written AND i.currency = {row}.currency
            CROSS JOIN document AS d ON d.id = i.document_id AND d.company_id = {row}.company_id
                AND d.family = 'invoice'
            CROSS JOIN entry AS e ON e.item_id = i.id AND e.kind = 'billed' AND e.amount > 0
                AND e.effective_on <= :as_of AND {recorded.known(scope.known_on)}
            WHERE w.key = {row}.{key}"""


_DRAFTED = """SELECT coalesce(sum(f.amount), 0) FROM job_named AS w
            CROSS JOIN drafted AS f ON f.job_id = w.written AND f.currency = j.currency
                AND f.company_id = j.company_id WHERE w.key = j.key"""


def _only(scope: Scope) -> str:
    if scope.moved:
        return "AND j.customer_id IN (SELECT customer_id FROM moved)"
    return "AND j.customer_id = :customer_id" if scope.customer_id is not None else ""
