"""Exports cut off at two hundred places: refused, told, or read as far as they go; never wrong.

A text that is cut off is still a text. Whatever loads from it must be what the whole file says of
that row, unless the file or the row is said to be cut off.
"""

from __future__ import annotations

import io
import os
from collections import Counter
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from artui.ingest.apart.archive import Archive
from artui.ingest.apart.task import Limits, Refused
from artui.ingest.contents import read
from artui.ingest.profiles import load
from artui.ingest.refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.ingest.profile import Profile
    from artui.ingest.reading import Reading
    from tests.ingest.conftest import Books

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(
    each
    for each in (ROOT / "tests" / "exports").rglob("*")
    if each.is_file() and each.suffix != ".json"
)
EXPORTS = ROOT / "sample_data" / "exports"
#: One export of each kind.
STORY = [*{each.name.split("_")[0]: each for each in sorted(EXPORTS.glob("*.csv"))}.values()]
#: Folders with files from the field.
FIELD = sorted(
    str(each.relative_to(field))
    for field in map(Path, filter(None, [os.environ.get("ARTUI_FIELD_DATA")]))
    for each in field.rglob("*")
    if each.is_dir()
)
#: What these end in is refused wherever it is cut off, as its last bytes close its first.
CLOSED = (".json", ".xlsx", ".html")
CUTS = 200
NEAR = 1_200
FAR = 8
TAIL = 6
SAID = "may be cut off"

Row = tuple[tuple[str, Any], ...]


def places(size: int) -> list[int]:
    """Two hundred lengths to cut a file to: most near its beginning, a few up to its last bytes."""
    if size <= CUTS:
        return list(range(size))
    tail = range(size - TAIL, size)
    step = (size - NEAR) // (FAR + 1)
    beyond = range(NEAR, NEAR + FAR * step, step) if size > 2 * NEAR else range(0)
    count = CUTS - len(tail) - len(beyond)
    return sorted(
        {*(min(size - TAIL, NEAR) * each // count for each in range(count)), *beyond, *tail}
    )


@cache
def shipped() -> Sequence[Profile]:
    return load(ROOT / "policies" / "exports").profiles


def cuts(path: Path) -> list[int]:
    """The lengths to cut a file to; of a workbook fewer, as each is read in a process of its own.

    That process begins by looking through the archive, which is cut at every place below.

    The longest stands first, so that the same file can be cut shorter and shorter.
    """
    size = path.stat().st_size
    found = places(size)
    assert len(found) == min(CUTS, size)
    return (found[::10] if path.suffix == ".xlsx" else found)[::-1]


class Cutting:
    """A file, cut shorter and shorter."""

    def __init__(self, folder: Path, books: Books, path: Path) -> None:
        self.path = folder / path.name
        self.books = books
        self.profiles = shipped()
        self.only: str | None = None
        self.path.write_bytes(path.read_bytes())
        readings = self.readings()
        self.whole = Counter(row for reading in readings for row in followed(reading).rows)
        names = {each.profile for each in readings}
        self.profiles = [each for each in shipped() if each.name in names]
        self.only = names.pop() if len(names) == 1 else None

    def readings(self) -> list[Reading]:
        """What the file as it stands is read as."""
        return read(
            self.path,
            self.path.parent,
            profiles=self.profiles,
            defaults=self.books,
            profile=self.only,
        ).readings

    def check(self, length: int) -> bool:
        """Whether it is read when only so much is left; then every row is the whole file's."""
        os.truncate(self.path, length)
        try:
            found = [followed(reading) for reading in self.readings()]
        except RefusedError:
            return False
        strange = Counter(row for each in found for row in each.rows) - self.whole
        assert not strange or any(each.told for each in found), (length, list(strange))
        return True


class Followed(NamedTuple):
    """A reading to its end.

    Attributes:
        rows: what the good rows say, each value with the name of its field.
        told: whether it says that its file may be cut off, or will be held for lacking its end.
    """

    rows: list[Row]
    told: bool


def followed(reading: Reading) -> Followed:
    """A reading to its end, once."""
    kept: dict[Row, int] = {}
    withdrawn: set[int] = set()
    reasons: list[str] = []
    fields = reading.fields
    for chunk in reading.chunks():
        withdrawn.update(chunk.withdrawn)
        reasons += [each.reason for each in chunk.rejects]
        for row in chunk.rows:
            named = dict(zip(fields, row, strict=True))
            said = tuple(item for item in named.items() if item[1] is not None)
            kept[said] = named["file_line"]
    told = reading.lacks_total or any(SAID in each for each in (*reasons, *reading.warnings))
    return Followed([row for row, line in kept.items() if line not in withdrawn], told)


@pytest.mark.slow
@pytest.mark.parametrize("path", [*SAMPLES, *STORY], ids=lambda path: path.name)
def test_an_export_cut_off_loads_nothing_wrong(path: Path, tmp_path: Path, books: Books) -> None:
    cutting = Cutting(tmp_path, books, path)
    assert cutting.whole
    read_in_part = sum(map(cutting.check, cuts(path)))
    assert read_in_part or path.suffix in CLOSED


@pytest.mark.parametrize(
    "path", [each for each in SAMPLES if each.suffix == ".xlsx"], ids=lambda path: path.name
)
def test_a_workbook_cut_off_anywhere_is_none(path: Path) -> None:
    content = path.read_bytes()
    for length in places(len(content)):
        with pytest.raises(Refused):
            Archive(io.BytesIO(content[:length]), Limits()).prove()
    assert Archive(io.BytesIO(content), Limits()).prove() is not None


@pytest.mark.slow
@pytest.mark.parametrize("folder", FIELD or ["."])
def test_files_from_the_field_cut_off_load_nothing_wrong(
    folder: str, tmp_path: Path, books: Books
) -> None:
    if not FIELD:
        pytest.skip("ARTUI_FIELD_DATA names no folder with files from the field")
    place = Path(os.environ["ARTUI_FIELD_DATA"], folder)
    for path in sorted(each for each in place.iterdir() if each.is_file()):
        with suppress(RefusedError):
            cutting = Cutting(tmp_path, books, path)
            for length in cuts(path):
                cutting.check(length)
