"""What a file is: every encoding that is read, and every thing that is refused, by its class."""

from __future__ import annotations

import os
import tracemalloc
from typing import TYPE_CHECKING

import pytest

from artui.ingest import refusal
from artui.ingest.encoding import LOST, MANGLED
from artui.ingest.sniff import sniff

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ingest.conftest import Write

TEXT = "name,city\nMüller,Köln\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"a,b\n1,2\n", "utf-8"),
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-16-be"), "utf-16-be"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_the_encoding_is_found_and_reads_the_text(
    write: Write, content: bytes, encoding: str
) -> None:
    file = sniff(write(content))
    assert file.encoding == encoding
    assert file.notes == ()
    assert file.ends_with_newline
    with file.open() as handle:
        assert handle.read() == content.decode(encoding)


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", refusal.EmptyError),
        (b"\xef\xbb\xbf", refusal.EmptyError),
        (b"\xff\xfe", refusal.EmptyError),
        (b"\xef\xbb\xbf \r\n\n", refusal.EmptyError),
        (b"a,b\n1,\x002\n", refusal.NotTextError),
        ("a,b\n1,\0\n".encode("utf-16"), refusal.NotTextError),
        (b"\xff\xfea\x00\xd8", refusal.BrokenEncodingError),
        ("ä,b\n1,ü".encode()[:-1], refusal.BrokenEncodingError),
        (b"\xef\xbb\xbfa,b\n\xff,2\n", refusal.BrokenEncodingError),
        (b"a,b\n\xfc\x81,2\n", refusal.UndecodableError),
        (b"\x89PNG\r\n\x1a\n\x00\x00", refusal.OtherFormatError),
        (b"PK\x03\x04\x14\x00", refusal.OtherFormatError),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", refusal.OtherFormatError),
        (b"%PDF-1.7\n", refusal.OtherFormatError),
        (b"\r\n<HTML><body>", refusal.OtherFormatError),
        (b'<?xml version="1.0"?><a/>', refusal.OtherFormatError),
        (b'{"id": 1}\n{"id": 2}\n', refusal.OtherFormatError),
        (b'[\n {"id": 1}\n]\n', refusal.OtherFormatError),
        (b"x" * (3 << 20), refusal.LongLineError),
    ],
)
def test_what_is_no_delimited_text_is_refused(
    write: Write, content: bytes, error: type[refusal.RefusedError]
) -> None:
    path = write(content)
    with pytest.raises(error) as caught:
        sniff(path)
    assert caught.value.where == str(path)
    assert str(caught.value).startswith(f"{path}: ")


def test_a_refusal_names_the_format_it_found(write: Write) -> None:
    with pytest.raises(refusal.OtherFormatError, match=r"This is a ZIP archive or an Excel workb"):
        sniff(write(b"PK\x03\x04\x14\x00"))


def test_offsets_count_from_the_file_s_start(write: Write) -> None:
    filler = b"a,b\n" * (1 << 19)
    with pytest.raises(refusal.NotTextError, match=f"byte {len(filler) + 1} is NUL"):
        sniff(write(filler + b"x\x00"))
    with pytest.raises(refusal.UndecodableError, match=rf"\(byte {len(filler)}\).*\(byte"):
        sniff(write(filler + b"\xfc\x81\n"))


def test_a_character_across_two_pieces_is_whole(write: Write) -> None:
    content = b"a\n" + b"b" * ((1 << 20) - 3) + "ü\n".encode()
    assert sniff(write(content)).encoding == "utf-8"


def test_folders_links_pipes_and_nothing_are_refused(tmp_path: Path) -> None:
    link, pipe = tmp_path / "link.csv", tmp_path / "pipe.csv"
    link.symlink_to("/etc/passwd")
    os.mkfifo(pipe)
    for path, what in ((tmp_path, "a folder"), (link, "a link"), (pipe, "a named pipe")):
        with pytest.raises(refusal.NotAFileError, match=what):
            sniff(path)
    with pytest.raises(refusal.UnreadableError, match="No such file"):
        sniff(tmp_path / "missing.csv")


def test_a_last_line_without_an_end_is_noted(write: Write) -> None:
    assert not sniff(write(b"a,b\n1,2")).ends_with_newline
    assert not sniff(write("a,b\n1,2".encode("utf-16"))).ends_with_newline
    assert sniff(write(b"a,b\r1,2\r")).ends_with_newline


def test_mangled_characters_are_noted(write: Write) -> None:
    assert sniff(write("M\N{REPLACEMENT CHARACTER}ller\n")).notes == (LOST,)
    assert sniff(write("Müller\n".encode().decode("cp1252"))).notes == (MANGLED,)
    assert sniff(write("Müller\n".encode() + b"\xfc\n")).notes == (MANGLED,)


def test_a_file_that_changes_is_refused(write: Write) -> None:
    path = write(b"a,b\n")
    file = sniff(path)
    path.write_bytes(b"a,b\n1,2\n")
    with pytest.raises(refusal.ChangedError):
        file.open()
    path.unlink()
    with pytest.raises(refusal.ChangedError):
        file.check_unchanged()


def test_memory_does_not_grow_with_the_file(write: Write) -> None:
    peaks = []
    for size in (4, 40):
        path = write(b"id;text\n" + b"1;some text\n" * (size * 80_000))
        tracemalloc.start()
        sniff(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.2
