"""Small random worlds: a few invoices, their cash, disputes, listings and choices over six weeks.

Each world is both the exports that tell it and, for `by_hand`, what those exports mean.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hypothesis import strategies as st

from artui.domain.reasons import Origin
from tests.homes import Row, application, dispute, payment
from tests.report.by_hand import Case, Catalogue, Invoice, Item, Said, as_known, hours_to_send

START = dt.date(2026, 9, 7)
LAST = START + dt.timedelta(days=41)
CODES = {"po1": "missing_po", "cs1": "cash_short", "tx1": "tax"}
CHOICES = ("tax", "portal")
RULES = """
reasons:
  missing_po:
    label: No PO
    owner: dispatch
    erp_codes: [PO1]
    checks: [no_po]
    when: {po_required: true, po_number: missing}
  part: {label: Part, owner: project_template, checks: [part_done]}
  tax: {label: Wrong tax, owner: billing, erp_codes: [TX1]}
  sent_late: {label: Sent late, owner: billing, when: {send_latency_hours: {gt: 24}}}
  portal: {label: Portal, owner: billing, when: {all: [{disputed: true}, {amount: {ge: 100}}]}}
  cash_short: {label: Short, owner: customer, erp_codes: [CS1], when: {open_amount: {ge: 70}}}
"""


READINESS = """
checks:
  no_po:
    label: No PO
    severity: blocking
    owner: dispatch
    mend: Ask for it.
    fails_when: {po_required: true, po_number: missing}
    reason: missing_po
  part_done:
    label: Part done
    severity: blocking
    owner: project_template
    mend: Agree a change order.
    fails_when: {completion: partial, change_order: missing}
"""
#: The day every invoice is sent.
SENT = dt.date(2026, 9, 2)


def catalogue() -> Catalogue:
    """RULES, written out; what was said at first, and of the job, stands in the evidence."""
    own = ("missing_po", "part", "tax", "sent_late", "portal", "cash_short")
    return Catalogue(
        CODES | {code: code for code in own},
        [
            (
                "missing_po",
                lambda e: (
                    e.get("customer_po_required") == "yes"
                    and not (e.get("po_number") and e["first_po_number"])
                ),
            ),
            ("part", lambda e: e["completion"] == "partial" and not e["change_order"]),
            ("sent_late", lambda e: (hours_to_send(e) or 0) > 24),
            (
                "portal",
                lambda e: e["disputed"] and float(e.get("amount") or e["seen_first"]) >= 100,
            ),
            ("cash_short", lambda e: e["open"] >= 7000),
        ],
        own,
    )


@dataclass
class World:
    """Exports as (kind, day, rows), and the same invoices by hand."""

    exports: list[tuple[str, dt.date, list[Row]]] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)

    def add(self, kind: str, day: dt.date, *rows: Row) -> None:
        """Write an export."""
        self.exports.append((kind, day, list(rows)))

    def name(self, index: int) -> str:
        """A file name with its date; unlike any other's."""
        kind, day, _ = self.exports[index]
        return f"{kind}_{index}_{day}.csv"


#: What exports said of a job, oldest first.
Told = list[tuple[dt.date, Row]]


def _days(low: int = 0, high: int = 41) -> st.SearchStrategy[dt.date]:
    return st.integers(low, high).map(lambda n: START + dt.timedelta(days=n))


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), values)


_CENTS = st.sampled_from((1000, 4550, 7000, 10000, 12345))


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """One to four invoices of one or two customers."""
    world = World()
    customers = {name: _customer(draw, world, name) for name in ("C1", "C2")}
    jobs = {name: _work(draw, world, name) for name in ("J1", "J2")}
    for number in range(draw(st.integers(1, 4))):
        customer = draw(st.sampled_from(("C1", "C2")))
        currency = draw(st.sampled_from(("USD", "USD", "USD", "EUR")))
        invoice = Invoice(f"I{number}", currency, [], [], customers[customer])
        _bill(draw, world, invoice, customer, jobs)
        _pay(draw, world, invoice, customer)
        _dispute(draw, world, invoice)
        _tell(draw, world, invoice, customer)
        invoice.choice = draw(_maybe(st.sampled_from(CHOICES)))
        world.invoices.append(invoice)
    return world


def _customer(draw: st.DrawFn, world: World, name: str) -> list[Said]:
    said = []
    for day in sorted(draw(st.lists(_days(-7), max_size=3, unique=True))):
        wants = draw(st.sampled_from(("yes", "no", "")))
        world.add("customers", day, {"customer_id": name, "name": name, "po_required": wants})
        said.append(Said(day, "customers", {"po_required": wants}))
    return said


def _work(draw: st.DrawFn, world: World, name: str) -> Told:
    """A job, told of again as it changes; some are never done as far as anybody knows."""
    told = []
    for day in sorted(draw(st.lists(_days(-14), max_size=3, unique=True))):
        row = {
            "job_id": name,
            "customer_id": "C1",
            "completed_at": draw(st.sampled_from(("", "2026-09-01T08:00:00"))),
            "completion": draw(st.sampled_from(("", "partial", "full"))),
            "change_order": draw(st.sampled_from(("", "", "CO7"))),
            "dispatcher": draw(st.sampled_from(("", "ann", "ben"))),
            "template": draw(st.sampled_from(("", "T1", "T2"))),
        }
        world.add("jobs", day, row)
        told.append((day, row))
    return told


def newest(told: Told, until: dt.date) -> Row:
    """What the newest export up to a day says, else the first after it; nothing where none is."""
    before = [row for day, row in told if day <= until]
    return next(iter([*before[-1:], *(row for _, row in told)]), {})


