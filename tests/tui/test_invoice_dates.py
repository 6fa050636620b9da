"""The invoice screen lists instalments: when each is due and why, what was paid, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.tui.screens.customer import CustomerScreen
from artui.tui.screens.invoice import InvoiceScreen
from tests.homes import application, invoice, payment
from tests.tui.driver import driving
from tests.tui.worlds import agent

if TYPE_CHECKING:
    from artui.home import Home

_TERMS = """terms:
  split:
    instalments:
      - {percent: 30, steps: [{add_days: 25}]}
      - {percent: 50, steps: [{add_days: 30}]}
      - {rest: true, steps: [{add_days: 90}]}
business_days: following
"""
_INVOICES = [
    invoice("INV-9", "900.00", "2026-10-01", customer_id="C3", terms="split"),
    invoice("INV-8", "70.00", "2026-10-01", customer_id="C3", terms="split", due_date="2026-10-06"),
]


def _prepare(home: Home) -> tuple[int, str]:
    """Load them; the row numbers of the document and of the policy in force."""
    (home.folder("policies") / "terms.yaml").write_text(_TERMS, encoding="utf-8")
    (home.folder("policies") / "calendar.yaml").unlink()
    with agent(home) as hands:
        hands.take("invoices_2026-11-18.csv", _INVOICES)
        paid = payment("PAY-9", "400.00", "2026-10-28", customer_id="C3")
        hands.take("payments_2026-11-18.csv", [paid])
        given = application("PAY-9", "INV-9", "400.00", "2026-10-28")
        hands.take("applications_2026-11-18.csv", [given])
        (document,) = hands.connection.execute(
            "SELECT id FROM document WHERE number = 'INV-9'"
        ).fetchone()
        (revision,) = hands.connection.execute(
            "SELECT revision FROM policy ORDER BY id DESC LIMIT 1"
        ).fetchone()
    return document, revision


async def test_each_instalment_says_when_it_is_due_and_why(home: Home) -> None:
    document, revision = _prepare(home)
    async with driving(home) as driver:
        driver.app.push_screen(InvoiceScreen(document))
        await driver.settle()
        lines = [line.rstrip() for line in driver.lines[3:11]]
    file = "   invoices_2026-11-18.csv:2"
    term = f"split, terms.yaml:2 · policy {revision}"
    second = _paid("320.00", "450.00", "130.00")
    assert lines == [
        "  INV-9  C3 · 1000 · USD      500.00 open of 900.00 · 18 days past due",
        f"    item 1   due 2026-10-26 by terms split{_paid('0.00', '270.00', '270.00')}{file}",
        f"        2026-10-26 = 2026-10-01 + 25 days · {term}",
        f"    item 2   due 2026-11-02 by terms split{second}   18 days past due{file}",
        f"        2026-10-31 = 2026-10-01 + 30 days · {term}",
        "        agreed for 2026-10-31, moved to 2026-11-02: Saturday, Sunday",
        f"    item 3   due 2026-12-30 by terms split   180.00 open of 180.00{file}",
        f"        2026-12-30 = 2026-10-01 + 90 days · {term}",
    ]


def _paid(opened: str, billed: str, paid: str) -> str:
    return f"   {opened} open of {billed}, {paid} paid 2026-10-28"


async def test_the_customers_items_stand_instalment_by_instalment(home: Home) -> None:
    _prepare(home)
    with agent(home) as hands:
        (customer,) = hands.connection.execute(
            "SELECT id FROM customer WHERE number = 'C3'"
        ).fetchone()
    async with driving(home) as driver:
        driver.app.push_screen(CustomerScreen(customer, {"name": "C3"}))
        await driver.settle()
        rows = [line.split() for line in driver.lines]
    found = [row[row.index("INV-9") :][:7] for row in rows if "INV-9" in row]
    assert found == [
        ["INV-9", "2", "invoice", "2026-10-01", "2026-11-02", "18", "320.00"],
        ["INV-9", "3", "invoice", "2026-10-01", "2026-12-30", "-40", "180.00"],
    ]
