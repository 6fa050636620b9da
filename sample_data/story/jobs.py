"""The work behind the invoices, and the work no invoice has billed yet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sample_data.story import weeks
from sample_data.story.columns import HEADERS
from sample_data.story.dice import Dice
from sample_data.story.styles import Row, Style, moment

if TYPE_CHECKING:
    from sample_data.story.cast import Customer
    from sample_data.story.work import Invoice

_DISPATCHERS = {"1000": ("rosa", "emil", "june"), "2000": ("tomo", "nils")}
_TEMPLATES = {"service": ("SV-CALL", "SV-SEASON", "SV-LEAK"), "project": ("PR-RETROFIT", "PR-NEW")}
#: The template whose crews leave after part of the work.
_IN_PARTS = {"service": "SV-SEASON", "project": "PR-RETROFIT"}
_ASSETS = ("chiller", "condenser", "cold room", "switchboard", "compressor", "air handler")
_EVIDENCE = ("photos, signature", "signature", "work sheet", "photos")
_UNBILLED, _RUNNING = 9, 6
_FIRST_UNBILLED = 71_001
#: Hours before the end of the last day's work that the unbilled jobs were completed.
_COMPLETED = (3, 130)
_PER_MILLE = {"T0": 0, "V0": 0, "T1": 83, "V21": 210}


@dataclass(slots=True, kw_only=True)
class Job:
    """One job, amounts in cents with tax; `begun` is the export that shows it under way."""

    job_id: str
    customer: Customer
    site: str
    project: str
    template: str
    dispatcher: str
    asset: str
    completion: str
    completed_at: dt.datetime | None
    verified_at: dt.datetime | None
    evidence: str
    approver: str
    po_number: str
    bill_to: str
    tax_code: str
    change_order: str
    quote_id: str
    amount: int
    begun: dt.date | None = None


def work(customers: list[Customer], invoices: list[Invoice]) -> list[Job]:
    """Every job: one for each job id that invoices name, then those nobody has billed."""
    dice = Dice("jobs")
    billed: dict[tuple[str, str], Invoice] = {}
    for invoice in invoices:
        if invoice.job_id and invoice.amount > 0 and not invoice.reissue_of:
            billed.setdefault((invoice.customer.company, invoice.job_id), invoice)
    jobs = [_billed(dice, invoice) for invoice in billed.values()]
    for number in range(_UNBILLED + _RUNNING):
        job_id = f"J{_FIRST_UNBILLED + number}"
        jobs.append(_unbilled(dice, dice.pick(customers), job_id, done=number < _UNBILLED))
    return jobs


def _billed(dice: Dice, invoice: Invoice) -> Job:
    """The job an invoice bills: what was missing on it is why the invoice is paid late."""
    part = invoice.cause == "part_completion"
    agreed = not part and dice.chance(0.02)
    completed, sent = invoice.completed_at, invoice.sent_at
    verified = None
    if completed and sent:
        minutes = int((sent - completed).total_seconds() * dice.unit() * 0.9 / 60)
        verified = completed + dt.timedelta(minutes=minutes)
    template = dice.pick(_TEMPLATES[invoice.work])
    return Job(
        job_id=invoice.job_id,
        customer=invoice.customer,
        site=invoice.site,
        project=invoice.project,
        template=_IN_PARTS[invoice.work] if part and dice.chance(0.8) else template,
        dispatcher=dice.pick(_DISPATCHERS[invoice.customer.company]),
        asset=f"{dice.pick(_ASSETS)} {dice.between(1, 6)}",
        completion="partial" if part or agreed else "full",
        completed_at=completed,
        verified_at=verified,
        evidence="" if invoice.cause == "proof_of_work" else dice.pick(_EVIDENCE),
        approver=invoice.approver,
        po_number=invoice.po_number,
        bill_to=invoice.bill_to,
        tax_code=invoice.tax_code,
        change_order=f"CO{dice.between(100, 999)}" if agreed else "",
        quote_id=invoice.quote_id,
        amount=invoice.amount,
        begun=_begun(dice, completed),
    )


def _begun(dice: Dice, completed: dt.datetime | None) -> dt.date | None:
    """The weekly export before a job's completion, for a few that are shown there already."""
    if completed is None or not dice.chance(0.05):
        return None
    before = [day for day in weeks.WEEKLY if day < completed.date()]
    return before[-1] if before else None


