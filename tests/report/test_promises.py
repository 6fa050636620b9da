"""The report of promises, against a count penny by penny over the raw rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from random import Random
from typing import TYPE_CHECKING, Any, Literal

import pytest

from artui.domain.days import parse_day
from artui.domain.figure import Period
from artui.report import promises
from artui.report.formats import FORMATS
from artui.report.promises import Wish
from artui.report.request import Request, Source, looking_back
from artui.settings import Settings
from artui.store.connection import open_reader
from artui.store.desk import AccountIdentity, InvoiceIdentity
from tests.desk import Person
from tests.homes import Books, application, invoice, payment, promise
from tests.report.promising import FIRST, TODAY, World

if TYPE_CHECKING:
    from pathlib import Path

    from artui.report.table import Report


def asked(books: Books, wish: Wish | None = None, **request: Any) -> Report:
    """The report as the command makes it."""
    reader = open_reader(books.home.main, books.home.desk)
    try:
        source, of = Source(reader, books.home, books.force), Request(**request)
        with looking_back(source, of) as then:
            made = promises.report(then, of, wish)
    finally:
        reader.close()
    assert made.ok
    return made


def rows(books: Books, wish: Wish | None = None, **request: Any) -> list[dict[str, Any]]:
    """Its rows."""
    return list(asked(books, wish, **request).data["rows"])


def found(books: Books, **request: Any) -> list[tuple[Any, ...]]:
    """What it says of all there were."""
    everything = Wish(period=Period(FIRST, TODAY + 100))
    return sorted(
        (
            row["customer_id"],
            int(row["amount"].replace(".", "")),
            row["due_on"],
            row["state"],
            int(row["received"].replace(".", "")),
        )
        for row in rows(books, everything, **request)
    )


@pytest.mark.parametrize("seed", range(8))
def test_it_is_what_the_raw_rows_say_penny_by_penny(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 - a world that can be made again, no secret
    world = World(Books(tmp_path, Settings(today="2026-09-01")), dice)
    world.live()
    assert found(world.books) == world.told(TODAY)
    _check_plans(world)


def _check_plans(world: World) -> None:
    """The state of each plan by its parts."""
    made: dict[int, list[str]] = defaultdict(list)
    for each in world.made:
        if each.plan is not None:
            made[each.plan].append(each.state(TODAY))
    said = {
        int(row["plan"]): (row["plan_state"], row["part"].split("/")[1])
        for row in rows(world.books, Wish(period=Period(FIRST, TODAY + 100)))
        if row["plan"]
    }
    assert said == {plan: (_whole(states), str(len(states))) for plan, states in made.items()}


def _whole(states: list[str]) -> str:
    """One broken breaks it; else what is open, withdrawn, partly kept in that order."""
    ranked = ["broken", "open", "withdrawn", "partly_kept", "kept"]
    return min(states, key=ranked.index)


@pytest.mark.parametrize("seed", [20, 21])
def test_as_of_a_day_only_what_was_promised_and_paid_by_then_counts(
    tmp_path: Path, seed: int
) -> None:
    dice = Random(seed)  # noqa: S311 - a world that can be made again, no secret
    world = World(Books(tmp_path, Settings(today="2026-09-01")), dice)
    world.live()
    for day in range(FIRST + 10, TODAY, 17):
        assert found(world.books, as_of=day) == world.told(day)


# What is listed, and how it is summed up.


@pytest.fixture
def books(books: Books) -> Books:
    """Kept 40 of an export; a plan of which the first part was kept in part; one without a day."""
    books.turn("2026-10-01")
    rows = [invoice(k, "200.00", "2026-08-01") for k in "AB"]
    books.take("invoices.csv", *rows, invoice("E", "90.00", customer_id="C2", currency="EUR"))
    books.take("customers.csv", {"customer_id": "C1", "name": "Quartz", "collector": "mara"})
    ann = Person(books)
    ann.plan((30_00, "2026-10-09"), (30_00, "2026-11-25"), document=_IDENTITY)
    Person(books, AccountIdentity("1000", "c2", "EUR")).promise(20_00, "2026-10-12")
    ann.withdraw(ann.promise(7_00, "2026-10-13"))
    books.take("p.csv", promise("P1", "40.00", "2026-10-02", "2026-10-14"))
    books.turn("2026-11-20")
    books.take("pay.csv", payment("X", "12.00", "2026-10-12"), payment("Y", "40.00", "2026-10-15"))
    books.take("apply.csv", application("X", "A", "12.00", "2026-10-12"))
    return books


_IDENTITY = InvoiceIdentity("1000", "", "", "a")


def test_a_row_says_everything_of_a_promise(books: Books) -> None:
    told = {row["promise_id"]: row for row in rows(books)}
    assert sorted(told) == ["1", "2", "3", "4", "P1"]
    assert told["1"] == {
        "promise_id": "1", "plan": "1", "part": "1/2", "plan_state": "open",
        "customer_id": "C1", "name": "Quartz", "company": "1000", "collector": "mara",
        "invoice_id": "A", "currency": "USD", "amount": "30.00", "received": "12.00",
        "promised_on": "2026-10-01", "due_on": "2026-10-09", "until": "2026-10-14",
        "state": "partly_kept", "days_late": 3, "source": "desk", "who": "ann", "file": None,
        "line": None,
    }  # fmt: skip
    export = told["P1"]
    names = (
        "source",
        "who",
        "file",
        "line",
        "part",
        "plan",
        "plan_state",
        "days_late",
        "invoice_id",
    )
    assert [export[name] for name in names] == [
        "export", None, "p.csv", 2, None, None, None, 1, None,
    ]  # fmt: skip
    assert [told[key]["state"] for key in ("2", "3", "4", "P1")] == [
        "open", "broken", "withdrawn", "kept",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "ids"),
    [
        ("all", ["1", "3", "4", "P1", "2"]),
        ("open", ["2"]),
        ("kept", ["P1"]),
        ("partly_kept", ["1"]),
        ("broken", ["3"]),
        ("withdrawn", ["4"]),
    ],
)
def test_only_those_of_a_state(books: Books, status: Any, ids: list[str]) -> None:
    assert [row["promise_id"] for row in rows(books, Wish(status))] == ids


def test_a_period_lists_what_was_due_in_it_and_else_what_is_open_too(books: Books) -> None:
    october = Period(parse_day("2026-10-10"), parse_day("2026-10-31"))
    assert [row["promise_id"] for row in rows(books, Wish(period=october))] == ["3", "4", "P1"]
    books.turn("2027-01-07")  # 90 days after 2026-10-09, the last day before the period
    Person(books).promise(1_00, "2027-12-31")
    assert [row["promise_id"] for row in rows(books)] == ["3", "4", "P1", "2", "5"]


def test_the_summary_is_by_state_and_of_those_due_whose_time_is_over(books: Books) -> None:
    summary = asked(books).data["summary"]
    assert {each["state"]: (each["promises"], each["amount"]) for each in summary["states"]} == {
        "open": (1, {"USD": "30.00"}),
        "kept": (1, {"USD": "40.00"}),
        "partly_kept": (1, {"USD": "30.00"}),
        "broken": (1, {"EUR": "20.00"}),
        "withdrawn": (1, {"USD": "7.00"}),
    }
    assert summary["plans"] == {**dict.fromkeys(summary["plans"], 0), "open": 1}
    assert summary["kept"] == {
        "due": 3,
        "kept": 1,
        "ratio": "0.3333",
        "amounts": [
            {"currency": "EUR", "promised": "20.00", "received": "0.00", "ratio": "0"},
            {"currency": "USD", "promised": "70.00", "received": "52.00", "ratio": "0.7429"},
        ],
    }


def test_it_is_held_against_the_kpi_of_the_period(books: Books) -> None:
    made = asked(books)
    found = [(row["currency"], row["found"], row["entries"]) for row in made.data["checks"]]
    assert found == [
        (None, "1", "1"),
        ("USD", "52.00", "52.00"),
        (None, "3", "3"),
        ("EUR", "20.00", "20.00"),
        ("USD", "70.00", "70.00"),
    ]


@pytest.mark.parametrize("by", ["customer", "collector"])
def test_groups_come_to_the_same(books: Books, by: Literal["customer", "collector"]) -> None:
    single, grouped = rows(books), rows(books, Wish(by=by))
    keys = {"customer": "customer_id", "collector": "collector"}
    counts = Counter((row[keys[by]], row["currency"], row["state"]) for row in single)
    for row in grouped:
        for state in promises.STATES:
            assert row[state] == counts[row["key"], row["currency"], state]
    assert sum(row["promises"] for row in grouped) == len(single)
    usd = next(row for row in grouped if row["currency"] == "USD")
    assert (usd["due"], usd["kept_ratio"], usd["amount_ratio"]) == (2, "0.5", "0.7429")


def test_what_was_not_known_yet_is_not_told(books: Books) -> None:
    then = {
        row["promise_id"]: row["state"] for row in rows(books, known_on=parse_day("2026-10-14"))
    }
    assert then == {"1": "open", "2": "open", "3": "open", "4": "withdrawn", "P1": "open"}
    over = rows(books, known_on=parse_day("2026-10-20"))
    assert {row["state"] for row in over} == {"open", "broken", "withdrawn"}


def test_every_format_prints_it_whole(books: Books) -> None:
    for form in FORMATS.values():
        text = form(asked(books))
        for row in rows(books):
            assert row["due_on"] in text
            assert row["promise_id"] in text


def test_customers_of_two_companies_with_one_number_are_two_groups(tmp_path: Path) -> None:
    books = Books(tmp_path / "home", Settings(today="2026-11-20"))
    for company, amount in (("1000", "5.00"), ("2000", "9.00")):
        of = {"company": company, "customer_id": "C7"}
        books.take(f"bill_{company}.csv", invoice(f"I{company}", "50.00", "2026-09-01", **of))
        told = promise(f"P{company}", amount, "2026-11-01", "2026-11-10", **of)
        books.take(f"promises_{company}.csv", told)
    grouped = rows(books, Wish(by="customer"))
    assert [(row["key"], row["company"], row["amount"]) for row in grouped] == [
        ("C7", "1000", "5.00"),
        ("C7", "2000", "9.00"),
    ]
