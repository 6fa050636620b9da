"""Records: slots, the heartbeat, and what becomes of held imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store import records
from tests.homes import invoice

if TYPE_CHECKING:
    from tests.homes import Books


def test_the_same_bytes_are_known_for_the_day_they_speak_for(books: Books) -> None:
    first = books.take("invoices_2026-10-02.csv", invoice("A", "1"))
    day = books.scope("2026-10-02").as_of
    for named, known in ((None, True), (day, True), (day + 1, False)):
        found = records.loaded_parts(books.connection, first.sha256, named)
        assert found.whole is known
    assert not records.loaded_parts(books.connection, "0" * 64).whole


def test_bytes_whose_rows_are_dated_are_known_under_any_name(books: Books) -> None:
    row = {"document_id": "A", "customer_id": "C", "amount": "1", "snapshot_date": "2026-10-02"}
    first = books.take("open_items.csv", row)
    assert records.loaded_parts(books.connection, first.sha256, 1).whole


def test_a_slot_is_claimed_once_until_it_is_released(books: Books) -> None:
    connection = books.connection
    assert records.claim_slot(connection, "weekly", "2026-W40", "t1")
    assert not records.claim_slot(connection, "weekly", "2026-W40", "t2")
    records.end_slot(connection, "weekly", "2026-W40", "t3", "disk full")
    assert records.slots_done(connection, "weekly") == set()
    records.release_slots(connection, "weekly")
    assert records.claim_slot(connection, "weekly", "2026-W40", "t4")
    records.end_slot(connection, "weekly", "2026-W40", "t5", None)
    records.release_slots(connection, "weekly")
    assert records.slots_done(connection, "weekly") == {"2026-W40"}


def test_the_heartbeat_is_the_last_sign_of_life(books: Books) -> None:
    connection = books.connection
    assert records.heartbeat(connection) is None
    for pid in (1, 2):
        sign = records.Heartbeat(pid, "host", "t0", "t1", "polling", None, None)
        records.beat(connection, sign)
    assert records.heartbeat(connection) == sign
    records.stop_beating(connection)
    assert records.heartbeat(connection) is None


def test_every_customer_is_known_while_there_are_none(books: Books) -> None:
    assert records.knows_customer(books.connection, "c9")
    books.take("invoices_2026-10-02.csv", invoice("A", "1"))
    assert records.knows_customer(books.connection, "c1")
    assert not records.knows_customer(books.connection, "c9")


def test_rejected_rows_are_kept_with_their_place(books: Books) -> None:
    books.take("invoices_2026-10-02.csv", invoice("A", "1"), invoice("B", "x"))
    rows = books.connection.execute("SELECT import_id, line, column_name, value FROM reject")
    assert rows.fetchall() == [(1, 3, "amount", "x")]
