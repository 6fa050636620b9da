"""Who owes: the customers of both companies, all invented."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields, replace
from pathlib import Path

#: What the corrected customer file of 2026-10-30 says differently.
CORRECTIONS: dict[str, dict[str, str]] = {
    "C1009": {"collector": "theo"},
    "C1025": {"collector": "mara", "segment": "strategic"},
    "C1037": {"collector": "mara"},
    "C1045": {"segment": "strategic"},
    "C2017": {"collector": "koji"},
    "C2021": {"segment": "strategic", "collector": "ines"},
}

#: What the ERP's and the policies' terms mean, in days.
TERM_DAYS = {
    "net0": 0,
    "0001": 0,
    "net15": 15,
    "NAA8": 15,
    "net30": 30,
    "net45": 45,
    "net60": 60,
}


@dataclass(frozen=True, slots=True)
class Customer:
    """One customer as both companies' master data know it."""

    customer_id: str
    name: str
    parent_id: str
    company: str
    segment: str
    collector: str
    region: str
    country: str
    currency: str
    terms: str
    po_required: str
    language: str
    autopay: str

    @property
    def number(self) -> int:
        """The digits of its id."""
        return int(self.customer_id[1:])

    @property
    def bill_to(self) -> str:
        """The entity its invoices must name."""
        return f"B{self.number}"

    @property
    def tax_code(self) -> str:
        """T0 is exempt, T1 US sales tax, V0 reverse charge, V21 Dutch VAT."""
        if self.company == "1000":
            return "T0" if self.segment == "public" else "T1"
        return "V21" if self.country == "NL" and self.currency == "EUR" else "V0"

    @property
    def term_days(self) -> int:
        """Days from invoice to due date."""
        return TERM_DAYS[self.terms]

    def corrected(self) -> Customer:
        """The customer as the second file has it."""
        return replace(self, **CORRECTIONS.get(self.customer_id, {}))


def load() -> list[Customer]:
    """Every customer, in order of id."""
    path = Path(__file__).with_name("cast.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    names = [field.name for field in fields(Customer)]
    return [Customer(**{name: row[name] for name in names}) for row in rows]
