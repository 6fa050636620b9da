"""The KPI report as sentences and sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.kpis.groups import without_base
from artui.report import amounts, kpis_behind
from artui.report.kpis_values import UNITS, shown
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_GROUP = Column("key", "Group")
_COLUMNS = (
    Column("role", ""),
    Column("kpi", "KPI"),
    Column("variant", "Variant"),
    _GROUP,
    Column("currency", "Currency"),
    Column("bound", ""),
    Column("value", "Value", number=True),
    Column("unit", "Unit"),
    Column("numerator", "Numerator", number=True),
    Column("denominator", "Denominator", number=True),
    Column("target", "Target", number=True),
    Column("status", "Status"),
    Column("baseline", "Baseline", number=True),
    Column("note", "Note"),
)
_FORMULAS = (
    Column("kpi", "KPI"),
    Column("variant", "Variant"),
    Column("label", "Name"),
    Column("formula", "Formula"),
    Column("benchmarks", "Benchmarks"),
)


def of(data: dict[str, Any], months: Sequence[str]) -> tuple[Section, ...]:
    """The figures, the months before where asked for, what is behind, the formulas, the checks."""
    sections = [_figures(data), kpis_behind.section(data), _formulas(data), _checks(data)]
    if months:
        sections.insert(1, _history(data, months))
    return tuple(sections)


def _columns(data: dict[str, Any]) -> tuple[Column, ...]:
    """The columns; those of groups, bounds and baselines only where there are any."""
    unused = set() if data["by"] else {"key"}
    unused |= {name for name in ("bound", "baseline") if not any(r[name] for r in data["rows"])}
    return tuple(column for column in _COLUMNS if column.key not in unused)


def _figures(data: dict[str, Any]) -> Section:
    return Section("rows", _columns(data), tuple(_cells(row, data) for row in data["rows"]))


def _cells(row: dict[str, Any], data: dict[str, Any]) -> dict[str, str | None]:
    unit = row["unit"]
    cells = amounts.texts(row, "role", "kpi", "variant", "currency", "status")
    return cells | {
        "key": _group(row, data),
        "bound": ">" if row["bound"] else None,
        "value": shown(row["value"], unit),
        "unit": UNITS[unit],
        "numerator": amounts.grouped(row["numerator"]),
        "denominator": amounts.grouped(row["denominator"]),
        "target": shown(row["target"], unit),
        "baseline": shown(row["baseline"], unit),
        "note": "; ".join(filter(None, (row["note"], "provisional" if _open(row) else ""))),
    }


def _open(row: dict[str, Any]) -> bool:
    """Whether a figure may still change and its note does not say so."""
    return row["provisional"] and "provisional" not in (row["note"] or "")


def _group(row: dict[str, Any], data: dict[str, Any]) -> str | None:
    """The group; figures that come in none stand under (none)."""
    return (row["key"] or "(none)") if data["by"] else None


def _history(data: dict[str, Any], months: Sequence[str]) -> Section:
    columns = [
        *(column for column in _columns(data) if column.key in _WHICH),
        *(Column(month, month, number=True) for month in months),
        Column("value", data["month"] or data["week"] or data["to"], number=True),
        Column("unit", "Unit"),
    ]
    rows = []
    for row in data["rows"]:
        before = {each["month"]: shown(each["value"], row["unit"]) for each in row["history"]}
        cells = _cells(row, data)
        rows.append({column.key: {**cells, **before}.get(column.key) for column in columns})
    return Section("history", tuple(columns), tuple(rows))


_WHICH = {"kpi", "variant", "key", "currency"}


def _formulas(data: dict[str, Any]) -> Section:
    """Each formula once, in the order in which the figures come; the base currency has the same."""
    rows = {
        (row["kpi"], row["variant"]): row
        for row in data["rows"]
        if without_base(row["variant"]) == row["variant"]
    }
    cells = [
        {
            **amounts.texts(row, "kpi", "variant", "label", "formula"),
            "benchmarks": "; ".join(_benchmarks(row)) or None,
        }
        for row in rows.values()
    ]
    benchmarked = any(each["benchmarks"] for each in cells)
    columns = _FORMULAS if benchmarked else _FORMULAS[:-1]
    return Section("formulas", columns, tuple(cells))


def _benchmarks(row: dict[str, Any]) -> Iterator[str]:
    for name, value in row["benchmarks"].items():
        yield f"{name} {shown(value, row['unit'])} {UNITS[row['unit']]}".rstrip()


def _checks(data: dict[str, Any]) -> Section:
    columns = (
        Column("currency", "Currency"),
        Column("outstanding", "Outstanding", number=True),
        Column("ending_ar", "Ending AR", number=True),
        Column("ok", "Check"),
    )
    rows = (
        {
            "currency": check["currency"],
            "outstanding": amounts.grouped(check["outstanding"]),
            "ending_ar": amounts.grouped(check["ending_ar"]),
            "ok": "✓" if check["ok"] else "✗ differs",
        }
        for check in data["checks"]
    )
    return Section("check", columns, tuple(rows))


def about(data: dict[str, Any], found: int) -> tuple[str, ...]:
    """Sentences that say what the figures are of."""
    span = data["month"] or data["week"] or f"{data['from']} to {data['to']}"
    if (data["month"] or data["week"]) and not data["complete"]:
        span += f", up to {data['to']}"
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    by = f", by {data['by']}" if data["by"] else ""
    number = len(data["rows"])
    shown_of = "" if number == found else f" The first {number} of {found}."
    days = ", ".join(f"{code} {day}" for code, day in data["data_as_of"].items())
    return tuple(
        filter(
            None,
            (
                f"KPIs of {span}{by}{known}. Policy {data['policy']}.{shown_of}",
                _quarter(data["quarter"]),
                _rates(data),
                _behind(data["before"]),
                f"Data as of: {days or 'nothing loaded yet'}.",
            ),
        )
    )


def _behind(before: dict[str, str]) -> str:
    span = f"{before['from']} to {before['to']}"
    return f"Behind: what makes figures of quality worse than in {span}."


def _quarter(quarter: dict[str, Any]) -> str:
    if quarter["primary"] is None:
        return f"kpis.yaml names no primary and no diagnostic KPI for {quarter['name']}."
    return f"{quarter['name']}: primary {quarter['primary']}, diagnostic {quarter['diagnostic']}."


def _rates(data: dict[str, Any]) -> str:
    """At which rates figures are stated in the base currency, or why none are."""
    base, missing = data["base_currency"], data["missing_rates"]
    if missing:
        return f"Nothing is stated in {base} as a whole: no rate is known for {', '.join(missing)}."
    said = [f"{each['currency']} {each['rate']} of {each['date']}" for each in data["rates"]]
    return f"in_base: all currencies in {base}, at {', '.join(said)}." if said else ""
