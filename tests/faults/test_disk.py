"""A full disk: the file stays in the drop folder, nothing is half loaded, and it is tried again."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.agent.live import Deployment, invoices

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow

ROWS = [f"I{number}" for number in range(3_000)]
BLOCK = 4096


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of eight megabytes."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small file system")
    disk = tmp_path / "disk"
    disk.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("a small file system cannot be mounted here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def fill(disk: Path, free: int) -> Path:
    """Fill a disk but for some bytes."""
    filler = disk / "filler"
    room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize - free
    with suppress(OSError):  # the agent may take some of the room in between
        filler.write_bytes(bytes(max(0, room)))
    return filler


@pytest.mark.parametrize("free", [0, 400_000], ids=["for the copy", "for the commit"])
def test_a_full_disk_loses_nothing(small_disk: Path, free: int) -> None:
    home = small_disk / "home"
    home.mkdir()
    deployment = Deployment(home)
    part = deployment.drop / "invoices.csv.part"
    part.write_text(invoices(*ROWS))
    with deployment.running() as live:
        live.until("job_done", job="escalate")
        filler = fill(small_disk, free)
        part.rename(deployment.drop / "invoices.csv")
        told = live.until("retry", file="invoices.csv")
        assert "full" in told["reason"] or "No space" in told["reason"]
        assert deployment.states() == []
        assert deployment.files("drop") == ["invoices.csv"]
        filler.unlink()
        live.until("kept")
        assert live.stop() == 0
    assert deployment.states() == [("invoices.csv", "loaded")]
    assert len(deployment.open_amounts()) == len(ROWS)
    assert deployment.files("drop") == []
    deployment.check()


def test_files_that_may_not_grow_are_a_full_disk_too(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path)
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    with deployment.running() as live:
        live.until("job_done", job="escalate")
        pid = live.process.pid
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (BLOCK, unlimited[1]))
        deployment.give("invoices.csv", invoices(*ROWS))
        assert live.until("retry", file="invoices.csv")["reason"] == "File too large"
        assert deployment.files("db/work") == []
        resource.prlimit(pid, resource.RLIMIT_FSIZE, unlimited)
        live.until("kept")
        assert live.stop() == 0
    assert deployment.states() == [("invoices.csv", "loaded")]
    deployment.check()


def test_a_single_run_on_a_full_disk_ends_with_a_finding(small_disk: Path) -> None:
    home = small_disk / "home"
    home.mkdir()
    deployment = Deployment(home)
    assert deployment.once()[0] == 0
    (deployment.drop / "invoices.csv").write_text(invoices(*ROWS))
    filler = fill(small_disk, 400_000)
    code, events = deployment.once()
    assert code == 1
    assert "retry" in {event["event"] for event in events}
    assert deployment.files("drop") == ["invoices.csv"]
    filler.unlink()
    assert deployment.once()[0] == 0
    assert deployment.states() == [("invoices.csv", "loaded")]
