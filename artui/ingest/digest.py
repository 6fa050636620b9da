"""Rows of values to digests, by which a row that says what is known already is told."""

from __future__ import annotations

import struct
from hashlib import blake2b
from itertools import groupby, repeat
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Values = list[Any]


def digests(columns: Mapping[str, Values], fields: Sequence[str]) -> list[int]:
    """A signed 64-bit digest of each row over `fields`; a blank differs from every value.

    What is hashed are the values as text, divided by NUL, which no text of a file holds; a field
    `columns` lacks is blank throughout.
    """
    size = len(columns["file_line"])
    parts: list[Iterable[str]] = []
    for there, names in groupby(fields, key=lambda name: name in columns):
        if there:
            parts += [as_text(columns[name]) for name in names]
        else:
            parts.append(repeat("\0" * (len(list(names)) - 1), size))
    texts = map("\0".join, zip(*parts, strict=True))
    hashes = [blake2b(text.encode(), digest_size=8).digest() for text in texts]
    return list(struct.unpack(f">{size}q", b"".join(hashes)))


def as_text(values: Values) -> Values:
    """Values as text, None as nothing."""
    if values and isinstance(values[0], str) and None not in values:
        return values
    return ["" if value is None else str(value) for value in values]
