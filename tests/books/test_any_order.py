"""Any order, split, repeated or renamed: the same figures for every day."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from artui.domain.days import iso
from artui.ingest.load import Wish
from artui.settings import Settings
from artui.store import aging, positions
from artui.store.connection import transaction
from tests.books.tables import aged, figures, table
from tests.books.worlds import FIRST, LAST, Export, exports, rearranged
from tests.homes import POLICIES, TODAY, Books

if TYPE_CHECKING:
    from collections.abc import Iterator

_ACCEPT = Wish(accept="a person")
SHOWN = settings(
    max_examples=int(os.environ.get("ARTUI_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


_IN_THREE = """
terms:
  in_three:
    instalments:
      - {percent: 30, steps: [{add_days: 3}]}
      - {percent: 50, steps: [{add_days: 6}]}
      - {rest: true, steps: [{add_days: 12}]}
"""
_CALENDAR = """
calendars: {weekends: {business_days: following}}
default: weekends
closings:
  - {from: 2026-10-13, to: 2026-10-14, name: Stocktaking}
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with policies adopted, to be copied; instalments, and days on which none is due."""
    path = tmp_path_factory.mktemp("template")
    policies = path / "policies"
    shutil.copytree(POLICIES, policies)
    terms = (policies / "terms.yaml").read_text()
    (policies / "terms.yaml").write_text(terms.replace("\nterms:\n", _IN_THREE, 1))
    (policies / "calendar.yaml").write_text(_CALENDAR)
    made = Books(path, Settings(today=TODAY), policies=None)
    assert made.force.policy.terms.terms["in_three"].splits
    made.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made.connection.close()
    return path


@contextmanager
def home(template: Path) -> Iterator[Books]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "home"
        shutil.copytree(template, path)
        books = Books(path, Settings(today=TODAY), policies=None)
        try:
            yield books
        finally:
            books.connection.close()


def loaded(books: Books, files: list[tuple[str, str]]) -> None:
    for name, text in files:
        outcome = books.load(books.drop_text(name, text), _ACCEPT)
        assert outcome.state in ("loaded", "unchanged", "superseded"), outcome


def _figures(books: Books) -> dict[str, Any]:
    return figures(books, range(FIRST - 1, LAST))


@SHOWN
@given(made=exports(), data=st.data())
def test_any_order_split_repeated_or_renamed_gives_the_same_figures(
    template: Path, made: list[Export], data: st.DataObject
) -> None:
    files = data.draw(rearranged(made))
    with home(template) as straight, home(template) as mixed:
        loaded(straight, [(export.name(str(n)), export.text()) for n, export in enumerate(made)])
        loaded(mixed, files)
        expected, found = _figures(straight), _figures(mixed)
    note("\n".join(f"{name}\n{text}" for name, text in files))
    assert found == expected


@SHOWN
@given(made=exports(), data=st.data())
def test_what_is_derived_file_by_file_is_what_is_derived_anew(
    template: Path, made: list[Export], data: st.DataObject
) -> None:
    with home(template) as books:
        loaded(books, data.draw(rearranged(made)))
        before = _figures(books)
        books.rebuild()
        assert _figures(books) == before


@SHOWN
@given(made=exports(), data=st.data())
def test_buckets_and_unapplied_sum_to_what_the_entries_leave_open(
    template: Path, made: list[Export], data: st.DataObject
) -> None:
    with home(template) as books:
        loaded(books, data.draw(rearranged(made)))
        for day in range(FIRST - 1, LAST):
            total: dict[str, int] = {}
            for row in books.aged(str(iso(day))):
                parts = sum(row[f"b{n}"] for n in range(5)) + row["unapplied"]
                assert parts == row["outstanding"]
                assert all(0 <= row[f"d{n}"] <= max(0, row[f"b{n}"]) for n in range(5))
                total[row["currency"]] = total.get(row["currency"], 0) + parts
            expected = aging.outstanding(books.connection, books.scope(day))
            assert {key: value for key, value in total.items() if value} == expected


@SHOWN
@given(made=exports(), data=st.data())
def test_known_on_asked_later_is_what_was_shown(
    template: Path, made: list[Export], data: st.DataObject
) -> None:
    files = data.draw(rearranged(made))
    shown = {}
    with home(template) as books:
        for n, file in enumerate(files):
            day = str(iso(LAST + n))
            books.turn(day)
            loaded(books, [file])
            shown[day] = {d: (books.open(d), _aged_without_disputes(books, d)) for d in _ASKED}
        for day, expected in shown.items():
            found = {d: (books.open(d, day), _aged_without_disputes(books, d, day)) for d in _ASKED}
            assert found == expected, day


_ASKED = range(FIRST, LAST, 5)


def _aged_without_disputes(books: Books, day: int, known_on: str | None = None) -> list[Any]:
    """Disputes have one recorded date: a resolution that came later is known throughout."""
    return aged(books, day, known_on, "disputed", *(f"d{n}" for n in range(12)))


@SHOWN
@given(made=exports(), data=st.data())
def test_positions_kept_day_by_day_are_those_computed_afresh(
    template: Path, made: list[Export], data: st.DataObject
) -> None:
    files = data.draw(rearranged(made))
    with home(template) as books:
        books.turn(str(iso(FIRST)))
        for n, file in enumerate(files):
            books.turn(str(iso(FIRST + n * 7)))
            loaded(books, [file])
        books.turn(str(iso(FIRST + len(files) * 7 + 11)))
        kept = table(books, "position")
        with transaction(books.connection):
            positions.mark_all(books.connection)
            positions.refresh(books.connection, books.force.policy.aging, books.home.today())
        assert table(books, "position") == kept
