"""What sums are kept apart by, and how the rows of one group are found again."""

from __future__ import annotations

from typing import NamedTuple

#: What figures are grouped by, over document d, customer c and company m.
GROUPS = {
    "": "''",
    "class": "d.class",
    "segment": "coalesce(c.segment, '')",
    "company": "m.code",
    "customer": "c.number",
}
#: The columns of every sum by group; what is asked for is rolled up from them.
APART = "m.code AS company, d.class AS class, coalesce(c.segment, '') AS segment"


class Part(NamedTuple):
    """What sums are kept apart by."""

    company: str
    document_class: str
    segment: str

    def key(self, by: str) -> str:
        """The group it is of, where figures are grouped by `by`."""
        keys = {"class": self.document_class, "segment": self.segment, "company": self.company}
        return keys.get(by, "")


class Slice(NamedTuple):
    """One group of figures: what they are grouped by, its key, and a currency or None for all."""

    by: str
    key: str
    currency: str | None

    def condition(self, currency: str) -> str:
        """A condition on d, c, m and an expression for the currency, naming :key and :currency."""
        wanted = [f"{GROUPS[self.by]} = :key"]
        if self.currency is not None:
            wanted.append(f"{currency} = :currency")
        return " AND ".join(wanted)

    def parameters(self) -> dict[str, object]:
        """The values the condition names."""
        return {"key": self.key, "currency": self.currency}
