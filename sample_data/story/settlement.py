"""Which money and which credit notes close the invoices, as their fates and causes ask."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from sample_data.story import weeks
from sample_data.story.causes import CODES
from sample_data.story.dice import Dice
from sample_data.story.ledger import Application, Ledger, Payment

if TYPE_CHECKING:
    from sample_data.story.cast import Customer
    from sample_data.story.causes import Dispute
    from sample_data.story.work import Invoice

_OVERPAID_EVERY = 45
_ON_ACCOUNT = 6
_GOODWILL_APPLIED = 4
_GOODWILL_OPEN = 4
_GOODWILL_FROM = 300_000
_BOUNCED = ("reversed", "failed", "reversed")
_BOUNCED_DUE = (dt.date(2026, 9, 7), dt.date(2026, 10, 26))
_METHODS = {"1000": ("check", "ach", "card"), "2000": ("sepa", "sepa", "card")}


def settle(invoices: list[Invoice], disputes: list[Dispute]) -> Ledger:
    """The ledger that follows from the fates; it also adds credit notes and reissues."""
    return _Settlement(invoices, disputes).run()


class _Settlement:
    """One pass over the invoices, collecting what customers pay together."""

    def __init__(self, invoices: list[Invoice], disputes: list[Dispute]) -> None:
        self._dice = Dice("settlement")
        self._ledger = Ledger(list(invoices))
        self._credited = {c.invoice.invoice_id: c for c in disputes if c.outcome == "credited"}
        self._runs: dict[tuple[str, dt.date], list[tuple[Invoice, int]]] = defaultdict(list)
        self._goodwill = _GOODWILL_APPLIED

    def run(self) -> Ledger:
        invoices = list(self._ledger.invoices)
        for invoice in invoices:
            self._pay_part(invoice)
            if invoice.closes is None:
                self._pay_unapplied(invoice)
            else:
                self._close(invoice, invoice.closes)
        self._pay_runs()
        self._bounce(invoices)
        self._leave_credit(invoices)
        self._number()
        return self._ledger

    def _pay(self, customer: Customer, day: dt.date, amount: int, reference: str) -> Payment:
        methods = _METHODS[customer.company]
        method = "direct_debit" if customer.autopay == "yes" else methods[customer.number % 3]
        payment = Payment(customer, day, amount, method, reference)
        self._ledger.payments.append(payment)
        return payment

    def _apply(self, source: Payment | Invoice, invoice: Invoice, day: dt.date, cents: int) -> None:
        self._ledger.applications.append(Application(source, invoice, day, cents))

    def _pay_part(self, invoice: Invoice) -> None:
        if invoice.part_on:
            payment = self._pay(
                invoice.customer, invoice.part_on, invoice.part, f"{invoice.invoice_id} part"
            )
            self._apply(payment, invoice, invoice.part_on, invoice.part)

    def _pay_unapplied(self, invoice: Invoice) -> None:
        """Its money came, and nobody has applied it yet."""
        if invoice.cause == "unapplied_cash":
            day = weeks.working_on_or_after(max(invoice.due, weeks.OPENING))
            day = min(day, weeks.LAST_DAY - weeks.days(1))
            self._pay(invoice.customer, day, invoice.amount, "no remittance advice")

    def _close(self, invoice: Invoice, day: dt.date) -> None:
        if invoice.unseen:
            payment = self._pay(invoice.customer, day, invoice.residual, invoice.invoice_id)
            payment.unseen = True
            self._apply(payment, invoice, day, invoice.residual)
        elif invoice.cause == "unapplied_cash":
            self._apply_late(invoice, day)
        elif invoice.cause == "wrong_bill_to" and not invoice.part and self._dice.chance(0.5):
            self._reissue(invoice, day)
        else:
            credit = self._credit_due(invoice)
            if credit:
                self._credit(invoice, day, credit)
            self._pay_rest(invoice, day, invoice.residual - credit)

    def _apply_late(self, invoice: Invoice, day: dt.date) -> None:
        """The money waits unapplied for weeks before anyone finds its invoice."""
        waited = weeks.working_on_or_before(day - weeks.days(self._dice.between(9, 30)))
        paid = max(waited, weeks.OPENING, invoice.invoiced)
        payment = self._pay(invoice.customer, paid, invoice.residual, "no remittance advice")
        self._apply(payment, invoice, day, invoice.residual)

    def _credit_due(self, invoice: Invoice) -> int:
        """How much of it a linked credit note takes off."""
        case = self._credited.get(invoice.invoice_id)
        if case:
            return min(invoice.residual, case.amount or invoice.residual)
        if invoice.cause == "waiting_credit_note":
            return invoice.residual * self._dice.between(10, 45) // 100
        return 0

    def _credit(self, invoice: Invoice, day: dt.date, cents: int) -> Invoice:
        note = self._credit_note(invoice, day, cents)
        note.credits_invoice = invoice.invoice_id
        note.code = CODES[invoice.cause][0]
        return note

    def _credit_note(self, invoice: Invoice, day: dt.date, cents: int) -> Invoice:
        note = replace(
            _blank(invoice),
            invoiced=day,
            due=day,
            amount=-cents,
            tax=-(cents * invoice.tax // invoice.amount),
            tax_code=invoice.customer.tax_code,
            bill_to=invoice.customer.bill_to,
            completed_at=None,
            sent_at=None,
        )
        self._ledger.invoices.append(note)
        return note

    def _reissue(self, invoice: Invoice, day: dt.date) -> None:
        """Credit it whole and bill the right entity; the new one is paid when due."""
        self._credit(invoice, day, invoice.residual)
        customer = invoice.customer
        due = day + weeks.days(customer.term_days)
        again = replace(
            _blank(invoice),
            invoice_id=f"{invoice.invoice_id}R",
            reissue_of=invoice.invoice_id,
            invoiced=day,
            due=due,
            bill_to=customer.bill_to,
            sent_at=dt.datetime.combine(day, dt.time(10, 20)),
        )
        self._ledger.invoices.append(again)
        paid = max(weeks.working_on_or_before(due), day)
        if paid <= weeks.LAST_DAY:
            again.closes = paid
            self._pay_rest(again, paid, again.amount)

    def _pay_rest(self, invoice: Invoice, day: dt.date, cents: int) -> None:
        """Put it into the customer's pay run of that day, less a goodwill credit now and then."""
        if cents >= _GOODWILL_FROM and self._goodwill and self._dice.chance(0.1):
            self._goodwill -= 1
            granted = max(weeks.working_on_or_before(day - weeks.days(8)), weeks.OPENING)
            note = self._credit_note(invoice, granted, cents // 12)
            self._apply(note, invoice, day, cents // 12)
            cents -= cents // 12
        if cents:
            self._runs[invoice.customer.customer_id, day].append((invoice, cents))

    def _pay_runs(self) -> None:
        for number, ((_, day), paid) in enumerate(sorted(self._runs.items(), key=_run_order), 1):
            first = paid[0][0]
            reference = first.invoice_id + (f" +{len(paid) - 1}" if len(paid) > 1 else "")
            total = sum(cents for _, cents in paid)
            overpaid = self._dice.between(50, 420) * 100 if number % _OVERPAID_EVERY == 0 else 0
            received = max(weeks.OPENING, *(invoice.invoiced for invoice, _ in paid))
            if self._dice.chance(0.15):
                received = max(received, weeks.working_on_or_before(day - weeks.days(2)))
            else:
                received = day
            payment = self._pay(first.customer, received, total + overpaid, reference)
            for invoice, cents in paid:
                self._apply(payment, invoice, day, cents)

    def _bounce(self, invoices: list[Invoice]) -> None:
        """Payments that came and went back: the invoice was closed for some days."""
        short = [
            invoice
            for invoice in invoices
            if invoice.closes is None
            and invoice.cause == "cash_short"
            and not invoice.part
            and _BOUNCED_DUE[0] <= invoice.due <= _BOUNCED_DUE[1]
        ]
        for invoice, status in zip(short, _BOUNCED, strict=False):
            day = weeks.working_on_or_after(invoice.due + weeks.days(3))
            payment = self._pay(invoice.customer, day, invoice.amount, invoice.invoice_id)
            payment.status = status
            payment.reversed_on = weeks.working_on_or_after(day + weeks.days(9))
            self._apply(payment, invoice, day, invoice.amount)

    def _leave_credit(self, invoices: list[Invoice]) -> None:
        """Payments on account and goodwill credits that reduce no invoice yet."""
        recent = [i for i in invoices if i.invoiced >= weeks.OPENING and i.amount > _GOODWILL_FROM]
        for invoice in self._dice.shuffled(recent)[:_ON_ACCOUNT]:
            cents = self._dice.between(40_000, 160_000)
            self._pay(invoice.customer, invoice.invoiced, cents, "payment on account")
        for invoice in self._dice.shuffled(recent)[:_GOODWILL_OPEN]:
            self._credit_note(invoice, invoice.invoiced, invoice.amount // 10)

    def _number(self) -> None:
        self._ledger.invoices.sort(key=lambda invoice: (invoice.invoiced, invoice.invoice_id))
        notes = (invoice for invoice in self._ledger.invoices if invoice.amount < 0)
        for number, note in enumerate(notes, 8001):
            note.invoice_id = f"CN-{number}"
        self._ledger.payments.sort(key=lambda p: (p.day, p.customer.customer_id, p.reference))
        for number, payment in enumerate(self._ledger.payments, 70_001):
            payment.payment_id = f"PAY-{number}"


def _run_order(run: tuple[tuple[str, dt.date], list[tuple[Invoice, int]]]) -> tuple[dt.date, str]:
    (customer_id, day), _ = run
    return day, customer_id


def _blank(invoice: Invoice) -> Invoice:
    """The same work without its fate and its cause."""
    return replace(
        invoice,
        closes=None,
        part=0,
        part_on=None,
        cause="",
        evidence="",
        code="",
        coded_on=None,
        unseen=False,
    )
