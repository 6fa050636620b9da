"""How credit stands: the proof of a list of accounts, and one account in lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.content import Content

from artui.domain import money
from artui.domain.days import iso
from artui.store import aging, holds, standings
from artui.store.aging import Scope
from artui.store.connection import reading
from artui.text import safe
from artui.tui.sums import verdict

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from artui.store.holds import Past
    from artui.store.standings import Count
    from artui.tui.moment import Moment

_HOLDS = 3
_BAR = 20


@dataclass(frozen=True, slots=True)
class Proof:
    """All accounts summed up, held against what the entries alone say.

    Attributes:
        day: what the standings are of; None before there are any.
        counts: how the accounts stand, by currency.
        outstanding: what the entries alone come to, by currency.
    """

    day: int | None
    counts: Sequence[Count]
    outstanding: Mapping[str, int]

    @property
    def holds(self) -> bool:
        """Whether parts come to exposure, and open items to what is outstanding."""
        return not self._unequal and all(found == owed for _, found, owed in self._compared())

    @property
    def _unequal(self) -> int:
        return sum(count.unequal for count in self.counts)

    @property
    def sentence(self) -> str:
        """The line of truth."""
        mark = f"✗ IN {self._unequal} ACCOUNTS THEY DO NOT" if self._unequal else "✓"
        parts = "   ".join(verdict(*each) for each in self._compared())
        return f"parts = exposure {mark}   open items = outstanding   {parts or 'nothing is open'}"

    @property
    def summary(self) -> str:
        """How many are over and on hold, by how much, and how many reviews are due."""
        over, hold = sum(each.over for each in self.counts), sum(each.hold for each in self.counts)
        overrun = ", ".join(
            f"{money.grouped(each.overrun, each.currency)} {each.currency}"
            for each in self.counts
            if each.overrun
        )
        reviews = sum(each.reviews for each in self.counts)
        parts = [f"{over:,} over", f"{hold:,} on hold"]
        parts += [f"overrun {overrun}"] if overrun else []
        parts += [f"{reviews:,} due for review"] if reviews else []
        return " · ".join(parts)

    def _compared(self) -> Iterator[tuple[str, int, int]]:
        """Currency, what the accounts come to, what the entries come to."""
        found = {count.currency: count.open_items for count in self.counts}
        for currency in sorted({*found, *self.outstanding}):
            mine, owed = found.get(currency, 0), self.outstanding.get(currency, 0)
            if mine or owed:
                yield currency, mine, owed


def prove(reader: sqlite3.Connection, moment: Moment) -> Proof:
    """Sum up the standings and the entries of their day, both at the same moment."""
    with reading(reader):
        of, past = standings.of(reader), moment.is_past
        day = moment.as_of if past else of.day if of else None
        scope = moment.scope() if past or day is None else Scope(day)
        owed = {} if day is None else aging.outstanding(reader, scope)
        return Proof(day, standings.counts(reader, moment.as_of, past=past), owed)


@dataclass(frozen=True, slots=True)
class Facts:
    """One account's standing, in lines.

    Attributes:
        row: as `standings.standing` gives it.
        holds: its holds, newest first.
    """

    row: Mapping[str, Any]
    holds: Sequence[Past]

    def lines(self) -> Content:
        """Who it is and how it stands, then a line for each thing that bears on it."""
        row = self.row
        said = " · ".join(
            str(row[key]) for key in ("number", "company", "segment", "currency") if row[key]
        )
        state = f"{row['state']}: {row['rule']}" + _at(row["place"])
        head = Content.assemble((safe(row["name"]), "bold"), f"   {safe(said)}      {safe(state)}")
        return Content("\n").join([head, *(Content(f"  {safe(line)}") for line in self._told())])

    def _told(self) -> Iterator[str]:
        row = self.row
        yield f"Exposure  {self._parts()}"
        yield f"Limit     {self._limit()}"
        if row["overdue_ceiling"] is not None:
            yield f"Overdue   {self._overdue()}"
        if row["insured"]:
            own = "unlimited" if row["own_risk"] is None else self._money("own_risk")
            yield f"Insured   {self._money('insured')}, own risk {own}"
        if row["hold_since"] is not None:
            yield f"On hold   {self._hold()}"
        if row["release"]:
            yield f"Release   {row['release']}"
        if row["risk"]:
            yield f"Risk      {row['risk']}"
        if row["review_due_on"] is not None:
            last = iso(row["last_review"]) or "never"
            yield f"Review    {last}, next due {iso(row['review_due_on'])}"
        ended = [past for past in self.holds if past.ended_on is not None]
        for past in ended[:_HOLDS]:
            yield f"Before    {past.rule} from {iso(past.began_on)} to {iso(past.ended_on)}"
        if len(ended) > _HOLDS:
            yield f"          and {len(ended) - _HOLDS} holds before that"

    def _money(self, name: str) -> str:
        return money.grouped(self.row[name] or 0, self.row["currency"])

    def _parts(self) -> str:
        labels = {"unbilled_jobs": "unbilled jobs", "open_orders": "open orders",
                  "drafts": "drafts"}  # fmt: skip
        parts = [f"{self._money('open_items')} open items"]
        parts += [f"{self._money(key)} {label}" for key, label in labels.items() if self.row[key]]
        return f"{self._money('exposure')} = {' + '.join(parts)}"

    def _limit(self) -> str:
        row = self.row
        if row["limit_amount"] is None:
            return f"unlimited, {row['limit_rule']}{_at(row['limit_place'])}"
        over = f", overrun {self._money('overrun')}" if row["overrun"] else ""
        said = f"{self._money('limit_amount')}, {row['limit_rule']}{_at(row['limit_place'])}{over}"
        return said if row["used"] is None else f"{said}   {_bar(row['used'])} {row['used']:.0%}"

    def _overdue(self) -> str:
        return (
            f"{self._money('overdue')} counts, of {self._money('past_due')} past due,"
            f" against a ceiling of {self._money('overdue_ceiling')}"
        )

    def _hold(self) -> str:
        row = self.row
        until = iso(row["expected_resolution"])
        expected = f", expected to be resolved by {until}" if until else ""
        reason = f": {row['reason']}" if row["reason"] else ""
        return f"since {iso(row['hold_since'])}{expected}{reason}"


def gather(reader: sqlite3.Connection, number: int, moment: Moment) -> Facts | None:
    """What is known of an account, by its row's number; None once it is gone."""
    row = standings.standing(reader, number, past=moment.is_past)
    if row is None:
        return None
    began = holds.history(reader, row["customer_id"], row["currency"])
    if moment.is_past:
        began = [_then(each, moment.seen) for each in began if each.began_on <= moment.seen]
    return Facts(row, began)


def _then(hold: Past, day: int) -> Past:
    """A hold as it stood at the end of a day."""
    ended = hold.ended_on
    return hold if ended is None or ended <= day else hold._replace(ended_on=None)


def _at(place: str) -> str:
    return f" ({place})" if place else ""


def _bar(used: float) -> str:
    """A share as a bar: full at the limit, and an arrow beyond it."""
    full = min(_BAR, max(0, round(used * _BAR)))
    return "█" * full + "░" * (_BAR - full) + ("▶" if used > 1 else "")
