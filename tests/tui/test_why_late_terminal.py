"""From the top reason to its cause and back, in a real terminal beside a real agent."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from artui.person import person
from tests.agent.live import ROOT, Deployment
from tests.homes import TODAY, canonical_csv, invoice, job
from tests.tui.terminal import Terminal
from tests.tui.test_disputes_terminal import at_work

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.agent.live import Live
    from tests.homes import Row

#: When the exports came, within the week before the one that is frozen; frozen, running.
CAME, WEEK, NOW = "2026-11-08", "2026-W46", "2026-W47"
CUSTOMERS = [
    {"customer_id": "C1", "name": "Alder", "po_required": "yes"},
    {"customer_id": "C2", "name": "Birch"},
]
_AT_ONCE = {"completed_at": "2026-09-28T15:00", "sent_at": "2026-09-29T08:00"}
_DAYS_AFTER = {"completed_at": "2026-10-01T15:00", "sent_at": "2026-10-06T09:00"}
NO_PO = "No PO on the invoice"
WRONG = "Wrong bill-to entity"
LATE = "Sent more than a day after completion"
#: What the invoice says of its cause: the rule's or a person's.
BY_RULE = f"Late because   {NO_PO} (dispatch), by the rules in reasons.yaml"
CHOSEN = f"Late because   {WRONG} (dispatch), chosen by {person()} 20"


def crew(number: str, dispatcher: str, **more: Any) -> Row:
    """A job that nothing is wrong with."""
    done = {"completion": "full", "completion_code": "OK", "evidence": "sheet", "approver": "Voss"}
    return job(number, dispatcher=dispatcher, template="Chiller service") | done | more


def bill(number: str, amount: str, due: str, **more: Any) -> Row:
    """An invoice that somebody approved."""
    return invoice(number, amount, "2026-09-28", due_date=due, approver="Voss", **more)


def without_po(amount: str, **more: Any) -> Row:
    """The invoice of the job that was closed without a PO."""
    return bill("INV-1", amount, "2026-10-20", job_id="J-7719", **_AT_ONCE, **more)


@pytest.fixture
def deployment(tmp_path: Path) -> Deployment:
    """A home with a frozen week: one customer's invoice lacks its PO, two were sent late."""
    made = Deployment(tmp_path)
    jobs = [
        crew("J-7719", "Crew 4", completed_at=_AT_ONCE["completed_at"]),
        crew("J-7720", "Crew 2", completed_at=_DAYS_AFTER["completed_at"], po_number="PO-8"),
    ]
    bills = [
        without_po("1200.00"),
        bill("INV-2", "400.00", "2026-10-30", job_id="J-7720", po_number="PO-8", **_DAYS_AFTER),
        bill("INV-3", "300.00", "2026-11-05", customer_id="C2", **_DAYS_AFTER),
    ]
    made.give("customers.csv", canonical_csv(CUSTOMERS))
    made.give("jobs_2026-11-06.csv", canonical_csv(jobs))
    made.give("invoices_2026-11-06.csv", canonical_csv(bills))
    for day in (CAME, TODAY):
        with made.running("--once", ARTUI_TODAY=day) as live:
            assert live.wait() == 0
    return made


@pytest.fixture
def live(deployment: Deployment) -> Iterator[Live]:
    """Its agent, at work."""
    with deployment.running(ARTUI_TODAY=TODAY) as agent:
        agent.until("started")
        yield agent
        assert agent.stop() == 0
    deployment.check()


@pytest.fixture
def terminal(deployment: Deployment, live: Live) -> Iterator[Terminal]:
    """The program beside it, on Aging."""
    assert live.process.poll() is None
    command = [sys.executable, "-m", "artui", "--home", str(deployment.path)]
    with Terminal(command, size=(150, 34), env={"ARTUI_TODAY": TODAY}, cwd=ROOT) as opened:
        opened.wait_for("buckets + unapplied = outstanding")
        yield opened
        opened.press("q")
        assert opened.ended() == 0


def reported(deployment: Deployment, name: str, *options: str) -> dict[str, Any]:
    """A report, as another program would read it."""
    command = [sys.executable, "-m", "artui", "--home", str(deployment.path), "report", name]
    asked = [*command, *options, "--format", "json"]
    said = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def top(deployment: Deployment, week: str) -> list[tuple[str, int]]:
    """The reasons of a week and their invoices, as they are reported."""
    found = reported(deployment, "reasons", "--week", week)
    assert found["frozen"] == (week == WEEK)
    return [(row["reason"], row["invoices"]) for row in found["rows"]]


def ranked(terminal: Terminal, week: str, *labels: str) -> None:
    """Wait for a week with the cursor on the first of these reasons, and the others below it."""

    def shown(frame: str) -> bool:
        lines = [line for line in frame.splitlines() if any(each in line for each in labels)]
        below = [label in line for label, line in zip(labels, lines, strict=False)]
        return f"Week {week}," in frame and len(lines) == len(labels) and all(below)

    terminal.wait_for(shown)
    terminal.wait_for(lambda frame: "▸   1" in frame and shown(frame))


