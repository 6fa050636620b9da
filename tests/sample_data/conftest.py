"""The sample as its files say it, with an open-item ledger of its own to check them against."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from functools import cache, cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "sample_data"
TERM_DAYS = {"0001": 0, "NAA8": 15, "net30": 30, "net45": 45, "net60": 60}

Row = dict[str, str]
#: Company and document.
Key = tuple[str, str]


@cache
def _rows(name: str) -> tuple[Row, ...]:
    with (ROOT / "exports" / name).open(encoding="utf-8-sig", newline="") as lines:
        return tuple(csv.DictReader(lines, delimiter=";" if "_2000_" in name else ","))


def _dated(name: str) -> str:
    return name[-14:]


class Sample:
    """Reads the exports, and replays their details into what is open on a day."""

    last_day = dt.date(2026, 11, 20)
    #: Lateness is judged up to the Sunday of the last week.
    horizon = dt.date(2026, 11, 22)
    root = ROOT

    @staticmethod
    def names(kind: str) -> list[str]:
        """The files of a kind, oldest first."""
        return sorted(path.name for path in (ROOT / "exports").glob(f"{kind}_*.csv"))

    @staticmethod
    def read(name: str) -> tuple[Row, ...]:
        """The rows of an export."""
        return _rows(name)

    @staticmethod
    def cents(text: str) -> int:
        """An amount with a decimal point or comma and exactly two decimals."""
        whole, part = text.lstrip("-").replace(",", ".").split(".")
        assert len(part) == 2
        return (-1 if text.startswith("-") else 1) * (int(whole) * 100 + int(part))

    @staticmethod
    def day(text: str) -> dt.date:
        """An ISO or day.month.year date."""
        if "." in text:
            return dt.date(*(int(part) for part in reversed(text.split("."))))
        return dt.date.fromisoformat(text)

    @staticmethod
    def readable(row: Row) -> bool:
        """Whether an importer can take an invoice row."""
        known = bool(row["customer_id"]) and row["currency"] in {"USD", "EUR"}
        return known and row["invoice_date"] != "2026-10-32"

    def due(self, row: Row) -> dt.date:
        """The row's own due date, else what its terms say."""
        if row.get("due_date"):
            return self.day(row["due_date"])
        return self.day(row["invoice_date"]) + dt.timedelta(days=TERM_DAYS[row["terms"]])

    def listed(self, name: str) -> dict[Key, Row]:
        """A snapshot by company and document."""
        return {(row["company"], row["document_id"]): row for row in self.read(name)}

    @cached_property
    def invoices(self) -> dict[str, Row]:
        """The newest readable row of each invoice and credit note."""
        rows = (row for name in self.names("invoices") for row in self.read(name))
        return {row["invoice_id"]: row for row in rows if self.readable(row)}

    @cached_property
    def payments(self) -> dict[str, Row]:
        """The newest row of each payment."""
        return {r["payment_id"]: r for n in self.names("payments") for r in self.read(n)}

    @cached_property
    def applications(self) -> list[Row]:
        """Every application."""
        return [row for name in self.names("applications") for row in self.read(name)]

    @cached_property
    def disputes(self) -> dict[str, Row]:
        """The newest row of each case."""
        return {r["dispute_id"]: r for n in self.names("disputes") for r in self.read(n)}

    @cached_property
    def jobs(self) -> dict[Key, Row]:
        """The newest row of each job, by company and job."""
        found = (r for n in sorted(self.names("jobs"), key=_dated) for r in self.read(n))
        return {(row["company"], row["job_id"]): row for row in found}

    @cached_property
    def activities(self) -> list[Row]:
        """Every activity."""
        return [row for name in self.names("activities") for row in self.read(name)]

    @cached_property
    def adjustments(self) -> list[Row]:
        """Every adjustment."""
        return [row for name in self.names("adjustments") for row in self.read(name)]

    @cached_property
    def customers(self) -> dict[str, Row]:
        """The corrected customers."""
        return {row["customer_id"]: row for row in self.read(self.names("customers")[-1])}

    @cached_property
    def truth(self) -> dict[Key, Row]:
        """Why each late invoice is late."""
        with (ROOT / "truth.csv").open(encoding="utf-8", newline="") as lines:
            return {(row["company"], row["invoice_id"]): row for row in csv.DictReader(lines)}

    @cached_property
    def unseen(self) -> set[Key]:
        """Items that the details call open on the last day and no last snapshot lists."""
        names = (f"open_items_{company}_{self.last_day}.csv" for company in ("1000", "2000"))
        return set(self.open_on(self.last_day)) - {key for n in names for key in self.listed(n)}

    def open_on(self, at: dt.date) -> dict[Key, int]:
        """What the details leave open at the end of a day, in cents; credit is negative."""
        left: dict[Key, int] = defaultdict(int)
        for row in self.invoices.values():
            if self.day(row["invoice_date"]) <= at:
                target = row["credits_invoice"] or row["invoice_id"]
                left[row["company"], target] += self.cents(row["amount"])
        for row in self.payments.values():
            if self.day(row["date"]) <= at and not self._sent_back(row["payment_id"], at):
                left[row["company"], row["payment_id"]] -= self.cents(row["amount"])
        for row in self.applications:
            if self.day(row["date"]) <= at and not self._sent_back(row["payment_id"], at):
                left[row["company"], row["invoice_id"]] -= self.cents(row["amount"])
                left[row["company"], row["payment_id"]] += self.cents(row["amount"])
        return {key: amount for key, amount in left.items() if amount}

    def disputed_on(self, at: dt.date) -> dict[Key, int | None]:
        """The disputed cents of each invoice with an open case; None for all of it."""
        return {
            (row["company"], row["invoice_id"]): self.cents(row["amount"])
            if row["amount"]
            else None
            for row in self.disputes.values()
            if self.day(row["opened_on"]) <= at
            and not (row["resolved_on"] and self.day(row["resolved_on"]) <= at)
        }

    def _sent_back(self, payment_id: str, at: dt.date) -> bool:
        row = self.payments.get(payment_id)
        return bool(row and row["reversed_on"]) and self.day(str(row and row["reversed_on"])) <= at


@pytest.fixture(scope="session")
def sample() -> Sample:
    """The committed sample."""
    return Sample()
