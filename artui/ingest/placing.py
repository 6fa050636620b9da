"""Where a file goes once it is loaded, held or failed, and how it gets there.

Nothing is ever overwritten: a name is taken by a hard link, which fails where it exists. A file
that is there already byte for byte is not kept twice, so that a step repeated after a crash
changes nothing.
"""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from artui.domain.days import iso
from artui.errors import ArtuiError
from artui.ingest.claim import work_folder
from artui.ingest.load import fingerprint
from artui.ingest.rejects import write
from artui.ingest.table import Reject
from artui.store import records, waiting
from artui.store.connection import transaction
from artui.store.records import FAILED, HELD, REFUSED, UNCHANGED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from artui.home import Home
    from artui.ingest.load import Outcome

MODE = 0o640
_LONGEST = 180  # bytes of a name, which leaves room for a hash, a counter and .rejects.csv
_UNSAFE = frozenset('/\\:*?"<>|')
_SHORT_SHA = 12
_REFUSED = "refused"


class ChangedSince(ArtuiError):  # noqa: N818 - named for what was found
    """{file} changed after it was loaded, so that no copy of what was loaded could be kept."""

    hint = "Load it again."


def keep(
    connection: sqlite3.Connection, home: Home, outcome: Outcome, source: Path, *, copy: bool
) -> Path | None:
    """Put a file where its outcome belongs, its rejects beside the failed ones; record where.

    Loaded files, with rejects or not, go to archive/YYYY-MM, held ones to held/, refused ones to
    held/refused/, failed ones to failed/; where the same bytes waited before, they wait there no
    more. May be repeated.

    Args:
        connection: the main database, for writing.
        home: whose folders.
        outcome: what became of the file.
        source: the file that was loaded.
        copy: leave `source` where it is and keep a copy; else move it.

    Returns:
        Where it is kept; None after a dry run, which keeps nothing.

    Raises:
        ChangedSince: where a copy would not be what was loaded.
        OSError: where the folder cannot be written.
    """
    if outcome.import_id is None:
        return None
    target = _target(home, outcome)
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = _copied(home, source, target, outcome) if copy else _moved(source, target)
    rejects = outcome.rejects or _left_behind(connection, outcome)
    where = from_home(home, kept)
    if outcome.state == FAILED and _was_kept(connection, outcome, where):
        rejects_of(kept).unlink(missing_ok=True)
    if rejects or outcome.state == FAILED:
        _keep_rejects(home, outcome, rejects, kept)
    with transaction(connection):
        records.keep_as(connection, outcome.import_id, where)
    _wait_no_more(connection, home, outcome.import_id, kept)
    return kept


def set_aside(connection: sqlite3.Connection, home: Home, import_id: int, source: Path) -> Path:
    """Put a held file that a person refused out of the way, to held/refused/; where it is then."""
    target = home.folder("held") / _REFUSED / source.name
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = _moved(source, target)
    with transaction(connection):
        waiting.keep_instead(connection, import_id, from_home(home, kept))
    return kept


def rejects_of(kept: Path) -> Path:
    """Where the rejects of a failed file stand."""
    return kept.with_name(f"{kept.name}.rejects.csv")


def from_home(home: Home, path: Path) -> str:
    """A path as records have it: from the home, where it lies there."""
    return str(path.relative_to(home.path) if path.is_relative_to(home.path) else path)


def _was_kept(connection: sqlite3.Connection, outcome: Outcome, where: str) -> bool:
    """Whether these bytes lay there before, so that what is said beside them is of another try."""
    before = waiting.arrivals(connection, outcome.sha256)
    return any(each.kept_as == where and each.id != outcome.import_id for each in before)


def _wait_no_more(connection: sqlite3.Connection, home: Home, import_id: int, kept: Path) -> None:
    """Remove the copies of these bytes that waited; whoever asks for one finds the one kept."""
    folders = [home.folder(name) for name in ("held", "failed")]
    for where in waiting.kept_elsewhere(connection, import_id):
        place = home.path / where
        if not any(place.is_relative_to(folder) for folder in folders):
            continue
        if place.is_file():
            if not filecmp.cmp(place, kept, shallow=False):
                continue
            rejects_of(place).unlink(missing_ok=True)
            place.unlink(missing_ok=True)
        with transaction(connection):
            waiting.move(connection, import_id, where)


