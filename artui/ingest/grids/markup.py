"""Pages and XML that go by the name of .xls: HTML tables, and SpreadsheetML workbooks."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING

from artui.ingest import isolation, refusal
from artui.ingest.apart.task import HTML, XML, Limits
from artui.ingest.grids import sheets
from artui.ingest.sniff import HEAD, SAMPLE, TextFile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from artui.ingest.grids.sheets import Sheet
    from artui.ingest.sniff import Binary

_CP1252, _LATIN_1 = "cp1252", "iso8859-1"
_PAGE = re.compile(r"<(!doctype\s+html|html|table)\b", re.IGNORECASE)
_TABLE = re.compile(r"<table\b", re.IGNORECASE)
_SPREADSHEET = re.compile(r"<(\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet")
_CHARSET = re.compile(r"<meta\b[^>]*\bcharset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def opened(
    file: TextFile | Binary, scratch: Path, limits: Limits | None = None
) -> Sequence[Sequence[Sheet]] | None:
    """The largest table of a page, or the visible sheets of a workbook in XML; None for any other.

    A page without a table, or one that asks for a password, is none of these.

    Raises:
        RefusedError: it is cut off, declares entities, or is too large.
    """
    if not isinstance(file, TextFile) or file.markup not in ("HTML", "XML"):
        return None
    limits = limits or Limits()
    with file.open() as handle:
        text = handle.read(SAMPLE)
    head = text[:HEAD]
    if file.markup == "XML" and _SPREADSHEET.search(head):
        written = isolation.read(file, XML, scratch, limits, encoding=file.encoding)
        if not written:
            raise refusal.EmptyWorkbookError
    elif len(text) < SAMPLE and not _TABLE.search(text):
        return None
    elif file.markup == "HTML" or _PAGE.search(head):
        written = isolation.read(file, HTML, scratch, limits, encoding=_declared(file, head))
    else:
        return None
    return sheets.grids(file, written, scratch) or None


def _declared(file: TextFile, head: str) -> str:
    """The codec a page names, where its bytes leave a choice: one that is not UTF-8 for sure."""
    found = _CHARSET.search(head)
    if file.encoding != _CP1252 or found is None:
        return file.encoding
    try:
        named = codecs.lookup(found[1]).name
        io.TextIOWrapper(io.BytesIO(), encoding=named).detach()  # refuses what is no codec of text
    except LookupError:
        return file.encoding
    kept = named == _LATIN_1 or named.startswith("utf")
    return file.encoding if kept else named
