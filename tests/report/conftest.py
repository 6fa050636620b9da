"""The sample in a home, loaded day by day as it came; loading takes seconds, so it is shared."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from itertools import groupby
from typing import TYPE_CHECKING

import pytest

from artui.report.request import Source
from artui.settings import Settings
from artui.store.connection import open_desk, open_reader
from tests.homes import Books
from tests.sample_data.conftest import ROOT, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LAST_DAY = "2026-11-20"
COMPANIES = {"1000": {"currency": "USD"}, "2000": {"currency": "EUR"}}


def settings(day: str = LAST_DAY) -> Settings:
    """The settings of the sample's home on a day."""
    return Settings(today=day, companies=COMPANIES)


@contextmanager
def asking(books: Books) -> Iterator[Source]:
    """What reports are computed from."""
    reader = open_reader(books.home.main, books.home.desk)
    try:
        yield Source(reader, books.home, books.force)
    finally:
        reader.close()


@pytest.fixture(scope="session")
def sample() -> Sample:
    """The committed sample."""
    return Sample()


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample loaded, each day's files on their day; to be copied or read."""
    os.environ.pop("ARTUI_TODAY", None)
    path = tmp_path_factory.mktemp("sample") / "home"
    path.mkdir()
    exports = sorted((ROOT / "exports").glob("*.csv"), key=lambda each: (each.stem[-10:], each))
    books = Books(path, settings(exports[0].stem[-10:]))
    open_desk(books.home.desk).close()
    for day, files in groupby(exports, key=lambda each: each.stem[-10:]):
        books.turn(day)
        states = [(each.name, books.load(each).state) for each in files]
        assert {state for _, state in states} <= {"loaded", "loaded_with_rejects"}, states
    books.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    books.connection.close()
    return path


@pytest.fixture(scope="session")
def sample_source(sample_folder: Path) -> Iterator[Source]:
    """Reads the sample's home; nobody writes to it."""
    books = Books(sample_folder, settings(), policies=None)
    with asking(books) as source:
        yield source
    books.connection.close()


@pytest.fixture
def sample_books(sample_folder: Path, tmp_path: Path) -> Iterator[Books]:
    """A copy of the sample's home, to be changed."""
    shutil.copytree(sample_folder, tmp_path / "home")
    books = Books(tmp_path / "home", settings(), policies=None)
    yield books
    books.connection.close()


@pytest.fixture
def source(books: Books) -> Iterator[Source]:
    """Reads the small home."""
    with asking(books) as made:
        yield made
