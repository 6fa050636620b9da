"""What people entered about accounts, laid over the worklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.store import executed, named, people, promised
from artui.store.desk.identity import AccountIdentity
from artui.store.listing import Column, Listing, Sort
from artui.store.quiet import seen

if TYPE_CHECKING:
    import sqlite3

    from artui.store.aging import Scope


def _of_scope(scope: Scope, row: str) -> str:
    """A condition on a row of the desk, where one customer is asked about."""
    if scope.customer_id is None:
        return ""
    return f"""AND ({row}.company, {row}.customer) IN (SELECT n.key, w.key FROM customer AS w
        JOIN company AS n ON n.id = w.company_id WHERE w.id = :customer_id)"""


class Contacted(NamedTuple):
    """The last contact with an account, and the day to come back to it."""

    contact_on: int
    next_on: int | None


#: The last contact of each account with those of no currency in it, by a day.
_LAST = """SELECT k.company, k.customer, k.currency, k.contact_on, k.next_on, row_number() OVER (
        PARTITION BY k.company, k.customer, k.currency
        ORDER BY k.contact_on DESC, k.id DESC) AS place
    FROM desk.contact AS k WHERE k.contact_on <= :seen"""


def _values(scope: Scope) -> dict[str, object]:
    return {**scope.parameters(), "seen": seen(scope)}


def contacted(reader: sqlite3.Connection, scope: Scope) -> dict[AccountIdentity, Contacted]:
    """The last contact of each account; one of no currency stands under currency None."""
    return {
        AccountIdentity(*account): Contacted(contact_on, next_on)
        for *account, contact_on, next_on in reader.execute(
            "SELECT company, customer, currency, contact_on, next_on"
            f" FROM ({_LAST} {_of_scope(scope, 'k')}) WHERE place = 1",
            _values(scope),
        )
    }


def marked(reader: sqlite3.Connection, scope: Scope) -> dict[AccountIdentity, int]:
    """The highest tier of each account that is marked done, and that no run has taken over."""
    return {
        AccountIdentity(*account): tier
        for *account, tier in reader.execute(
            f"""SELECT t.company, t.customer, t.currency, max(t.tier) FROM desk.task_done AS t
            JOIN company AS m ON m.key = t.company
            JOIN customer AS c ON c.company_id = m.id AND c.key = t.customer
            WHERE t.done_on <= :seen {_of_scope(scope, "t")} AND NOT EXISTS (
                SELECT 1 FROM executed AS x WHERE x.customer_id = c.id
                    AND x.currency = t.currency AND x.tier = t.tier
                    AND x.executed_on = t.done_on AND x.how = 'task' AND x.source = t.at
                    AND x.recorded_on <= :seen
                    AND (x.superseded_on IS NULL OR x.superseded_on > :seen))
            GROUP BY 1, 2, 3""",
            _values(scope),
        )
    }


class Held(NamedTuple):
    """A hold of the desk: its reason, and whether it is of the whole account."""

    reason: str
    whole: bool


def held_for(reader: sqlite3.Connection, scope: Scope) -> dict[AccountIdentity, Held]:
    """What holds an account or an invoice of it: a hold of the whole first, then the newest."""
    return {
        AccountIdentity(*account): Held(str(reason), bool(whole))
        for *account, reason, whole in reader.execute(
            f"""SELECT h.company, h.customer, h.currency, h.reason, h.document IS NULL AS whole
            FROM desk.hold AS h
            WHERE h.held_on <= :seen AND (h.released_on IS NULL OR h.released_on > :seen)
                AND (h.until IS NULL OR h.until >= :as_of) {_of_scope(scope, "h")}
            ORDER BY whole, h.id""",
            _values(scope),
        )
    }


#: Conditions on a row of the desk, x, about the account of t, c and m.
_ACCOUNT = "x.company = m.key AND x.customer = c.key"
_CURRENCY = "(x.currency IS NULL OR x.currency = t.currency)"
_MARK = f"""EXISTS (SELECT 1 FROM desk.task_done AS x WHERE {_ACCOUNT}
    AND x.currency = t.currency AND x.tier >= t.tier AND t.tier > 0 AND x.done_on <= :today
    AND NOT EXISTS (SELECT 1 FROM executed AS e WHERE e.customer_id = t.customer_id
        AND e.currency = t.currency AND e.tier = x.tier AND e.executed_on = x.done_on
        AND e.how = 'task' AND e.source = x.at AND e.superseded_on IS NULL))"""
_HOLD = f"""EXISTS (SELECT 1 FROM desk.hold AS x WHERE {_ACCOUNT} AND {_CURRENCY}
    AND x.held_on <= :today AND (x.until IS NULL OR x.until >= :today)
    AND (x.released_on IS NULL OR x.released_on > :today) AND x.document IS NULL)"""
#: Whether x is of a plan that was broken, so that by the last run nothing of it ran any more.
_BROKEN_PLAN = """t.broken > 0 AND t.promised = 0 AND EXISTS (SELECT 1 FROM desk.promise AS y
        WHERE y.plan = x.plan AND y.company = x.company AND y.customer = x.customer
            AND y.due_on < :running_from)"""
_PROMISE = f"""EXISTS (SELECT 1 FROM desk.promise AS x WHERE {_ACCOUNT}
    AND x.currency = t.currency AND x.promised_on <= :today AND x.due_on >= :running_from
    AND (x.withdrawn_on IS NULL OR x.withdrawn_on > :today) AND NOT ({_BROKEN_PLAN}))
    OR EXISTS (SELECT 1 FROM promised AS x WHERE x.customer_id = t.customer_id
        AND x.currency = t.currency AND x.promised_on <= :today AND x.due_on >= :running_from
        AND NOT {promised.entered(seen=":today")})"""


#: A dispute whose next step should have been taken.
_STEP = """EXISTS (SELECT 1 FROM dispute AS x WHERE x.customer_id = t.customer_id
    AND x.currency = t.currency AND x.next_on < :today AND x.opened_on <= :today
    AND (x.resolved_on IS NULL OR x.resolved_on > :today))"""


def _of_last_contact(column: str) -> str:
    return f"""(SELECT x.{column} FROM desk.contact AS x WHERE {_ACCOUNT} AND {_CURRENCY}
        AND x.contact_on <= :today ORDER BY x.contact_on DESC, x.id DESC LIMIT 1)"""


#: The day of the last talk that exports tell of; the day to come back is a person's alone.
_TALKED = """(SELECT max(x.activity_on) FROM activity AS x WHERE x.customer_id = t.customer_id
        AND x.activity_on <= :today)"""


def _flag(letter: str, condition: str) -> str:
    return f"CASE WHEN {condition} THEN '{letter} ' ELSE '' END"


_FLAGS = " || ".join(
    (
        _flag("D", "t.disputed > 0"),
        _flag("S", _STEP),
        _flag("P", _PROMISE),
        _flag("B", "t.broken > 0"),
        _flag("H", f"t.held > 0 OR {_HOLD}"),
        _flag("L", "coalesce(l.overrun, 0) > 0"),
        _flag("U", "coalesce(p.unapplied, 0) <> 0"),
    )
)
_ROWS = f"""SELECT t.*, c.number, coalesce(c.name, c.number) AS name, m.code AS company,
        coalesce(c.collector, '') AS collector, {people.reached_by("phone")} AS phone,
        trim({_FLAGS}) AS flags,
        {_MARK} AS marked, {_HOLD} AS on_hold,
        (NOT t.past_due AND t.disputes_overdue > 0) AS step_late,
        {_of_last_contact("contact_on")} AS contact_on, {_of_last_contact("next_on")} AS back_on,
        {_TALKED} AS talked_on,
        min(t.amount, coalesce(p.past_due, 0)) AS owed
    FROM account_tier AS t JOIN customer AS c ON c.id = t.customer_id
    JOIN company AS m ON m.id = c.company_id
    LEFT JOIN position AS p ON p.customer_id = t.customer_id AND p.currency = t.currency
    LEFT JOIN credit_standing AS l ON l.customer_id = t.customer_id AND l.currency = t.currency
    WHERE (t.items = 0 OR coalesce(p.past_due, 0) > 0)"""
#: Each names `back_on`, a search in the contacts, once: that is what 200,000 rows take time for.
_STATE = """CASE WHEN r.marked THEN 'done' WHEN r.on_hold THEN 'waiting'
    WHEN coalesce(CASE WHEN r.past_due OR r.step_late THEN r.back_on > :today END,
        NOT r.ready AND NOT r.step_late) THEN 'waiting'
    ELSE 'today' END"""
_APART = """CASE WHEN r.marked THEN 2 WHEN r.on_hold THEN 1
    ELSE coalesce(r.back_on > :today, NOT r.ready AND r.tier > 0 AND r.recorded > 0) END"""
#: What a screen wants of a row beside its columns.
_HIDDEN = tuple(
    "customer_id apart others oldest_due on_hold ready recorded phone quiet decided_on".split()
)


_COLUMNS = (
    Column("name", "Customer", width=28),
    Column("state", "State"),
    Column("tier", "Tier", "int"),
    Column("flags", "Flags"),
    Column("owed", "Past due", "money"),
    Column("currency", "Cur"),
    Column("oldest_days", "Days", "int"),
    Column("tier_name", "Step", width=18),
    Column("action", "Action"),
    Column("owner", "Owner"),
    Column("next_step_on", "Next on", "day"),
    Column("last_contact_on", "Contact", "day"),
    Column("respond_by", "Respond by", "day"),
    Column("fee", "Fees", "money"),
    Column("interest", "Interest", "money"),
    Column("number", "Number"),
    Column("company", "Company"),
    Column("collector", "Collector"),
)


def listing(
    today: int, running_from: int, collector: str | None = None, *, first: str | None = None
) -> Listing:
    """The worklist of the last run, with what people entered since laid over it.

    In the order of the report: what people have dealt with stands apart behind the others. An
    account that was paid since the run is not in it.

    Args:
        today: the home's day.
        running_from: the earliest day a promise may have been due that still runs.
        collector: only this collector's customers.
        first: the collector whose customers come first; None for the order alone.
    """
    only = "" if collector is None else "AND c.collector = :collector"
    others = "0" if first is None else "r.collector <> :first"
    return Listing(
        _COLUMNS,
        f"""SELECT r.*, {_STATE} AS state, {_APART} AS apart, {others} AS others,
            :today - r.oldest_due AS oldest_days, coalesce(r.back_on, r.next_on) AS next_step_on,
            nullif(max(coalesce(r.contact_on, -1), coalesce(r.last_dunned, -1),
                coalesce(r.talked_on, -1)), -1) AS last_contact_on
        FROM ({_ROWS} {only}) AS r""",
        key="id",
        search=("name", "number", "company", "collector", "state", "tier_name", "owner"),
        default_order=(
            Sort("others"),
            Sort("apart"),
            Sort("tier", descending=True),
            Sort("oldest_due"),
            Sort("owed", descending=True),
            Sort("number"),
        ),
        parameters={
            "today": today,
            "running_from": running_from,
            "collector": collector,
            "first": first,
        },
        currency="currency",
        hidden=_HIDDEN,
        noun="accounts",
    )


def row(reader: sqlite3.Connection, worked: Listing, number: int) -> dict[str, Any] | None:
    """A row of a worklist by its number; None where the account is not in it any more."""
    cursor = reader.execute(
        f"SELECT * FROM ({worked.rows_sql}) WHERE id = :id", {**worked.parameters, "id": number}
    )
    rows = named.rows(cursor)
    return rows[0] if rows else None


class Counts(NamedTuple):
    """How many accounts are in which state, and the day their tiers were decided on."""

    today: int
    waiting: int
    done: int
    decided_on: int | None


def counts(reader: sqlite3.Connection, worked: Listing) -> Counts:
    """How a worklist stands."""
    found = dict(
        reader.execute(
            f"SELECT state, count(*) FROM ({worked.rows_sql}) GROUP BY 1", worked.parameters
        ).fetchall()
    )
    today, waiting, done = (found.get(state, 0) for state in ("today", "waiting", "done"))
    return Counts(today, waiting, done, executed.last_run(reader))
