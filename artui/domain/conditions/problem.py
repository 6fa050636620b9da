"""A sentence about one part of plain data, and the words such sentences are made of."""

from __future__ import annotations

from dataclasses import dataclass

Path = tuple[str | int, ...]

_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Problem:
    """A sentence about one part of plain data, before anyone knows its line and column.

    Attributes:
        path: the keys and indexes that lead to the part.
        message: the sentence.
        on_key: whether it is about the entry's key, not its value.
        word: the unknown word, where there is one.
        known: the words it might have meant.
    """

    path: Path
    message: str
    on_key: bool = False
    word: str = ""
    known: tuple[str, ...] = ()


def named(path: Path) -> str:
    """What to call the part at a path: 'amount', or an entry of 'buckets'."""
    names = [part for part in path if isinstance(part, str)]
    name = shown(names[-1]) if names else "the file"
    if path and isinstance(path[-1], int):
        return f"An entry of {name}"
    return name if names else "The file"


def shown(data: object) -> str:
    """Data named in a sentence, cut to a length a line can carry."""
    if data is None:
        return "empty"
    if isinstance(data, bool):
        return "true" if data else "false"
    if isinstance(data, dict | list):
        return "a mapping" if isinstance(data, dict) else "a list"
    text = str(data)
    cut = text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
    return f"'{cut}'" if isinstance(data, str) else cut
