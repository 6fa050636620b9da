"""Lines, promises and contacts: any order of arrival ends in the same rows."""

from __future__ import annotations

import os
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.domain.days import iso, parse_day
from artui.ingest.load import Wish
from artui.settings import Settings
from tests.homes import TODAY, Books, Row, canonical_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIRST = parse_day("2026-11-01")
_WORDS = st.sampled_from(("", "a", "b"))
_INVOICES = st.sampled_from(("X", "x", "0Y"))
_MONEY = st.sampled_from(("1.00", "2.50"))
_MADE: dict[str, st.SearchStrategy[Row]] = {
    "invoices": st.fixed_dictionaries(
        {
            "invoice_id": st.sampled_from(("X", "Y")),
            "customer_id": st.just("C1"),
            "invoice_date": st.just("2026-11-01"),
            "amount": _MONEY,
        }
    ),
    "invoice_lines": st.fixed_dictionaries(
        {"invoice_id": _INVOICES, "line": st.sampled_from(("1", "2")), "description": _WORDS}
    ),
    "quote_lines": st.fixed_dictionaries(
        {"quote_id": st.sampled_from(("Q", "q")), "line": st.just("1"), "status": _WORDS}
    ),
    "promises": st.fixed_dictionaries(
        {
            "promise_id": st.sampled_from(("P1", "P2")),
            "customer_id": st.sampled_from(("C1", "C2")),
            "invoice_id": st.one_of(st.just(""), _INVOICES),
            "promised_on": st.just("2026-11-02"),
            "due_on": st.sampled_from(("2026-11-09", "2026-11-10")),
            "amount": _MONEY,
        }
    ),
    "contacts": st.fixed_dictionaries(
        {
            "customer_id": st.sampled_from(("C1", "C2")),
            "name": st.sampled_from(("Ann", "Bo")),
            "role": _WORDS,
            "email": st.sampled_from(("", "a@x.example", "A@X.example")),
        }
    ),
}
_IDENTITY = {
    "invoices": ("invoice_id",),
    "invoice_lines": ("invoice_id", "line"),
    "quote_lines": ("quote_id", "line"),
    "promises": ("promise_id",),
}


def _same(kind: str, row: Row) -> tuple[str, ...]:
    """What tells one row from another."""
    if kind == "contacts":
        return row["customer_id"], (row["email"] or row["name"]).lower()
    return tuple(row[name].lower().lstrip("0") for name in _IDENTITY[kind])


@st.composite
def exports(draw: st.DrawFn) -> list[tuple[str, int, list[Row]]]:
    """Exports: kind, the day each speaks for, rows of different things."""
    days = draw(st.lists(st.integers(0, 12), min_size=1, max_size=6, unique=True))
    found = []
    for day in days:
        kind = draw(st.sampled_from(sorted(_MADE)))
        same = partial(_same, kind)
        rows = draw(st.lists(_MADE[kind], min_size=1, max_size=3, unique_by=same))
        found.append((kind, day, rows))
    return found


def _loaded(folder: str, files: Sequence[tuple[str, str]]) -> dict[str, list[Any]]:
    """What the views say, without the spelling of ids, files and lines."""
    books = Books(Path(folder), Settings(today=TODAY))
    for name, text in files:
        outcome = books.load(books.drop_text(name, text), Wish(accept="a person"))
        assert (outcome.state in ("loaded", "unchanged"), outcome.rejects) == (True, [])
    said = {
        "invoice_lines": "lower(ltrim(invoice_id, '0')), document, line, description",
        "quote_lines": "lower(quote_id), line, status, amount",
        "promises": "promise_id, customer_id, lower(ltrim(invoice_id, '0')), document, due_on,"
        " amount",
        "contacts": "customer_id, name, role, lower(email)",
    }
    found = {
        view: books.connection.execute(f"SELECT {names} FROM {view} ORDER BY 1, 2, 3, 4").fetchall()
        for view, names in said.items()
    }
    books.connection.close()
    return found


@settings(
    max_examples=int(os.environ.get("ARTUI_EXAMPLES", "12")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(made=exports(), data=st.data())
def test_any_order_split_repeated_or_renamed_gives_the_same(
    made: list[tuple[str, int, list[Row]]], data: st.DataObject
) -> None:
    mixed: list[tuple[str, str]] = []
    straight: list[tuple[str, str]] = []
    for number, (kind, day, rows) in enumerate(sorted(made, key=lambda each: each[1])):
        at, on = data.draw(st.integers(0, len(rows))), iso(_FIRST + day)
        straight.append((f"{kind}_{on}.csv", canonical_csv(rows)))
        parts = [part for part in (rows[:at], rows[at:]) if part]
        for n, part in enumerate(parts):
            mixed.append((f"{kind}-{number}-{n}_{on}.csv", canonical_csv(part)))
    mixed += data.draw(st.lists(st.sampled_from(mixed), max_size=2))
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        assert _loaded(other, data.draw(st.permutations(mixed))) == _loaded(one, straight)
