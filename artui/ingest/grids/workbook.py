"""Workbooks: .xlsx, .xlsm, .ods and old .xls, told by their content and read in a child process.

Sheets that are hidden are not read, and named in a warning: what is loaded is what people see.
Rows that a filter hides are read, since a filter says nothing about what is owed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.ingest import isolation, refusal
from artui.ingest.apart.task import WORKBOOK, WORKBOOK_MEMBERS, Limits
from artui.ingest.grids import sheets
from artui.ingest.sniff import Binary

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from artui.ingest.grids.sheets import Sheet
    from artui.ingest.sniff import TextFile

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
#: Begins the end of an archive, which has a comment of at most so many bytes.
_END, _LONGEST_END = b"PK\x05\x06", (1 << 16) + 22


def opened(
    file: TextFile | Binary, scratch: Path, limits: Limits | None = None
) -> Sequence[Sequence[Sheet]] | None:
    """The visible sheets that hold anything, each a part; None for what is no container.

    Raises:
        RefusedError: it is no workbook, or one that is not read; the class says why.
    """
    if not isinstance(file, Binary) or not file.head.startswith((_ZIP, _OLE)):
        return None
    if file.head.startswith(_ZIP) and not _ends(file):
        members = any(each in file.head for each in WORKBOOK_MEMBERS)
        raise (
            refusal.CutOffWorkbookError
            if members
            else refusal.NoWorkbookError(what="a ZIP archive")
        )
    written = isolation.read(file, WORKBOOK, scratch, limits or Limits())
    if not written:
        raise refusal.EmptyWorkbookError
    return sheets.grids(file, written, scratch)


def _ends(file: Binary) -> bool:
    """Whether an archive has its end; a child is not asked about what was cut off."""
    with file.open() as handle:
        handle.seek(max(0, file.stamp.size - _LONGEST_END))
        return _END in handle.read()
