"""The listing of a trace: rows found in Python, put where a listing can read them."""

from __future__ import annotations

from artui.store.listing import Column, Listing, Sort

#: What `weekly.offer` is given for it.
OFFERED = (
    ("place_in_order", "INTEGER"),
    ("part", "TEXT"),
    ("what", "TEXT"),
    ("amount", "TEXT"),
    ("day", "INTEGER"),
    ("file", "TEXT"),
    ("line", "INTEGER"),
    ("loaded", "TEXT"),
    ("detail", "TEXT"),
    ("place", "TEXT"),
    ("after", "TEXT"),
    ("currency", "TEXT"),
    ("revision", "TEXT"),
    ("recorded_on", "INTEGER"),
    ("import_id", "INTEGER"),
    ("leads_kind", "TEXT"),
    ("leads_id", "INTEGER"),
    ("customer_id", "INTEGER"),
)


def listing() -> Listing:
    """The rows that were offered, part by part."""
    return Listing(
        (
            Column("part", "Part"),
            Column("what", "What", width=20),
            Column("amount", "Amount", sortable=False),
            Column("day", "On", "day"),
            Column("file", "File", width=14),
            Column("line", "Line", "int"),
            Column("loaded", "Loaded"),
            Column("detail", "Detail", width=16),
            Column("place", "Policy"),
            Column("after", "Comes to", sortable=False),
            Column("currency", "Cur"),
            Column("revision", "Under policy"),
            Column("recorded_on", "Recorded", "day"),
        ),
        "SELECT * FROM offered",
        key="place_in_order",
        search=("part", "what", "file", "detail", "place"),
        default_order=(Sort("place_in_order"),),
        hidden=("import_id", "leads_kind", "leads_id", "customer_id"),
        frozen=True,
        noun="rows behind it",
    )
