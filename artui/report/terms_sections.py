"""A payment term explained, as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.calendar import WEEKDAYS
from artui.domain.days import parse_day, to_date
from artui.report import amounts
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Iterator

_PART = Column("instalment", "Part", number=True)
_STEPS = (
    _PART,
    Column("date", "Date"),
    Column("weekday", "Day"),
    Column("step", "How"),
)
_INSTALMENTS = (
    _PART,
    Column("share", "Share", number=True),
    Column("amount", "Amount", number=True),
    Column("contractual_date", "Contractual"),
    Column("due_date", "Due"),
    Column("note", "Note"),
)
_DISCOUNTS = (
    _PART,
    Column("last_day", "Paid by"),
    Column("off", "Off", number=True),
    Column("basis", "Of"),
    Column("pay", "Pay", number=True),
    Column("discount", "Discount", number=True),
    Column("discount_net", "Less sale", number=True),
    Column("discount_tax", "Less tax", number=True),
    Column("yearly_cost_percent", "Cost % a year", number=True),
)
_YEAR = (
    Column("invoice_date", "Invoice"),
    *(column for column in _INSTALMENTS if column.key != "share"),
    Column("discount_until", "Discount until"),
)
_MONEY = ("amount", "pay", "discount", "discount_net", "discount_tax")


def about(data: dict[str, Any]) -> tuple[str, ...]:
    """What is explained, and under which rules."""
    label = f" ({data['label']})" if data["label"] else ""
    amount = f", {amounts.grouped(data['amount'])} {data['currency']}" if data["amount"] else ""
    customer = f" Customer {data['customer_id']}." if data["customer_id"] else ""
    calendar = data["calendar"] or "weekends alone"
    rules = f"Business days: {data['business_days']}. Calendar: {calendar}.{customer}"
    return (
        f"{data['terms']}{label}: an invoice of {data['invoice_date']}{amount}.",
        f"{rules} Policy {data['revision']}.",
    )


def of_one(data: dict[str, Any]) -> tuple[Section, ...]:
    """Steps, instalments and discounts of one invoice."""
    steps = [row for part in data["instalments"] for row in _steps(part, data["invoice_date"])]
    parts = [_instalment(part) for part in data["instalments"]]
    discounts = [
        _discount(discount, part["label"])
        for part in ({"label": "", "discounts": data["discounts"]}, *data["instalments"])
        for discount in part["discounts"]
    ]
    sections = [
        Section("steps", _STEPS, tuple(steps)),
        Section("instalments", _INSTALMENTS, tuple(parts)),
    ]
    if discounts:
        sections.append(Section("discounts", _DISCOUNTS, tuple(discounts)))
    return tuple(sections)


def of_year(data: dict[str, Any]) -> tuple[Section, ...]:
    """The due dates of each month."""
    rows = [
        {
            "invoice_date": month["invoice_date"],
            **_instalment(part),
            "discount_until": ", ".join(
                each["last_day"] for each in (*month["discounts"], *part["discounts"])
            )
            or None,
        }
        for month in data["months"]
        for part in month["instalments"]
    ]
    return (Section("months", _YEAR, tuple(rows)),)


def _steps(part: dict[str, Any], invoice_date: str) -> Iterator[dict[str, str | None]]:
    start = part["counts_from"]
    how = "invoice date" if start == invoice_date else "due date of the part before"
    yield _step(part, start, how)
    for step in part["steps"]:
        yield _step(part, step["date"], step["about"])
    for run in part["moved_over"]:
        until = f" until {run['to']}" if run["to"] != run["from"] else ""
        yield _step(part, run["from"], f"closed{until}: {run['why']}")
    if part["due_date"] != part["contractual_date"]:
        yield _step(part, part["due_date"], "the day it ages on")


def _step(part: dict[str, Any], date: str, how: str) -> dict[str, str | None]:
    weekday = WEEKDAYS[to_date(parse_day(date)).weekday()][:3].capitalize()
    return {"instalment": part["label"] or None, "date": date, "weekday": weekday, "step": how}


def _instalment(part: dict[str, Any]) -> dict[str, str | None]:
    return {
        "instalment": part["label"] or None,
        "share": part["share"],
        "amount": amounts.grouped(part["amount"]),
        "contractual_date": part["contractual_date"],
        "due_date": part["due_date"],
        "note": _note(part),
    }


def _note(part: dict[str, Any]) -> str | None:
    """Why the due date moved, or that it falls on a closed day and stays."""
    if part["due_date"] != part["contractual_date"]:
        return f"moved: {part['closed']}"
    return f"on {part['closed']}, not moved" if part["closed"] else None


def _discount(discount: dict[str, Any], label: str) -> dict[str, str | None]:
    percent = discount["percent"]
    row = amounts.texts(discount, *(column.key for column in _DISCOUNTS))
    return {
        **row,
        **{key: amounts.grouped(discount[key]) for key in _MONEY if key in discount},
        "instalment": label or None,
        "off": f"{percent} %" if percent else amounts.grouped(discount["fixed_amount"]),
        "basis": discount["basis"] if percent else None,
    }