def _origin(jobs: dict[str, Told], invoice: Invoice, sunday: dt.date) -> Origin:
    """The job as it was known on a Sunday, of an invoice that was known to bill it."""
    job = as_known(invoice.said, sunday).get("job_id", "")
    row = newest(jobs.get(job, []), sunday)
    work = row.get("dispatcher") or None, row.get("template") or None
    return Origin("1000", None, None, *work, job or None)


def _bill(
    draw: st.DrawFn, world: World, invoice: Invoice, customer: str, jobs: dict[str, Told]
) -> None:
    """One or two instalments, exported on the day or later, perhaps again with other columns."""
    billed = draw(_days(-20, 20))
    labels = draw(st.sampled_from(([""], ["1", "2"])))
    amounts = [draw(_CENTS) for _ in labels]
    dues = [billed + dt.timedelta(days=draw(st.integers(0, 30))) for _ in labels]
    invoice.items = [Item(d, [(billed, a)]) for d, a in zip(dues, amounts, strict=True)]
    exported = draw(st.lists(_days(), min_size=1, max_size=3, unique=True))
    job = draw(st.sampled_from(("", "J1", "J2")))
    told = jobs.get(job, [])
    invoice.origin = partial(_origin, jobs, invoice)
    done = newest([(day, row) for day, row in told if row["completed_at"]], SENT)
    invoice.sent = {name: done.get(name, "") for name in ("completion", "change_order")}
    for day in exported:
        columns = {
            "po_number": draw(st.sampled_from(("", "P7"))),
            "reason": draw(st.sampled_from(("", "", "PO1", "cs1", "ZZ"))),
            "completed_at": draw(st.sampled_from(("", "2026-09-01T08:00:00"))),
            "sent_at": draw(st.sampled_from(("2026-09-02T08:00:00", "2026-09-02T08:00:01"))),
        }
        rows = [
            {"invoice_id": invoice.name, "customer_id": customer, "item": label}
            | {"invoice_date": str(billed), "due_date": str(due), "amount": _money(amount)}
            | {"currency": invoice.currency, "job_id": job, **columns}
            for label, due, amount in zip(labels, dues, amounts, strict=True)
        ]
        world.add("invoices", day, *rows)
        whole = columns | {"amount": _money(sum(amounts)), "job_id": job}
        invoice.said.append(Said(day, "invoices", whole))
        if day == min(exported):
            invoice.sent["first_po_number"] = columns["po_number"]


def _pay(draw: st.DrawFn, world: World, invoice: Invoice, customer: str) -> None:
    """Parts of each instalment are paid, on or after the invoice's day; some come back."""
    for number, item in enumerate(invoice.items):
        label = str(number + 1) if len(invoice.items) > 1 else ""
        billed, amount = item.changes[0]
        for part in draw(st.lists(st.sampled_from((2, 3)), max_size=2)):
            left = amount + sum(change for _, change in item.changes[1:] if change < 0)
            if left // part == 0:
                continue
            paid = billed + dt.timedelta(days=draw(st.integers(0, 40)))
            item.changes.append((paid, -(left // part)))
            back = draw(_maybe(st.integers(0, 20)))
            name = f"P-{invoice.name}-{label}-{len(item.changes)}"
            row = payment(name, _money(left // part), str(paid), currency=invoice.currency)
            row |= {"customer_id": customer, "status": "", "reversed_on": ""}
            if back is not None:
                returned = paid + dt.timedelta(days=back)
                item.changes.append((returned, left // part))
                row |= {"status": "reversed", "reversed_on": str(returned)}
            world.add("payments", LAST, row)
            applied = application(name, invoice.name, _money(left // part), str(paid), item=label)
            world.add("applications", LAST, applied)


def _dispute(draw: st.DrawFn, world: World, invoice: Invoice) -> None:
    for number in range(draw(st.integers(0, 2))):
        opened = draw(_days())
        resolved = draw(_maybe(_days()))
        reason = draw(st.sampled_from(("tax", "PO1", "portal", "what else")))
        amount = draw(_maybe(_CENTS))
        if resolved is not None and resolved < opened:
            resolved = None
        row = dispute(f"D-{invoice.name}-{number}", invoice.name, str(opened), reason=reason)
        row["amount"] = "" if amount is None else _money(amount)
        row["resolved_on"] = str(resolved or "")
        world.add("disputes", LAST, row)
        invoice.cases.append(Case(reason, opened, resolved, amount))


def _tell(draw: st.DrawFn, world: World, invoice: Invoice, customer: str) -> None:
    """Listings that speak for their own day alone and agree with the ledger."""
    if len(invoice.items) > 1:
        return
    item = invoice.items[0]
    billed = item.changes[0][0]
    for day in draw(st.lists(_days(), max_size=2, unique=True)):
        if day < billed or item.open(day) <= 0:
            continue
        reason = draw(st.sampled_from(("", "TX1", "cs1")))
        row = {"document_id": invoice.name, "customer_id": customer, "reason": reason}
        row |= {"amount": _money(item.open(day)), "currency": invoice.currency}
        row |= {"snapshot_date": str(day), "po_number": ""}
        other = row | {"document_id": "OTHER", "amount": "0.00", "reason": "", "currency": "USD"}
        other["snapshot_date"] = str(START - dt.timedelta(days=30))
        world.add("open_items", day, row, other)
        columns = {"reason": reason, "po_number": "", "seen": row["amount"]}
        invoice.said.append(Said(day, "open_items", columns))
