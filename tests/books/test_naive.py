"""The ledger against a naive second computation of what is open, for every day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, note

from tests.books.naive import Naive
from tests.books.test_any_order import SHOWN, home, loaded, template
from tests.books.worlds import FIRST, LAST, Export, exports

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["template"]


def _without_items(made: list[Export]) -> list[Export]:
    """The same exports without items that are listed by themselves, and the document of those."""
    kept = [
        export._replace(
            rows=tuple(
                row
                for row in export.rows
                if "C" not in (row.get("invoice_id"), row.get("document_id"))
                and not row.get("item")
            )
        )
        for export in made
        if export.kind not in ("customers", "disputes")
    ]
    return [export for export in kept if export.rows]


@SHOWN
@given(made=exports())
def test_open_amounts_are_those_a_person_would_count(template: Path, made: list[Export]) -> None:
    made = _without_items(made)
    files = [(export.name(str(n)), export.text()) for n, export in enumerate(made)]
    note("\n".join(f"{name}\n{text}" for name, text in files))
    naive = Naive(made)
    naive.read()
    expected = {day: naive.live(day) for day in range(FIRST - 3, LAST)}
    with home(template) as books:
        loaded(books, files)
        found = {day: books.open(day) for day in range(FIRST - 3, LAST)}
    assert found == expected
