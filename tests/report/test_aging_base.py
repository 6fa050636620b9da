"""The totals of an aging in the base currency: one stated rate a currency, and nothing guessed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from artui.books.rates import Rates
from artui.cli.commands import run
from artui.domain import money
from artui.domain.days import parse_day
from artui.report import aging, aging_base
from artui.report.aging import Wish
from artui.report.request import Request
from artui.store.rates import Rate
from tests.homes import dispute, invoice, payment

if TYPE_CHECKING:
    import pytest

    from artui.report.request import Source
    from tests.homes import Books

AS_OF = parse_day("2026-11-20")


def rate(currency: str, value: str, date: str) -> dict[str, str]:
    """A row of fx_rates."""
    return {"date": date, "currency": currency, "rate": value}


def base(source: Source, wish: Wish | None = None, **asked: Any) -> dict[str, Any]:
    request = Request(**{"as_of": AS_OF, **asked})
    made = aging.report(source, request, wish)
    assert made.ok
    found: dict[str, Any] = made.data["base"]
    return found


def _three_currencies(books: Books) -> None:
    books.take(
        "invoices_2026-11-01.csv",
        invoice("A", "100.00", due_date="2026-12-01"),
        invoice("B", "33.33", due_date="2026-11-10", currency="EUR"),
        invoice("C", "33.33", due_date="2026-10-10", currency="EUR"),
        invoice("D", "1001", due_date="2026-11-10", currency="JPY"),
    )
    books.take("payments_2026-11-01.csv", payment("P", "10.01", "2026-10-30", currency="EUR"))
    books.take("disputes_2026-11-01.csv", dispute("D1", "B", "2026-11-01", amount="10.00"))


def test_every_figure_is_converted_at_the_latest_rate_and_rounded(
    books: Books, source: Source
) -> None:
    _three_currencies(books)
    books.take(
        "fx_rates_2026-11-20.csv",
        rate("EUR", "1.15", "2026-11-10"),
        rate("EUR", "1.1005", "2026-11-19"),
        rate("EUR", "1.2", "2026-11-21"),
        rate("JPY", "0.0065", "2026-11-13"),
    )
    assert base(source) == {
        "currency": "USD",
        # 33.33 x 1.1005 = 36.679665; 1001 x 0.0065 = 6.5065; together 43.186165
        "buckets": {
            "current": "100.00",
            "1-30": "43.19",
            "31-60": "36.68",
            "61-90": "0.00",
            "91+": "0.00",
        },
        "unapplied": "-11.02",  # 10.01 x 1.1005 = 11.016005
        "total": "168.85",
        "disputed": "11.01",  # 11.005
        "converted": "168.85",  # 56.65 x 1.1005 + 106.5065 = 168.849825
        "rounding": "0.00",
        "ok": True,
        "rates": [
            {"currency": "EUR", "rate": "1.1005", "date": "2026-11-19"},
            {"currency": "JPY", "rate": "0.0065", "date": "2026-11-13"},
        ],
        "missing": [],
    }
    without = base(source, Wish(exclude_disputed=True))
    assert (without["buckets"]["1-30"], without["total"]) == ("32.18", "157.84")
    assert base(source, company="1000")["total"] == "168.85"
    assert base(source, company="2000")["total"] == "0.00"


def test_a_rate_counts_from_its_day_and_from_when_it_was_known(
    books: Books, source: Source
) -> None:
    books.turn("2026-11-02")
    books.take("invoices_2026-11-01.csv", invoice("A", "10.00", "2026-11-01", currency="EUR"))
    books.take("fx_rates_2026-11-02.csv", rate("EUR", "1.10", "2026-11-02"))
    books.turn("2026-11-05")
    books.take("fx_rates_2026-11-05.csv", rate("EUR", "1.20", "2026-11-02"))
    day = parse_day
    assert base(source, as_of=day("2026-11-04"))["total"] == "12.00"
    then = day("2026-11-04")
    assert base(source, as_of=then, known_on=then)["total"] == "11.00"
    early = base(source, as_of=day("2026-11-01"))
    assert (early["total"], early["buckets"], early["missing"]) == (None, None, ["EUR"])


def test_without_a_rate_there_is_no_total_and_the_currency_is_named(
    books: Books, source: Source
) -> None:
    _three_currencies(books)
    books.take("fx_rates_2026-11-20.csv", rate("EUR", "1.1", "2026-11-19"))
    made = aging.report(source, Request(as_of=AS_OF))
    found = made.data["base"]
    nothing = ("buckets", "unapplied", "total", "disputed", "converted", "rounding")
    assert [found[key] for key in nothing] == [None] * len(nothing)
    assert (found["missing"], [each["currency"] for each in found["rates"]]) == (["JPY"], ["EUR"])
    assert "No total in USD: no rate of JPY on or before 2026-11-20." in made.about
    assert made.ok
    assert "base" not in {section.name for section in made.sections}


def test_the_table_has_the_base_line_and_its_rates(
    books: Books, capsys: pytest.CaptureFixture[str]
) -> None:
    (books.path / "artui.yaml").write_text("today: 2026-11-20\n", encoding="utf-8")
    _three_currencies(books)
    rows = (rate("EUR", "1.1005", "2026-11-19"), rate("JPY", "0.0065", "2026-11-13"))
    books.take("fx_rates_2026-11-20.csv", *rows)
    command = ["report", "aging", "--home", str(books.path), "--format"]
    assert run([*command, "table"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    money = "100.00 43.19 36.68 0.00 0.00 -11.02 168.85 11.01 168.85 0.00".split()
    assert ["USD", *money, "yes"] in lines
    assert ["EUR", "1.1005", "2026-11-19"] in lines
    assert run([*command, "csv"]) == 0
    text = capsys.readouterr().out
    assert "\nbase," in text
    assert "\nrates," in text


LABELS = ("current", "1+")
amounts = st.integers(-(10**9), 10**9)
totals = st.dictionaries(
    st.sampled_from(["USD", "EUR", "JPY", "KWD"]),
    st.fixed_dictionaries(dict.fromkeys(("b0", "b1", "unapplied", "disputed"), amounts)),
)
values = st.decimals("0.0001", "500", places=6)


@given(totals, st.fixed_dictionaries(dict.fromkeys(("EUR", "JPY", "KWD"), values)))
def test_base_totals_add_up_and_stay_within_half_a_unit_a_figure(
    raw: dict[str, dict[str, int]], rates: dict[str, Decimal]
) -> None:
    stated = Rates("USD", {code: Rate(value, AS_OF) for code, value in rates.items()})
    whole = {c: each["b0"] + each["b1"] + each["unapplied"] for c, each in raw.items()}
    found = aging_base.of(stated, raw, whole, LABELS)
    *parts, total = (
        *(Decimal(each) for each in found["buckets"].values()),
        Decimal(found["unapplied"]),
        Decimal(found["total"]),
    )
    assert sum(parts) == total
    assert found["ok"]
    exact = sum(
        money.to_decimal(amount, code) * rates.get(code, Decimal(1))
        for code, amount in whole.items()
    )
    rounded = Decimal(exact).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(found["converted"]) == rounded
    assert total - rounded == Decimal(found["rounding"])
    assert abs(total - exact) <= Decimal("0.005") * len(parts)


def test_a_base_total_that_the_entries_do_not_bear_out_is_false() -> None:
    raw = {"EUR": {"b0": 1000, "b1": 0, "unapplied": 0, "disputed": 0}}
    stated = Rates("USD", {"EUR": Rate(Decimal("1.1"), AS_OF)})
    assert aging_base.of(stated, raw, {"EUR": 1000}, LABELS)["ok"]
    found = aging_base.of(stated, raw, {"EUR": 998}, LABELS)
    assert (found["total"], found["converted"], found["rounding"]) == ("11.00", "10.98", "0.02")
    assert not found["ok"]


def test_the_base_total_of_nothing_is_nothing(source: Source) -> None:
    found = base(source)
    assert (found["total"], found["rates"], found["missing"]) == ("0.00", [], [])
