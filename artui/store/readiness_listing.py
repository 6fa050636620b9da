"""The listings of readiness: what the gate found, put where a listing can read it."""

from __future__ import annotations

from artui.store.listing import Column, Listing, Sort

#: A completed job that is not billed, or an invoice that is open, as the gate found it.
GATED = (
    ("key", "TEXT"),
    ("place", "INTEGER"),
    ("gate", "TEXT"),
    ("kind", "TEXT"),
    ("number", "TEXT"),
    ("job", "INTEGER"),
    ("job_id", "TEXT"),
    ("document_id", "INTEGER"),
    ("customer_id", "INTEGER"),
    ("customer_number", "TEXT"),
    ("name", "TEXT"),
    ("at_risk", "INTEGER"),
    ("currency", "TEXT"),
    ("age", "INTEGER"),
    ("failing", "TEXT"),
    ("owner", "TEXT"),
    ("dispatcher", "TEXT"),
    ("template", "TEXT"),
    ("site", "TEXT"),
    ("company", "TEXT"),
)
#: All of one check, owner, dispatcher, template, site, customer or kind, in one currency.
GROUPED = (
    ("key", "TEXT"),
    ("place", "INTEGER"),
    ("label", "TEXT"),
    ("blocked", "INTEGER"),
    ("waived", "INTEGER"),
    ("ready", "INTEGER"),
    ("at_risk", "INTEGER"),
    ("share", "REAL"),
    ("currency", "TEXT"),
    ("oldest", "INTEGER"),
    ("told", "TEXT"),
)


def gated() -> Listing:
    """What `weekly.offer` put there of GATED, what there is most to lose of first."""
    return Listing(
        (
            Column("number", "Number", width=10),
            Column("gate", "State"),
            Column("failing", "Fails", width=30),
            Column("at_risk", "At risk", "money"),
            Column("currency", "Cur"),
            Column("age", "Days", "int"),
            Column("name", "Customer", width=18),
            Column("kind", "Kind"),
            Column("owner", "Owner"),
            Column("dispatcher", "Dispatcher"),
            Column("template", "Template"),
            Column("site", "Site"),
            Column("customer_number", "Number of"),
            Column("company", "Company"),
        ),
        "SELECT * FROM offered",
        key="key",
        search=(
            *("number", "gate", "kind", "name", "failing", "owner", "dispatcher", "template"),
            *("site", "customer_number", "company", "currency"),
        ),
        default_order=(Sort("place"),),
        currency="currency",
        hidden=("job", "job_id", "document_id", "customer_id", "place"),
        frozen=True,
        noun="jobs and invoices",
    )


def grouped(by: str) -> Listing:
    """What `weekly.offer` put there of GROUPED, under the name of what it is grouped by."""
    return Listing(
        (
            Column("label", by.capitalize(), width=16),
            Column("blocked", "Blocked", "int"),
            Column("waived", "Waived", "int"),
            Column("ready", "Ready", "int"),
            Column("share", "Blocked %", "ratio"),
            Column("at_risk", "At risk", "money"),
            Column("currency", "Cur"),
            Column("oldest", "Oldest", "int"),
            Column("told", "What to do" if by == "check" else "What fails most", width=30),
        ),
        "SELECT * FROM offered",
        key="key",
        search=("label", "currency", "told"),
        default_order=(Sort("place"),),
        currency="currency",
        hidden=("place",),
        frozen=True,
        noun=f"{by}s",
    )
