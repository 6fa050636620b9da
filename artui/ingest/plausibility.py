"""Cells that each can be, but not together."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any

    from artui.ingest.kinds import Kind

#: How many years a due date may lie before and after its invoice's date.
YEARS_BEFORE, YEARS_AFTER = 15, 5
_EARLIEST, _LATEST = -(YEARS_BEFORE * 1461 // 4), YEARS_AFTER * 1461 // 4


def contradictions(
    kind: Kind, columns: Mapping[str, Sequence[Any]], base: str
) -> Iterator[tuple[int, str, str]]:
    """What is wrong with the cells of a row together: its index, the column, the reason.

    Args:
        kind: of which kind the rows are.
        columns: the values by column.
        base: the home's currency.
    """
    if "due_date" in columns and "invoice_date" in columns:
        for index, reason in strays(columns["due_date"], columns["invoice_date"]):
            yield index, "due_date", reason
    if kind.either:
        for index, reason in nothing_of(kind.either, columns):
            yield index, kind.either[-1], reason
    if "rate" in columns:
        for index, reason in against_base(columns["currency"], columns["rate"], base):
            yield index, "currency", reason


def strays(
    due_dates: Sequence[int | None], invoice_dates: Sequence[int | None]
) -> list[tuple[int, str]]:
    """The rows whose due date is so far from the invoice's that one of the two is mistyped.

    A year counts 365.25 days. An item due in 2062 instead of 2026 would be current for good, so
    that nobody would ever ask for it.
    """
    if _are_near(due_dates, invoice_dates):
        return []
    pairs = enumerate(zip(due_dates, invoice_dates, strict=True))
    days = [(n, due - sent) for n, (due, sent) in pairs if due is not None and sent is not None]
    return [(n, _reason(each)) for n, each in days if not _EARLIEST <= each <= _LATEST]


def _are_near(due_dates: Sequence[int | None], invoice_dates: Sequence[int | None]) -> bool:
    """Whether no due date is too far from any invoice date, which spares a look at each row."""
    due = {day for day in {*due_dates} if day is not None}
    sent = {day for day in {*invoice_dates} if day is not None}
    if not due or not sent:
        return True
    return max(due) - min(sent) <= _LATEST and min(due) - max(sent) >= _EARLIEST


def _reason(days: int) -> str:
    if days > 0:
        return f"lies more than {YEARS_AFTER} years after the invoice date"
    return f"lies more than {YEARS_BEFORE} years before the invoice date"


def nothing_of(
    either: Sequence[str], columns: Mapping[str, Sequence[object]]
) -> list[tuple[int, str]]:
    """The rows that have none of several columns, with the reason."""
    given = zip(*(columns[name] for name in either if name in columns), strict=True)
    others = " nor ".join(either[:-1])
    return [
        (index, f"is required where neither {others} is given")
        for index, row in enumerate(given)
        if not any(row)
    ]


def against_base(
    currencies: Sequence[str | None], rates: Sequence[str | None], base: str
) -> list[tuple[int, str]]:
    """The rows that say one unit of the base currency is worth another number of them than 1."""
    return [
        (index, "is the home's own currency, the rate of which is 1")
        for index, (code, each) in enumerate(zip(currencies, rates, strict=True))
        if code == base and each not in (None, "1")
    ]
