"""A file opened: which format it has, told by its content, and the parts it has in that format."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from artui.ingest import message, refusal
from artui.ingest.grids import (
    aligned,
    bank,
    datev,
    delimited,
    iif,
    jsondocument,
    jsonlines,
    listing,
    markup,
    workbook,
)
from artui.ingest.sniff import TextFile, look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from artui.ingest.apart.task import Limits
    from artui.ingest.grid import Grid
    from artui.ingest.sniff import Binary

    #: The parts of a file; of each the grids it could be, the likeliest first.
    Parts: TypeAlias = Sequence[Sequence[Grid]]
    #: Makes the parts of a file of its format; None where the file has another. May write files
    #: into a private folder, which is removed once the file is loaded. May refuse a file it knows.
    Opener: TypeAlias = Callable[[TextFile | Binary, Path], Parts | None]

#: Asked in turn; whatever text is left is delimited.
OPENERS: tuple[Opener, ...] = (
    workbook.opened,
    bank.opened,
    markup.opened,
    message.opened,
    jsonlines.opened,
    jsondocument.opened,
    iif.opened,
    datev.opened,
    listing.opened,
    aligned.opened,
    delimited.opened,
)

#: Those that read in a child, which may take so much.
_APART = (workbook.opened, markup.opened)


def parts(path: Path, scratch: Path, limits: Limits | None = None) -> Parts:
    """The parts of a file.

    Args:
        path: a regular file.
        scratch: a private folder for what has to be written to be read.
        limits: what a workbook may take, where that is not what it usually may.

    Raises:
        RefusedError: the file is of no format that is read, or is broken.
    """
    file = look(path)
    try:
        for opened in OPENERS:
            found = _limited(opened, limits)(file, scratch)
            if found is not None:
                return found
    except refusal.RefusedError as error:
        if error.where.startswith(str(path)):
            raise
        raise error.at(f"{path}:{error.where}" if error.where else path) from None
    what = (file.markup or "text") if isinstance(file, TextFile) else file.what
    raise refusal.OtherFormatError(where=str(path), what=what)


def _limited(opened: Opener, limits: Limits | None) -> Opener:
    return partial(opened, limits=limits) if opened in _APART else opened
