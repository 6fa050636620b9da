"""Fixtures that every test may use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from artui.settings import Settings
from tests.homes import TODAY, Books

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A busy machine is no fault of the code, so no example has a deadline.
settings.register_profile("artui", deadline=None)
settings.load_profile("artui")


@pytest.fixture
def home_books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Books]:
    """A home in a temporary directory with the default policies in force."""
    monkeypatch.delenv("ARTUI_TODAY", raising=False)
    made = Books(tmp_path, Settings(today=TODAY, companies={"2000": {"currency": "EUR"}}))
    yield made
    made.connection.close()


@pytest.fixture
def books(home_books: Books) -> Books:
    """The same; a folder of tests may have other books of its own."""
    return home_books
