"""Escalation by the agent as a process: a mark moves a tier on the next run, and only then."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from artui.store import desk
from artui.store.connection import open_desk
from artui.store.desk import AccountIdentity, Contact
from tests.agent.live import ROOT, Deployment
from tests.homes import TODAY, canonical_csv, invoice

if TYPE_CHECKING:
    from pathlib import Path

NEXT = "2026-11-21"
_REPORT = ("report", "worklist", "--format", "json")
AT = "2026-11-20T10:00:00+00:00"


@pytest.fixture
def deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    """A home with six customers of different lateness, on a day that the environment gives."""
    monkeypatch.setenv("ARTUI_TODAY", TODAY)
    made = Deployment(tmp_path)
    bills = [
        invoice(f"I{n}", "500.00", "2026-08-01", due_date=f"2026-10-0{n}", customer_id=f"C{n}")
        for n in range(1, 7)
    ]
    made.give("invoices.csv", canonical_csv(bills))
    return made


def worklist(deployment: Deployment) -> list[dict[str, Any]]:
    """What `artui report worklist` prints."""
    told = subprocess.run(
        [sys.executable, "-m", "artui", "--home", str(deployment.path), *_REPORT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    rows: list[dict[str, Any]] = json.loads(told.stdout)["rows"]
    return rows


def states(deployment: Deployment) -> list[tuple[str, int, str]]:
    return [(r["customer_id"], r["tier"], r["state"]) for r in worklist(deployment)]


def decided(deployment: Deployment) -> list[tuple[Any, ...]]:
    """What the last run decided."""
    return deployment.ask(
        "SELECT c.number, t.tier, t.executed, p.revision FROM account_tier AS t"
        " JOIN customer AS c ON c.id = t.customer_id JOIN policy AS p ON p.id = t.policy_id"
        " ORDER BY c.number"
    )


def work(deployment: Deployment) -> None:
    """Work the first five of the list: a call with the first, the step of the others done."""
    first, *others = (row["customer_id"] for row in worklist(deployment)[:5])
    today = deployment.home.today()
    connection = open_desk(deployment.home.desk)
    account = AccountIdentity("1000", first.lower(), "USD")
    call = Contact(today, "phone", "out", "callback", today + 7, note="asked for a week")
    desk.log_contact(connection, account, call, "ann", AT)
    for customer in others:
        account = AccountIdentity("1000", customer.lower(), "USD")
        desk.mark_done(connection, account, 1, today, "ann", AT)
    connection.close()


WORKED = [
    ("C6", 1, "today"),
    ("C1", 1, "waiting"),
    *((f"C{n}", 1, "done") for n in range(2, 6)),
]


def test_the_tier_moves_on_the_next_run_and_only_then(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, events = deployment.once()
    assert code == 0
    jobs = [event["job"] for event in events if event["event"] == "job_done"]
    assert jobs.index("day_turn") < jobs.index("escalate")
    assert states(deployment) == [(f"C{n}", 1, "today") for n in range(1, 7)]
    before = decided(deployment)
    work(deployment)
    assert states(deployment) == WORKED
    _, events = deployment.once()
    assert not [event for event in events if event.get("job") == "escalate"]
    assert (states(deployment), decided(deployment)) == (WORKED, before)
    monkeypatch.setenv("ARTUI_TODAY", NEXT)
    assert deployment.once()[0] == 0
    tiers = {customer: tier for customer, tier, _ in states(deployment)}
    assert tiers == {"C1": 1, "C6": 1, **{f"C{n}": 2 for n in range(2, 6)}}
    assert [row[:3] for row in decided(deployment)] == [
        ("C1", 1, 0),
        *((f"C{n}", 2, 1) for n in range(2, 6)),
        ("C6", 1, 0),
    ]
    monkeypatch.setenv("ARTUI_TODAY", TODAY)
    _, events = deployment.once()
    assert not [event for event in events if event.get("job") == "escalate"]
    assert deployment.ask("SELECT count(*) FROM escalation_run") == [(2,)]


def test_another_policy_decides_the_day_anew_and_the_old_one_restores_it(
    deployment: Deployment,
) -> None:
    path = deployment.path / "policies" / "escalation.yaml"
    shipped = path.read_text(encoding="utf-8")
    with deployment.running() as live:
        live.until("job_done", job="escalate")
        before = [row[:3] for row in decided(deployment)]
        path.write_text("tiers: []\n", encoding="utf-8")
        live.until("job_done", job="escalate")
        assert [row[1] for row in decided(deployment)] == [0] * 6
        path.write_text(shipped, encoding="utf-8")
        live.until("job_done", job="escalate")
        assert [row[:3] for row in decided(deployment)] == before
        assert live.stop() == 0
    assert deployment.ask("SELECT count(*) FROM escalation_run") == [(1,)]
