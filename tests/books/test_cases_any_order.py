"""Cases and exports in any order: the same disputes, and nothing of the desk is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from artui.domain.days import iso
from artui.domain.disputes import STATES
from artui.store.connection import open_desk
from artui.store.desk import InvoiceIdentity
from tests.books.tables import aged, table
from tests.books.test_any_order import SHOWN, home, loaded, template
from tests.books.worlds import FIRST, LAST, exports, rearranged
from tests.desk import Person, take_over

if TYPE_CHECKING:
    from pathlib import Path

    from tests.homes import Books

__all__ = ["template"]
_ABOUT = {name: InvoiceIdentity("1000", "", "", name) for name in "abc"}
_DAYS = st.integers(FIRST, FIRST + 12).map(lambda day: str(iso(day)))
_REASONS = st.sampled_from((None, "tax", "price_or_quantity"))
_AMOUNTS = st.sampled_from((None, 1000, 6050, -1))
_OPENED = st.fixed_dictionaries(
    {
        "what": st.just("open"),
        "document": st.sampled_from("abc"),
        "amount": _AMOUNTS,
        "reason": _REASONS,
        "opened": _DAYS,
        "item": st.sampled_from((None, None, "1", "2", "9")),
        "exported": st.sampled_from((None, None, "d1", "d2", "a", "b", "b/2", "nowhere")),
        "owner": st.sampled_from((None, "kim")),
    }
)
_CHANGED = st.fixed_dictionaries(
    {
        "what": st.just("change"),
        "number": st.integers(1, 4),
        "values": st.fixed_dictionaries(
            {},
            optional={
                "state": st.sampled_from((*STATES, None)),
                "amount": _AMOUNTS,
                "reason": _REASONS,
                "owner": st.sampled_from((None, "Sam")),
                "next_on": _DAYS,
            },
        ),
        "closed_on": _DAYS,
    }
)
ENTRIES = st.lists(st.one_of(_OPENED, _CHANGED, st.just({"what": "undo"})), min_size=1, max_size=6)


def enter(books: Books, entry: dict[str, Any]) -> None:
    """Let somebody enter one thing; what there is nothing to do for is left out."""
    ann, said = Person(books), dict(entry)
    what = said.pop("what")
    if what == "open":
        ann.dispute(_ABOUT[said.pop("document")], **said)
    elif what == "undo" and _journal(books):
        ann.undo()
    elif what == "change" and (said["number"],) in _numbers(books):
        values = said["values"]
        ended = values.get("state") in STATES[3:]
        ann.change(said["number"], **values, **({"closed_on": said["closed_on"]} if ended else {}))


def _ask(books: Books, sql: str) -> list[tuple[Any, ...]]:
    connection = open_desk(books.home.desk)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def _numbers(books: Books) -> list[tuple[Any, ...]]:
    return _ask(books, "SELECT id FROM dispute")


def _journal(books: Books) -> list[tuple[Any, ...]]:
    return _ask(
        books,
        "SELECT id FROM journal AS j WHERE undoes IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM journal AS u WHERE u.undoes = j.id)",
    )


def _figures(books: Books) -> dict[str, Any]:
    names = ("dispute", "exported_dispute", "position")
    days = range(FIRST - 1, LAST, 4)
    return {name: table(books, name) for name in names} | {
        str(day): aged(books, day) for day in days
    }


@SHOWN
@given(made=exports(), entries=ENTRIES, data=st.data())
def test_whenever_files_come_and_cases_are_taken_over_the_disputes_are_the_same(
    template: Path,
    made: list[Any],
    entries: list[dict[str, Any]],
    data: st.DataObject,
) -> None:
    files = data.draw(rearranged(made))
    steps = data.draw(st.permutations([True] * len(files) + [False] * len(entries)))
    with home(template) as straight, home(template) as mixed:
        loaded(straight, [(each.name(str(n)), each.text()) for n, each in enumerate(made)])
        for entry in entries:
            enter(straight, entry)
        take_over(straight)
        waiting, left = iter(files), iter(entries)
        for is_file in steps:
            if is_file:
                loaded(mixed, [next(waiting)])
            else:
                enter(mixed, next(left))
            if data.draw(st.booleans()):
                take_over(mixed)
        take_over(mixed)
        assert _ask(mixed, "SELECT * FROM dispute") == _ask(straight, "SELECT * FROM dispute")
        expected, found = _figures(straight), _figures(mixed)
        note("\n".join(f"{name}\n{text}" for name, text in files))
        assert found == expected
        mixed.rebuild()
        assert _figures(mixed) == expected
        assert take_over(mixed) == 0


@pytest.mark.parametrize("state", STATES)
def test_a_case_has_every_state(books: Books, state: str) -> None:
    from tests.homes import invoice

    books.take("invoices_2026-10-02.csv", invoice("A", "100.00"))
    ann = Person(books)
    ann.dispute(_ABOUT["a"])
    ann.change(1, state=state)
    take_over(books)
    (row,) = books.disputes()
    assert row["state"] == state
    assert (row["resolved_on"] is not None) == (state in STATES[3:])
