"""The listings of expected cash: rows computed in Python, put where a listing can read them."""

from __future__ import annotations

from artui.store.listing import Column, Listing, Sort

#: What `weekly.offer` is given of weeks; of what lies beyond them only `expected` is told.
WEEKS = (
    ("key", "TEXT"),
    ("place", "INTEGER"),
    ("week", "TEXT"),
    ("first_on", "INTEGER"),
    ("last_on", "INTEGER"),
    ("currency", "TEXT"),
    ("expected", "INTEGER"),
    ("low", "INTEGER"),
    ("high", "INTEGER"),
    ("bar", "TEXT"),
    ("promised", "INTEGER"),
    ("disputed", "INTEGER"),
)
#: And of the items behind one of them.
ITEMS = (
    ("key", "INTEGER"),
    ("document_id", "INTEGER"),
    ("customer_id", "INTEGER"),
    ("name", "TEXT"),
    ("currency", "TEXT"),
    ("expected", "INTEGER"),
    ("chance", "REAL"),
    ("open_amount", "INTEGER"),
    ("due_on", "INTEGER"),
    ("days", "INTEGER"),
    ("expected_on", "INTEGER"),
    ("basis", "TEXT"),
)


def weeks() -> Listing:
    """The weeks that `offer` put there, by currency."""
    return Listing(
        (
            Column("week", "Week", width=14),
            Column("first_on", "From", "day"),
            Column("last_on", "To", "day"),
            Column("currency", "Cur"),
            Column("expected", "Expected", "money"),
            Column("low", "Low", "money"),
            Column("high", "High", "money"),
            Column("bar", "", sortable=False),
            Column("promised", "Promised", "money"),
            Column("disputed", "Disputed", "money"),
        ),
        "SELECT * FROM offered",
        key="key",
        search=("week", "currency"),
        default_order=(Sort("currency"), Sort("place")),
        currency="currency",
        hidden=("place",),
        frozen=True,
        noun="weeks",
    )


def items() -> Listing:
    """The items behind a week that `offer` put there, of which most is expected first."""
    return Listing(
        (
            Column("number", "Invoice", width=12),
            Column("name", "Customer", width=26),
            Column("expected", "Expected", "money"),
            Column("chance", "Chance", "ratio"),
            Column("open_amount", "Open", "money"),
            Column("currency", "Cur"),
            Column("expected_on", "Likely on", "day"),
            Column("due_on", "Due", "day"),
            Column("days", "Days", "int"),
            Column("basis", "By"),
            Column("label", "Item"),
        ),
        """SELECT o.*, coalesce(d.number, '') AS number, coalesce(i.label, '') AS label
        FROM offered AS o LEFT JOIN item AS i ON i.id = o.key
        LEFT JOIN document AS d ON d.id = i.document_id""",
        key="key",
        search=("number", "name", "basis"),
        default_order=(Sort("expected", descending=True),),
        currency="currency",
        hidden=("document_id", "customer_id"),
        frozen=True,
        noun="items",
    )
