"""A home with jobs and invoices in every state of readiness."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.homes import invoice, job
from tests.tui.worlds import agent, found

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home

_GOOD = {
    "completion": "full",
    "completion_code": "DONE",
    "evidence": "photos",
    "approver": "ops",
    "po_number": "PO-1",
    "status": "verified",
}
_JOBS = [
    job(
        "J-1", **{**_GOOD, "po_number": "", "completion": "partial"},
        completed_at="2026-11-10 08:30", verified_at="2026-11-10 09:00", amount="800.00",
        dispatcher="rosa", template="SV-CALL", site="Dock 4", asset="chiller 3", quote_id="Q7",
    ),
    job(
        "J-2", **{**_GOOD, "evidence": ""}, completed_at="2026-11-18", amount="100.00",
        dispatcher="emil", template="SV-LEAK", site="Dock 5",
    ),
    job("J-3", **_GOOD, completed_at="2026-11-12", amount="300.00", dispatcher="rosa"),
    job(
        "J-4", **{**_GOOD, "approver": ""}, completed_at="2026-11-13", amount="50.00",
        customer_id="C2", currency="EUR",
    ),
    job("J-5", **_GOOD, completed_at="2026-09-01", amount="500.00", dispatcher="emil"),
]  # fmt: skip
_INVOICES = [
    invoice(
        "INV-1", "500.00", "2026-09-02", due_date="2026-10-02", sent_at="2026-09-03 08:00",
        job_id="J-5", po_number="PO-1", bill_to="OTHER", approver="ops", completed_at="2026-09-01",
    ),
    invoice("INV-2", "40.00", "2026-11-01", due_date="2026-12-01", customer_id="C2"),
]  # fmt: skip


def build(path: Path) -> Home:
    """Two customers; four jobs not billed, one that is; two open invoices."""
    home = found(path)
    with agent(home) as hands:
        hands.take(
            "customers_2026-08-01.csv",
            [
                {
                    "customer_id": "C1",
                    "name": "Harbor Cold Storage",
                    "po_required": "yes",
                    "bill_to": "HARBOR",
                },
                {"customer_id": "C2", "name": "Delta Schools"},
            ],
        )
        hands.take("jobs_2026-11-19.csv", _JOBS)
        hands.take("invoices_2026-11-19.csv", _INVOICES)
    return home
