"""Why an invoice is late: its primary reason, what it goes by, and the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.books import evidence
from artui.books.trace.model import Row, Section
from artui.domain.conditions.words import called, words
from artui.domain.days import iso
from artui.domain.reasons import CHOICE, DISPUTE, ERP_CODE, RULE, UNEXPLAINED
from artui.store import desk, invoice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.books.trace.model import View
    from artui.policy.reasons import Reason

_BECAUSE = {
    CHOICE: "a person chose it",
    DISPUTE: "of the largest, then latest, open dispute",
    ERP_CODE: "by the export's own code",
    RULE: "by the first rule its evidence meets",
}


class Cause(NamedTuple):
    """A reason and how it was found; None where nothing tells."""

    reason: Reason | None
    because: str


class Causes:
    """What tells why one invoice is late, as of the day one looks from.

    Attributes:
        disputes: those open on the day, latest first.
    """

    def __init__(self, view: View, document_id: int, past_due: int) -> None:
        """Read what bears on it.

        Args:
            view: from where one looks.
            document_id: the invoice.
            past_due: what is past due of it, in minor units.
        """
        self._view = view
        self._past_due = past_due
        self._reasons = view.force.policy.reasons
        self._identity = invoice.identity(view.reader, document_id)
        self.disputes = [
            each
            for each in invoice.disputes(view.reader, document_id)
            if each["opened_on"] <= view.as_of
            and (each["resolved_on"] is None or each["resolved_on"] > view.as_of)
            and (view.known_on is None or each["recorded_on"] <= view.known_on)
        ]
        self._record = self._evidence(document_id)

    def _evidence(self, document_id: int) -> dict[str, object]:
        view = self._view
        rules = [reason.when for reason in self._reasons.reasons if reason.when]
        until = evidence.Until(view.as_of, view.known_on)
        found = evidence.gather(view.reader, [document_id], [document_id], rules, until)
        return {**found.get(document_id, {}), "disputed": bool(self.disputes)} if found else {}

    @property
    def primary(self) -> Cause:
        """The one reason: a choice, else a dispute's, else the export's code, else a rule's."""
        for because, code in (
            (CHOICE, self._chosen()),
            (DISPUTE, self._disputed()),
            (ERP_CODE, self._code(self._record.get("reason"))),
        ):
            if code is not None:
                return Cause(self._named(code), because)
        shown = self._reasons.shown_by(self._record) if self._record else None
        return Cause(shown, RULE if shown else UNEXPLAINED)

    def _named(self, code: str) -> Reason | None:
        return next((each for each in self._reasons.reasons if each.code == code), None)

    def _code(self, name: object) -> str | None:
        return self._reasons.code(str(name)) if name else None

    def _chosen(self) -> str | None:
        choices = desk.choices(self._view.reader, self._view.known_on)
        code = choices.get(self._identity)
        return code if code is not None and self._named(code) else None

    def _disputed(self) -> str | None:
        found = [
            (self._past_due if each["amount"] is None else each["amount"], each["opened_on"], code)
            for each in self.disputes
            if (code := self._code(each["reason"])) is not None
        ]
        return max(found)[2] if found else None

    def sections(self) -> Iterator[Section]:
        """The disputes open on the day; the reason with its evidence."""
        if rows := tuple(self._dispute(each) for each in self.disputes):
            yield Section("disputes", rows, "what is contested of it")
        cause = self.primary
        if cause.reason is not None:
            about = "why it is late" if self._past_due else "what would make it late"
            yield Section("reason", tuple(self._told(cause.reason, cause.because)), about)

    def _dispute(self, each: dict[str, Any]) -> Row:
        said = self._code(each["reason"]) or each["reason"] or "no reason given"
        parts = [str(said), each["owner"], each["status"], f"from {each['source']}"]
        whole = "all that is open" if each["amount"] is None else ""
        return Row(
            what=f"dispute {each['number']}",
            on=each["opened_on"],
            amount=each["amount"],
            currency=each["currency"],
            detail=" · ".join(str(part) for part in (whole, *parts) if part),
            place=self._place(self._code(each["reason"])),
            import_id=each["import_id"],
            line=each["line"],
            recorded_on=each["recorded_on"],
        )

    def _place(self, code: str | None) -> str:
        return self._view.place("reasons", "reasons", code) if code else ""

    def _told(self, reason: Reason, because: str) -> Iterator[Row]:
        detail = f"{reason.label} · {reason.owner} · {_BECAUSE[because]}"
        yield Row(what=reason.code, detail=detail, place=self._place(reason.code))
        if because == RULE and reason.when is not None:
            yield Row(what="rule", detail=words(reason.when), place=self._place(reason.code))
            for name in dict.fromkeys(evidence.asked_by(reason.when)):
                yield Row(what=called(name), detail=self._value(name))

    def _value(self, name: str) -> str:
        value = self._record.get(name)
        if value is None or value == "":
            return "nothing"
        if isinstance(value, bool):
            return "yes" if value else "no"
        if name in ("completed_at", "sent_at") and isinstance(value, int):
            return str(iso(value))
        return str(value)
