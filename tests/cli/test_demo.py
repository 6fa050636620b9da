"""`artui demo`: without a terminal it prints, with one it opens the terminal UI."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.cli.program import Said
from tests.demonstration import ROOT, demonstration
from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Artui


def test_without_a_terminal_it_prints_aging_disputes_and_the_top_ten() -> None:
    shown = demonstration()
    said = Said(shown.code, shown.out, shown.err)
    assert said.code == 0
    places = [
        said.out.index(text) for text in ("Aging as of", "Disputes as of", "Late-pay reasons")
    ]
    assert places == sorted(places)
    assert "buckets" in said.out.lower()
    assert sum(line.strip().startswith(tuple("123456789")) for line in said.out.splitlines()) >= 10
    aged, rest = said.out.split("Disputes as of")
    assert aged.count("  yes\n") == 3, "USD, EUR, and both in the base currency"
    assert "  yes\n" in rest


def test_it_tells_where_its_home_is_and_keeps_the_agents_log_there() -> None:
    shown = demonstration()
    assert shown.err.splitlines()[-1] == f"The demo home stays in {shown.path}."
    assert '"event": "loaded"' in (shown.path / "agent.log").read_text()
    assert not any(line.startswith("{") for line in shown.err.splitlines())


def test_every_file_of_the_sample_was_loaded(artui: Artui) -> None:
    data = artui("--home", demonstration().path, "report", "imports", "--format", "json").json
    exports = list((ROOT / "sample_data" / "exports").glob("*.csv"))
    assert len(data["rows"]) == len(exports)
    states = {row["state"] for row in data["rows"]}
    assert states == {"loaded", "loaded_with_rejects"}
    assert list((demonstration().path / "drop").iterdir()) == []


def test_a_home_that_is_there_is_not_touched(artui: Artui) -> None:
    said = artui("demo", "--home", demonstration().path)
    assert said.code == 2
    assert "is not empty" in said.err


def test_a_terminal_that_cannot_be_drawn_on_gets_the_reports(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "artui", "demo", "--home", str(tmp_path / "demo")]
    with Terminal(command, cwd=ROOT, env={"TERM": None}, size=(200, 60)) as terminal:
        assert terminal.ended(60) == 0
        assert b"Late-pay reasons of 2026-W46" in terminal.output
        assert b"\x1b" not in terminal.output


def test_on_a_terminal_it_opens_on_aging(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "artui", "demo", "--home", str(tmp_path / "demo")]
    with Terminal(command, cwd=ROOT, size=(120, 30)) as terminal:
        terminal.wait_for("Northlight Group Holdings", 60)
        terminal.press("q")
        assert terminal.ended() == 0
        assert b"The demo home stays in" in terminal.output
