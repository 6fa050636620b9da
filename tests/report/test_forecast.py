"""Expected cash through dropped files: days, weeks, promises, disputes, credits, the past."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import iso, parse_day
from artui.report import forecast
from artui.report.forecast import Wish
from artui.report.formats import FORMATS
from artui.report.request import Request, looking_back
from tests.desk import Person
from tests.desk import run as escalated
from tests.homes import application, dispute, invoice, payment
from tests.report.conftest import asking

if TYPE_CHECKING:
    from artui.report.request import Source
    from artui.report.table import Report
    from tests.homes import Books

    Row = dict[str, Any]

TODAY = "2026-11-20"
_AS_OF = parse_day(TODAY)


def ask(books: Books, by: str = "week", weeks: int = 13, **asked: Any) -> Report:
    """The report on the home's day."""
    with asking(books) as source:
        request = Request(**asked)
        with looking_back(source, request) as then:
            return forecast.report(then, request, Wish(weeks, by))


def data(books: Books, by: str = "week", **asked: Any) -> Row:
    return ask(books, by, **asked).data


def items(books: Books, **asked: Any) -> dict[str, Row]:
    """The items by invoice and, where it has one, item."""
    rows = data(books, "item", **asked)["rows"]
    return {"/".join(filter(None, (row["invoice_id"], row["item"]))): row for row in rows}


def history(customer: str, days_late: list[int], **more: Any) -> list[Row]:
    """Invoices a customer has paid, each so many days after it was due."""
    return [
        invoice(
            f"{customer}-{number}",
            "100.00",
            str(iso(_AS_OF - 150 + number)),
            due_date=str(iso(_AS_OF - 120 + number)),
            settled_on=str(iso(_AS_OF - 120 + number + late)),
            customer_id=customer,
            **more,
        )
        for number, late in enumerate(days_late)
    ]


def due(number: str, on: str, amount: str = "100.00", **more: Any) -> Row:
    """An open invoice."""
    return invoice(number, amount, "2026-10-01", due_date=on, **more)


def test_an_item_is_expected_as_its_customer_has_paid(books: Books) -> None:
    rows = [*history("C1", [10] * 20), *history("C2", [40] * 20)]
    opened = [due("A", "2026-11-25"), due("B", "2026-11-25", customer_id="C2")]
    books.take("invoices.csv", *rows, *opened)
    found = items(books)
    assert (found["A"]["expected_on"], found["B"]["expected_on"]) == ("2026-12-05", "2027-01-04")
    assert found["A"]["basis"] == "own history of 20"
    assert found["A"]["early_on"] < found["A"]["expected_on"] < found["A"]["late_on"]


def test_one_that_is_late_is_expected_by_what_was_paid_later(books: Books) -> None:
    """Half the history is paid 5 days late, half 60; one that is 30 days late is of the second."""
    books.take("invoices.csv", *history("C1", [5, 60] * 10), due("A", "2026-10-21"))
    assert items(books)["A"]["expected_on"] == "2026-12-20"


def test_who_never_paid_is_expected_as_its_segment_pays(books: Books) -> None:
    segments = {"C1": "slow", "C2": "quick", "C3": "slow", "C4": ""}
    books.take(
        "customers.csv", *({"customer_id": c, "name": c, "segment": s} for c, s in segments.items())
    )
    rows = [*history("C1", [50] * 60), *history("C2", [0] * 60)]
    opened = [due("A", "2026-11-25", customer_id="C3"), due("B", "2026-11-25", customer_id="C4")]
    books.take("invoices.csv", *rows, *opened)
    found = items(books)
    assert found["A"]["basis"] == "60 of segment slow"
    assert found["A"]["expected_on"] == "2027-01-14"
    assert found["B"]["basis"] == "120 of company 1000"


def test_weeks_beyond_and_covered_come_to_what_is_open(books: Books) -> None:
    books.take("invoices.csv", *history("C1", [10, 20, 70]), due("A", "2026-11-25", "333.33"))
    books.take("payments.csv", payment("P", "33.34", "2026-11-01"))
    found = data(books, weeks=3)
    (total,), (check,) = found["totals"], found["checks"]
    weeks = sum(Decimal(row["expected"]) for row in found["rows"])
    assert weeks == Decimal(total["expected"]) > 0
    assert (total["open"], total["covered"], total["unapplied"]) == ("333.33", "33.34", "-33.34")
    assert weeks + Decimal(total["beyond"]) + Decimal("33.34") == Decimal("333.33")
    assert check == {
        "currency": "USD",
        "weeks_beyond_covered_unapplied": "299.99",
        "outstanding": "299.99",
        "ok": True,
    }


