"""One job, for the screen about it: what is known of it, and the invoices that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.store import gate, gated, jobs, named, newest
from artui.store.columns import day as day_of
from artui.store.columns import gate as gate_columns
from artui.store.conditions import Compiler, equip
from artui.store.desk import AccountIdentity
from artui.store.facts.jobs import ATTRIBUTES, KIND
from artui.store.listing import Column, Listing, Sort
from artui.store.recorded import known

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from artui.domain.conditions import Condition
    from artui.store.aging import Scope
    from artui.store.gated import Waiver

_SAID = ", ".join(f"f.{name}" for name in ATTRIBUTES if name != "customer_id")


def job(reader: sqlite3.Connection, job_id: int, scope: Scope) -> dict[str, Any] | None:
    """A job by its row's number, as it was known; None where nothing was known of it then.

    `unbilled` is what no invoice has billed of it, in minor units, of whatever state the job is;
    `invoiced` what invoices billed. `since` is the day it was first heard of, `file` and `line`
    tell where the newest export says so.
    """
    rows = named.rows(
        reader.execute(
            f"""WITH j AS MATERIALIZED (SELECT o.id, o.company_id, o.key, o.number, f.customer_id,
                    {_SAID}, {day_of("f.completed_at")} AS completed_on, f.import_id, f.line,
                    k.since
                FROM ({newest.of(KIND, scope.known_on, "f.job_id = :job")}) AS k
                JOIN job AS o ON o.id = k.subject JOIN job_fact AS f ON f.id = k.fact_id)
            SELECT j.*, {jobs.left(scope, drafts=False)} AS unbilled,
                ({jobs.invoiced(scope)}) AS invoiced, c.number AS customer_number,
                coalesce(c.name, c.number) AS customer_name, c.po_required, m.code AS company,
                n.file
            FROM j JOIN customer AS c ON c.id = j.customer_id
            JOIN company AS m ON m.id = j.company_id JOIN import AS n ON n.id = j.import_id""",
            {**scope.parameters(), "job": job_id},
        )
    )
    return rows[0] if rows else None


def billed_by(reader: sqlite3.Connection, document_id: int) -> int | None:
    """The row's number of the job that a document bills; None where it names none that is known.

    Of several, the one its first item names.
    """
    row = reader.execute(
        """SELECT j.id FROM item AS i JOIN document AS d ON d.id = i.document_id
            JOIN job_named AS w ON w.written = i.job_id
            JOIN job AS j ON j.company_id = d.company_id AND j.key = w.key
        WHERE i.document_id = ? ORDER BY i.void, i.label LIMIT 1""",
        (document_id,),
    ).fetchone()
    return None if row is None else int(row[0])


def identity(reader: sqlite3.Connection, job_id: int) -> tuple[AccountIdentity, str]:
    """The account of a job's customer and the job's key, as the desk knows both."""
    company, customer, key = reader.execute(
        "SELECT m.key, c.key, j.key FROM job AS j JOIN customer AS c ON c.id = j.customer_id"
        " JOIN company AS m ON m.id = j.company_id WHERE j.id = ?",
        (job_id,),
    ).fetchone()
    return AccountIdentity(company, customer), str(key)


def invoices(job_id: int, scope: Scope, *, past: bool = False) -> Listing:
    """The invoices and credit notes that name a job, with what is open of them.

    Args:
        job_id: the job's row.
        scope: as of when, and what was known.
        past: whether those of which nothing had happened by then are left out.
    """
    return Listing(
        (
            Column("number", "Invoice", width=12),
            Column("label", "Item"),
            Column("type", "Type"),
            Column("billed_on", "Dated", "day"),
            Column("sent", "Sent"),
            Column("due_on", "Due", "day"),
            Column("amount", "Billed", "money"),
            Column("open_amount", "Open", "money"),
            Column("currency", "Cur"),
            Column("po_number", "PO"),
            Column("bill_to", "Bill to"),
            Column("approver", "Approver"),
            Column("place", "From"),
        ),
        f"""SELECT i.id AS item_id, d.id AS document_id, i.customer_id, d.number, i.label,
            CASE WHEN i.void THEN 'draft or void' ELSE coalesce(i.type, d.family) END AS type,
            i.billed_on, coalesce(replace(substr(i.sent_at, 1, 16), 'T', ' '), '') AS sent,
            i.due_on, i.amount, coalesce(sum(e.amount), 0) AS open_amount, i.currency,
            coalesce(i.po_number, '') AS po_number, coalesce(i.bill_to, '') AS bill_to,
            coalesce(i.approver, '') AS approver, n.file || ':' || i.line AS place
        FROM job AS j JOIN job_named AS w ON w.key = j.key
        JOIN item AS i ON i.job_id = w.written
        JOIN document AS d ON d.id = i.document_id AND d.company_id = j.company_id
        LEFT JOIN import AS n ON n.id = i.import_id
        LEFT JOIN entry AS e ON e.item_id = i.id AND e.effective_on <= :as_of
            AND {known(scope.known_on)}
        WHERE j.id = :job AND NOT (i.computed AND i.void)
        GROUP BY i.id {"HAVING count(e.id) > 0" if past else ""}""",
        key="item_id",
        search=("number", "type", "po_number"),
        default_order=(Sort("billed_on"), Sort("number"), Sort("label")),
        parameters={**scope.parameters(), "job": job_id},
        currency="currency",
        hidden=("document_id", "customer_id"),
        frozen=True,
        noun="invoices",
    )


def failing(
    reader: sqlite3.Connection, conditions: Sequence[Condition], job_id: int, scope: Scope
) -> tuple[int, ...]:
    """The places of the conditions that hold of a job as it was known, counted from 0."""
    if not conditions:
        return ()
    compiler = Compiler(gate_columns(gate.job().__getitem__), "fails")
    row = (
        equip(reader)
        .execute(
            f"""SELECT {", ".join(map(compiler.holds, conditions))}
            FROM {jobs.known(scope.known_on)} AS j
            JOIN customer AS c ON c.id = j.customer_id JOIN company AS m ON m.id = j.company_id
        WHERE j.id = :job""",
            {**compiler.parameters, "job": job_id, "known_on": scope.known_on},
        )
        .fetchone()
    )
    return tuple(place for place, holds in enumerate(row or ()) if holds)


def waivers(reader: sqlite3.Connection, job_id: int, seen: int) -> list[Waiver]:
    """The waivers of a job that hold at the end of a day; oldest first."""
    account, key = identity(reader, job_id)
    every = gated.waivers(reader, seen)
    return [each for each in every if (each.company, each.job) == (account.company, key)]
