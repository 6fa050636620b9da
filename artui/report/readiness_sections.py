"""The billing gate as people read it: rows, the checks they fail, and what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.report import amounts
from artui.report.table import Column, Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Row = dict[str, Any]

_COLUMNS = (
    Column("state", "State"),
    Column("kind", "Kind"),
    Column("id", "Number"),
    Column("customer_id", "Customer"),
    Column("name", "Name"),
    Column("company", "Company"),
    Column("amount", "At risk", number=True),
    Column("currency", "Currency"),
    Column("since", "Since"),
    Column("age_days", "Days", number=True),
    Column("fails", "Fails"),
    Column("owners", "Owner"),
    Column("dispatcher", "Dispatcher"),
    Column("template", "Template"),
    Column("site", "Site"),
    Column("project", "Project"),
    Column("job_id", "Job"),
)
_FAILURES = (
    Column("kind", "Kind"),
    Column("id", "Number"),
    Column("company", "Company"),
    Column("check", "Check"),
    Column("label", "What is wrong"),
    Column("severity", "Severity"),
    Column("owner", "Owner"),
    Column("mend", "What to do"),
    Column("reason", "Late reason"),
    Column("waived", "Waived"),
    Column("waived_by", "By"),
    Column("waived_on", "On"),
    Column("waived_for", "For"),
)


def of(data: Row) -> tuple[Section, ...]:
    """Every section but that of the proofs."""
    if data["by"] is None:
        shown: tuple[Section, ...] = (_rows(data["rows"]), _failures(data["rows"]))
    else:
        shown = (_groups(data["by"], data["rows"]),)
    states = _counts("state", "State", data["summary"]["states"])
    severities = _counts("severity", "Severity", data["summary"]["severities"])
    return (*shown, states, severities)


def _rows(rows: Sequence[Row]) -> Section:
    return Section("rows", _COLUMNS, tuple(map(_shown, rows)))


def _shown(row: Row) -> dict[str, str | None]:
    failures = row["failures"]
    fails = "; ".join(each["label"] + (" (waived)" if each["waived"] else "") for each in failures)
    owners = dict.fromkeys(each["owner"] for each in failures if not each["waived"])
    return {
        **amounts.texts(row, *(column.key for column in _COLUMNS)),
        "amount": amounts.grouped(row["amount"]),
        "fails": fails or None,
        "owners": ", ".join(owners) or None,
    }


def _failures(rows: Sequence[Row]) -> Section:
    keys = [column.key for column in _FAILURES]
    shown = (
        {
            **amounts.texts({**row, **failure}, *keys),
            "waived": "yes" if failure["waived"] else "no",
        }
        for row in rows
        for failure in row["failures"]
    )
    return Section("failures", _FAILURES, tuple(shown))


def _groups(by: str, rows: Sequence[Row]) -> Section:
    """Groups with what is wanted of each, and what all of it is."""
    columns = (
        Column("key", by.capitalize()),
        *(
            Column(key, label)
            for key, label in (("label", "Name"), ("company", "Company"))
            if any(row[key] for row in rows)
        ),
        *_COUNTS,
        *amounts.columns("amount", "At risk", [row["amount"] for row in rows]),
        *(
            Column(key, label, number=True)
            for key, label in (
                ("oldest_days", "Oldest days"),
                ("blocked", "Blocked"),
                ("waived", "Waived"),
                ("ready", "Ready"),
                ("of", "Of"),
                ("share_blocked", "Share blocked"),
            )
        ),
    )
    return Section("rows", columns, tuple(_counted(columns, rows)))


_COUNTS = (Column("jobs", "Jobs", number=True), Column("invoices", "Invoices", number=True))


def _counts(key: str, label: str, rows: Sequence[Row]) -> Section:
    spread = amounts.columns("amount", "At risk", [row["amount"] for row in rows])
    columns = (Column(key, label), *_COUNTS, *spread)
    name = {"state": "states", "severity": "severities"}[key]
    return Section(name, columns, tuple(_counted(columns, rows)))


def _counted(columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[dict[str, str | None]]:
    for row in rows:
        text = amounts.texts(row, *(column.key for column in columns))
        yield {**text, **amounts.spread("amount", row["amount"])}
