"""What a file is, from its bytes: text or not, in which encoding, and whether it ends whole.

Every file is read once in pieces, whatever its size; nothing is kept of it but its first piece.
"""

from __future__ import annotations

import io
import os
import re
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from artui.ingest import refusal
from artui.ingest.encoding import Survey, survey, survey_wide, wide_encoding

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO, TextIO

HEAD = 4096
SAMPLE = 1 << 18
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)  # a link may lead out of the folder
    | getattr(os, "O_NONBLOCK", 0)  # a named pipe would block for ever
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook (.xlsx)"),
    (b"\xd0\xcf\x11\xe0", "an old (.xls) or encrypted Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"SQLite format 3", "a SQLite database"),
    (b"{\\rtf", "an RTF document"),
)
_MARKUP = (
    (re.compile(r"\s*<(!doctype html|html|table|head|body|meta)\b", re.IGNORECASE), "HTML"),
    (re.compile(r"\s*<(\?xml|!--|[a-z][\w:.-]*[\s/>])", re.IGNORECASE), "XML"),
    (re.compile(r'\s*(\[\s*)?\{\s*("|\})'), "JSON"),
)
_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
)


class Stamp(NamedTuple):
    """What changes when a file does."""

    device: int
    inode: int
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file that is text.

    Attributes:
        path: where it lies.
        encoding: the codec that reads it.
        ends_with_newline: False where the last line may be cut off.
        notes: what looks wrong with the text without hindering.
        stamp: what the file was when it was looked at.
    """

    path: Path
    encoding: str
    ends_with_newline: bool
    notes: tuple[str, ...]
    stamp: Stamp

    def open(self) -> TextIO:
        """The text, with its line ends as they are.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        try:
            descriptor = _regular(self.path)
        except OSError:
            raise refusal.ChangedError(where=str(self.path)) from None
        handle = open(descriptor, encoding=self.encoding, newline="")  # noqa: PTH123, SIM115  # a descriptor, which the caller closes
        if _stamp(handle.fileno()) != self.stamp:
            handle.close()
            raise refusal.ChangedError(where=str(self.path))
        return handle

    def check_unchanged(self) -> None:
        """Make sure that what was read is what was looked at.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        self.open().close()

    def sample(self) -> list[str]:
        """The lines the file begins with: 256 Ki characters, the last line whole."""
        with self.open() as handle:
            text = handle.read(SAMPLE)
        lines = list(io.StringIO(text, newline=""))
        return lines[:-1] if len(text) == SAMPLE and len(lines) > 1 else lines


def sniff(path: Path) -> TextFile:
    """Look at a file's bytes, once.

    Raises:
        RefusedError: it is no regular file, cannot be read, is empty, or is not text; the class
            says which.
    """
    try:
        with open(_regular(path), "rb") as handle:
            stamp = _stamp(handle.fileno())
            encoding, ends_with_newline, notes = _survey(handle)
    except refusal.RefusedError as error:
        raise error.at(path) from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise refusal.UnreadableError(where=str(path), reason=reason) from None
    return TextFile(path, encoding, ends_with_newline, notes, stamp)


def _regular(path: Path) -> int:
    """A descriptor of a regular file, without following a link or waiting on a pipe."""
    if path.is_symlink():
        raise refusal.NotAFileError(where=str(path), what="a link")
    descriptor = os.open(path, _FLAGS)
    mode = os.fstat(descriptor).st_mode
    if stat.S_ISREG(mode):
        return descriptor
    os.close(descriptor)
    what = next((name for test, name in _KINDS if test(mode)), "a device")
    raise refusal.NotAFileError(where=str(path), what=what)


def _stamp(descriptor: int) -> Stamp:
    found = os.fstat(descriptor)
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _survey(handle: BinaryIO) -> Survey:
    head = handle.read(HEAD)
    handle.seek(0)
    for magic, what in _MAGIC:
        if head.startswith(magic):
            raise refusal.OtherFormatError(what=what)
    wide = wide_encoding(head)
    found = survey_wide(handle, wide) if wide else survey(handle)
    text = head.decode(found.encoding, "ignore")
    for pattern, what in _MARKUP:
        if pattern.match(text):
            raise refusal.OtherFormatError(what=what)
    return found
