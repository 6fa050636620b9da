"""A line of policy edited in a real terminal, and taken over by an agent of its own process."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING

import pytest

from tests.agent.live import ROOT, Deployment
from tests.homes import canonical_csv, invoice
from tests.tui.terminal import Terminal
from tests.tui.test_app_terminal import HOSTILE, harmless, hostile, run
from tests.tui.worlds import agent

if TYPE_CHECKING:
    from pathlib import Path

PROOF = "buckets + unapplied = outstanding"
CREDIT = """\
default_limit: "9.00"
limits:
  - {limit: "5000.00", currency: USD, when: {segment: strategic}}
"""
#: It says what it was given and where, waits for a line, and does what the line says.
EDITOR = """\
#!/bin/sh
trap 'echo interrupted' INT
printf '\\033[2J\\033[H'
echo "editing ${2#"$PWD/"} at $1 in ${PWD##*/}"
read answer || read answer
case "$answer" in
    raise) sed -i 's/5000.00/75000.00/' "$2" ;;
    break) sed -i 's/^limits:/limit:/' "$2" ;;
    mend) sed -i 's/^limit:/limits:/' "$2" ;;
    fail) exit 7 ;;
esac
"""


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    """A home with one customer under a rule on credit."""
    made = Deployment(tmp_path)
    (tmp_path / "policies" / "credit.yaml").write_text(CREDIT)
    customer = {"customer_id": "C1", "name": "Harbor", "segment": "strategic"}
    made.give("customers.csv", canonical_csv([customer]))
    made.give("invoices.csv", canonical_csv([invoice("I1", "10.00")]))
    assert made.once()[0] == 0
    return made


@pytest.fixture
def editor(tmp_path: Path) -> Path:
    """An editor in a folder of its own; by its name it takes the line as vi does."""
    path = tmp_path / "an editor" / "vi"
    path.parent.mkdir()
    path.write_text(EDITOR)
    path.chmod(0o755)
    return path


def on_the_limit(deployment: Deployment, editor: Path) -> Terminal:
    """The program on the customer's limit."""
    command = [sys.executable, "-m", "artui", "--home", str(deployment.path)]
    env = {"VISUAL": None, "EDITOR": f"'{editor}'"}
    terminal = Terminal(command, size=(150, 40), env=env, cwd=ROOT)
    terminal.wait_for(PROOF)
    terminal.press("P")
    terminal.wait_for("the policy that applies")
    terminal.press("/", *"5000", "enter")
    terminal.wait_for("1 policy line with “5000”")
    return terminal


def edit(terminal: Terminal, answer: str, key: str = "e") -> None:
    """Open the line, see that the terminal is the editor's, and answer it."""
    terminal.press(key)
    frame = terminal.wait_for("editing credit.yaml at +3 in policies")
    assert terminal.output.rindex(b"\x1b[?1049l") > terminal.output.rindex(b"\x1b[?1049h")
    assert frame.strip() == "editing credit.yaml at +3 in policies"
    terminal.write(f"{answer}\n".encode())


def test_a_line_is_edited_checked_and_taken_over(deployment: Deployment, editor: Path) -> None:
    with on_the_limit(deployment, editor) as terminal:
        before = terminal.frame()
        edit(terminal, "break", "enter")
        frame = terminal.wait_for("Until that is mended, what is in force stays.")
        assert "credit.yaml:2:1: Unknown key 'limit'" in frame
        assert frame.splitlines()[1:8] == before.splitlines()[1:8]
        with deployment.running() as live:
            live.until("policies_refused")
            refused = "The policies have 1 error as of content:"
            terminal.wait_for(lambda frame: refused in frame and "5000.00 USD" in frame)
            edit(terminal, "mend")
            terminal.wait_for("The policies folder is as it is in force.")
            terminal.wait_for(lambda frame: ", in force since" in frame and "1 error" not in frame)
            edit(terminal, "raise")
            terminal.wait_for("The agent takes it over in a moment.")
            live.until("policies_adopted")
            terminal.wait_for("75000.00 USD")
            assert live.stop() == 0
        terminal.press("q")
        assert terminal.ended() == 0


def test_its_exit_code_is_told_and_its_keys_are_its_own(
    deployment: Deployment, editor: Path
) -> None:
    with on_the_limit(deployment, editor) as terminal:
        terminal.press("e")
        terminal.wait_for("editing ")
        terminal.press("ctrl+c")
        terminal.wait_for("interrupted")
        terminal.write(b"fail\n")
        terminal.wait_for("vi ended with exit code 7.")
        terminal.wait_for("The policies folder is as it is in force.")
        terminal.press("escape", "escape")
        terminal.wait_for(PROOF)
        terminal.press("q")
        assert terminal.ended() == 0


def test_the_line_may_drop_while_the_editor_is_open(deployment: Deployment, editor: Path) -> None:
    with on_the_limit(deployment, editor) as terminal:
        terminal.press("e")
        terminal.wait_for("editing ")
        terminal.hang_up()
        assert terminal.process.wait(20) == 128 + signal.SIGHUP


def test_a_terminal_of_another_size_is_drawn_in_that_size(
    deployment: Deployment, editor: Path
) -> None:
    with on_the_limit(deployment, editor) as terminal:
        terminal.press("e")
        terminal.wait_for("editing ")
        terminal.resize(100, 30)
        terminal.write(b"nothing\n")
        terminal.wait_for("The policies folder is as it is in force.")
        frame = terminal.wait_for(lambda frame: "help" in frame.splitlines()[-1])
        assert len(frame.splitlines()) == 30
        assert os.get_terminal_size(terminal._fd) == (100, 30)  # noqa: SLF001 - there is no public way to it


def test_nothing_of_hostile_data_acts_where_a_policy_is_shown(tmp_path: Path) -> None:
    home = hostile(tmp_path / "home")
    reasons = home.folder("policies") / "reasons.yaml"
    for naming in ("disputes", "readiness"):
        (reasons.parent / f"{naming}.yaml").unlink()
    label = f"{HOSTILE[1]} {HOSTILE[2]} {HOSTILE[3]}".replace("'", "''")
    reasons.write_text(
        f"reasons: {{odd: {{label: '{label}', owner: sales, when: {{site: present}}}}}}"
    )
    with agent(home):
        pass
    env = {"VISUAL": None, "EDITOR": HOSTILE[0] + HOSTILE[1]}
    with run(home, env=env, size=(150, 40)) as terminal:
        terminal.wait_for(PROOF)
        terminal.press("P")
        terminal.wait_for("the policy that applies")
        terminal.wait_for("22 policy lines")
        terminal.press("end", "e")
        terminal.wait_for("EDITOR names the editor")
        terminal.press("q")
        assert terminal.ended() == 0
    assert HOSTILE[1] in harmless(terminal)