def test_the_first_week_is_what_is_left_of_this_one(books: Books) -> None:
    books.take("invoices.csv", due("A", "2026-11-25"))
    rows = data(books, weeks=2)["rows"]
    assert [(row["week"], row["from"], row["to"]) for row in rows] == [
        ("2026-W47", "2026-11-21", "2026-11-22"),
        ("2026-W48", "2026-11-23", "2026-11-29"),
    ]


def test_credits_are_set_against_what_is_due_first(books: Books) -> None:
    books.take("invoices.csv", due("A", "2026-11-25"), due("B", "2026-12-25"))
    books.take("payments.csv", payment("P", "130.00", "2026-11-01"))
    found = items(books)
    assert [found[name]["covered"] for name in "AB"] == ["100.00", "30.00"]
    assert (found["A"]["expected"], found["A"]["expected_on"]) == ("0.00", None)
    assert found["A"]["basis"] == "covered by unapplied cash"


def test_more_credit_than_is_owed_covers_no_more_than_that(books: Books) -> None:
    books.take("invoices.csv", due("A", "2026-11-25"))
    books.take("payments.csv", payment("P", "150.00", "2026-11-01"))
    made = ask(books)
    (total,) = made.data["totals"]
    assert made.ok
    assert (total["covered"], total["beyond"], total["outstanding"]) == ("100.00", "0.00", "-50.00")


def test_a_running_promise_is_expected_on_its_day(books: Books) -> None:
    books.take("invoices.csv", *history("C1", [60] * 20), due("A", "2026-11-15", "90.00"))
    Person(books).promise(9000, "2026-11-30")
    found = data(books, weeks=3)
    (item,) = items(books).values()
    assert item["expected_on"] == "2026-11-30"
    assert item["basis"] == "promised for 2026-11-30, kept 70 %"
    third = found["rows"][2]
    assert third["week"] == "2026-W49"
    assert third["expected"] == third["promised"]
    assert Decimal("63.00") <= Decimal(third["promised"]) < Decimal("64.00")


def test_who_breaks_promises_is_believed_less(books: Books) -> None:
    books.turn("2026-10-01")
    books.take("invoices.csv", due("A", "2026-09-30", "90.00"))
    for day in ("2026-10-05", "2026-10-12", "2026-10-19", "2026-10-23"):
        Person(books).promise(9000, day)
    books.turn(TODAY)
    Person(books).promise(9000, "2026-11-30")
    (item,) = items(books).values()
    assert item["basis"] == "promised for 2026-11-30, kept 13 %"


def test_each_part_of_a_plan_is_expected_on_its_day_and_nothing_twice(books: Books) -> None:
    books.take("invoices.csv", due("A", "2026-11-10"), due("B", "2026-11-12", "80.00"))
    Person(books).plan((6000, "2026-11-30"), (6000, "2026-12-15"), (4000, "2027-01-04"))
    found = items(books)
    days = "promised for 2026-11-30, kept 70 %; promised for 2026-12-15, kept 70 %"
    assert found["A"]["basis"] == days
    assert found["B"]["basis"] == (
        "promised for 2026-12-15, kept 70 %; promised for 2027-01-04, kept 70 %; no payments yet"
    )
    promised = {row["week"]: Decimal(row["promised"]) for row in data(books)["rows"]}
    # 70 % of each part in the week of its day; what is not kept comes as by habit after it.
    assert promised["2026-W49"] >= Decimal("42.00") > promised["2026-W48"] == 0
    assert promised["2026-W51"] >= Decimal("42.00")
    assert promised["2027-W01"] >= Decimal("28.00")
    assert sum(promised.values()) <= Decimal("160.00")
    (total,) = data(books)["totals"]
    assert total["open"] == "180.00"
    assert Decimal(total["expected"]) + Decimal(total["beyond"]) == Decimal("180.00")


def test_what_is_paid_of_a_plan_leaves_the_later_parts_expected(books: Books) -> None:
    books.take("invoices.csv", due("A", "2026-11-10"))
    books.turn("2026-11-18")
    Person(books).plan((4000, "2026-11-20"), (6000, "2026-12-15"))
    books.turn(TODAY)
    books.take("p.csv", payment("P", "40.00", "2026-11-19"))
    books.take("a.csv", application("P", "A", "40.00", "2026-11-19"))
    assert items(books)["A"]["basis"].startswith("promised for 2026-12-15, kept")
    assert items(books)["A"]["open"] == "60.00"


def test_a_plan_that_was_broken_is_expected_as_by_habit(books: Books) -> None:
    books.take("invoices.csv", due("A", "2026-10-10"))
    books.turn("2026-11-01")
    Person(books).plan((4000, "2026-11-06"), (6000, "2026-12-15"))
    books.turn(TODAY)
    assert items(books)["A"]["basis"] == "no payments yet"
    path = books.home.folder("policies") / "escalation.yaml"
    path.write_text("quiet: {plan_broken: runs}\n", encoding="utf-8")
    books.adopt()
    assert items(books)["A"]["basis"].startswith("promised for 2026-12-15")


