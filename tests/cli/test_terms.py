"""`artui terms explain`: every step, in every format, from the policies folder as it stands."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Artui
    from tests.cli.program import UserHome

CALENDAR = """
calendars: {us: {country: US, business_days: following}}
default: us
closings: [{from: 12-24, to: 01-02, name: Plant shutdown, when: {customer_id: C1}}]
"""


@pytest.fixture
def calendar(home: UserHome) -> UserHome:
    """A home where due dates move."""
    (home.path / "policies" / "calendar.yaml").write_text(CALENDAR, encoding="utf-8")
    return home


def test_each_step_with_the_day_it_reaches(artui: Artui, home: UserHome) -> None:
    report = artui(
        "terms", "explain", "first_after", "2026-11-01", "--format", "json", "--home", home.path
    ).json
    assert report["terms"] == "first_after"
    assert report["revision"].startswith("content:")
    assert report["discounts"] == []
    (part,) = report["instalments"]
    assert (part["due_date"], part["amount"], part["label"]) == ("2027-01-10", None, "")
    assert [(each["step"], each["date"]) for each in part["steps"]] == [
        ({"add_days": 30}, "2026-12-01"),
        ("end_of_month", "2026-12-31"),
        ({"after_day": [10]}, "2027-01-10"),
    ]


def test_what_an_export_calls_it_and_the_date_kept_beside(artui: Artui, calendar: UserHome) -> None:
    said = artui(
        "terms", "explain", "naa8", "2026-11-11", "--amount", "1234.5", "--home", calendar.path
    )
    assert (said.code, said.err) == (0, "")
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert lines[0] == "net15 (15 days): an invoice of 2026-11-11, 1,234.50 USD."
    assert "2026-11-26 Thu 15 days later" in lines
    assert "2026-11-26 Thu closed: Thanksgiving Day" in lines
    assert "2026-11-27 Fri the day it ages on" in lines
    assert "1,234.50 2026-11-26 2026-11-27 moved: Thanksgiving Day" in lines


def test_a_customers_closing_counts_for_that_customer(artui: Artui, calendar: UserHome) -> None:
    def due(*more: str) -> str:
        (part,) = artui(
            *("terms", "explain", "net30", "2026-11-28", "--format", "json"),
            *("--home", calendar.path, *more),
        ).json["instalments"]
        return f"{part['due_date']} {part['closed']}"

    assert due() == "2026-12-28 None"
    assert due("--customer", "C1") == "2027-01-04 Plant shutdown"


def test_what_the_home_knows_of_the_customer_counts(artui: Artui, home: UserHome) -> None:
    path = home.write(
        "customers_2026-11-01.csv",
        {"customer_id": "0007", "name": "Seven", "country": "CA", "currency": "CAD"},
    )
    assert artui("ingest", path, "--home", home.path).code == 0
    ask = ("terms", "explain", "net15", "2026-06-16", "--amount", "10", "--home", home.path)
    said = artui(*ask, "--format", "json", "--customer", "7")
    report = said.json
    assert (report["customer_id"], report["calendar"], report["currency"]) == ("0007", "ca", "CAD")
    assert report["instalments"][0]["closed"] == "Canada Day"
    assert report["instalments"][0]["due_date"] == "2026-07-01"
    assert said.err == ""
    unknown = artui(*ask, "--customer", "8")
    assert (unknown.code, unknown.err) == (0, "This home knows no customer '8'.\n")


def test_every_format_tells_the_same_instalments(artui: Artui, home: UserHome) -> None:
    ask = ("terms", "explain", "thirds", "2026-01-31", "--amount", "1000.10", "--home", home.path)
    wanted = [("2026-03-02", "300.00"), ("2026-04-01", "500.00"), ("2026-05-01", "200.10")]
    parts = artui(*ask, "--format", "json").json["instalments"]
    assert [(part["due_date"], part["amount"]) for part in parts] == wanted
    rows = csv.DictReader(io.StringIO(artui(*ask, "--format", "csv").out))
    told = [(row["due_date"], row["amount"]) for row in rows if row["section"] == "instalments"]
    assert told == wanted
    for form in ("md", "table"):
        text = artui(*ask, "--format", form).out
        assert all(f"{day}" in text and amount in text for day, amount in wanted)


def test_discounts_with_the_last_day_and_what_is_paid(artui: Artui, home: UserHome) -> None:
    ask = ("terms", "explain", "2_10_net30", "2026-01-01", "--home", home.path, "--format", "json")
    (discount,) = artui(*ask, "--amount", "1150", "--tax", "150").json["discounts"]
    assert discount == {
        "last_day": "2026-01-11",
        "percent": "2",
        "fixed_amount": None,
        "basis": "gross",
        "pay": "1127.00",
        "discount": "23.00",
        "discount_net": "20.00",
        "discount_tax": "3.00",
        "yearly_cost_percent": "37.24",
    }


def test_the_discount_of_one_instalment(artui: Artui, home: UserHome) -> None:
    ask = ("terms", "explain", "deposit", "2026-01-01", "--home", home.path, "--format", "json")
    first, rest = artui(*ask, "--amount", "2000", "--tax", "400").json["instalments"]
    assert (rest["counts_from"], rest["due_date"]) == ("2026-01-01", "2026-02-01")
    (discount,) = first["discounts"]
    assert (discount["pay"], discount["discount_net"], discount["discount_tax"]) == (
        *("490.00", "8.00", "2.00"),
    )


@pytest.mark.parametrize(
    ("date", "first", "last", "months"),
    [
        ("2026-11-13", ("2027-01-13", "2027-03-20"), ("2027-12-13", "2028-02-20"), 12),
        ("2026-08-31", ("2027-01-31", "2027-03-20"), ("2027-12-31", "2028-02-20"), 12),
        ("2026-11-30", ("2027-01-30", "2027-03-20"), ("2027-12-31", "2028-02-20"), 19),
    ],
)
def test_a_table_of_a_year(
    date: str,
    first: tuple[str, str],
    last: tuple[str, str],
    months: int,
    artui: Artui,
    home: UserHome,
) -> None:
    ask = ("terms", "explain", "prox", date, "--year", "2027", "--home", home.path)
    report = artui(*ask, "--format", "json").json
    found = [
        (month["invoice_date"], part["due_date"])
        for month in report["months"]
        for part in month["instalments"]
    ]
    assert (found[0], found[-1], len(found)) == (first, last, months)
    assert len({day[:7] for day, _ in found}) == 12
    text = artui(*ask).out
    assert all(day in text and due in text for day, due in found)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("net3O", "2026-11-21"), "There is no term 'net3O'. Did you mean 'net30'?"),
        (("zzz", "2026-11-21"), "There is no term 'zzz'. terms.yaml in the policies folder"),
        (("net30", "2026-11-31"), "'2026-11-31' is no date; write it as 2026-11-21."),
        (("net30", "2026-11-21", "--amount", "1e3"), "'1e3' is no amount; write it as 1234.50."),
        (("net30", "2026-11-21", "--currency", "dollar"), "'dollar' is no currency"),
        (("net30", "2026-11-21", "--amount", "5", "--tax", "6"), "--tax is a part of --amount"),
        (("net30", "2026-11-21", "--tax", "6"), "--tax is a part of --amount"),
        (("net30", "9999-12-31"), "The terms 'net30' reach further than the calendar"),
        (("monthly_12", "9999-06-30"), "The terms 'monthly_12' reach further than the calendar"),
        (("net30", "2026-11-21", "--year", "20"), "20 is not in the range"),
    ],
)
def test_what_is_asked_wrongly(
    arguments: tuple[str, ...], sentence: str, artui: Artui, home: UserHome
) -> None:
    said = artui("terms", "explain", *arguments, "--home", home.path)
    assert said.code == 2
    assert sentence in said.error


def test_a_plan_by_amount_needs_the_amount(artui: Artui, home: UserHome) -> None:
    path = home.path / "policies" / "terms.yaml"
    path.write_text("terms: {plan: {steps: [], every: {months: 1, amount: 250}}}\n")
    ask = ("terms", "explain", "plan", "2026-01-31", "--home", home.path, "--format", "json")
    assert "How many payments 'plan' makes depends on the amount." in artui(*ask).error
    parts = artui(*ask, "--amount", "600").json["instalments"]
    assert [(part["due_date"], part["amount"]) for part in parts] == [
        *(("2026-01-31", "250.00"), ("2026-02-28", "250.00"), ("2026-03-31", "100.00")),
    ]


def test_a_broken_policy_is_told_and_nothing_explained(artui: Artui, home: UserHome) -> None:
    path = home.path / "policies" / "terms.yaml"
    path.write_text("terms: {net30: {stops: []}}\n")
    said = artui("terms", "explain", "net30", "2026-11-21", "--home", home.path)
    assert (said.code, said.out) == (1, "")
    assert f"{path}:1:17: Unknown key 'stops'. Did you mean 'steps'?" in said.err


def test_an_edit_counts_at_once(artui: Artui, home: UserHome) -> None:
    ask = ("terms", "explain", "net30", "2026-01-01", "--home", home.path, "--format", "json")
    before = artui(*ask).json
    path = home.path / "policies" / "terms.yaml"
    path.write_text(path.read_text().replace("add_days: 30}]}", "add_days: 33}]}"))
    after = artui(*ask).json
    assert after["instalments"][0]["due_date"] == "2026-02-03"
    assert before["revision"] != after["revision"]
