"""What was owed, sold and lost, as parts: receivables at both ends of a period, and its sales."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.kpis.groups import Sums, also_in_base, scope_at
from artui.domain.days import iso
from artui.domain.figure import Input, Period, month, month_of
from artui.domain.kpis import months_counted
from artui.store.kpis import balances, lost, sales

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.books.kpis.asked import Asked
    from artui.books.kpis.groups import Group, Parts
    from artui.store.adjustments import Adjusted
    from artui.store.kpis.balances import Balance
    from artui.store.kpis.grouping import Part, Slice

#: The parts' names.
BEGINNING, ENDING, DEBIT = "beginning AR", "ending AR", "open debit"
CURRENT, PAST_DUE, DISPUTED, SALES = "current AR", "past due", "disputed", "sales"
WRITTEN_OFF, RECOVERED = "written off", "recovered"

#: How many calendar months a count-back goes back at most, and how many it looks at first.
COUNTED_BACK, AT_FIRST = 36, 6

_AT_THE_END = {
    ENDING: "total",
    DEBIT: "debit",
    CURRENT: "current",
    PAST_DUE: "past_due",
    DISPUTED: "disputed",
}


def months_back(asked: Asked) -> tuple[Period, ...]:
    """The calendar months a count-back may use, newest first; the newest ends with the period."""
    last = asked.period.last
    found = [Period(month(month_of(last)).first, last)]
    while len(found) < COUNTED_BACK:
        found.append(month(month_of(found[-1].first - 1)))
    return tuple(found)


def of_month(name: str) -> str:
    """The part that holds the sales of a calendar month."""
    return f"{SALES} {name}"


def groups(asked: Asked) -> Mapping[Group, Parts]:
    """The parts by group, in the base currency too."""
    return asked.once(f"owed by {asked.by}", lambda: also_in_base(asked, _groups(asked)))


def _groups(asked: Asked) -> dict[Group, Parts]:
    """The parts by group and currency, with the sales of as many months as a count-back takes."""
    found = _summed(asked, AT_FIRST)
    names = [of_month(month_of(each.first)) for each in months_back(asked)[:AT_FIRST]]
    # All currencies together may sell in months in which one of them sells nothing.
    for parts in also_in_base(asked, found).values():
        used = [parts.get(name, 0) for name in names]
        if min(used) > 0 and months_counted(parts.get(ENDING, 0), used) == AT_FIRST:
            return _summed(asked, COUNTED_BACK)
    return found


def _summed(asked: Asked, months: int) -> dict[Group, Parts]:
    sums = Sums(asked.by)
    for row in at_end(asked):
        amounts = {part: getattr(row, name) for part, name in _AT_THE_END.items()}
        sums.add(row.part, row.currency, amounts)
    for row in _at_start(asked):
        sums.add(row.part, row.currency, {BEGINNING: row.total})
    for part, currency, amounts in _sold(asked, months):
        sums.add(part, currency, amounts)
    for loss in _lost(asked):
        sums.add(loss.part, loss.currency, {WRITTEN_OFF: loss.amount})
    for back in _recovered(asked):
        sums.add(lost.part_of(back), back.currency, {RECOVERED: back.amount})
    asking = (BEGINNING, ENDING, DEBIT, SALES, WRITTEN_OFF, RECOVERED)
    return {
        group: dict(parts)
        for group, parts in sums.sorted().items()
        if any(parts.get(name) for name in asking)
    }


def at_end(asked: Asked) -> list[Balance]:
    """What stood open at the period's end."""
    scope = scope_at(asked, asked.period.last)
    return asked.once("at the end", lambda: balances.balances(asked.reader, scope))


def _at_start(asked: Asked) -> list[Balance]:
    scope = scope_at(asked, asked.period.first - 1)
    return asked.once("at the start", lambda: balances.balances(asked.reader, scope))


