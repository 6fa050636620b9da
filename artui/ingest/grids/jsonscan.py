"""A JSON document member by member, so that it need not fit into memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from artui.ingest import refusal
from artui.ingest.grids.jsonvalue import DECODER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

_PIECE = 1 << 18
_LARGEST = 1 << 23
DEEPEST = 3
_BLANK = " \t\r\n"


class Member(NamedTuple):
    """A value within a document.

    Attributes:
        path: the names that lead to it, with dots between.
        line: the physical line it begins on.
        value: the value, with numbers as text.
        listed: whether it is an object of a list; else it is a single value.
        number: its number in its list, from 1; 0 for what is in none.
    """

    path: str
    line: int
    value: object
    listed: bool = False
    number: int = 0


def members(handle: TextIO) -> Iterator[Member]:
    """The single values of a document's objects, and the objects of their lists, in file order.

    Objects are entered three levels deep; lists of anything but objects are passed over.

    Raises:
        BrokenJsonError: the document breaks off, is broken, or goes on after its end.
        LargeMemberError: a member is larger than any record.
    """
    scan = _Scan(handle)
    try:
        yield from _of_value(scan, "", 0)
        if scan.peek():
            raise scan.broken()
    except RecursionError:
        raise scan.broken() from None


def _of_value(scan: _Scan, path: str, depth: int) -> Iterator[Member]:
    first = scan.peek()
    if first == "[":
        yield from _of_list(scan, path)
    elif first == "{" and depth < DEEPEST:
        yield from _of_object(scan, path, depth)
    else:
        line = scan.line
        yield Member(path, line, scan.value())


def _of_object(scan: _Scan, path: str, depth: int) -> Iterator[Member]:
    seen: set[object] = set()
    for _ in scan.items("{", "}"):
        name = scan.name()
        if name in seen:
            raise refusal.TwiceNamedError(where=str(scan.line), name=refusal.quoted(name))
        seen.add(name)
        yield from _of_value(scan, f"{path}.{name}" if path else name, depth + 1)


def _of_list(scan: _Scan, path: str) -> Iterator[Member]:
    """The elements of a list that begins with an object."""
    listed = False
    for number in scan.items("[", "]"):
        first = scan.peek()
        line = scan.line
        listed = first == "{" if number == 1 else listed
        value = scan.value()
        if listed:
            yield Member(path, line, value, listed=True, number=number)


class _Scan:
    """A place in a text that is read in pieces.

    Attributes:
        line: the physical line of the place.
    """

    def __init__(self, handle: TextIO) -> None:
        self.handle = handle
        self.text = ""
        self.at = 0
        self.line = 1
        self.whole = False

    def more(self) -> None:
        """Read a further piece, the larger the more is waited for."""
        left = self.text[self.at :]
        if len(left) > _LARGEST:
            raise refusal.LargeMemberError(where=str(self.line), limit=f"{_LARGEST:,}")
        piece = self.handle.read(max(_PIECE, len(left)))
        self.whole = not piece
        self.text, self.at = left + piece, 0

    def go(self, place: int) -> None:
        """Move on to a place in the text that was read."""
        self.line += self.text.count("\n", self.at, place)
        self.at = place

    def peek(self) -> str:
        """The next character that is no blank, which is then the place; nothing at the end."""
        while True:
            place, end = self.at, len(self.text)
            while place < end and self.text[place] in _BLANK:
                place += 1
            self.go(place)
            if place < end:
                return self.text[place]
            if self.whole:
                return ""
            self.more()

    def take(self, character: str) -> None:
        """Go past a character, which must be the next."""
        if self.peek() != character:
            raise self.broken()
        self.go(self.at + 1)

    def items(self, first: str, last: str) -> Iterator[int]:
        """Go through what stands between two brackets with commas between; counts from 1."""
        self.take(first)
        if self.peek() == last:
            self.take(last)
            return
        number = 1
        while True:
            yield number
            if self.peek() != ",":
                break
            self.take(",")
            number += 1
        self.take(last)

    def name(self) -> str:
        """Go past a member's name and the colon behind it."""
        if self.peek() != '"':
            raise self.broken()
        name = self.value()
        self.take(":")
        return str(name)

    def value(self) -> object:
        """Go past a value. What follows must have been read too, or a number could go on."""
        self.peek()
        while True:
            try:
                value, end = DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                if self.whole:
                    raise self.broken(error) from None
            else:
                if end < len(self.text) or self.whole:
                    self.go(end)
                    return value
            self.more()

    def broken(self, error: json.JSONDecodeError | None = None) -> refusal.BrokenJsonError:
        """The refusal of a text that is no JSON at the place, or where an error says."""
        if error is not None:
            self.go(min(error.pos, len(self.text)))
        return refusal.BrokenJsonError(where=str(self.line))
