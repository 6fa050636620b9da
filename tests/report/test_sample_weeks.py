"""Each week of the sample equals what is found by hand, from the raw rows and day by day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, Any, get_args

import pytest

from artui.books import weeks
from artui.books.ranked import before as week_before
from artui.domain.days import parse_day
from artui.domain.reasons import NONE, By, Origin, Rank, Scope
from artui.report import reasons
from artui.report.reasons import Wish
from artui.report.request import Request
from tests.report import by_hand, rules_by_hand
from tests.report.by_hand import Case, Invoice, Item, LateInvoice, Said
from tests.report.rules_by_hand import catalogue
from tests.sample_data.conftest import Sample

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.sample_data.conftest import Key

WEEKS = [f"2026-W{number}" for number in range(36, 48)]
TODAY = Sample.last_day
MEASURES = ("amount", "amount_days")
DOCUMENT_COLUMNS = "po_number completed_at sent_at approver reason".split()
OPEN_ITEM_COLUMNS = ["po_number", "reason"]
CUSTOMER_COLUMNS = "po_required bill_to tax_code segment".split()


@cache
def invoices() -> tuple[Invoice, ...]:
    """The sample's invoices with all that was said of them."""
    sample = Sample()
    said = statements(sample)
    changes = everything_that_happened(sample)
    customers: dict[str, list[Said]] = defaultdict(list)
    for name in sample.names("customers"):
        for row in sample.read(name):
            columns = {column: row[column] for column in CUSTOMER_COLUMNS}
            customers[row["customer_id"]].append(Said(date_of(name), "customers", columns))
    cases = disputes(sample)
    return tuple(
        Invoice(
            f"{key[0]} {key[1]}",
            row["currency"],
            [Item(sample.due(row), changes[key])],
            said[key],
            customers[row["customer_id"]],
            cases[key],
            origin=partial(origin, key, customers[row["customer_id"]]),
        )
        for row in sample.invoices.values()
        for key in [(row["company"], row["invoice_id"])]
        if sample.cents(row["amount"]) > 0
    )


def origin(key: Key, customer: list[Said], sunday: dt.date) -> Origin:
    """Where an invoice came from, as known on a Sunday."""
    told = sorted(customer, key=lambda each: each.as_of)
    newest = ([each for each in told if each.as_of <= sunday] or told[:1])[-1]
    return rules_by_hand.origin(key, newest.columns["segment"], sunday)


def date_of(name: str) -> dt.date:
    return dt.date.fromisoformat(name[-14:-4])


def statements(sample: Sample) -> dict[Key, list[Said]]:
    found: dict[Key, list[Said]] = defaultdict(list)
    kinds = (
        ("invoices", "invoice_id", DOCUMENT_COLUMNS),
        ("open_items", "document_id", OPEN_ITEM_COLUMNS),
    )
    for kind, number, columns in kinds:
        for name in sample.names(kind):
            for row in sample.read(name):
                if kind == "open_items" or sample.readable(row):
                    columns_ = {c: row.get(c, "") for c in columns}
                    found[row["company"], row[number]].append(Said(date_of(name), kind, columns_))
    return found


def everything_that_happened(sample: Sample) -> dict[Key, list[tuple[dt.date, int]]]:
    """What changed each document, day by day; what only a snapshot shows to be gone included."""
    left: dict[Key, int] = {}
    changes: dict[Key, list[tuple[dt.date, int]]] = defaultdict(list)
    gone = {key: first_without(sample, key) for key in sample.unseen}
    day = min(sample.day(row["invoice_date"]) for row in sample.invoices.values())
    while day <= TODAY:
        now = {k: v for k, v in sample.open_on(day).items() if k not in gone or day < gone[k]}
        for key in {*left, *now}:
            change = now.get(key, 0) - left.get(key, 0)
            if change:
                changes[key].append((day, change))
        left = now
        day += by_hand.DAY
    return changes


def first_without(sample: Sample, key: Key) -> dt.date:
    """The first snapshot that leaves a document out after it was listed."""
    listed = False
    for name in sample.names(f"open_items_{key[0]}"):
        if listed and key not in sample.listed(name):
            return date_of(name)
        listed = key in sample.listed(name)
    raise AssertionError(key)