def _sold(asked: Asked, months: int) -> Iterator[tuple[Part, str, Parts]]:
    """Sales of the period, and of the months a count-back may use, by part and currency."""
    scope = scope_at(asked, asked.period.last)
    counted = months_back(asked)[:months][-1].first
    first = min(counted, asked.period.first)
    found = asked.once(f"sold {first}", lambda: sales.sales(asked.reader, scope, first))
    for sold in found:
        if sold.day >= counted:
            yield sold.part, sold.currency, {of_month(month_of(sold.day)): sold.amount}
        if sold.day >= asked.period.first:
            yield sold.part, sold.currency, {SALES: sold.amount}


def _lost(asked: Asked) -> list[lost.WrittenOff]:
    """What was written off in the period."""
    scope, first = scope_at(asked, asked.period.last), asked.period.first
    return asked.once("lost", lambda: lost.written_off(asked.reader, scope, first))


def _recovered(asked: Asked) -> list[Adjusted]:
    """What came in, in the period, on what was written off."""
    scope, first = scope_at(asked, asked.period.last), asked.period.first
    return asked.once("recovered", lambda: lost.recoveries(asked.reader, scope, first))


def unsold(asked: Asked, group: Group) -> tuple[str, ...]:
    """The companies with something owed in a group and no invoices known: open items alone."""
    silent = asked.once("silent", lambda: _silent(asked))
    if not silent:
        return ()
    owing = {
        row.part.company
        for row in (*at_end(asked), *_at_start(asked))
        if row.part.key(asked.by) == group.key
        and (group.base or row.currency == group.currency)
        and (row.debit or row.total)
    }
    return tuple(sorted(owing & silent))


def _silent(asked: Asked) -> set[str]:
    """The companies with something owed of which no invoices are known."""
    owing = {row.part.company for row in (*at_end(asked), *_at_start(asked))}
    scope = scope_at(asked, asked.period.last)
    return owing - sales.selling(asked.reader, scope, owing)


def rows(asked: Asked, of: Slice, part: str) -> Iterator[Input]:
    """The rows behind a part of one group."""
    if part.startswith(SALES):
        return _invoices(asked, of, part)
    if part == WRITTEN_OFF:
        return _losses(asked, of)
    if part == RECOVERED:
        return _backs(asked, of)
    return _items(asked, of, part)


def _items(asked: Asked, of: Slice, part: str) -> Iterator[Input]:
    day = asked.period.first - 1 if part == BEGINNING else asked.period.last
    amount = _AT_THE_END.get(part, "total")
    for item in balances.items(asked.reader, scope_at(asked, day), of, amount):
        due, place = f"due {iso(item.due_on)}", (item.import_id, item.line)
        name = subject(item.document, item.label)
        yield Input(part, name, item.customer, day, item.amount, due, *place)


def _invoices(asked: Asked, of: Slice, part: str) -> Iterator[Input]:
    span = asked.period
    if part != SALES:
        name = part.removeprefix(f"{SALES} ")
        span = next(each for each in months_back(asked) if month_of(each.first) == name)
    for row in sales.invoices(asked.reader, scope_at(asked, span.last), span.first, of):
        name, place = subject(row.document, row.label), (row.import_id, row.line)
        yield Input(part, name, row.customer, row.billed_on, row.amount, "", *place)


def _losses(asked: Asked, of: Slice) -> Iterator[Input]:
    scope, first = scope_at(asked, asked.period.last), asked.period.first
    for row in lost.losses(asked.reader, scope, first, of):
        name, place = subject(row.document, row.label), (row.import_id, row.line)
        yield Input(WRITTEN_OFF, name, row.customer, row.on, row.amount, "", *place)


def _backs(asked: Asked, of: Slice) -> Iterator[Input]:
    for row in _recovered(asked):
        if lost.part_of(row).key(of.by) == of.key and row.currency == of.currency:
            said, place = f"recovery {row.number}", (row.import_id, row.line)
            yield Input(RECOVERED, row.document, row.customer, row.date, row.amount, said, *place)


def subject(document: str, label: str) -> str:
    """What an item is called: its document, with its own label where it has one."""
    return f"{document}/{label}" if label else document
