"""One account of the worklist: what its row says, and everything known of it in lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.content import Content

from artui.books.worklist import worklist
from artui.domain.contacts import CHANNELS, DIRECTIONS, OUTCOMES
from artui.domain.days import iso
from artui.report.why import why
from artui.store import standings
from artui.store import worklist as store
from artui.store.desk import contacts, holds
from artui.text import safe
from artui.tui.promising import promised

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from artui.policy.escalation import EscalationPolicy
    from artui.store.listing import Listing
    from artui.tui.moment import Moment

_CONTACTS = 5
_PROMISES = 4


class Account(NamedTuple):
    """An account as a row of the worklist has it.

    Attributes:
        id: the row's number.
        customer_id: the customer's row number.
        currency: the account's.
        name: what people call the customer.
        owed: minor units that may be claimed.
        tier: of the step to be done, 0 for none.
        step: the step's name.
        done: whether it is marked done and no run has taken that over.
        recorded: whether our own records have it as carried out, and it is not due once more.
        held: whether somebody holds the account.
        document_id: the row number of the one invoice of it this is about; None for all of it.
        invoice: what people call that invoice.
    """

    id: int
    customer_id: int
    currency: str
    name: str
    owed: int
    tier: int
    step: str
    done: bool
    recorded: bool
    held: bool
    document_id: int | None = None
    invoice: str = ""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Account | None:
        """The account of a row; None where there is none under the cursor."""
        if not isinstance(row.get("customer_id"), int) or row.get("tier") is None:
            return None
        return cls(
            row["id"],
            row["customer_id"],
            row["currency"],
            str(row["name"]),
            row["owed"],
            row["tier"],
            str(row["tier_name"] or ""),
            row["state"] == "done",
            0 < row["tier"] <= row["recorded"] and not row["ready"],
            bool(row["on_hold"]),
        )

    @classmethod
    def owing(
        cls,
        customer_id: int,
        name: str,
        currency: str,
        owed: int,
        *,
        document_id: int | None = None,
        invoice: str = "",
    ) -> Account:
        """An account that no worklist tells of, or one invoice of it: no step is due there."""
        return cls(
            *(0, customer_id, currency, name, owed, 0, "", False, False, False),
            document_id,
            invoice,
        )

    @property
    def can_be_done(self) -> bool:
        """Whether there is a step to mark as done."""
        return self.tier > 0 and not self.done and not self.recorded


def reason(
    reader: sqlite3.Connection, policy: EscalationPolicy, moment: Moment, account: Account
) -> str:
    """Why an account stands where it does, as the report says it; not made safe yet."""
    today = moment.as_of
    tasks = worklist(reader, policy, moment.scope(account.customer_id))
    return next((why(t, today) for t in tasks if t.at.currency == account.currency), "")


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about one account.

    Attributes:
        row: the account's row of the worklist.
        why: why it stands where it does.
        holds: what holds it, oldest first.
        promises: as lines, what was broken and what is to come first.
        contacts: newest first.
    """

    row: Mapping[str, Any]
    why: str
    holds: Sequence[Mapping[str, Any]]
    promises: Sequence[str]
    contacts: Sequence[Mapping[str, Any]]

    def lines(self) -> Content:
        """Who it is and where it stands, then a line for each thing that bears on it."""
        row = self.row
        said = [row[key] for key in ("number", "company", "collector", "currency", "phone")]
        tier = f"tier {row['tier']} {row['tier_name']}" if row["tier"] else "no step yet"
        head = f"   {' · '.join(map(str, filter(None, said)))}      {row['state']}: {tier}"
        lines = [Content.assemble((safe(row["name"]), "bold"), safe(head))]
        return Content("\n").join([*lines, *(Content(f"  {safe(line)}") for line in self._told())])

    def _told(self) -> Iterator[str]:
        if self.why:
            yield f"Why       {self.why}"
        yield from (f"Hold      {standing(hold)}" for hold in self.holds)
        yield from (f"Promise   {each}" for each in self.promises)
        yield from (f"Contact   {_contact(each)}" for each in self.contacts[:_CONTACTS])
        if len(self.contacts) > _CONTACTS:
            yield f"          and {len(self.contacts) - _CONTACTS} contacts before"


def standing(hold: Mapping[str, Any]) -> str:
    """What is said of a hold."""
    until = f" to {iso(hold['until'])}" if hold["until"] is not None else ""
    about = f", {hold['document']} alone" if hold["document"] else ""
    return f"{hold['reason']}{about}, from {iso(hold['held_on'])}{until}, by {hold['who']}"


def _contact(contact: Mapping[str, Any]) -> str:
    how = CHANNELS.get(contact["channel"], contact["channel"])
    who = DIRECTIONS.get(contact["direction"], contact["direction"])
    came = OUTCOMES.get(contact["outcome"], contact["outcome"])
    parts = [f"{iso(contact['contact_on'])} {contact['who']}: {how}, {who.lower()}", came]
    parts += [each for each in (contact["subject"], contact["note"]) if each]
    if contact["next_on"] is not None:
        parts.append(f"next on {iso(contact['next_on'])}")
    return " · ".join(parts)


def gather(
    reader: sqlite3.Connection,
    policy: EscalationPolicy,
    moment: Moment,
    listing: Listing,
    account: Account,
) -> Facts | None:
    """What is known of an account; None once it is not in the list any more."""
    row = store.row(reader, listing, account.id)
    if row is None:
        return None
    identity = standings.identity(reader, account.customer_id)._replace(currency=account.currency)
    return Facts(
        row,
        reason(reader, policy, moment, account),
        holds.holds(reader, identity, moment.seen),
        _promises(reader, policy, account, moment),
        _seen(contacts.contacts(reader, identity), "contact_on", moment),
    )


def _promises(
    reader: sqlite3.Connection, policy: EscalationPolicy, account: Account, moment: Moment
) -> Sequence[str]:
    """What was promised, noted here or told by another system, and what became of it."""
    found = promised(reader, moment.scope(account.customer_id), policy.quiet)
    return found.of(account.currency).lines(_PROMISES)


def _seen(
    entered: Sequence[Mapping[str, Any]], day: str, moment: Moment
) -> Sequence[Mapping[str, Any]]:
    """What had been entered by the moment."""
    return [each for each in entered if each[day] <= moment.seen] if moment.is_past else entered
