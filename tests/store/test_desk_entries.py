"""Contacts, marks, holds and promises: journalled with their inverse, undone by their author."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.days import parse_day
from artui.store import desk
from artui.store.connection import open_desk, open_main, open_reader
from artui.store.desk import AccountIdentity, Contact, InvoiceIdentity, NothingToUndo, UndoOvertaken
from artui.store.desk.contacts import contacts
from artui.store.desk.holds import holds
from tests.store.test_desk import open_desk_in_memory

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

ACCOUNT = AccountIdentity("1000", "c1", "USD")
INVOICE = InvoiceIdentity("1000", "service", "", "inv-1")
AT = "2026-11-20T10:00:00+00:00"
TODAY = parse_day("2026-11-20")
TABLES = ("contact", "task_done", "hold", "promise")

WRITES: dict[str, Any] = {
    "log_contact": lambda c, who: desk.log_contact(
        c, ACCOUNT, Contact(TODAY, "phone", "out", "promise", TODAY + 3, document=INVOICE), who, AT
    ),
    "mark_done": lambda c, who: desk.mark_done(c, ACCOUNT, 2, TODAY, who, AT, "called"),
    "hold": lambda c, who: desk.hold(c, ACCOUNT, "lawyers", TODAY, TODAY + 9, who, AT, INVOICE),
    "promise": lambda c, who: desk.promise(c, ACCOUNT, 500, TODAY, TODAY + 3, who, AT),
}


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = open_desk(tmp_path / "desk.db")
    yield opened
    opened.close()


def everything(connection: sqlite3.Connection) -> list[list[tuple[Any, ...]]]:
    return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]


@pytest.mark.parametrize("action", WRITES)
def test_an_entry_is_journalled_and_taken_back(connection: sqlite3.Connection, action: str) -> None:
    WRITES[action](connection, "anna")
    rows = everything(connection)
    assert sum(map(len, rows)) == 1
    with pytest.raises(NothingToUndo):
        desk.undo(connection, "bert", AT)
    undone = desk.undo(connection, "anna", AT)
    assert (undone.action, undone.before) == (action, None)
    assert undone.after["who"] == "anna"
    assert str(undone.subject).startswith("1000/c1/USD")
    assert desk.retold(undone)
    assert everything(connection) == [[], [], [], []]
    journal = connection.execute("SELECT before, after, undoes FROM journal ORDER BY id").fetchall()
    assert [(json.loads(b), json.loads(a), u) for b, a, u in journal] == [
        (None, undone.after, None),
        (undone.after, None, 1),
    ]


def test_an_end_is_taken_back_too(connection: sqlite3.Connection) -> None:
    held = desk.hold(connection, ACCOUNT, "lawyers", TODAY, None, "anna", AT)
    promised = desk.promise(connection, ACCOUNT, 500, TODAY, TODAY, "anna", AT)
    before = everything(connection)
    assert desk.release_hold(connection, held, TODAY + 1, "bert", AT)
    assert desk.withdraw_promise(connection, promised, TODAY + 1, "bert", AT)
    assert everything(connection) != before
    with pytest.raises(UndoOvertaken):
        desk.undo(connection, "anna", AT)
    for action in ("withdraw_promise", "release_hold"):
        assert desk.undo(connection, "bert", AT).action == action
    assert everything(connection) == before


def test_what_is_not_there_cannot_be_ended(connection: sqlite3.Connection) -> None:
    assert not desk.release_hold(connection, 7, TODAY, "anna", AT)
    assert not desk.withdraw_promise(connection, 7, TODAY, "anna", AT)
    assert connection.execute("SELECT count(*) FROM journal").fetchone() == (0,)


def test_a_number_is_never_given_twice(connection: sqlite3.Connection) -> None:
    first = WRITES["promise"](connection, "anna")
    desk.undo(connection, "anna", AT)
    assert WRITES["promise"](connection, "anna") == first + 1


def test_marking_twice_a_day_keeps_the_last_and_undoes_one_by_one(
    connection: sqlite3.Connection,
) -> None:
    desk.mark_done(connection, ACCOUNT, 2, TODAY, "anna", AT, "first")
    desk.mark_done(connection, ACCOUNT, 2, TODAY, "bert", AT, "second")
    rows = connection.execute("SELECT who, note FROM task_done").fetchall()
    assert rows == [("bert", "second")]
    with pytest.raises(UndoOvertaken):
        desk.undo(connection, "anna", AT)
    desk.undo(connection, "bert", AT)
    assert connection.execute("SELECT note FROM task_done").fetchall() == [("first",)]
    desk.undo(connection, "anna", AT)
    assert everything(connection) == [[], [], [], []]


@given(st.lists(st.tuples(st.sampled_from(sorted(WRITES)), st.sampled_from("ab")), max_size=8))
def test_undoing_everything_leaves_nothing(writes: list[tuple[str, str]]) -> None:
    connection = open_desk_in_memory()
    for action, _ in writes:
        WRITES[action](connection, "anna")
    for _ in writes:
        desk.undo(connection, "anna", AT)
    assert everything(connection) == [[], [], [], []]
    connection.close()


def test_a_reader_sees_the_log_of_an_account(tmp_path: Path) -> None:
    main, path = tmp_path / "db" / "artui.db", tmp_path / "desk" / "desk.db"
    open_main(main).close()
    writer = open_desk(path)
    for action in sorted(WRITES):
        WRITES[action](writer, "anna")
    whole = AccountIdentity("1000", "c1")
    desk.log_contact(writer, whole, Contact(TODAY + 1, "email", "in", "copy"), "bert", AT)
    desk.hold(writer, AccountIdentity("1000", "c1", "EUR"), "other", TODAY, None, "bert", AT)
    reader = open_reader(main, path)
    assert [row["outcome"] for row in contacts(reader, ACCOUNT)] == ["copy", "promise"]
    assert contacts(reader, ACCOUNT)[1]["document"] == "inv-1"
    assert [row["reason"] for row in holds(reader, ACCOUNT, TODAY)] == ["lawyers"]
    assert [row["reason"] for row in holds(reader, whole, TODAY)] == ["lawyers", "other"]
    assert holds(reader, ACCOUNT, TODAY + 10) == holds(reader, ACCOUNT, TODAY - 1) == []
    assert reader.execute("SELECT amount FROM desk.promise").fetchall() == [(500,)]
    reader.close()
    writer.close()
