"""The listing of what a policy says: rows found in Python, put where a listing can read them."""

from __future__ import annotations

from artui.store.listing import Column, Listing, Sort

#: What `weekly.offer` is given for it.
OFFERED = (
    ("key", "TEXT"),
    ("number", "INTEGER"),
    ("subject", "TEXT"),
    ("what", "TEXT"),
    ("value", "TEXT"),
    ("place", "TEXT"),
)


def listing() -> Listing:
    """The values that were offered, in the order of the files."""
    return Listing(
        (
            Column("subject", "Subject"),
            Column("what", "What"),
            Column("value", "Value", width=24),
            Column("place", "Where"),
        ),
        "SELECT * FROM offered",
        key="key",
        search=("subject", "what", "value", "place"),
        default_order=(Sort("number"),),
        hidden=("number",),
        frozen=True,
        noun="policy lines",
    )
