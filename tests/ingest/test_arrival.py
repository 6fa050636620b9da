"""What lies in the drop folder, when it has settled, and how it is claimed."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui import lock
from artui.home import Home
from artui.ingest.arrival import Arrival, Settling, Stamp, is_skipped, scan
from artui.ingest.claim import (
    StillArriving,
    claim,
    clear,
    discard,
    is_being_written,
    release,
    work_folder,
)
from artui.settings import Settings


@pytest.fixture
def work(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


def arrival(path: Path) -> Arrival:
    return Arrival(path, Stamp.of(path.stat()))


def stamped(name: str, size: int = 1, modified: int = 0) -> Arrival:
    return Arrival(Path(name), Stamp(1, 1, size, modified, 0))


@pytest.mark.parametrize(
    "name",
    [".x", "~$x.xlsx", ".~lock.x#", "x.part", "x.FILEPART", "x.tmp", "x.crdownload", "x.csv.swp"],
)
def test_hidden_locked_and_half_transferred_names_are_skipped(name: str) -> None:
    assert is_skipped(name)
    assert not is_skipped(f"{name}.csv".lstrip(".~$"))


def test_sub_folders_are_looked_through_and_links_are_not_followed(tmp_path: Path) -> None:
    drop, outside = tmp_path / "drop", tmp_path / "outside"
    for folder in (drop / "erp" / "2026", drop / ".hidden", outside):
        folder.mkdir(parents=True)
        (folder / "a.csv").write_text("x")
    (drop / "linked").symlink_to(outside)
    (drop / "dangling.csv").symlink_to(outside / "nothing")
    found = scan(drop)
    assert [each.path for each in found.arrivals] == [drop / "erp" / "2026" / "a.csv"]
    assert found.refused == {drop / "linked": "a link", drop / "dangling.csv": "a link"}


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.XLSX").mkdir()
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(tmp_path)
        try:
            listening.bind("socket.csv")
        finally:
            os.chdir(here)
        found = scan(tmp_path)
    assert found.arrivals == []
    assert {path.name: what for path, what in found.refused.items()} == {
        "pipe.csv": "a named pipe",
        "folder.XLSX": "a folder named like a file",
        "socket.csv": "a socket",
    }


def test_a_drop_folder_that_is_gone_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        scan(tmp_path / "gone")


@given(
    st.lists(
        st.tuples(st.floats(0.01, 5), st.lists(st.integers(0, 2), min_size=2, max_size=2)),
        max_size=12,
    ),
    st.sampled_from([0.0, 1.0, 2.5]),
)
def test_a_file_is_ready_exactly_when_it_lay_still_for_long_enough(
    looks: list[tuple[float, list[int]]], seconds: float
) -> None:
    settling, now = Settling(seconds), 100.0
    since = {"a": (-1, now), "b": (-1, now)}
    for pause, sizes in looks:
        now += pause
        for name, size in zip("ab", sizes, strict=True):
            if since[name][0] != size:
                since[name] = (size, now)
        seen = [stamped(name, size) for name, size in zip("ab", sizes, strict=True) if size]
        for name, size in zip("ab", sizes, strict=True):
            if not size:
                since[name] = (-1, now)
        ready = {str(each.path) for each in settling.settled(seen, now)}
        there = {str(each.path) for each in seen}
        assert ready == {name for name in there if now - since[name][1] >= seconds}
        upcoming = settling.next_after(now)
        waiting = [since[name][1] + seconds for name in there - ready]
        assert upcoming == (min(waiting) if waiting else None)


def test_the_oldest_comes_first_by_the_day_in_its_name_then_by_its_change() -> None:
    day = 86_400 * 10**9
    given_ = [
        stamped("b_2026-11-02.csv", modified=5),
        stamped("z_2026-11-01.csv", modified=9),
        stamped("undated.csv", modified=20_000 * day),
        stamped("absurd.csv", modified=-(2**62)),
    ]
    ready = Settling(0).settled(given_, 0.0)
    assert [str(each.path) for each in ready] == [
        "absurd.csv",
        "undated.csv",
        "z_2026-11-01.csv",
        "b_2026-11-02.csv",
    ]


def test_a_claim_is_a_private_copy_under_the_same_name(tmp_path: Path) -> None:
    home = Home(tmp_path, Settings())
    path = tmp_path / "a.csv"
    path.write_bytes(b"one\r\ntwo")
    copy = claim(arrival(path), work_folder(home))
    assert (copy.name, copy.read_bytes()) == ("a.csv", b"one\r\ntwo")
    assert work_folder(home).stat().st_mode & 0o777 == 0o700
    discard(copy)
    assert list(work_folder(home).iterdir()) == []


def test_what_the_dead_left_is_cleared_unless_somebody_is_at_work(tmp_path: Path) -> None:
    home = Home(tmp_path, Settings())
    (work_folder(home) / "left").mkdir()
    with lock.waiting(tmp_path / "db" / "loading.lock"):
        clear(home)
        assert (work_folder(home) / "left").exists()
    clear(home)
    assert list(work_folder(home).iterdir()) == []


def test_a_file_that_changed_since_it_settled_is_not_claimed(tmp_path: Path, work: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("one")
    settled = arrival(path)
    kept = path.stat()
    path.write_text("two")
    os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))
    with pytest.raises(StillArriving):
        claim(settled, work)


def test_a_file_that_changes_while_it_is_copied_is_not_claimed(
    tmp_path: Path, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("one")
    synced = os.fsync

    def grow(descriptor: int) -> None:
        path.write_text("one and two")
        synced(descriptor)

    monkeypatch.setattr(os, "fsync", grow)
    with pytest.raises(StillArriving):
        claim(arrival(path), work)
    assert list(work.iterdir()) == []


def test_neither_a_link_nor_a_pipe_put_in_its_place_is_read(tmp_path: Path, work: Path) -> None:
    path, secret = tmp_path / "a.csv", tmp_path / "secret"
    path.write_text("one")
    secret.write_text("two")
    settled = arrival(path)
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(OSError, match="symbolic link"):
        claim(settled, work)
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(StillArriving):
        claim(settled, work)


def test_a_file_somebody_writes_is_not_claimed_however_still_it_lies(
    tmp_path: Path, work: Path
) -> None:
    path = tmp_path / "a.csv"
    with path.open("w") as writer, path.open() as reader:
        writer.write("one")
        writer.flush()
        if not is_being_written(reader.fileno()):
            pytest.skip("the kernel does not tell here whether a file is being written")
        with pytest.raises(StillArriving):
            claim(arrival(path), work)
    assert claim(arrival(path), work).read_text() == "one"


def test_what_changed_after_its_claim_stays_in_the_drop_folder(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("one")
    claimed = arrival(path)
    path.write_text("one and two")
    assert not release(claimed)
    assert path.exists()
    assert release(arrival(path))
    assert not path.exists()
    assert release(claimed)
