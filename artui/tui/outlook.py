"""Expected cash as screens show it: weeks with bars, and the items behind one of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from artui.books import outlook
from artui.books.forecast import Asked, accounts
from artui.domain import money
from artui.domain.forecast import rounded
from artui.store.connection import reading

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from artui.books.force import InForce
    from artui.books.outlook import Behind, Outlook
    from artui.store.aging import Scope

BAR_CELLS = 24
#: So many items of a week are listed one by one.
MOST_ITEMS = 1_000
#: The row of all others; no item has that number.
OTHERS = 0
BEYOND = "later or never"

Row = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Weeks:
    """What is expected, week by week and currency by currency.

    Attributes:
        rows: in the order of `outlooks.WEEKS`.
        found: the same by currency.
    """

    rows: list[Row]
    found: list[Outlook]

    @property
    def holds(self) -> bool:
        """Whether the weeks and all else come to what is outstanding."""
        return all(each.holds for each in self.found)

    @property
    def truth(self) -> str:
        """The line of truth."""
        parts = "   ".join(_verdict(each) for each in self.found)
        return f"weeks + later + covered + unapplied = outstanding   {parts or 'nothing is open'}"

    def totals(self) -> Iterator[dict[str, str]]:
        """Total lines by column."""
        for each in self.found:
            for name, amount in (
                (f"{len(each.weeks)} weeks", each.expected),
                ("covered", each.covered),
                ("all owed", each.open),
            ):
                if amount or name != "covered":
                    text = money.grouped(amount, each.currency)
                    yield {"week": name, "currency": each.currency, "expected": text}


def asked(reader: sqlite3.Connection, force: InForce, scope: Scope) -> Asked:
    """What the screens ask for."""
    return Asked(reader, force.policy.escalation, scope)


def weeks(reader: sqlite3.Connection, force: InForce, scope: Scope) -> Weeks:
    """Compute what is expected."""
    question = asked(reader, force, scope)
    with reading(reader):
        found = outlook.outlooks(question, accounts(question))
    rows = [row for each in found for row in _rows(each)]
    return Weeks(rows, found)


def _rows(found: Outlook) -> Iterator[Row]:
    most = max((week.high for week in found.weeks), default=0)
    code = found.currency
    for place, week in enumerate(found.weeks):
        named = (week.week, week.first, week.last)
        amounts = (week.expected, week.low, week.high)
        yield (
            f"{place} {code}",
            *(place, *named, code, *amounts, bar(*amounts, most)),
            *(week.promised, week.disputed),
        )
    place = len(found.weeks)
    after = found.weeks[-1].last + 1
    yield (f"{place} {code}", place, BEYOND, after, None, code, found.beyond, *[None] * 5)


def bar(expected_amount: int, low: int, high: int, most: int) -> str:
    """A week as a bar: full up to the low end, dark up to what is expected, light up to the high.

    Args:
        expected_amount: what is expected.
        low: the low end of the range.
        high: the high end.
        most: the amount that fills the bar.
    """
    if most <= 0:
        return ""
    marks = [round(amount / most * BAR_CELLS) for amount in (low, expected_amount, high)]
    pairs = zip(marks, [0, *marks], strict=False)
    return "".join(sign * (end - start) for sign, (end, start) in zip("█▓░", pairs, strict=True))


def _verdict(found: Outlook) -> str:
    owed = money.grouped(found.outstanding, found.currency)
    if found.holds:
        return f"{found.currency} {owed} ✓"
    accounted = money.grouped(found.accounted, found.currency)
    return f"{found.currency} {accounted} ≠ {owed} ✗ THE FIGURES DO NOT ADD UP"


@dataclass(frozen=True, slots=True)
class Items:
    """The items behind a week.

    Attributes:
        rows: in the order of `outlooks.ITEMS`; they come to what is expected of the week
            as it was when the week was chosen.
        number: how many items there are.
    """

    rows: list[Row]
    number: int


class Chosen(NamedTuple):
    """A week of which the items are wanted.

    Attributes:
        currency: whose.
        place: which, from 0; the one after the last is what lies beyond.
        expected: what is expected of it, in minor units.
    """

    currency: str
    place: int
    expected: int


def items(reader: sqlite3.Connection, force: InForce, scope: Scope, week: Chosen) -> Items:
    """Compute what is expected of each item in a week; together it is what the week has."""
    question, currency = asked(reader, force, scope), week.currency
    with reading(reader):
        found, others, number = outlook.behind(question, currency, week.place, MOST_ITEMS)
    amounts = _whole([each.amount for each in found] + [others])
    if found:
        amounts[0] += week.expected - sum(amounts)
    rows = [_item(question, *pair) for pair in zip(found, amounts, strict=False)]
    rows = [row for row in rows if row[5]]
    rest = sum(amounts) - sum(int(str(row[5])) for row in rows)
    if rest:
        name = f"{number - len(rows):,} others"
        rows.append((OTHERS, None, None, name, currency, rest, *[None] * 5, ""))
    return Items(rows, number)


def _whole(amounts: Sequence[float]) -> list[int]:
    """Amounts in whole minor units that come to their sum, rounded; it is off by one at most."""
    marks = [rounded(mark) for mark in accumulate(amounts)]
    return [mark - before for mark, before in zip(marks, [0, *marks], strict=False)]


def _item(question: Asked, each: Behind, amount: int) -> Row:
    item, whose = each.item.item, each.account.whose
    whole = item.open_amount - each.item.covered
    return (
        item.item_id,
        item.document_id,
        whose.customer_id,
        whose.name,
        item.currency,
        amount,
        each.amount / whole if whole else None,
        item.open_amount,
        item.due_on,
        question.scope.as_of - item.due_on,
        outlook.days_of(question, each.item).middle,
        outlook.basis(question, each.item),
    )
