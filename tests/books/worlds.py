"""Random worlds: small sets of exports about a few documents, consistent with each other or not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

from artui.domain.days import iso, parse_day
from tests.homes import (
    Row,
    adjustment,
    application,
    canonical_csv,
    dispute,
    invoice,
    listed,
    payment,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FIRST = parse_day("2026-10-01")
LAST = FIRST + 16
INVOICES, CREDIT, PAYMENTS = ("A", "B"), "K", ("P", "Q")
AMOUNTS = st.sampled_from(("100.00", "60.50", "40.00", "10.00"))
_DAYS = st.integers(0, 12)


class Export(NamedTuple):
    """One file's content: its kind, the day it speaks for, its rows.

    `columns` are those it has, where it lacks some; parts of a file have the same.
    """

    kind: str
    day: int
    rows: tuple[Row, ...]
    columns: tuple[str, ...] = ()

    def name(self, mark: str = "") -> str:
        """A file name with the date."""
        return f"{self.kind}{mark}_{iso(self.day)}.csv"

    def text(self) -> str:
        """The file's text."""
        columns = self.columns or tuple(_COLUMNS[self.kind])
        rows = [{name: row.get(name, "") for name in columns} for row in self.rows]
        return canonical_csv(rows, columns)

    def lean(self) -> Export:
        """The same without the columns that no row fills."""
        filled = [name for name in _COLUMNS[self.kind] if any(row.get(name) for row in self.rows)]
        return self._replace(columns=tuple(filled))


_COLUMNS = {
    "invoices": "invoice_id customer_id item invoice_date amount due_date status disputed"
    " settled_on open_amount credits_invoice po_number terms".split(),
    "open_items": "document_id customer_id item amount snapshot_date due_date disputed"
    " po_number terms".split(),
    "payments": "payment_id customer_id date amount status reversed_on".split(),
    "applications": "payment_id invoice_id date amount item".split(),
    "adjustments": "adjustment_id invoice_id date amount kind".split(),
    "customers": "customer_id name terms".split(),
    "disputes": "dispute_id invoice_id opened_on amount status resolved_on".split(),
}


def _day(offset: int) -> str:
    return str(iso(FIRST + offset))


def _rarely(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), st.just(""), st.just(""), values)


_DATES = _DAYS.map(_day)
_TERMS = st.sampled_from(("", "", "in_three", "net15"))
_FLAGS = _rarely(st.sampled_from(("yes", "no", "30.00")))


