"""Discounts taken: in time, unearned, or missed, invoice by invoice."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.books import invoice
from artui.books.due import Asked, DueDates
from artui.domain.discount_taken import Move, Owed, judge
from artui.domain.terms import shares
from artui.store import discounts as store
from artui.store.ledger import ATTRIBUTES

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from artui.books.force import InForce
    from artui.domain.discount import Discount
    from artui.domain.discount_taken import Means, Taken
    from artui.domain.terms import Term
    from artui.store.aging import Scope

    Items = Sequence[dict[str, Any]]


class Row(NamedTuple):
    """An invoice, or one of its instalments, with what became of its discount.

    Attributes:
        company: its code.
        invoice: by its number.
        item: the instalment's label, empty for the whole.
        customer: by its number.
        customer_name: the number where no name is known.
        currency: of the amounts.
        terms: the code of its term, None where it has none.
        outcome: what became of the discount; amounts in minor units.
        open: what is still open of it, minor units.
    """

    company: str
    invoice: str
    item: str
    customer: str
    customer_name: str
    currency: str
    terms: str | None
    outcome: Taken
    open: int


def rows(
    connection: sqlite3.Connection, scope: Scope, force: InForce, *, everything: bool = False
) -> Iterator[Row]:
    """What became of discounts, in the order in which invoices came.

    Args:
        connection: a reader of the main database.
        scope: which customers, as of when.
        force: the policy whose terms say what is allowed.
        everything: whether discounts that nobody took belong to it.
    """
    found = store.candidates(connection, scope, _named(connection, force), everything=everything)
    for first in range(0, len(found), store.PAGE):
        page = store.page(connection, scope, found[first : first + store.PAGE])
        for row in _Page(force, page).rows():
            if everything or row.outcome.state != "missed":
                yield row


def _named(connection: sqlite3.Connection, force: InForce) -> store.Terms:
    """Which of the names exports have for terms give a discount."""
    policy = force.policy.terms
    codes = {name: policy.code(name) for name in store.names(connection)}
    known = {name: _discounts(policy.terms[code]) for name, code in codes.items() if code}
    ruled = [policy.default, *(rule.terms for rule in policy.assign)]
    return store.Terms(
        [name for name, discounts in known.items() if discounts],
        [name for name, discounts in known.items() if not discounts],
        any(_discounts(policy.terms[code]) for code in ruled if code),
    )


def _discounts(term: Term) -> list[Discount]:
    """Every discount a term gives, on all of it or on any part, soonest first."""
    given = dict.fromkeys(each for line in term.lines for each in line.discounts)
    return sorted(given, key=lambda each: each.days)


class _Page:
    """Some invoices with all that is known of them."""

    def __init__(self, force: InForce, page: store.Page) -> None:
        self._terms = force.policy.terms.terms
        self._dues = DueDates(force)
        self._customers = page.customers
        self._items: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for item in page.items:
            self._items[item["document_id"]].append(item)
        self._entries: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for entry in page.entries:
            self._entries[entry["item_id"]].append(entry)

    def rows(self) -> Iterator[Row]:
        """The invoices, and the instalments that have discounts of their own, by document."""
        for items in self._items.values():
            code = self._code(items)
            term = self._terms[code] if code else None
            for part, discounts in _parts(items, term):
                outcome = self._judge(items, part, term, discounts)
                if outcome is not None:
                    yield self._row(part, code, outcome)

    def _code(self, items: Items) -> str | None:
        """The code of the term an invoice was billed on, by the policy's rules."""
        first, customer = items[0], self._customers[items[0]["customer_id"]]
        billed = _billed(items)
        values = [first.get(name) for name in ATTRIBUTES]
        about = partial(invoice.record, values, billed, first["class"], customer)
        who = (first["currency"], customer, first["terms"], None)
        return self._dues.applying(Asked(first["billed_on"], billed, *who, "", about))[0]

    def _judge(
        self, items: Items, part: Items, term: Term | None, discounts: Sequence[Discount]
    ) -> Taken | None:
        billed_on = min(item["billed_on"] for item in part)
        owed = Owed(
            _billed(part),
            _tax(items) * _billed(part) // (_billed(items) or 1),
            part[0]["currency"],
            billed_on,
            discounts,
            term.discount_basis if term else "gross",
        )
        entries = [entry for item in part for entry in self._entries[item["id"]]]
        moves = [
            Move(max(billed_on, entry["effective_on"]), means, -entry["amount"])
            for entry in entries
            if (means := _means(entry)) is not None
        ]
        return judge(owed, moves)

    def _row(self, part: Items, code: str | None, outcome: Taken) -> Row:
        first = part[0]
        label = first["label"] if len(part) == 1 else ""
        who = (first["customer_number"], first["customer_name"])
        entries = (entry for item in part for entry in self._entries[item["id"]])
        open_amount = sum(entry["amount"] for entry in entries)
        named = (first["company"], first["number"], label, *who, first["currency"])
        return Row(*named, code, outcome, open_amount)


def _parts(items: Items, term: Term | None) -> Iterator[tuple[Items, Sequence[Discount]]]:
    """What is judged apart, each with its discounts: instalments of the term, else the whole."""
    if term is None:
        yield items, ()
        return
    lines = {}
    if term.splits and all(item["computed"] for item in items):
        made = shares(term, _billed(items), items[0]["currency"])
        lines = {share.label: share.instalment for share in made}
    if lines.keys() >= {item["label"] for item in items}:
        for item in items:
            yield [item], lines[item["label"]].discounts
        return
    yield items, _discounts(term)


def _billed(items: Items) -> int:
    return sum(item["amount"] for item in items)


def _tax(items: Items) -> int:
    """The tax of an invoice: of its items where they tell, else its own."""
    own = [item["own_tax"] for item in items if item["own_tax"] is not None]
    return sum(own) if own else items[0]["whole_tax"] or 0


def _means(entry: Mapping[str, Any]) -> Means | None:
    """What an entry is to a discount; a credit note that was applied is no cash."""
    means = store.MEANS.get(entry["kind"])
    return "credit" if means == "cash" and entry["given_by"] == "invoice" else means
