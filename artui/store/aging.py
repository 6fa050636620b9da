"""Aging in SQL: what stands open on a day, in buckets, by any grouping. The one place for it.

The same statement fills `position` (per customer and currency, on the day it is asked for) and
answers every report, so that a screen and a report cannot differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.store import recorded

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from artui.domain.aging import Buckets
    from artui.policy.aging import AgingPolicy

#: The parent of customer c's parent and so on, as far up as there is one; a circle has no top.
_TOPMOST = """CASE WHEN c.parent_key IS NULL THEN c.number ELSE coalesce((
        WITH RECURSIVE up (number, key, parent_key) AS (
            SELECT c.number, c.key, c.parent_key
            UNION SELECT coalesce(p.number, u.parent_key), u.parent_key, p.parent_key
            FROM up AS u LEFT JOIN customer AS p
                ON p.company_id = c.company_id AND p.key = u.parent_key
            WHERE u.parent_key <> u.key)
        SELECT number FROM up WHERE parent_key IS NULL OR parent_key = key), c.number) END"""
#: What items can be grouped by, as an expression over item i, document d, customer c, company m.
GROUPS = {
    "customer": "c.number",
    "parent": _TOPMOST,
    "company": "m.code",
    "class": "nullif(d.class, '')",
    "segment": "c.segment",
    "collector": "c.collector",
    "region": "c.region",
    "site": "i.site",
    "currency": "s.currency",
}


@dataclass(frozen=True, slots=True)
class Scope:
    """Which items, as of when, known when.

    Attributes:
        as_of: entries effective on or before this day count.
        known_on: only what was recorded by then and not yet superseded; None: all that is known.
        company: only this company's code.
        customer: only this customer, by canonical key.
        collector: only this collector's customers.
        moved: only the customers in TEMP table `moved`.
        customer_id: only this customer, by row number.
    """

    as_of: int
    known_on: int | None = None
    company: str | None = None
    customer: str | None = None
    collector: str | None = None
    moved: bool = False
    customer_id: int | None = None

    def parameters(self) -> dict[str, object]:
        """The values the scope's statements name."""
        return {
            "as_of": self.as_of,
            "known_on": self.known_on,
            "company": self.company,
            "customer": self.customer,
            "collector": self.collector,
            "customer_id": self.customer_id,
        }

    def only(self) -> str:
        """A further condition on item i, where few customers are asked about."""
        if self.moved:
            return "AND i.customer_id IN (SELECT customer_id FROM moved)"
        return "AND i.customer_id = :customer_id" if self.customer_id is not None else ""

    def filters(self, customer: str = "c", company: str = "m") -> str:
        """Conditions on a customer and a company by their aliases."""
        wanted = ["1"]
        if self.company is not None:
            wanted.append(f"{company}.key = :company")
        if self.customer is not None:
            wanted.append(f"{customer}.key = :customer")
        if self.collector is not None:
            wanted.append(f"{customer}.collector = :collector")
        return " AND ".join(wanted)


def standing(scope: Scope) -> str:
    """A select of what stands open: item_id, customer_id, currency, billed_on, due_on, open_amount.

    As known now, what is open on a day is what is open for good, but for the items that changed
    since: those are summed from their entries.
    """
    only = scope.only()
    if scope.known_on is None:
        return f"""
            SELECT i.id AS item_id, i.document_id, i.customer_id, i.currency, i.billed_on,
                i.due_on, i.open_amount AS open_amount
            FROM item AS i WHERE i.open_amount <> 0 AND +i.last_entry_on <= :as_of {only}
            UNION ALL
            SELECT i.id, i.document_id, i.customer_id, i.currency, i.billed_on, i.due_on,
                sum(e.amount)
            FROM item AS i CROSS JOIN entry AS e ON e.item_id = i.id
            WHERE i.last_entry_on > :as_of AND i.first_entry_on <= :as_of
                AND e.effective_on <= :as_of AND e.superseded_on IS NULL {only}
            GROUP BY i.id HAVING sum(e.amount) <> 0"""
    as_known = (
        f"{recorded.of_item(scope.known_on, column)} AS {column}"
        for column in ("customer_id", "currency", "billed_on", "due_on")
    )
    return f"""
        SELECT i.id AS item_id, i.document_id, {", ".join(as_known)},
            sum(e.amount) AS open_amount
        FROM entry AS e JOIN item AS i ON i.id = e.item_id {recorded.version(scope.known_on)}
        WHERE e.effective_on <= :as_of AND {recorded.known(scope.known_on)} {only}
        GROUP BY i.id HAVING sum(e.amount) <> 0"""


