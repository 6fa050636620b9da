"""The listing of KPIs: rows found in Python, put where a listing can read them."""

from __future__ import annotations

from artui.store.listing import Column, Listing, Sort

#: What `weekly.offer` is given for it; values are finished texts.
OFFERED = (
    ("key", "TEXT"),
    ("place", "INTEGER"),
    ("name", "TEXT"),
    ("grouped", "TEXT"),
    ("currency", "TEXT"),
    ("value", "TEXT"),
    ("target", "TEXT"),
    ("status", "TEXT"),
    ("change", "TEXT"),
    ("trend", "TEXT"),
    ("note", "TEXT"),
    ("label", "TEXT"),
)


def listing(by: str) -> Listing:
    """The figures that were offered, with a column for the groups they are of.

    Args:
        by: what they are grouped by; empty for figures of everything.
    """
    return Listing(
        (
            Column("name", "KPI"),
            *([Column("grouped", by.capitalize())] if by else []),
            Column("currency", "Cur"),
            Column("value", "Value", sortable=False),
            Column("target", "Target", sortable=False),
            Column("status", "Status"),
            Column("change", "Change", sortable=False),
            Column("trend", "Trend", sortable=False),
            Column("note", "Note", width=24, sortable=False),
        ),
        "SELECT * FROM offered",
        key="key",
        search=("name", "label", "grouped", "currency", "status", "note"),
        default_order=(Sort("place"),),
        hidden=("place", "label"),
        frozen=True,
        noun="figures",
    )
