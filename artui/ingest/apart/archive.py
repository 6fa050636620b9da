"""A workbook's archive, looked through before anything of it is unpacked."""

from __future__ import annotations

import re
import zipfile
from typing import IO, TYPE_CHECKING
from zlib import error as ZlibError  # noqa: N812 - zlib calls it error

from artui.ingest.apart.task import WORKBOOK_MEMBERS, Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from artui.ingest.apart.task import Limits

_MEMBERS = 20_000
_SMALL = 10 << 20
_ENCRYPTED = 0x1
_CHUNK = 1 << 20
_OVERLAP = 64
_DECLARATION = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_BROKEN = (zipfile.BadZipFile, ZlibError, EOFError, NotImplementedError, UnicodeDecodeError)


class Archive:
    """The members of a ZIP file that is a workbook."""

    def __init__(self, file: IO[bytes], limits: Limits) -> None:
        """Read its list of members and check what they say of themselves.

        Raises:
            Refused: it is cut off, encrypted, no workbook, or unpacks to too much.
        """
        head = file.read(512)
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN:
            cut = any(each in head for each in WORKBOOK_MEMBERS)
            raise Refused("cut_off" if cut else "no_workbook") from None
        self._check(limits)
        self.format = self._format()

    def names(self) -> Collection[str]:
        """The names of its members."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        """A small member, whole."""
        return b"".join(self.chunks(name))

    def chunks(self, name: str) -> Iterator[bytes]:
        """A member in pieces.

        Raises:
            Refused: it is damaged, or larger than it says.
        """
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(_CHUNK):
                    yield chunk
        except _BROKEN:
            raise Refused("damaged") from None

    def prove(self) -> Collection[str]:
        """Unpack every member once, for its true size, its checksum, and what XML may not declare.

        Returns:
            The members in which a formula or an error may stand.

        Raises:
            Refused: a member is damaged, is larger than it says, or declares entities.
        """
        return {name for name in self.names() if self._prove(name)}

    def _prove(self, name: str) -> bool:
        odd, last = False, b""
        for chunk in self.chunks(name):
            text = last + chunk
            if b"<!" in text and _DECLARATION.search(text) and name.endswith((".xml", ".rels")):
                raise Refused("entities")
            odd = odd or any(each in text for each in (b"<f", b":f", b't="e"', b"t='e'"))
            last = chunk[-_OVERLAP:]
        return odd

    def _check(self, limits: Limits) -> None:
        members = self._zip.infolist()
        if len(members) > _MEMBERS:
            raise Refused("members", limit=_MEMBERS)
        if any(each.flag_bits & _ENCRYPTED for each in members):
            raise Refused("encrypted")
        if sum(each.file_size for each in members) > limits.unpacked_mb << 20:
            raise Refused("unpacked", limit=limits.unpacked_mb)
        for each in members:
            if each.file_size > max(_SMALL, each.compress_size * limits.ratio):
                raise Refused("ratio", limit=limits.ratio)

    def _format(self) -> str:
        names = {each.casefold() for each in self.names()}
        if "mimetype" in names and self.read("mimetype").strip().decode("latin-1") == _ODS:
            self._check_ods()
            return "ods"
        if any(each.endswith("xl/workbook.bin") for each in names):
            raise Refused("binary")
        if "[content_types].xml" in names and "xl/workbook.xml" in names:
            return "xlsx"
        raise Refused("no_workbook")

    def _check_ods(self) -> None:
        """An encrypted one keeps its members' names."""
        manifest = "META-INF/manifest.xml"
        if manifest in self.names() and b"encryption-data" in self.read(manifest):
            raise Refused("encrypted")
