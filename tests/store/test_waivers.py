"""Waivers: a reason is required, they are journalled with their inverse, undone by their author."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.days import parse_day
from artui.store import desk
from artui.store.connection import open_desk
from artui.store.desk import AccountIdentity, InvoiceIdentity, NothingToUndo, UndoOvertaken
from tests.store.test_desk import open_desk_in_memory

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from pathlib import Path

ACCOUNT = AccountIdentity("1000", "c1")
INVOICE = InvoiceIdentity("1000", "service", "", "inv-1")
JOB = "j-1"
AT = "2026-11-20T10:00:00+00:00"
TODAY = parse_day("2026-11-20")


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    opened = open_desk(tmp_path / "desk.db")
    yield opened
    opened.close()


def rows(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
    return connection.execute("SELECT * FROM waiver ORDER BY id").fetchall()


def waive(connection: sqlite3.Connection, check: str = "po_on_file", who: str = "anna") -> int:
    return desk.waive(connection, ACCOUNT, check, "agreed", TODAY, who, AT, job=JOB)


def test_a_waiver_names_its_job_or_its_invoice(connection: sqlite3.Connection) -> None:
    assert waive(connection) == 1
    desk.waive(connection, ACCOUNT, "tax", " on the phone ", TODAY, "bert", AT, document=INVOICE)
    of_job, of_invoice = rows(connection)
    assert of_job[1:] == (
        *("1000", "c1", None, None, None, None, JOB, "po_on_file", "agreed", TODAY, None),
        *("anna", AT),
    )
    assert of_invoice[1:] == (
        *("1000", "c1", None, "service", "", "inv-1", None, "tax", "on the phone", TODAY, None),
        *("bert", AT),
    )


@pytest.mark.parametrize("reason", ["", "  ", "\n\t"])
def test_a_waiver_without_a_reason_is_refused(connection: sqlite3.Connection, reason: str) -> None:
    with pytest.raises(desk.NoReason, match="needs a reason"):
        desk.waive(connection, ACCOUNT, "tax", reason, TODAY, "anna", AT, job=JOB)
    assert rows(connection) == []
    assert connection.execute("SELECT count(*) FROM journal").fetchone() == (0,)


def test_a_waiver_is_taken_back_by_its_author_alone(connection: sqlite3.Connection) -> None:
    waive(connection)
    with pytest.raises(NothingToUndo):
        desk.undo(connection, "bert", AT)
    undone = desk.undo(connection, "anna", AT)
    assert (undone.action, undone.before, undone.after["check_code"]) == (
        *("waive", None, "po_on_file"),
    )
    assert desk.retold(undone) == "the waiver is taken back"
    assert rows(connection) == []


def test_a_withdrawal_is_taken_back_and_overtakes_an_undo(connection: sqlite3.Connection) -> None:
    number = waive(connection)
    before = rows(connection)
    assert desk.withdraw_waiver(connection, number, TODAY + 1, "bert", AT)
    with pytest.raises(UndoOvertaken):
        desk.undo(connection, "anna", AT)
    assert desk.retold(desk.undo(connection, "bert", AT)) == "waived again"
    assert rows(connection) == before
    assert not desk.withdraw_waiver(connection, number + 1, TODAY, "bert", AT)


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(["po", "tax"])), max_size=8))
def test_undoing_everything_leaves_what_was_there(writes: list[tuple[bool, str]]) -> None:
    connection = open_desk_in_memory()
    states, made = [rows(connection)], [waive(connection, who="other")]
    states[0] = rows(connection)
    for withdraws, check in writes:
        if withdraws:
            desk.withdraw_waiver(connection, made[-1], TODAY, "anna", AT)
        else:
            made.append(waive(connection, check))
        states.append(rows(connection))
    for state in reversed(states[:-1]):
        desk.undo(connection, "anna", AT)
        assert rows(connection) == state
    connection.close()
