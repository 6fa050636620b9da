"""Why an account stands where it does on the worklist, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.domain import money
from artui.domain.conditions.words import words
from artui.domain.days import iso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.books.tiers import Decision
    from artui.books.worklist import Task


def why(task: Task, today: int) -> str:
    """In one sentence, why an account stands where it does; the text is not made safe yet."""
    return "; ".join((*_owed(task.at, today), *_left_out(task), *_tier(task.at), *_when(task)))


def _owed(at: Decision, today: int) -> Iterator[str]:
    days = 0 if at.oldest_due is None else today - at.oldest_due
    if at.items:
        owed = f"{money.grouped(at.amount, at.currency)} {at.currency}"
        noun = "item" if at.items == 1 else "items"
        yield f"{at.items} {noun}, {owed} past due, the oldest {days} days"
    elif at.step.tier:
        yield f"nothing past due, {-days} days to the next due date"
    elif not at.past_due:
        yield "nothing past due"
    costs = [(at.interest, "interest"), (at.fee, "fees")]
    said = [f"{money.grouped(each, at.currency)} {noun}" for each, noun in costs if each]
    if said:
        yield f"{' and '.join(said)} {'on top' if at.past_due else 'still to be claimed'}"


def _left_out(task: Task) -> Iterator[str]:
    at = task.at
    if at.in_dispute:
        left = " and left out" if at.disputed else ""
        yield f"{money.grouped(at.in_dispute, at.currency)} disputed{left}"
    if at.blocked:
        yield f"{money.grouped(at.blocked, at.currency)} blocked by the ERP and left out"
    if at.held:
        because = f" ({task.hold_reason or at.quiet})" if task.hold_reason or at.quiet else ""
        yield f"{money.grouped(at.held, at.currency)} on hold{because} and left out"
    if at.promised:
        part = f" ({at.promise_part})" if at.promise_part else ""
        by = f" by {iso(at.promise_due_on)}{part}" if at.promise_due_on is not None else ""
        yield f"{money.grouped(at.promised, at.currency)} promised{by} and left out"
    if at.broken:
        yield f"{at.broken} promise{'' if at.broken == 1 else 's'} broken"
    if at.disputes_overdue:
        number = at.disputes_overdue
        yield f"{number} dispute{'' if number == 1 else 's'} with an overdue step"
    if at.quiet and not at.held:
        yield f"left alone: {at.quiet}"


def _tier(at: Decision) -> Iterator[str]:
    step, tier = at.step, at.tier
    if step.tier < step.tier_reached:
        yield f"tier {step.tier_reached} is reached, but tier {step.tier} comes first"
    elif tier is not None and at.items:
        begins = f"tier {tier.tier} '{tier.name}' begins at {tier.from_days} days"
        yield begins if tier.when is None else f"{begins} where {words(tier.when)}"


def _when(task: Task) -> Iterator[str]:
    at = task.at
    if task.state == "done":
        yield "marked done, the next run takes it over"
    elif at.step.tier and at.step.tier <= at.executed.tier and not at.step.ready:
        on = f" on {iso(at.executed.on)}" if at.executed.on is not None else ""
        yield f"tier {at.executed.tier} was carried out{on}"
    if task.state == "waiting" and task.next_on is not None and at.past_due:
        yield f"waits until {iso(task.next_on)}"
