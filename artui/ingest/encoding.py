"""Which encoding a text has, decided from every byte of it: a mark, strict UTF-8, Windows-1252."""

from __future__ import annotations

import codecs
import re
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from artui.ingest import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

PIECE = 1 << 20
_WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OBVIOUS = 0.8
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_UTF8_READ_TWICE = re.compile(rb"\xc3\x83\xc2[\x80-\xbf]")
_UTF8_AMONG_OTHERS = re.compile(rb"\xc3[\x80-\xbf]")

LOST = "Some characters were lost before export (U+FFFD)."
MANGLED = "Some characters look mangled, as if UTF-8 had been read as Windows-1252."


class Survey(NamedTuple):
    """What reading every byte showed."""

    encoding: str
    ends_with_newline: bool
    notes: tuple[str, ...]


def wide_encoding(head: bytes) -> str | None:
    """UTF-16 or UTF-32 by its mark; UTF-16 without one where every other byte is NUL."""
    for mark, name in _WIDE_MARKS:
        if head.startswith(mark):
            return name
    even, odd = head[0::2], head[1::2]
    if odd and odd.count(0) > _OBVIOUS * len(odd) and not even.count(0):
        return "utf-16-le"
    if odd and even.count(0) > _OBVIOUS * len(even) and not odd.count(0):
        return "utf-16-be"
    return None


def survey_wide(handle: BinaryIO, encoding: str, *, lined: bool = True) -> Survey:
    """Decode a UTF-16 or UTF-32 text whole.

    Args:
        handle: the file.
        encoding: which of them it is.
        lined: whether it must be made of lines, which a JSON document need not.

    Raises:
        RefusedError: it is empty, broken, or holds a NUL character.
    """
    decoder = codecs.getincrementaldecoder(encoding)()
    offset, last, blank, lost = 0, "", True, False
    for piece in chain(_pieces(handle, lined=lined), (b"",)):
        pending = len(decoder.getstate()[0])
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            at = offset - pending + error.start
            raise refusal.BrokenEncodingError(encoding=encoding.upper(), offset=at) from None
        if "\0" in text:
            raise refusal.NotTextError(offset=offset)
        blank = blank and not text.strip()
        lost = lost or "\N{REPLACEMENT CHARACTER}" in text
        last = text[-1:] or last
        offset += len(piece)
    if blank:
        raise refusal.EmptyError
    return Survey(encoding, last in ("\n", "\r"), (LOST,) if lost else ())


def survey(handle: BinaryIO, *, lined: bool = True) -> Survey:
    """Read a text of single bytes or UTF-8 whole.

    Args:
        handle: the file.
        lined: whether it must be made of lines, which a JSON document need not.

    Raises:
        RefusedError: it is empty, holds a NUL byte, or fits neither encoding.
    """
    seen = _Bytes()
    for piece in _pieces(handle, lined=lined):
        seen.take(piece)
    return seen.verdict()


def _pieces(handle: BinaryIO, *, lined: bool = True) -> Iterator[bytes]:
    """The file in pieces, none of which lies within one line if it is made of lines."""
    while piece := handle.read(PIECE):
        if lined and len(piece) == PIECE and b"\n" not in piece and b"\r" not in piece:
            raise refusal.LongLineError(limit=f"{PIECE:,}")
        yield piece


class _Bytes:
    """What the bytes read so far allow."""

    def __init__(self) -> None:
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.offset = 0
        self.marked = self.mangled = self.lost = self.mixed = self.beyond_ascii = False
        self.blank = True
        self.not_utf8: int | None = None
        self.not_cp1252: int | None = None
        self.last = b""

    def take(self, piece: bytes) -> None:
        """Look at the next piece."""
        if not self.offset:
            self.marked = piece.startswith(codecs.BOM_UTF8)
        if (nul := piece.find(0)) >= 0:
            raise refusal.NotTextError(offset=self.offset + nul)
        self.blank = self.blank and not piece.removeprefix(codecs.BOM_UTF8).strip()
        self.last = piece[-1:]
        if not piece.isascii():
            self.take_beyond_ascii(piece)
        elif self.not_utf8 is None and self.decoder.getstate()[0]:
            self.decode(piece)
        self.offset += len(piece)

    def take_beyond_ascii(self, piece: bytes) -> None:
        self.lost = self.lost or "\N{REPLACEMENT CHARACTER}".encode() in piece
        self.mangled = self.mangled or bool(_UTF8_READ_TWICE.search(piece))
        self.mixed = self.mixed or bool(_UTF8_AMONG_OTHERS.search(piece))
        if self.not_cp1252 is None and (found := _UNDEFINED.search(piece)):
            self.not_cp1252 = self.offset + found.start()
        if self.not_utf8 is None:
            self.decode(piece)

    def decode(self, piece: bytes, *, final: bool = False) -> None:
        pending = len(self.decoder.getstate()[0])
        try:
            text = self.decoder.decode(piece, final)
        except UnicodeDecodeError as error:
            self.not_utf8 = self.offset - pending + error.start
        else:
            self.beyond_ascii = self.beyond_ascii or not text.isascii()

    def verdict(self) -> Survey:
        """The encoding, once all is read."""
        if self.blank:
            raise refusal.EmptyError
        whole = self.not_utf8 is None
        if whole:
            self.decode(b"", final=True)
        if self.not_utf8 is None:
            notes = ((LOST,) if self.lost else ()) + ((MANGLED,) if self.mangled else ())
            encoding = "utf-8-sig" if self.marked else "utf-8"
            return Survey(encoding, self.last in (b"\n", b"\r"), notes)
        if self.marked or (whole and self.beyond_ascii):
            raise refusal.BrokenEncodingError(encoding="UTF-8", offset=self.not_utf8)
        if self.not_cp1252 is not None:
            raise refusal.UndecodableError(utf8=self.not_utf8, cp1252=self.not_cp1252)
        return Survey("cp1252", self.last in (b"\n", b"\r"), (MANGLED,) if self.mixed else ())