def _unbilled(dice: Dice, customer: Customer, job_id: str, *, done: bool) -> Job:
    net = dice.between(18_000, 210_000)
    tax = (net * _PER_MILLE[customer.tax_code] + 500) // 1000
    end = dt.datetime.combine(weeks.LAST_DAY, dt.time(17))
    completed = end - dt.timedelta(minutes=5 * dice.between(*(12 * hours for hours in _COMPLETED)))
    complete = dice.chance(0.8)
    return Job(
        job_id=job_id,
        customer=customer,
        site=f"S{customer.number}-{dice.between(1, 4)}",
        project="",
        template=dice.pick(_TEMPLATES["service"]),
        dispatcher=dice.pick(_DISPATCHERS[customer.company]),
        asset=f"{dice.pick(_ASSETS)} {dice.between(1, 6)}",
        completion=("full" if complete else "partial") if done else "",
        completed_at=completed if done else None,
        verified_at=None,
        evidence=dice.pick(_EVIDENCE) if done and complete else "",
        approver="site mgr",
        po_number=f"PO{dice.between(30_000, 79_999)}" if dice.chance(0.6) else "",
        bill_to=customer.bill_to,
        tax_code=customer.tax_code,
        change_order="",
        quote_id="",
        amount=net + tax,
        begun=None if done else weeks.LAST_DAY,
    )


def files(
    jobs: list[Job], company: str, style: Style, days: tuple[dt.date, ...]
) -> dict[str, bytes]:
    """A company's jobs by file name: each when it changed, as it then stood."""
    rows: dict[dt.date, list[Row]] = {day: [] for day in days}
    for job in jobs:
        if job.customer.company == company:
            for day in _told(job, days):
                rows[day].append(_row(job, day, style))
    return {
        f"jobs_{company}_{day}.csv": style.text(HEADERS["jobs"], told)
        for day, told in rows.items()
        if told
    }


def _told(job: Job, days: tuple[dt.date, ...]) -> list[dt.date]:
    """The exports that tell of it: under way, completed, verified."""
    turns = [job.begun] if job.begun else []
    turns += [at.date() for at in (job.completed_at, job.verified_at) if at]
    told = {weeks.exported_on(turn, days) for turn in turns if turn <= weeks.LAST_DAY}
    return sorted(told)


def _row(job: Job, day: dt.date, style: Style) -> Row:
    completed = job.completed_at if job.completed_at and job.completed_at.date() <= day else None
    verified = job.verified_at if job.verified_at and job.verified_at.date() <= day else None
    done = completed is not None
    status = "verified" if verified else "completed" if done else "in_progress"
    return {
        "job_id": job.job_id,
        "company": job.customer.company,
        "customer_id": job.customer.customer_id,
        "site": job.site,
        "project": job.project,
        "template": job.template,
        "dispatcher": job.dispatcher,
        "asset": job.asset,
        "status": status,
        "completion": job.completion if done else "",
        "completed_at": moment(completed),
        "verified_at": moment(verified),
        "completion_code": ("RTN" if job.completion == "partial" else "DONE") if done else "",
        "evidence": job.evidence if done else "",
        "approver": job.approver,
        "po_number": job.po_number,
        "bill_to": job.bill_to,
        "tax_code": job.tax_code,
        "change_order": job.change_order,
        "quote_id": job.quote_id,
        "amount": style.money(job.amount),
        "currency": job.customer.currency,
    }
