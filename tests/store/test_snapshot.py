"""The snapshot: any order, any filter, any page, while others write."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.store.listing import Arrangement, Column, Listing, Sort
from artui.store.ordering import HEAD, PAGE, PAGES
from artui.store.snapshot import ListingUnreadable, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROWS = 1_000
LISTING = Listing(
    columns=(Column("name", "Name"), Column("amount", "Amount", "money")),
    rows_sql="SELECT id, name, amount, currency FROM item WHERE amount IS NULL OR amount < :most",
    key="id",
    search=("name",),
    default_order=(Sort("id"),),
    parameters={"most": 10_000_000},
    currency="currency",
    noun="items",
)


def _fill(path: Path, rows: list[tuple[int, str, int | None]]) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(
            "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, amount INTEGER, currency TEXT)"
        )
        connection.executemany("INSERT INTO item VALUES (?, ?, ?, 'USD')", rows)
    connection.close()


def _reader(path: Path) -> Callable[[], sqlite3.Connection]:
    return lambda: sqlite3.connect(
        f"file:{path}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "items.db"
    _fill(path, [(n, f"Customer {n:04}", (n * 7) % 100 or None) for n in range(1, ROWS + 1)])
    return path


@pytest.fixture(params=[False, True], ids=["live", "frozen"])
def snapshot(request: pytest.FixtureRequest, database: Path) -> Iterator[Snapshot]:
    made = Snapshot(replace(LISTING, frozen=request.param), _reader(database))
    yield made
    made.close()


@pytest.fixture
def writer(database: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(database, isolation_level=None)
    yield connection
    connection.close()


def _arrange(snapshot: Snapshot, *order: Sort, words: str = "") -> None:
    for ordering in snapshot.build(Arrangement(order, words)):
        assert snapshot.show(ordering)


def _all(snapshot: Snapshot) -> list[tuple[object, ...]]:
    pages = (snapshot.page(index) for index in range(-(-snapshot.count // PAGE)))
    return [row for page in pages for row in page or []]


def test_the_top_of_the_list_comes_first_then_all_of_it(snapshot: Snapshot) -> None:
    head, whole = snapshot.build(keep=900)
    assert (head.count, head.complete, head.position) == (HEAD, False, None)
    assert (whole.count, whole.complete, whole.position) == (ROWS, True, 899)


def test_the_first_rows_are_at_hand_before_the_rest_is_ordered(snapshot: Snapshot) -> None:
    head = next(snapshot.build())
    assert snapshot.show(head)
    assert [row[0] for row in _all(snapshot)] == list(range(1, HEAD + 1))
    assert snapshot.page(2) is None


def test_a_short_list_has_one_ordering_only(snapshot: Snapshot) -> None:
    orderings = list(snapshot.build(Arrangement(words="0999")))
    assert [(o.count, o.complete) for o in orderings] == [(1, True)]


def test_rows_have_the_fields_the_listing_names(snapshot: Snapshot) -> None:
    _arrange(snapshot)
    assert snapshot.listing.fields == ("id", "name", "amount", "currency")
    assert (snapshot.page(0) or [])[0] == (1, "Customer 0001", 7, "USD")


@pytest.mark.parametrize("descending", [False, True])
def test_equal_rows_stand_by_key_and_nulls_stand_last(
    snapshot: Snapshot, *, descending: bool
) -> None:
    _arrange(snapshot, Sort("amount", descending))
    rows = [(row[2], row[0]) for row in _all(snapshot)]
    known = [row for row in rows if row[0] is not None]
    sign = -1 if descending else 1
    assert rows[len(known) :] == [(None, n) for n in range(100, ROWS + 1, 100)]
    assert known == sorted(known, key=lambda row: (sign * int(str(row[0])), row[1]))


def test_text_is_ordered_without_regard_to_case(tmp_path: Path) -> None:
    _fill(tmp_path / "db", [(1, "beta", 1), (2, "Alpha", 1), (3, "Gamma", 1)])
    snapshot = Snapshot(LISTING, _reader(tmp_path / "db"))
    _arrange(snapshot, Sort("name"))
    assert [row[0] for row in _all(snapshot)] == [2, 1, 3]
    snapshot.close()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", {1, 2, 3, 4, 5}),
        ("harbor", {1}),
        ("STORAGE harb", {1}),
        ("storage", {1, 2}),
        ("storage delta", set()),
        ("100%", {3}),
        ("a_b", {4}),
        ("%", {3}),
        ("MÜLLER", {5}),
        ("müller", {5}),
        ("'; DROP TABLE item; --", set()),
        ("\\", set()),
    ],
)
def test_every_word_must_occur_and_wildcards_are_letters(
    tmp_path: Path, words: str, expected: set[int]
) -> None:
    names = ["Harbor Cold Storage", "Storage 24", "100% Clean", "a_b", "Käthe Müller"]
    _fill(tmp_path / "db", [(n, name, 1) for n, name in enumerate(names, 1)])
    snapshot = Snapshot(LISTING, _reader(tmp_path / "db"))
    _arrange(snapshot, words=words)
    assert {row[0] for row in _all(snapshot)} == expected
    snapshot.close()


@given(
    amounts=st.lists(st.one_of(st.none(), st.integers(-50, 50)), max_size=300),
    descending=st.booleans(),
)
def test_pages_and_positions_agree_with_a_sort_in_memory(
    tmp_path_factory: pytest.TempPathFactory, amounts: list[int | None], *, descending: bool
) -> None:
    path = tmp_path_factory.mktemp("pages") / "db"
    _fill(path, [(n, "x", amount) for n, amount in enumerate(amounts)])
    snapshot = Snapshot(LISTING, _reader(path))
    _arrange(snapshot, Sort("amount", descending))
    sign = -1 if descending else 1
    expected = sorted(
        range(len(amounts)), key=lambda n: (amounts[n] is None, sign * (amounts[n] or 0), n)
    )
    assert [row[0] for row in _all(snapshot)] == expected
    assert [snapshot.position(key) for key in expected] == list(range(len(amounts)))
    assert snapshot.position(-1) is None
    snapshot.close()


def test_no_more_pages_are_kept_than_allowed(tmp_path: Path) -> None:
    _fill(tmp_path / "db", [(n, "x", 1) for n in range((PAGES + 5) * PAGE)])
    snapshot = Snapshot(LISTING, _reader(tmp_path / "db"))
    *_, whole = snapshot.build()
    assert snapshot.show(whole)
    assert len(_all(snapshot)) == (PAGES + 5) * PAGE
    assert len(whole.pages) == PAGES
    assert 0 not in whole.pages
    snapshot.close()


def test_live_values_follow_a_change_and_the_order_does_not(
    database: Path, writer: sqlite3.Connection
) -> None:
    snapshot = Snapshot(LISTING, _reader(database))
    _arrange(snapshot, Sort("amount"))
    first = (snapshot.page(0) or [])[0]
    assert not snapshot.changed()
    writer.execute("UPDATE item SET amount = 999 WHERE id = ?", (first[0],))
    assert snapshot.changed()
    assert not snapshot.changed()
    assert (snapshot.page(0) or [])[0] == (*first[:2], 999, "USD")
    snapshot.close()


def test_a_row_that_has_gone_keeps_its_place_with_its_key_alone(
    database: Path, writer: sqlite3.Connection
) -> None:
    snapshot = Snapshot(LISTING, _reader(database))
    _arrange(snapshot)
    writer.execute("DELETE FROM item WHERE id = 2")
    assert snapshot.changed()
    assert (snapshot.page(0) or [])[1] == (2, None, None, None)
    assert snapshot.position(2) is None
    snapshot.close()


def test_frozen_values_stay_until_they_are_asked_for_anew(
    database: Path, writer: sqlite3.Connection
) -> None:
    snapshot = Snapshot(replace(LISTING, frozen=True), _reader(database))
    _arrange(snapshot)
    writer.execute("UPDATE item SET amount = 999 WHERE id = 1")
    assert snapshot.changed()
    _arrange(snapshot, Sort("name"))
    assert (snapshot.page(0) or [])[0][2] == 7
    *_, whole = snapshot.build(fresh=True)
    assert (snapshot.page(1) or [])[0][0] == PAGE + 1
    assert snapshot.show(whole)
    assert (snapshot.page(0) or [])[0][2] == 999
    snapshot.close()


def test_changes_to_an_attached_desk_are_seen(database: Path, tmp_path: Path) -> None:
    desk = sqlite3.connect(tmp_path / "desk.db", isolation_level=None)
    desk.execute("CREATE TABLE note (id INTEGER PRIMARY KEY)")

    def connect() -> sqlite3.Connection:
        connection = _reader(database)()
        connection.execute("ATTACH ? AS desk", (str(tmp_path / "desk.db"),))
        return connection

    snapshot = Snapshot(LISTING, connect)
    _arrange(snapshot)
    assert not snapshot.changed()
    desk.execute("INSERT INTO note DEFAULT VALUES")
    assert snapshot.changed()
    snapshot.close()
    desk.close()


def test_a_writer_can_checkpoint_the_whole_log_at_any_time(
    snapshot: Snapshot, writer: sqlite3.Connection
) -> None:
    for ordering in snapshot.build():
        assert snapshot.show(ordering)
        snapshot.page(0)
        writer.execute("UPDATE item SET amount = amount + 1")
        snapshot.changed()
        assert writer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)


def test_a_later_build_ends_an_earlier_one(snapshot: Snapshot) -> None:
    earlier = snapshot.build()
    head = next(earlier)
    later = snapshot.build(Arrangement((Sort("name", descending=True),)))
    assert list(earlier) == []
    assert not snapshot.show(head)
    *_, whole = later
    assert snapshot.show(whole)
    assert (snapshot.page(0) or [])[0][0] == ROWS


def _endless(database: Path) -> tuple[Listing, Callable[[], sqlite3.Connection], threading.Event]:
    """A listing that never ends, and the event that tells that SQLite is at work on it."""
    running = threading.Event()

    def connect() -> sqlite3.Connection:
        connection = _reader(database)()
        connection.create_function("at_work", 0, running.set)
        return connection

    endless = (
        "WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n)"
        " SELECT id, at_work() AS name, 0 AS amount, '' AS currency FROM n"
    )
    listing = replace(LISTING, rows_sql=endless, frozen=True, parameters={})
    return listing, connect, running


@pytest.mark.parametrize("end", [Snapshot.interrupt, Snapshot.close])
def test_a_running_build_can_be_ended_from_another_thread(
    database: Path, end: Callable[[Snapshot], None]
) -> None:
    listing, connect, running = _endless(database)
    snapshot = Snapshot(listing, connect)
    orderings: list[object] = []
    thread = threading.Thread(target=lambda: orderings.extend(snapshot.build()))
    thread.start()
    assert running.wait(10)
    assert snapshot.page(0) is None
    assert not snapshot.changed()
    end(snapshot)
    thread.join(10)
    assert not thread.is_alive()
    assert orderings == []
    snapshot.close()


def test_a_closed_snapshot_builds_nothing(snapshot: Snapshot) -> None:
    _arrange(snapshot)
    snapshot.close()
    assert list(snapshot.build()) == []
    assert (snapshot.count, snapshot.page(0), snapshot.changed()) == (0, None, False)


def test_tables_of_earlier_orders_are_dropped(database: Path) -> None:
    opened: list[sqlite3.Connection] = []

    def connect() -> sqlite3.Connection:
        opened.append(_reader(database)())
        return opened[0]

    snapshot = Snapshot(replace(LISTING, frozen=True), connect)
    for _ in range(5):
        for ordering in snapshot.build(fresh=True):
            assert snapshot.show(ordering)
    (tables,) = opened[0].execute("SELECT count(*) FROM temp.sqlite_schema").fetchone()
    assert tables <= 4
    snapshot.close()


def test_a_listing_that_cannot_be_read_says_why(database: Path) -> None:
    snapshot = Snapshot(replace(LISTING, rows_sql="SELECT * FROM missing"), _reader(database))
    with pytest.raises(ListingUnreadable, match="no such table: missing"):
        list(snapshot.build())
    snapshot.close()
