"""The listings of disputes: each, or grouped, with what people entered a moment ago."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from artui.domain.disputes import LABELS, WAITING_CUSTOMER, WAITING_US
from artui.store import named
from artui.store.aging import standing
from artui.store.listing import Column, Listing, Sort
from artui.store.seen_cases import seen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from artui.store.aging import Scope

#: Which disputes a list is of.
Which = Literal["open", "closed", "all"]
WHICH: tuple[Which, ...] = get_args(Which)
#: What disputes are grouped by; nothing for a list of each.
By = Literal["", "customer", "reason", "owner", "age"]
BY: tuple[By, ...] = get_args(By)
#: The letter or sign before the word of each state.
SIGNS: Mapping[str, str] = dict(zip(LABELS, "OCU+±-wx", strict=True))
#: What the list calls the states that take much room.
_SHORT = {WAITING_CUSTOMER: "waiting: customer", WAITING_US: "waiting: us"}
_OLDEST = "91+ days"
#: The last day of each age, and what people call it.
_AGES = {7: "0-7 days", 30: "8-30 days", 60: "31-60 days", 90: "61-90 days"}
_YOUNGER = " ".join(f"WHEN days <= {last} THEN '{name}'" for last, name in _AGES.items())
_AGE = f"CASE {_YOUNGER} ELSE '{_OLDEST}' END"
_GROUPS: Mapping[By, str] = {
    "customer": "customer_id",
    "reason": "reason",
    "owner": "owner",
    "age": _AGE,
}
_NOUNS: Mapping[Which, str] = {
    "open": "open disputes",
    "closed": "closed disputes",
    "all": "disputes",
}


class Group(NamedTuple):
    """A group of disputes: what it is by, which it is, of what currency, and what it is called."""

    by: By
    value: object
    currency: str
    label: str


class Asked(NamedTuple):
    """Which disputes are listed.

    Attributes:
        as_of: those opened later are left out, those resolved later are open.
        labels: what people call the reasons exports write, by their case-folded name.
        past: where that day is not today, so that what was open then is summed up; None else.
        which: open ones, closed ones, or all.
        group: only those of a group; None for all.
        document_id: only those of a document; None for all.
        customer_id: only those of a customer; None for all.
    """

    as_of: int
    labels: Mapping[str, str]
    past: Scope | None = None
    which: Which = "all"
    group: Group | None = None
    document_id: int | None = None
    customer_id: int | None = None


def disputes(asked: Asked) -> Listing:
    """Disputes: open ones first, of these the overdue steps, then the oldest.

    The amount of an open dispute is capped at what is open of the invoice, a blank one is all of
    that; of a closed one at what was billed.
    """
    rows, parameters = _rows(asked)
    return Listing(
        _COLUMNS,
        rows,
        key="key",
        search=("number", "invoice", "name", "reason", "state", "owner", "outcome", "company"),
        default_order=(
            Sort("standing", descending=True),
            Sort("overdue", descending=True),
            Sort("next_on"),
            Sort("days", descending=True),
        ),
        parameters=parameters,
        currency="currency",
        hidden=HIDDEN,
        frozen=True,
        noun=_NOUNS[asked.which],
        marked="overdue",
    )


def grouped(asked: Asked, by: By) -> Listing:
    """The disputes by customer, reason, owner or age, and currency; the largest amount first."""
    rows, parameters = _rows(asked)
    label = "name" if by == "customer" else f"coalesce(nullif({_GROUPS[by]}, ''), 'none')"
    return Listing(
        (
            Column("label", by.capitalize(), width=30),
            Column("count", "Disputes", "int"),
            Column("amount", "Disputed", "money"),
            Column("currency", "Cur"),
            Column("overdue", "Steps overdue", "int"),
            Column("oldest", "Oldest", "int"),
            Column("customers", "Customers", "int"),
        ),
        f"""SELECT {_GROUPS[by]} || ' ' || currency AS key, {_GROUPS[by]} AS of_group,
            min({label}) AS label, currency, count(*) AS count, sum(amount) AS amount,
            sum(overdue) AS overdue, max(days) AS oldest,
            count(DISTINCT customer_id) AS customers FROM ({rows}) GROUP BY of_group, currency""",
        key="key",
        search=("label", "currency"),
        default_order=(Sort("oldest") if by == "age" else Sort("amount", descending=True),),
        parameters=parameters,
        currency="currency",
        hidden=("of_group",),
        frozen=True,
        noun="groups",
        marked="overdue",
    )


#: What is known of a dispute beside its columns: `part` is what was said to be disputed (NULL for
#: all), `code` the reason as it was written, `word` the state, `exported` the canonical id of the
#: exported case.
HIDDEN = tuple(
    "document_id customer_id standing overdue desk_id exported part code word credit conflict"
    " open_amount pending note file line dated".split()
)
_COLUMNS = (
    Column("state", "State", width=14),
    Column("name", "Customer", width=22),
    Column("invoice", "Invoice"),
    Column("amount", "Disputed", "money"),
    Column("currency", "Cur"),
    Column("days", "Age", "int"),
    Column("next_on", "Next step", "day"),
    Column("step", "Step"),
    Column("conflicting", "≠"),
    Column("owner", "Owner"),
    Column("reason", "Reason"),
    Column("source", "From"),
    Column("number", "Dispute"),
    Column("item", "Item"),
    Column("opened_on", "Opened", "day"),
    Column("resolved_on", "Resolved", "day"),
    Column("outcome", "Outcome"),
    Column("company", "Company"),
)
_STATE = " ".join(
    f"WHEN '{state}' THEN '{SIGNS[state]} {name}'" for state, name in {**LABELS, **_SHORT}.items()
)
_OF: Mapping[Which, str] = {
    "open": "standing = 'open'",
    "closed": "standing = 'closed'",
    "all": "1",
}


def _rows(asked: Asked) -> tuple[str, dict[str, object]]:
    """The select of the disputes asked for, and its parameters."""
    past, group = asked.past, asked.group
    label, values = _named("lower(x.reason)", asked.labels)
    only = [_OF[asked.which]]
    if group is not None:
        only += [f"{_GROUPS[group.by]} = :group_value", "currency = :group_currency"]
        values |= {"group_value": group.value, "group_currency": group.currency}
    rows = f"""SELECT *, CASE WHEN overdue THEN (:as_of - next_on) || ' d overdue'
            WHEN standing = 'open' AND next_on = :as_of THEN 'today'
            WHEN standing = 'open' AND next_on IS NULL THEN 'none set' ELSE '' END AS step
        FROM (SELECT *, min(coalesce(part, base), base) AS amount,
                standing = 'open' AND coalesce(next_on < :as_of, 0) AS overdue
            FROM (SELECT *, CASE standing WHEN 'open' THEN open_amount ELSE billed END AS base
                FROM ({_each(label, asked)}))) WHERE {" AND ".join(only)}"""
    about = {"document_id": asked.document_id, "of_customer": asked.customer_id}
    return rows, {
        **(past.parameters() if past else {}),
        "as_of": asked.as_of,
        **{name: value for name, value in about.items() if value is not None},
        **values,
    }


def _each(label: str, asked: Asked) -> str:
    """Every dispute with its invoice and customer."""
    then = _now() if asked.past is None else _then(asked.past)
    items = """FROM item AS t WHERE t.void = 0 AND t.document_id = d.id
                AND (x.item_id IS NULL OR t.id = x.item_id)"""
    only = "" if asked.document_id is None else "AND x.document_id = :document_id"
    only += "" if asked.customer_id is None else " AND x.customer_id = :of_customer"
    return f"""WITH {then.head}{seen(now=asked.past is None)}
        SELECT x.key, x.number, x.document_id, x.customer_id, d.number AS invoice,
            coalesce(c.name, c.number) AS name, coalesce({label}, x.reason, '') AS reason,
            (SELECT sum({then.opened}) {items}) AS open_amount,
            (SELECT sum(t.amount) {items}) AS billed, x.currency,
            CASE WHEN x.resolved_on <= :as_of THEN 'closed' ELSE 'open' END AS standing,
            CASE {then.state} {_STATE} ELSE x.state END AS state, {then.state} AS word,
            x.opened_on,
            CASE WHEN x.resolved_on <= :as_of THEN x.resolved_on ELSE :as_of END - x.opened_on
                AS days,
            CASE WHEN {then.ended} THEN x.resolved_on END AS resolved_on, x.next_on,
            coalesce(x.owner, '') AS owner,
            CASE WHEN {then.ended} THEN coalesce(x.outcome, '') ELSE '' END AS outcome,
            CASE WHEN x.conflict IS NOT NULL THEN '≠' ELSE '' END AS conflicting,
            i.label AS item, m.code AS company, x.source, x.desk_id, x.exported,
            x.amount AS part, x.reason AS code, x.credit, x.conflict, x.pending, x.note, n.file,
            x.line, x.dated
        FROM seen AS x JOIN document AS d ON d.id = x.document_id
        JOIN customer AS c ON c.id = x.customer_id JOIN company AS m ON m.id = c.company_id
        LEFT JOIN item AS i ON i.id = x.item_id LEFT JOIN import AS n ON n.id = x.import_id
        WHERE x.opened_on <= :as_of {only}"""


class _Then(NamedTuple):
    """What of dispute x depends on the day: CTEs, what is open of item t, its state, its end."""

    head: str
    opened: str
    state: str
    ended: str


def _now() -> _Then:
    return _Then("", "max(0, t.open_amount)", "x.state", "1")


def _then(past: Scope) -> _Then:
    """Of a day of the past, what stood open then, and no end that came later."""
    return _Then(
        f"""part AS MATERIALIZED (SELECT item_id, open_amount
            FROM ({standing(past)}) WHERE document_id IN (SELECT document_id FROM dispute)), """,
        """coalesce((SELECT max(0, p.open_amount) FROM part AS p WHERE p.item_id = t.id), 0)""",
        "(CASE WHEN x.resolved_on > :as_of THEN 'open' ELSE x.state END)",
        "x.resolved_on <= :as_of",
    )


def _named(value: str, labels: Mapping[str, str]) -> tuple[str, dict[str, object]]:
    """An expression that turns names into labels, NULL for those it does not know."""
    if not labels:
        return "NULL", {}
    values: dict[str, object] = {}
    turns = []
    for number, (name, label) in enumerate(labels.items()):
        values |= {f"name_{number}": name, f"label_{number}": label}
        turns.append(f"WHEN :name_{number} THEN :label_{number}")
    return f"CASE {value} {' '.join(turns)} END", values


def read(connection: sqlite3.Connection, asked: Asked) -> list[dict[str, Any]]:
    """The disputes asked for, open ones first, then the latest."""
    rows, parameters = _rows(asked)
    return named.rows(
        connection.execute(
            f"SELECT * FROM ({rows}) ORDER BY standing DESC, opened_on DESC, key", parameters
        )
    )


#: What `weekly.offer` is given of what happened to a dispute.
HISTORY = tuple((name, "TEXT") for name in ("key", "at", "who", "what", "place"))


def history() -> Listing:
    """What happened to a dispute, as it was offered; the latest first."""
    return Listing(
        (
            Column("at", "When", width=16),
            Column("who", "Who"),
            Column("what", "What", width=40),
            Column("place", "From"),
        ),
        "SELECT *, CAST(key AS INTEGER) AS place_in_time FROM offered",
        key="key",
        search=("who", "what", "place"),
        default_order=(Sort("place_in_time", descending=True),),
        hidden=("place_in_time",),
        frozen=True,
        noun="entries",
    )


def key_of(number: int) -> str:
    """The key of a case by its number on the desk."""
    return f"d{number}"
