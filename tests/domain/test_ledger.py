"""The ledger by itself: documents in, entries out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.domain.ledger import Ledger
from artui.domain.posting import (
    Application,
    Document,
    Entry,
    Item,
    Observation,
    Reversal,
    Source,
)

_HERE = Source(1, 2)


def _document(number: int, amount: int, day: int = 10, **more: object) -> Document:
    item = Item(number, "", day, day, amount, _HERE)
    return replace(Document(number, (str(number),), [item]), **more)  # type: ignore[arg-type]  # a test's own fields


def _moves(entries: list[Entry]) -> list[tuple[int, str, int, int]]:
    return [(e.item_id, e.kind, e.effective_on, e.amount) for e in entries]


def _open(entries: list[Entry], item: int, day: int = 1_000) -> int:
    return sum(e.amount for e in entries if e.item_id == item and e.effective_on <= day)


def test_a_bill_alone_is_one_entry() -> None:
    entries = Ledger([_document(1, 500)]).settle()
    assert entries == [Entry(1, "billed", 10, 500, None, _HERE)]


def test_nothing_billed_is_no_entry() -> None:
    assert Ledger([_document(1, 0)]).settle() == []


def test_both_sides_of_a_payment_point_at_each_other() -> None:
    applied = Application(2, 1, "", 12, 300, Source(3, 4))
    entries = Ledger([_document(1, 500), _document(2, -300, 11)]).settle([applied])
    assert entries[2:] == [
        Entry(1, "payment", 12, -300, 2, Source(3, 4)),
        Entry(2, "payment", 12, 300, 1, Source(3, 4)),
    ]


@pytest.mark.parametrize(
    ("paid", "given", "left"), [(300, 400, 0), (300, 200, -100), (900, 900, -400)]
)
def test_no_more_is_given_than_is_there_and_open(paid: int, given: int, left: int) -> None:
    applied = [Application(2, 1, "", 12, given, _HERE)]
    entries = Ledger([_document(1, 500), _document(2, -paid)]).settle(applied)
    assert _open(entries, 2) == left
    assert _open(entries, 1) == 500 - (paid + left)


def test_on_one_day_bills_come_before_payments_and_observations_last() -> None:
    seen = Observation(10, 50, _HERE)
    bill = _document(1, 500)
    bill.items[0].observations = [seen]
    applied = [Application(2, 1, "", 10, 400, _HERE)]
    entries = Ledger([_document(2, -400), bill]).settle(applied)
    assert _moves(entries) == [
        (1, "billed", 10, 500),
        (2, "billed", 10, -400),
        (1, "payment", 10, -400),
        (2, "payment", 10, 400),
        (1, "inferred", 10, -50),
    ]


def test_what_was_seen_before_the_bill_counts_with_it() -> None:
    bill = _document(1, 500)
    bill.items[0].observations = [Observation(7, 200, _HERE), Observation(8, 300, _HERE)]
    entries = Ledger([bill]).settle()
    assert {e.effective_on for e in entries} == {10}
    assert _open(entries, 1) == 300


def test_a_whole_document_is_closed_first_due_first_and_reopened_last_due_first() -> None:
    items = [Item(n, str(n), 10, 20 + n, 100, _HERE) for n in (1, 2, 3)]
    seen = [Observation(12, 150, _HERE), Observation(14, 400, _HERE)]
    entries = Ledger([Document(1, ("1",), items, None, seen)]).settle()
    assert [_open(entries, n, 12) for n in (1, 2, 3)] == [0, 50, 100]
    assert [_open(entries, n, 14) for n in (1, 2, 3)] == [100, 100, 200]


def test_a_reversal_takes_the_free_part_first_then_what_was_given_last() -> None:
    documents = [_document(1, 300), _document(2, 300), _document(3, -700)]
    applied = [Application(3, 1, "", 11, 300, _HERE), Application(3, 2, "", 12, 300, _HERE)]
    back = [Reversal(3, 15, 300, _HERE)]
    entries = Ledger(documents).settle(applied, back)
    assert [_open(entries, n, 14) for n in (1, 2, 3)] == [0, 0, -100]
    assert [_open(entries, n, 15) for n in (1, 2, 3)] == [0, 200, 0]


def test_a_credit_follows_its_link_only_where_no_row_applies_it() -> None:
    linked = _document(2, -200, 12, credits=1)
    assert _open(Ledger([_document(1, 500), linked]).settle(), 1) == 300
    applied = [Application(2, 1, "", 13, 50, _HERE)]
    assert _open(Ledger([_document(1, 500), linked]).settle(applied), 1) == 450


@given(
    st.lists(st.integers(-500, 500), min_size=2, max_size=5),
    st.lists(
        st.tuples(*[st.integers(0, 4)] * 2, st.integers(5, 25), st.integers(-200, 400)), max_size=6
    ),
    st.randoms(use_true_random=False),
)
def test_what_is_applied_is_neither_made_nor_lost_in_any_order(
    amounts: list[int], links: list[tuple[int, int, int, int]], dice: object
) -> None:
    def documents() -> list[Document]:
        return [_document(n, amount, 10 + n) for n, amount in enumerate(amounts)]

    size = len(amounts)
    applied = [
        Application(p % size, i % size, str(n), day, amount, _HERE)
        for n, (p, i, day, amount) in enumerate(links)
        if p % size != i % size
    ]
    applied = [each._replace(label="") for each in applied]
    unique = list({(a.payment, a.invoice, a.date): a for a in applied}.values())
    entries = Ledger(documents()).settle(unique)
    assert sum(e.amount for e in entries) == sum(amounts)
    for n, amount in enumerate(amounts):
        low, high = min(amount, 0), max(amount, 0)
        assert low <= _open(entries, n) <= high
    mixed, turned = list(unique), documents()[::-1]
    dice.shuffle(mixed)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert sorted(Ledger(turned).settle(mixed), key=repr) == sorted(entries, key=repr)
