"""A small home on disk for screens: known customers, a known week, files of every outcome."""

from __future__ import annotations

import json
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from artui.books import escalation, months, weeks
from artui.books.adoption import adopt
from artui.home import open_home
from artui.ingest.load import Loader, Wish
from artui.store import records
from artui.store.connection import open_main, open_reader
from tests.homes import POLICIES, TODAY, canonical_csv, dispute, invoice, listed, payment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from artui.home import Home
    from artui.ingest.load import Outcome
    from artui.store.records import Heartbeat

COMPANY = "Northwind Field Services"
WEEK, NOW = "2026-W46", "2026-W47"

_CUSTOMERS = [
    {
        "customer_id": "C1",
        "name": "Harbor Cold Storage",
        "segment": "strategic",
        "po_required": "yes",
    },
    {"customer_id": "C2", "name": "Delta Schools", "collector": "koji"},
]
_INVOICES = [
    invoice(
        "INV-1", "1000.00", "2026-09-01", due_date="2026-10-01", po_number="PO-7", reason="PR1"
    ),
    invoice("INV-2", "250.00", "2026-11-10", due_date="2026-12-10", po_number="PO-8"),
    invoice("INV-3", "600.00", "2026-08-01", due_date="2026-08-31"),
    invoice("INV-4", "80.00", "2026-07-01", due_date="2026-07-31", customer_id="C2"),
    invoice(
        "INV-5", "90.00", "2026-10-05", due_date="2026-11-04", customer_id="C2", currency="EUR"
    ),
]
_DISPUTES = [
    dispute("D-1", "INV-4", "2026-10-20", reason="Z2", amount="30.00", owner="koji"),
    dispute("D-2", "INV-1", "2026-10-01", resolved_on="2026-10-08", outcome="agreed"),
]


def found(path: Path, **settings: object) -> Home:
    """A home with settings and the default policies, without a database."""
    given = {"company_name": COMPANY, "today": TODAY, **settings}
    path.mkdir(parents=True, exist_ok=True)
    (path / "artui.yaml").write_text(json.dumps(given), encoding="utf-8")
    shutil.copytree(POLICIES, path / "policies")
    (path / "drop").mkdir()
    return open_home(str(path))


@contextmanager
def agent(home: Home) -> Iterator[Agent]:
    """What the agent would do, while a screen looks on."""
    connection = open_main(home.main)
    try:
        force, _ = adopt(connection, home)
        yield Agent(home, connection, Loader(connection, home, force, ()), force)
    finally:
        connection.close()


class Agent:
    """The agent's hands: loads files, freezes weeks, gives signs of life."""

    def __init__(self, home: Home, connection: Any, loader: Loader, force: Any) -> None:
        self.home = home
        self.connection = connection
        self._loader = loader
        self._force = force

    def give(self, name: str, text: str | bytes, *, accept: bool = False) -> Outcome:
        """Load a file of that name and content, and keep it where its outcome says."""
        path = self.home.folder("drop") / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        outcome = self._loader.load(path, Wish(accept="a person" if accept else None))
        if outcome.import_id is not None:
            folder = {"held": "held", "failed": "failed"}.get(outcome.state, "archive")
            records.keep_as(self.connection, outcome.import_id, f"{folder}/{name}")
        return outcome

    def take(self, name: str, rows: Iterable[Mapping[str, Any]]) -> Outcome:
        """Load canonical rows."""
        return self.give(name, canonical_csv(rows))

    def freeze(self, week: str) -> None:
        """Freeze a week as it is known now."""
        reader = open_reader(self.home.main, self.home.desk)
        try:
            weeks.freeze(
                self.connection,
                reader,
                self._force,
                week,
                today=self.home.today(),
                at=self.home.now(),
            )
        finally:
            reader.close()

    def escalate(self) -> None:
        """The daily run: what was done is taken over, and every account's tier decided."""
        reader = open_reader(self.home.main, self.home.desk)
        try:
            escalation.run(self.connection, reader, self._force, self.home.today(), self.home.now())
        finally:
            reader.close()

    def close_month(self, name: str) -> None:
        """Close a month as it is known now, with its KPIs."""
        reader = open_reader(self.home.main, self.home.desk)
        try:
            months.close(self.connection, reader, self._force, self.home, name)
        finally:
            reader.close()

    def beat(self, heartbeat: Heartbeat) -> None:
        """Give a sign of life."""
        records.beat(self.connection, heartbeat)


def build(path: Path) -> Home:
    """The whole small world."""
    home = found(path)
    with agent(home) as hands:
        hands.take("customers.csv", _CUSTOMERS)
        hands.take("invoices_2026-11-15.csv", _INVOICES)
        hands.take("payments_2026-11-16.csv", [payment("PAY-1", "50.00", "2026-11-12")])
        hands.take(
            "applications_2026-11-16.csv",
            [
                {
                    "payment_id": "PAY-1",
                    "invoice_id": "INV-3",
                    "date": "2026-11-13",
                    "amount": "20.00",
                }
            ],
        )
        hands.take("disputes_2026-11-16.csv", _DISPUTES)
        hands.freeze(WEEK)
        snapshot = [
            listed(f"OLD-{n}", "10.00", "2026-11-16", customer_id="C9", company="3000")
            for n in range(10)
        ]
        hands.take("open_items_3000_2026-11-16.csv", snapshot)
        hands.take(
            "open_items_3000_2026-11-17.csv", [{**snapshot[0], "snapshot_date": "2026-11-17"}]
        )
        hands.give(
            "half.csv", "invoice_id,customer_id,invoice_date,amount\nX-1,C1,2026-10-01,ten\nX-2,C1,"
        )
        hands.give("nothing.csv", "")
    return home
