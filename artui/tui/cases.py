"""A dispute as a case: what its row says, what can be disputed, and everything that happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.books.pace import Pacing
from artui.domain import money
from artui.domain.disputes import LABELS, is_over
from artui.domain.typed import named_day
from artui.store import case_listing, invoice
from artui.store.case_listing import Asked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from artui.books.force import InForce
    from artui.policy.policy import Policy
    from artui.tui.moment import Moment


class Case(NamedTuple):
    """A dispute as a row of their list has it.

    Attributes:
        key: the row's key.
        desk_id: its number on the desk; None where nobody has taken it up.
        exported: the canonical id of the exported case; None where there is none.
        document_id: of the invoice.
        customer_id: of its customer.
        invoice: what people call the invoice.
        customer: what people call the customer.
        item: the label of the item it is about, None for the whole invoice.
        currency: of its amounts.
        code: the reason as it was written; None where none was.
        reason: what people call it.
        amount: minor units said to be disputed, None for all.
        disputed: at most what is open of that; of a closed one of what was billed.
        open_amount: what is open of the invoice or instalment.
        opened_on: since when.
        resolved_on: the day it ended; None while it stands.
        owner: who sees to it; empty for nobody.
        state: see `artui.domain.disputes`.
        next_on: the day of the next step.
        outcome: how it came out.
        credit: the canonical id of the credit note that settles it.
        conflict: what desk and export say differently; empty where they agree.
        source: desk, export or flag.
        pending: whether the agent has not taken over what stands on the desk.
        number: what the export calls it.
        note: what the export notes.
        place: the file and line that tell of it; empty for the desk.
        dated: whether the day it was opened is known, not supposed.
    """

    key: str
    desk_id: int | None
    exported: str | None
    document_id: int
    customer_id: int
    invoice: str
    customer: str
    item: str | None
    currency: str
    code: str | None
    reason: str
    amount: int | None
    disputed: int
    open_amount: int
    opened_on: int
    resolved_on: int | None
    owner: str
    state: str
    next_on: int | None
    outcome: str
    credit: str | None
    conflict: str
    source: str
    pending: bool
    number: str
    note: str
    place: str
    dated: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Case | None:
        """The case of a row; None where there is none under the cursor."""
        if not isinstance(row.get("document_id"), int) or row.get("word") is None:
            return None
        told = {name: row[name] for name in _AS_THEY_ARE}
        return cls(
            **told,
            customer=str(row["name"]),
            amount=row["part"],
            disputed=row["amount"] or 0,
            open_amount=row["open_amount"] or 0,
            state=row["word"],
            conflict=row["conflict"] or "",
            pending=bool(row["pending"]),
            note=row["note"] or "",
            place=f"{row['file']}:{row['line']}" if row["file"] else "",
            dated=bool(row["dated"]),
        )

    @property
    def state_label(self) -> str:
        """The state in words."""
        return label(self.state)

    @property
    def is_over(self) -> bool:
        """Whether nothing is to be done about it any more."""
        return is_over(self.state)

    @property
    def share(self) -> str:
        """What is disputed, in words."""
        amount = f"{money.grouped(self.disputed, self.currency)} {self.currency}"
        return f"{amount}, all that is open" if self.amount is None and not self.is_over else amount


#: Days; where no day of a year is open, days are counted without the calendar.
_A_YEAR = 366
_AS_THEY_ARE = tuple(
    "key desk_id exported document_id customer_id invoice item currency code reason opened_on"
    " resolved_on owner next_on outcome credit source number".split()
)


def label(state: str) -> str:
    """A state in words."""
    return LABELS.get(state, state)


def step(case: Case, today: int) -> str:
    """The day of the next step, and whether it has passed."""
    if case.is_over:
        return ""
    if case.next_on is None:
        return "no next step is set"
    late = today - case.next_on
    named = named_day(case.next_on)
    return f"next step {named}, {late} d OVERDUE" if late > 0 else f"next step {named}"


def told(case: Case, today: int) -> str:
    """A dispute in one line."""
    parts = [
        case.state_label,
        case.share,
        case.reason or "no reason given",
        step(case, today),
        f"owner {case.owner}" if case.owner else "",
    ]
    return ", ".join(filter(None, parts))


def next_step(policy: Policy, reason: str, owner: str, today: int) -> int:
    """The day of the next step as the policy proposes it for a reason and an owner."""
    pacing, days = Pacing(policy), policy.disputes.target(reason, owner).next_step_days or 0
    later = range(today, today + _A_YEAR)
    return next((day for day in later if pacing.days(today, day) >= days), today + days)


class Part(NamedTuple):
    """An instalment that can be disputed: its label, when it is due, what is open of it."""

    label: str
    due_on: int
    open_amount: int


class Disputable(NamedTuple):
    """An invoice that can be disputed.

    Attributes:
        number: what people call it.
        customer: what people call its customer.
        currency: of its amounts.
        open_amount: minor units.
        parts: its instalments with something open, first due first.
        standing: its disputes that stand.
    """

    number: str
    customer: str
    currency: str
    open_amount: int
    parts: tuple[Part, ...]
    standing: tuple[Case, ...]


def asked(moment: Moment, force: InForce | None) -> Asked:
    """The disputes of the moment, with the labels of their reasons."""
    labels = force.policy.reasons.labels() if force else {}
    return Asked(moment.as_of, labels, moment.scope() if moment.is_past else None)


def of_document(
    reader: sqlite3.Connection, moment: Moment, force: InForce | None, document_id: int
) -> list[Case]:
    """The disputes of a document, open ones first, then the latest."""
    rows = case_listing.read(reader, asked(moment, force)._replace(document_id=document_id))
    return [case for case in map(Case.of, rows) if case is not None]


def of_customer(
    reader: sqlite3.Connection, moment: Moment, force: InForce | None, customer_id: int
) -> str:
    """How many disputes a customer has, what they come to, and whose step has passed; in words."""
    found = case_listing.read(reader, asked(moment, force)._replace(customer_id=customer_id))
    if not found:
        return ""
    standing = [row for row in found if row["standing"] == "open"]
    sums: dict[str, int] = {}
    for row in standing:
        sums[row["currency"]] = sums.get(row["currency"], 0) + (row["amount"] or 0)
    amounts = " and ".join(
        f"{money.grouped(amount, currency)} {currency}" for currency, amount in sums.items()
    )
    overdue = sum(row["overdue"] for row in standing)
    parts = [f"{len(standing)} open" + (f", {amounts}" if amounts else "")]
    parts += [f"{overdue} with a step OVERDUE"] if overdue else []
    ended = len(found) - len(standing)
    return " · ".join([*parts, f"{ended} closed"] if ended else parts)


def disputable(
    reader: sqlite3.Connection, moment: Moment, force: InForce | None, document_id: int
) -> Disputable | None:
    """What can be disputed of a document; None where nothing of it is open."""
    items = [
        item
        for item in invoice.items(reader, document_id, moment.as_of)
        if not item["void"] and item["open_on"] > 0
    ]
    if not items:
        return None
    parts = tuple(Part(item["label"], item["due_on"], item["open_on"]) for item in items)
    standing = of_document(reader, moment, force, document_id)
    return Disputable(
        str(items[0]["number"]),
        str(items[0]["customer_name"]),
        str(items[0]["currency"]),
        sum(part.open_amount for part in parts),
        parts,
        tuple(case for case in standing if not case.is_over and case.resolved_on is None),
    )


class Credit(NamedTuple):
    """A credit note: its canonical id, number, day, amount, and whether it is of the invoice."""

    key: str
    number: str
    dated_on: int
    amount: int
    currency: str
    own: bool
