"""Credit standings: where each account stands on one day, kept for the daily screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.store import named
from artui.store.desk.identity import AccountIdentity
from artui.store.listing import Column, Listing, Sort

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence


class Of(NamedTuple):
    """What the standings are of.

    Attributes:
        day: the day.
        policy_id: the policy they were computed under.
        last_customer_fact: the newest fact about customers they know.
        last_invoice_fact: the newest fact about invoices they know.
        last_job_fact: the newest fact about jobs they know.
        last_order_import: the newest import about orders they know.
        last_promised_fact: the newest fact about promises they know.
    """

    day: int
    policy_id: int
    last_customer_fact: int = 0
    last_invoice_fact: int = 0
    last_job_fact: int = 0
    last_order_import: int = 0
    last_promised_fact: int = 0


COLUMNS = (
    "customer_id currency status rank limit_amount insured own_risk exposure open_items"
    " unbilled_jobs open_orders drafts overrun utilisation oldest_overdue_days past_due overdue"
    " overdue_ceiling rule place limit_rule limit_place reason hold_since expected_resolution"
    " release release_amount risk_class risk reviewed_on known_since review_days policy_id"
).split()
#: Ten thousandths: what `utilisation` counts.
SHARE = 10_000


def of(connection: sqlite3.Connection) -> Of | None:
    """What the standings are of; None before there are any."""
    row = connection.execute(
        f"SELECT {', '.join(Of._fields)} FROM credit_standings_of WHERE id = 1"
    ).fetchone()
    return None if row is None else Of(*row)


def mark_new_facts(connection: sqlite3.Connection, standing: Of) -> None:
    """Mark customers too of whom the facts changed what no position shows.

    Their limit or segment changed, a draft of theirs came, went or became void, a job of theirs
    changed or was invoiced, to whomever, an order of theirs was told of, or a promise changed.
    """
    connection.execute(
        """INSERT OR IGNORE INTO moved
        SELECT customer_id FROM customer_fact WHERE id > :last_customer_fact
        UNION SELECT customer_id FROM invoice_fact WHERE id > :last_invoice_fact
            AND lower(status) IN ('draft', 'void')
        UNION SELECT coalesce(f.customer_id, j.customer_id) FROM job_fact AS k
            JOIN job AS j ON j.id = k.job_id LEFT JOIN job_fact AS f ON f.job_id = k.job_id
            WHERE k.id > :last_job_fact
        UNION SELECT j.customer_id FROM invoice_fact AS k
            CROSS JOIN invoice_fact AS f ON f.item_id = k.item_id
            CROSS JOIN job_named AS w ON w.written = f.job_id CROSS JOIN job AS j ON j.key = w.key
            WHERE k.id > :last_invoice_fact AND f.job_id IS NOT NULL
        UNION SELECT o.customer_id FROM invoice_fact AS k
            CROSS JOIN invoice_fact AS f ON f.item_id = k.item_id
            CROSS JOIN job_named AS w ON w.written = f.job_id
            CROSS JOIN sales_order AS o ON o.job_key = w.key
            WHERE k.id > :last_invoice_fact AND f.job_id IS NOT NULL
        UNION SELECT f.customer_id FROM sales_order AS o
            CROSS JOIN sales_order_fact AS f ON f.sales_order_id = o.id
            WHERE o.said_by > :last_order_import
        UNION SELECT f.customer_id FROM promised_fact AS k
            JOIN promised_fact AS f ON f.promised_id = k.promised_id
            WHERE k.id > :last_promised_fact""",
        standing._asdict(),
    )


def any_moved(connection: sqlite3.Connection) -> bool:
    """Whether any customer is marked."""
    (found,) = connection.execute("SELECT EXISTS (SELECT 1 FROM moved)").fetchone()
    return bool(found)


def date(connection: sqlite3.Connection, day: int, policy_id: int) -> None:
    """Say what the standings are of from now on: a day, a policy, and every fact there is."""
    connection.execute(
        """INSERT OR REPLACE INTO credit_standings_of (id, day, policy_id,
            last_customer_fact, last_invoice_fact, last_job_fact, last_order_import,
            last_promised_fact)
            VALUES (1, ?, ?,
            (SELECT coalesce(max(id), 0) FROM customer_fact),
            (SELECT coalesce(max(id), 0) FROM invoice_fact),
            (SELECT coalesce(max(id), 0) FROM job_fact),
            (SELECT coalesce(max(said_by), 0) FROM sales_order),
            (SELECT coalesce(max(id), 0) FROM promised_fact))""",
        (day, policy_id),
    )


def write(connection: sqlite3.Connection, rows: Iterable[Sequence[object]], *, moved: bool) -> None:
    """Let rows stand in place of the former ones; an account keeps its row's id.

    Args:
        connection: inside the write transaction.
        rows: values in the order of COLUMNS.
        moved: whether they are of the customers in TEMP table `moved` alone.
    """
    names, marks = ", ".join(COLUMNS), ", ".join("?" for _ in COLUMNS)
    settings = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[2:])
    connection.execute("DROP TABLE IF EXISTS temp.stood")
    connection.execute("CREATE TEMP TABLE stood (customer_id INTEGER, currency TEXT, "
                       "PRIMARY KEY (customer_id, currency))")  # fmt: skip
    stood = list(rows)
    connection.executemany("INSERT INTO stood VALUES (?, ?)", (row[:2] for row in stood))
    only = "AND customer_id IN (SELECT customer_id FROM moved)" if moved else ""
    connection.execute(
        "DELETE FROM credit_standing WHERE (customer_id, currency) NOT IN"
        f" (SELECT customer_id, currency FROM stood) {only}"
    )
    connection.executemany(
        f"INSERT INTO credit_standing ({names}) VALUES ({marks})"
        f" ON CONFLICT (customer_id, currency) DO UPDATE SET {settings}",
        stood,
    )
    connection.execute("DROP TABLE temp.stood")


_REVIEWED_ON = """(SELECT max(v.reviewed_on) FROM desk.credit_review AS v
    WHERE v.company = m.key AND v.customer = c.key)"""
_STATES = """CASE s.status WHEN 'hold' THEN 'H hold' WHEN 'over' THEN 'L over'
    WHEN 'watch' THEN 'W watch' ELSE 'ok' END"""
_SELECT = f"""SELECT s.*, {_STATES} AS state, s.utilisation / {float(SHARE)} AS used,
    coalesce(c.name, c.number) AS name, c.number, m.code AS company,
    coalesce(c.segment, '') AS segment, coalesce(c.collector, '') AS collector,
    coalesce(s.risk_class, '') AS class, {{reviewed}} AS last_review,
    coalesce({{reviewed}}, s.known_since) + s.review_days AS review_due_on,
    m.key AS company_key, c.key AS customer_key
    FROM credit_standing AS s JOIN customer AS c ON c.id = s.customer_id
    JOIN company AS m ON m.id = c.company_id"""
#: The kept standings with the last review of the desk, and those of a past day with the last then.
_ROWS, _PAST_ROWS = (_SELECT.format(reviewed=by) for by in (_REVIEWED_ON, "s.reviewed_on"))

#: The parts of exposure that not every policy counts.
_PARTS = {
    name: Column(name, title, "money")
    for name, title in (
        ("unbilled_jobs", "Unbilled jobs"),
        ("open_orders", "Open orders"),
        ("drafts", "Drafts"),
    )
}


def listing(
    *,
    drafts: bool,
    unbilled_jobs: bool = False,
    open_orders: bool = False,
    past: bool = False,
) -> Listing:
    """Every account with exposure or a limit, what wants to be looked at first.

    Args:
        drafts: whether draft invoices are part of exposure.
        unbilled_jobs: whether completed work that is not invoiced yet is.
        open_orders: whether what is ordered and not yet billed is.
        past: whether standings of a past day stand before the kept ones.
    """
    parts = {"unbilled_jobs": unbilled_jobs, "open_orders": open_orders, "drafts": drafts}
    return Listing(
        (
            Column("name", "Customer", width=24),
            Column("state", "Status"),
            Column("currency", "Cur"),
            Column("limit_amount", "Limit", "money"),
            Column("exposure", "Exposure", "money"),
            Column("open_items", "Open items", "money"),
            *(_PARTS[name] for name, shown in parts.items() if shown),
            Column("used", "Used", "ratio"),
            Column("overrun", "Overrun", "money"),
            Column("overdue", "Overdue", "money"),
            Column("oldest_overdue_days", "Days", "int"),
            Column("class", "Risk"),
            Column("expected_resolution", "Expected", "day"),
            Column("rule", "Rule"),
            Column("review_due_on", "Review due", "day"),
            Column("number", "Number"),
            Column("company", "Company"),
            Column("segment", "Segment"),
            Column("collector", "Collector"),
        ),
        _PAST_ROWS if past else _ROWS,
        key="id",
        search=("name", "number", "state", "company", "segment", "collector", "currency", "rule"),
        default_order=(
            Sort("rank"),
            Sort("overrun", descending=True),
            Sort("used", descending=True),
        ),
        currency="currency",
        hidden=("customer_id", "rank"),
        noun="accounts",
    )


def standing(
    connection: sqlite3.Connection, number: int, *, past: bool = False
) -> dict[str, Any] | None:
    """One account as the list has it, with all that is not shown there; None once it is gone."""
    select = _PAST_ROWS if past else _ROWS
    rows = named.rows(connection.execute(f"SELECT * FROM ({select}) WHERE id = ?", (number,)))
    return rows[0] if rows else None


def identity(connection: sqlite3.Connection, customer_id: int) -> AccountIdentity:
    """A customer as the desk knows it."""
    row = connection.execute(
        "SELECT m.key, c.key FROM customer AS c JOIN company AS m ON m.id = c.company_id"
        " WHERE c.id = ?",
        (customer_id,),
    ).fetchone()
    return AccountIdentity(*row)


class Count(NamedTuple):
    """How the accounts of one currency stand; amounts are minor units.

    Attributes:
        currency: of the amounts.
        over: how many are over a limit or ceiling.
        hold: how many are on hold.
        reviews: how many are due for review.
        overrun: what lies above limits, summed up.
        open_items: what is open, summed up.
        unequal: how many accounts' parts do not come to their exposure.
    """

    currency: str
    over: int
    hold: int
    reviews: int
    overrun: int
    open_items: int
    unequal: int


def counts(connection: sqlite3.Connection, today: int, *, past: bool = False) -> list[Count]:
    """How the accounts stand, by currency."""
    select = _PAST_ROWS if past else _ROWS
    return [
        Count(*row)
        for row in connection.execute(
            f"""SELECT currency, sum(status = 'over'), sum(status = 'hold'),
                sum(coalesce(review_due_on <= :today, 0)), sum(overrun), sum(open_items),
                sum(exposure <> open_items + unbilled_jobs + open_orders + drafts)
            FROM ({select}) GROUP BY currency ORDER BY currency""",
            {"today": today},
        )
    ]
