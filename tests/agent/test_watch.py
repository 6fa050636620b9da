"""Watching: events wake, a dead observer is replaced, silent file systems are polled."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

import pytest
from watchdog.events import FileClosedNoWriteEvent, FileCreatedEvent, FileOpenedEvent

from artui.agent import watch as module
from artui.agent.mounts import file_system, tells_of_changes
from artui.agent.wake import Wake
from artui.agent.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from watchdog.observers.api import BaseObserver

DEADLINE = 20.0


@pytest.fixture
def wake() -> Iterator[Wake]:
    made = Wake()
    yield made
    made.close()


@pytest.fixture
def watch(tmp_path: Path, wake: Wake) -> Iterator[Watch]:
    (tmp_path / "drop").mkdir()
    made = Watch(tmp_path / "drop", "events", wake)
    made.tend()
    yield made
    made.stop()


def observer(watch: Watch) -> BaseObserver:
    assert watch.observer is not None
    return watch.observer


def drain(wake: Wake) -> None:
    while wake.wait(0.3):
        pass


def test_a_wake_ends_a_rest_and_is_used_up(wake: Wake) -> None:
    assert not wake.wait(0)
    for _ in range(100_000):
        wake.set()
    assert wake.wait(DEADLINE)
    assert not wake.wait(0)
    wake.close()
    wake.set()


def test_a_wake_may_be_set_by_a_signal_handler_and_by_threads(wake: Wake) -> None:
    before = signal.signal(signal.SIGUSR1, lambda *_: wake.set())
    try:
        sender = threading.Thread(target=os.kill, args=(os.getpid(), signal.SIGUSR1))
        sender.start()
        assert wake.wait(DEADLINE)
        sender.join()
    finally:
        signal.signal(signal.SIGUSR1, before)


def test_whatever_appears_wakes_in_sub_folders_too(
    watch: Watch, wake: Wake, tmp_path: Path
) -> None:
    assert watch.way == "events"
    (tmp_path / "a.csv").write_text("x")
    (tmp_path / "a.csv").rename(tmp_path / "drop" / "a.csv")
    assert wake.wait(DEADLINE)
    (tmp_path / "drop" / "sub").mkdir()
    assert wake.wait(DEADLINE)
    drain(wake)
    (tmp_path / "drop" / "sub" / "b.csv").write_text("x")
    assert wake.wait(DEADLINE)


def test_reading_wakes_nobody(watch: Watch, wake: Wake) -> None:
    [handler] = {each for each in vars(watch).values() if isinstance(each, module._Waker)}  # noqa: SLF001 - what it does with events
    for quiet in (FileOpenedEvent("a.csv"), FileClosedNoWriteEvent("a.csv")):
        handler.dispatch(quiet)
    assert not wake.wait(0)
    handler.dispatch(FileCreatedEvent("a.csv"))
    assert wake.wait(0)


def test_a_dead_observer_is_replaced(watch: Watch, wake: Wake, tmp_path: Path) -> None:
    dead = observer(watch)
    dead.stop()
    dead.join(DEADLINE)
    watch.tend()
    assert observer(watch) is not dead
    drain(wake)
    (tmp_path / "drop" / "a.csv").write_text("x")
    assert wake.wait(DEADLINE)


def test_a_dead_emitter_is_noticed_though_its_observer_lives(watch: Watch) -> None:
    alive = observer(watch)
    for emitter in alive.emitters:
        emitter.stop()
        emitter.join(DEADLINE)
    assert alive.is_alive()
    watch.tend()
    assert observer(watch) is not alive


def test_a_folder_made_anew_is_watched_anew(watch: Watch, wake: Wake, tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.rename(tmp_path / "old")
    watch.tend()
    assert watch.way == "polling"
    drop.mkdir()
    watch.tend()
    assert watch.way == "events"
    drain(wake)
    (drop / "a.csv").write_text("x")
    assert wake.wait(DEADLINE)


def test_polling_starts_no_observer(tmp_path: Path, wake: Wake) -> None:
    made = Watch(tmp_path, "polling", wake)
    made.tend()
    assert (made.observer, made.way) == (None, "polling")


@pytest.mark.parametrize(("kind", "way"), [("nfs4", "polling"), ("ext4", "events")])
def test_auto_asks_the_file_system(
    tmp_path: Path, wake: Wake, monkeypatch: pytest.MonkeyPatch, kind: str, way: str
) -> None:
    monkeypatch.setattr(module, "file_system", lambda _: kind)
    made = Watch(tmp_path, "auto", wake)
    made.tend()
    try:
        assert made.way == way
    finally:
        made.stop()


def test_where_no_observer_can_start_it_is_polling(
    tmp_path: Path, wake: Wake, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise OSError(24, "inotify instance limit reached")

    monkeypatch.setattr(module, "Observer", refuse)
    made = Watch(tmp_path, "events", wake)
    made.tend()
    assert made.way == "polling"


MOUNTS = (
    "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
    "30 22 0:40 / /srv rw - nfs4 server:/export rw,vers=4.2",
    "31 30 0:41 / /srv/share\\040one rw master:1 shared:2 - cifs //host/share rw",
    "32 22 0:42 / /mnt/ssh rw - fuse.sshfs host: rw",
)


@pytest.mark.parametrize(
    ("folder", "kind", "tells"),
    [
        ("home/drop", "ext4", True),
        ("srv/drop", "nfs4", False),
        ("srv/share one/drop", "cifs", False),
        ("srvother/drop", "ext4", True),
        ("mnt/ssh", "fuse.sshfs", False),
    ],
)
def test_the_deepest_mount_tells_the_file_system(
    tmp_path: Path, folder: str, kind: str, *, tells: bool
) -> None:
    root = tmp_path.anchor
    found = file_system(tmp_path.joinpath(root, folder), MOUNTS)
    assert found == kind
    assert tells_of_changes(found) == tells


def test_an_unknown_file_system_is_trusted_for_the_scan_backs_it_up(tmp_path: Path) -> None:
    assert file_system(tmp_path, ()) is None
    assert tells_of_changes(None)
