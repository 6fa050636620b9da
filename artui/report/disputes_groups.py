"""Disputes in groups: how many and how much, how old, how long they took, how many a customer."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from statistics import median
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.report import amounts
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NONE = "none"
#: What disputes can be grouped by.
BY = (NONE, "customer", "reason", "owner", "age", "state")
#: The first day of each group of ages but the first, and its name.
_AGES = ((0, "0-7"), (8, "8-30"), (31, "31-60"), (61, "61-90"), (91, "91+"))
_UNKNOWN = "not said"
_NINTH = 9
_TENTHS = 10


def grouped(rows: Sequence[Mapping[str, Any]], by: str) -> list[dict[str, Any]]:
    """A row for each group; ages by age, the others by how many disputes they have.

    Args:
        rows: of the report, one by one.
        by: a name of BY, not NONE.
    """
    members: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        members[_key(row, by)].append(row)
    made = [_group(key, found, by) for (key, _), found in members.items()]
    if by == "age":
        order = [name for _, name in _AGES]
        return sorted(made, key=lambda group: order.index(group["key"]))
    return sorted(made, key=lambda group: (-group["count"], group["key"], group.get("company", "")))


def _key(row: Mapping[str, Any], by: str) -> tuple[str, str]:
    """What the group is called; of a customer also whose: two companies may use one number."""
    if by == "customer":
        return str(row["customer_id"]), str(row["company"])
    if by == "age":
        return [name for first, name in _AGES if row["age_days"] >= first or first == 0][-1], ""
    return str(row[by] or _UNKNOWN), ""


def _group(key: str, rows: Sequence[Mapping[str, Any]], by: str) -> dict[str, Any]:
    customers = {(row["company"], row["customer_id"]) for row in rows}
    ages = [row["age_days"] for row in rows if row["cycle_days"] is not None]
    cycles = [row["cycle_days"] for row in rows if row["cycle_days"] is not None]
    first = rows[0]
    whose = {"name": first["customer"] or key, "company": first["company"]}
    named = whose if by == "customer" else {}
    return {
        "key": key,
        **named,
        "count": len(rows),
        "amount": _sums(rows),
        "age_days": {"median": middle(ages), "p90": ninetieth(ages)},
        "cycle_days": {"median": middle(cycles), "p90": ninetieth(cycles)},
        "overdue": sum(row["overdue"] for row in rows),
        "late": sum(row["standing"] != "ok" for row in rows),
        "conflicts": sum(row["conflict"] is not None for row in rows),
        "customers": len(customers),
        "per_customer": amounts.ratio(len(rows), len(customers)),
    }


def _sums(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    found: dict[str, int] = defaultdict(int)
    for row in rows:
        found[row["currency"]] += money.to_minor(Decimal(row["amount"]), row["currency"])
    return amounts.plain(found)


def middle(days: Sequence[int]) -> str | None:
    """The median, of an even number the mean of the middle two; None of none."""
    return f"{median(days):g}" if days else None


def ninetieth(days: Sequence[int]) -> str | None:
    """The 90th percentile, nearest rank; None of none."""
    if not days:
        return None
    place = -(-len(days) * _NINTH // _TENTHS)
    return str(sorted(days)[place - 1])


def section(data: dict[str, Any]) -> Section:
    """The groups as a table."""
    rows = data["rows"]
    whose = (Column("name", "Name"), Column("company", "Company"))
    named = whose if data["by"] == "customer" else ()
    pairs = [(key, part) for key in ("age_days", "cycle_days") for part in ("median", "p90")]
    columns = (
        Column("key", data["by"].capitalize()),
        *named,
        Column("count", "Disputes", number=True),
        *amounts.columns("amount", "Amount", [row["amount"] for row in rows]),
        *(Column(f"{key} {part}", _HEADS[key, part], number=True) for key, part in pairs),
        *(Column(key, label, number=True) for key, label in _COUNTS.items()),
    )
    return Section("rows", columns, tuple(_texts(row, pairs) for row in rows))


_HEADS = {
    ("age_days", "median"): "Days, median",
    ("age_days", "p90"): "Days, 90 %",
    ("cycle_days", "median"): "Cycle, median",
    ("cycle_days", "p90"): "Cycle, 90 %",
}
_COUNTS = {
    "overdue": "Steps overdue",
    "late": "Late",
    "conflicts": "Conflicts",
    "customers": "Customers",
    "per_customer": "Per customer",
}


def _texts(row: Mapping[str, Any], pairs: Sequence[tuple[str, str]]) -> dict[str, str | None]:
    return {
        **amounts.texts(row, "key", "name", "company", "count", *_COUNTS),
        **amounts.spread("amount", row["amount"]),
        **{f"{key} {part}": row[key][part] for key, part in pairs},
    }
