"""The forecast foretells a made-up world better than anybody's rule of thumb."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from artui.domain.days import iso, parse_day
from artui.domain.habits import Rules
from artui.report import forecast
from artui.report.request import Request
from tests.backtest import DUE, MEAN, OURS, Back, sundays
from tests.homes import invoice
from tests.report.conftest import asking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.homes import Books, Row

LAST = parse_day("2026-11-15")
_CUSTOMERS, _INVOICES, _DAYS = 20, 45, 260


def world() -> Iterator[Row]:
    """Customers, each with a habit: a usual delay, a spread, and now and then very late."""
    dice = random.Random(4)  # noqa: S311 - the same world in every run, no secret
    for customer in range(_CUSTOMERS):
        usual, spread = dice.randrange(-5, 50), dice.randrange(2, 9)
        for number in range(_INVOICES):
            billed = LAST - dice.randrange(_DAYS)
            late = usual + round(dice.gauss(0, spread)) + (45 if dice.random() < 0.15 else 0)
            paid = max(billed + 1, billed + 30 + late)
            yield invoice(
                f"I{customer}-{number}",
                f"{dice.lognormvariate(6, 0.8):.2f}",
                str(iso(billed)),
                customer_id=f"C{customer}",
                due_date=str(iso(billed + 30)),
                settled_on=str(iso(paid)) if paid <= LAST else "",
            )


def test_it_beats_the_due_date_and_the_mean_delay(books: Books) -> None:
    """Each invoice of this world is paid by itself, so the range has no runs to allow for."""
    books.take("invoices_2026-11-15.csv", *world())
    with asking(books) as source:
        escalation, alone = books.force.policy.escalation, Rules(runs=0.0)
        back = Back(source.reader, escalation, LAST, known=False, rules=alone)
        scores = back.scores(sundays(LAST - 90, LAST - 43))
    ours = scores[OURS]
    assert len(ours.days) > 500
    assert len({len(score.days) for score in scores.values()}) == 1
    for rule in (DUE, MEAN):
        assert ours.mae < 0.8 * scores[rule].mae, rule
        assert ours.wape < 0.8 * scores[rule].wape, rule
    assert ours.coverage is not None
    assert 0.65 < ours.coverage < 0.95


def test_an_origin_sees_nothing_of_what_came_after_it(books: Books) -> None:
    """What happens later changes no forecast: only what it is held against."""
    rows = list(world())
    cut = LAST - 60
    then = [
        row | ({} if row["settled_on"] <= str(iso(cut)) else {"settled_on": ""})
        for row in rows
        if row["invoice_date"] <= str(iso(cut))
    ]
    books.take("invoices_2026-09-16.csv", *then)
    known = _foretold(books, cut)
    books.take("invoices_2026-11-15.csv", *rows)
    assert _foretold(books, cut) == known


def _foretold(books: Books, day: int) -> object:
    with asking(books) as source:
        made = forecast.report(source, Request(as_of=day), forecast.Wish(by="item"))
    return made.data["rows"], made.data["totals"]
