"""The same ledger as any program writes it loads to the same figures, to the cent."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from artui.domain.days import to_day
from artui.ingest.kinds import KINDS
from artui.ingest.load import Wish
from artui.ingest.profile import canonical_profile
from artui.store.records import FAILED, LOADED, SUPERSEDED, UNCHANGED
from tests.ingest.billing import BILLING
from tests.ingest.homes import drop, figures, home
from tests.ingest.ledgers import DAY, Item, ledgers, totals
from tests.ingest.listings import PROGRAMS, WORKBOOKS
from tests.ingest.programs import Style, by_customer
from tests.ingest.samples import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from artui.ingest.dates import Order
    from artui.ingest.load import Outcome
    from tests.homes import Books
    from tests.ingest.programs import Export, Program

ACCEPT = Wish(accept="a person")
EXAMPLES = int(os.environ.get("ARTUI_EXAMPLES", "6"))
usual = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
SLASHES: Mapping[str, Order] = {"%m/%d/%Y": "mdy", "%d/%m/%Y": "dmy"}
styles = st.builds(
    lambda day, number, minus, delimiter, encoding, newline: Style(
        day, number[0], number[1], minus, delimiter, encoding, newline
    ),
    st.sampled_from(("%Y-%m-%d", "%d.%m.%Y", "%d-%b-%Y", "%Y%m%d", *SLASHES)),
    st.sampled_from(((",", "."), (".", ","), ("", "."), ("", ","), ("'", "."), ("\xa0", ","))),
    st.sampled_from(("-{}", "{}-", "({})")),
    st.sampled_from(",;\t|"),
    st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252")),
    st.sampled_from(("\n", "\r\n")),
)


def check(books: Books, items: Sequence[Item]) -> None:
    """Make sure that the books hold a ledger, no more and no less."""
    found = figures(books)
    assert found.keys() == {item.number for item in items}
    for item in items:
        customer, currency, due, _, cents = found[item.number]
        assert (customer, currency, cents) == (item.customer, item.currency, item.cents)
        assert item.due is None or due == to_day(item.due)
    aged = books.aged(str(DAY), by="currency")
    assert {row["currency"]: row["outstanding"] for row in aged} == totals(items)
    assert all(
        sum(row[f"b{n}"] for n in range(5)) + row["unapplied"] == row["outstanding"] for row in aged
    )


def ambiguous(items: Sequence[Item], style: Style) -> bool:
    """Whether a column of days has none that tells the day from the month."""
    columns = ([item.billed for item in items], [item.due for item in items if item.due])
    return style.day in SLASHES and any(all(day.day <= 12 for day in days) for days in columns)


def load(books: Books, program: Program, items: Sequence[Item], style: Style) -> Outcome:
    """Load what a program writes; where nothing tells the day from the month, its profile does."""
    export = program.write(items, style)
    note(f"{export.name}: {export.content!r}")
    outcome = books.load(drop(books, export))
    if outcome.state == FAILED and ambiguous(items, style):
        assert "can be read as" in str(outcome.reason)
        outcome = books.load(drop(books, export), Wish(profile=told(books, program, style)))
    assert (outcome.rows_rejected, outcome.warnings) == (0, ())
    (read,) = [
        each
        for each in outcome.parts or [outcome]
        if each.profile in (program.profile or None, "told")
    ]
    assert read.rows_read == read.rows_loaded + read.rows_unchanged
    assert sum(read.classes.values()) + read.rows_read == export.rows, read.classes
    assert read.state == LOADED
    return read


def told(books: Books, program: Program, style: Style) -> str:
    """The name of a profile like the program's that says in which order days are written."""
    known = {each.name: each for each in shipped()}
    like = known.get(program.profile) or canonical_profile(KINDS[program.kind])
    complete = True if program.kind == "open_items" else None
    like = replace(like, name="told", dates=SLASHES[style.day], complete=complete)
    books.profiles = [*shipped(), like]
    return "told"


