"""Small random worlds before the billing gate, and what each comes to by hand.

A world is files of jobs, invoices, their lines, quotes and cash, each loaded on the day it speaks
for, so that the last row of a thing up to a day is what was known of it then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

from artui.domain.days import iso, parse_day
from tests.homes import Row, application, invoice, job, line, payment, quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from artui.domain.conditions import Kind

FIRST = parse_day("2026-11-01")
DAYS = 12
CUSTOMERS: dict[str, Row] = {
    "C1": {
        "name": "Harbor",
        "segment": "strategic",
        "po_required": "yes",
        "bill_to": "B1",
        "tax_code": "T1",
    },
    "C2": {"name": "Delta", "segment": "", "po_required": "no", "bill_to": "", "tax_code": "T2"},
}
#: What each invoice bills: whose it is, its date, the job it names, its amount.
INVOICES = {
    "A": ("C1", 2, "j1", 6000),
    "B": ("C1", 4, "J2", 40),
    "C": ("C2", 3, "", 5000),
    "D": ("C2", 5, "J3", 10),
}
JOBS = {"J1": ("C1", 6000), "J2": ("C1", 100), "J3": ("C2", 5000), "J4": ("C2", 70)}
_CODES = ("", "", "DONE")
_DAY = st.integers(0, DAYS)
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(("C1", "c2", "J1", "j2", "Q1")),
    "text": st.sampled_from(("strategic", "full", "partial", "B1", "T1", "PO7", "ann", "1000")),
    "money": st.sampled_from([Decimal(text) for text in "0 10 40 5000 5000.01".split()]),
    "number": st.sampled_from([Decimal(1)]),
    "int": st.integers(0, 3),
    "bool": st.booleans(),
    "date": st.integers(FIRST - 1, FIRST + DAYS),
}


def _of(*words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words)


_TOLD = {
    "po_number": _of("", "PO7"),
    "bill_to": _of("", "B1", "B9"),
    "tax_code": _of("", "T1", "T2"),
    "approver": _of("", "ann"),
    "site": _of("", "S1"),
    "project": _of("", "P1"),
    "quote_id": _of("", "Q1", "q1", "Q2"),
}


@st.composite
def _job(draw: st.DrawFn) -> Row:
    number = draw(st.sampled_from(sorted(JOBS)))
    customer, amount = JOBS[number]
    done = draw(st.none() | _DAY)
    at = "" if done is None else f"{iso(FIRST + done)}T09:30:00"
    words = {
        "status": _of("", "completed", "void"),
        "completion": _of("", "full", "partial"),
        "completion_code": _of(*_CODES),
        "evidence": _of("", "photos"),
        "change_order": _of("", "CO1"),
        "template": _of("", "T-A", "T-B"),
        "dispatcher": _of("", "rosa", "emil"),
        "asset": _of("", "chiller"),
        "verified_at": _of("", str(iso(FIRST + 6))),
    }
    told = draw(st.fixed_dictionaries({**_TOLD, **words}))
    return job(number, customer_id=customer, completed_at=at, amount=f"{amount}.00", **told)


@st.composite
def _invoice(draw: st.DrawFn) -> Row:
    number = draw(st.sampled_from(sorted(INVOICES)))
    customer, billed, of, amount = INVOICES[number]
    told = draw(st.fixed_dictionaries(_TOLD))
    days = {name: draw(st.none() | _DAY) for name in ("sent_at", "completed_at")}
    moments = {name: "" if n is None else iso(FIRST + n) for name, n in days.items()}
    date = str(iso(FIRST + billed))
    who = {"customer_id": customer, "job_id": of, "due_date": "2026-12-30"}
    return invoice(number, f"{amount}.00", date, **who, **told, **moments)


@st.composite
def _line(draw: st.DrawFn) -> Row:
    of = draw(st.sampled_from(sorted(INVOICES)))
    told = {
        "description": _of("Work"),
        "quantity": _of("", "1"),
        "unit_price": _of("", "5.00"),
        "quote_line": _of("", "1", "01", "2"),
        "completion_code": _of(*_CODES),
    }
    return line(of, draw(_of("1", "2")), **draw(st.fixed_dictionaries(told)))


@st.composite
def _quoted(draw: st.DrawFn) -> Row:
    told = {"status": _of("", "approved", "sent"), "approved_on": _of("", "2026-10-20")}
    return quoted("Q1", draw(_of("1", "2")), **draw(st.fixed_dictionaries(told)))


_KINDS: dict[str, tuple[st.SearchStrategy[Row], Callable[[Row], object]]] = {
    "jobs": (_job(), lambda row: row["job_id"]),
    "invoices": (_invoice(), lambda row: row["invoice_id"]),
    "invoice_lines": (_line(), lambda row: (row["invoice_id"], row["line"])),
    "quote_lines": (_quoted(), lambda row: row["line"]),
}


class Waived(NamedTuple):
    """A waiver: of a job or an invoice by its id, of a check by its place, on days."""

    thing: str
    check: int
    on: int
    until: int | None


@dataclass
class Told:
    """What was known on a day: of each thing its last row."""

    jobs: dict[str, Row] = field(default_factory=dict)
    invoices: dict[str, Row] = field(default_factory=dict)
    lines: dict[tuple[str, str], Row] = field(default_factory=dict)
    quotes: dict[str, Row] = field(default_factory=dict)
    paid: list[tuple[str, int, int]] = field(default_factory=list)

    def take(self, kind: str, row: Row) -> None:
        """Let a row count from now on."""
        key: Any = _KINDS[kind][1](row)
        of: dict[str, dict[Any, Row]] = {
            "jobs": self.jobs,
            "invoices": self.invoices,
            "invoice_lines": self.lines,
            "quote_lines": self.quotes,
        }
        of[kind][key] = row

    def things(self, as_of: int) -> Iterator[tuple[str, str, int, dict[str, object]]]:
        """What stands before the gate: kind, id, amount at risk in cents, and its record."""
        for number, row in self.jobs.items():
            rest = 100 * JOBS[number][1] - sum(
                100 * INVOICES[each][3]
                for each in self.invoices
                if INVOICES[each][2].upper() == number and FIRST + INVOICES[each][1] <= as_of
            )
            done = _day(row["completed_at"])
            if done is not None and done <= as_of and row["status"] != "void" and rest > 0:
                yield "job", number, rest, self.job_record(number)
        for number in self.invoices:
            if FIRST + INVOICES[number][1] <= as_of and (left := self.open(number, as_of)):
                yield "invoice", number, left, self.invoice_record(number)

    def open(self, number: str, as_of: int) -> int:
        """What is open of an invoice, in cents."""
        since = FIRST + INVOICES[number][1]
        paid = sum(
            cents for of, day, cents in self.paid if of == number and max(day, since) <= as_of
        )
        return 100 * INVOICES[number][3] - paid

    def since(self, kind: str, number: str, as_of: int) -> int:
        """The day a job was completed; the day an invoice was sent by then, else its date."""
        if kind == "job":
            done = _day(self.jobs[number]["completed_at"])
            assert done is not None
            return done
        sent = _day(self.invoices[number]["sent_at"])
        return FIRST + INVOICES[number][1] if sent is None or sent > as_of else sent

    def job_record(self, number: str) -> dict[str, object]:
        """A job as conditions take it."""
        row = self.jobs[number]
        customer, amount = JOBS[number]
        moments = {name: _day(row[name]) for name in ("completed_at", "verified_at")}
        return _differing({**row, **moments, "job_id": number, "amount": Decimal(amount)}, customer)

    def invoice_record(self, number: str) -> dict[str, object]:
        """An invoice as conditions take it, with the job it bills."""
        own, (customer, _, of, amount) = self.invoices[number], INVOICES[number]
        work = self.jobs.get(of.upper(), {})
        known: dict[str, object] = {
            **{name: work.get(name) for name in _OF_JOB},
            **{name: own[name] for name in ("po_number", "bill_to", "tax_code", "approver")},
            **{name: own[name] or work.get(name) for name in ("site", "project", "quote_id")},
            "verified_at": _day(work.get("verified_at")),
            "completed_at": _day(own["completed_at"]),
            "job_id": of,
            "amount": Decimal(amount),
        }
        return _differing({**known, **self._lines(number, str(known["quote_id"] or ""))}, customer)

    def _lines(self, number: str, quote: str) -> dict[str, object]:
        rows = [row for (of, _), row in self.lines.items() if of == number]
        approved = {each for each, row in self.quotes.items() if _is_approved(row)}
        strays = [row for row in rows if row["quote_line"].lstrip("0") not in approved]
        said = ("quantity", "unit_price", "quote_line", "completion_code")
        return {
            "lines": len(rows),
            "lines_uncoded": sum(not row["completion_code"] for row in rows),
            "lines_untied": len(strays) if quote.upper() == "Q1" and self.quotes else 0,
            "narrative_only": bool(rows) and not any(row[name] for row in rows for name in said),
        }


_OF_JOB = (
    "status completion completion_code evidence change_order template dispatcher asset"
).split()


def _is_approved(row: Row) -> bool:
    return row["status"] == "approved" or (not row["status"] and bool(row["approved_on"]))


def _day(text: object) -> int | None:
    return parse_day(str(text)[:10]) if text else None


def _differing(record: dict[str, object], customer: str) -> dict[str, object]:
    """A record with its customer, and where it differs from what that one wants."""
    wants = CUSTOMERS[customer]
    compared = {
        f"{name}_differs": record[name] != wants[name] if record[name] and wants[name] else None
        for name in ("bill_to", "tax_code")
    }
    return {
        **record,
        **compared,
        "customer_id": customer,
        "segment": wants["segment"],
        "company": "1000",
        "currency": "USD",
        "po_required": wants["po_required"] == "yes",
        "customer_bill_to": wants["bill_to"],
        "customer_tax_code": wants["tax_code"],
    }


@dataclass
class World:
    """Files in the order of their days: kind, day, rows."""

    files: list[tuple[str, int, list[Row]]]
    waivers: list[Waived]

    def told(self, known_on: int | None = None) -> Told:
        """What was known at the end of a day."""
        found = Told()
        for kind, day, rows in self.files:
            if known_on is None or day <= known_on:
                for row in rows:
                    if kind == "applications":
                        cents = round(100 * float(row["amount"]))
                        found.paid.append((row["invoice_id"], parse_day(row["date"]), cents))
                    elif kind in _KINDS:
                        found.take(kind, row)
        return found


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A file or two of each kind, on days of their own."""
    files: list[tuple[str, int, list[Row]]] = []
    for kind, (rows, key) in _KINDS.items():
        most = 3 if kind in ("jobs", "invoices") else 2
        for _ in range(draw(st.integers(1, most))):
            told = draw(st.lists(rows, min_size=1, max_size=5, unique_by=key))
            files.append((kind, 0, told))
    days = draw(st.permutations(range(len(files))))
    files = [(kind, FIRST + day, rows) for day, (kind, _, rows) in zip(days, files, strict=True)]
    for number in sorted(draw(st.sets(st.sampled_from(sorted(INVOICES)), max_size=2))):
        date = str(iso(FIRST + draw(_DAY)))
        amount = f"{draw(st.sampled_from((4, 10)))}.00"
        files.append(("payments", FIRST + 9, [payment(f"P{number}", amount, date)]))
        paid = application(f"P{number}", number, amount, date)
        files.append(("applications", FIRST + 10, [paid]))
    waived = st.builds(
        Waived,
        st.sampled_from((*JOBS, *INVOICES)),
        st.integers(0, 2),
        _DAY.map(FIRST.__add__),
        st.none() | _DAY.map(FIRST.__add__),
    )
    return World(sorted(files, key=lambda file: file[1]), draw(st.lists(waived, max_size=3)))