def disputed(scope: Scope) -> str:
    """CTEs `standing` and `aged`: what stands open, and how much of it is disputed.

    What is disputed of an item comes first; a dispute of a whole document reaches what that leaves
    of its items, first due first. Together they are never beyond what is open.
    """
    known = "AND x.recorded_on <= :known_on" if scope.known_on is not None else ""
    return f"""standing AS MATERIALIZED ({standing(scope)}),
        claim AS MATERIALIZED (SELECT x.document_id, x.item_id, max(x.amount IS NULL) AS whole,
                sum(x.amount) AS amount
            FROM dispute AS x WHERE x.opened_on <= :as_of
                AND (x.resolved_on IS NULL OR x.resolved_on > :as_of) {known}
            GROUP BY x.document_id, x.item_id),
        contested AS (SELECT s.item_id, s.document_id, s.due_on, i.label, s.open_amount,
                coalesce(CASE WHEN o.whole THEN s.open_amount
                    ELSE max(0, min(s.open_amount, o.amount)) END, 0) AS own,
                d.whole, d.amount
            FROM standing AS s JOIN item AS i ON i.id = s.item_id
            LEFT JOIN claim AS o ON o.document_id = s.document_id AND o.item_id = s.item_id
            LEFT JOIN claim AS d ON d.document_id = s.document_id AND d.item_id IS NULL
            WHERE s.open_amount > 0 AND s.document_id IN (SELECT document_id FROM claim)),
        claimed AS (SELECT item_id, open_amount, own, whole, amount - coalesce(
                    sum(open_amount - own) OVER (PARTITION BY document_id ORDER BY due_on, label
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS amount
            FROM contested),
        disputed AS (SELECT item_id, CASE WHEN whole THEN open_amount
                ELSE own + coalesce(max(0, min(open_amount - own, amount)), 0) END AS amount
            FROM claimed),
        aged AS (SELECT s.*, coalesce(x.amount, 0) AS disputed
            FROM standing AS s LEFT JOIN disputed AS x ON x.item_id = s.item_id)"""


@dataclass(frozen=True, slots=True)
class Question:
    """An aging to be computed.

    Attributes:
        scope: which items, as of when.
        policy: buckets, basis and where unapplied cash goes.
        by: a name of GROUPS.
        basis: overrides the policy's basis.
        exclude_disputed: whether the disputed part is left out of buckets and total.
    """

    scope: Scope
    policy: AgingPolicy
    by: str = "customer"
    basis: str = ""
    exclude_disputed: bool = False
    buckets: Buckets = field(init=False)

    def __post_init__(self) -> None:
        """Take the buckets from the policy."""
        object.__setattr__(self, "buckets", self.policy.scheme)

    @property
    def age_basis(self) -> str:
        """due_date or invoice_date."""
        return self.basis or self.policy.basis

    def parameters(self) -> dict[str, object]:
        """The values the statement names."""
        edges = self.buckets.edges(self.scope.as_of)
        named: dict[str, object] = self.scope.parameters()
        for index, (low, high) in enumerate(edges):
            named |= {f"low{index}": low, f"high{index}": high}
        return named


def select(question: Question) -> str:
    """The statement that answers a question: one row a group and currency.

    Columns: customer_id and company_id (of one customer of the group), group_key, currency,
    outstanding, unapplied, past_due (what is owed beyond its due day, before any credit is set
    against it), disputed, oldest_due, items, next_change_on, b0.., d0...
    """
    numbers = range(len(question.buckets.labels))
    raw = ", ".join(f"sum(b{n}) AS b{n}, sum(d{n}) AS d{n}" for n in numbers)
    return f"""WITH {disputed(question.scope)},
        {_settled(question)},
        placed AS ({_placed(question)})
        SELECT min(customer_id) AS customer_id, min(company_id) AS company_id, group_key,
            currency, sum(unapplied + {_sum("b", numbers)}) AS outstanding,
            sum(unapplied) AS unapplied, sum(past_due) AS past_due,
            sum({_sum("d", numbers)}) AS disputed, min(oldest_due) AS oldest_due,
            count(*) AS items, min(next_change_on) AS next_change_on, {raw}
        FROM placed AS p GROUP BY p.group_key, p.currency{_apart(question)}"""


def _apart(question: Question) -> str:
    """Customers of two companies stay two rows, whatever number they share."""
    return ", p.customer_id" if question.by == "customer" else ""


def _sum(prefix: str, numbers: range) -> str:
    return " + ".join(f"{prefix}{n}" for n in numbers)


def _age(question: Question) -> str:
    return "s.due_on" if question.age_basis == "due_date" else "s.billed_on"


_OPEN = "item_id document_id customer_id currency billed_on due_on open_amount disputed amount"


