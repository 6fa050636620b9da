"""The cells of an old workbook (.xls) that hold an error, which the library reads as blank.

The records are those of Microsoft's [MS-XLS]: a number, a length, and so many bytes.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from artui.ingest.apart.task import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BEGIN, _END, _SHEET, _PASSWORD, _VALUE, _FORMULA = 0x0809, 0x000A, 0x0085, 0x002F, 0x0205, 0x0006
_WORDS: Mapping[int, str] = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_UNKNOWN = "#VALUE!"
_IS_ERROR = b"\xff\xff"
_ERROR_RESULT = 2


def find(stream: bytes) -> dict[int, dict[int, dict[int, str]]]:
    """The errors of a workbook's stream, by sheet counted from 0, row and column from 1.

    Raises:
        Refused: a sheet never ends, or the workbook is encrypted.
    """
    starts: list[int] = []
    for number, data in _records(stream, 0):
        if number == _PASSWORD:
            raise Refused("encrypted")
        if number == _SHEET:
            starts.append(struct.unpack_from("<I", data)[0])
    return {index: found for index, start in enumerate(starts) if (found := _of(stream, start))}


def _of(stream: bytes, start: int) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for number, data in _records(stream, start):
        code = _code(number, data)
        if code is not None:
            row, column = struct.unpack_from("<HH", data)
            found.setdefault(row + 1, {})[column + 1] = _WORDS.get(code, _UNKNOWN)
    return found


def _code(number: int, data: bytes) -> int | None:
    """The code of the error a record holds; None where it holds none."""
    if number == _VALUE and data[7:8] == b"\x01":
        return data[6]
    if number == _FORMULA and data[12:14] == _IS_ERROR and data[6] == _ERROR_RESULT:
        return data[8]
    return None


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from one place to the end of what begins there; charts within are passed over.

    Raises:
        Refused: it does not end.
    """
    depth = 0
    while place + 4 <= len(stream):
        number, length = struct.unpack_from("<HH", stream, place)
        place += 4
        depth += (number == _BEGIN) - (number == _END)
        if depth == 1:
            yield number, stream[place : place + length]
        if depth <= 0:
            return
        place += length
    raise Refused("cut_off")
