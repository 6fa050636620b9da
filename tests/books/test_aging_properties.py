"""Aging of random worlds: whatever the buckets, the day and the grouping, it adds up."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import given, note
from hypothesis import strategies as st

from artui.domain.aging_conventions import CONVENTIONS, OWN
from artui.domain.days import iso
from artui.policy.aging import AgingPolicy
from artui.store import aging
from tests.books.test_any_order import SHOWN, home, template
from tests.books.worlds import FIRST, LAST, Export, exports
from tests.homes import canonical_csv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.homes import Books

__all__ = ["template"]

_CUSTOMERS = (
    "customer_id,name,parent_id,segment,collector,region\nC1,One,C2,public,ann,\nC2,Two,,,,\n"
)
_OF_DOCUMENT = {
    "A": {"site": "Dock 4"},
    "B": {"customer_id": "C2", "currency": "EUR"},
    "C": {"site": "Dock 5"},
}

policies = st.builds(
    AgingPolicy,
    buckets=st.lists(st.integers(-20, 20), unique=True, max_size=10).map(
        lambda bounds: tuple(sorted(bounds))
    ),
    convention=st.sampled_from([OWN, OWN, OWN, *CONVENTIONS]),
    basis=st.sampled_from(["due_date", "invoice_date"]),
    unapplied=st.sampled_from(["own_column", "aged", "oldest_first"]),
)


class Asked(NamedTuple):
    policy: AgingPolicy
    as_of: int
    known_on: int | None
    by: str
    exclude_disputed: bool


questions = st.builds(
    Asked,
    policies,
    st.integers(FIRST - 2, LAST + 40),
    st.one_of(st.none(), st.integers(FIRST, LAST)),
    st.sampled_from(list(aging.GROUPS)),
    st.booleans(),
)


def _apart(export: Export) -> str:
    """The export's text with its documents at sites, of two customers and two currencies."""
    if export.kind not in ("invoices", "open_items"):
        return export.text()
    name = "invoice_id" if export.kind == "invoices" else "document_id"
    columns = dict.fromkeys([*export.rows[0], "site", "customer_id", "currency"])
    return canonical_csv(
        [{**row, **_OF_DOCUMENT.get(row[name], {})} for row in export.rows], [*columns]
    )


def _took(books: Books, made: list[Export]) -> None:
    """Every export on the day it speaks for, as far as it can be read."""
    books.load(books.drop_text("customers_2026-09-01.csv", _CUSTOMERS))
    for number, export in enumerate(sorted(made, key=lambda each: each.day)):
        books.turn(str(iso(max(export.day, FIRST))))
        text = _apart(export)
        note(f"{export.name(str(number))}\n{text}")
        books.load(books.drop_text(export.name(str(number)), text))


def _items(books: Books, asked: Asked) -> list[dict[str, Any]]:
    """What stands open, item by item, with what is disputed of it."""
    scope = aging.Scope(asked.as_of, asked.known_on)
    cursor = books.connection.execute(
        f"WITH {aging.disputed(scope)} SELECT * FROM aged", scope.parameters()
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _by_hand(items: list[dict[str, Any]], asked: Asked) -> dict[tuple[str, int | None], int]:
    """By currency and bucket (None for unapplied) what a person would add up."""
    buckets, sums = asked.policy.scheme, defaultdict[tuple[str, int | None], int](int)
    age = "due_on" if asked.policy.basis == "due_date" else "billed_on"
    left: dict[tuple[int, str], int] = defaultdict(int)
    for item in items:
        amount = item["open_amount"] - item["disputed"] * asked.exclude_disputed
        if amount < 0:
            left[item["customer_id"], item["currency"]] -= amount
    for item in sorted(items, key=lambda each: (each[age], each["item_id"])):
        amount = item["open_amount"] - item["disputed"] * asked.exclude_disputed
        place: int | None = buckets.index(asked.as_of - item[age])
        account = (item["customer_id"], item["currency"])
        if asked.policy.unapplied == "oldest_first":
            taken = min(max(0, amount), left[account])
            left[account] -= taken
            amount = max(0, amount - taken)
        elif asked.policy.unapplied == "own_column" and amount < 0:
            place = None
        sums[item["currency"], place] += amount
    if asked.policy.unapplied == "oldest_first":
        for (_, currency), rest in left.items():
            sums[currency, None] -= rest
    return {key: amount for key, amount in sums.items() if amount}


def _of_statement(rows: list[dict[str, Any]], buckets: int) -> dict[tuple[str, int | None], int]:
    sums: dict[tuple[str, int | None], int] = defaultdict(int)
    for row in rows:
        sums[row["currency"], None] += row["unapplied"]
        for place in range(buckets):
            sums[row["currency"], place] += row[f"b{place}"]
    return {key: amount for key, amount in sums.items() if amount}


@SHOWN
@given(made=exports(), everything=st.lists(questions, min_size=4, max_size=8))
def test_buckets_and_unapplied_are_what_is_outstanding(
    template: Path, made: list[Export], everything: list[Asked]
) -> None:
    with home(template) as books:
        _took(books, made)
        for asked in everything:
            note(str(asked))
            scope = aging.Scope(asked.as_of, asked.known_on)
            question = aging.Question(
                scope, asked.policy, asked.by, exclude_disputed=asked.exclude_disputed
            )
            cursor = aging.ask(books.connection, question)
            names = [column[0] for column in cursor.description]
            rows = [dict(zip(names, row, strict=True)) for row in cursor]
            found = _of_statement(rows, len(question.buckets.labels))
            items = _items(books, asked)
            assert found == _by_hand(items, asked)
            whole = defaultdict[str, int](int)
            for (currency, _), amount in found.items():
                whole[currency] += amount
            for item in items if asked.exclude_disputed else ():
                whole[item["currency"]] += item["disputed"]
            owed = aging.outstanding(books.connection, scope)
            assert {code: amount for code, amount in whole.items() if amount} == owed
            for row in rows:
                parts = sum(row[f"b{place}"] for place in range(len(question.buckets.labels)))
                assert row["outstanding"] == parts + row["unapplied"]


@SHOWN
@given(made=exports(), policy=policies, days=st.lists(st.integers(0, 20), min_size=1, max_size=4))
def test_positions_kept_day_by_day_are_those_computed(
    template: Path, made: list[Export], policy: AgingPolicy, days: list[int]
) -> None:
    """Also where no bucket ends on the due date: what is past due moves on its own day."""
    with home(template) as books:
        path = books.home.folder("policies") / "aging.yaml"
        own = f"buckets: {list(policy.buckets) or [0]}"
        said = own if policy.convention == OWN else f"convention: {policy.convention}"
        path.write_text(f"{said}\nbasis: {policy.basis}\nunapplied: {policy.unapplied}\n")
        books.adopt()
        _took(books, made)
        for day in sorted(days):
            books.turn(str(iso(LAST + day)))
            question = aging.Question(aging.Scope(LAST + day), books.force.policy.aging)
            shown = [f"b{n}" for n in range(len(question.buckets.labels))]
            columns = ", ".join(
                ["customer_id", "currency", "outstanding", "unapplied", "past_due", *shown]
            )
            kept = f"SELECT {columns} FROM position ORDER BY 1, 2"
            computed = f"SELECT {columns} FROM ({aging.select(question)}) ORDER BY 1, 2"
            found = books.connection.execute(kept).fetchall()
            assert found == books.connection.execute(computed, question.parameters()).fetchall()
