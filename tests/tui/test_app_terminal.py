"""The whole program in a real terminal: what it sends, how it ends, what it makes of terminals."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from artui.store.connection import open_main
from tests.homes import dispute, invoice
from tests.tui.terminal import Terminal
from tests.tui.worlds import agent, found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.home import Home

ROOT = Path(__file__).resolve().parents[2]
PROOF = "buckets + unapplied = outstanding"
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h")
MANY = 100_000

HOSTILE = (
    "\x1b]52;c;QQ==\x07",
    "[/x]",
    "[@click=app.bell()]x",
    "=cmd|' /C calc'!A0",
    "\u202egnihton",
    "a\x01b\x7fc\x9b31md",
    "株式会社日本冷蔵 🧊",
    "long " * 60,
)


def command(home: Home, *options: str) -> list[str]:
    """The program on a home."""
    return [sys.executable, "-m", "artui", "--home", str(home.path), *options]


def run(
    home: Home,
    *options: str,
    env: Mapping[str, str | None] | None = None,
    size: tuple[int, int] = (150, 30),
) -> Terminal:
    """The program in a terminal."""
    return Terminal(command(home, *options), env=env, size=size, cwd=ROOT)


def many(home: Home) -> None:
    """So many customers that putting them in order takes a while."""
    connection = open_main(home.main)
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})"
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN")
    columns = [row[1] for row in connection.execute("PRAGMA table_info(customer)")]
    taken = ", ".join(
        {"id": "1000 + i", "number": "'M' || i", "key": "'m' || i", "name": "'Many ' || i"}.get(
            name, f"c.{name}"
        )
        for name in columns
    )
    connection.execute(
        f"INSERT INTO customer {numbers} SELECT {taken} FROM n, customer AS c WHERE c.id = 1"
    )
    columns = [row[1] for row in connection.execute("PRAGMA table_info(position)")]
    taken = ", ".join(
        {"id": "1000 + i", "customer_id": "1000 + i", "currency": "'USD'"}.get(name, f"p.{name}")
        for name in columns
    )
    connection.execute(
        f"INSERT INTO position {numbers} SELECT {taken} FROM n, position AS p WHERE p.id = 1"
    )
    connection.execute("COMMIT")
    connection.close()


def hostile(path: Path) -> Home:
    """A home in which every text an export can bring is hostile."""
    home = found(path, company_name=HOSTILE[1] + HOSTILE[2] + HOSTILE[4])
    with agent(home) as hands:
        hands.take(
            f"customers {HOSTILE[0]}.csv",
            [
                {"customer_id": f"C{n}", "name": text, "collector": text, "segment": text}
                for n, text in enumerate(HOSTILE)
            ],
        )
        hands.take(
            "invoices_2026-11-01.csv",
            [
                invoice(
                    f"I{n} {text}",
                    "100.00",
                    "2026-09-01",
                    customer_id="C1",
                    due_date="2026-09-30",
                    reason=text,
                    po_number=text,
                    site=text,
                    approver=text,
                )
                for n, text in enumerate(HOSTILE)
            ]
            + [invoice(f"N{n}", "1.00", text, customer_id="C1") for n, text in enumerate(HOSTILE)],
        )
        hands.take(
            "disputes_2026-11-02.csv",
            [
                dispute(f"D{n} {text}", f"I{n} {text}", "2026-10-01", reason=text, owner=text)
                for n, text in enumerate(HOSTILE)
            ],
        )
        hands.give(f"not a file {HOSTILE[0]} [x].csv", f"{HOSTILE[0]},b\n1,2\n")
    return home


def harmless(terminal: Terminal) -> str:
    """What was sent, in which nothing of hostile data is left that a terminal would act on."""
    sent = terminal.output.decode()
    assert "\x1b]52" not in sent
    assert "\x9b" not in sent
    assert "\u202e" not in sent
    assert "QQ==\x07" not in sent
    assert "\x01" not in sent
    pointer_shapes = "22"  # the only command to the terminal's host that Textual itself sends
    assert set(re.findall(r"\x1b\](\d*)", sent)) <= {pointer_shapes}
    return sent


def test_nothing_of_hostile_data_acts_on_any_screen(tmp_path: Path) -> None:
    home = hostile(tmp_path / "home")
    with run(home) as terminal:
        terminal.wait_for(PROOF)
        terminal.press("?")
        terminal.wait_for("Find an action by its name")
        terminal.press("escape")
        terminal.wait_for(lambda frame: "Find an action" not in frame)
        terminal.press("enter")
        terminal.wait_for("open items")
        terminal.press("enter")
        terminal.wait_for("Dispute D")
        terminal.press("r")
        terminal.wait_for("Why is I")
        terminal.press("enter")
        terminal.wait_for("Late because")
        terminal.wait_for(lambda _: b"u takes it back" in terminal.output)
        terminal.press("4")
        terminal.wait_for("8 open disputes")
        terminal.press("/", "x", "]", "enter")
        terminal.wait_for("with “x]”")
        terminal.press("5")
        terminal.wait_for("late invoices ·")
        terminal.press("enter")
        terminal.wait_for("late in week")
        terminal.press("9")
        terminal.wait_for("4 files")
        terminal.press("enter")
        terminal.wait_for("kept as failed")
        terminal.press("escape")
        terminal.wait_for(lambda frame: "kept as failed" not in frame)
        terminal.press("j", "j", "enter")
        terminal.wait_for("8 rejected rows")
        terminal.press("ctrl+p")
        terminal.wait_for("Choose why")
        terminal.press("escape")
        terminal.wait_for(lambda frame: "Choose why" not in frame)
        terminal.press("q")
        assert terminal.ended() == 0
    sent = harmless(terminal)
    assert "[@click=app.bell()]x" in sent
    assert "=cmd|' /C calc'!A0" in sent


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_the_terminal_back_while_rows_are_put_in_order(
    home: Home, number: signal.Signals
) -> None:
    many(home)
    with run(home) as terminal:
        terminal.wait_for("Many")
        terminal.press(">", "s")
        terminal.process.send_signal(number)
        assert terminal.ended(10) == 128 + number
        for code in RESTORED:
            assert code in terminal.output[-400:]
        assert b"Traceback" not in terminal.output


def test_a_dropped_line_ends_the_program(home: Home) -> None:
    with run(home) as terminal:
        terminal.wait_for(PROOF)
        terminal.hang_up()
        assert terminal.process.wait(20) == 128 + signal.SIGHUP


def test_a_line_may_drop_while_frames_wait_to_be_sent(home: Home) -> None:
    with run(home) as terminal:
        terminal.wait_for(PROOF)
        for _ in range(40):
            terminal.press("j", "k", "5", "4", "2")
        terminal.hang_up()
        assert terminal.process.wait(20) == 128 + signal.SIGHUP


def test_it_ends_where_nobody_tells_it_that_the_line_dropped(home: Home) -> None:
    with Terminal(command(home), size=(150, 30), cwd=ROOT, owner=False) as terminal:
        terminal.wait_for(PROOF)
        terminal.hang_up()
        assert terminal.process.wait(20) == 128 + signal.SIGHUP


def test_a_stopped_program_takes_the_terminal_back(home: Home) -> None:
    with run(home) as terminal:
        terminal.wait_for(PROOF)
        terminal.process.send_signal(signal.SIGSTOP)
        terminal.settle()
        before = len(terminal.output)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for(lambda _: b"\x1b[?1049h" in terminal.output[before:])
        terminal.wait_for(PROOF)
        terminal.press("q")
        assert terminal.ended() == 0


def test_the_day_goes_on_without_a_key(home: Home) -> None:
    with run(home) as terminal:
        terminal.wait_for("USD 1,980.00 ✓")
        with agent(home) as hands:
            hands.take("late.csv", [invoice("L", "20.00", "2026-11-18", customer_id="C2")])
        terminal.wait_for("USD 2,000.00 ✓")
        terminal.press("4")
        terminal.wait_for("1 open dispute")
        with agent(home) as hands:
            hands.take("more.csv", [dispute("D-9", "INV-5", "2026-11-18")])
        terminal.wait_for("2 open disputes")


def test_without_colour_no_colour_is_sent(home: Home) -> None:
    with run(home, env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for(PROOF)
        frame = terminal.wait_for("▸ Harbor")
        row = next(n for n, line in enumerate(frame.splitlines()) if line.startswith("▸"))
        assert terminal.style(row, 3).reverse
        terminal.press("enter")
        terminal.wait_for("open items")
        terminal.press("r")
        terminal.wait_for("Why is")
        sent = bytes(terminal.output)
    assert not re.search(rb"\x1b\[[0-9;]*[34]8;[25];", sent)
    assert not re.search(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|9[0-7])m", sent)


@pytest.mark.parametrize("term", ["screen", "xterm", "linux", "tmux-256color"])
def test_it_can_be_read_in_plain_terminals(home: Home, term: str) -> None:
    env = {"TERM": term, "COLORTERM": None, "COLUMNS": "40", "LINES": "9"}
    with run(home, env=env) as terminal:
        frame = terminal.wait_for(PROOF)
        assert len(frame.splitlines()) == 30
        assert "Collector" in frame
        row = next(n for n, line in enumerate(frame.splitlines()) if line.startswith("▸"))
        here, below = terminal.style(row, 3), terminal.style(row + 1, 3)
        assert (here.fg, here.bg, here.reverse) != (below.fg, below.bg, below.reverse)
        assert here.fg != here.bg
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_dumb_terminal_is_refused_with_a_sentence(home: Home) -> None:
    with run(home, env={"TERM": "dumb"}) as terminal:
        assert terminal.ended() == 3
        said = terminal.output.decode()
    assert "TERM is dumb" in said
    assert "\x1b" not in said


def test_without_a_terminal_it_says_what_to_do_instead(home: Home) -> None:
    done = subprocess.run(
        command(home),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "artui report aging" in done.stderr


@pytest.mark.parametrize(
    ("connection", "expected"), [("1.2.3.4 5 6.7.8.9 22", False), (None, True)]
)
def test_the_mouse_is_left_alone_over_ssh(
    home: Home, connection: str | None, *, expected: bool
) -> None:
    with run(home, env={"SSH_CONNECTION": connection}) as terminal:
        terminal.wait_for(PROOF)
        assert (b"\x1b[?1003h" in terminal.output) == expected


def test_the_terminal_can_change_its_size_while_rows_are_read(home: Home) -> None:
    many(home)
    with run(home) as terminal:
        terminal.wait_for("artui")
        for size in ((40, 8), (200, 50), (60, 20)):
            terminal.resize(*size)
        terminal.wait_for("▸")
        terminal.settle(1.0)
        terminal.press("end")
        frame = terminal.wait_for(lambda frame: "▸ Delta" in frame)
        assert len(frame.splitlines()) == 20
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_new_home_opens_and_is_made_ready(tmp_path: Path) -> None:
    home = found(tmp_path / "new")
    with run(home, "--read-only") as terminal:
        assert terminal.ended() == 3
        assert "There is no database" in terminal.output.decode()
    assert not home.main.exists()
    with run(home) as terminal:
        terminal.wait_for("nothing here: no customers")
        terminal.press("q")
        assert terminal.ended() == 0
    assert home.main.exists()


def test_a_bug_is_one_line_without_anybodys_data(home: Home) -> None:
    code = (
        "import sys\nfrom artui.tui.app import ArtuiApp\n"
        "def broken(self):\n    secret = 'Harbor'\n    raise ValueError(secret + ' Cold')\n"
        "ArtuiApp.action_help = broken\n"
        "from artui.cli.commands import run\nsys.exit(run(sys.argv[1:]))"
    )
    asked = [sys.executable, "-c", code, "--home", str(home.path)]
    with Terminal(asked, size=(150, 30), cwd=ROOT) as terminal:
        terminal.wait_for(PROOF)
        terminal.press("?")
        assert terminal.ended() == 1
        after = terminal.output[terminal.output.rindex(b"\x1b[?1049l") :].decode()
    assert "Something unexpected happened (ValueError at" in after
    assert "Cold" not in after
    assert "Traceback" not in after
