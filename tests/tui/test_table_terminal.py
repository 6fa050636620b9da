"""The table in a real terminal: what data must not do there, and signs without colour."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from artui.text import REPLACEMENT
from tests.tui import table_app
from tests.tui.table_app import fill
from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

HOSTILE = {
    "A\x1b]52;c;QQ==\x07": f"A{REPLACEMENT}]52;c;QQ=={REPLACEMENT}",
    "[/x]": "[/x]",
    "[@click=app.bell()]x": "[@click=app.bell()]x",
    "=cmd|' /C calc'!A0": "=cmd|' /C calc'!A0",
    "\x1b[2Jgone\x9b31m\x90q\x1b\\": (
        f"{REPLACEMENT}[2Jgone{REPLACEMENT}31m{REPLACEMENT}q{REPLACEMENT}\\"
    ),
    "株式会社日本冷蔵": "株式会社日本冷蔵",
    "Ice 🧊 Co": "Ice 🧊 Co",
    "two\nlines\r\tand\x00nul": REPLACEMENT.join(["two", "lines", "", "and", "nul"]),
    "\u202egnihton\u2066": f"{REPLACEMENT}gnihton{REPLACEMENT}",
}


def _run(path: Path, env: Mapping[str, str | None] | None = None) -> Terminal:
    return Terminal([sys.executable, str(Path(table_app.__file__)), str(path)], env=env)


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    return fill(tmp_path / "db", HOSTILE)


def test_hostile_names_reach_the_terminal_as_plain_text(hostile: Path) -> None:
    with _run(hostile) as terminal:
        frame = terminal.wait_for("gnihton")
        terminal.press("j", "j", "j", "G", "enter")
        terminal.wait_for("chosen 9")
        terminal.press("q")
        assert terminal.ended() == 0
        sent = bytes(terminal.output)
    for shown in HOSTILE.values():
        assert shown in frame
    assert b"\x1b]52" not in sent
    assert b"\x1b[2Jgone" not in sent
    assert "\x9b" not in sent.decode()
    assert "\u202e" not in sent.decode()


def test_no_escape_sequence_comes_from_data(hostile: Path, tmp_path: Path) -> None:
    def sequences(path: Path, last: str) -> set[bytes]:
        with _run(path) as terminal:
            terminal.wait_for(last)
            terminal.press("q")
            assert terminal.ended() == 0
            return {
                match[:2] for match in re.findall(rb"\x1b[^m]*?[A-Za-z\\\x07]", terminal.output)
            }

    plain = fill(tmp_path / "plain", ("plain" for _ in HOSTILE))
    assert sequences(hostile, "gnihton") <= sequences(plain, "plain")


def test_figures_stay_in_their_columns_beside_wide_characters(hostile: Path) -> None:
    with _run(hostile) as terminal:
        terminal.wait_for("gnihton")
        lines = range(1, len(HOSTILE) + 1)
        header = terminal.frame().splitlines()[0]
        end = header.index("Amount") + len("Amount") - 1
        digits = {terminal.style(line, end).data.isdigit() for line in lines}
        blanks = {terminal.style(line, end + 1).data for line in lines}
    assert digits == {True}
    assert blanks == {" "}


def test_without_colour_the_cursor_is_reversed_and_marked(hostile: Path) -> None:
    with _run(hostile, {"NO_COLOR": "1"}) as terminal:
        terminal.wait_for("gnihton")
        terminal.press("j")
        frame = terminal.wait_for(lambda frame: "\n▸ [/x]" in frame)
        assert frame.count("▸") == 1
        under_cursor, other = terminal.style(2, 3), terminal.style(3, 3)
        sent = bytes(terminal.output)
    assert (under_cursor.reverse, other.reverse) == (True, False)
    assert {under_cursor.fg, under_cursor.bg, other.fg, other.bg} == {"default"}
    assert not re.search(rb"\x1b\[[0-9;]*[34]8;[25];", sent)


def test_quitting_while_rows_are_put_in_order_gives_the_terminal_back(tmp_path: Path) -> None:
    path = fill(tmp_path / "db", (f"Customer {n}" for n in range(100_000)))
    with _run(path) as terminal:
        terminal.wait_for("Customer 5")
        terminal.press(">", ">", "s", "q")
        assert terminal.ended() == 0
        assert terminal.output.rindex(b"\x1b[?1049l") > terminal.output.rindex(b"\x1b[?1049h")


def test_the_terminal_can_change_its_size(hostile: Path) -> None:
    with _run(hostile) as terminal:
        terminal.wait_for("gnihton")
        terminal.resize(40, 8)
        frame = terminal.wait_for(lambda frame: "gnihton" not in frame and "[/x]" in frame)
        assert len(frame.splitlines()) == 8
        terminal.press("G")
        assert "▸" in terminal.wait_for("gnihton")
