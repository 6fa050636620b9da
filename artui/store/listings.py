"""The listings behind the screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.store import desk_cases
from artui.store.aging import Question, disputed, select
from artui.store.listing import Column, Listing, Sort, matching
from artui.store.recorded import known

if TYPE_CHECKING:
    import sqlite3

    from artui.domain.aging import Buckets
    from artui.store.aging import Scope

#: Flags of position p: disputed, unapplied.
FLAGS = (
    "trim(CASE WHEN p.disputed <> 0 THEN 'D ' ELSE '' END"
    " || CASE WHEN p.unapplied <> 0 THEN 'U' ELSE '' END)"
)
#: What customer c of company m is known by.
WHO = """c.number AS number, coalesce(c.name, c.number) AS name, m.code AS company,
    coalesce(c.segment, '') AS segment, coalesce(c.collector, '') AS collector"""


def aging_columns(buckets: Buckets) -> tuple[Column, ...]:
    """The columns of customers by bucket."""
    return (
        Column("name", "Customer", width=30),
        Column("flags", "Flags"),
        Column("currency", "Cur"),
        *(Column(f"b{n}", label, "money") for n, label in enumerate(buckets.labels)),
        Column("unapplied", "Unapplied", "money"),
        Column("outstanding", "Total", "money"),
        Column("number", "Number"),
        Column("company", "Company"),
        Column("segment", "Segment"),
        Column("collector", "Collector"),
    )


def aging(question: Question, *, positions: bool) -> Listing:
    """Customers by bucket: the kept positions where they are of the day, else computed."""
    computed = f"(SELECT row_number() OVER () AS id, * FROM ({select(question)}))"
    source = "position" if positions else computed
    return Listing(
        aging_columns(question.buckets),
        f"""SELECT {FLAGS} AS flags, p.*, {WHO}
            FROM {source} AS p JOIN customer AS c ON c.id = p.customer_id
            JOIN company AS m ON m.id = c.company_id""",
        key="id",
        search=("name", "number", "company", "segment", "collector", "currency"),
        default_order=(Sort("outstanding", descending=True),),
        parameters={} if positions else question.parameters(),
        currency="currency",
        hidden=("customer_id",),
        frozen=not positions,
        noun="customers",
    )


def items(scope: Scope) -> Listing:
    """What stands open of the scope's one customer, item by item."""
    return Listing(
        (
            Column("number", "Document", width=12),
            Column("label", "Item"),
            Column("type", "Type"),
            Column("billed_on", "Dated", "day"),
            Column("due_on", "Due", "day"),
            Column("days", "Days", "int"),
            Column("open_amount", "Open", "money"),
            Column("amount", "Billed", "money"),
            Column("disputed", "Disputed", "money"),
            Column("currency", "Cur"),
            Column("reason", "ERP reason"),
            Column("po_number", "PO"),
            Column("site", "Site"),
            Column("job_id", "Job"),
            Column("contractual_on", "Agreed for", "day"),
            Column("export_due_on", "Export says", "day"),
        ),
        f"""WITH {disputed(scope)} SELECT s.item_id, s.document_id, d.number, i.label,
            coalesce(i.type, d.family) AS type, s.billed_on, s.due_on,
            CASE WHEN s.open_amount > 0 THEN :as_of - s.due_on END AS days, s.open_amount,
            i.amount, s.disputed, s.currency,
            coalesce(i.reason, '') AS reason, coalesce(i.po_number, '') AS po_number,
            coalesce(i.site, '') AS site, coalesce(i.job_id, '') AS job_id,
            i.contractual_on,
            nullif(i.export_due_on, coalesce(i.contractual_on, i.due_on)) AS export_due_on
        FROM aged AS s JOIN item AS i ON i.id = s.item_id
        JOIN document AS d ON d.id = s.document_id""",
        key="item_id",
        search=("number", "type", "reason", "po_number", "site", "job_id"),
        default_order=(Sort("due_on"),),
        parameters=scope.parameters(),
        currency="currency",
        hidden=("document_id",),
        frozen=True,
        noun="open items",
    )


def entries(document_id: int, past: Scope | None = None) -> Listing:
    """Everything that changed what is open on a document, with the file and line it came from.

    Args:
        document_id: the document.
        past: only what took effect by its day, as known on its other; None for all there is.
    """
    when = known(None) if past is None else f"e.effective_on <= :as_of AND {known(past.known_on)}"
    return Listing(
        (
            Column("effective_on", "Effective", "day"),
            Column("label", "Item"),
            Column("kind", "What"),
            Column("amount", "Amount", "money"),
            Column("open_after", "Open after", "money"),
            Column("counter", "With"),
            Column("file", "File", width=16),
            Column("line", "Line", "int"),
            Column("recorded_on", "Recorded", "day"),
        ),
        """SELECT e.id, e.effective_on, i.label, e.kind, e.amount, i.currency,
            sum(e.amount) OVER (PARTITION BY e.item_id ORDER BY e.effective_on, e.id)
                AS open_after,
            coalesce(o.number, '') AS counter, o.id AS counter_id, n.file, e.line,
            e.recorded_on
        FROM item AS i JOIN entry AS e ON e.item_id = i.id
        JOIN import AS n ON n.id = e.import_id
        LEFT JOIN item AS t ON t.id = e.counter_item_id
        LEFT JOIN document AS o ON o.id = t.document_id
        WHERE i.document_id = :document_id AND """
        + when,
        key="id",
        search=("kind", "counter", "file"),
        default_order=(Sort("effective_on"),),
        parameters={**(past.parameters() if past else {}), "document_id": document_id},
        currency="currency",
        hidden=("counter_id",),
        frozen=True,
        noun="entries",
    )


def summed(
    connection: sqlite3.Connection, listing: Listing, words: str
) -> list[tuple[str, int, dict[str, int]]]:
    """Per currency, how many rows a listing has under a filter, and the sums of its money."""
    money = [column.key for column in listing.columns if column.kind == "money"]
    condition, values = matching(listing, words)
    sums = ", ".join(f"sum({key})" for key in money)
    rows = connection.execute(
        f"SELECT {listing.currency}, count(*), {sums} FROM ({listing.rows_sql})"
        f" WHERE {condition} GROUP BY 1 ORDER BY 1",
        {**listing.parameters, **values},
    )
    return [
        (str(currency), int(count), dict(zip(money, amounts, strict=True)))
        for currency, count, *amounts in rows
    ]


def mark(connection: sqlite3.Connection) -> tuple[object, ...]:
    """Differs when anything may have changed that a list shows; a sign of life changes nothing.

    Imports, where their files are kept, which of them wait and what was decided of them, the
    policy and its last check, the day of the positions, frozen weeks, runs of escalation, what
    people entered, and whether the disputes among that have been taken over.
    """
    row: tuple[object, ...] = connection.execute(
        """SELECT n.newest, n.kept, n.held, n.failed,
            (SELECT count(ended_at) FROM carried_out), (SELECT max(id) FROM policy),
            (SELECT checked_at || content FROM policy_check),
            (SELECT day FROM positions_of), (SELECT count(*) FROM frozen_week),
            (SELECT max(day) FROM escalation_run), (SELECT max(ran_at) FROM escalation_run),
            (SELECT max(id) FROM desk.journal)
        FROM (SELECT max(id) AS newest, count(kept_as) AS kept, sum(state = 'held') AS held,
                sum(state = 'failed') AS failed FROM import) AS n"""
    ).fetchone()
    return (*row, desk_cases.differ(connection))
