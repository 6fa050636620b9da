"""Which figure is under the cursor, how it is taken back to its rows, and those as a list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from artui.books.trace.model import View, written
from artui.domain import figure as figures
from artui.domain.days import iso
from artui.store.trace import imports

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from artui.books.force import InForce
    from artui.books.kpis.recalled import Key
    from artui.books.trace.model import Row, Trace
    from artui.books.trace.reason import Asked
    from artui.home import Home
    from artui.store.trace.imports import Loaded
    from artui.tui.kpis import Question
    from artui.tui.moment import Moment

_MINUTE = len("2026-11-21T08:15")
_MOST_CHECKS = 3


class Figure(NamedTuple):
    """A figure by what people call it, and what takes it back to its rows."""

    label: str
    trace: Callable[[View], Trace]


class Figures(NamedTuple):
    """Figures that stand beside each other, and the one that was asked for."""

    each: Sequence[Figure]
    at: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A figure taken back, as a list shows it.

    Attributes:
        trace: formula, rows and checks.
        rows: in the order of `store.trace.listing.OFFERED`.
        loaded: the imports the rows came from.
    """

    trace: Trace
    rows: Sequence[tuple[object, ...]]
    loaded: Mapping[int, Loaded]

    @property
    def truth(self) -> str:
        """What proves it: what does not hold first."""
        checks = sorted(self.trace.checks, key=lambda check: check.ok)
        shown = [check.sentence for check in checks[:_MOST_CHECKS]]
        more = len(checks) - len(shown)
        return "   ".join(shown) + (f"   and {more} more ✓" if more > 0 else "")


def tell(view: View, figure: Figure) -> Told:
    """Take a figure back to its rows."""
    trace = figure.trace(view)
    every = list(trace.rows())
    loaded = imports.loaded(
        view.reader, {row.import_id for _, row in every if row.import_id is not None}
    )
    amounts = _aligned([(row.amount, row.currency) for _, row in every])
    sums = _aligned([(row.after, row.currency) for _, row in every])
    rows = [
        _offered(number, part, row, loaded.get(row.import_id or 0), (amounts[number], sums[number]))
        for number, (part, row) in enumerate(every)
    ]
    return Told(trace, rows, loaded)


def _aligned(amounts: Sequence[tuple[int | None, str]]) -> list[str]:
    """Amounts as texts of one width; blank where there is none."""
    texts = ["" if amount is None else written(amount, unit) for amount, unit in amounts]
    width = max(map(len, texts), default=0)
    return [text.rjust(width) for text in texts]


def _offered(
    number: int, part: str, row: Row, loaded: Loaded | None, texts: tuple[str, str]
) -> tuple[object, ...]:
    leads = row.leads_to
    return (
        number,
        part,
        row.what,
        texts[0],
        row.on,
        loaded.file if loaded else "",
        row.line if loaded else None,
        loaded.loaded_at[:_MINUTE].replace("T", " ") if loaded else "",
        _detail(row),
        row.place,
        texts[1],
        row.currency,
        (loaded.revision or "") if loaded else "",
        row.recorded_on,
        row.import_id,
        leads.kind if leads else None,
        leads.id if leads else None,
        leads.id if leads and leads.kind == "customer" else None,
    )


def _detail(row: Row) -> str:
    """What is known of it, and that it stands no more."""
    ended = row.superseded_on
    said = f"superseded {iso(ended)}" if ended is not None else ""
    return row.detail if said in row.detail else " · ".join(filter(None, (row.detail, said)))


# Where one looks from, and what the screens ask about.


def looking(reader: sqlite3.Connection, force: InForce, home: Home, moment: Moment) -> View:
    """The books as a screen sees them."""
    return View(reader, force, home, moment.as_of, moment.known_on)


def invoice(document_id: int) -> Figures:
    """What is open of a document."""

    def take(view: View) -> Trace:
        from artui.books.trace import invoice as found  # noqa: PLC0415 - most of the ledger

        return found.trace(view, document_id)

    return Figures((Figure("open", take),))


