"""The aging report: its JSON, its groupings, its options, and the line that proves it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from artui.cli.commands import run
from artui.domain.days import parse_day
from artui.report import aging
from artui.report.aging import Wish
from artui.report.request import Request
from artui.store.aging import GROUPS
from tests.homes import application, dispute, invoice, payment
from tests.sample_data.conftest import Sample

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

AS_OF = parse_day("2026-11-20")


def data(source: Source, by: str = "customer", **asked: Any) -> dict[str, Any]:
    """The report's data; options of aging and of every report."""
    wish = {name: asked.pop(name) for name in ("basis", "exclude_disputed") if name in asked}
    request = Request(**{"as_of": AS_OF, **asked})
    return aging.report(source, request, Wish(by, **wish)).data


def amounts(row: dict[str, Any]) -> list[str]:
    return [*row["buckets"].values(), row["unapplied"], row["total"], row["disputed"]]


def test_the_json_is_exactly_the_contracts(books: Books, source: Source) -> None:
    books.take("customers.csv", {"customer_id": "C001", "name": "Ärzte & Co", "company": "1000"})
    books.take(
        "invoices_2026-11-20.csv", invoice("A", "10.00", due_date="2026-11-08", customer_id="C001")
    )
    books.take("payments.csv", payment("P", "5.00", "2026-11-01", customer_id="C001"))
    found = data(source)
    none = dict.fromkeys(["current", "1-30", "31-60", "61-90", "91+"], "0.00")
    owed = {"buckets": none | {"1-30": "10.00"}, "unapplied": "-5.00", "total": "5.00"}
    owed |= {"disputed": "0.00"}
    figures = owed | {"disputed_buckets": none}
    assert found == {
        "report": "aging",
        "as_of": "2026-11-20",
        "known_on": None,
        "basis": "due_date",
        "by": "customer",
        "preset": "artui",
        "convention": "current <= 0 days past due; 1-30; 31-60; 61-90; 91+; upper bound inclusive",
        "buckets": ["current", "1-30", "31-60", "61-90", "91+"],
        "unapplied": "own_column",
        "exclude_disputed": False,
        "policy": source.force.revision,
        "rows": [
            {"key": "C001", "name": "Ärzte & Co", "company": "1000", "currency": "USD"}
            | figures
            | {"oldest_days": 12}
        ],
        "totals": [{"currency": "USD", **figures, "shares": none | {"1-30": "100.00"}}],
        "base": {
            "currency": "USD",
            **owed,
            "converted": "5.00",
            "rounding": "0.00",
            "ok": True,
            "rates": [],
            "missing": [],
        },
        "checks": [
            {
                "currency": "USD",
                "outstanding": "5.00",
                "buckets_plus_unapplied": "5.00",
                "ok": True,
            }
        ],
        "data_as_of": {"1000": "2026-11-20"},
    }


@pytest.mark.parametrize(
    ("currency", "billed", "printed"),
    [("JPY", "1234", "1234"), ("KWD", "1234.567", "1234.567"), ("USD", "1234.5", "1234.50")],
)
def test_money_has_its_currencys_decimals(
    books: Books, source: Source, currency: str, billed: str, printed: str
) -> None:
    books.take("invoices.csv", invoice("A", billed, due_date="2026-10-20", currency=currency))
    found = data(source)
    for row in (found["rows"][0], found["totals"][0]):
        assert (row["currency"], row["total"], row["buckets"]["31-60"]) == (
            currency,
            printed,
            printed,
        )
    assert found["checks"][0]["outstanding"] == printed


def test_currencies_are_never_added(sample_source: Source) -> None:
    found = data(sample_source, "company")
    assert [total["currency"] for total in found["totals"]] == ["EUR", "USD"]
    assert [(row["key"], row["currency"]) for row in found["rows"]] == [
        ("1000", "USD"),
        ("2000", "EUR"),
        ("2000", "USD"),
    ]


@pytest.mark.parametrize("by", GROUPS)
@pytest.mark.parametrize("asked", [{}, {"basis": "invoice_date"}, {"exclude_disputed": True}])
def test_every_grouping_adds_up_to_the_same_totals(
    sample_source: Source, by: str, asked: dict[str, Any]
) -> None:
    found = data(sample_source, by, **asked)
    assert found["totals"] == data(sample_source, "customer", **asked)["totals"]
    assert all(check["ok"] for check in found["checks"])
    for total in found["totals"]:
        rows = [row for row in found["rows"] if row["currency"] == total["currency"]]
        summed = [sum(map(Decimal, column)) for column in zip(*map(amounts, rows), strict=True)]
        assert summed == [Decimal(amount) for amount in amounts(total)]
        *buckets, unapplied, whole, _ = map(Decimal, amounts(total))
        assert sum(buckets) + unapplied == whole
    assert len({(row["key"], row.get("company"), row["currency"]) for row in found["rows"]}) == len(
        found["rows"]
    )


def test_the_samples_total_is_its_ledgers(sample_source: Source) -> None:
    sample = Sample()
    expected: dict[str, int] = {}
    for key, left in sample.open_on(sample.last_day).items():
        if key not in sample.unseen:
            row = sample.invoices.get(key[1]) or sample.payments[key[1]]
            expected[row["currency"]] = expected.get(row["currency"], 0) + left
    found = {t["currency"]: int(Decimal(t["total"]) * 100) for t in data(sample_source)["totals"]}
    assert found == expected


