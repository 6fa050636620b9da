"""Homes made on the spot for properties of whole exports, and what their books say."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artui.settings import Settings
from tests.homes import TODAY, Books
from tests.ingest.ledgers import DAY
from tests.ingest.samples import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ingest.programs import Export


@contextmanager
def home() -> Iterator[Books]:
    """A new home that knows the shipped profiles."""
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder), Settings(today=TODAY))
        books.profiles = shipped()
        try:
            yield books
        finally:
            books.connection.close()


def drop(books: Books, export: Export, name: str = "") -> Path:
    """Write an export."""
    path = books.drop_text(name or export.name, "")
    path.write_bytes(export.content)
    return path


def figures(books: Books) -> dict[str, tuple[Any, ...]]:
    """Of each document whose it is, in what currency, when it is due, and what is open of it."""
    rows = books.connection.execute(
        "SELECT d.number, c.number, i.currency, i.due_on, i.due_by FROM item AS i"
        " JOIN document AS d ON d.id = i.document_id JOIN customer AS c ON c.id = i.customer_id"
        " WHERE NOT i.void"
    )
    found = books.open(str(DAY))
    return {row[0]: (*row[1:], found.get(row[0], 0)) for row in rows}
