"""A world in which anybody promises and pays anything, and what became of it penny by penny."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from artui.domain.days import iso, parse_day, to_date
from artui.store.desk import AccountIdentity, InvoiceIdentity
from tests.desk import Person
from tests.homes import application, invoice, payment, promise

if TYPE_CHECKING:
    from random import Random

    from tests.homes import Books

FIRST, TODAY = parse_day("2026-09-01"), parse_day("2026-11-20")
GRACE, ENOUGH = 3, 99


@dataclass
class Promised:
    """A promise as the test keeps it; `seq` is the order in which equal ones are served."""

    customer: str
    invoice: str
    amount: int
    made: int
    due: int
    seq: tuple[bool, int]
    plan: int | None = None
    withdrawn: int | None = None
    received: int = 0

    @property
    def until(self) -> int:
        """Three Mondays to Fridays after the day it is due."""
        day, left = self.due, GRACE
        while left:
            day += 1
            left -= to_date(day).isoweekday() <= 5
        return day

    def takes(self, customer: str, document: str, day: int) -> bool:
        """Whether a penny of that day counts for it."""
        last = self.until if self.withdrawn is None else min(self.until, self.withdrawn)
        return (
            self.customer == customer
            and (document == "" or self.invoice in ("", document))
            and self.made < day <= last
            and self.received < self.amount
        )

    def state(self, today: int) -> str:
        """What became of it."""
        if self.received * 100 >= self.amount * ENOUGH:
            return "kept"
        if self.withdrawn is not None and self.withdrawn <= min(self.until, today):
            return "withdrawn"
        if today <= self.until:
            return "open"
        return "partly_kept" if self.received else "broken"


@dataclass
class World:
    """Two customers with two invoices each, what they promised and what they paid."""

    books: Books
    dice: Random
    made: list[Promised] = field(default_factory=list)
    paid: list[tuple[int, bool, str, str, int]] = field(default_factory=list)

    def live(self) -> None:
        """Eighty days."""
        self.books.turn(iso(FIRST) or "")
        bills = [
            invoice(f"I{n}", "50.00", "2026-08-01", customer_id=f"C{1 + n % 2}") for n in range(4)
        ]
        self.books.take("invoices.csv", *bills)
        days = sorted(self.dice.randint(FIRST, TODAY) for _ in range(12))
        for number, day in enumerate(days):
            self.books.turn(iso(day) or "")
            self.dice.choice([self.promise, self.promise, self.plan, self.tell, self.withdraw])(
                day, number
            )
        self.books.turn(iso(TODAY) or "")
        for number in range(10):
            self.pay(number)

    def _whom(self) -> tuple[str, str, Person, InvoiceIdentity | None]:
        customer = self.dice.choice(["C1", "C2"])
        number = self.dice.choice(
            ["", "", *(f"I{n}" for n in range(4) if customer == f"C{1 + n % 2}")]
        )
        about = InvoiceIdentity("1000", "", "", number.lower()) if number else None
        person = Person(self.books, AccountIdentity("1000", customer.lower(), "USD"))
        return customer, number, person, about

    def promise(self, day: int, _: int) -> None:
        """One date, one amount; on the desk."""
        customer, number, person, about = self._whom()
        amount, due = self.dice.randint(1, 30) * 100, day + self.dice.randint(0, 20)
        entry = person.promise(amount, iso(due) or "", about)
        self.made.append(Promised(customer, number, amount, day, due, (False, entry)))

    def plan(self, day: int, _: int) -> None:
        """Two or three dates."""
        customer, number, person, about = self._whom()
        days = sorted(day + self.dice.randint(0, 40) for _ in range(self.dice.randint(2, 3)))
        parts = [(self.dice.randint(1, 15) * 100, due) for due in days]
        plan = person.plan(*((amount, iso(due) or "") for amount, due in parts), document=about)
        for place, (amount, due) in enumerate(parts):
            entry = (False, plan + place)
            self.made.append(Promised(customer, number, amount, day, due, entry, plan))

    def tell(self, day: int, number: int) -> None:
        """An export tells of one of its own, or of one that is on the desk."""
        known = [each for each in self.made if each.withdrawn is None and not each.seq[0]]
        if known and self.dice.random() < 0.5:
            same = self.dice.choice(known)
            self._export(number, same.customer, same.invoice, same.amount, same.made, same.due)
            return
        customer, document, *_ = self._whom()
        amount, due = self.dice.randint(31, 40) * 100, day + self.dice.randint(0, 20)
        self._export(number, customer, document, amount, day, due)
        self.made.append(Promised(customer, document, amount, day, due, (True, -number)))

    def _export(
        self, number: int, customer: str, document: str, amount: int, made: int, due: int
    ) -> None:
        row = promise(
            f"P{number:02}",
            f"{amount / 100:.2f}",
            iso(made) or "",
            iso(due) or "",
            customer_id=customer,
            invoice_id=document,
        )
        self.books.take(f"promises_{number}.csv", row)

    def withdraw(self, day: int, _: int) -> None:
        """Somebody withdraws one of the desk, with the whole of its plan."""
        on_desk = [each for each in self.made if not each.seq[0] and each.withdrawn is None]
        if not on_desk:
            return
        one = self.dice.choice(on_desk)
        Person(self.books).withdraw(one.seq[1])
        for each in on_desk:
            if each is one or (one.plan is not None and each.plan == one.plan):
                each.withdrawn = day

    def pay(self, number: int) -> None:
        """Part of an invoice is paid, or cash comes that is not applied."""
        customer, document, *_ = self._whom()
        day, amount = self.dice.randint(FIRST, TODAY), self.dice.randint(1, 12) * 100
        text = f"{amount / 100:.2f}"
        self.books.take(
            f"p{number}.csv", payment(f"X{number}", text, iso(day) or "", customer_id=customer)
        )
        if document:
            self.books.take(
                f"a{number}.csv", application(f"X{number}", document, text, iso(day) or "")
            )
        self.paid.append((day, not document, customer, document, amount))

    def told(self, today: int) -> list[tuple[Any, ...]]:
        """What the report has to say, penny by penny: own invoice first, then first due first."""
        for each in self.made:
            each.received = 0
        made = [each for each in self.made if each.made <= today]
        by_customer: dict[tuple[int, bool, str, str], int] = defaultdict(int)
        for day, unapplied, customer, document, amount in self.paid:
            if day <= today:
                by_customer[day, unapplied, customer, document] += amount
        for (day, _, customer, document), amount in sorted(by_customer.items()):
            for _penny in range(amount):
                taking = [each for each in made if each.takes(customer, document, day)]
                if not taking:
                    break
                min(taking, key=lambda each: _turn(each, document)).received += 1
        return sorted(
            (each.customer, each.amount, iso(each.due), each.state(today), each.received)
            for each in made
        )


def _turn(each: Promised, document: str) -> tuple[Any, ...]:
    """Who is served first."""
    alike = (each.due, each.made, each.seq[1] if not each.seq[0] else -each.seq[1] - 10**6)
    return (bool(document) and each.invoice == "", *alike)
