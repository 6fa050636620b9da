"""An old workbook's container (OLE compound file), looked through before it is read.

Its layout is that of Microsoft's [MS-CFB]: sectors, a table that chains them, a directory.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from artui.ingest.apart.task import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0"
_HEADER = 512
_FREE = 0xFFFFFFFF
_SPECIAL = 0xFFFFFFFA
_IN_HEADER = 109
_SHIFTS = (9, 12)
_ENTRY = 128
_STREAM = 2
_NAMES = ("Workbook", "Book")


class Container:
    """A container whose sectors are all there, and which holds a workbook."""

    def __init__(self, content: bytes) -> None:
        """Look through it.

        Raises:
            Refused: it holds no workbook, is cut off, damaged or encrypted.
        """
        self._content = content
        if len(content) < _HEADER:
            raise Refused("cut_off")
        (shift,) = struct.unpack_from("<H", content, 0x1E)
        if shift not in _SHIFTS:
            raise Refused("damaged")
        self._size = 1 << shift
        self._next = self._chained()
        self._streams = dict(self._directory())
        if "EncryptedPackage" in self._streams:
            raise Refused("encrypted")
        if not any(each in self._streams for each in _NAMES):
            raise Refused("no_workbook_ole")

    def workbook(self) -> bytes:
        """The stream that is the workbook; nothing where it is too small to have sectors."""
        start, length = next(self._streams[each] for each in _NAMES if each in self._streams)
        (least,) = struct.unpack_from("<I", self._content, 0x38)
        return b"" if length < least else b"".join(self._chain(start))[:length]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if start + self._size > len(self._content):
            raise Refused("cut_off")
        return self._content[start : start + self._size]

    def _chained(self) -> list[int]:
        """For each sector the one that follows it; the last that is taken is there."""
        found: list[int] = []
        for number in self._tables():
            found += struct.unpack(f"<{self._size // 4}I", self._sector(number))
        while found and found[-1] == _FREE:
            found.pop()
        if found:
            self._sector(len(found) - 1)
        return found

    def _tables(self) -> Iterator[int]:
        """The sectors that hold the table of sectors."""
        yield from _real(struct.unpack_from(f"<{_IN_HEADER}I", self._content, 0x4C))
        further, count = struct.unpack_from("<II", self._content, 0x44)
        for _ in range(min(count, len(self._content) // self._size)):
            if further >= _SPECIAL:
                return
            *sectors, further = struct.unpack(f"<{self._size // 4}I", self._sector(further))
            yield from _real(sectors)

    def _chain(self, number: int) -> Iterator[bytes]:
        """The sectors of a stream, from its first."""
        for _ in range(len(self._next)):
            if number >= len(self._next):
                return
            yield self._sector(number)
            number = self._next[number]

    def _directory(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Each stream's name, first sector and length."""
        (first,) = struct.unpack_from("<I", self._content, 0x30)
        content = b"".join(self._chain(first))
        for place in range(0, len(content), _ENTRY):
            entry = content[place : place + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            if kind == _STREAM:
                name = entry[: min(length, 64)].decode("utf-16-le", "replace").rstrip("\0")
                yield name, struct.unpack_from("<II", entry, 0x74)


def _real(sectors: tuple[int, ...] | list[int]) -> Iterator[int]:
    return (each for each in sectors if each < _SPECIAL)
