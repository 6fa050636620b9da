"""How far a file is: rows, speed, time left, and what is said of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from artui.ingest.load import Loader
from artui.ingest.progress import (
    APPLYING,
    COMPARING,
    LOOKING,
    READING,
    Progress,
    expected,
)
from tests.homes import canonical_csv, invoice

if TYPE_CHECKING:
    from pathlib import Path

    from tests.homes import Books

ROWS = 10_000


@pytest.mark.parametrize(
    ("progress", "said"),
    [
        (Progress("f", LOOKING), "looking at its header, dates and amounts"),
        (Progress("f", READING, 0, 900, 0.1), "0 of about 900 rows"),
        (
            Progress("f", READING, 412_000, 1_004_321, 10.8),
            "412,000 of about 1,000,000 rows · 38,000 rows/s · 16 s left to read",
        ),
        (
            Progress("f", READING, 100_000, 10_000_000, 10),
            "100,000 of about 10,000,000 rows · 10,000 rows/s · 16 min 30 s left to read",
        ),
        (
            Progress("f", READING, 1_000, 100_000_000, 1),
            "1,000 of about 100,000,000 rows · 1,000 rows/s · 27.8 h left to read",
        ),
        (Progress("f", READING, 5_000, None, 1), "5,000 rows · 5,000 rows/s"),
        (
            Progress("f", READING, 1_200, 1_000, 1),
            "1,200 rows · 1,200 rows/s",
        ),
        (Progress("f", COMPARING, 7_000), "7,000 rows read · comparing them with what is known"),
        (Progress("f", APPLYING, 7_000), "7,000 rows read · applying what has changed"),
    ],
)
def test_it_is_said_as_people_read_it(progress: Progress, said: str) -> None:
    assert str(progress) == said


def large(books: Books) -> Path:
    rows = (invoice(f"INV-{n:06}", f"{n}.00") for n in range(ROWS))
    return books.drop_text("large.csv", canonical_csv(rows))


def test_every_phase_is_told_in_its_turn(home_books: Books) -> None:
    told: list[Progress] = []
    loader = Loader(home_books.connection, home_books.home, home_books.force, (), told.append)
    loader.load(large(home_books))
    assert list(dict.fromkeys(each.phase for each in told)) == [
        LOOKING,
        READING,
        COMPARING,
        APPLYING,
    ]
    reading = [each for each in told if each.phase == READING]
    assert reading[0].rows == 0
    assert [each.rows for each in reading] == sorted(each.rows for each in reading)
    assert reading[-1].rows == told[-1].rows == ROWS
    assert {each.file for each in told} == {"large.csv"}
    assert all(one.seconds <= other.seconds for one, other in pairwise(told[1:]))


def test_the_number_of_rows_is_known_about_by_the_size(home_books: Books) -> None:
    told: list[Progress] = []
    Loader(home_books.connection, home_books.home, home_books.force, (), told.append).load(
        large(home_books)
    )
    about = next(each.expected for each in told if each.phase == READING)
    assert about == pytest.approx(ROWS, rel=0.05)


def test_nobody_knows_of_a_file_without_rows() -> None:
    class Bare:
        size, encoding = 100, "utf-8"

        def sample(self, rows: int) -> list[tuple[int, list[str]]]:
            return [(1, ["header"])][:rows]

    assert expected(Bare()) is None  # type: ignore[arg-type] # what is asked of a grid, no more
