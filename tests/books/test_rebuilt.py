"""What is derived file by file and day by day is what is derived anew from all that is known."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.domain.days import iso
from artui.ingest.load import Wish
from artui.settings import Settings
from tests.books.tables import table
from tests.books.worlds import FIRST, Export, exports
from tests.homes import Books

if TYPE_CHECKING:
    from collections.abc import Iterable

_WEEKS = 7
_DERIVED = ("item", "entry", "dispute", "position", "credit_standing")


def _derived(books: Books) -> dict[str, list[tuple[Any, ...]]]:
    return {name: table(books, name) for name in _DERIVED}


def _live(books: Books, made: Iterable[Export], turns: int) -> None:
    """Let days pass; each export arrives on its own day, and time goes on afterwards."""
    for export in sorted(made, key=lambda each: (each.day, each.kind)):
        books.turn(str(iso(export.day)))
        books.load(books.drop_text(export.name(), export.text()), Wish(accept="a person"))
    for turn in range(turns):
        books.turn(str(iso(FIRST + 20 + turn * _WEEKS)))


@settings(
    max_examples=int(os.environ.get("ARTUI_EXAMPLES", "8")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(made=exports(), turns=st.integers(0, 14))
def test_days_and_files_one_by_one_end_where_a_rebuild_ends(made: list[Export], turns: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder), Settings(today=str(iso(FIRST))))
        try:
            _live(books, made, turns)
            before = _derived(books)
            books.rebuild()
            assert _derived(books) == before
        finally:
            books.connection.close()
