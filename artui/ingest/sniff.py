"""What a file is, from its bytes: text or not, in which encoding, and whether it ends whole.

Every file is read once in pieces, whatever its size; nothing is kept of it but its first piece.
"""

from __future__ import annotations

import io
import os
import re
import stat
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from artui.ingest import refusal
from artui.ingest.encoding import survey, survey_wide, wide_encoding

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
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh9", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an XZ archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf'\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PAR1\x15", "a Parquet file"),
    (b"SQLite format 3", "a SQLite database"),
    (b"{\\rtf", "an RTF document"),
)
JSON = "JSON"
_MARKUP = (
    (re.compile(r"\s*<(!doctype html|html|table|head|body|meta)\b", re.IGNORECASE), "HTML"),
    (re.compile(r"\s*<(\?xml|!--|[a-z][\w:.-]*[\s/>])", re.IGNORECASE), "XML"),
    (re.compile(r'\s*(\[\s*)?\{\s*("|\})'), JSON),
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
        markup: HTML, XML or JSON where it is; None for plain text.
    """

    path: Path
    encoding: str
    ends_with_newline: bool
    notes: tuple[str, ...]
    stamp: Stamp
    markup: str | None = None

    def open(self) -> TextIO:
        """The text, with its line ends as they are.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        descriptor = _unchanged(self.path, self.stamp)
        return open(descriptor, encoding=self.encoding, newline="")  # noqa: PTH123  # a descriptor, which the caller closes

    def check_unchanged(self) -> None:
        """Make sure that what was read is what was looked at.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        self.open().close()

    def sample(self) -> list[str]:
        """The lines the file begins with: 256 Ki characters, the last line whole."""
        return list(_sampled(self))


@lru_cache(maxsize=1)
def _sampled(file: TextFile) -> tuple[str, ...]:
    """A file's first lines, read once however many formats ask for them."""
    with file.open() as handle:
        text = handle.read(SAMPLE)
    lines = tuple(io.StringIO(text, newline=""))
    return lines[:-1] if len(text) == SAMPLE and len(lines) > 1 else lines


@dataclass(frozen=True, slots=True)
class Binary:
    """A file that is no text, by its first bytes.

    Attributes:
        path: where it lies.
        what: what it is, as a noun: a ZIP archive or an Excel workbook (.xlsx).
        head: its first 4,096 bytes.
        stamp: what the file was when it was looked at.
    """

    path: Path
    what: str
    head: bytes
    stamp: Stamp

    def check_unchanged(self) -> None:
        """Make sure that what was read is what was looked at.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        self.open().close()

    def open(self) -> BinaryIO:
        """The bytes.

        Raises:
            ChangedError: the file is no longer the one that was looked at.
        """
        return open(_unchanged(self.path, self.stamp), "rb")


def look(path: Path) -> TextFile | Binary:
    """Look at a file's bytes, once.

    Raises:
        RefusedError: it is no regular file, cannot be read, is empty, or is neither text nor
            anything known; the class says which.
    """
    try:
        with open(_regular(path), "rb") as handle:
            return _looked(path, handle)
    except refusal.RefusedError as error:
        raise error.at(path) from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise refusal.UnreadableError(where=str(path), reason=reason) from None


def sniff(path: Path) -> TextFile:
    """Look at the bytes of a file that is to be plain text.

    Raises:
        RefusedError: as `look` does, and for what is no plain text.
    """
    found = look(path)
    what = found.what if isinstance(found, Binary) else found.markup
    if what is not None or isinstance(found, Binary):
        raise refusal.OtherFormatError(where=str(path), what=what)
    return found


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


def _unchanged(path: Path, stamp: Stamp) -> int:
    """A descriptor of a file that is still the one that was looked at."""
    try:
        descriptor = _regular(path)
    except OSError:
        raise refusal.ChangedError(where=str(path)) from None
    if _stamp(descriptor) != stamp:
        os.close(descriptor)
        raise refusal.ChangedError(where=str(path))
    return descriptor


def _stamp(descriptor: int) -> Stamp:
    found = os.fstat(descriptor)
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)


def _markup(text: str) -> str | None:
    return next((what for pattern, what in _MARKUP if pattern.match(text)), None)


def _looked(path: Path, handle: BinaryIO) -> TextFile | Binary:
    stamp = _stamp(handle.fileno())
    head = handle.read(HEAD)
    handle.seek(0)
    for magic, what in _MAGIC:
        if head.startswith(magic):
            return Binary(path, what, head, stamp)
    wide = wide_encoding(head)
    markup = _markup(head.decode(wide or "utf-8-sig", "ignore"))
    lined = markup is None
    found = survey_wide(handle, wide, lined=lined) if wide else survey(handle, lined=lined)
    return TextFile(path, found.encoding, found.ends_with_newline, found.notes, stamp, markup)