def _target(home: Home, outcome: Outcome) -> Path:
    name = safe_name(outcome.file)
    if outcome.state == HELD:
        return home.folder("held") / name
    if outcome.state == REFUSED:
        return home.folder("held") / _REFUSED / name
    if outcome.state == FAILED:
        return home.folder("failed") / name
    month = (iso(home.today()) or "")[:7]
    return home.folder("archive") / month / f"{outcome.sha256[:_SHORT_SHA]}_{name}"


def safe_name(name: str) -> str:
    """A file name that no system, shell or terminal stumbles over, cut to 180 bytes."""
    plain = "".join(ch if ch.isprintable() and ch not in _UNSAFE else "_" for ch in name)
    stem, suffix = os.path.splitext(plain)  # noqa: PTH122 - a name, not a path
    room = _LONGEST - len(suffix.encode())
    if room < 0:
        stem, suffix, room = plain, "", _LONGEST
    return stem.encode()[:room].decode(errors="ignore") + suffix


def _left_behind(connection: sqlite3.Connection, outcome: Outcome) -> list[Reject]:
    """The rejects nobody was told of, because whoever loaded these bytes died just after."""
    if outcome.state != UNCHANGED or outcome.import_id is None:
        return []
    rows = records.unkept_rejects(connection, outcome.import_id)
    return [Reject(*row) for row in rows]


def _keep_rejects(home: Home, outcome: Outcome, rejects: Sequence[Reject], kept: Path) -> None:
    folder = home.folder("failed")
    folder.mkdir(parents=True, exist_ok=True)
    name = kept.name if outcome.state == FAILED else safe_name(outcome.file)
    written = _new(work_folder(home))
    write(written, outcome, rejects)
    _moved(written, folder / f"{name}.rejects.csv")


def _moved(source: Path, target: Path) -> Path:
    """Move a file to `target` or a numbered name beside it; the name it got."""
    if source.stat().st_dev != target.parent.stat().st_dev:
        near = _new(target.parent)
        try:
            _copy(source, near)
            kept = _moved(near, target)
        finally:
            near.unlink(missing_ok=True)
    else:
        source.chmod(MODE)
        kept = next(place for place in _names(target) if _takes(place, source))
        _sync(target.parent)
    source.unlink(missing_ok=True)
    return kept


def _copied(home: Home, source: Path, target: Path, outcome: Outcome) -> Path:
    near = _new(work_folder(home))
    try:
        _copy(source, near)
        if fingerprint(near).sha256 != outcome.sha256:
            raise ChangedSince(file=outcome.file)
        return _moved(near, target)
    finally:
        near.unlink(missing_ok=True)


def _takes(place: Path, source: Path) -> bool:
    """Give `source` a second name; true as well where the very same bytes have it already."""
    try:
        place.hardlink_to(source)
    except FileExistsError:
        return place.is_file() and filecmp.cmp(place, source, shallow=False)
    except OSError:
        return _takes_without_links(place, source)
    return True


def _takes_without_links(place: Path, source: Path) -> bool:
    """The same on a file system that has no hard links."""
    try:
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, MODE))
    except FileExistsError:
        return place.is_file() and filecmp.cmp(place, source, shallow=False)
    source.replace(place)
    return True


def _names(target: Path) -> Iterator[Path]:
    """A name, then the same with a counter before its suffix."""
    yield target
    for number in count(2):
        yield target.with_name(f"{target.stem}-{number}{target.suffix}")


def _new(folder: Path) -> Path:
    """An empty hidden file that nobody else writes."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
    os.close(handle)
    return Path(name)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as original, target.open("wb") as copy:
        shutil.copyfileobj(original, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())


def _sync(folder: Path) -> None:
    """Let a name survive a power cut, where the file system can."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
