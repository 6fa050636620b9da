"""What reasons.yaml's rules may ask of a late invoice, as it was known at the end of a week."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.books import history
from artui.books.documents import gather as gathered
from artui.books.merge import merged, rank
from artui.books.observation import Calendar, statements
from artui.domain import money
from artui.domain.conditions import AllOf, AnyOf, Not, Test
from artui.domain.days import parse_day
from artui.policy.escalation import Quiet
from artui.store import evidence as store
from artui.store import history as past
from artui.store.causes import AsKnown
from artui.store.evidence import RESTATED
from artui.store.ledger import ATTRIBUTES, Batch
from artui.store.ledger.batch import snapshots

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from artui.books.documents import Known
    from artui.domain.conditions import Condition
    from artui.store.ledger import FactRow

_ISO_DATE = 10
_MONEY = frozenset({"amount", "open_amount"})
_MOMENTS = frozenset({"completed_at", "sent_at"})
_HOUR = dt.timedelta(hours=1) // dt.timedelta(microseconds=1)
#: Precise enough that a third of an hour compares as a third with whatever a policy can say.
_EXACT = Context(prec=50)


class Until(NamedTuple):
    """What counts as known: exports dated up to `day`, and recorded up to `known_on` if given."""

    day: int
    known_on: int | None = None


def gather(
    reader: sqlite3.Connection,
    wanted: Iterable[int],
    restated: Sequence[int],
    rules: Iterable[Condition],
    until: Until,
    quiet: Quiet | None = None,
) -> dict[int, dict[str, object]]:
    """The evidence of invoices by document, as the exports up to a day gave it.

    Of several instalments the first due speaks; amounts are those of all of them.

    Args:
        reader: a connection of its own TEMP tables; `late_invoice` is made anew.
        wanted: the documents.
        restated: those of them that a newer export speaks of too.
        rules: what will be asked of the evidence; nothing else is gathered.
        until: the last day of the week, or today where that comes first.
        quiet: when a promise counts as kept; None: as where no policy says otherwise.
    """
    wanted = [*wanted]
    fields = past.needed(fields_of(rules))
    happened = history.gather(reader, wanted, fields, *until, quiet or Quiet())
    known = as_known(reader, restated, fields, until)
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in store.items(reader, wanted, _stored(fields), *until):
        row.update(known.customers.get(row["customer"], {}))
        row.update(known.items.get(row["item_id"], {}))
        found[row["document_id"]].append(row)
    return {
        document: _record(rows, fields, until.day, happened.get(document))
        for document, rows in found.items()
    }


def fields_of(rules: Iterable[Condition]) -> Counter[str]:
    """The fields that rules ask about, and how often."""
    return Counter(name for rule in rules for name in asked_by(rule))


def _stored(fields: Collection[str]) -> set[str]:
    return {*fields, *(_MOMENTS if "send_latency_hours" in fields else ())}


def asked_by(rule: Condition) -> Iterator[str]:
    """The fields a condition asks about."""
    match rule:
        case AllOf() | AnyOf():
            for part in rule.parts:
                yield from asked_by(part)
        case Not():
            yield from asked_by(rule.part)
        case Test():
            yield rule.field


def as_known(
    reader: sqlite3.Connection, restated: Sequence[int], fields: Collection[str], until: Until
) -> AsKnown:
    """What the exports up to a day said of invoices and customers; where all came later, the first.

    Args:
        reader: a connection of its own TEMP tables.
        restated: the documents of which a newer export speaks.
        fields: what is asked about; of customers only where one of theirs is among it.
        until: the day.
    """
    asked = not store.OF_CUSTOMER.keys().isdisjoint(fields)
    customers = store.customers(reader, *until) if asked else {}
    return AsKnown(_restated(reader, restated, until), customers)


def _restated(
    reader: sqlite3.Connection, documents: Sequence[int], until: Until
) -> dict[int, dict[str, object]]:
    """By item, what was said of it."""
    if not documents:
        return {}
    calendars = {company: Calendar(days) for company, days in snapshots(reader).items()}
    imports = None if until.known_on is None else store.imports_known(reader, until.known_on)
    found: dict[int, dict[str, object]] = {}
    for document in gathered(Batch(reader, documents)).values():
        calendar = calendars.get(document.row.company_id, Calendar())
        document.join_runs(calendar)
        found.update(_items(document, calendar, until.day, imports))
    return found


def _items(
    document: Known, calendar: Calendar, day: int, imports: Collection[int] | None
) -> Iterable[tuple[int, dict[str, object]]]:
    """The items of a document, each with what was said of it and of the document as a whole.

    Where terms alone split it, what was said of the whole is said of each instalment, and the
    first stands for the amount.
    """

    def said(facts: Sequence[FactRow]) -> list[FactRow]:
        ordered = sorted(statements(facts, calendar), key=rank) if facts else []
        return [f for f in ordered if imports is None or f.import_id in imports]

    shared = said(document.of_whole)
    parts = [item for item in document.computed.values() if not item.void]
    for item in document.listed:
        facts = said(document.facts.get(item.id, ()))
        in_time = [fact for fact in facts if fact.as_of <= day] or facts[:1]
        if in_time:
            whole = [(f"whole {fact.kind}", fact.values) for fact in shared if fact.as_of <= day]
            said_then = _values([*whole, *((f.kind, f.values) for f in in_time)])
            if said_then["amount"] is None:
                said_then["amount"] = in_time[0].observed or 0
            yield item.id, said_then
            for part in parts:
                yield part.id, said_then if part is parts[0] else {**said_then, "amount": 0}


def _values(rows: Sequence[tuple[str, tuple[object, ...]]]) -> dict[str, object]:
    values = dict(zip(ATTRIBUTES, merged(rows), strict=True))
    return {name: values[name] for name in RESTATED}


def _record(
    rows: Sequence[Mapping[str, Any]],
    fields: Collection[str],
    day: int,
    happened: Mapping[str, Any] | None = None,
) -> dict[str, object]:
    """A record that conditions can be held against: money as Decimal, days as numbers."""
    first = rows[0]
    record = {**first, "days_past_due": day - first["due_on"]}
    totals = {name: sum(row[name] for row in rows) for name in _MONEY.intersection(fields)}
    if happened is not None:
        record |= history.record(happened, fields, {**record, **totals})
    for name, total in totals.items():
        record[name] = money.to_decimal(total, str(first["currency"]))
    if "send_latency_hours" in fields:
        record["send_latency_hours"] = latency_hours(first["completed_at"], first["sent_at"])
    for name in _MOMENTS.intersection(fields):
        record[name] = day_of(first[name])
    return record


def day_of(text: object) -> int | None:
    """The day number of a moment as exports' readers write it; None where there is none."""
    try:
        return parse_day(str(text)[:_ISO_DATE]) if text else None
    except ValueError:
        return None


def latency_hours(completed: str | None, sent: str | None) -> Decimal | None:
    """Hours from completion to sending; negative where it was billed in advance.

    Where one of the two is a date without a time, whole days are counted. A zone counts only
    where both have one.
    """
    try:
        start, end = (
            dt.datetime.fromisoformat(text) if text else None for text in (completed, sent)
        )
    except ValueError:
        return None
    if start is None or end is None:
        return None
    if _ISO_DATE in (len(str(completed)), len(str(sent))):
        passed = dt.timedelta((end.date() - start.date()).days)
    elif start.tzinfo is None or end.tzinfo is None:
        passed = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    else:
        passed = end - start
    return _EXACT.divide(Decimal(passed // dt.timedelta(microseconds=1)), Decimal(_HOUR))
