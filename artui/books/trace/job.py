"""What is left to bill of a job: what it is worth, and the invoices that billed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.trace.model import Check, Row, Section, Subject, Trace, equation, written
from artui.domain.days import iso
from artui.store import job as store
from artui.store.aging import Scope
from artui.store.trace import jobs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.books.trace.model import View


def trace(view: View, job_id: int) -> Trace:
    """A job as one looks at it; without a row where nothing was known of it, or of its amount.

    Args:
        view: from where one looks.
        job_id: the job's row.
    """
    scope = Scope(view.as_of, view.known_on)
    job = store.job(view.reader, job_id, scope)
    if job is None:
        return Trace("job", "", "", ("nothing was known of the job by then",))
    title = f"{job['customer_name']}  {job['customer_number']} · {job['company']}"
    if job["amount"] is None:
        return Trace("job", job["number"], title, ("the job has no amount",))
    billed = [
        row for row in jobs.billed(view.reader, job_id, scope) if row["currency"] == job["currency"]
    ]
    return _told(view, job, billed, title)


def _told(view: View, job: dict[str, Any], billed: Sequence[dict[str, Any]], title: str) -> Trace:
    left, amount, currency = job["unbilled"], job["amount"], job["currency"]
    of_all = sum(row["amount"] for row in billed)
    total = f"{written(left, currency)} {currency} left to bill on {iso(view.as_of)}"
    parts = [(amount, "job"), *([(-of_all, "billed")] if billed else [])]
    more = ("more was billed than the job is worth",) if of_all > amount else ()
    sections = [Section("job", (_worth(job),))]
    if billed:
        sections.append(Section("billed", tuple(map(_billed, billed)), "by invoices that name it"))
    found = max(0, amount - of_all)
    check = Check("job - billed = left to bill", found, left, currency)
    return Trace(
        *("job", job["number"], title),
        (equation(total, parts, currency), *more),
        tuple(sections),
        (check,),
    )


def _worth(job: dict[str, Any]) -> Row:
    return Row(
        what=f"job {job['number']}",
        on=job["completed_on"],
        amount=job["amount"],
        currency=job["currency"],
        detail=job["status"] or "",
        import_id=job["import_id"],
        line=job["line"],
    )


def _billed(row: dict[str, Any]) -> Row:
    return Row(
        what=f"invoice {row['number']}",
        on=row["effective_on"],
        amount=-row["amount"],
        currency=row["currency"],
        detail=f"item {row['label']}" if row["label"] else "",
        import_id=row["import_id"],
        line=row["line"],
        recorded_on=row["recorded_on"],
        leads_to=Subject("invoice", row["document_id"], row["number"]),
    )
