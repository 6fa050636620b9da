"""Readers lent to threads: ended where nobody wants the answer, said where it cannot be had."""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest

from artui.store.readers import Ended, Readers, Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

_ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT begun() UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
)


class Endless:
    """A statement that never ends by itself, in a thread."""

    def __init__(self, readers: Readers, group: str) -> None:
        self.begun = threading.Event()
        self.ended: list[type[BaseException]] = []
        self._readers, self._group = readers, group
        self._thread = threading.Thread(target=self._run)
        self._thread.start()
        assert self.begun.wait(20)

    def _run(self) -> None:
        try:
            with self._readers.lent(self._group) as reader:
                reader.create_function("begun", 0, self._begin)
                reader.execute(_ENDLESS).fetchone()
        except Ended as ended:
            self.ended.append(type(ended))

    def _begin(self) -> int:
        self.begun.set()
        return 1

    def join(self) -> list[type[BaseException]]:
        """Wait for its end; what it ended with."""
        self._thread.join(20)
        assert not self._thread.is_alive()
        return self.ended


@pytest.fixture
def connect() -> Callable[[], sqlite3.Connection]:
    return lambda: sqlite3.connect(":memory:", check_same_thread=False)


def test_the_same_question_asked_anew_ends_the_first(
    connect: Callable[[], sqlite3.Connection],
) -> None:
    readers = Readers(connect)
    first = Endless(readers, "sums")
    with readers.lent("other") as reader:
        assert reader.execute("SELECT 1").fetchone() == (1,)
    assert first.ended == []
    with readers.lent("sums") as reader:
        assert reader.execute("SELECT 2").fetchone() == (2,)
    assert first.join() == [Ended]


def test_closing_ends_everything_and_lends_nothing_more(
    connect: Callable[[], sqlite3.Connection],
) -> None:
    readers = Readers(connect)
    running = [Endless(readers, name) for name in ("", "", "sums")]
    readers.close()
    assert [each.join() for each in running] == [[Ended]] * 3
    with pytest.raises(Ended), readers.lent():
        pass


def test_what_cannot_be_read_is_said(connect: Callable[[], sqlite3.Connection]) -> None:
    readers = Readers(connect)
    with pytest.raises(Unreadable, match="no such table: gone"), readers.lent() as reader:
        reader.execute("SELECT * FROM gone")