def disputes(sample: Sample) -> dict[Key, list[Case]]:
    found: dict[Key, list[Case]] = defaultdict(list)
    for row in sample.disputes.values():
        resolved = sample.day(row["resolved_on"]) if row["resolved_on"] else None
        amount = sample.cents(row["amount"]) if row["amount"] else None
        case = Case(row["reason"], sample.day(row["opened_on"]), resolved, amount)
        found[row["company"], row["invoice_id"]].append(case)
    return found


@cache
def expected(week: str) -> dict[str, LateInvoice]:
    return by_hand.late(invoices(), week, TODAY, catalogue())


@pytest.mark.parametrize("week", WEEKS)
def test_late_invoices_and_their_reasons(sample_source: Source, week: str) -> None:
    today = parse_day(TODAY.isoformat())
    found = weeks.late_invoices(sample_source.reader, sample_source.force.policy, week, today)
    names = dict(
        sample_source.reader.execute(
            "SELECT d.id, m.code || ' ' || d.number FROM document AS d"
            " JOIN company AS m ON m.id = d.company_id"
        )
    )
    made = {
        names[each.document_id]: by_hand.as_found(each, names[each.document_id]) for each in found
    }
    assert made == expected(week)
    assert len(made) > 50


@pytest.mark.parametrize("scope", get_args(Scope))
@pytest.mark.parametrize("rank", get_args(Rank))
@pytest.mark.parametrize("week", WEEKS[1::3])
@pytest.mark.parametrize("company", [None, "1000"])
def test_the_ranking(
    sample_source: Source, week: str, rank: Rank, scope: Scope, company: str | None
) -> None:
    top = 4
    wish = Wish(week, top, rank, scope)
    data = reasons.report(sample_source, Request(company=company), wish).data
    now, before = (counted(each, scope, company) for each in (week, week_before(week)))
    by, rows = by_hand.ranked(now, rank, worth(week))
    _, earlier = by_hand.ranked(before, rank, worth(week_before(week)))
    places = {row["reason"]: number for number, row in enumerate(earlier, 1)}
    counts = {row["reason"]: row["invoices"] for row in earlier}
    assert (data["rank"], data["late_invoices"]) == (by, len(now))
    several = rank != "invoices" and len({each.currency for each in now}) > 1
    assert (data["note"] or "").startswith("Amounts are added in USD at EUR ") == several
    rates = worth(week) if several else None
    whole = measured(sums(now), rank, rates)
    assert data["rows"] == [
        {
            "rank": number,
            "key": row["reason"],
            **printed(row, rates),
            "share": share(measured(row, rank, rates), whole),
            "four_weeks": [then(each, row["reason"], scope, company) for each in last_four(week)],
            "label": data["rows"][number - 1]["label"],
            "owner": data["rows"][number - 1]["owner"],
            "previous_rank": places.get(row["reason"]),
            "previous_invoices": counts.get(row["reason"], 0),
        }
        for number, row in enumerate(rows[:top], 1)
    ]
    beyond = [each for each in now if each.reason in {row["reason"] for row in rows[top:]}]
    without = [each for each in now if each.reason is None]
    assert data["others"] == tally(beyond, rates)
    assert data["unexplained"] == tally(without, rates)


