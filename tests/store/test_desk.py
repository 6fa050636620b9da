"""The desk: every write journalled with its inverse, undone once, by whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.store import desk
from artui.store.connection import open_desk, open_main, open_reader
from artui.store.desk import InvoiceIdentity, NothingToUndo, UndoOvertaken

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

ONE = InvoiceIdentity("1000", "invoice", "", "inv-1")
OTHER = InvoiceIdentity("1000", "invoice", "2026", "inv-1")
AT = "2026-11-20T10:00:00+00:00"


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = open_desk(tmp_path / "desk.db")
    yield opened
    opened.close()


def test_a_choice_stands_until_it_is_taken_back(connection: sqlite3.Connection) -> None:
    desk.choose_reason(connection, ONE, "tax", "anna", AT)
    desk.choose_reason(connection, OTHER, "portal", "anna", AT)
    assert (desk.reason_of(connection, ONE), desk.reason_of(connection, OTHER)) == ("tax", "portal")
    desk.choose_reason(connection, ONE, None, "bert", AT)
    assert (desk.reason_of(connection, ONE), desk.reason_of(connection, OTHER)) == (None, "portal")


def test_undo_goes_back_one_write_of_the_same_person_at_a_time(
    connection: sqlite3.Connection,
) -> None:
    desk.choose_reason(connection, ONE, "tax", "anna", AT)
    desk.choose_reason(connection, OTHER, "portal", "bert", AT)
    desk.choose_reason(connection, ONE, "portal", "anna", AT)
    assert desk.undo(connection, "anna", AT).before == "tax"
    assert desk.undo(connection, "anna", AT).before is None
    assert desk.reason_of(connection, ONE) is None
    with pytest.raises(NothingToUndo, match="anna has nothing to undo"):
        desk.undo(connection, "anna", AT)
    assert desk.reason_of(connection, OTHER) == "portal"


def test_a_newer_choice_of_somebody_else_is_not_lost(connection: sqlite3.Connection) -> None:
    desk.choose_reason(connection, ONE, "tax", "anna", AT)
    desk.choose_reason(connection, ONE, "portal", "bert", AT)
    with pytest.raises(UndoOvertaken):
        desk.undo(connection, "anna", AT)
    assert desk.reason_of(connection, ONE) == "portal"


@given(
    st.lists(
        st.tuples(st.sampled_from([ONE, OTHER]), st.sampled_from([None, "tax", "portal"])),
        max_size=8,
    )
)
def test_undoing_everything_leaves_nothing_and_the_journal_tells_it(
    writes: list[tuple[InvoiceIdentity, str | None]],
) -> None:
    connection = open_desk_in_memory()
    for invoice, reason in writes:
        desk.choose_reason(connection, invoice, reason, "anna", AT)
    for _ in writes:
        desk.undo(connection, "anna", AT)
    assert connection.execute("SELECT count(*) FROM reason_choice").fetchone() == (0,)
    journal = connection.execute("SELECT undoes FROM journal ORDER BY id").fetchall()
    assert [undoes for (undoes,) in journal] == [
        *[None] * len(writes),
        *range(len(writes), 0, -1),
    ]
    connection.close()


def open_desk_in_memory() -> sqlite3.Connection:
    """A desk without a file, for many examples."""
    import sqlite3

    from artui.store import schema

    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statement in schema.every(schema.DESK):
        connection.execute(statement)
    return connection


def test_a_reader_sees_every_choice_and_can_change_none(tmp_path: Path) -> None:
    import sqlite3

    main, desk_path = tmp_path / "db" / "artui.db", tmp_path / "desk" / "desk.db"
    open_main(main).close()
    writer = open_desk(desk_path)
    desk.choose_reason(writer, ONE, "tax", "anna", AT)
    reader = open_reader(main, desk_path)
    assert desk.choices(reader) == {ONE: "tax"}
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM desk.reason_choice")
    reader.close()
    writer.close()
