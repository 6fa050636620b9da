"""A dispute in a real terminal, with the agent at work as a process of its own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.agent.live import ROOT, Deployment
from tests.homes import TODAY, canonical_csv, invoice
from tests.tui.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

_STATES = "SELECT state, amount, resolved_on IS NULL FROM dispute"


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    """A home with two accounts past due, one of them with an invoice of instalments."""
    made = Deployment(tmp_path)
    customers = [
        {"customer_id": f"C{n}", "name": name} for n, name in enumerate(("Alder", "Birch"))
    ]
    bills = [
        invoice("I1", "600.00", "2026-08-01", item="1", due_date="2026-10-01", customer_id="C0"),
        invoice("I1", "400.00", "2026-08-01", item="2", due_date="2026-10-05", customer_id="C0"),
        invoice("I2", "500.00", "2026-08-01", due_date="2026-10-02", customer_id="C1"),
    ]
    made.give("customers.csv", canonical_csv(customers))
    made.give("invoices.csv", canonical_csv(bills))
    assert made.once()[0] == 0
    return made


def claimed(frame: str) -> dict[str, str]:
    """What may be claimed by customer, as the worklist says."""
    found = [line.removeprefix("▸").split() for line in frame.splitlines()]
    return {
        cells[0]: next((cell for cell in cells if "." in cell), "")
        for cells in found
        if cells and cells[0] in ("Alder", "Birch")
    }


def at_work(terminal: Terminal, **wanted: str) -> None:
    """Go to the worklist, and wait until it says what is to be claimed."""
    terminal.press("3")
    terminal.wait_for(lambda frame: "today ·" in frame and claimed(frame) == wanted)


def test_only_the_disputed_part_is_quiet_and_a_rejected_dispute_is_claimed_again(
    deployment: Deployment,
) -> None:
    command = [sys.executable, "-m", "artui", "--home", str(deployment.path)]
    with (
        deployment.running(ARTUI_TODAY=TODAY) as live,
        Terminal(command, size=(150, 30), env={"ARTUI_TODAY": TODAY}, cwd=ROOT) as terminal,
    ):
        live.until("started")
        terminal.wait_for("buckets + unapplied = outstanding")
        at_work(terminal, Alder="1,000.00", Birch="500.00")
        terminal.press("enter")
        terminal.wait_for("2 open items")
        terminal.press("D")
        terminal.wait_for("of 1,000.00 USD open")
        terminal.write(b"j\t  \t150\tann\t+7\tthey moved\x13")
        terminal.wait_for("I1: 150.00 of it disputed, open")
        terminal.wait_for("Disputes  1 open, 150.00 USD")
        deployment.until(_STATES, [("open", 15_000, 1)])
        at_work(terminal, Alder="850.00", Birch="500.00")
        terminal.press("4")
        terminal.wait_for("1 open dispute")
        terminal.press("enter")
        terminal.wait_for(lambda frame: "I1 disputed: open" in frame and "On desk" not in frame)
        terminal.press("S")
        terminal.wait_for("waiting for the customer")
        terminal.write(b"jjjjj\tas agreed\x13")
        terminal.wait_for("I1 disputed: rejected")
        deployment.until(_STATES, [("rejected", 15_000, 0)])
        at_work(terminal, Alder="1,000.00", Birch="500.00")
        terminal.press("u")
        terminal.wait_for("the dispute is as it was")
        deployment.until(_STATES, [("open", 15_000, 1)])
        terminal.wait_for(lambda frame: claimed(frame) == {"Alder": "850.00", "Birch": "500.00"})
        terminal.press("q")
        assert terminal.ended() == 0
        assert live.stop() == 0
    deployment.check()
