"""Random worlds: small sets of exports about a few documents, consistent with each other or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

from artui.domain.days import iso, parse_day
from tests.homes import Row, application, canonical_csv, dispute, invoice, listed, payment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FIRST = parse_day("2026-10-01")
LAST = FIRST + 16
INVOICES, CREDIT, PAYMENTS = ("A", "B"), "K", ("P", "Q")
AMOUNTS = st.sampled_from(("100.00", "60.50", "40.00", "10.00"))
_DAYS = st.integers(0, 12)


class Export(NamedTuple):
    """One file's content: its kind, the day it speaks for, its rows."""

    kind: str
    day: int
    rows: tuple[Row, ...]

    def name(self, mark: str = "") -> str:
        """A file name with the date."""
        return f"{self.kind}{mark}_{iso(self.day)}.csv"

    def text(self) -> str:
        """The file's text; every file of a kind has the same columns."""
        return canonical_csv(self.rows, _COLUMNS[self.kind])


_COLUMNS = {
    "invoices": "invoice_id customer_id item invoice_date amount due_date status disputed"
    " settled_on open_amount credits_invoice po_number".split(),
    "open_items": "document_id customer_id item amount snapshot_date due_date disputed"
    " po_number".split(),
    "payments": "payment_id customer_id date amount status reversed_on".split(),
    "applications": "payment_id invoice_id date amount item".split(),
    "disputes": "dispute_id invoice_id opened_on amount status resolved_on".split(),
}


def _day(offset: int) -> str:
    return str(iso(FIRST + offset))


def _rarely(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), st.just(""), st.just(""), values)


_DATES = _DAYS.map(_day)
_FLAGS = _rarely(st.sampled_from(("yes", "no", "30.00")))


def _some(
    draw: st.DrawFn, names: Sequence[Any], make: Callable[[Any], Row | None]
) -> tuple[Row, ...]:
    chosen = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    return tuple(row for name in sorted(chosen) if (row := make(name)) is not None)


def _invoices(draw: st.DrawFn, day: int) -> Export:
    """Invoices A and B, C in two instalments, the credit note K."""

    def make(name: tuple[str, str]) -> Row:
        document, item = name
        sign = "-" if document == CREDIT else ""
        born = {"A": 0, "B": 3, "C": 1, CREDIT: 5}[document]
        return invoice(
            document,
            sign + draw(AMOUNTS),
            draw(st.sampled_from((_day(born), _day(born), _day(born), _day(born + 4)))),
            item=item,
            due_date=draw(_rarely(_DATES)),
            status=draw(_rarely(st.sampled_from(("void", "open")))),
            disputed=draw(_FLAGS),
            settled_on=draw(_rarely(_DATES)),
            open_amount=sign + draw(AMOUNTS) if draw(st.integers(0, 4)) == 0 else "",
            credits_invoice=draw(st.sampled_from(("", "A"))) if sign else "",
            po_number=draw(_rarely(st.sampled_from(("PO1", "PO2")))),
        )

    names = (("A", ""), ("B", ""), ("C", "1"), ("C", "2"), (CREDIT, ""))
    return Export("invoices", day, _some(draw, names, make))


def _snapshot(draw: st.DrawFn, day: int, days: tuple[int, ...] = ()) -> Export:
    """A complete snapshot of a day; or, with more days, rows that each speak for their own."""

    def make(name: tuple[str, str]) -> Row:
        document, item = name
        sign = "-" if document in (CREDIT, *PAYMENTS) else ""
        return listed(
            document,
            sign + draw(AMOUNTS),
            str(iso(draw(st.sampled_from(days)) if days else day)),
            item=item,
            due_date=draw(_rarely(_DATES)),
            disputed=draw(_FLAGS),
            po_number=draw(_rarely(st.sampled_from(("PO1", "PO2")))),
        )

    names = [("A", ""), ("B", ""), (CREDIT, ""), ("P", "")]
    names += draw(st.sampled_from(([("C", "")], [("C", "1"), ("C", "2")])))
    rows = _some(draw, names, make)
    if days and len({row["snapshot_date"] for row in rows}) == 1:
        rows = (*rows, listed("Z", "0.00", str(iso(FIRST + 13))))
    return Export("open_items", day, rows)


def _payments(draw: st.DrawFn, day: int) -> Export:
    def make(name: tuple[str, str]) -> Row:
        number, sign = name
        return payment(
            number,
            sign + draw(AMOUNTS),
            _day({"P": 2, "Q": 6}[number] + (3 if sign else 0)),
            status=draw(_rarely(st.sampled_from(("failed", "void")))),
            reversed_on="" if sign else draw(_rarely(_DATES)),
        )

    return Export("payments", day, _some(draw, (("P", ""), ("Q", ""), ("Q", "-")), make))


def _applications(draw: st.DrawFn, day: int) -> Export:
    names = [(p, i) for p in (*PAYMENTS, CREDIT) for i in ("A", "B", "C")]

    def make(name: tuple[str, str]) -> Row:
        number, document = name
        item = draw(st.sampled_from(("", "", "2"))) if document == "C" else ""
        sign = draw(st.sampled_from(("", "", "", "-")))
        date = {"P": 2, "Q": 7, CREDIT: 4}[number] + (5 if sign else 0)
        return application(number, document, sign + draw(AMOUNTS), _day(date), item=item)

    return Export("applications", day, _some(draw, names, make))


def _disputes(draw: st.DrawFn, day: int) -> Export:
    def make(name: tuple[str, str]) -> Row:
        number, document = name
        return dispute(
            number,
            document,
            _day(4),
            amount=draw(_rarely(AMOUNTS)),
            status=draw(_rarely(st.sampled_from(("closed", "open")))),
            resolved_on=draw(_rarely(_DATES)),
        )

    return Export("disputes", day, _some(draw, (("D1", "A"), ("D2", "C")), make))


@st.composite
def exports(draw: st.DrawFn) -> list[Export]:
    """At most one export a kind and day, so that of two that differ one is newer."""
    made: list[Export] = []
    for kind, make in (
        ("invoices", _invoices),
        ("open_items", _snapshot),
        ("payments", _payments),
        ("applications", _applications),
        ("disputes", _disputes),
    ):
        days = draw(st.lists(_DAYS, max_size=4 if kind in ("invoices", "open_items") else 2, unique=True))
        made += [make(draw, FIRST + day) for day in days]
    free = set(range(FIRST, FIRST + 13)) - {e.day for e in made if e.kind == "open_items"}
    if draw(st.booleans()) and len(free) > 1:
        two = tuple(sorted(draw(st.lists(st.sampled_from(sorted(free)), min_size=2, max_size=2, unique=True))))
        made.append(_snapshot(draw, FIRST + 14, two))
    return made


@st.composite
def rearranged(draw: st.DrawFn, made: Sequence[Export]) -> list[tuple[str, str]]:
    """The same exports as (name, text): split, shuffled, repeated and renamed."""
    files: list[tuple[str, str]] = []
    for index, export in enumerate(made):
        parts = [export]
        whole = {row.get("snapshot_date") for row in export.rows}
        if len(export.rows) > 1 and (export.kind != "open_items" or len(whole) == 1) and draw(st.booleans()):
            cut = draw(st.integers(1, len(export.rows) - 1))
            parts = [export._replace(rows=export.rows[:cut]), export._replace(rows=export.rows[cut:])]
        for number, part in enumerate(parts):
            file = (part.name(f"_{index}{'ab'[number]}"), part.text())
            files.append(file)
            if draw(st.integers(0, 3)) == 0:
                files.append((file[0].replace("_", "-again_", 1), file[1]))
    return draw(st.permutations(files))
