"""The line that says how far a file is: on a terminal, in place, and gone at the end."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

from artui.cli.progress import ProgressLine
from artui.ingest.progress import READING, Progress
from tests.agent.live import ROOT
from tests.cli.program import ESCAPE, program
from tests.homes import canonical_csv, invoice
from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    import pytest

    from tests.cli.program import UserHome

MANY = 60_000


class Screen(io.StringIO):
    """A stream that is a terminal, or is none."""

    def __init__(self, *, terminal: bool = True) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        """Whether it is one."""
        return self._terminal


def test_a_line_is_rewritten_in_place_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    times = iter([0.0, 0.1, 0.6, 0.7, 0.9])
    stream = Screen()
    with ProgressLine(stream, lambda: next(times)) as line:
        assert line.listener is not None
        for rows in (1, 1_000, 2_000, 3_000):
            line.listener(Progress("big\x1b[2J.csv", READING, rows, 3_000))
    drawn = stream.getvalue().split("\r")
    assert [each.rstrip() for each in drawn] == [
        "loading big�[2J.csv · 1,000 of about 3…",
        "loading big�[2J.csv · 3,000 rows",
        "",
        "",
    ]
    assert {len(each) for each in drawn[:-1]} == {39}
    assert ESCAPE not in stream.getvalue()


def test_what_is_soon_over_draws_nothing() -> None:
    stream = Screen()
    with ProgressLine(stream, lambda: 0.0) as line:
        assert line.listener is not None
        line.listener(Progress("small.csv", READING, 1, 3_000))
    assert stream.getvalue() == ""


def test_nobody_listens_in_a_pipe() -> None:
    with ProgressLine(Screen(terminal=False)) as line:
        assert line.listener is None


def test_a_long_load_in_a_terminal_says_how_far_it_is(home: UserHome) -> None:
    export = home.write_text(
        "big.csv", canonical_csv(invoice(f"I{n}", f"{n}.00") for n in range(MANY))
    )
    order = [sys.executable, "-m", "artui", "ingest", "--home", str(home.path), str(export)]
    with Terminal(order, size=(100, 10), env={"NO_COLOR": "1"}, cwd=ROOT) as terminal:
        assert terminal.ended() == 0
        assert b"loading big.csv \xc2\xb7 " in terminal.output
        assert "loading" not in terminal.frame()
        assert terminal.frame().startswith("big.csv: loaded as invoices. 60,000 rows")
        assert ESCAPE.encode() not in terminal.output
    assert not os.environ.get("NO_COLOR")


def test_a_pipe_gets_nothing_of_it(home: UserHome) -> None:
    said = program("ingest", "--home", home.path, home.write("i.csv", invoice("I1", "1.00")))
    assert said.code == 0
    assert said.err == ""