@pytest.mark.parametrize("program", [*PROGRAMS, *BILLING], ids=lambda each: each.write.__name__)
@usual
@given(data=st.data(), style=styles)
def test_what_any_program_writes_is_loaded_to_the_cent(
    program: Program, data: st.DataObject, style: Style
) -> None:
    items = data.draw(ledgers(("USD", "EUR") if program.several else ("USD",)))
    if not program.dues:
        items = [item._replace(due=None) for item in items]
    with home() as books:
        outcome = load(books, program, items, style)
        assert outcome.rows_loaded == len(items)
        check(books, items)


@usual
@given(data=st.data(), items=ledgers(("USD", "EUR")), style=styles)
def test_a_ledger_in_files_of_several_programs_comes_to_the_same(
    data: st.DataObject, items: list[Item], style: Style
) -> None:
    files = data.draw(st.permutations(data.draw(spread(items, style))))
    note("\n".join(f"{name}: {export.content!r}" for name, export in files))
    with home() as books:
        for name, export in files:
            outcome = books.load(drop(books, export, name), ACCEPT)
            accounted = outcome.rows_loaded + outcome.rows_unchanged + outcome.rows_rejected
            assert outcome.rows_read == accounted
            assert (outcome.rows_rejected, outcome.warnings) == (0, ())
            assert outcome.state in (LOADED, UNCHANGED), outcome
        check(books, items)


@st.composite
def spread(draw: st.DrawFn, items: list[Item], style: Style) -> list[tuple[str, Export]]:
    """Files of a day that together say all: by customer, overlapping, repeated and renamed."""
    style = style._replace(day=draw(st.sampled_from(("%Y-%m-%d", "%d-%b-%Y"))))
    groups = [own for _, own in by_customer(items)]
    if draw(st.booleans()):
        groups.append(draw(st.lists(st.sampled_from(items), min_size=1, unique=True)))
    files: list[tuple[str, Export]] = []
    for place, own in enumerate(groups):
        export = draw(st.sampled_from(able(own))).write(own, style)
        files += [(f"{place}_{export.name}", export)] * draw(st.sampled_from((1, 1, 2)))
        if draw(st.integers(0, 3)) == 0:
            files.append((f"{place}_renamed_{export.name}", export))
    return files


def able(items: Sequence[Item]) -> list[Program]:
    """The programs that can say in which currency these items are."""
    foreign = {item.currency for item in items} != {"USD"}
    return [each for each in PROGRAMS if each.several or not foreign]


@usual
@given(data=st.data(), style=styles)
def test_one_day_after_another_in_any_order_comes_to_the_same(
    data: st.DataObject, style: Style
) -> None:
    style = style._replace(day="%Y-%m-%d")
    before = data.draw(ledgers())
    after = [
        item._replace(cents=item.cents - data.draw(st.sampled_from((0, 0, item.cents // 2))))
        for item in data.draw(st.lists(st.sampled_from(before), unique=True, min_size=1))
    ]
    days = [(DAY - dt.timedelta(3), before), (DAY, after)]
    files = [
        data.draw(st.sampled_from(able(own))).write(own, style._replace(on=on)) for on, own in days
    ]
    with home() as books:
        for place, export in enumerate(data.draw(st.permutations(files))):
            note(f"{export.name}: {export.content!r}")
            outcome = books.load(drop(books, export, f"{place}_{export.name}"), ACCEPT)
            assert outcome.state in (LOADED, UNCHANGED, SUPERSEDED), outcome
        kept = {item.number: item.cents for item in after}
        found = {number: row[4] for number, row in figures(books).items() if row[4]}
        assert found == {number: cents for number, cents in kept.items() if cents}
        assert books.open(str(days[0][0])) == {item.number: item.cents for item in before}


@settings(usual, max_examples=3)
@pytest.mark.parametrize("program", WORKBOOKS, ids=lambda each: each.write.__name__)
@given(data=st.data())
def test_what_is_written_as_a_workbook_is_loaded_to_the_cent(
    program: Program, data: st.DataObject
) -> None:
    items = data.draw(ledgers(("USD", "EUR") if program.several else ("USD",)))
    with home() as books:
        assert load(books, program, items, Style()).rows_loaded == len(items)
        check(books, items)
