"""Opening the databases: safe, whole or nothing, and read without being written."""

from __future__ import annotations

import os
import sqlite3
import stat
from typing import TYPE_CHECKING

import pytest

from artui.errors import BrokenEnvironment
from artui.store import connection as store

if TYPE_CHECKING:
    from pathlib import Path


def _value(connection: sqlite3.Connection, sql: str) -> object:
    return connection.execute(sql).fetchone()[0]


def test_a_new_database_is_migrated_durable_and_for_the_group(tmp_path: Path) -> None:
    path = tmp_path / "db" / "artui.db"
    before = os.umask(0o077)
    try:
        opened = store.open_main(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == store.MODE
    assert _value(opened, "PRAGMA journal_mode") == "wal"
    assert _value(opened, "PRAGMA synchronous") == 2
    assert store.schema_version(opened) == store.main_version()
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    opened.close()


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    store.open_main(tmp_path / "artui.db").close()
    opened = store.open_main(tmp_path / "artui.db")
    assert _value(opened, "SELECT count(*) FROM import") == 0
    opened.close()


def test_a_newer_schema_can_be_read_and_not_written(tmp_path: Path) -> None:
    path = tmp_path / "artui.db"
    opened = store.open_main(path)
    opened.execute("PRAGMA user_version=99")
    opened.close()
    with pytest.raises(store.NewerSchema, match="schema 99"):
        store.open_main(path)
    reader = store.open_reader(path)
    assert _value(reader, "SELECT count(*) FROM item") == 0
    reader.close()


def _interrupted(opened: sqlite3.Connection, sql: str) -> None:
    with store.transaction(opened):
        opened.execute(sql)
        raise KeyboardInterrupt


def test_a_transaction_is_whole_or_nothing(tmp_path: Path) -> None:
    opened = store.open_main(tmp_path / "artui.db")
    reader = store.open_reader(tmp_path / "artui.db")
    company = "INSERT INTO company (key, code) VALUES ('1', '1')"
    with pytest.raises(KeyboardInterrupt):
        _interrupted(opened, company)
    assert _value(opened, "SELECT count(*) FROM company") == 0
    with store.transaction(opened):
        opened.execute(company)
        assert _value(reader, "SELECT count(*) FROM company") == 0
    assert _value(reader, "SELECT count(*) FROM company") == 1
    opened.close()
    reader.close()


def test_a_second_writer_is_told_the_database_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.0)
    one, two = store.open_main(tmp_path / "artui.db"), store.open_main(tmp_path / "artui.db")
    with store.transaction(one), pytest.raises(store.Busy), store.transaction(two):
        pytest.fail("two wrote at once")
    with store.transaction(two):
        two.execute("INSERT INTO company (key, code) VALUES ('1', '1')")
    one.close()
    two.close()


def test_a_reader_cannot_write_and_finds_an_empty_desk(tmp_path: Path) -> None:
    store.open_main(tmp_path / "odd ?#%name.db").close()
    reader = store.open_reader(tmp_path / "odd ?#%name.db")
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM item")
    assert _value(reader, "SELECT count(*) FROM desk.reason_choice") == 0
    reader.close()


def test_a_reader_sees_when_either_database_changed(tmp_path: Path) -> None:
    opened, desk = store.open_main(tmp_path / "a.db"), store.open_desk(tmp_path / "d.db")
    reader = store.open_reader(tmp_path / "a.db", tmp_path / "d.db")
    first = store.data_version(reader)
    desk.execute("INSERT INTO reason_choice VALUES ('1', '', '', 'A', 'x', 'ann', 'now')")
    second = store.data_version(reader)
    opened.execute("INSERT INTO company (key, code) VALUES ('1', '1')")
    third = store.data_version(reader)
    assert first[0] == second[0] != third[0]
    assert first[1] != second[1] == third[1]
    for each in (opened, desk, reader):
        each.close()


def test_no_database_and_no_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(store.NoDatabase, match="no database"):
        store.open_reader(tmp_path / "none.db")
    (tmp_path / "file").write_text("")
    with pytest.raises(BrokenEnvironment, match="cannot be opened"):
        store.open_main(tmp_path / "file" / "artui.db")
