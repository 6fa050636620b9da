"""The credit report: exposure against the limit that applies, and what follows."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import iso, parse_day
from artui.report import credit
from artui.report.request import Request
from tests.homes import application, dispute, invoice, job, order, payment

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

AS_OF = parse_day("2026-11-20")
PUBLISHED = json.loads(
    (Path(__file__).parents[1] / "cases" / "credit_limits.json").read_text(encoding="utf-8")
)
CASES, ACCOUNTS, ORDERS = (PUBLISHED[name] for name in ("cases", "accounts", "orders"))
ROW = [
    "customer_id",
    "name",
    "currency",
    "limit",
    "exposure",
    "parts",
    "overrun",
    "utilisation",
    "oldest_overdue_days",
    "status",
    "rule",
    "expected_resolution",
]
NO_HOLDS = "holds: []\n"


def rows(books: Books, source: Source, **asked: Any) -> list[dict[str, Any]]:
    """The report under the policies as they stand now."""
    now = type(source)(source.reader, source.home, books.force)
    data: list[dict[str, Any]] = credit.report(now, Request(**{"as_of": AS_OF, **asked})).data[
        "rows"
    ]
    return data


def policy(books: Books, text: str) -> None:
    """Put a credit.yaml in force."""
    before = books.force.revision
    (books.home.folder("policies") / "credit.yaml").write_text(text, encoding="utf-8")
    books.adopt()
    assert books.force.revision != before


def customer(books: Books, limit: str | None, **more: Any) -> None:
    row = {"customer_id": "C1", "name": "Baker", "credit_limit": limit or "", **more}
    books.take(f"customers_{len(more)}_{limit}.csv", row)


def owes(books: Books, amount: str, days: int = -5, number: str = "A", **more: Any) -> None:
    row = invoice(number, amount, "2026-01-01", due_date=str(iso(AS_OF - days)), **more)
    books.take(f"invoices_{number}.csv", row)


def test_the_json_has_the_contracts_fields(books: Books, source: Source) -> None:
    customer(books, "100.00")
    owes(books, "120.00", days=12)
    books.take("payments.csv", payment("P", "5.00", "2026-11-01"))
    (row,) = rows(books, source)
    assert [key for key in row if key in ROW] == ROW
    assert {key: row[key] for key in ROW} == {
        "customer_id": "C1",
        "name": "Baker",
        "currency": "USD",
        "limit": "100.00",
        "exposure": "115.00",
        "parts": {"open_items": "115.00", "unbilled_jobs": "0.00", "open_orders": "0.00"},
        "overrun": "15.00",
        "utilisation": "1.1500",
        "oldest_overdue_days": 12,
        "status": "hold",
        "rule": "over_limit",
        "expected_resolution": "2026-11-30",
    }


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES])
def test_limits_others_have_published(books: Books, source: Source, case: dict[str, Any]) -> None:
    policy(books, NO_HOLDS)
    customer(books, case["limit"])
    owes(books, case["exposure"])
    (row,) = rows(books, source)
    assert (row["limit"], row["exposure"]) == (case["limit"], case["exposure"])
    assert (row["overrun"], row["status"]) == (case["overrun"], case["status"])


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in ACCOUNTS])
def test_accounts_others_have_published(books: Books, source: Source, case: dict[str, Any]) -> None:
    for number, step in enumerate(case["steps"]):
        policy(books, "\n".join([NO_HOLDS, *step["policy"], ""]))
        customer(books, step["limit"], email=f"{number}@example.com")
        for owed in step["owes"]:
            owes(books, owed["amount"], owed["days"], status=owed.get("status", ""))
        (row,) = rows(books, source)
        assert row | step["row"] == row


@pytest.mark.parametrize(
    ("limit", "owed", "overrun", "utilisation", "status"),
    [
        ("0.00", "0.01", "0.01", None, "over"),
        ("100.00", "89.99", "0.00", "0.8999", "ok"),
        ("100.00", "90.00", "0.00", "0.9000", "watch"),
        ("100.00", "100.00", "0.00", "1.0000", "watch"),
        ("100.00", "100.01", "0.01", "1.0001", "over"),
        ("300.00", "200.00", "0.00", "0.6667", "ok"),
        (None, "999999.00", "0.00", None, "ok"),
    ],
)
def test_statuses(
    books: Books,
    source: Source,
    limit: str | None,
    owed: str,
    overrun: str,
    utilisation: str | None,
    status: str,
) -> None:
    policy(books, NO_HOLDS)
    customer(books, limit)
    owes(books, owed)
    (row,) = rows(books, source)
    found = (row["limit"], row["overrun"], row["utilisation"], row["status"])
    assert found == (limit, overrun, utilisation, status)


def test_disputed_items_are_part_of_exposure(books: Books, source: Source) -> None:
    customer(books, "100.00")
    owes(books, "40.00")
    books.take("disputes.csv", dispute("D", "A", "2026-11-01"))
    assert rows(books, source)[0]["exposure"] == "40.00"


def test_every_customer_with_exposure_or_a_limit(books: Books, source: Source) -> None:
    known = [
        {"customer_id": "LIMIT", "name": "L", "credit_limit": "5.00"},
        {"customer_id": "OWES", "name": "O", "credit_limit": ""},
        {"customer_id": "NOTHING", "name": "N", "credit_limit": ""},
    ]
    books.take("customers.csv", *known)
    owes(books, "1.00", customer_id="OWES")
    found = {row["customer_id"]: (row["limit"], row["exposure"]) for row in rows(books, source)}
    assert found == {"LIMIT": ("5.00", "0.00"), "OWES": (None, "1.00")}


@pytest.mark.parametrize(
    ("text", "limit", "rule"),
    [
        ("limits: []\n", "50.00", "limit of the export"),
        ('limits: [{limit: "7.00"}]\n', "7.00", "limit rule 1"),
        ('limits: [{limit: "7.00"}, {limit: "8.00", when: {segment: gold}}]\n', "8.00",
         "limit rule 2"),
        (
            'limits: [{limit: "9.00", when: {customer_id: c001}}, {limit: "8.00"}]\n',
            "9.00",
            "limit rule 1",
        ),
        ('limits: [{limit: "9.00", when: {segment: other}}]\n', "50.00", "limit of the export"),
        ("limits: [{limit: null}]\n", None, "limit rule 1"),
        ('limits: [{limit: "0"}]\n', "0.00", "limit rule 1"),
    ],
)  # fmt: skip
def test_which_limit_applies(
    books: Books, source: Source, text: str, limit: str | None, rule: str
) -> None:
    policy(books, NO_HOLDS + 'default_limit: "1.00"\n' + text)
    row = {"customer_id": "C001", "name": "C", "credit_limit": "50.00", "segment": "gold"}
    books.take("customers.csv", row)
    owes(books, "0.50", customer_id="C001")
    (found,) = rows(books, source)
    assert (found["limit"], found["rule"]) == (limit, rule)


def test_the_default_is_for_whom_nothing_else_names(books: Books, source: Source) -> None:
    policy(books, NO_HOLDS + 'default_limit: "1.00"\n')
    customer(books, None)
    owes(books, "0.50")
    assert [(r["limit"], r["rule"]) for r in rows(books, source)] == [("1.00", "default limit")]


def test_a_limit_speaks_of_its_own_currency(books: Books, source: Source) -> None:
    policy(books, NO_HOLDS)
    customer(books, "1000", currency="JPY")
    owes(books, "900", currency="JPY")
    owes(books, "70.00", number="B", currency="USD")
    found = {row["currency"]: row for row in rows(books, source)}
    yen, dollars = found["JPY"], found["USD"]
    assert (yen["limit"], yen["exposure"], yen["utilisation"]) == ("1000", "900", "0.9000")
    assert (yen["status"], yen["rule"]) == ("watch", "limit of the export")
    assert (dollars["limit"], dollars["overrun"], dollars["status"]) == (None, "0.00", "ok")
    assert dollars["rule"] == "limit of the export, in JPY"


def test_a_limit_without_exposure_in_its_currency(books: Books, source: Source) -> None:
    policy(books, NO_HOLDS)
    customer(books, "10.00", currency="EUR")
    owes(books, "70.00", currency="USD")
    found = {row["currency"]: (row["limit"], row["exposure"]) for row in rows(books, source)}
    assert found == {"EUR": ("10.00", "0.00"), "USD": (None, "70.00")}


def test_the_first_hold_that_applies_names_it(books: Books, source: Source) -> None:
    holds = (
        "holds:\n"
        "  - {rule: old, when: {oldest_overdue_days: {gt: 90}}, expected_resolution_days: 30}\n"
        "  - {rule: over, when: {overrun: {gt: 0}}}\n"
    )
    policy(books, holds)
    customer(books, "10.00")
    owes(books, "11.00", days=90)
    (row,) = rows(books, source)
    assert (row["status"], row["rule"], row["expected_resolution"]) == ("hold", "over", None)
    owes(books, "1.00", days=91, number="B")
    (row,) = rows(books, source)
    assert (row["status"], row["rule"]) == ("hold", "old")
    assert row["expected_resolution"] == "2026-12-20"


def test_the_worst_come_first_and_options_narrow(books: Books, source: Source) -> None:
    policy(books, "holds: [{rule: old, when: {oldest_overdue_days: {gt: 5}}}]\n")
    known = [
        {"customer_id": n, "name": n, "credit_limit": "10.00", "collector": n.lower()}
        for n in ("OK", "WATCH", "OVER", "MORE", "HOLD")
    ]
    books.take("customers.csv", *known)
    amounts = {"OK": "1.00", "WATCH": "9.50", "OVER": "11.00", "MORE": "12.00", "HOLD": "1.00"}
    for name, amount in amounts.items():
        owes(books, amount, 6 if name == "HOLD" else -5, f"I-{name}", customer_id=name)
    order = [row["customer_id"] for row in rows(books, source)]
    assert order == ["HOLD", "MORE", "OVER", "WATCH", "OK"]
    assert [row["customer_id"] for row in rows(books, source, limit=2)] == order[:2]
    assert [row["customer_id"] for row in rows(books, source, collector="ok")] == ["OK"]
    assert [row["customer_id"] for row in rows(books, source, customer="more")] == ["MORE"]
    assert rows(books, source, company="2000") == []


def test_as_of_and_known_on(books: Books, source: Source) -> None:
    books.turn("2026-11-10")
    books.take("invoices_2026-11-10.csv", invoice("A", "9.00", due_date="2026-10-31"))
    books.turn("2026-11-18")
    books.take("payments.csv", payment("P", "9.00", "2026-11-09"))
    books.take("applications.csv", application("P", "A", "9.00", "2026-11-09"))
    assert rows(books, source) == []
    assert rows(books, source, known_on=parse_day("2026-11-17"))[0]["exposure"] == "9.00"
    assert rows(books, source, as_of=parse_day("2026-11-08"))[0]["oldest_overdue_days"] == 8


def test_the_sample_has_a_few_over_their_limit(sample_source: Source) -> None:
    found = credit.report(sample_source, Request(as_of=AS_OF)).data["rows"]
    over = [row for row in found if float(row["overrun"]) > 0]
    assert 1 <= len(over) <= 10
    assert all(
        float(r["exposure"]) - float(r["limit"]) == pytest.approx(float(r["overrun"])) for r in over
    )


def test_what_stands_beside_the_contracts_columns(books: Books, source: Source) -> None:
    policy(
        books,
        """default_limit: "100.00"
