"""The report of promises as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.report import amounts, checks
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = dict[str, Any]

STATES: Mapping[str, str] = {
    "open": "open",
    "kept": "kept",
    "partly_kept": "kept in part",
    "broken": "broken",
    "withdrawn": "withdrawn",
}
_COLUMNS = (
    Column("state", "State"),
    Column("due_on", "Promised for"),
    Column("until", "Counts until"),
    Column("customer_id", "Customer"),
    Column("name", "Name"),
    Column("amount", "Amount", number=True),
    Column("received", "Received", number=True),
    Column("currency", "Currency"),
    Column("days_late", "Days late", number=True),
    Column("part", "Part"),
    Column("plan_state", "Plan is"),
    Column("invoice_id", "Invoice"),
    Column("promised_on", "Promised on"),
    Column("promise_id", "Promise"),
    Column("plan", "Plan"),
    Column("company", "Company"),
    Column("collector", "Collector"),
    Column("source", "From"),
    Column("who", "Noted by"),
    Column("file", "File"),
    Column("line", "Line", number=True),
)
_GROUPED = (
    Column("key", "Of"),
    Column("name", "Name"),
    Column("promises", "Promises", number=True),
    Column("amount", "Amount", number=True),
    Column("received", "Received", number=True),
    Column("currency", "Currency"),
    *(Column(state, word.capitalize(), number=True) for state, word in STATES.items()),
    Column("due", "Time over", number=True),
    Column("kept_ratio", "Kept", number=True),
    Column("amount_ratio", "Of amount", number=True),
    Column("company", "Company"),
)


def about(data: Row, found: int, *, period: bool) -> tuple[str, ...]:
    """What the report is of.

    Args:
        data: of the report.
        found: how many rows there are before any limit.
        period: whether a period was asked for; else those still open are listed too.
    """
    known = f", as known on {data['known_on']}" if data["known_on"] else ""
    shown = "" if len(data["rows"]) == found else f" The first {len(data['rows'])} of {found}."
    also = "" if period else ", and those still open"
    which = "" if data["status"] == "all" else f" Only what is {STATES[data['status']]}."
    of = f"from {data['from']} to {data['to']}{also}, as of {data['as_of']}{known}."
    return (f"Promises to pay due {of}{which}{shown} Policy {data['policy']}.",)


def of(data: Row) -> tuple[Section, ...]:
    """Rows, what they come to by state, what was kept of those due, and the checks."""
    columns = _COLUMNS if data["by"] == "none" else _GROUPED
    rows = Section("rows", columns, tuple(_texts(row, columns) for row in data["rows"]))
    summary = data["summary"]
    return (rows, _states(summary), _kept(summary["kept"]), checks.section(data["checks"]))


def _texts(row: Row, columns: tuple[Column, ...]) -> dict[str, str | None]:
    """A row in words."""
    texts = amounts.texts(row, *(column.key for column in columns))
    words = {name: STATES[row[name]] for name in ("state", "plan_state") if row.get(name)}
    shares = {name: amounts.percent(row[name]) for name in ("kept_ratio", "amount_ratio")
              if row.get(name)}  # fmt: skip
    grouped = {name: amounts.grouped(row[name]) for name in ("amount", "received")}
    return {**texts, **words, **shares, **grouped}


def _states(summary: Row) -> Section:
    found = summary["states"]
    columns = (
        Column("state", "State"),
        Column("promises", "Promises", number=True),
        *amounts.columns("amount", "Promised", [each["amount"] for each in found]),
        *amounts.columns("received", "Received", [each["received"] for each in found]),
        Column("plans", "Plans", number=True),
    )
    rows = (
        {
            "state": STATES[each["state"]],
            "promises": str(each["promises"]),
            **amounts.spread("amount", each["amount"]),
            **amounts.spread("received", each["received"]),
            "plans": str(summary["plans"][each["state"]]),
        }
        for each in found
    )
    return Section("states", columns, tuple(rows))


def _kept(kept: Row) -> Section:
    """Of those due in the period whose time is over, but for those withdrawn."""
    columns = (
        Column("of", "Time over in the period"),
        Column("due", "Due", number=True),
        Column("kept", "Kept", number=True),
        Column("ratio", "Share", number=True),
    )
    rows: list[dict[str, str | None]] = [
        {
            "of": "promises",
            "due": str(kept["due"]),
            "kept": str(kept["kept"]),
            "ratio": amounts.percent(kept["ratio"]),
        }
    ]
    rows += [
        {
            "of": each["currency"],
            "due": amounts.grouped(each["promised"]),
            "kept": amounts.grouped(each["received"]),
            "ratio": amounts.percent(each["ratio"]),
        }
        for each in kept["amounts"]
    ]
    return Section("kept", columns, tuple(rows))
