"""A person at the imports in a real terminal, with the agent as a process of its own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from artui.person import person
from tests.agent.live import ROOT, Deployment
from tests.homes import TODAY, canonical_csv, listed
from tests.tui.terminal import Terminal
from tests.tui.test_app_terminal import harmless

if TYPE_CHECKING:
    from pathlib import Path

COUNT, LEFT = 40, 6
PROFILE = """\
kind: invoices
columns: {invoice_id: Rechnung, customer_id: Kunde, invoice_date: Datum, amount: %s}
dates: dmy
numbers: comma
"""
FOREIGN = "Rechnung;Kunde;Datum;Betrag\nR1;K1;19.11.2026;1.250,00\n"


def snapshot(day: str, count: int) -> str:
    """What is open on a day: so many items of a few customers, each larger than the one before."""
    return canonical_csv(
        listed(
            f"INV-{n:03}",
            f"{n * 100}.00",
            day,
            customer_id=f"C{n % 7}",
            customer_name=f"Customer {n % 7}",
            due_date=f"2026-{n % 9 + 1:02}-15",
        )
        for n in range(1, count + 1)
    )


@pytest.fixture
def deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    """A home with a snapshot of forty items."""
    monkeypatch.setenv("ARTUI_TODAY", TODAY)
    made = Deployment(tmp_path)
    made.give("open_2026-11-18.csv", snapshot("2026-11-18", COUNT))
    assert made.once()[0] == 0
    return made


def opened(deployment: Deployment) -> Terminal:
    """The program on the imports."""
    command = [sys.executable, "-m", "artui", "--home", str(deployment.path)]
    terminal = Terminal(command, size=(120, 30), env={"ARTUI_TODAY": TODAY}, cwd=ROOT)
    terminal.wait_for("buckets + unapplied = outstanding")
    terminal.press("9")
    terminal.wait_for("rows = loaded + unchanged + rejected")
    return terminal


def choose(terminal: Terminal, file: str) -> None:
    """Open the newest file once it is listed."""
    terminal.wait_for(f"  {file}  ")
    terminal.press("g")
    terminal.wait_for(f"▸ {file}")
    terminal.press("enter")


def test_a_truncated_snapshot_is_held_looked_at_and_loaded_by_a_yes(
    deployment: Deployment,
) -> None:
    with deployment.running() as live, opened(deployment) as terminal:
        deployment.give("open_2026-11-19.csv", snapshot("2026-11-19", LEFT))
        choose(terminal, "open_2026-11-19.csv")
        terminal.wait_for("would close 34 items of 7 customers, USD 79,900.00")
        terminal.wait_for("the oldest fell due on 2026-01-15, 309 days ago")
        terminal.wait_for("▸ INV-040")
        terminal.press("y")
        terminal.wait_for("Load open_2026-11-19.csv all the same: it closes 34 items of 7 custom")
        terminal.wait_for("why it is right; may be left")
        terminal.press("they paid at the fair", "enter")
        terminal.wait_for("the agent loads it now")
        terminal.wait_for("superseded")
        terminal.press("escape")
        terminal.wait_for(lambda frame: "▸ open_2026-11-19.csv" in frame)
        terminal.wait_for(lambda frame: " held" not in frame)
        live.until("carried_out", decision="accept", by=person())
        terminal.press("q")
        assert terminal.ended() == 0
        assert harmless(terminal)
        live.stop()
    assert deployment.ask("SELECT state, accepted_by FROM import ORDER BY id DESC LIMIT 1") == [
        ("loaded", person())
    ]
    assert sum(deployment.open_amounts().values()) == sum(range(1, LEFT + 1)) * 10_000
    assert deployment.files("held") == []
    assert deployment.ask("SELECT count(*) FROM carried_out WHERE ended_at IS NOT NULL") == [(1,)]


def test_a_file_with_a_wrong_profile_loads_by_one_key_once_that_is_mended(
    deployment: Deployment,
) -> None:
    exports = deployment.path / "policies" / "exports"
    exports.mkdir(exist_ok=True)
    (exports / "ours.yaml").write_text(PROFILE % "Summe")
    with deployment.running() as live, opened(deployment) as terminal:
        live.until("watching")
        deployment.give("rechnungen.csv", FOREIGN)
        choose(terminal, "rechnungen.csv")
        terminal.wait_for("kept as failed/rechnungen.csv")
        terminal.wait_for("the nearest is 'ours', which lacks amount ('Summe')")
        (exports / "ours.yaml").write_text(PROFILE % "Betrag")
        terminal.press("t")
        terminal.wait_for("the agent tries it again now")
        terminal.wait_for("loaded as import 3")
        live.until("carried_out", decision="again")
        live.stop()
    assert deployment.states()[-1] == ("rechnungen.csv", "loaded")
    assert deployment.open_amounts()["R1"] == 125_000
    assert deployment.files("failed") == []