def test_a_parent_has_its_name(books: Books, source: Source) -> None:
    rows = [
        {"customer_id": "C1", "name": "Daughter", "parent_id": "H"},
        {"customer_id": "C2", "name": "Sister", "parent_id": "H"},
        {"customer_id": "H", "name": "Holding", "parent_id": ""},
    ]
    books.take("customers.csv", *rows)
    bills = [invoice(c, "10.00", due_date="2026-10-20", customer_id=c) for c in ("C1", "C2", "H")]
    books.take("invoices.csv", *bills)
    assert [(r["key"], r["name"], r["total"]) for r in data(source, "parent")["rows"]] == [
        ("H", "Holding", "30.00")
    ]


def test_excluding_what_is_disputed(books: Books, source: Source) -> None:
    rows = [invoice(n, "10.00", due_date="2026-10-30") for n in ("A", "B")]
    books.take("invoices.csv", *rows)
    books.take("disputes.csv", dispute("D", "A", "2026-11-01", amount="4.00"))
    with_, without = (data(source, exclude_disputed=flag) for flag in (False, True))
    assert [(r["buckets"]["1-30"], r["total"], r["disputed"]) for r in with_["rows"]] == [
        ("20.00", "20.00", "4.00")
    ]
    assert [(r["buckets"]["1-30"], r["total"], r["disputed"]) for r in without["rows"]] == [
        ("16.00", "16.00", "4.00")
    ]
    assert without["checks"] == with_["checks"]
    books.take("disputes_2.csv", dispute("E", "B", "2026-11-01"), dispute("D", "A", "2026-11-01"))
    (row,) = data(source, exclude_disputed=True)["rows"]
    assert (row["total"], row["disputed"]) == ("0.00", "20.00")


def test_the_date_it_ages_on(books: Books, source: Source) -> None:
    books.take("invoices.csv", invoice("A", "10.00", "2026-09-01", due_date="2026-12-01"))
    assert data(source)["rows"][0]["buckets"]["current"] == "10.00"
    assert data(source, basis="invoice_date")["rows"][0]["buckets"]["61-90"] == "10.00"


def test_as_of_and_known_on(books: Books, source: Source) -> None:
    books.turn("2026-11-10")
    books.take("invoices_2026-11-10.csv", invoice("A", "10.00", due_date="2026-10-20"))
    books.turn("2026-11-18")
    books.take("payments_2026-11-18.csv", payment("P", "10.00", "2026-11-05"))
    books.take("applications_2026-11-18.csv", application("P", "A", "10.00", "2026-11-05"))
    day = parse_day
    assert data(source)["rows"] == []
    assert len(data(source, as_of=day("2026-11-04"))["rows"]) == 1
    found = data(source, known_on=day("2026-11-17"))
    assert (found["known_on"], found["rows"][0]["total"]) == ("2026-11-17", "10.00")
    assert data(source, known_on=day("2026-11-09"))["rows"] == []
    assert all(check["ok"] for check in found["checks"])


def test_narrowed_to_a_company_customer_or_collector(sample_source: Source) -> None:
    everything = data(sample_source)
    number = next(row["key"] for row in everything["rows"] if row["company"] == "1000")
    one = [row for row in everything["rows"] if row["key"] == number]
    assert data(sample_source, customer=number)["rows"] == one
    assert data(sample_source, customer=number.lower())["rows"] == one
    companies = {row["company"] for row in data(sample_source, company="2000")["rows"]}
    assert companies == {"2000"}
    by = data(sample_source, "collector")
    name = by["rows"][0]["key"]
    own = data(sample_source, "collector", collector=name)
    assert own["rows"] == [row for row in by["rows"] if row["key"] == name]
    assert all(check["ok"] for check in own["checks"])
    assert data(sample_source, customer="nobody")["rows"] == []


@pytest.mark.parametrize("asked", ["42", "0042", "00042", "42.0"])
def test_leading_zeros_of_a_customer_do_not_matter(
    books: Books, source: Source, asked: str
) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20", customer_id="0042"))
    assert [row["key"] for row in data(source, customer=asked)["rows"]] == ["0042"]


def test_a_limit_leaves_totals_and_checks_whole(sample_source: Source) -> None:
    whole, three = data(sample_source), data(sample_source, limit=3)
    assert three["rows"] == whole["rows"][:3]
    for key in ("totals", "checks"):
        assert three[key] == whole[key]
    made = aging.report(sample_source, Request(as_of=AS_OF, limit=3))
    assert f"The first 3 of {len(whole['rows'])} rows." in made.about[0]
    assert data(sample_source, limit=0)["rows"] == []


def test_what_is_disputed_stands_by_bucket(books: Books, source: Source) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-30"))
    books.take("disputes.csv", dispute("D", "A", "2026-11-01", amount="4.00"))
    made = aging.report(source, Request(as_of=AS_OF))
    assert made.data["rows"][0]["disputed_buckets"]["1-30"] == "4.00"
    sections = {section.name: section for section in made.sections}
    assert [row["1-30"] for row in sections["disputed"].rows] == ["4.00"]
    assert [row["1-30"] for row in sections["disputed totals"].rows] == ["4.00"]


def test_figures_that_do_not_add_up_are_said_and_exit_1(
    books: Books, source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    (books.path / "artui.yaml").write_text("today: 2026-11-20\n", encoding="utf-8")
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    command = ["report", "aging", "--home", str(books.path)]
    assert run(command) == 0
    assert "  yes" in capsys.readouterr().out
    books.connection.execute("UPDATE item SET open_amount = open_amount + 1")
    assert run(command) == 1
    assert "NO, THE FIGURES DO NOT ADD UP" in capsys.readouterr().out
    (check,) = data(source)["checks"]
    assert check == {
        "currency": "USD",
        "outstanding": "10.00",
        "buckets_plus_unapplied": "10.01",
        "ok": False,
    }
