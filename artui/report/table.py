"""A report: its data as CONTRACT has it, and the same as sections that every format prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a section: its key in the rows, its heading, and whether it is a number."""

    key: str
    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading; each row maps column keys to text, None for nothing."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[dict[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One report, whole.

    Attributes:
        name: aging, disputes, ...
        data: what JSON prints; money as text with the currency's decimals, dates ISO.
        about: sentences that say what the figures are of.
        sections: the same figures as rows.
        ok: whether every check of the report holds.
    """

    name: str
    data: dict[str, Any]
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    ok: bool = field(default=True)
