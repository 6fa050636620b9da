"""What tests of reading share: files made on the spot, and companies with books in USD and EUR."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from artui.ingest.contents import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from artui.ingest.profile import Profile
    from artui.ingest.reading import Reading
    from artui.ingest.table import Reject


@dataclass(frozen=True)
class Books:
    """Company 1000 in USD by default, 2000 in EUR."""

    company: str = "1000"
    base_currency: str = "USD"
    zone: dt.tzinfo = dt.UTC

    @property
    def assumed(self) -> str:
        """They never change."""
        return "books"

    def currency(self, company: str) -> str:
        """The company's currency."""
        return "EUR" if company == "2000" else "USD"


@dataclass(frozen=True)
class Result:
    """A file read to its end."""

    reading: Reading
    rows: list[dict[str, Any]]
    rejects: list[Reject]
    withdrawn: list[int]

    def column(self, name: str) -> list[Any]:
        """The values of one field."""
        return [row.get(name) for row in self.rows]


class Load(Protocol):
    """Write a file and read it to its end."""

    def __call__(
        self,
        content: str | bytes,
        profiles: Sequence[Profile] = (),
        *,
        name: str = "export.csv",
        zone: dt.tzinfo = dt.UTC,
    ) -> Result:
        """The whole file."""
        ...


def read_whole(path: Path, profiles: Sequence[Profile] = (), zone: dt.tzinfo = dt.UTC) -> Result:
    """Read a file to its end; withdrawn rows are left out, as whoever stages them must."""
    (reading,) = read(path, path.parent, profiles=profiles, defaults=Books(zone=zone)).readings
    return followed(reading)


def followed(reading: Reading) -> Result:
    """One reading of a file to its end."""
    rows: list[dict[str, Any]] = []
    rejects: list[Reject] = []
    withdrawn: list[int] = []
    for chunk in reading.chunks():
        rows += [dict(zip(reading.fields, row, strict=True)) for row in chunk.rows]
        rejects += chunk.rejects
        withdrawn += chunk.withdrawn
    kept = [row for row in rows if row["file_line"] not in withdrawn]
    counts = reading.counts
    assert counts.rows == counts.loaded + counts.rejected + counts.duplicates
    assert (counts.loaded, counts.rejected) == (len(kept), len(rejects))
    return Result(reading, kept, rejects, withdrawn)


class Write(Protocol):
    """Write a file."""

    def __call__(self, content: str | bytes, *, name: str = "export.csv") -> Path:
        """Where it lies."""
        ...


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(content: str | bytes, *, name: str = "export.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def load(write: Write) -> Load:
    def load(
        content: str | bytes,
        profiles: Sequence[Profile] = (),
        *,
        name: str = "export.csv",
        zone: dt.tzinfo = dt.UTC,
    ) -> Result:
        return read_whole(write(content, name=name), profiles, zone)

    return load


@pytest.fixture
def books() -> Books:
    return Books()
