"""What had happened to invoices and accounts equals what is counted by hand, in random worlds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from artui.books import evidence
from artui.books.evidence import Until
from artui.domain import conditions
from artui.domain.conditions import from_data
from artui.domain.days import parse_day
from artui.domain.promises import Payment, Promise, Rules, judge
from tests.homes import application, dispute, invoice, payment, promise
from tests.report.conftest import asking
from tests.report.test_random_weeks import _MANY, home, template

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["template"]
FIELDS = (
    *("disputes_opened", "customer_disputes_365", "paid_share", "short_paid", "payment_failed"),
    *("unapplied_amount", "unapplied_covers", "unapplied_matches", "promise_broken"),
    *("usual_days_late", "within_habit"),
)
RULES = [from_data({name: "present"}) for name in FIELDS]
TRUTHS = {name for name in FIELDS if conditions.FIELDS[name].kind == "bool"}
START = dt.date(2026, 5, 4)
AMOUNT = 10000


@dataclass
class Paid:
    """A payment of the customer; `invoice` None leaves it unapplied."""

    on: int
    amount: int
    invoice: int | None
    reversed_on: int | None

    def stands(self, day: int) -> bool:
        """Whether it had come by the end of a day, and had not gone back."""
        return self.on <= day and (self.reversed_on is None or self.reversed_on > day)


@dataclass
class World:
    """One customer's days, counted from START: what was billed, paid, disputed and promised."""

    billed: list[int] = field(default_factory=list)
    paid: list[Paid] = field(default_factory=list)
    disputes: list[tuple[int, int]] = field(default_factory=list)
    promises: list[tuple[int, int, int, int | None]] = field(default_factory=list)


@st.composite
def worlds(draw: st.DrawFn) -> World:
    days = st.integers(0, 150)
    world = World(sorted(draw(st.lists(st.integers(0, 60), min_size=1, max_size=2))))
    amounts = st.sampled_from((1000, 3000, 4500, 10000))
    for number, billed in enumerate(world.billed):
        left = AMOUNT
        for amount in draw(st.lists(amounts, max_size=2)):
            if amount <= left:
                left -= amount
                world.paid.append(_paid(draw, billed, amount, number))
        for opened in draw(st.lists(days, max_size=2)):
            world.disputes.append((number, opened))
    for amount in draw(st.lists(amounts, max_size=2)):
        world.paid.append(_paid(draw, 0, amount, None))
    about = st.none() | st.integers(0, len(world.billed) - 1)
    for made in draw(st.lists(st.integers(0, 120), max_size=3, unique=True)):
        due = made + draw(st.integers(1, 30))
        world.promises.append((made, due, draw(amounts), draw(about)))
    return world


def _paid(draw: st.DrawFn, first: int, amount: int, number: int | None) -> Paid:
    on = first + draw(st.integers(1, 90))
    back = draw(st.none() | st.none() | st.integers(1, 40))
    return Paid(on, amount, number, None if back is None else on + back)


def date(day: int) -> str:
    return str(START + dt.timedelta(days=day))


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def exports(world: World) -> dict[str, list[dict[str, object]]]:
    """The world as files."""
    files: dict[str, list[dict[str, object]]] = {
        "invoices": [
            invoice(f"I{n}", money(AMOUNT), date(day), due_date=date(day + 30), currency="USD")
            for n, day in enumerate(world.billed)
        ],
        "payments": [],
        "applications": [],
    }
    for n, each in enumerate(world.paid):
        status = "" if each.reversed_on is None else "reversed"
        back = "" if each.reversed_on is None else date(each.reversed_on)
        row = payment(f"P{n}", money(each.amount), date(each.on), currency="USD")
        files["payments"].append(row | {"status": status, "reversed_on": back})
        if each.invoice is not None:
            applied = application(f"P{n}", f"I{each.invoice}", money(each.amount), date(each.on))
            files["applications"].append(applied)
    files["disputes"] = [
        dispute(f"D{n}", f"I{about}", date(opened), reason="tax")
        for n, (about, opened) in enumerate(world.disputes)
    ]
    files["promises"] = [
        promise(f"Q{n}", money(amount), date(made), date(due), currency="USD")
        | {"invoice_id": "" if about is None else f"I{about}"}
        for n, (made, due, amount, about) in enumerate(world.promises)
    ]
    return {name: rows for name, rows in files.items() if rows}


def by_hand(world: World, number: int, day: int) -> dict[str, object]:
    """The fields of one invoice at the end of a day."""
    own = [each for each in world.paid if each.invoice == number]
    paid = sum(each.amount for each in own if each.stands(day))
    free = [each.amount for each in world.paid if each.invoice is None and each.stands(day)]
    left = AMOUNT - paid
    habit = _habit(world, day)
    late = day - (world.billed[number] + 30)
    return {
        "disputes_opened": sum(n == number and on <= day for n, on in world.disputes),
        "customer_disputes_365": sum(day - 365 < on <= day for _, on in world.disputes),
        "paid_share": Decimal(paid) / AMOUNT,
        "short_paid": paid > 0 and 0 < left < AMOUNT / 2,
        "payment_failed": any(
            each.reversed_on is not None and each.reversed_on <= day for each in own
        ),
        "unapplied_amount": Decimal(sum(free)) / 100,
        "unapplied_covers": 0 < left <= sum(free),
        "unapplied_matches": left > 0 and left in free,
        "promise_broken": _broken(world, number, day),
        "usual_days_late": habit,
        "within_habit": None if habit is None else late <= habit,
    }


def _habit(world: World, day: int) -> Decimal | None:
    given = [
        (each.amount, max(0, each.on - world.billed[each.invoice] - 30))
        for each in world.paid
        if each.invoice is not None and each.stands(day)
    ]
    if not given:
        return None
    weighed = sum(amount * late for amount, late in given)
    return Decimal(weighed * 100 // sum(amount for amount, _ in given)) / 100


def _broken(world: World, number: int, day: int) -> bool:
    first = parse_day(str(START))
    made = [
        Promise(n + 1, amount, first + on, first + due, None, about)
        for n, (on, due, amount, about) in enumerate(world.promises)
    ]
    came = [
        Payment(first + each.on, each.amount, each.invoice)
        for each in world.paid
        if each.stands(day)
    ]
    return any(
        each.state in ("broken", "partly_kept")
        and day - 90 < each.promise.due_on - first <= day
        and each.promise.document in (None, number)
        and (
            each.promise.document == number
            or world.billed[number] <= each.promise.promised_on - first
        )
        for each in judge(made, came, first + day, Rules())
    )


@settings(_MANY, max_examples=40)
@given(world=worlds(), day=st.integers(60, 170))
def test_each_field_is_what_is_counted_by_hand(template: Path, world: World, day: int) -> None:
    with home(template) as books:
        for kind, rows in exports(world).items():
            assert books.take(f"{kind}_2026-10-17.csv", *rows).state == "loaded"
        with asking(books) as source:
            ids = dict(source.reader.execute("SELECT number, id FROM document"))
            documents = [ids[f"I{n}"] for n in range(len(world.billed))]
            until = Until(parse_day(date(day)))
            found = evidence.gather(source.reader, documents, [], RULES, until)
    for number, document in enumerate(documents):
        made = {name: found[document].get(name) for name in FIELDS}
        made = {k: bool(v) if k in TRUTHS and v is not None else v for k, v in made.items()}
        assert made == by_hand(world, number, day), number
