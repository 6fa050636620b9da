"""The grounds of a late invoice's reasons: what was seen, dated, with the file and line it is from.

One primary reason and those that contribute, each with its sentences: disputes, the export's own
code, the checks that failed as it was sent, and what the rule asks about.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from artui.books import evidence, seen
from artui.books.causes import Causes
from artui.domain import money
from artui.domain.conditions import FIELDS, PRESENT, Test, holds
from artui.domain.days import iso
from artui.store import evidence as facts
from artui.store import proofs, sending

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from artui.domain.reasons import Late
    from artui.policy.policy import Policy
    from artui.policy.readiness import Check
    from artui.policy.reasons import Reason

_MOMENTS = ("completed_at", "verified_at")
#: What no job tells, though only checks ask it.
_OF_INVOICE = {
    *("bill_to_differs", "tax_code_differs", "narrative_only"),
    *("lines", "lines_untied", "lines_uncoded"),
}
_JOB = ("dispatcher", "template", "completed_at")


class Seen(NamedTuple):
    """One thing that was seen.

    Attributes:
        text: in words.
        on: the day it is of; None where it has none.
        import_id: the import that told it; None where none alone did.
        line: the line of its file.
        source: file and line as people read them, empty without.
    """

    text: str
    on: int | None = None
    import_id: int | None = None
    line: int | None = None
    source: str = ""


class Ground(NamedTuple):
    """A reason, and what shows it; that a person chose it is not among it."""

    reason: Reason
    seen: tuple[Seen, ...]

    @property
    def said(self) -> str:
        """All of it in one line."""
        return "; ".join(each.text for each in self.seen)


class Grounds(NamedTuple):
    """Why an invoice is late, with the evidence.

    Attributes:
        late: the invoice with its reasons.
        primary: the reason that counts, None where nothing explains it.
        also: those that contribute, by precedence.
    """

    late: Late
    primary: Ground | None
    also: tuple[Ground, ...]


class Inquiry:
    """What shows the reasons of late invoices, as known at the end of some days."""

    def __init__(
        self,
        reader: sqlite3.Connection,
        policy: Policy,
        days: range,
        known_on: int | None = None,
    ) -> None:
        """Ask about a week, or about one day.

        Args:
            reader: the main database with the desk attached; TEMP tables are made on it.
            policy: the catalogue, the checks, and when a promise counts as kept.
            days: the days that count; evidence is of the last of them.
            known_on: only what was recorded by then; None: all that is known.
        """
        self._reader = reader
        self._policy = policy
        self._days = days
        self._known_on = known_on
        self._reasons = {reason.code: reason for reason in policy.reasons.reasons}
        self._checks = {check.code: check for check in policy.readiness.asked_of("invoice")}

    def of(self, documents: Iterable[int]) -> dict[int, Grounds]:
        """Why some invoices are late, or would be, as of the last day; by invoice."""
        causes = self._causes()
        return self._grounds(causes, causes.of(documents))

    def behind(self, late: Sequence[Late]) -> dict[int, Grounds]:
        """What shows the reasons that late invoices have already, as those of a frozen week."""
        causes = self._causes()
        causes.of(dict.fromkeys(each.document_id for each in late))
        return self._grounds(causes, late)

    def _causes(self) -> Causes:
        return Causes(self._reader, self._policy, self._days, self._known_on)

    def _grounds(self, causes: Causes, late: Sequence[Late]) -> dict[int, Grounds]:
        if not late:
            return {}
        told = _Told(self, causes, [each.document_id for each in late])
        return {each.document_id: self._ground(each, told) for each in late}

    def _ground(self, late: Late, told: _Told) -> Grounds:
        def ground(code: str) -> Ground:
            return Ground(self._reasons[code], tuple(told.of(late, self._reasons[code])))

        known = late.reason is not None and late.reason in self._reasons
        primary = ground(late.reason) if known and late.reason else None
        also = tuple(ground(code) for code in late.contributing if code in self._reasons)
        return Grounds(late, primary, also)


class _Told:
    """Everything that bears on some invoices, read once."""

    def __init__(self, inquiry: Inquiry, causes: Causes, documents: Sequence[int]) -> None:
        reader, policy = inquiry._reader, inquiry._policy  # noqa: SLF001 - one thing in two parts
        self._reader = reader
        self._policy = policy
        days, known_on = inquiry._days, inquiry._known_on  # noqa: SLF001 - as above
        self._checks = inquiry._checks  # noqa: SLF001 - as above
        self._sent = causes.sent({*self._asked(), *_JOB})
        self._disputes = self._of_disputes(proofs.disputes(reader, days[0], days[-1], known_on))
        self._rows = proofs.rows(reader)
        self._codes = proofs.codes(reader, days[-1], known_on)
        self._restated = {*facts.restated(reader, days[-1], known_on)}
        self._records = self._gathered(documents, evidence.Until(days[-1], known_on))
        self._files = proofs.files(reader)

    def _asked(self) -> set[str]:
        """What the checks that reasons name ask about, and what is told beside."""
        named = {code for reason in self._policy.reasons.reasons for code in reason.checks}
        rules = [check.fails_when for code, check in self._checks.items() if code in named]
        fields = set(evidence.fields_of(rules))
        return fields | seen.beside(fields)

    def _gathered(
        self, documents: Sequence[int], until: evidence.Until
    ) -> Mapping[int, dict[str, object]]:
        rules = [reason.when for reason in self._policy.reasons.reasons if reason.when]
        beside = [Test(name, PRESENT) for name in seen.beside(evidence.fields_of(rules))]
        found = evidence.gather(
            self._reader,
            documents,
            [each for each in documents if each in self._restated],
            [*rules, *beside],
            until,
            self._policy.escalation.quiet,
        )
        return {
            document: {**record, "disputed": document in self._disputes}
            for document, record in found.items()
        }

    def _of_disputes(self, rows: Iterable[dict[str, Any]]) -> dict[int, list[dict[str, Any]]]:
        found: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            found[row["document_id"]].append(row)
        return found

    def of(self, late: Late, reason: Reason) -> Iterator[Seen]:
        """What shows one reason of one invoice."""
        record = self._records.get(late.document_id, {})
        yield from self._disputed(late.document_id, reason)
        said = record.get("reason")
        if said and self._policy.reasons.code(str(said)) == reason.code:
            yield self._coded(late.document_id, str(said))
        failed = list(self._failed(late.document_id, reason))
        yield from failed
        if reason.when is not None and holds(reason.when, record):
            known = {each.text for each in failed}
            for field, text in seen.told(reason.when, record).items():
                if text not in known:
                    yield self._stated(late.document_id, field, text)

    def _disputed(self, document: int, reason: Reason) -> Iterator[Seen]:
        for row in self._disputes.get(document, ()):
            if row["reason"] and self._policy.reasons.code(row["reason"]) == reason.code:
                amount = row["amount"]
                whole = "all of it" if amount is None else money.grouped(amount, row["currency"])
                text = f"dispute {row['number']} over {whole} since {iso(row['opened_on'])}"
                yield self._placed(text, row["opened_on"], row["import_id"], row["line"])

    def _failed(self, document: int, reason: Reason) -> Iterator[Seen]:
        """The checks that failed as it was sent, and the job that brought them."""
        raw = self._sent.get(document)
        if raw is None:
            return
        record, told = _record(raw), False
        for check in self._named(reason):
            if _fails(check, record):
                for field, text in seen.told(check.fails_when, record).items():
                    yield self._placed(text, *_place(field, raw, record))
                told = True
        if told and raw["job"]:
            yield self._placed(
                _job(raw, record), record["completed_at"], raw["job_import_id"], raw["job_line"]
            )

    def _named(self, reason: Reason) -> Iterator[Check]:
        return (self._checks[code] for code in reason.checks if code in self._checks)

    def _coded(self, document: int, said: str) -> Seen:
        """The reason an export gives, with the row that began to give it."""
        code, *place = self._codes.get(document, ("", None, None, None))
        return self._placed(
            f"the export says {said}", *(place if code == said else (None, None, None))
        )

    def _stated(self, document: int, field: str, text: str) -> Seen:
        """What is known at the end of the days; what the invoice says with the row it is in."""
        own = FIELDS[field].about[0] == "invoice" and document not in self._restated
        row = self._rows.get(document) if own else None
        return self._placed(text, None, *(row or (None, None)))

    def _placed(self, text: str, on: int | None, import_id: int | None, line: int | None) -> Seen:
        file = None if import_id is None else self._files.get(import_id)
        return Seen(text, on, import_id, line, f"{file}:{line}" if file and line else file or "")


def _place(
    field: str, raw: Mapping[str, Any], record: Mapping[str, Any]
) -> tuple[int | None, int | None, int | None]:
    """The day and the row that told a field of an invoice as it was sent."""
    if "customer" in FIELDS[field].about:
        return None, None, None
    if FIELDS[field].about == ("job",) and field not in _OF_INVOICE:
        return record["completed_at"], raw["job_import_id"], raw["job_line"]
    return raw["sent_on"], raw["import_id"], raw["line"]


def _fails(check: Check, record: Mapping[str, Any]) -> bool:
    """That it failed as the invoice was sent, and not for want of what no export has."""
    unsaid = (name.removeprefix("s.") for name in sending.unsaid(check.fails_when))
    return holds(check.fails_when, record) and not any(record[name] for name in unsaid)


def _record(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What checks are held against, out of what is stored."""
    record = dict(raw)
    for name in _MOMENTS:
        if name in record:
            record[name] = evidence.day_of(record[name])
    if "amount" in record and record["amount"] is not None:
        record["amount"] = Decimal(money.to_decimal(record["amount"], str(record["currency"])))
    return record


def _job(raw: Mapping[str, Any], record: Mapping[str, Any]) -> str:
    by = f" by {raw['dispatcher']}" if raw.get("dispatcher") else ""
    template = f", template {raw['template']}" if raw.get("template") else ""
    return f"job {raw['job']} closed {iso(record['completed_at']) or ''}{by}{template}"