def job(job_id: int) -> Figures:
    """What is left to bill of a job."""

    def take(view: View) -> Trace:
        from artui.books.trace import job as found  # noqa: PLC0415 - as above

        return found.trace(view, job_id)

    return Figures((Figure("left to bill", take),))


def customer(customer_id: int) -> Figures:
    """Everything of a customer."""

    def take(view: View) -> Trace:
        from artui.books.trace import customer as found  # noqa: PLC0415 - as above

        return found.trace(view, customer_id)

    return Figures((Figure("customer", take),))


def is_column(key: str) -> bool:
    """Whether a list's column is one of those that aging is made of."""
    return key in ("unapplied", "outstanding") or (key[:1] == "b" and key[1:].isdigit())


def columns(
    customer_id: int, currency: str, shown: Sequence[tuple[str, str]], asked: str
) -> Figures:
    """The columns of a customer's row in aging.

    Args:
        customer_id: whose.
        currency: of the row.
        shown: the columns by key and label.
        asked: the key of the one that is asked for; another one means all that is outstanding.
    """
    keys = [key for key, _ in shown]
    wanted = asked if asked in keys else "outstanding"
    figures = [Figure(label, partial(_column, customer_id, currency, key)) for key, label in shown]
    return Figures(figures, keys.index(wanted))


def _column(customer_id: int, currency: str, key: str, view: View) -> Trace:
    from artui.books.trace import customer as found  # noqa: PLC0415 - as above

    return found.figure(view, customer_id, currency, key)


def claimed(customer_id: int, currency: str) -> Figures:
    """What may be claimed of an account."""
    return Figures((Figure("past due", partial(_column, customer_id, currency, "past_due")),))


def exposure(customer_id: int, currency: str) -> Figures:
    """The exposure of an account."""

    def take(view: View) -> Trace:
        from artui.books.trace import customer as found  # noqa: PLC0415 - as above

        return found.credit(view, customer_id, currency)

    return Figures((Figure("exposure", take),))


def reason(asked: Asked) -> Figures:
    """A week's reason."""

    def take(view: View) -> Trace:
        from artui.books.trace import reason as found  # noqa: PLC0415 - as above

        return found.trace(view, asked)

    return Figures((Figure(asked.label, take),))


#: So many rows of each part of a KPI are listed; all of them are summed.
MOST_ROWS = 1_000


def kpis(question: Question, keys: Sequence[Key], at: int) -> Figures:
    """Figures of KPIs beside each other, as they are computed now.

    Args:
        question: the month, and what its figures are grouped by.
        keys: the figures.
        at: which of them is asked for.
    """
    return Figures([Figure(key.kpi, partial(_kpi, question, key)) for key in keys], at)


def _kpi(question: Question, key: Key, view: View) -> Trace:
    from artui.books.kpis.recalled import key as key_of  # noqa: PLC0415 - every KPI, for this alone
    from artui.books.kpis.table import BY_NAME  # noqa: PLC0415 - as above
    from artui.books.trace import kpi as found  # noqa: PLC0415 - as above

    asked, measure = question.asked(view.reader, view.home, view.force), BY_NAME[key.kpi]
    figure = next((each for each in measure.figures(asked) if key_of(each) == key), None)
    if figure is None:
        gone = figures.Figure(*key, None, measure.unit)
        return found.nothing(asked, measure, gone)
    trace = found.trace(asked, measure, figure, MOST_ROWS)
    return replace(trace, formula=(*trace.formula, *_cut(trace)))


def _cut(trace: Trace) -> Iterator[str]:
    """Which parts have more rows than are listed."""
    for each in trace.sections:
        if each.count is not None and each.count > len(each.rows):
            yield f"{each.name}: the first {len(each.rows):,} of {each.count:,} rows, all summed"
