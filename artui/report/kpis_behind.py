"""What is behind figures that are worse than in the period before, as the KPI report has it.

One row for each figure of quality that is worse: `kpi`, `variant`, `label`, `currency`, `value`,
`before`, `worse_by`, `unit`, `faults` (what makes it worse, counted: invoices put right, jobs not
sent in time ...; amounts where it has a currency), `faults_before`, `faults_are` (what they are),
and `causes`, those of each sort that rose most: `by` (reason, check, dispatcher, template, class,
customer, segment), `key` (null where nothing tells), `label`, `faults`, `faults_before`, `rose`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.kpis import behind
from artui.books.kpis.table import BY_NAME
from artui.domain import money
from artui.domain.days import iso
from artui.report import amounts
from artui.report.kpis_values import UNITS, Said, shown
from artui.report.table import Column, Section
from artui.store.kpis import customers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from artui.books.kpis.asked import Asked
    from artui.books.kpis.behind import Behind, Rise

_COLUMNS = (
    Column("kpi", "KPI"),
    Column("variant", "Variant"),
    Column("currency", "Currency"),
    Column("value", "Value", number=True),
    Column("before", "Before", number=True),
    Column("worse_by", "Worse by", number=True),
    Column("unit", "Unit"),
    Column("by", "By"),
    Column("key", "Cause"),
    Column("label", "Name"),
    Column("faults", "Faults", number=True),
    Column("faults_before", "Faults before", number=True),
    Column("rose", "Rose by", number=True),
    Column("faults_are", "Faults are"),
)


def period(asked: Asked) -> dict[str, str]:
    """The days figures are held against."""
    first, last = behind.before(asked).period
    return {"from": str(iso(first)), "to": str(iso(last))}


def rows(asked: Asked, kpis: Collection[str] | None) -> list[dict[str, Any]]:
    """What is behind each figure of quality that is worse, of everything; `kpis` None for all."""
    names = Names(asked)
    return [_row(each, names) for each in behind.behind(asked, kpis)]


class Names:
    """What causes are called."""

    def __init__(self, asked: Asked) -> None:
        """The names of a question's policy and customers, read where one is wanted."""
        self._asked = asked

    def of(self, by: str, key: str) -> str | None:
        """What people call a cause; None where it has no other name."""
        return self._sort(by).get(key)

    def _sort(self, by: str) -> Mapping[str, str]:
        policy = self._asked.policy
        match by:
            case "reason":
                return {reason.code: reason.label for reason in policy.reasons.reasons}
            case "check":
                return {check.code: check.label for check in policy.readiness.checks}
            case "customer":
                return self._asked.once("names", lambda: customers.names(self._asked.reader))
        return {}


def _row(found: Behind, names: Names) -> dict[str, Any]:
    figure = found.figure
    said = Said(figure.unit, figure.currency)
    return {
        "kpi": figure.kpi,
        "variant": figure.variant,
        "label": BY_NAME[figure.kpi].label,
        "currency": figure.currency or None,
        "value": said.value(figure.value),
        "before": said.value(found.before.value),
        "worse_by": said.value(found.worse_by),
        "unit": figure.unit,
        "provisional": figure.provisional,
        "faults_are": found.words,
        **_counts(found.faults, figure.currency),
        "causes": [
            {
                "by": each.by,
                "key": each.key or None,
                "label": names.of(each.by, each.key),
                **_counts(each, figure.currency),
            }
            for each in found.rises
        ],
    }


def _counts(rise: Rise, currency: str) -> dict[str, str | int]:
    numbers = {"faults": rise.now, "faults_before": rise.before, "rose": rise.rose}
    if not currency:
        return dict(numbers)
    return {name: money.plain(amount, currency) for name, amount in numbers.items()}


def section(data: dict[str, Any]) -> Section:
    """A line for each cause, under one for each figure that is worse."""
    lines = [line for row in data["behind"] for line in _lines(row)]
    return Section("behind", _COLUMNS, tuple(lines))


def _lines(row: dict[str, Any]) -> Iterator[dict[str, str | None]]:
    unit = row["unit"]
    which = amounts.texts(row, "kpi", "variant", "currency", "faults_are")
    values = {name: shown(row[name], unit) for name in ("value", "before", "worse_by")}
    yield {**which, **values, "unit": UNITS[unit], **_numbers(row)}
    for cause in row["causes"]:
        named = amounts.texts(cause, "by", "label")
        yield {**which, **named, "key": cause["key"] or "(not told)", **_numbers(cause)}


def _numbers(counts: Mapping[str, Any]) -> dict[str, str | None]:
    wanted = ("faults", "faults_before", "rose")
    return {name: amounts.grouped(str(counts[name])) for name in wanted}
