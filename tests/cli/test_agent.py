"""`artui agent` as it is called; what it does with files is tested with the agent itself."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from artui import lock
from tests.demonstration import ROOT, plain_environment
from tests.homes import canonical_csv, invoice

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome


@pytest.fixture(autouse=True)
def _still(home: UserHome) -> None:
    home.set("today: 2026-11-20\nsettle_seconds: 0\nscan_seconds: 1\n")


def drop(home: UserHome, name: str, text: str) -> None:
    (home.path / "drop" / name).write_text(text)


def test_once_loads_what_is_there_and_ends(artui: Artui, home: UserHome) -> None:
    drop(home, "invoices.csv", canonical_csv([invoice("I1", "10.00")]))
    said = artui("--home", home.path, "agent", "--once")
    assert (said.code, said.out) == (0, "")
    events = [json.loads(line)["event"] for line in said.err.splitlines()]
    assert events[0] == "started"
    assert events[-1] == "stopped"
    assert home.states() == [("invoices.csv", "loaded")]


def test_findings_of_one_run_are_its_exit_code(artui: Artui, home: UserHome) -> None:
    drop(home, "invoices.csv", "nothing,known\n1,2\n")
    assert artui("--home", home.path, "agent", "--once").code == 1


def test_its_log_may_be_a_file(artui: Artui, home: UserHome, tmp_path: Path) -> None:
    said = artui("--home", home.path, "agent", "--once", "--log", tmp_path / "agent.log")
    assert (said.code, said.out, said.err) == (0, "", "")
    lines = (tmp_path / "agent.log").read_text().splitlines()
    assert json.loads(lines[0])["event"] == "started"


def test_a_log_that_cannot_be_written_is_told(artui: Artui, home: UserHome, tmp_path: Path) -> None:
    said = artui("--home", home.path, "agent", "--once", "--log", tmp_path / "no" / "agent.log")
    assert said.code == 3
    assert "agent.log cannot be written" in said.error


def test_a_second_agent_is_refused(artui: Artui, home: UserHome) -> None:
    with lock.at_once(home.path / "db" / "agent.lock") as alone:
        assert alone
        said = artui("--home", home.path, "agent", "--once")
    assert said.code == 3
    assert "already running" in said.error


def test_it_stays_until_it_is_told_to_stop(home: UserHome) -> None:
    command = [sys.executable, "-m", "artui", "--home", str(home.path), "agent"]
    with subprocess.Popen(
        command, cwd=ROOT, env=plain_environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if json.loads(line)["event"] == "started":
                break
        process.send_signal(signal.SIGTERM)
        rest = process.stderr.read()
        assert process.wait(20) == 0
    assert json.loads(rest.splitlines()[-1])["event"] == "stopped"
