"""Whatever bytes are dropped are read or refused in a sentence, in every encoding and format."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ingest import refusal
from artui.ingest.contents import read
from artui.ingest.profiles import load as load_profiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.ingest.profile import Profile
    from tests.ingest.conftest import Books, Write

EXPORTS = Path(__file__).parents[2] / "policies" / "exports"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252")
HEADER = "document_id,customer_id,invoice_date,amount,currency\n"
BEGINNINGS = (
    "",
    HEADER,
    HEADER.replace(",", "\t\t"),
    "------------------------------\n|" + HEADER.replace(",", "|").replace("\n", "|\n"),
    "\t" + HEADER.replace(",", "\t"),
    "document_id customer_id amount\n----------- ----------- ------\n",
    '"EXTF";700;21;"Buchungsstapel";9;;;"";"";"";1;2;20180101;4;20180201;20180228;"";"";1;;0;"EUR"\n',
    ":20:STARTUMS\n",
    "01,1,2,040621,0200,1,65,,2/\n",
    "<html><body><table><tr><td>document_id</td></tr>",
    '<?xml version="1.0"?><a>',
    '{"document_id": "1", "customer_id": "2", "amount": "3"}\n',
    '{"rows": [{"document_id": "1"}',
    "!TRNS\tTRNSTYPE\tDATE\tNAME\tAMOUNT\n!ENDTRNS\n",
    "Error: ",
)
PIECES = (
    *HEADER.strip().split(","),
    *"I1 C1 2026-10-01 31.12.2026 12.50 1.234,56- 12,50 (3) USD EUR 0000 ä € \U0001f642".split(" "),
    *",;|\t\n\r\"'-*:{}[]<>/\\",
    "\r\n",
    "\f",
    " ",
    "  ",
    "|1|2|3|",
    "-----",
    "\0",
    "\x1b",
    "\ufeff",
    "\u2028",
    "\x85",
)


@cache
def shipped() -> Sequence[Profile]:
    return load_profiles(EXPORTS).profiles


def check(path: Path, books: Books) -> None:
    """Read a file to its end; if it is refused, the refusal can be printed and says where."""
    try:
        for reading in read(path, path.parent, profiles=shipped(), defaults=books).readings:
            counted = [(len(chunk.rows), len(chunk.withdrawn)) for chunk in reading.chunks()]
            loaded = sum(rows - withdrawn for rows, withdrawn in counted)
            counts = reading.counts
            assert loaded == counts.loaded
            assert counts.rows == counts.loaded + counts.rejected + counts.duplicates
    except refusal.RefusedError as refused:
        if not str(refused).isprintable() or not refused.where.startswith(str(path)):
            pytest.fail(f"{refused!r}")


@given(
    st.sampled_from(BEGINNINGS),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.sampled_from(ENCODINGS),
    st.integers(0, 3),
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None
)
def test_text_of_any_format_and_encoding_is_read_or_refused(
    write: Write, books: Books, beginning: str, body: str, encoding: str, lost: int
) -> None:
    content = (beginning + body).encode(encoding, "ignore")
    check(write(content[: len(content) - lost]), books)


@given(
    st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\xef\xbb\xbf", b"PK\3\4"]),
    st.binary(max_size=200),
)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None
)
def test_bytes_are_read_or_refused(write: Write, books: Books, mark: bytes, body: bytes) -> None:
    check(write(mark + body), books)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_wide_text_cut_within_a_character_is_refused(
    write: Write, books: Books, encoding: str
) -> None:
    content = (HEADER + "I1,C1,2026-10-01,12.50,USD\n").encode(encoding)
    with pytest.raises((refusal.BrokenEncodingError, refusal.NotTextError)):
        read(write(content[:-1]), Path(), profiles=(), defaults=books)


def test_half_a_surrogate_pair_at_the_end_of_a_whole_piece_is_refused(
    write: Write, books: Books
) -> None:
    line = (HEADER[:-1] + "\n").encode("utf-16-le")
    filler = b"\xff\xfe" + line * ((1 << 20) // len(line))
    content = (
        filler
        + b"x\0" * (((1 << 20) - 2 - len(filler)) // 2)
        + "\U0001f642".encode("utf-16-le")[:2]
    )
    assert len(content) == 1 << 20
    with pytest.raises(refusal.BrokenEncodingError):
        read(write(content), Path(), profiles=(), defaults=books)