def to_the_invoice(terminal: Terminal) -> None:
    """From the places to the frozen week's top reason, its invoices and the first of those."""
    terminal.press("5")
    ranked(terminal, WEEK, NO_PO, LATE)
    terminal.press("enter")
    terminal.wait_for(f"{NO_PO} · dispatch   late in week {WEEK}")
    terminal.wait_for("▸ INV-1")
    terminal.press("enter")
    terminal.wait_for("1,200.00 open of 1,200.00 · 31 days past due")


def choose(terminal: Terminal) -> None:
    """Choose the second reason of the catalogue, and see who did."""
    terminal.press("r")
    terminal.wait_for("Why is INV-1 late?")
    terminal.press("j", "enter")
    terminal.wait_for(lambda frame: CHOSEN in frame and f"also         {NO_PO}" in frame)


def test_the_top_reason_leads_to_the_job_that_caused_it(terminal: Terminal) -> None:
    to_the_invoice(terminal)
    terminal.wait_for(BY_RULE)
    terminal.wait_for("evidence     the customer requires a PO\n")
    terminal.wait_for("PO empty on the invoice   2026-09-29   invoices_2026-11-06.csv:2")
    terminal.wait_for("by Crew 4, template Chiller service   jobs_2026-11-06.csv:2")
    terminal.wait_for("job J-7719 · completed 2026-09-28 15:00 · sent 2026-09-29 08:00 · approver")
    terminal.press("J")
    terminal.wait_for("J-7719  Alder · C1")
    terminal.wait_for("blocking  No PO on file  dispatch: Ask the customer's site for the PO")
    terminal.wait_for("PO MISSING, the customer requires one")
    terminal.wait_for("template Chiller service · dispatcher Crew 4")
    terminal.wait_for("▸ INV-1")
    terminal.press("escape")
    terminal.wait_for(BY_RULE)
    terminal.press("escape")
    terminal.wait_for(f"{NO_PO} · dispatch   late in week {WEEK}")
    terminal.press("escape")
    ranked(terminal, WEEK, NO_PO, LATE)


def test_a_chosen_reason_is_taken_back_and_stays_after_the_next_import(
    deployment: Deployment, live: Live, terminal: Terminal
) -> None:
    to_the_invoice(terminal)
    terminal.wait_for(BY_RULE)
    choose(terminal)
    terminal.press("u")
    terminal.wait_for(lambda frame: BY_RULE in frame and "your choice is taken back." in frame)
    choose(terminal)
    again = without_po("1150.00", reason="PO1")
    deployment.give("invoices_2026-11-19.csv", canonical_csv([again]))
    live.until("loaded", file="invoices_2026-11-19.csv", rows_loaded=1)
    stays = "1,150.00 open of 1,150.00 · 31 days past due"
    terminal.wait_for(lambda frame: stays in frame and CHOSEN in frame)
    terminal.wait_for("the export says PO1")
    terminal.press("5")
    ranked(terminal, WEEK, NO_PO, LATE)
    terminal.wait_for("today's view differs in 2 rows")
    terminal.press("]")
    ranked(terminal, NOW, WRONG, LATE)
    assert top(deployment, WEEK) == [("missing_po", 1), ("sent_late", 2)]
    assert top(deployment, NOW) == [("wrong_bill_to", 1), ("sent_late", 2)]


def disputed(deployment: Deployment) -> dict[str, str]:
    """What of each customer is disputed, as aging reports it."""
    return {row["key"]: row["disputed"] for row in reported(deployment, "aging")["rows"]}


def case_is(terminal: Terminal, state: str) -> None:
    """Wait until the open case is in a state, and the agent has taken that over."""
    terminal.wait_for(lambda frame: f"INV-1 disputed: {state}" in frame and "On desk" not in frame)


def test_dunning_goes_quiet_for_the_disputed_part_alone(
    deployment: Deployment, terminal: Terminal
) -> None:
    at_work(terminal, Alder="1,600.00", Birch="300.00")
    to_the_invoice(terminal)
    terminal.press("D")
    terminal.wait_for("of 1,200.00 USD open")
    terminal.write(b"j\t500\tann\t+7\tthey moved\x13")
    terminal.wait_for(f"open, 500.00 USD, {WRONG}, next step Fri 2026-11-27, owner ann")
    at_work(terminal, Alder="1,100.00", Birch="300.00")
    assert disputed(deployment) == {"C1": "500.00", "C2": "0.00"}
    terminal.press("4")
    terminal.wait_for("▸ O open")
    terminal.press("enter")
    case_is(terminal, "open")
    terminal.press("S")
    terminal.wait_for("waiting for the customer")
    terminal.write(b"jjjjj\tas agreed\x13")
    case_is(terminal, "rejected")
    at_work(terminal, Alder="1,600.00", Birch="300.00")
    assert disputed(deployment) == {"C1": "0.00", "C2": "0.00"}
    terminal.press("u")
    terminal.wait_for("the dispute is as it was")
    at_work(terminal, Alder="1,100.00", Birch="300.00")
