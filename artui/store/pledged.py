"""The listing of promises to pay: rows judged in Python, put where a listing can read them."""

from __future__ import annotations

from artui.store.listing import Column, Listing, Sort

#: What `weekly.offer` is given of each promise; `id` is below 0 where only an export tells of it.
COLUMNS = (
    ("id", "INTEGER"),
    ("place", "INTEGER"),
    ("state", "TEXT"),
    ("customer_id", "INTEGER"),
    ("document_id", "INTEGER"),
    ("name", "TEXT"),
    ("due_on", "INTEGER"),
    ("until", "INTEGER"),
    ("amount", "INTEGER"),
    ("received", "INTEGER"),
    ("currency", "TEXT"),
    ("part", "TEXT"),
    ("plan_state", "TEXT"),
    ("days_late", "INTEGER"),
    ("invoice", "TEXT"),
    ("promised_on", "INTEGER"),
    ("source", "TEXT"),
    ("number", "TEXT"),
    ("customer", "TEXT"),
    ("company", "TEXT"),
    ("collector", "TEXT"),
)


def listing() -> Listing:
    """The promises that `offer` put there: what was broken, then what is to come, by day."""
    return Listing(
        (
            Column("name", "Customer", width=26),
            Column("state", "State", width=14),
            Column("due_on", "Promised for", "day"),
            Column("amount", "Amount", "money"),
            Column("received", "Received", "money"),
            Column("currency", "Cur"),
            Column("part", "Part"),
            Column("plan_state", "Plan is"),
            Column("days_late", "Late", "int"),
            Column("until", "Until", "day"),
            Column("invoice", "Invoice"),
            Column("promised_on", "Made on", "day"),
            Column("source", "From"),
            Column("customer", "Number"),
            Column("company", "Company"),
            Column("collector", "Collector"),
        ),
        "SELECT * FROM offered",
        key="id",
        search=("name", "customer", "state", "invoice", "collector", "part"),
        default_order=(Sort("place"), Sort("due_on"), Sort("name"), Sort("number")),
        currency="currency",
        hidden=("place", "customer_id", "document_id", "number"),
        frozen=True,
        noun="promises",
    )
