"""A collector's morning in a real terminal, with the agent as a process of its own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from artui.person import person
from tests.agent.live import ROOT, Deployment
from tests.homes import TODAY, canonical_csv, invoice
from tests.tui.terminal import Terminal
from tests.tui.test_app_terminal import harmless, hostile
from tests.tui.worlds import agent

if TYPE_CHECKING:
    from pathlib import Path

NEXT = "2026-11-21"
NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elder", "Fir", "Guelder")


@pytest.fixture
def deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    """A home with seven accounts, six of them mine, on a day that the environment gives."""
    monkeypatch.setenv("ARTUI_TODAY", TODAY)
    made = Deployment(tmp_path, collectors={person(): "J. Doe"})
    customers = [
        {"customer_id": f"C{n}", "name": name, "collector": "J. Doe" if n < 7 else "A. Roe"}
        for n, name in enumerate(NAMES, 1)
    ]
    bills = [
        invoice(f"I{n}", "500.00", "2026-08-01", due_date=f"2026-10-0{n}", customer_id=f"C{n}")
        for n in range(1, 8)
    ]
    made.give("customers.csv", canonical_csv(customers))
    made.give("invoices.csv", canonical_csv(bills))
    assert made.once()[0] == 0
    return made


def opened(deployment: Deployment, day: str = TODAY) -> Terminal:
    """The program on the worklist."""
    command = [sys.executable, "-m", "artui", "--home", str(deployment.path)]
    terminal = Terminal(command, size=(150, 30), env={"ARTUI_TODAY": day}, cwd=ROOT)
    terminal.wait_for("buckets + unapplied = outstanding")
    terminal.press("3")
    terminal.wait_for("accounts of J. Doe")
    terminal.wait_for("6 accounts")
    return terminal


def rows(frame: str) -> list[tuple[str, str, str]]:
    """Customer, state and tier of every row."""
    found = [line.removeprefix("▸").split() for line in frame.splitlines()]
    return [tuple(cells[:3]) for cells in found if cells and cells[0] in NAMES]  # type: ignore[misc] # of three cells


def test_the_first_five_are_worked_and_the_tiers_move_on_the_next_run(
    deployment: Deployment,
) -> None:
    with opened(deployment) as terminal:
        terminal.wait_for("6 today · 0 waiting · 0 done")
        first = [(name, "today", "1") for name in NAMES[:6]]
        terminal.wait_for(lambda frame: rows(frame) == first)
        terminal.wait_for("the oldest 50 days; ")
        terminal.press("c")
        terminal.wait_for("Contact with Alder")
        terminal.press("k", "k", "enter", "+7")
        terminal.wait_for("Fri 2026-11-27")
        terminal.press("enter", "asked for a week", "ctrl+s")
        terminal.wait_for("Alder: contact logged")
        terminal.wait_for("5 today · 1 waiting · 0 done")
        terminal.press("g")
        for name in NAMES[1:5]:
            terminal.wait_for(lambda frame, name=name: f"▸ {name}" in frame)  # type: ignore[misc] # bound in this turn
            terminal.press("x")
            terminal.wait_for(f"{name}: Friendly reminder done")
        terminal.wait_for("1 today · 1 waiting · 4 done")
        worked = [
            ("Fir", "today", "1"),
            ("Alder", "waiting", "1"),
            *((name, "done", "1") for name in NAMES[1:5]),
        ]
        terminal.wait_for(lambda frame: rows(frame) == worked)
        assert deployment.once()[0] == 0  # another round of the same day is no other run
        terminal.press("a")
        terminal.wait_for("7 accounts")
        everybody = sorted([*worked, ("Guelder", "today", "1")])
        terminal.wait_for(lambda frame: sorted(rows(frame)) == everybody)
        terminal.press("q")
        assert terminal.ended() == 0
    with opened(deployment, NEXT) as terminal:
        terminal.wait_for("Tiers of 2026-11-20: the agent decides anew when it runs.")
        terminal.wait_for(lambda frame: rows(frame) == worked)
        with pytest.MonkeyPatch.context() as tomorrow:
            tomorrow.setenv("ARTUI_TODAY", NEXT)
            assert deployment.once()[0] == 0
        terminal.wait_for(lambda frame: "0 done" in frame and "Tiers of" not in frame)
        tiers = {"Alder": "1", "Fir": "1", **dict.fromkeys(NAMES[1:5], "2")}
        terminal.wait_for(lambda frame: {name: tier for name, _, tier in rows(frame)} == tiers)
        terminal.press("q")
        assert terminal.ended() == 0


def test_keys_that_come_with_the_one_that_opens_a_form_go_into_the_form(
    deployment: Deployment,
) -> None:
    with opened(deployment) as terminal:
        terminal.wait_for("▸ Alder")
        terminal.write(b"Hq9our mistake")
        terminal.wait_for("Hold Alder")
        assert "2 Aging   3 Work" in terminal.wait_for("q9our mistake")
        terminal.press("escape", "escape")
        terminal.wait_for(lambda frame: "Hold Alder" not in frame)
        terminal.press("q")
        assert terminal.ended() == 0


def test_nothing_of_hostile_data_acts_on_the_worklist_or_its_forms(tmp_path: Path) -> None:
    home = hostile(tmp_path / "home")
    with agent(home) as hands:
        hands.escalate()
    command = [sys.executable, "-m", "artui", "--home", str(home.path)]
    with Terminal(command, size=(150, 30), env={"ARTUI_TODAY": None}, cwd=ROOT) as terminal:
        terminal.wait_for("buckets + unapplied = outstanding")
        terminal.press("3")
        terminal.wait_for("disputed and left out")
        terminal.press("c")
        terminal.wait_for("Contact with [/x]")
        terminal.press("enter", "+7", "enter", "[/x][@click=app.bell()]", "ctrl+s")
        terminal.wait_for("contact logged")
        terminal.press("H")
        terminal.wait_for("Hold [/x]")
        terminal.press("[/x]", "enter", "fri", "enter")
        terminal.wait_for("on hold until")
        terminal.press("H")
        terminal.wait_for("[/x], from 2026-11-20")
        terminal.press("escape")
        terminal.wait_for(lambda frame: "is on hold" not in frame)
        terminal.press("enter")
        terminal.wait_for("Contact   2026-11-20")
        terminal.press("q")
        assert terminal.ended() == 0
    assert "[/x][@click=app.bell()]" in harmless(terminal)
