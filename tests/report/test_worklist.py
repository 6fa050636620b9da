"""The worklist: who is on it, in which order, at which tier, and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import iso, parse_day
from artui.report import worklist
from artui.report.request import Request
from tests.homes import application, dispute, invoice, listed, payment

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

AS_OF = parse_day("2026-11-20")
CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "dunning.json").read_text(encoding="utf-8")
)
ROW = [
    "customer_id",
    "name",
    "company",
    "currency",
    "tier",
    "tier_name",
    "tier_reached",
    "action",
    "owner",
    "items",
    "amount",
    "disputed",
    "oldest_days",
    "held",
    "promise",
    "last_contact_on",
    "phone",
    "next_step_on",
    "why",
]


def rows(books: Books, source: Source, **asked: Any) -> list[dict[str, Any]]:
    """The worklist under the policies as they stand now."""
    now = type(source)(source.reader, source.home, books.force)
    data: list[dict[str, Any]] = worklist.report(now, Request(**{"as_of": AS_OF, **asked})).data[
        "rows"
    ]
    return data


def tiers(books: Books, *from_days: int, when: str = "") -> None:
    """Put tiers in force that begin at these days."""
    lines = [
        f"  - {{tier: {n}, name: Step {n}, from_days: {days}, action: call, owner: me{when}}}"
        for n, days in enumerate(from_days, 1)
    ]
    text = "tiers:\n" + "\n".join(lines) + "\n"
    (books.home.folder("policies") / "escalation.yaml").write_text(text, encoding="utf-8")
    books.adopt()
    assert len(books.force.policy.escalation.tiers) == len(from_days)


def due(days: int) -> str:
    """The due date of what is so many days past due."""
    return str(iso(AS_OF - days))


def past(number: str, amount: str, days: int, **more: Any) -> dict[str, Any]:
    return invoice(number, amount, "2026-01-01", due_date=due(days), **more)


def test_the_json_has_the_contracts_fields(books: Books, source: Source) -> None:
    customer = {"customer_id": "C1", "name": "Baker", "phone": "+1 555", "collector": "ann"}
    books.take("customers.csv", customer)
    books.take("invoices.csv", past("A", "60.00", 20), past("B", "10.00", 4))
    books.take("disputes.csv", dispute("D", "A", "2026-11-10", amount="5.00"))
    (row,) = rows(books, source)
    assert [key for key in row if key in ROW] == ROW
    assert {key: row[key] for key in ROW if key != "why"} == {
        "customer_id": "C1",
        "name": "Baker",
        "company": "1000",
        "currency": "USD",
        "tier": 1,
        "tier_name": "Friendly reminder",
        "tier_reached": 2,
        "action": "letter",
        "owner": "collector",
        "items": 2,
        "amount": "65.00",
        "disputed": "5.00",
        "oldest_days": 20,
        "held": "0.00",
        "promise": None,
        "last_contact_on": None,
        "phone": "+1 555",
        "next_step_on": None,
    }
    assert row["why"] == (
        "2 items, 65.00 USD past due, the oldest 20 days; 5.00 disputed and left out;"
        " tier 2 is reached, but tier 1 comes first"
    )


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES["levels"]])
def test_levels_others_have_published(books: Books, source: Source, case: dict[str, Any]) -> None:
    tiers(books, *case["from_days"])
    row = listed(
        "A", "0.00" if case["paid"] else "100.00", "2026-11-19", due_date=due(case["days"])
    )
    row |= {"dunning_level": case["executed"], "dunning_block": "X" if case["blocked"] else ""}
    books.take("open_items_2026-11-19.csv", row, listed("Z", "1.00", "2026-11-19", customer_id="Z"))
    found = [(r["tier"], r["tier_reached"]) for r in rows(books, source, customer="C1")]
    assert found == ([] if case["tier"] is None else [(case["tier"], case["reached"])])


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES["accounts"]])
def test_what_may_be_claimed_as_others_have_published(
    books: Books, source: Source, case: dict[str, Any]
) -> None:
    parts = case["invoices"]
    books.take("invoices.csv", *(past(f"I{n}", a, d) for n, (a, d) in enumerate(parts)))
    if case["credit"]:
        linked = "I0" if case["credit"] == "linked" else ""
        note = invoice("CN", f"-{parts[0][0]}", "2026-11-15", credits_invoice=linked)
        books.take("credits.csv", note)
    found = [(row["items"], row["amount"]) for row in rows(books, source)]
    assert found == ([] if case["amount"] is None else [(case["items"], case["amount"])])


@pytest.mark.parametrize("case", [pytest.param(c, id=c["id"]) for c in CASES["runs"]])
def test_one_level_a_run(books: Books, source: Source, case: dict[str, Any]) -> None:
    tiers(books, *case["from_days"])
    found, first_run = [], case["days"][0]
    for executed, days in enumerate(case["days"]):
        day = str(iso(AS_OF - 400 + days))
        row = listed("A", "100.00", day, due_date=str(iso(AS_OF - 400)), dunning_level=executed)
        books.take(f"open_items_{day}.csv", row)
        (each,) = rows(books, source, as_of=AS_OF - 400 + days)
        found.append(each["tier"])
    assert found == case["tiers"]
    assert first_run > max(case["from_days"])


@pytest.mark.parametrize(("days", "tier"), [(2, 0), (3, 1), (14, 1), (15, 2), (16, 2)])
def test_a_level_is_reached_on_its_day(books: Books, source: Source, days: int, tier: int) -> None:
    tiers(books, 3, 15)
    books.take(
        "open_items.csv", listed("A", "9.00", "2026-11-20", due_date=due(days), dunning_level=1)
    )
    (row,) = rows(books, source)
    assert (row["tier"], row["tier_reached"]) == (tier, tier)
    soon = {0: 3, 1: 15}.get(tier)
    assert row["next_step_on"] == (None if soon is None else iso(AS_OF - days + soon))


def test_on_its_due_day_nothing_is_to_be_done(books: Books, source: Source) -> None:
    books.take("invoices.csv", past("A", "9.00", 0))
    assert rows(books, source) == []


def test_a_tier_may_begin_before_the_due_day(books: Books, source: Source) -> None:
    tiers(books, -3, 5)
    books.take("invoices.csv", past("A", "9.00", -3), past("B", "9.00", -4, customer_id="C2"))
    (row,) = rows(books, source)
    assert (row["customer_id"], row["tier"], row["oldest_days"]) == ("C1", 1, -3)
    assert (row["items"], row["amount"]) == (0, "0.00")
    assert row["why"] == "nothing past due, 3 days to the next due date"
    assert row["next_step_on"] == due(-8)


def test_disputed_and_blocked_parts_do_not_count(books: Books, source: Source) -> None:
    tiers(books, 3, 30)
    items = [
        listed("OLD", "50.00", "2026-11-20", due_date=due(90)),
        listed("HELD", "70.00", "2026-11-20", due_date=due(80), dunning_block="B"),
        listed("NEW", "20.00", "2026-11-20", due_date=due(10)),
    ]
    books.take("open_items.csv", *items)
    books.take("disputes.csv", dispute("D", "OLD", "2026-11-01"))
    (row,) = rows(books, source)
    assert (row["items"], row["amount"], row["oldest_days"]) == (1, "20.00", 10)
    assert (row["disputed"], row["held"], row["tier_reached"]) == ("50.00", "70.00", 1)
    assert "70.00 blocked by the ERP and left out" in row["why"]
    books.take("disputes_2.csv", dispute("E", "NEW", "2026-11-01"))
    (row,) = rows(books, source)
    assert (row["tier"], row["tier_reached"], row["items"], row["amount"]) == (0, 0, 0, "0.00")
    assert (row["disputed"], row["action"], row["next_step_on"]) == ("70.00", None, None)


def test_an_erps_level_counts_as_executed_until_nothing_is_past_due(
    books: Books, source: Source
) -> None:
    tiers(books, 3, 15, 30)
    row = listed(
        "A", "9.00", "2026-11-10", due_date=due(60), dunning_level=2, last_dunned="2026-11-05"
    )
    books.take("open_items_2026-11-10.csv", row)
    (found,) = rows(books, source)
    assert (found["tier"], found["tier_reached"]) == (3, 3)
    assert found["last_contact_on"] == "2026-11-05"
    books.take("payments.csv", payment("P", "9.00", "2026-11-11"))
    books.take("applications.csv", application("P", "A", "9.00", "2026-11-11"))
    assert rows(books, source) == []
    books.take("invoices.csv", invoice("B", "9.00", "2026-11-12", due_date=due(40)))
    (found,) = rows(books, source)
    assert (found["tier"], found["tier_reached"]) == (1, 3)


def test_conditions_of_a_tier_look_at_what_is_past_due(books: Books, source: Source) -> None:
    tiers(books, 3, when=", when: {amount: {ge: 50}}")
    books.take("invoices.csv", past("A", "49.99", 40), past("NEXT", "99.00", -5))
    assert rows(books, source)[0]["tier"] == 0
    books.take("invoices_2.csv", past("B", "0.01", 1))
    assert rows(books, source)[0]["tier"] == 1


def test_the_order_is_tier_oldest_amount_customer(books: Books, source: Source) -> None:
    tiers(books, 3, 30)
    bills = [
        ("C5", "9.00", 40, 1),
        ("C4", "9.00", 50, 0),
        ("C3", "8.00", 50, 0),
        ("C1", "8.00", 50, 0),
        ("C2", "99.00", 2, 0),
    ]
    items = [
        listed(f"I{c}", a, "2026-11-20", due_date=due(d), customer_id=c, dunning_level=level)
        for c, a, d, level in bills
    ]
    books.take("open_items.csv", *items)
    assert [row["customer_id"] for row in rows(books, source)] == ["C5", "C4", "C1", "C3", "C2"]


def test_each_currency_and_company_is_an_account(books: Books, source: Source) -> None:
    bills = [
        past("A", "9.00", 40),
        past("B", "9.00", 40, currency="EUR"),
        past("C", "9.00", 40, company="2000", currency="JPY") | {"amount": "9"},
    ]
    for n, bill in enumerate(bills):
        books.take(f"invoices_{n}.csv", bill)
    found = {(row["company"], row["currency"], row["amount"]) for row in rows(books, source)}
    assert found == {("1000", "USD", "9.00"), ("1000", "EUR", "9.00"), ("2000", "JPY", "9")}
    assert len(rows(books, source, company="2000")) == 1
    assert len(rows(books, source, limit=2)) == 2
    assert rows(books, source, collector="nobody") == []


def test_as_of_and_known_on(books: Books, source: Source) -> None:
    books.turn("2026-11-10")
    books.take("invoices_2026-11-10.csv", past("A", "9.00", 20))
    books.turn("2026-11-18")
    books.take("payments.csv", payment("P", "9.00", "2026-11-09"))
    books.take("applications.csv", application("P", "A", "9.00", "2026-11-09"))
    assert rows(books, source) == []
    assert [r["oldest_days"] for r in rows(books, source, known_on=parse_day("2026-11-17"))] == [20]
    assert [r["oldest_days"] for r in rows(books, source, as_of=parse_day("2026-11-08"))] == [8]


def test_the_samples_order_holds(sample_source: Source) -> None:
    found = worklist.report(sample_source, Request(as_of=AS_OF)).data["rows"]
    keys = [(-r["tier"], -r["oldest_days"], -float(r["amount"]), r["customer_id"]) for r in found]
    assert keys == sorted(keys)
    assert len(found) > 30
    assert all(r["tier"] <= r["tier_reached"] for r in found)
