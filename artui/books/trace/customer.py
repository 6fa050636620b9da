"""The trace of a customer: what is outstanding in its items and columns, credit and decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.trace import people, stated
from artui.books.trace.account import Account
from artui.books.trace.model import Check, Section, Trace, equation, written
from artui.books.trace.placed import OUTSTANDING, PAST_DUE, Columns
from artui.domain.days import iso
from artui.store import aging, named
from artui.store.aging import Question, Scope
from artui.store.trace import customers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.books.trace.model import View


def trace(view: View, customer_id: int, currency: str | None = None) -> Trace:
    """Everything behind the figures of a customer, of one of its currencies where that is given."""
    who = customers.of_id(view.reader, customer_id)
    items = customers.items(view.reader, customer_id, view.as_of, view.known_on)
    owed = customers.outstanding(view.reader, customer_id, view.as_of, view.known_on)
    known = sorted({*owed, *(item["currency"] for item in items)})
    wanted = [each for each in known if currency in (None, each)] or [currency or ""]
    accounts = [_Account(view, who, each, items, owed.get(each, 0)) for each in wanted if each]
    several = len(accounts) > 1
    sections = [section for each in accounts for section in each.sections(apart=several)]
    if (reached := people.section(view, customer_id)) is not None:
        sections.append(reached)
    if (said := stated.of_customer(view, customer_id)) is not None:
        sections.append(said)
    return Trace(
        kind="customer",
        number=who["number"],
        title=f"{who['name']}  {who['number']} · {who['company']}",
        formula=tuple(line for each in accounts for line in each.formula())
        or (f"Nothing is outstanding on {iso(view.as_of)}.",),
        sections=tuple(sections),
        checks=tuple(check for each in accounts for check in each.checks()),
    )


class _Account:
    """A customer in one currency."""

    def __init__(
        self,
        view: View,
        who: dict[str, Any],
        currency: str,
        items: Sequence[dict[str, Any]],
        owed: int,
    ) -> None:
        self._view = view
        self._who = who
        self._owed = owed
        self._currency = currency
        self._columns = Columns(view, items, currency)
        self._decided = Account(view, who["id"], currency)
        self._credit = self._decided.credit()

    def formula(self) -> Iterator[str]:
        figures, day = self._columns.figures(), iso(self._view.as_of)
        total = f"{written(figures[OUTSTANDING], self._currency)} {self._currency} outstanding"
        yield equation(f"{total} on {day}", self._columns.parts(), self._currency)
        if self._credit is not None:
            yield self._credit[1]

    def sections(self, *, apart: bool) -> Iterator[Section]:
        found = [
            Section("items", tuple(self._columns.rows(OUTSTANDING)), "open, first due first"),
            Section("buckets", tuple(self._columns.bucket_rows()), self._convention()),
            *([self._credit[0]] if self._credit else []),
            self._decided.decisions(),
            self._decided.late_weeks(),
        ]
        for each in found:
            if each is not None:
                name = f"{each.name} {self._currency}" if apart else each.name
                yield Section(name, each.rows, each.about)

    def _convention(self) -> str:
        question = self._columns.question
        basis = question.age_basis.replace("_", " ")
        return f"on the {basis}: {question.buckets.convention}"

    def checks(self) -> Iterator[Check]:
        figures = self._columns.figures()
        yield Check("items = entries", figures[OUTSTANDING], self._owed, self._currency)
        yield from columns_checked(self._view, self._who, self._columns, self._currency)
        yield from self._decided.checks(self._owed)


def columns_checked(
    view: View, who: dict[str, Any], columns: Columns, currency: str
) -> Iterator[Check]:
    """Each column out of its items, against what the report has."""
    reported = _reported(view, who, currency)
    for key, amount in columns.figures().items():
        expected = reported.get(key) or 0
        if amount or expected:
            yield Check(f"{columns.label(key)} = report aging", amount, expected, currency)


def _reported(view: View, who: dict[str, Any], currency: str) -> dict[str, Any]:
    """The row of the report."""
    scope = Scope(
        view.as_of,
        view.known_on,
        who["company_key"],
        who["key"],
        customer_id=None if view.known_on is not None else who["id"],
    )
    rows = named.rows(aging.ask(view.reader, Question(scope, view.force.policy.aging)))
    return next((row for row in rows if row["currency"] == currency), {})


def figure(view: View, customer_id: int, currency: str, key: str) -> Trace:
    """The items in one column of a customer's row in aging; see `placed.Columns.keys`."""
    who = customers.of_id(view.reader, customer_id)
    items = customers.items(view.reader, customer_id, view.as_of, view.known_on)
    columns = Columns(view, items, currency)
    if key == PAST_DUE:
        return _claimed(view, who, columns, currency)
    amount, rows = columns.figures()[key], tuple(columns.rows(key))
    label = columns.label(key)
    place = f"{written(amount, currency)} {currency} {label} on {iso(view.as_of)}"
    noun = "item" if len(columns.of(key)) == 1 else "items"
    said = f"{place} = {len(columns.of(key)):,} {noun}"
    parts = columns.parts() if key == OUTSTANDING else []
    checks = [
        check
        for check in columns_checked(view, who, columns, currency)
        if check.what.startswith(f"{label} = ")
    ]
    return Trace(
        "customer",
        who["number"],
        f"{who['name']}  {who['number']} · {who['company']}",
        (equation(place, parts, currency) if parts else said, columns.question.buckets.convention),
        (Section("items", rows, label),),
        tuple(checks),
    )


def _claimed(view: View, who: dict[str, Any], columns: Columns, currency: str) -> Trace:
    """What may be claimed of an account: what is past due, less what is left alone."""
    account = Account(view, who["id"], currency)
    past, task = columns.raw(PAST_DUE), account.task
    at = task.at if task else None
    claimed = at.amount if at else 0
    left = (
        [(-at.disputed, "disputed"), (-at.blocked, "blocked by the ERP"),
         (-at.held, "on hold"), (-at.promised, "promised")] if at else []
    )  # fmt: skip
    parts = [(past, "past due"), *(each for each in left if each[0])]
    total = f"{written(claimed, currency)} {currency} may be claimed on {iso(view.as_of)}"
    decided = account.decisions()
    return Trace(
        "customer",
        who["number"],
        f"{who['name']}  {who['number']} · {who['company']}",
        (equation(total, parts, currency),),
        (
            Section("items", tuple(columns.rows(PAST_DUE)), "past due"),
            *([decided] if decided else []),
        ),
        (Check("past due - left alone = to claim", sum(n for n, _ in parts), claimed, currency),),
    )


def credit(view: View, customer_id: int, currency: str) -> Trace:
    """The exposure of an account in its parts, its limit and what gave it."""
    who = customers.of_id(view.reader, customer_id)
    items = customers.items(view.reader, customer_id, view.as_of, view.known_on)
    owed = customers.outstanding(view.reader, customer_id, view.as_of, view.known_on)
    columns, account = Columns(view, items, currency), Account(view, customer_id, currency)
    found = account.credit()
    rows = Section("items", tuple(columns.rows(OUTSTANDING)), "open")
    said = f"{written(0, currency)} {currency} exposure"
    return Trace(
        "customer",
        who["number"],
        f"{who['name']}  {who['number']} · {who['company']}",
        (found[1] if found else said,),
        (*([found[0]] if found else []), rows),
        tuple(account.checks(owed.get(currency, 0))),
    )
