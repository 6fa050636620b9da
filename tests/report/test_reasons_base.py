"""The top ten of several currencies: added in the base currency at rates that do not move."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.agent.jobs import freeze_weeks
from artui.books import weeks
from artui.domain.days import parse_day
from artui.report import reasons
from artui.report.reasons import Wish
from artui.report.request import Request
from tests.homes import invoice
from tests.report.conftest import asking
from tests.report.test_aging_base import rate

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

WEEK = "2026-W46"
SUNDAY = "2026-11-15"


@pytest.fixture
def late(books: Books) -> Books:
    """2 x 10.00 USD of one reason and 17.00 EUR of another, past due all week."""
    books.turn("2026-11-16")
    books.take(
        "invoices_2026-11-02.csv",
        invoice("A", "10.00", due_date="2026-10-20", reason="TX1"),
        invoice("B", "10.00", due_date="2026-10-20", reason="TX1"),
        invoice("C", "17.00", due_date="2026-10-20", reason="PR1", currency="EUR"),
    )
    return books


def found(source: Source, wish: Wish | None = None, **asked: Any) -> dict[str, Any]:
    made = reasons.report(source, Request(**asked), wish or Wish(WEEK))
    assert made.ok
    return made.data


def order(data: dict[str, Any]) -> list[str]:
    return [row["reason"] for row in data["rows"]]


def freeze(books: Books) -> None:
    with asking(books) as source:
        assert weeks.freeze(
            books.connection,
            source.reader,
            books.force,
            WEEK,
            today=books.home.today(),
            at=f"{books.settings.today}T06:00:00+00:00",
            base="USD",
        )


def test_without_rates_invoices_decide_and_the_report_says_so(late: Books, source: Source) -> None:
    data = found(source)
    assert (data["rank"], data["base"], order(data)) == (
        "invoices",
        None,
        ["tax", "price_or_quantity"],
    )
    assert "cannot be added without rates" in data["note"]
    assert late.home.settings.base_currency == "USD"


def test_with_the_rate_of_sunday_amounts_do(late: Books, source: Source) -> None:
    late.take(
        "fx_rates_2026-11-16.csv",
        rate("EUR", "1.10", "2026-11-12"),
        rate("EUR", "1.20", SUNDAY),
        rate("EUR", "0.50", "2026-11-16"),
    )
    data = found(source)
    assert (data["rank"], order(data)) == ("amount_days", ["price_or_quantity", "tax"])
    assert data["base"] == {
        "currency": "USD",
        "rates": [{"currency": "EUR", "rate": "1.2", "date": SUNDAY}],
    }
    assert data["note"] == f"Amounts are added in USD at EUR 1.2 of {SUNDAY}."
    assert [row["base"] for row in data["rows"]] == [
        {"amount": "20.40", "amount_days": "142.80"},
        {"amount": "20.00", "amount_days": "140.00"},
    ]
    made = reasons.report(source, Request(), Wish(WEEK))
    assert [row["amount_days in base"] for row in made.sections[0].rows][:2] == ["142.80", "140.00"]


def test_a_frozen_week_keeps_the_rates_it_was_frozen_with(late: Books, source: Source) -> None:
    late.take("fx_rates_2026-11-16.csv", rate("EUR", "1.20", SUNDAY))
    freeze(late)
    before = found(source)
    assert before["frozen"]
    assert order(before) == ["price_or_quantity", "tax"]
    late.take("fx_rates_b_2026-11-16.csv", rate("EUR", "1.15", SUNDAY))
    assert found(source) == before
    late.turn("2026-11-20")
    late.take("fx_rates_2026-11-20.csv", rate("EUR", "1.00", SUNDAY))
    assert found(source) == before
    again = found(source, Wish(WEEK, recompute=True))
    assert order(again) == ["tax", "price_or_quantity"]
    assert [(row["reason"], row["rank"], row["frozen_rank"]) for row in again["difference"]] == [
        ("tax", 1, 2),
        ("price_or_quantity", 2, 1),
    ]


def test_the_agent_freezes_rates_with_the_week(late: Books, source: Source) -> None:
    late.take("fx_rates_2026-11-16.csv", rate("EUR", "1.20", SUNDAY), rate("GBP", "2", SUNDAY))
    freeze_weeks(late.connection, late.home).run(WEEK)
    kept = "SELECT * FROM frozen_rate"
    day = parse_day(SUNDAY)
    assert late.connection.execute(kept).fetchall() == [(WEEK, "EUR", "USD", "1.2", day)]
    assert found(source)["rank"] == "amount_days"
    feed = (late.home.folder("reports") / WEEK / "reasons.md").read_text(encoding="utf-8")
    assert "Amounts are added in USD at EUR 1.2 of 2026-11-15." in feed


def test_a_week_frozen_without_rates_stays_ranked_by_invoices(late: Books, source: Source) -> None:
    freeze(late)
    before = found(source)
    late.take("fx_rates_2026-11-16.csv", rate("EUR", "1.20", SUNDAY))
    assert found(source) == before
    assert before["rank"] == "invoices"


def test_the_week_before_is_ranked_at_its_own_rates(late: Books, source: Source) -> None:
    rates = (rate("EUR", "1.00", "2026-11-08"), rate("EUR", "1.20", SUNDAY))
    late.take("fx_rates_2026-11-16.csv", *rates)
    data = found(source)
    assert [(row["reason"], row["previous_rank"]) for row in data["rows"]] == [
        ("price_or_quantity", 2),
        ("tax", 1),
    ]


def test_rates_count_from_when_they_were_known(late: Books, source: Source) -> None:
    late.turn("2026-11-18")
    late.take("fx_rates_2026-11-18.csv", rate("EUR", "1.20", SUNDAY))
    assert found(source)["rank"] == "amount_days"
    assert found(source, known_on=parse_day("2026-11-17"))["rank"] == "invoices"
