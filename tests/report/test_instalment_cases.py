"""Published invoices in instalments: policy and exports in, open items and aging out."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.days import iso, parse_day
from artui.report import aging
from artui.report.request import Request
from tests.homes import application, invoice, payment

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

DAY_0 = parse_day("2026-06-01")
CASES = json.loads(
    (Path(__file__).parents[1] / "cases" / "instalment_ledger.json").read_text(encoding="utf-8")
)["cases"]
ROWS = [case for case in CASES if "rows" in case]
STAGES = [case for case in CASES if "stages" in case]


def _on(day: int) -> str:
    return str(iso(DAY_0 + day))


def _billed(books: Books, case: dict[str, Any]) -> None:
    """The term in force and the invoice loaded."""
    path = books.home.folder("policies") / "terms.yaml"
    text = json.dumps({"terms": {"case": {"instalments": case["instalments"]}}})
    path.write_text(text, encoding="utf-8")
    books.adopt()
    assert list(books.force.policy.terms.terms) == ["case"]
    date = _on(case["input"]["invoice"].get("date", 0))
    rows = [invoice("INV", case["input"]["invoice"]["total"], date, terms="case")]
    if "credit" in case:
        rows.append(invoice("CN", f"-{case['credit']}", date, credits_invoice="INV"))
    books.take(f"invoices_{date}.csv", *rows)


def _paid(books: Books, amount: str, date: str, **more: str) -> None:
    books.take(f"payments_{more.get('reversed_on', date)}.csv", payment("P", amount, date, **more))
    books.take(f"applications_{date}.csv", application("P", "INV", amount, date))


def _aged(books: Books, source: Source, as_of: int) -> dict[str, Any]:
    now = type(source)(source.reader, source.home, books.force)
    found: dict[str, Any] = aging.report(now, Request(as_of=DAY_0 + as_of)).data
    assert all(check["ok"] for check in found["checks"])
    return found


@pytest.mark.parametrize("case", ROWS, ids=lambda case: case["id"])
def test_what_stands_open_is_what_is_published(
    books: Books, source: Source, case: dict[str, Any]
) -> None:
    _billed(books, case)
    for paid in case.get("payments", ()):
        _paid(books, paid["amount"], _on(paid["date"]))
    found = books.connection.execute(
        "SELECT item, due_on, amount, open_amount FROM items WHERE open_amount <> '0.00'"
        " ORDER BY due_on"
    ).fetchall()
    assert found == [
        (row["item"], _on(row["due"]), row["billed"], row["open"]) for row in case["rows"]
    ]
    total = sum(Decimal(row["open"]) for row in case["rows"])
    rows = _aged(books, source, case["as_of"])["rows"]
    assert sum(Decimal(row["total"]) for row in rows) == total


@pytest.mark.parametrize("case", STAGES, ids=lambda case: case["id"])
def test_instalments_are_past_due_one_by_one(
    books: Books, source: Source, case: dict[str, Any]
) -> None:
    _billed(books, case)
    for stage in case["stages"]:
        if "paid" in stage:
            paid = (stage["paid"], _on(stage["on"]))
            _paid(books, *paid)
        if "cancelled" in stage:
            _paid(books, *paid, reversed_on=_on(stage["cancelled"]))
        (row,) = _aged(books, source, stage["as_of"])["rows"]
        late = Decimal(row["total"]) - Decimal(row["buckets"]["current"])
        assert (str(late), row["total"]) == (stage["past_due"], stage["open"])
        (items,) = books.connection.execute(
            "SELECT count(*) FROM items WHERE open_amount > '0.00' AND due_on < ?",
            (_on(stage["as_of"]),),
        ).fetchone()
        assert items == stage["items"]


def test_a_case_whose_answer_is_ours_says_why() -> None:
    differing = {case["id"] for case in CASES if "ours" in case}
    assert differing == {"ERP-AR-03", "ERP-AR-22"}
    assert all(case["why"] for case in CASES if "ours" in case)
    assert {case["id"] for case in CASES if case["trust"] == "peer_specific"} <= differing
