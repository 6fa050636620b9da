"""What customers ordered: the work that is under way or not billed yet, and some that is over."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from sample_data.story import weeks
from sample_data.story.columns import HEADERS
from sample_data.story.dice import Dice
from sample_data.story.styles import PLAIN, Row

if TYPE_CHECKING:
    from sample_data.story.cast import Customer
    from sample_data.story.jobs import Job

_DAYS = (dt.date(2026, 11, 13), weeks.LAST_DAY)
_OVER = 12
_FIRST = 3_001


class Order(NamedTuple):
    """One order, in cents; `job` is the work it became, `billed_on` the day that was invoiced."""

    order_id: str
    customer: Customer
    day: dt.date
    amount: int
    job: Job | None = None
    billed_on: dt.date | None = None


def orders(jobs: list[Job], billed: dict[str, dt.date], customers: list[Customer]) -> list[Order]:
    """Every order: of the jobs nobody has billed, of some that were, and two not begun.

    Args:
        jobs: all of them.
        billed: by job, the day it was invoiced.
        customers: who may order.
    """
    dice = Dice("orders")
    open_ = [job for job in jobs if job.job_id not in billed]
    over = [job for job in jobs if billed.get(job.job_id, dt.date.min) > _DAYS[0]][:_OVER]
    found: list[Order] = []
    for number, job in enumerate([*open_, *over], _FIRST):
        day = _placed(dice, job)
        billed_on = billed.get(job.job_id)
        found.append(Order(f"SO-{number}", job.customer, day, job.amount, job, billed_on))
    for number in (1, 2):
        amount, day = 100 * dice.between(300, 900), weeks.LAST_DAY - weeks.days(number)
        order_id = f"SO-{_FIRST + len(found)}"
        found.append(Order(order_id, dice.pick(customers), day, amount))
    return found


def _placed(dice: Dice, job: Job) -> dt.date:
    done = job.completed_at.date() if job.completed_at else weeks.LAST_DAY
    return weeks.working_on_or_before(done - weeks.days(dice.between(3, 20)))


def files(found: list[Order]) -> dict[str, bytes]:
    """The orders as they stood on two Fridays, by file name."""
    return {
        f"orders_{day}.csv": PLAIN.text(
            HEADERS["orders"], [_row(order, day) for order in found if order.day <= day]
        )
        for day in _DAYS
    }


def _row(order: Order, day: dt.date) -> Row:
    over = order.billed_on is not None and order.billed_on <= day
    return {
        "order_id": order.order_id,
        "company": order.customer.company,
        "customer_id": order.customer.customer_id,
        "date": PLAIN.day(order.day),
        "amount": PLAIN.money(order.amount),
        "open_amount": PLAIN.money(0 if over else order.amount),
        "currency": order.customer.currency,
        "status": "invoiced" if over else "open",
        "job_id": order.job.job_id if order.job else "",
    }