@pytest.mark.parametrize("scope", get_args(Scope))
@pytest.mark.parametrize("rank", get_args(Rank))
@pytest.mark.parametrize("by", [each for each in get_args(By) if each != "reason"])
@pytest.mark.parametrize("week", WEEKS[2::4])
def test_the_ranking_by_whom_and_what_they_came_from(
    sample_source: Source, week: str, by: By, rank: Rank, scope: Scope
) -> None:
    data = reasons.report(sample_source, Request(), Wish(week, 4, rank, scope, by=by)).data
    now, before = (counted(each, scope, None) for each in (week, week_before(week)))
    key = partial(row_of, by)
    effective, rows = by_hand.ranked(now, rank, worth(week), key)
    _, earlier = by_hand.ranked(before, rank, worth(week_before(week)), key)
    places = {row["reason"]: number for number, row in enumerate(earlier, 1)}
    several = rank != "invoices" and len({each.currency for each in now}) > 1
    rates = worth(week) if several else None
    assert (data["rank"], data["by"], data["late_invoices"]) == (effective, by, len(now))
    told = {"rank", "key", "invoices", *MEASURES, "previous_rank", "base"}
    assert [{name: row[name] for name in told & row.keys()} for row in data["rows"]] == [
        {
            "rank": number,
            "key": row["reason"],
            **{name: value for name, value in printed(row, rates).items() if name != "reason"},
            "previous_rank": places.get(row["reason"]),
        }
        for number, row in enumerate(rows[:4], 1)
    ]
    for row in data["rows"]:
        own = [each for each in now if (key(each) or NONE) == row["key"]]
        _, leading = by_hand.ranked(own, effective, worth(week))
        assert [each["reason"] for each in row["reasons"]] == [
            each["reason"] for each in leading[:3]
        ]
    beyond = {row["reason"] for row in rows[4:]}
    rest = [each for each in now if each.reason and (key(each) or NONE) in beyond]
    assert data["others"] == tally(rest, rates)
    assert data["unexplained"] == tally([each for each in now if not each.reason], rates)


def row_of(by: By, late: LateInvoice) -> str | None:
    """What a late invoice is counted under."""
    if by == "owner":
        return rules_by_hand.OWNERS.get(late.reason or "")
    if by == "class":
        return late.origin.document_class
    found: str | None = getattr(late.origin, by)
    return found


def last_four(week: str) -> list[str]:
    found = [week]
    while len(found) < 4:
        found.insert(0, week_before(found[0]))
    return found


def then(week: str, reason: str, scope: Scope, company: str | None) -> dict[str, Any]:
    late = [each for each in counted(week, scope, company) if each.reason == reason]
    made = printed(sums(late), None)
    return {"week": week, "invoices": len(late), "amount_days": made["amount_days"]}


def measured(row: dict[str, Any], rank: Rank, rates: dict[str, Decimal] | None) -> Decimal:
    """What a row is ranked by, as a number of dollars or invoices."""
    if rank == "invoices":
        return Decimal(row["invoices"])
    return sum((a * (rates[c] if rates else 1) for c, a in row[rank].items()), Decimal(0))


def share(part: Decimal, whole: Decimal) -> str:
    value = (part / whole).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return f"{value.normalize():f}"


def worth(week: str) -> dict[str, Decimal]:
    """What a unit of each currency was worth in US dollars by the end of a week."""
    sunday = dt.date.fromisocalendar(int(week[:4]), int(week[-2:]), 7)
    sample = Sample()
    rates = (row for name in sample.names("fx_rates") for row in sample.read(name))
    known = [row for row in rates if sample.day(row["date"]) <= sunday]
    return {"USD": Decimal(1), known[-1]["currency"]: Decimal(known[-1]["rate"])}


def counted(week: str, scope: Scope, company: str | None) -> list[LateInvoice]:
    return [
        each
        for each in expected(week).values()
        if (scope == "all" or each.new) and each.name.startswith(company or "")
    ]


def tally(group: list[LateInvoice], rates: dict[str, Decimal] | None) -> dict[str, Any]:
    return printed(sums(group), rates)


def sums(group: list[LateInvoice]) -> dict[str, Any]:
    found = {name: by_hand.by_currency(group, name) for name in MEASURES}
    return {"invoices": len(group), **found}


def printed(row: dict[str, Any], rates: dict[str, Decimal] | None) -> dict[str, Any]:
    """Cents as JSON has them, and where there are rates what they come to in US dollars."""

    def decimals(amounts: dict[str, int]) -> dict[str, str]:
        return {c: f"{a // 100}.{a % 100:02d}" for c, a in amounts.items()}

    def added(amounts: dict[str, int], rates: dict[str, Decimal]) -> str:
        exact = sum((rates[c] * a for c, a in amounts.items()), Decimal(0)) / 100
        return str(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))

    made = {**row, **{name: decimals(row[name]) for name in MEASURES}}
    return made | ({"base": {n: added(row[n], rates) for n in MEASURES}} if rates else {})
