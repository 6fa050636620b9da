"""The log: lines of JSON that cannot act on a terminal and quote no data."""

from __future__ import annotations

import json
import sqlite3
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from artui.agent import log, run
from artui.errors import BrokenEnvironment, UsageError
from artui.home import Home
from artui.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_an_event_is_one_line_of_json(capsys: pytest.CaptureFixture[str]) -> None:
    with log.writing_to(None):
        log.info("loaded", file="a\x1b[2J\nb.csv", rows=3, reason=None)
    [line] = capsys.readouterr().err.splitlines()
    told = json.loads(line)
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "info",
        "event": "loaded",
        "file": "a\ufffd[2J\ufffdb.csv",
        "rows": 3,
        "reason": None,
    }


def test_a_log_file_moved_away_is_opened_anew(tmp_path: Path) -> None:
    path = tmp_path / "agent.log"
    with log.writing_to(path):
        log.warn("one")
        path.rename(tmp_path / "agent.log.1")
        log.warn("two")
    assert json.loads(path.read_text())["event"] == "two"
    log.info("unheard")
    assert len(path.read_text().splitlines()) == 1


def test_a_closed_or_full_log_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        """A disk without room."""

        def write(self, _text: str) -> int:
            """Refuse."""
            raise OSError(28, "No space left on device")

        def flush(self) -> None:
            """Refuse."""
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", Full())
    with log.writing_to(None):
        log.info("unheard")


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (OSError(28, "No space left on device"), "No space left on device"),
        (ValueError("secret"), "unexpected ValueError"),
        (sqlite3.OperationalError("disk is full"), "the database says: disk is full"),
        (UsageError(what="'O'Brien' is wrong."), "'…' is wrong."),
    ],
)
def test_reasons_quote_no_data(problem: Exception, reason: str) -> None:
    assert log.reason(problem) == reason


def test_a_log_that_cannot_be_opened_is_a_broken_environment(tmp_path: Path) -> None:
    home = Home(tmp_path, Settings())
    with pytest.raises(BrokenEnvironment, match=r"agent\.log cannot be written: No such file"):
        run.run(home, once=True, log_file=tmp_path / "gone" / "agent.log")


def test_a_thread_that_dies_is_an_event_and_no_traceback(tmp_path: Path) -> None:
    def die() -> None:
        raise KeyError("secret")

    path = tmp_path / "agent.log"
    with run._log(path):  # noqa: SLF001 - what the agent runs within
        thread = threading.Thread(target=die, name="inotify")
        thread.start()
        thread.join()
    told = json.loads(path.read_text())
    assert (told["event"], told["thread"], told["reason"]) == (
        "thread_died",
        "inotify",
        "KeyError",
    )