class _World:
    """Draws exports; what a row said before it mostly says again."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.usual: dict[tuple[Any, ...], Row] = {}

    def rows(self, kind: str, names: Sequence[Any], make: Callable[[Any], Row]) -> tuple[Row, ...]:
        """Rows of some of the names."""
        chosen = self.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
        return tuple(self.row((kind, name), partial(make, name)) for name in sorted(chosen))

    def row(self, key: tuple[Any, ...], make: Callable[[], Row]) -> Row:
        """The usual row, or another."""
        if key in self.usual and self.draw(st.integers(0, 3)):
            return dict(self.usual[key])
        made = make()
        return dict(self.usual.setdefault(key, made)) if key not in self.usual else made

    def invoices(self, day: int) -> Export:
        """Invoices A and B, C in two instalments, the credit note K."""
        names = (("A", ""), ("B", ""), ("C", "1"), ("C", "2"), (CREDIT, ""))
        return Export("invoices", day, self.rows("invoices", names, self.invoice))

    def invoice(self, name: tuple[str, str]) -> Row:
        """A row of invoices."""
        document, item = name
        draw, sign = self.draw, "-" if document == CREDIT else ""
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
            open_amount=sign + draw(AMOUNTS) if draw(st.integers(0, 3)) == 0 else "",
            credits_invoice=draw(st.sampled_from(("", "A"))) if sign else "",
            po_number=draw(_rarely(st.sampled_from(("PO1", "PO2")))),
            terms=draw(_TERMS),
        )

    def snapshot(self, day: int, days: tuple[int, ...] = ()) -> Export:
        """A complete snapshot of a day; or, with more days, rows that each speak for their own."""
        names = [("A", ""), (CREDIT, ""), ("P", "")]
        for document in "BC":
            whole, apart = [(document, "")], [(document, "1"), (document, "2")]
            names += self.draw(st.sampled_from((whole, apart)))
        rows = self.rows("open_items", names, self.listed)
        dated = [
            row | {"snapshot_date": iso(self.draw(st.sampled_from(days or (day,))))} for row in rows
        ]
        if days and len({row["snapshot_date"] for row in dated}) == 1:
            dated.append(listed("Z", "0.00", str(iso(FIRST + 13))))
        return Export("open_items", day, tuple(dated))

    def listed(self, name: tuple[str, str]) -> Row:
        """A row of open items."""
        document, item = name
        draw, sign = self.draw, "-" if document in (CREDIT, *PAYMENTS) else ""
        return listed(
            document,
            sign + draw(AMOUNTS),
            "",
            item=item,
            due_date=draw(_rarely(_DATES)),
            disputed=draw(_FLAGS),
            po_number=draw(_rarely(st.sampled_from(("PO1", "PO2")))),
            terms=draw(_TERMS),
        )

    def payments(self, day: int) -> Export:
        """Payments P and Q, and a row that takes Q back."""
        names = (("P", ""), ("Q", ""), ("Q", "-"))
        return Export("payments", day, self.rows("payments", names, self.payment))

    def payment(self, name: tuple[str, str]) -> Row:
        """A row of payments."""
        number, sign = name
        draw = self.draw
        return payment(
            number,
            sign + draw(AMOUNTS),
            _day({"P": 2, "Q": 6}[number] + (3 if sign else 0)),
            status=draw(_rarely(st.sampled_from(("failed", "void")))),
            reversed_on="" if sign else draw(_rarely(_DATES)),
        )

    def applications(self, day: int) -> Export:
        """Payments and the credit note given to invoices, or taken back."""
        names = [(p, i) for p in (*PAYMENTS, CREDIT) for i in ("A", "B", "C")]
        return Export("applications", day, self.rows("applications", names, self.application))

    def application(self, name: tuple[str, str]) -> Row:
        """A row of applications."""
        number, document = name
        draw = self.draw
        item = draw(st.sampled_from(("", "", "2"))) if document == "C" else ""
        sign = draw(st.sampled_from(("", "", "", "-")))
        date = {"P": 2, "Q": 7, CREDIT: 4}[number] + (5 if sign else 0)
        return application(number, document, sign + draw(AMOUNTS), _day(date), item=item)

    def adjustments(self, day: int) -> Export:
        """Two adjustments of invoices, the payment's or credit's rest, and what takes them back."""
        names = (("V", ""), ("W", ""), ("W", "-"), ("R", "-"), ("R", ""))
        return Export("adjustments", day, self.rows("adjustments", names, self.adjustment))

    def adjustment(self, name: tuple[str, str]) -> Row:
        """A row of adjustments."""
        number, sign = name
        draw = self.draw
        kinds = ("write_off", "write_off", "discount", "rounding", "recovery", "exchange")
        return adjustment(
            number,
            draw(st.sampled_from({"V": ("A", "B"), "W": ("A", "C"), "R": ("P", CREDIT)}[number])),
            sign + draw(AMOUNTS),
            _day(draw(st.sampled_from((3, 7, 9)))),
            kind=draw(st.sampled_from(kinds)),
        )

    def disputes(self, day: int) -> Export:
        """Disputes of A and C."""
        return Export(
            "disputes", day, self.rows("disputes", (("D1", "A"), ("D2", "C")), self.dispute)
        )

    def dispute(self, name: tuple[str, str]) -> Row:
        """A row of disputes."""
        draw = self.draw
        return dispute(
            *name,
            _day(4),
            amount=draw(_rarely(AMOUNTS)),
            status=draw(_rarely(st.sampled_from(("closed", "open")))),
            resolved_on=draw(_rarely(_DATES)),
        )

    def customers(self, day: int) -> Export:
        """The customer's terms."""
        terms = self.draw(st.sampled_from(("net15", "in_three", "")))
        return Export("customers", day, ({"customer_id": "C1", "name": "One", "terms": terms},))


def _perhaps_lean(draw: st.DrawFn, export: Export) -> Export:
    return export if draw(st.integers(0, 2)) else export.lean()


@st.composite
def exports(draw: st.DrawFn) -> list[Export]:
    """At most one export a kind and day, so that of two that differ one is newer."""
    world = _World(draw)
    made: list[Export] = []
    for make, most in (
        (world.invoices, 4),
        (world.snapshot, 5),
        (world.payments, 2),
        (world.applications, 2),
        (world.adjustments, 2),
        (world.disputes, 2),
        (world.customers, 2),
    ):
        days = draw(st.lists(_DAYS, max_size=most, unique=True))
        made += [_perhaps_lean(draw, make(FIRST + day)) for day in days]
    free = sorted(set(range(FIRST, FIRST + 13)) - {e.day for e in made if e.kind == "open_items"})
    if draw(st.booleans()) and len(free) > 1:
        two = st.lists(st.sampled_from(free), min_size=2, max_size=2, unique=True)
        made.append(world.snapshot(FIRST + 14, tuple(draw(two))))
    return made


@st.composite
def rearranged(draw: st.DrawFn, made: Sequence[Export]) -> list[tuple[str, str]]:
    """The same exports as (name, text): split, shuffled, repeated and renamed."""
    files: list[tuple[str, str]] = []
    for index, export in enumerate(made):
        parts = [export]
        whole = {row.get("snapshot_date") for row in export.rows}
        if (
            len(export.rows) > 1
            and (export.kind != "open_items" or len(whole) == 1)
            and draw(st.booleans())
        ):
            cut = draw(st.integers(1, len(export.rows) - 1))
            parts = [
                export._replace(rows=export.rows[:cut]),
                export._replace(rows=export.rows[cut:]),
            ]
        for number, part in enumerate(parts):
            file = (part.name(f"_{index}{'ab'[number]}"), part.text())
            files.append(file)
            if draw(st.integers(0, 3)) == 0:
                files.append((file[0].replace("_", "-again_", 1), file[1]))
    return draw(st.permutations(files))