overdue_ceilings: [{amount: "10.00", margin_days: 3}]
insured: [{amount: "40.00"}]
holds:
  - rule: over_limit
    when: {overrun: {gt: 0}}
    reason: Too much.
reviews: [{every_days: 30}]
risk: {classes: [{class: A, when: {weighted_days_late: {le: 5}}}, {class: B}]}
""",
    )
    books.take("customers_2026-11-01.csv", {"customer_id": "C1", "name": "Baker"})
    owes(books, "50.00", 12)
    owes(books, "90.00", 3, "B")
    books.take("p.csv", payment("P", "20.00", "2026-11-15"))
    books.take("a.csv", application("P", "A", "20.00", "2026-11-15"))
    (row,) = rows(books, source)
    assert {key: value for key, value in row.items() if key not in ROW} == {
        "company": "1000",
        "collector": None,
        "place": "credit.yaml:5",
        "insured": "40.00",
        "own_risk": "60.00",
        "past_due": "120.00",
        "overdue": "30.00",
        "overdue_ceiling": "10.00",
        "hold_since": "2026-11-20",
        "reason": "Too much.",
        "release": "pay 20.00 USD, oldest items first",
        "release_amount": "20.00",
        "risk_class": "B",
        "weighted_days_late": "7.0",
        "risk": "B: 7 days late on average (weighted)",
        "review_due_on": "2026-12-01",
    }
    assert row["expected_resolution"] is None
    now = type(source)(source.reader, source.home, books.force)
    made = credit.report(now, Request(as_of=AS_OF))
    (shown,) = made.sections[0].rows
    keys = [column.key for column in made.sections[0].columns]
    assert set(keys) <= set(shown)
    assert "drafts" not in keys
    assert (shown["limit"], shown["own_risk"], shown["overdue"]) == ("100.00", "60.00", "30.00")
    assert made.about[0].startswith("Credit as of 2026-11-20: 1 accounts, 1 over their limit")


def test_drafts_are_a_part_where_they_count(books: Books, source: Source) -> None:
    owes(books, "5.00", status="draft")
    assert rows(books, source) == []
    policy(books, "exposure: {drafts: true}\n")
    (row,) = rows(books, source)
    assert row["parts"]["drafts"] == row["exposure"] == "5.00"
    now = type(source)(source.reader, source.home, books.force)
    keys = [column.key for column in credit.report(now, Request()).sections[0].columns]
    assert "drafts" in keys


@pytest.mark.parametrize("case", ORDERS, ids=lambda case: case["id"])
def test_open_orders_are_a_part_as_others_have_published(
    books: Books, source: Source, case: dict[str, Any]
) -> None:
    for number, step in enumerate(case["steps"], 1):
        amounts = [step["open_orders"], step["new_order"]]
        placed = [order(f"O{n}", each, status="open") for n, each in enumerate(amounts)]
        books.take(f"orders_2026-11-{number:02}.csv", *placed)
        limits = f'limits: [{{limit: "{step["limit"]}"}}]  # step {number}'
        policy(books, f"exposure: {{open_orders: true}}\n{limits}\n")
        (row,) = rows(books, source)
        asked = sum(map(Decimal, amounts))
        assert Decimal(row["parts"]["open_orders"]) == Decimal(row["exposure"]) == asked
        assert row["overrun"] == step["overrun"]
        assert (row["status"] == "over") == (step["overrun"] != "0.00")
    policy(books, "exposure: {open_orders: false}\n")
    assert rows(books, source) == []


def test_work_not_invoiced_is_a_part_where_it_counts(books: Books, source: Source) -> None:
    done = {"completed_at": "2026-11-02 16:00", "amount": "8.00"}
    books.take("jobs_2026-11-03.csv", job("J1", **done), job("J2", **done, customer_id="C2"))
    policy(books, "exposure: {unbilled_jobs: false}\n")
    assert rows(books, source) == []
    policy(books, 'exposure: {unbilled_jobs: true}\nlimits: [{limit: "10.00"}]\n')
    one, other = rows(books, source)
    assert one["parts"]["unbilled_jobs"] == one["exposure"] == other["exposure"] == "8.00"
    owes(books, "5.00", job_id="J1")
    one, other = rows(books, source)
    assert one["parts"] == {"open_items": "5.00", "unbilled_jobs": "3.00", "open_orders": "0.00"}
    assert (one["exposure"], one["status"]) == ("8.00", "ok")
    owes(books, "6.00", number="B")
    found = {row["customer_id"]: row for row in rows(books, source)}
    assert (found["C1"]["exposure"], found["C1"]["overrun"]) == ("14.00", "4.00")


def test_reviews_that_are_due_are_counted(books: Books, source: Source) -> None:
    policy(books, "reviews: [{every_days: 10}]\n")
    books.take("customers_2026-11-10.csv", {"customer_id": "C1", "name": "B", "credit_limit": "9"})
    now = type(source)(source.reader, source.home, books.force)
    assert "1 due for review" in credit.report(now, Request()).about[0]
    earlier = credit.report(now, Request(as_of=parse_day("2026-11-19")))
    assert "review" not in earlier.about[0]


def test_a_ceiling_speaks_of_its_own_currency(books: Books, source: Source) -> None:
    policy(books, NO_HOLDS + 'overdue_ceilings: [{amount: "10.00", currency: EUR}]\n')
    owes(books, "50.00", 12)
    owes(books, "50.00", 12, "B", currency="EUR")
    found = {
        row["currency"]: (row["status"], row["overdue_ceiling"]) for row in rows(books, source)
    }
    assert found == {"EUR": ("over", "10.00"), "USD": ("ok", None)}


def test_the_worst_thing_names_the_rule(books: Books, source: Source) -> None:
    ceiling = 'overdue_ceilings: [{amount: "10.00"}]\n'
    policy(books, NO_HOLDS + ceiling)
    customer(books, "100.00")
    owes(books, "9.00", 12)
    assert [(r["status"], r["rule"]) for r in rows(books, source)] == [
        ("watch", "overdue ceiling 1")
    ]
    owes(books, "85.00", -5, "B")
    assert [(r["status"], r["rule"]) for r in rows(books, source)] == [
        ("watch", "limit of the export")
    ]
    owes(books, "2.00", 12, "C")
    assert [(r["status"], r["rule"]) for r in rows(books, source)] == [
        ("over", "overdue ceiling 1")
    ]
    owes(books, "20.00", -5, "D")
    (row,) = rows(books, source)
    assert (row["status"], row["rule"]) == ("over", "limit of the export")
    assert row["release"] == "pay 16.00 USD, oldest items first"
