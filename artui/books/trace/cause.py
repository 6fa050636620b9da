"""Why an invoice is late: its primary reason, the evidence, and what else contributes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from artui.books.grounds import Inquiry
from artui.books.trace.model import Row, Section
from artui.domain.disputes import LABELS
from artui.domain.reasons import CHOICE, DISPUTE, ERP_CODE, RULE, UNEXPLAINED
from artui.store import invoice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.books.grounds import Ground
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
        self.disputes = [
            each
            for each in invoice.disputes(view.reader, document_id)
            if each["opened_on"] <= view.as_of
            and (each["resolved_on"] is None or each["resolved_on"] > view.as_of)
            and (view.known_on is None or each["recorded_on"] <= view.known_on)
        ]
        days = range(view.as_of, view.as_of + 1)
        inquiry = Inquiry(view.reader, view.force.policy, days, view.known_on)
        self._grounds = inquiry.of([document_id]).get(document_id)

    @property
    def primary(self) -> Cause:
        """The one reason: a choice, else a dispute's, else the export's code, else a rule's."""
        if self._grounds is None or self._grounds.primary is None:
            return Cause(None, UNEXPLAINED)
        return Cause(self._grounds.primary.reason, self._grounds.late.because)

    def _code(self, name: object) -> str | None:
        return self._reasons.code(str(name)) if name else None

    def sections(self) -> Iterator[Section]:
        """The disputes open on the day; the reason with its evidence."""
        if rows := tuple(self._dispute(each) for each in self.disputes):
            yield Section("disputes", rows, "what is contested of it")
        if self._grounds is None:
            return
        if self._grounds.primary is not None:
            about = "why it is late" if self._past_due else "what would make it late"
            because = _BECAUSE[self._grounds.late.because]
            yield Section("reason", tuple(self._told(self._grounds.primary, because)), about)
        if also := [row for each in self._grounds.also for row in self._told(each)]:
            yield Section("contributing", tuple(also), "what else its evidence meets")

    def _dispute(self, each: dict[str, Any]) -> Row:
        said = self._code(each["reason"]) or each["reason"] or "no reason given"
        state = each["status"] if each["desk_id"] is None else LABELS.get(each["state"])
        parts = [str(said), each["owner"], state, f"from {each['source']}", each["conflict"]]
        whole = "all that is open" if each["amount"] is None else ""
        return Row(
            what=f"dispute {each['number']}",
            on=each["opened_on"],
            amount=each["amount"],
            currency=each["currency"],
            detail=" · ".join(str(part) for part in (whole, *parts) if part),
            place=self._place(self._code(each["reason"])),
            import_id=each["import_id"] or None,
            line=each["line"] or None,
            recorded_on=each["recorded_on"],
        )

    def _place(self, code: str | None) -> str:
        return self._view.place("reasons", "reasons", code) if code else ""

    def _told(self, ground: Ground, *because: str) -> Iterator[Row]:
        reason = ground.reason
        detail = " · ".join((reason.label, reason.owner, *because))
        yield Row(what=reason.code, detail=detail, place=self._place(reason.code))
        for seen in ground.seen:
            yield Row(
                what="evidence",
                on=seen.on,
                detail=seen.text,
                import_id=seen.import_id,
                line=seen.line,
            )