def test_a_promise_of_a_part_reaches_what_is_due_first(books: Books) -> None:
    books.take("invoices.csv", due("A", "2026-11-01"), due("B", "2026-11-10"))
    Person(books).promise(15000, "2026-11-30")
    found = items(books)
    assert found["A"]["basis"].startswith("promised for 2026-11-30")
    assert found["B"]["basis"] == "promised for 2026-11-30, kept 70 %; no payments yet"


def test_a_disputed_part_is_expected_as_disputed_items_were_paid(books: Books) -> None:
    quick, slow = history("C1", [0] * 20), history("C2", [80] * 20)
    books.take("invoices.csv", *quick, *slow, due("A", "2026-11-25"), due("B", "2026-11-25"))
    opened = [
        dispute(f"D{n}", f"C2-{n}", str(iso(_AS_OF - 110 + n)), resolved_on=str(iso(_AS_OF - 60)))
        for n in range(20)
    ]
    books.take("disputes.csv", *opened, dispute("D", "B", "2026-11-01"))
    found = items(books)
    assert found["A"]["expected_on"] == "2026-11-25"
    assert found["B"]["basis"] == "20 of company 1000, disputed"
    assert found["B"]["expected_on"] > "2027-01-20"
    weeks = data(books, weeks=30)["rows"]
    assert sum(Decimal(week["disputed"]) for week in weeks) > Decimal("80.00")


def test_what_an_export_calls_blocked_or_escalated_is_expected_later(books: Books) -> None:
    """Both customers have never paid; one of them was dunned up to the third level."""
    rows = history("C1", [0, 10, 20, 30, 40, 50, 60] * 5)
    books.take("invoices.csv", *rows, *(due(c, "2026-11-10", customer_id=c) for c in ("C2", "C3")))
    listed = {"document_id": "C3", "customer_id": "C3", "amount": "100.00", "dunning_level": "3"}
    books.take("open_items_2026-11-20.csv", {**listed, "due_date": "2026-11-10"}, accept=True)
    found = items(books)
    assert found["C3"]["expected_on"] > found["C2"]["expected_on"]


def test_who_is_on_hold_is_expected_later(books: Books) -> None:
    books.take("invoices.csv", *history("C2", list(range(0, 60, 2))), due("A", "2026-11-10"))
    before = items(books)["A"]["expected_on"]
    Person(books).hold(until="2026-12-31")
    escalated(books)
    assert items(books)["A"]["expected_on"] > before


def test_instalments_are_expected_each_by_its_own_due_date(books: Books) -> None:
    parts = [
        {**due("A", "2026-11-25", "40.00"), "item": "1"},
        {**due("A", "2026-12-25", "60.00"), "item": "2"},
    ]
    books.take("invoices.csv", *history("C1", [10] * 20), *parts)
    found = items(books)
    days = {name: found[name]["expected_on"] for name in ("A/1", "A/2")}
    assert days == {"A/1": "2026-12-05", "A/2": "2027-01-04"}


def test_what_a_credit_note_closed_tells_nothing_about_paying(books: Books) -> None:
    credited = [
        {**invoice(f"X{n}", "100.00", "2026-08-01", due_date="2026-09-01")} for n in range(9)
    ]
    notes = [
        invoice(f"N{n}", "-100.00", "2026-09-02", type="credit_note", credits_invoice=f"X{n}")
        for n in range(9)
    ]
    books.take("invoices.csv", *credited, *notes, due("A", "2026-11-25"))
    assert items(books)["A"]["basis"] == "no payments yet"


def test_only_what_was_effective_counts(books: Books) -> None:
    """On 20 October the customer had paid nothing that now makes its history."""
    rows = [
        invoice(f"P{n}", "100.00", "2026-09-01", due_date="2026-09-20", settled_on="2026-10-30")
        for n in range(9)
    ]
    books.take("invoices.csv", *rows, due("A", "2026-11-25"))
    then = items(books, as_of=parse_day("2026-10-20"))
    assert len(then) == 10
    assert then["A"]["basis"] == "no payments yet"
    assert items(books)["A"]["basis"] == "own history of 9"


