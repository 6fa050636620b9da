"""Everything that is known of a dispute: in lines, and row by row what happened to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.content import Content

from artui.books.pace import OK, Pacing, Run
from artui.domain import money
from artui.domain.contacts import CHANNELS, DIRECTIONS, OUTCOMES
from artui.domain.days import iso
from artui.store import case_history, invoice, reactions
from artui.store.desk import disputes
from artui.store.desk.disputes import ALL
from artui.text import safe
from artui.tui import cases

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from artui.books.force import InForce
    from artui.tui.cases import Case
    from artui.tui.moment import Moment

#: One row of the history: key, when, who, what, and the file and line that tell of it.
Happening = tuple[str, str, str, str, str]
_CHANGES = {
    "state": "state",
    "reason": "reason",
    "amount": "disputed",
    "owner": "owner",
    "next_on": "next step",
    "closed_on": "closed on",
    "outcome": "outcome",
    "credit": "credit note",
}
#: What is left to the export where the desk says nothing.
_LEFT = ("state", "reason", "amount", "owner")
_ITEMS = 4


@dataclass(frozen=True, slots=True)
class Facts:
    """One dispute as of a day.

    Attributes:
        case: the dispute.
        items: those of its invoice that it is about, as `store.invoice.items` gives them.
        credited: the credit note that settles it, in words; empty for none.
        pace: how soon it was answered and settled, against the policy; empty for no policy.
        happened: what happened to it, oldest first.
        today: the day.
    """

    case: Case
    items: Sequence[Mapping[str, Any]]
    credited: str
    pace: str
    happened: Sequence[Happening]
    today: int

    def lines(self) -> Content:
        """The invoice and how the dispute stands, then a line for each thing that bears on it."""
        case = self.case
        head = Content.assemble(
            (safe(f"{case.invoice} disputed: {case.state_label}"), "bold"),
            safe(f"   {case.customer}      {case.share}"),
        )
        return Content("\n").join([head, *(Content(f"  {safe(line)}") for line in self._told())])

    def _told(self) -> Iterator[str]:
        case = self.case
        yield f"Because   {case.reason or 'no reason given'}"
        if following := cases.step(case, self.today):
            yield f"Owner     {case.owner or 'nobody'}   {following}"
        else:
            yield f"Owner     {case.owner or 'nobody'}"
        yield f"Opened    {self._opened()}"
        if self.pace:
            yield f"Policy    {self.pace}"
        yield from (f"Item      {line}" for line in self._items())
        if case.is_over:
            ended = f" on {iso(case.resolved_on)}" if case.resolved_on is not None else ""
            yield f"Outcome   {case.state_label}{ended}: {case.outcome or 'none is noted'}"
        if self.credited:
            yield f"Credit    {self.credited}"
        if case.note:
            yield f"Note      {case.note}"
        if case.conflict:
            yield f"≠         {case.conflict}"
        if case.pending:
            yield "On desk   taken over when the agent runs"

    def _opened(self) -> str:
        case = self.case
        days = (case.resolved_on or self.today) - case.opened_on
        by = {"desk": "on the desk", "flag": "by a flag of an export"}.get(
            case.source, f"as {case.number}"
        )
        return f"{iso(case.opened_on)} {by}, {days} d"

    def _items(self) -> Iterator[str]:
        for item in self.items[:_ITEMS]:
            label = f"{item['label']} " if item["label"] else ""
            owed, billed = (
                money.grouped(item[name], item["currency"]) for name in ("open_on", "amount")
            )
            yield f"{label}due {iso(item['due_on'])}   {owed} open of {billed}"
        if len(self.items) > _ITEMS:
            yield f"and {len(self.items) - _ITEMS} more"


def gather(
    reader: sqlite3.Connection, moment: Moment, force: InForce | None, document_id: int, key: str
) -> Facts | None:
    """What is known of a dispute of a document; None once it is gone."""
    found = cases.of_document(reader, moment, force, document_id)
    case = next((each for each in found if each.key == key), None)
    if case is None:
        return None
    items = [
        item
        for item in invoice.items(reader, document_id, moment.as_of, moment.known_on)
        if not item["void"] and case.item in (None, item["label"])
    ]
    labels = force.policy.reasons.labels() if force else {}
    happened = sorted(_happened(reader, case, labels, moment.known_on), key=lambda each: each[1])
    if moment.is_past:
        seen = str(iso(moment.seen))
        happened = [each for each in happened if each[1][: len(seen)] <= seen]
    rows = [(str(place), *each[1:]) for place, each in enumerate(happened)]
    pace = _pace(reader, moment, force, case) if force else ""
    return Facts(case, items, _credited(reader, case), pace, rows, moment.as_of)


def _pace(reader: sqlite3.Connection, moment: Moment, force: InForce, case: Case) -> str:
    """How soon it was answered and settled, against what the policy asks for."""
    if not case.dated:
        return "the day it was opened is not known"
    policy, scope = force.policy, moment.scope(case.customer_id)
    code = (policy.reasons.code(case.code) or case.code) if case.code else None
    worked = reactions.worked(reader, scope)
    reacted = worked.reacted_on(case.desk_id, case.document_id, case.opened_on)
    run = Run(case.opened_on, reacted, case.resolved_on, case.next_on, code, case.owner or None)
    pace = Pacing(policy).pace(run, moment.as_of)
    answered = "not answered after" if pace.response_days is None else "answered after"
    waited = pace.cycle_days if pace.response_days is None else pace.response_days
    response = f"{answered} {_of(waited, pace.target.response_days)}"
    settled = "settled after" if case.is_over else "open for"
    cycle = f"{settled} {_of(pace.cycle_days, pace.target.cycle_days)}"
    late = [word.upper() for word in pace.standing if word != OK]
    return " · ".join([*late, f"{response}, {cycle} {policy.disputes.days} days"])


def _of(days: int | None, most: int | None) -> str:
    """Days, and how many they may be."""
    return f"{days}" if most is None else f"{days} of {most}"


def _credited(reader: sqlite3.Connection, case: Case) -> str:
    """The credit note that settles it."""
    if not case.credit:
        return ""
    for key, number, dated_on, amount, currency, _ in case_history.credits_of(
        reader, case.document_id
    ):
        if key == case.credit:
            return f"{number} of {iso(dated_on)}, {money.grouped(amount, currency)} {currency}"
    return case.credit


def _happened(
    reader: sqlite3.Connection, case: Case, labels: Mapping[str, str], known_on: int | None
) -> Iterator[Happening]:
    """Everything with its day or time, in no order."""
    if case.exported is not None:
        about = (reader, case.document_id, case.exported, known_on)
        yield from _exported(case_history.exported(*about))
        yield from _flagged(case_history.flagged(*about))
    for contact in case_history.contacts(reader, case.document_id):
        yield "", str(iso(contact["contact_on"])), contact["who"], _talk(contact), ""
    if case.desk_id is not None:
        yield from _written(case_history.journal(reader, case.desk_id), case, labels)
        for note in disputes.notes(reader, case.desk_id):
            yield "", _clock(note["at"]), note["who"], f"note: {note['note']}", ""


def _clock(at: str) -> str:
    """A time as people read it, to the minute."""
    return at[:16].replace("T", " ")


def _written(
    journal: Iterable[Mapping[str, Any]], case: Case, labels: Mapping[str, str]
) -> Iterator[Happening]:
    """What was entered, and what was taken back of it."""
    for row in journal:
        before, after = row["before"], row["after"]
        changes = ", ".join(_changes(before or {}, after or {}, case.currency, labels))
        begun = "taken up" if (after or before)["exported"] else "opened"
        if after is None:
            said = f"{begun}, and taken back"
        elif row["taken_back"]:
            said = f"taken back: {changes}"
        else:
            said = changes if before else f"{begun}: {changes}".removesuffix(": ")
        yield "", _clock(row["at"]), row["who"], said, ""


def _changes(
    before: Mapping[str, Any], after: Mapping[str, Any], currency: str, labels: Mapping[str, str]
) -> Iterator[str]:
    for name, called in _CHANGES.items():
        was, now = before.get(name), after.get(name)
        if was != now:
            values = (_value(name, each, currency, labels) for each in (before, after))
            yield f"{called} {' → '.join(values) if before else list(values)[-1]}"


def _value(name: str, case: Mapping[str, Any], currency: str, labels: Mapping[str, str]) -> str:
    """A value of a case in words; what the desk does not say of an exported one, that says."""
    value = case.get(name)
    if value is None and name in _LEFT and case.get("exported"):
        return "as exported"
    if name == "amount":
        return "all of it" if value in (None, ALL) else money.grouped(value, currency)
    if value is None:
        return "none"
    if name in ("next_on", "closed_on"):
        return str(iso(value))
    if name == "state":
        return cases.label(value)
    return labels.get(str(value).casefold(), value) if name == "reason" else str(value)


def _talk(contact: Mapping[str, Any]) -> str:
    """A contact in words."""
    how = CHANNELS.get(contact["channel"], contact["channel"]).lower()
    who = DIRECTIONS.get(contact["direction"], contact["direction"]).lower()
    came = OUTCOMES.get(contact["outcome"], contact["outcome"]).lower()
    return " · ".join(filter(None, (f"{how}, {who}: {came}", contact["subject"], contact["note"])))


def _exported(rows: Iterable[Mapping[str, Any]]) -> Iterator[Happening]:
    """What each row of an export said."""
    for row in rows:
        told = (
            f"status {row['status']}" if row["status"] else "",
            f"reason {row['reason']}" if row["reason"] else "",
            f"{row['amount']} disputed" if row["amount"] else "",
            f"owner {row['owner']}" if row["owner"] else "",
            f"resolved {iso(row['resolved_on'])}" if row["resolved_on"] else "",
            f"outcome {row['outcome']}" if row["outcome"] else "",
            row["note"],
        )
        said = ", ".join(filter(None, told)) or "disputed"
        day = max(row["as_of"], row["opened_on"])
        yield "", str(iso(day)), "export", said, f"{row['file']}:{row['line']}"


def _flagged(rows: Iterable[Mapping[str, Any]]) -> Iterator[Happening]:
    for row in rows:
        amount = row["amount"]
        part = "" if amount is None else f": {money.grouped(amount, row['currency'])}"
        said = f"flagged as disputed{part}"
        yield "", str(iso(row["opened_on"])), "export", said, f"{row['file']}:{row['line']}"
