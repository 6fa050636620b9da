"""Published agings: exports dropped, `artui report aging` asked as the source counts."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from artui.cli.commands import run
from artui.domain.days import iso, parse_day
from artui.report import worklist
from artui.report.request import Request
from tests.homes import application, invoice, payment

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

DAY_0 = parse_day("2026-06-30")


def cases(name: str) -> list[dict[str, Any]]:
    path = Path(__file__).parents[1] / "cases" / f"{name}.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return found


BOUNDARIES = [case for case in cases("boundary") if "days_past_due" in case["input"]]
BOUNDARIES += [case for case in cases("boundary") if case["id"] == "AGE-13"]
AGINGS = cases("aging")


def _on(day: int) -> str:
    return str(iso(DAY_0 + day))


def _dated(books: Books) -> None:
    (books.path / "artui.yaml").write_text(f"today: {_on(0)}\n", encoding="utf-8")


def asked(
    books: Books, capsys: pytest.CaptureFixture[str], *options: str, by: str = "customer"
) -> dict[str, Any]:
    """What the command prints as JSON, checks and all."""
    command = ["report", "aging", "--home", str(books.path), "--as-of", _on(0), "--by", by]
    assert run([*command, "--format", "json", *options]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["checks"]
    assert all(check["ok"] for check in found["checks"])
    return found


def _bucket_of_each(data: dict[str, Any]) -> dict[str, str]:
    """By customer, the one bucket anything stands in."""
    found = {}
    for row in data["rows"]:
        (label,) = (label for label, amount in row["buckets"].items() if amount != "0.00")
        found[row["key"]] = label
    return found


def _asked_as(case: dict[str, Any]) -> list[str]:
    if "buckets" in case:
        return ["--buckets", case["buckets"]]
    return ["--convention", case["convention"]]


def _one_item_a_day(books: Books, ages: list[int]) -> None:
    _dated(books)
    rows = [
        invoice(f"I{age}", "10.00", _on(-500), due_date=_on(-age), customer_id=str(age))
        for age in ages
    ]
    books.take(f"invoices_{_on(0)}.csv", *rows)


@pytest.mark.parametrize("case", BOUNDARIES, ids=lambda case: case["id"])
def test_each_day_past_due_stands_where_the_source_puts_it(
    books: Books, capsys: pytest.CaptureFixture[str], case: dict[str, Any]
) -> None:
    published: dict[str, str] = case["expected"]
    _one_item_a_day(books, [int(age) for age in published])
    data = asked(books, capsys, *_asked_as(case))
    labels = case.get("labels", {})
    wanted = {age: labels.get(label, label) for age, label in published.items()}
    assert _bucket_of_each(data) == wanted | case.get("ours", {})


@pytest.mark.parametrize("case", BOUNDARIES, ids=lambda case: case["id"])
def test_the_policy_file_says_the_same_as_the_option(
    books: Books, capsys: pytest.CaptureFixture[str], case: dict[str, Any]
) -> None:
    _one_item_a_day(books, [int(age) for age in case["expected"]])
    wanted = asked(books, capsys, *_asked_as(case))
    name = case.get("convention", "artui")
    said = f"buckets: [{case['buckets']}]" if "buckets" in case else f"convention: {name}"
    path = books.home.folder("policies") / "aging.yaml"
    path.write_text(f"{said}\n", encoding="utf-8")
    books.adopt()
    assert books.force.policy.aging.convention == name
    found = asked(books, capsys)
    assert found["convention"] in wanted["convention"]
    for part in ("rows", "totals", "buckets", "preset", "convention"):
        assert found[part] == wanted[part]


def test_what_is_due_today_is_not_past_due_and_nobody_is_reminded(
    books: Books, source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    overdue, dunned = (case for case in cases("boundary") if "due" in case["input"])
    assert overdue["expected"] == {"overdue": False}
    assert dunned["expected"] == {"dunning_allowed": False}
    _one_item_a_day(books, [0])
    (row,) = asked(books, capsys)["rows"]
    assert (row["buckets"]["current"], row["oldest_days"]) == ("10.00", 0)
    assert worklist.report(source, Request(as_of=DAY_0)).data["rows"] == []
    assert worklist.report(source, Request(as_of=DAY_0 + 30)).data["rows"] != []


def _taken(books: Books, case: dict[str, Any]) -> None:
    """The case's items of one customer, and the cash on and beside them."""
    _dated(books)
    bills, paid, applied = [], [], []
    for number, item in enumerate(case["items"]):
        due = _on(item["due"])
        bills.append(invoice(f"I{number}", item["amount"], _on(min(0, item["due"])), due_date=due))
        for place, (day, amount) in enumerate(item.get("paid", ())):
            paid.append(payment(f"P{number}{place}", amount, _on(day)))
            applied.append(application(f"P{number}{place}", f"I{number}", amount, _on(day)))
    if "cash" in case:
        paid.append(payment("CASH", case["cash"], _on(0)))
    books.take(f"invoices_{_on(0)}.csv", *bills)
    if paid:
        books.take(f"payments_{_on(0)}.csv", *paid)
    if applied:
        books.take(f"applications_{_on(0)}.csv", *applied)


