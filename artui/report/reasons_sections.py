"""The weekly top ten as rows and sentences for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.days import iso, week_bounds
from artui.report import amounts
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What stands above what a row is of.
HEADINGS = {
    "reason": "Reason",
    "owner": "Owner",
    "company": "Company",
    "class": "Class",
    "segment": "Segment",
    "dispatcher": "Dispatcher",
    "template": "Template",
}
_PLACES = (Column("rank", "#", number=True), Column("previous_rank", "was", number=True))
_NAMED = (Column("reason", "Reason"), Column("label", "Label"), Column("owner", "Owner"))
_COUNTED = (
    Column("invoices", "Invoices", number=True),
    Column("previous_invoices", "last week", number=True),
    Column("share", "Share", number=True),
    Column("trend", "Four weeks"),
)
_MEASURES = {"amount": "Amount", "amount_days": "Amount x days"}


def ranked(data: dict[str, Any]) -> Section:
    """The ranked rows, the others in one, and the unexplained apart."""
    by = data["by"]
    apart = [{"reason": name, "key": name, **data[name]} for name in ("others", "unexplained")]
    rows = [*data["rows"], *(row for row in apart if row["invoices"])]
    sums = (
        column
        for measure, label in _MEASURES.items()
        for column in amounts.columns(measure, label, [row[measure] for row in rows])
    )
    added = (
        Column(f"{measure} in base", f"{label} in {data['base']['currency']}", number=True)
        for measure, label in _MEASURES.items()
        if data["base"]
    )
    of = _NAMED if by == "reason" else (Column("key", HEADINGS[by]),)
    columns = (*_PLACES, *of, *_COUNTED, *sums, *added, *_within(by))
    return Section("rows", columns, tuple(map(_shown, rows)))


def _within(by: str) -> tuple[Column, ...]:
    if by == "reason":
        return ()
    leading = Column("reasons", "Top reasons")
    return (leading,) if by == "owner" else (Column("explained", "Explained", number=True), leading)


def _shown(row: dict[str, Any]) -> dict[str, str | None]:
    plain = ("rank", "previous_rank", "key", "reason", "label", "owner", "invoices")
    said = amounts.texts(row, *plain, "previous_invoices", "share", "explained")
    for measure in _MEASURES:
        said |= amounts.spread(measure, row[measure])
        if "base" in row:
            said[f"{measure} in base"] = amounts.grouped(row["base"][measure])
    said["trend"] = _trend(row)
    said["reasons"] = _leading(row)
    return said


def _trend(row: Mapping[str, Any]) -> str:
    """The invoices of four weeks, oldest first."""
    counts = (each["invoices"] for each in row.get("four_weeks", ()))
    return " ".join("?" if count is None else str(count) for count in counts)


def four_weeks(data: dict[str, Any]) -> Section:
    """Each ranked row in the weeks that stand beside this one."""
    by = data["by"]
    rows = [{"key": row["key"], **each} for row in data["rows"] for each in row["four_weeks"]]
    days = amounts.columns(
        "amount_days", _MEASURES["amount_days"], [row["amount_days"] or {} for row in rows]
    )
    columns = (
        Column("key", HEADINGS[by]),
        Column("week", "Week"),
        Column("invoices", "Invoices", number=True),
        *days,
    )
    shown = (
        {
            **amounts.texts(row, "key", "week", "invoices"),
            **amounts.spread("amount_days", row["amount_days"] or {}),
        }
        for row in rows
    )
    return Section("four weeks", columns, tuple(shown))


def _leading(row: Mapping[str, Any]) -> str | None:
    """The top reasons of a row that is of something else, with their invoices."""
    found = row.get("reasons")
    return None if found is None else ", ".join(f"{r['label']} {r['invoices']}" for r in found)


def about(data: dict[str, Any]) -> tuple[str, ...]:
    """What the figures are of, and what has changed since the week was frozen."""
    changed = (_changed(each) for each in data.get("difference", []))
    said = (_headline(data), _asked(data), data["note"], *changed)
    return tuple(sentence for sentence in said if sentence)


def _headline(data: dict[str, Any]) -> str:
    monday, sunday = (iso(day) for day in week_bounds(data["week"]))
    then = f"on {data['known_on']}" if data["known_on"] else "now"
    state = "frozen" if data["frozen"] else f"as known {then}"
    return (
        f"Late-pay reasons of {data['week']} ({monday} to {sunday}), {state}, {data['scope']}:"
        f" {data['late_invoices']} late invoices, {amounts.percent(data['explained'])} explained,"
        f" ranked by {data['rank'].replace('_', ' x ')}. Policy {data['policy']}."
    )


def _asked(data: dict[str, Any]) -> str:
    """What the rows are of, and what was left out."""
    by = "" if data["by"] == "reason" else f"By {data['by']}."
    only = {"reason": data["reason"], "owner": data["owner"]}
    said = ", ".join(f"{name} {value}" for name, value in only.items() if value)
    return " ".join(filter(None, (by, said and f"Only {said}.")))


def _changed(row: dict[str, Any]) -> str:
    key = row.get("reason", row.get("key"))
    said = [
        f"rank {row['frozen_rank']} -> {row['rank']}",
        f"invoices {row['frozen_invoices']} -> {row['invoices']}",
    ]
    if row["frozen_amount_days"] != row["amount_days"]:
        then, now = (_amounts(row[name]) for name in ("frozen_amount_days", "amount_days"))
        said.append(f"amount x days {then} -> {now}")
    return f"Since it was frozen, {key}: {', '.join(said)}."


def _amounts(of: Mapping[str, str]) -> str:
    return " + ".join(f"{amounts.grouped(amount)} {c}" for c, amount in of.items()) or "nothing"
