"""Expected cash: what is open, by the week, customer or item in which it is likely to be paid.

JSON: `rows` by week have week, from, to, currency, expected, low, high, promised, disputed; by
customer customer_id, name, company, currency, open, covered, expected, beyond, promised, disputed,
next_on, days_late (the median by its habit), payments and basis; by item customer_id, name,
company, invoice_id, item, currency, due_on, days_past_due, open, covered, disputed, expected,
expected_on (as likely before as after), early_on and late_on (the ends of the range), and basis.
`totals` have currency, items, open, expected, beyond, covered, unapplied, outstanding. `expected`
is what is expected within the weeks, `beyond` what comes later or not at all, `covered` what
unapplied cash and credits will be set against: the three come to `open`. `base` has the weeks in
the home's base currency where rates are known. `range` is the share of weeks whose receipts are
between low and high.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from artui.books import outlook
from artui.books.forecast import Asked, accounts
from artui.domain.days import iso
from artui.domain.forecast import reached
from artui.domain.habits import Rules
from artui.report import forecast_base, forecast_sections
from artui.report.amounts import named
from artui.report.table import Report
from artui.store import expected
from artui.store.connection import reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from artui.books.forecast import Account, Expected
    from artui.books.outlook import Outlook
    from artui.report.request import Request, Source

    Row = dict[str, Any]
    Names = dict[int, tuple[str, str]]

_METHOD = "survival"
#: From so long before the due date a customer's median delay is looked for.
_EARLY = 180


@dataclass(frozen=True, slots=True)
class Wish:
    """What the forecast is asked for beyond what every report is: weeks, and what a row is of."""

    weeks: int = 13
    by: str = "week"
    rules: Rules = field(default_factory=Rules)


def report(source: Source, request: Request, wish: Wish | None = None) -> Report:
    """The forecast, with totals, their base currency, and checks."""
    wish = wish or Wish()
    scope = request.scope(source.home.today())
    asked = Asked(source.reader, source.force.policy.escalation, scope, wish.weeks, wish.rules)
    with reading(source.reader):
        kept = _Rows(asked, wish.by)
        found = outlook.outlooks(asked, kept.passed(accounts(asked)))
        base = forecast_base.of(source, scope, found)
    rows = [row for each in found for row in _weeks(each)] if wish.by == "week" else kept.rows()
    data: Row = {
        "report": "forecast",
        "as_of": iso(scope.as_of),
        "known_on": iso(scope.known_on),
        "by": wish.by,
        "weeks": wish.weeks,
        "method": _METHOD,
        "range": f"{wish.rules.share:.2f}",
        "policy": source.force.revision,
        "rows": rows[: request.limit],
        "totals": [_total(each) for each in found],
        "base": base,
        "checks": [_check(each) for each in found],
    }
    ok = all(each.holds for each in found)
    return Report("forecast", data, _about(data, wish, len(rows)), forecast_sections.of(data), ok)


def method(rules: Rules) -> str:
    """How days and ranges are found, in a sentence or two."""
    return (
        f"Method {_METHOD}: days from due date to payment of the customer's own items of the last"
        f" {rules.lookback_days} days, weighted n / (n + {rules.own_weight:g}) by its n payments,"
        " for the rest those of its segment, company, and all, each given that the item is unpaid"
        " by now; promises by how many were kept, disputes by how disputed items were paid."
    )


def _about(data: Row, wish: Wish, number: int) -> tuple[str, ...]:
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    shown = "" if len(data["rows"]) == number else f" The first {len(data['rows'])} of {number}."
    what = (
        f"Expected cash as of {data['as_of']}{known}: what is open by then, in the weeks in which"
        f" it is likely to be paid; invoices still to come are not in it.{shown}"
        f" Policy {data['policy']}."
    )
    return (
        what,
        f"{method(wish.rules)} In {wish.rules.share:.0%} of weeks receipts lie from low to high.",
    )


def _weeks(found: Outlook) -> Iterator[Row]:
    for week in found.weeks:
        yield {
            "week": week.week,
            "from": iso(week.first),
            "to": iso(week.last),
            "currency": found.currency,
            **named(
                found.currency,
                expected=week.expected,
                low=week.low,
                high=week.high,
                promised=week.promised,
                disputed=week.disputed,
            ),
        }


def _total(found: Outlook) -> Row:
    return {
        "currency": found.currency,
        "items": found.items,
        **named(
            found.currency,
            open=found.open,
            expected=found.expected,
            beyond=found.beyond,
            covered=found.covered,
            unapplied=found.unapplied,
            outstanding=found.outstanding,
        ),
    }


def _check(found: Outlook) -> Row:
    return {
        "currency": found.currency,
        **named(
            found.currency,
            weeks_beyond_covered_unapplied=found.accounted,
            outstanding=found.outstanding,
        ),
        "ok": found.holds,
    }


class _Rows:
    """The rows of accounts or items, collected while the accounts go by."""

    def __init__(self, asked: Asked, by: str) -> None:
        makers: dict[str, Callable[[Account], Iterator[tuple[Any, Row]]]] = {
            "customer": self._customer,
            "item": self._items,
        }
        self._asked = asked
        self._make = makers.get(by)
        self._names: Names | None = None
        self._rows: list[tuple[Any, Row]] = []

    def passed(self, found: Iterator[Account]) -> Iterator[Account]:
        """The accounts again."""
        for account in found:
            if self._make:
                self._rows.extend(self._make(account))
            yield account

    def rows(self) -> list[Row]:
        """The rows in their order."""
        return [row for _, row in sorted(self._rows, key=lambda each: each[0])]

    def _customer(self, account: Account) -> Iterator[tuple[Any, Row]]:
        sums, currency, whose = account.receipts, account.currency, account.whose
        weeks, beyond = sums.rounded()
        days = (outlook.days_of(self._asked, item).middle for item in account.items)
        next_on = min((day for day in days if day is not None), default=None)
        how = account.habit
        middle = reached(lambda day: how.left(-_EARLY, day), 0.5, self._asked.rules.longest_days)
        row = {
            "customer_id": whose.number,
            "name": whose.name,
            "company": whose.company,
            "currency": currency,
            **named(
                currency,
                open=sums.open,
                covered=sums.covered,
                expected=sum(weeks),
                beyond=beyond,
                promised=round(sum(sums.promised)),
                disputed=round(sum(sums.disputed)),
            ),
            "next_on": iso(next_on),
            "days_late": None if middle is None else middle - _EARLY,
            "payments": how.payments,
            "basis": how.basis,
        }
        yield (currency, -sum(weeks), whose.number, whose.company), row

    def _items(self, account: Account) -> Iterator[tuple[Any, Row]]:
        for each in account.items:
            days = outlook.days_of(self._asked, each)
            row = self._item(account, each) | {
                "expected_on": iso(days.middle),
                "early_on": iso(days.early),
                "late_on": iso(days.late),
                "basis": outlook.basis(self._asked, each),
            }
            late = days.middle is None
            yield (late, days.middle or 0, -each.item.open_amount, each.item.item_id), row

    def _item(self, account: Account, each: Expected) -> Row:
        item, currency, whose = each.item, account.currency, account.whose
        if self._names is None:
            self._names = expected.documents(self._asked.reader)
        number, label = self._names[item.item_id]
        return {
            "customer_id": whose.number,
            "name": whose.name,
            "company": whose.company,
            "invoice_id": number,
            "item": label or None,
            "currency": currency,
            "due_on": iso(item.due_on),
            "days_past_due": self._asked.scope.as_of - item.due_on,
            **named(
                currency,
                open=item.open_amount,
                covered=each.covered,
                disputed=item.disputed,
                expected=round(outlook.within(self._asked, each)),
            ),
        }