def _holds(row: dict[str, Any], wanted: dict[str, Any]) -> None:
    found = {key: row[key] for key in wanted if key != "buckets"}
    assert found == {key: wanted[key] for key in wanted if key != "buckets"}
    others = {label: "0.00" for label in row["buckets"] if label not in wanted["buckets"]}
    assert row["buckets"] == wanted["buckets"] | others


@pytest.mark.parametrize("case", AGINGS, ids=lambda case: case["id"])
def test_an_aging_is_what_is_published(
    books: Books, capsys: pytest.CaptureFixture[str], case: dict[str, Any]
) -> None:
    _taken(books, case)
    how = ["--convention", case["convention"]]
    (row,) = asked(books, capsys, *how, "--unapplied", case["unapplied"])["rows"]
    _holds(row, case["row"])
    if "own_column" in case:
        (row,) = asked(books, capsys, *how, "--unapplied", "own_column")["rows"]
        _holds(row, case["own_column"])
    if "ours" in case:
        (row,) = asked(books, capsys)["rows"]
        _holds(row, case["ours"])


@pytest.mark.parametrize("case", AGINGS, ids=lambda case: case["id"])
def test_the_published_figures_are_those_that_are_tested(case: dict[str, Any]) -> None:
    """Every amount the source publishes is one the test compares, or follows from those."""
    row, apart = case["row"], case.get("own_column", case["row"])
    follows = {
        "outstanding": row["total"],
        "total_due": row["total"],
        "advance": str(abs(Decimal(apart["unapplied"]))),
        "paid": "125.00",
        "overdue_amount": row["buckets"].get("1-30"),
        "overdue_count": 1,
        **row["buckets"],
        "total": row["total"],
    }
    assert {key: follows[key] for key in case["expected"]} == case["expected"]


def test_only_what_is_past_due_is_counted_as_late(
    books: Books, capsys: pytest.CaptureFixture[str]
) -> None:
    (case,) = (case for case in AGINGS if case["id"] == "AGE-09")
    _taken(books, case)
    (late,) = books.connection.execute(
        "SELECT count(*) FROM items WHERE open_amount > '0' AND due_on < ?", (_on(0),)
    ).fetchone()
    assert late == case["expected"]["overdue_count"]
    assert asked(books, capsys)["rows"][0]["oldest_days"] == 5


@pytest.mark.parametrize("case", cases("pct_aging"), ids=lambda case: case["id"])
def test_shares_are_those_published(
    books: Books, capsys: pytest.CaptureFixture[str], case: dict[str, Any]
) -> None:
    _dated(books)
    rows = [
        invoice(label, case["input"]["buckets"][label], _on(-500), due_date=_on(-age))
        for label, age in case["ages"].items()
    ]
    books.take(f"invoices_{_on(0)}.csv", *rows)
    books.take(f"payments_{_on(0)}.csv", payment("P", "75.00", _on(-20)))
    for unapplied in ("own_column", "aged", "oldest_first"):
        options = ("--buckets", case["buckets"], "--unapplied", unapplied)
        (total,) = asked(books, capsys, *options)["totals"]
        assert total["shares"] == case["expected"]["pct"]
        assert sum(map(Decimal, total["shares"].values())) == Decimal("100.00")
        assert total["total"] == f"{int(case['expected']['total']) - 75}.00"


def test_a_case_whose_answer_is_ours_says_why() -> None:
    everything = [*cases("boundary"), *cases("aging"), *cases("pct_aging")]
    assert all(case["why"] for case in everything if "ours" in case)
    specific = {case["id"] for case in everything if case["trust"] == "peer_specific"}
    assert specific == {case["id"] for case in everything if "ours" in case}
    assert {case["trust"] for case in everything} == {"ok", "peer_specific"}
