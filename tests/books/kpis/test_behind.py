"""What is behind a figure of quality that is worse than in the period before."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.books.kpis import behind
from artui.books.kpis.behind import SOUGHT, Behind, Rise
from artui.books.kpis.table import BY_NAME
from artui.domain.days import parse_day
from artui.domain.figure import Period, month, preceding
from artui.domain.kpis import KINDS, share
from artui.settings import Settings
from tests.books.kpis.asking import asked
from tests.homes import Books, activity, dispute, invoice, payment, promise

if TYPE_CHECKING:
    from artui.books.kpis.asked import By, Cause

MONDAY = dt.date(2026, 10, 12)
WEEK = Period(parse_day("2026-10-19"), parse_day("2026-10-25"))


def _found(books: Books, kpi: str, when: str | Period = "2026-10", **more: Any) -> list[Behind]:
    with asked(books, when, **more) as question:
        return behind.behind(question, (kpi,))


def _causes(found: Behind, by: By | Cause) -> list[tuple[str, int, int]]:
    return [(each.key, each.now, each.before) for each in found.rises if each.by == by]


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (("2026-10-01", "2026-10-31"), ("2026-09-01", "2026-09-30")),
        (("2026-03-01", "2026-03-31"), ("2026-02-01", "2026-02-28")),
        (("2026-11-01", "2026-11-20"), ("2026-10-01", "2026-10-20")),
        (("2026-03-01", "2026-03-30"), ("2026-02-01", "2026-02-28")),
        (("2026-11-09", "2026-11-15"), ("2026-11-02", "2026-11-08")),
        (("2026-11-16", "2026-11-18"), ("2026-11-09", "2026-11-11")),
        (("2026-06-01", "2026-06-07"), ("2026-05-25", "2026-05-31")),
        (("2026-10-06", "2026-10-15"), ("2026-09-26", "2026-10-05")),
        (("2026-07-01", "2026-09-30"), ("2026-03-31", "2026-06-30")),
    ],
)
def test_a_period_is_held_against_as_many_days_before(
    period: tuple[str, str], before: tuple[str, str]
) -> None:
    assert preceding(Period(*map(parse_day, period))) == Period(*map(parse_day, before))


def test_every_kpi_of_quality_is_one_and_says_what_is_better() -> None:
    assert set(SOUGHT) <= set(KINDS)
    for name in SOUGHT:
        assert KINDS[name].better is not None
        assert set(BY_NAME[name].counted or {}) >= set(KINDS[name].variants)


def _work(number: str, day: str, hours: int, **more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """A job completed at eight on a day, and its invoice so many hours later."""
    done = dt.datetime.fromisoformat(f"{day}T08:00:00")
    sent = done + dt.timedelta(hours=hours)
    row = {"job_id": number, "customer_id": "C1", "completed_at": done.isoformat()} | more
    billed = {"job_id": number, "sent_at": sent.isoformat(), "class": more.get("asset", "")}
    return row, invoice(f"I{number}", "50.00", str(sent.date()), **billed)


def _take(books: Books, work: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    books.take("jobs_2026-11-20.csv", *(row for row, _ in work))
    books.take("invoices_2026-11-20.csv", *(row for _, row in work))


def test_who_sent_late_what_rose_most_first(books: Books) -> None:
    _take(
        books,
        [
            _work("J1", "2026-09-10", 30, dispatcher="rosa", template="A"),
            *(_work(f"J2{n}", "2026-09-11", 2, dispatcher="emil", template="A") for n in range(3)),
            _work("J3", "2026-10-10", 30, dispatcher="rosa", template="B"),
            _work("J4", "2026-10-11", 30, dispatcher="emil", template="B"),
            _work("J5", "2026-10-12", 30, dispatcher="emil", template="A"),
            _work("J6", "2026-10-13", 3, dispatcher="", template="A"),
        ],
    )
    (found,) = _found(books, "sent_within_24h")
    assert (found.figure.value, found.before.value) == (Fraction(1, 4), Fraction(3, 4))
    assert found.worse_by == Fraction(1, 2)
    assert found.faults == Rise("", "", 3, 1)
    assert _causes(found, "dispatcher") == [("emil", 2, 0), ("rosa", 1, 1)]
    assert _causes(found, "template") == [("B", 2, 0), ("A", 1, 1)]
    mean, _ = _found(books, "days_to_invoice")
    assert mean.before.value == Fraction(1, 4)
    assert mean.faults == Rise("", "", 3, 1)
    assert _causes(mean, "dispatcher") == [("emil", 2, 0), ("rosa", 1, 1)]


def test_what_is_better_or_alike_or_unknown_before_has_nothing_behind(books: Books) -> None:
    _take(books, [_work("J1", "2026-10-10", 30), _work("J2", "2026-11-10", 30)])
    assert _found(books, "sent_within_24h", "2026-10") == []
    assert _found(books, "sent_within_24h", "2026-11") == []
    books.take("jobs_2026-11-21.csv", _work("J3", "2026-11-11", 2)[0])
    books.take("invoices_2026-11-21.csv", _work("J3", "2026-11-11", 2)[1])
    assert _found(books, "sent_within_24h", "2026-11") == []


def test_why_invoices_were_put_right(books: Books) -> None:
    credit = {"type": "credit_note", "credits_invoice": "A"}
    books.take(
        "invoices_2026-11-20.csv",
        *(invoice(number, "50.00", "2026-10-05") for number in "ABCD"),
        invoice("OLD", "50.00", "2026-09-05"),
        invoice("CN1", "-50.00", "2026-10-09", reason="BT1", **credit),
        invoice("CN2", "-10.00", "2026-10-10", reason="PR1", **credit | {"credits_invoice": "B"}),
        invoice("C2", "50.00", "2026-10-12", reissue_of="C"),
    )
    (found,) = _found(books, "invoice_defect_rate")
    assert found.faults == Rise("", "", 3, 0)
    causes = [("", 1, 0), ("price_or_quantity", 1, 0), ("wrong_bill_to", 1, 0)]
    assert _causes(found, "reason") == causes
    books.take(
        "disputes_2026-11-20.csv",
        dispute("D1", "B", "2026-10-07", reason="tax"),
        dispute("D2", "C", "2026-10-08", reason="what else"),
        dispute("D3", "D", "2026-10-08", reason="tax"),
    )
    (found,) = _found(books, "invoice_defect_rate")
    assert _causes(found, "reason") == [(c, 1, 0) for c in ("tax", "what else", "wrong_bill_to")]


def test_why_invoices_are_disputed_by_number_and_amount(books: Books) -> None:
    books.take(
        "invoices_2026-11-20.csv",
        *(invoice(f"S{n}", "100.00", "2026-09-05") for n in range(2)),
        *(invoice(f"O{n}", "100.00", "2026-10-05") for n in range(2)),
        invoice("E", "100.00", "2026-10-05", currency="EUR"),
    )
    books.take(
        "disputes_2026-11-20.csv",
        dispute("D1", "S0", "2026-09-20", reason="tax", amount="10.00"),
        dispute("D2", "O0", "2026-10-20", reason="TX1", amount="30.00"),
        dispute("D3", "O1", "2026-10-20", reason="", amount="20.00"),
    )
    found = {each.figure.variant: each for each in _found(books, "dispute_rate")}
    assert _causes(found["count"], "reason") == [("", 1, 0), ("tax", 1, 1)]
    assert found["count"].faults == Rise("", "", 2, 1)
    assert found["amount"].figure.currency == "USD"
    assert _causes(found["amount"], "reason") == [("tax", 3000, 1000), ("", 2000, 0)]


def test_complaints_by_reason_whoever_told_of_them(books: Books) -> None:
    books.take("invoices_2026-11-20.csv", invoice("A", "5.00"), invoice("B", "5.00"))
    books.take("disputes_2026-11-20.csv", dispute("D1", "A", "2026-10-20", reason="PR1"))
    said = {"direction": "in", "subject": "price_or_quantity", "outcome": "complaint"}
    books.take(
        "activities_2026-11-20.csv",
        activity("A1", "2026-10-21T09:00:00", invoice_id="B", **said),
        activity("A2", "2026-10-22T09:00:00", direction="in", outcome="complaint"),
    )
    (found,) = _found(books, "complaints")
    assert _causes(found, "reason") == [("price_or_quantity", 2, 0), ("", 1, 0)]


def test_who_did_not_keep_promises_and_who_keeps_us_waiting(books: Books) -> None:
    people = ("C1", "C2")
    books.take(
        "customers_2026-09-01.csv",
        *({"customer_id": each, "name": each, "segment": f"seg {each}"} for each in people),
    )
    books.take("invoices_2026-11-20.csv", invoice("A", "100.00", "2026-09-01"))
    books.take("payments_2026-11-20.csv", payment("P", "40.00", "2026-09-12"))
    books.take(
        "promises_2026-11-20.csv",
        promise("R1", "40.00", "2026-09-10", "2026-09-14"),
        promise("R2", "50.00", "2026-10-10", "2026-10-14", customer_id="C2"),
        promise("R3", "50.00", "2026-10-10", "2026-10-14"),
    )
    talk = {"2026-09-07": 2, "2026-10-05": 9}
    books.take(
        "activities_2026-11-20.csv",
        *(
            activity(f"{way}{n}", f"{day}T{hour:02d}:00:00", direction=way, customer_id="C2")
            for n, (day, hours) in enumerate(talk.items())
            for way, hour in (("in", 8), ("out", 8 + hours))
        ),
    )
    count, amount = _found(books, "promise_kept")
    assert _causes(count, "customer") == [("C1", 1, 0), ("C2", 1, 0)]
    assert _causes(amount, "customer") == [("C1", 5000, 0), ("C2", 5000, 0)]
    found = {each.figure.variant: each for each in _found(books, "response_hours")}
    assert _causes(found["ours"], "segment") == [("seg C2", 1, 0)]


class Work(NamedTuple):
    """A job of one of two weeks: on which day, by whom, and the hours until it was invoiced."""

    day: int
    dispatcher: str
    template: str
    hours: int


_WORKS = st.lists(
    st.builds(
        Work,
        st.integers(0, 13),
        st.sampled_from(("", "ann", "ben", "cem", "dan")),
        st.sampled_from(("", "t1", "t2")),
        st.sampled_from((1, 24, 25, 50, 80)),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=25, deadline=None)
@given(works=_WORKS)
def test_any_two_weeks_of_work_counted_one_by_one(works: list[Work]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder) / "home", Settings(today="2026-11-20"))
        _take(
            books,
            [
                _work(
                    f"J{n}",
                    str(MONDAY + dt.timedelta(days=work.day)),
                    work.hours,
                    dispatcher=work.dispatcher,
                    template=work.template,
                )
                for n, work in enumerate(works)
            ],
        )
        found = _found(books, "sent_within_24h", WEEK)
        books.connection.close()
    now, then = ([w for w in works if (w.day > 6) == later] for later in (True, False))
    rates = [share(sum(w.hours <= 24 for w in of), len(of)) for of in (now, then)]
    if rates[0] is None or rates[1] is None or rates[0] >= rates[1]:
        assert found == []
        return
    (made,) = found
    assert [made.figure.value, made.before.value] == rates
    for by in ("dispatcher", "template"):
        late = [Counter(getattr(w, by) for w in of if w.hours > 24) for of in (now, then)]
        wanted = sorted(late[0], key=lambda key: (late[1][key] - late[0][key], -late[0][key], key))
        assert _causes(made, by) == [(key, late[0][key], late[1][key]) for key in wanted[:3]]


def test_the_rows_of_a_cause_are_its_faults(books: Books) -> None:
    """A cause counted is the figure's own rows of that group."""
    _take(
        books,
        [
            _work("J1", "2026-09-10", 3, dispatcher="rosa"),
            _work("J2", "2026-10-10", 30, dispatcher="rosa"),
            _work("J3", "2026-10-11", 3, dispatcher="rosa"),
            _work("J4", "2026-10-11", 30, dispatcher="emil"),
        ],
    )
    with asked(books, month("2026-10"), by="dispatcher") as question:
        measure = BY_NAME["sent_within_24h"]
        (figure,) = [each for each in measure.figures(question) if each.key == "rosa"]
        rows = [(row.part, row.subject) for row in measure.inputs(question, figure)]
    assert rows == [("sent within 24 h", "J3"), ("completed", "J2"), ("completed", "J3")]
    (found,) = _found(books, "sent_within_24h")
    assert ("rosa", 1, 0) in _causes(found, "dispatcher")