def test_the_past_is_foretold_as_it_was_on_its_day(books: Books) -> None:
    """What is asked later of a day, as known on it, is what was printed on it."""
    shown = {}
    rows = [*history("C1", [10, 30, 50]), due("A", "2026-11-25"), due("B", "2026-10-05")]
    books.turn("2026-10-30")
    early = [row for row in rows if row.get("settled_on", "") <= "2026-10-30"]
    books.take("invoices_2026-10-30.csv", *early)
    for by in ("week", "customer", "item"):
        shown[by] = data(books, by)
    books.turn(TODAY)
    books.take("invoices_2026-11-20.csv", *(row | {"amount": "120.00"} for row in rows))
    books.take("payments.csv", payment("P", "60.00", "2026-10-29"))
    books.take("applications.csv", application("P", "B", "60.00", "2026-10-29"))
    books.take("disputes.csv", dispute("D", "A", "2026-10-20"))
    books.take("customers.csv", {"customer_id": "C1", "name": "New name", "segment": "s"})
    day = parse_day("2026-10-30")
    for by, before in shown.items():
        after = data(books, by, as_of=day, known_on=day)
        assert {**after, "known_on": None} == before
    assert data(books, as_of=day)["totals"] != shown["week"]["totals"]


def test_what_has_become_void_since_was_evidence_then(books: Books) -> None:
    books.turn("2026-10-30")
    paid = [row for row in history("C1", [10, 10, 10]) if row["settled_on"] <= "2026-10-30"]
    assert paid
    books.take("invoices_2026-10-30.csv", *paid, due("A", "2026-11-25"))
    shown = data(books, "item")
    books.turn(TODAY)
    books.take("invoices_2026-11-20.csv", *(row | {"status": "void"} for row in paid))
    day = parse_day("2026-10-30")
    assert {**data(books, "item", as_of=day, known_on=day), "known_on": None} == shown
    assert items(books)["A"]["basis"] == "no payments yet"


@pytest.mark.parametrize("by", ["week", "customer", "item"])
def test_every_row_of_a_part_is_as_in_the_whole(sample_source: Source, by: str) -> None:
    """One company's rows are those of the whole, since all learn from everybody."""
    whole = forecast.report(sample_source, Request(), Wish(by=by))
    part = forecast.report(sample_source, Request(company="2000"), Wish(by=by))
    assert whole.ok
    assert part.ok
    if by != "week":
        ours = [row for row in whole.data["rows"] if row["company"] == "2000"]
        assert part.data["rows"] == ours


def test_rows_of_customers_and_items_come_to_the_totals(sample_source: Source) -> None:
    for by in ("customer", "item"):
        made = forecast.report(sample_source, Request(), Wish(by=by)).data
        for total in made["totals"]:
            rows = [row for row in made["rows"] if row["currency"] == total["currency"]]
            for name in ("open", "covered"):
                assert sum(Decimal(row[name]) for row in rows) == Decimal(total[name])
            found = sum(Decimal(row["expected"]) for row in rows)
            assert abs(found - Decimal(total["expected"])) <= Decimal("0.01") * len(rows)


def test_base_currency_by_one_rate(sample_source: Source) -> None:
    made = forecast.report(sample_source, Request()).data
    base = made["base"]
    rates = {each["currency"]: Decimal(each["rate"]) for each in base["rates"]} | {"USD": 1}
    assert base["missing"] == []
    for week in base["weeks"]:
        rows = [row for row in made["rows"] if row["week"] == week["week"]]
        exact = sum(Decimal(row["expected"]) * rates[row["currency"]] for row in rows)
        assert abs(exact - Decimal(week["expected"])) <= Decimal("0.005")
    parts = [Decimal(base[name]) for name in ("expected", "beyond", "covered")]
    assert sum(parts) == Decimal(base["open"])


@pytest.mark.parametrize("by", ["week", "customer", "item"])
def test_every_figure_is_in_every_format(sample_source: Source, by: str) -> None:
    made = forecast.report(sample_source, Request(), Wish(by=by))
    table, markdown = FORMATS["table"](made), FORMATS["md"](made)
    lines = list(csv.DictReader(io.StringIO(FORMATS["csv"](made))))
    assert json.loads(FORMATS["json"](made)) == made.data
    rows = [line for line in lines if line["section"] == "rows"]
    assert len(rows) == len(made.data["rows"])
    for line, row in zip(rows, made.data["rows"], strict=True):
        for name, value in row.items():
            assert line[name] == ("" if value is None else str(value)), name
        assert f"{Decimal(row['expected']):,}" in table
        assert f"{Decimal(row['expected']):,}" in markdown
    assert "Kaplan" not in table
    assert "n / (n + 5)" in table


def test_nothing_open_is_a_report_too(books: Books) -> None:
    made = ask(books)
    assert made.ok
    assert (made.data["rows"], made.data["totals"]) == ([], [])
    assert "nothing here" in FORMATS["table"](made)


def test_a_derived_row_that_is_wrong_is_found_out(books: Books) -> None:
    books.take("invoices.csv", due("A", "2026-11-25"))
    books.connection.execute("UPDATE item SET open_amount = open_amount + 1")
    made = ask(books)
    assert not made.ok
    assert "NO, THE FIGURES DO NOT ADD UP" in FORMATS["table"](made)
