"""Of a changed policy, only what may be due on another day is derived anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.books import derive
from artui.store.connection import transaction
from artui.store.facts import touched
from tests.books.tables import figures
from tests.homes import invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books

BASE = {
    "terms": "a: {steps: [{add_days: 10}]}, b: {steps: [{add_days: 20}]}",
    "erp_codes": "E1: a",
    "default": "null",
    "business_days": "none",
    "recompute": "false",
    "assign": "[]",
}
OTHER_A = "a: {steps: [{add_days: 11}]}, b: {steps: [{add_days: 20}]}"
STRICT_A = "a: {steps: [{add_days: 10}], business_days: following}, b: {steps: [{add_days: 20}]}"
OWN, DATED = {"own a", "own"}, {"a", "b", "erp", "unheard", "none", "theirs"}
ALL = OWN | DATED | {"P"}


def policy(books: Books, **more: str) -> None:
    lines = [
        f"{key}: {{{value}}}" if key in ("terms", "erp_codes") else f"{key}: {value}"
        for key, value in {**BASE, **more}.items()
    ]
    (books.home.folder("policies") / "terms.yaml").write_text("\n".join(lines) + "\n")
    (books.home.folder("policies") / "calendar.yaml").unlink(missing_ok=True)
    before = books.force.id
    books.adopt()
    assert books.force.id > before


def load(books: Books) -> None:
    books.take("customers.csv", {"customer_id": "C2", "name": "Two", "terms": "E1"})
    books.take(
        "invoices.csv",
        invoice("own a", "1", terms="a", due_date="2026-10-31"),
        invoice("own", "1", due_date="2026-10-31"),
        invoice("a", "1", terms="a"),
        invoice("b", "1", terms="b"),
        invoice("erp", "1", terms="E1"),
        invoice("unheard", "1", terms="x"),
        invoice("none", "1"),
        invoice("theirs", "1", customer_id="C2"),
    )
    books.take("payments.csv", payment("P", "1", "2026-10-31"))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"terms": OTHER_A}, DATED - {"b"}),
        ({}, {"terms": STRICT_A}, ALL),
        ({}, {"default": "b"}, DATED),
        ({}, {"erp_codes": "E1: b"}, DATED),
        ({}, {"assign": "[{terms: b, when: {customer_id: C2}}]"}, DATED),
        ({}, {"business_days": "following"}, ALL),
        ({}, {"recompute": "true"}, ALL),
        ({"business_days": "following"}, {"terms": OTHER_A}, DATED - {"b"}),
        ({"business_days": "following"}, {"default": "b"}, ALL),
        ({"recompute": "true"}, {"terms": OTHER_A}, ALL),
        ({"recompute": "true"}, {"recompute": "false"}, ALL),
    ],
)
def test_what_may_be_due_on_another_day_is_derived_anew(
    books: Books, before: dict[str, str], after: dict[str, str], expected: set[str]
) -> None:
    policy(books, **before)
    load(books)
    policy(books, **before | after)
    derived = books.connection.execute("SELECT number FROM touched JOIN document ON id=document_id")
    assert {number for (number,) in derived} == expected
    found = figures(books, [20_760, 20_780])
    with transaction(books.connection):
        touched.everything(books.connection)
        derive.touched(books.connection, books.force, books.home.today())
    assert figures(books, [20_760, 20_780]) == found