def _settled(question: Question) -> str:
    """CTE `settled`: each open item with its `amount`, and the `rest` that stands in a column.

    Where the policy sets credits against the oldest items first, the rest is what that leaves of
    both, customer by customer and currency by currency: whatever items are grouped by, their sums
    are the same. Who has no credit needs none of it, and that is most.
    """
    amount = "s.open_amount - s.disputed" if question.exclude_disputed else "s.open_amount"
    amounts = f"SELECT s.*, {amount} AS amount FROM aged AS s"
    if question.policy.unapplied != "oldest_first":
        return f"settled AS (SELECT s.*, s.amount AS rest FROM ({amounts}) AS s)"
    items = ", ".join(_OPEN.split())
    has_credit = "(customer_id, currency) {} (SELECT customer_id, currency FROM credited)"
    return f"""amounts AS MATERIALIZED ({amounts}),
        credited AS MATERIALIZED (
            SELECT DISTINCT customer_id, currency FROM amounts WHERE amount < 0),
        met AS (SELECT s.*, {_running("amount")} AS owed_before,
                {_running("-amount")} AS credit_before,
                sum(max(0, amount)) OVER account AS owed,
                sum(max(0, -amount)) OVER account AS credit
            FROM amounts AS s WHERE {has_credit.format("IN")}
            WINDOW account AS (PARTITION BY s.customer_id, s.currency),
                oldest AS (account ORDER BY {_age(question)}, s.item_id
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
        settled AS (SELECT {items}, amount AS rest FROM amounts
            WHERE {has_credit.format("NOT IN")}
            UNION ALL SELECT {items},
                max(0, min(amount, owed_before + max(0, amount) - credit))
                - max(0, min(-amount, credit_before + max(0, -amount) - owed)) FROM met)"""


def _running(amount: str) -> str:
    """What all older items of an account come to."""
    return f"coalesce(sum(max(0, {amount})) OVER oldest, 0)"


def _placed(question: Question) -> str:
    """Each open item in its bucket."""
    age = _age(question)
    aged = question.policy.unapplied == "aged"
    within = "1" if aged else "s.rest > 0"
    columns = []
    for n in range(len(question.buckets.labels)):
        here = f"{age} > :low{n} AND {age} <= :high{n}"
        columns += [
            f"CASE WHEN {within} AND {here} THEN s.rest ELSE 0 END AS b{n}",
            f"CASE WHEN {here} THEN s.disputed ELSE 0 END AS d{n}",
        ]
    unapplied = "0" if aged else "min(s.rest, 0)"
    return f"""SELECT s.customer_id, m.id AS company_id, {GROUPS[question.by]} AS group_key,
            s.currency, {unapplied} AS unapplied,
            CASE WHEN s.due_on < :as_of THEN max(0, s.amount) ELSE 0 END AS past_due,
            CASE WHEN s.rest > 0 THEN s.due_on END AS oldest_due,
            {_next_change(question)} AS next_change_on, {", ".join(columns)}
        FROM settled AS s {_joined(question.by)} JOIN customer AS c ON c.id = s.customer_id
        JOIN company AS m ON m.id = c.company_id WHERE {question.scope.filters()}"""


def _joined(by: str) -> str:
    """What only some groups need of an item."""
    joins = {
        "site": "JOIN item AS i ON i.id = s.item_id",
        "class": "JOIN document AS d ON d.id = s.document_id",
    }
    return joins.get(by, "")


def _next_change(question: Question) -> str:
    """The day on which an item moves to the next bucket, or is past due if that is sooner."""
    age = _age(question)
    turns = " ".join(
        f"WHEN {age} > :low{n} THEN {age} + {bound + 1}"
        for n, bound in enumerate(question.buckets.bounds)
    )
    moves, late = f"CASE {turns} END", "CASE WHEN s.due_on >= :as_of THEN s.due_on + 1 END"
    return f"coalesce(min({moves}, {late}), {moves}, {late})"


def ask(connection: sqlite3.Connection, question: Question) -> sqlite3.Cursor:
    """Run the statement of a question."""
    return connection.execute(select(question), question.parameters())


def outstanding(connection: sqlite3.Connection, scope: Scope) -> dict[str, int]:
    """What stands open per currency, summed from the entries alone: what aging is checked by."""
    wanted = scope.filters()
    currency, customer = (recorded.of_item(scope.known_on, c) for c in ("currency", "customer_id"))
    named = f"JOIN customer AS c ON c.id = {customer} JOIN company AS m ON m.id = c.company_id"
    return {
        str(currency): int(amount)
        for currency, amount in connection.execute(
            f"""SELECT {currency}, sum(e.amount) FROM entry AS e JOIN item AS i ON i.id = e.item_id
            {recorded.version(scope.known_on)} {"" if wanted == "1" else named}
            WHERE e.effective_on <= :as_of AND {recorded.known(scope.known_on)}
                AND {wanted} {scope.only()}
            GROUP BY 1 HAVING sum(e.amount) <> 0 ORDER BY 1""",
            scope.parameters(),
        )
    }


def names(
    connection: sqlite3.Connection, customers: Sequence[int]
) -> dict[int, tuple[str | None, str]]:
    """Name and company code of customers."""
    wanted = set(customers)
    return {
        int(number): (name, str(company))
        for number, name, company in connection.execute(
            "SELECT c.id, coalesce(c.name, c.number), m.code FROM customer AS c"
            " JOIN company AS m ON m.id = c.company_id"
        )
        if number in wanted
    }
