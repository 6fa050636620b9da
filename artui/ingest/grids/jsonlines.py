"""JSON lines: an object a line. The header is made of the names of all fields of all objects."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from artui.ingest import refusal
from artui.ingest.grid import Broken
from artui.ingest.grids.jsonscan import DEEPEST
from artui.ingest.grids.jsonvalue import DECODER, Fields, check_text, fault, row
from artui.ingest.grids.text import OfRows
from artui.ingest.sniff import JSON, TextFile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path
    from typing import TextIO

    from artui.ingest.grid import Grid
    from artui.ingest.grids.text import Numbered
    from artui.ingest.sniff import Binary

_LONGEST_LINE = 1 << 20
_HEADER_LINE = 0
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class JsonLines(OfRows):
    """A text with an object on each line; its header stands on no line, before the first.

    Attributes:
        header: the fields its objects have, in order of appearance.
        whole: whether the last line is a whole object, whether or not it ends.
        part: blank, for it is all of the file.
        delimiter: what its cells are shown divided by.
    """

    header: tuple[str, ...]
    whole: bool
    part: str = ""
    delimiter: str = "\t"

    @property
    def ends_whole(self) -> bool:
        """Whether the last object is whole."""
        return self.whole

    def rows(self) -> Iterator[Numbered]:
        """The header, then a row a line; a field that an object lacks is blank."""
        header = self.header
        yield _HEADER_LINE, list(header)
        with self.file.open() as handle:
            for line, found in objects(handle):
                if isinstance(found, Broken):
                    yield found
                else:
                    get = found.get
                    yield line, [get(name, "") for name in header] if found else []


def opened(file: TextFile | Binary, scratch: Path) -> Sequence[Sequence[Grid]] | None:
    """JSON lines as one part; None for other files, JSON documents among them."""
    del scratch
    if not isinstance(file, TextFile) or file.markup != JSON or not _is_lines(file.sample()):
        return None
    return [[_surveyed(file)]]


def _is_lines(lines: Sequence[str]) -> bool:
    """Whether a text that is JSON has an object on each line rather than being one document."""
    first = [text for text in (line.strip() for line in lines) if text][:_LOOKED_AT]
    if not first or not first[0].startswith("{"):
        return False
    whole = [found for found in map(_whole, first) if found is not None]
    if len(first) == 1:
        return bool(whole) and not _holds_list_of_objects(whole[0])
    if _whole(first[0]) is not None:
        return True
    # A broken first line must not make a document of all the others.
    return any(line.startswith("{") and _whole(line.strip()) for line in lines[1:_LOOKED_AT])


def _whole(text: str) -> dict[str, object] | None:
    """The object a line is; None where it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _holds_list_of_objects(value: Mapping[str, object], depth: int = 1) -> bool:
    """Whether an object is a document: its rows are within it, as deep as documents are entered."""
    return any(
        depth < DEEPEST and _holds_list_of_objects(each, depth + 1)
        if isinstance(each, dict)
        else isinstance(each, list) and bool(each) and isinstance(each[0], dict)
        for each in value.values()
    )


def _surveyed(file: TextFile) -> JsonLines:
    """Read every line once, to know every field there is: one that comes late must not get lost."""
    known, whole = Fields(), True
    with file.open() as handle:
        for _, found in objects(handle):
            whole = not isinstance(found, Broken)
            if not isinstance(found, Broken):
                known.add(found)
    if not known.names:
        raise refusal.NoRecordsError(where=str(file.path))
    return JsonLines(file, tuple(known.names), whole or file.ends_with_newline)


def objects(handle: TextIO) -> Iterator[tuple[int, dict[str, str] | Broken]]:
    """What stands on each line: the cells of an object by field; none for a blank line.

    Raises:
        LongLineError: a line is longer than any object.
    """
    line = 0
    while text := handle.readline(_LONGEST_LINE + 1):
        line += 1
        if len(text) > _LONGEST_LINE:
            raise refusal.LongLineError(where=str(line), limit=f"{_LONGEST_LINE:,}")
        try:
            yield line, _object(text.strip())
        except ValueError as error:
            yield line, Broken(line, str(error), text.rstrip("\r\n"))


def _object(text: str) -> dict[str, str]:
    """The cells of the object a line is.

    Raises:
        ValueError: it is none that can be a row; the message is a predicate of the line.
    """
    if not text:
        return {}
    try:
        value = DECODER.decode(text)
        cells = row(value)
    except json.JSONDecodeError as error:
        raise ValueError(fault(error)) from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    if "\\u" in text:
        check_text(cells)
    return cells
