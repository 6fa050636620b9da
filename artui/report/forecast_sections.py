"""Expected cash as rows: weeks, customers or items, the totals, and the checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.report.amounts import grouped, texts
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Row = dict[str, Any]

_MONEY = {
    "open": "Open",
    "expected": "Expected",
    "low": "Low",
    "high": "High",
    "promised": "of which promised",
    "disputed": "of which disputed",
    "beyond": "Later or never",
    "covered": "Covered by unapplied",
    "unapplied": "Unapplied",
    "outstanding": "Outstanding",
    "weeks_beyond_covered_unapplied": "Weeks + later + covered + unapplied",
}
_TEXTS = {
    "week": "Week",
    "from": "From",
    "to": "To",
    "customer_id": "Customer",
    "name": "Name",
    "company": "Company",
    "invoice_id": "Invoice",
    "item": "Item",
    "currency": "Currency",
    "due_on": "Due",
    "expected_on": "Expected on",
    "early_on": "From",
    "late_on": "To",
    "next_on": "Next on",
    "basis": "By",
    "ok": "Equal",
    "date": "Of",
}
_NUMBERS = {
    "days_past_due": "Days",
    "days_late": "Days late",
    "payments": "Payments",
    "items": "Items",
    "rate": "Rate",
}
_ROWS = {
    "week": "week from to currency expected low high promised disputed",
    "customer": "customer_id name company currency expected beyond covered open promised disputed"
    " next_on days_late payments basis",
    "item": "customer_id name company invoice_id item currency due_on days_past_due open covered"
    " disputed expected expected_on early_on late_on basis",
}
_TOTALS = "currency items expected beyond covered open unapplied outstanding"
_CHECKS = "currency weeks_beyond_covered_unapplied outstanding ok"
_BASE = "currency expected beyond covered open"


def of(data: Row) -> tuple[Section, ...]:
    """The sections of a forecast's data; the base currency only where anything was converted."""
    verdicts = {True: "yes", False: "NO, THE FIGURES DO NOT ADD UP"}
    checks = [{**check, "ok": verdicts[check["ok"]]} for check in data["checks"]]
    return (
        _section("rows", _ROWS[data["by"]], data["rows"]),
        _section("totals", _TOTALS, data["totals"]),
        *_base(data["base"]),
        _section("checks", _CHECKS, checks),
    )


def _base(base: Row) -> Iterator[Section]:
    if base["rates"] and base["open"] is not None:
        weeks = [{**week, "currency": base["currency"]} for week in base["weeks"]]
        yield _section("weeks in base currency", "week currency expected", weeks)
        yield _section("base", _BASE, [base])
        yield _section("rates", "currency rate date", base["rates"])


def _section(name: str, keys: str, rows: Sequence[Row]) -> Section:
    columns = tuple(_column(key) for key in keys.split())
    return Section(name, columns, tuple(_shown(row, columns) for row in rows))


def _column(key: str) -> Column:
    if key in _TEXTS:
        return Column(key, _TEXTS[key])
    return Column(key, _MONEY.get(key) or _NUMBERS[key], number=True)


def _shown(row: Row, columns: Sequence[Column]) -> dict[str, str | None]:
    shown = texts(row, *(column.key for column in columns))
    return {key: grouped(text) if key in _MONEY else text for key, text in shown.items()}
