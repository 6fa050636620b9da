"""Killed at any instant, the agent that starts next ends where nothing had happened."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.agent.live import DEADLINE, ROOT, Deployment, command, invoices
from tests.homes import canonical_csv, listed, payment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

CALLS = "pwrite64,fsync,fdatasync,ftruncate,link,linkat,unlink,rename,mkdir,rmdir"
POINTS = 16
EXPECTED = {"I1": 1000, "I2": 0, "I3": 1000, "P1": -700}


def deliver(deployment: Deployment) -> None:
    """Three files: invoices with a bad row among them, a payment, and a list that closes one."""
    text = invoices("I1", "I2", "I3", "I4").replace("I4,C1,2026-10-01,10.00", "I4,C1,2026-10-01,x")
    deployment.give("a_2026-11-01.csv", text)
    deployment.give("b_2026-11-02.csv", canonical_csv([payment("P1", "7", "2026-11-02")]))
    rows = [listed(number, amount, "2026-11-03") for number, amount in (("I1", "10"), ("I3", "10"))]
    rows.append(listed("P1", "-7", "2026-11-03"))
    deployment.give("c_2026-11-03.csv", canonical_csv(rows))


def check(deployment: Deployment) -> None:
    """Everything exactly once, nothing left lying about."""
    deployment.check()
    assert deployment.open_amounts() == EXPECTED
    assert deployment.files("drop") == []
    assert [name[13:] for name in deployment.files("archive")] == [
        name for _, name in sorted((name[:12], name[13:]) for name in deployment.files("archive"))
    ]
    assert sorted(name[13:] for name in deployment.files("archive")) == [
        "a_2026-11-01.csv",
        "b_2026-11-02.csv",
        "c_2026-11-03.csv",
    ]
    assert not deployment.files("db/work")
    loaded = deployment.ask(
        "SELECT file, count(*) FROM import WHERE state IN ('loaded', 'loaded_with_rejects')"
        " GROUP BY file"
    )
    assert loaded == [(name[13:], 1) for name in sorted(deployment.files("archive"), key=_given)]
    assert deployment.ask("SELECT count(*) FROM reject") == [(1,)]
    assert len(deployment.files("failed")) == 1


def _given(name: str) -> str:
    return name[13:]


def strace(deployment: Deployment, *options: str) -> tuple[int, str]:
    """Run the agent once under strace; its exit code and what strace saw."""
    done = subprocess.run(
        ["strace", "-f", "-qq", "-P", str(deployment.path), *options]
        + command(deployment.path, "--once"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )
    return done.returncode, done.stderr


def paths(deployment: Deployment) -> list[str]:
    """Options that let strace follow what concerns the home's files alone."""
    database = deployment.home.main
    return [option for suffix in ("", "-wal", "-shm") for option in ("-P", f"{database}{suffix}")]


def calls(folder: Path) -> int:
    """How many of the system calls a whole run makes."""
    deployment = Deployment(folder)
    deliver(deployment)
    log = folder / "strace.log"
    code, said = strace_all(deployment, "-o", str(log), "-e", f"trace={CALLS}")
    assert code == 1, said
    check(deployment)
    return len(re.findall(r"^(\d+ +)?\w+\(", log.read_text(), re.MULTILINE))


def strace_all(deployment: Deployment, *options: str) -> tuple[int, str]:
    """Run the agent once under strace, whatever it touches."""
    done = subprocess.run(
        ["strace", "-f", "-qq", *options, *command(deployment.path, "--once")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=DEADLINE,
        check=False,
    )
    return done.returncode, done.stderr


def test_killed_at_system_calls_the_next_run_ends_the_same(tmp_path: Path) -> None:
    pass
