"""The text of a line as it came: read again from the file that was kept, as loading read it."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from artui.errors import ArtuiError
from artui.ingest import opening
from artui.ingest.grids.delimited import Delimited
from artui.ingest.outcome import fingerprint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from artui.home import Home
    from artui.ingest.grid import Grid
    from artui.store.trace.imports import Loaded

LONGEST = 500
#: A record of more lines than this is a stray quote that swallowed others.
_MOST_LINES = 100
_FOLDERS = ("archive", "held", "failed")


class NotKept(ArtuiError):  # noqa: N818 - named for what was found
    """{file} was loaded, but no copy of it was kept."""


class NotThere(ArtuiError):  # noqa: N818 - named for what was found
    """{kept_as} is not there any more, so {file} cannot be read again."""


class OutsideHome(ArtuiError):  # noqa: N818 - named for what was found
    """{kept_as} lies outside the folders of the home and is not read."""


class Changed(ArtuiError):  # noqa: N818 - named for what was found
    """{kept_as} is not what was loaded as {file} any more."""


def lines(home: Home, loaded: Loaded, wanted: Collection[int]) -> dict[int, str]:
    """The records of a loaded file that start on some lines, by line; those it has.

    A record that spans several lines is given whole; what is longer than 500 characters is cut.

    Args:
        home: whose archive.
        loaded: the import.
        wanted: physical lines, counted from 1.

    Raises:
        NotKept: where no copy was kept.
        NotThere: where it was moved or removed since.
        OutsideHome: where the record points out of the home's folders.
        Changed: where it is another file by now.
        RefusedError: where it cannot be read as text.
    """
    path = _place(home, loaded)
    with tempfile.TemporaryDirectory() as scratch:
        grid = _part(opening.parts(path, Path(scratch)), loaded.part)
        if isinstance(grid, Delimited):
            with grid.file.open() as handle:
                found = dict(_records(handle, set(wanted), grid.delimiter))
        else:
            found = dict(_rows(grid, set(wanted)))
    return {line: _cut(text) for line, text in found.items()}


def _part(parts: opening.Parts, name: str) -> Grid:
    """The part an import was of; its name may go on with that of the profile that read it."""
    grids = [grids[0] for grids in parts]
    named = [each for each in grids if each.part and f"{name}:".startswith(f"{each.part}:")]
    return (named or grids)[0]


def _rows(grid: Grid, wanted: set[int]) -> Iterator[tuple[int, str]]:
    """The cells of each wanted row as one text; of one that is broken, what there is of it."""
    last = max(wanted, default=0)
    for block in grid.blocks():
        for row, line in zip(block.rows, block.lines, strict=True):
            if line in wanted:
                yield line, grid.delimiter.join(row)
        yield from ((each.line, each.raw) for each in block.broken if each.line in wanted)
        if block.lines and block.lines[-1] >= last:
            return


def _place(home: Home, loaded: Loaded) -> Path:
    """Where the kept file lies, if it lies where files are kept and is what was loaded."""
    if not loaded.kept_as:
        raise NotKept(file=loaded.file)
    facts = {"file": loaded.file, "kept_as": loaded.kept_as}
    try:
        path = (home.path / loaded.kept_as).resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as problem:
        raise NotThere(**facts) from problem
    folders = [home.folder(name).resolve() for name in _FOLDERS]
    if not any(path.is_relative_to(folder) for folder in folders):
        raise OutsideHome(**facts)
    try:
        same = path.stat().st_size == loaded.size and fingerprint(path).sha256 == loaded.sha256
    except OSError as problem:
        raise NotThere(**facts) from problem
    if not same:
        raise Changed(**facts)
    return path


def _records(handle: Iterable[str], wanted: set[int], delimiter: str) -> Iterator[tuple[int, str]]:
    """Each wanted record: its line, and the text up to where its last quote is closed."""
    last = max(wanted, default=0)
    open_records: dict[int, list[str]] = {}
    for number, text in enumerate(handle, 1):
        if number in wanted:
            open_records[number] = []
        for start, parts in list(open_records.items()):
            parts.append(text)
            if len(parts) >= _MOST_LINES or _is_whole(parts, delimiter):
                yield start, "".join(open_records.pop(start)).rstrip("\r\n")
        if number >= last and not open_records:
            return
    for start, parts in open_records.items():
        yield start, "".join(parts).rstrip("\r\n")


def _is_whole(parts: list[str], delimiter: str) -> bool:
    """Whether every quote is closed; a row that is broken in another way is whole."""
    try:
        list(csv.reader(parts, delimiter=delimiter, strict=True))
    except csv.Error as problem:
        return "end of data" not in str(problem)
    return True


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
