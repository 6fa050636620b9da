"""Patterns by which profiles tell texts: `Total*`, `* past due`."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """A text without case and with single blanks."""
    return " ".join(text.split()).casefold()


def matches(text: str, patterns: Iterable[str]) -> bool:
    """Whether a text fits any of some patterns, whatever its case and however it is spaced."""
    told = plain(text)
    return any(fnmatchcase(told, plain(each)) for each in patterns)
