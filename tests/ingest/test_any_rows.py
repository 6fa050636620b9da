"""Whatever rows an export has: each is of one class, and what is printed is what they come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ingest.profile import Profile, Taken, Totals

if TYPE_CHECKING:
    from random import Random

    from tests.ingest.conftest import Load, Result

COLUMNS = {
    "document_id": ("Num",),
    "customer_id": ("Customer",),
    "invoice_date": ("Date",),
    "amount": ("Open Balance",),
}
GROUPED = Profile(
    "grouped",
    "open_items",
    columns=COLUMNS,
    taken={"customer_id": Taken(before=" ")},
    group=("Customer",),
    labels={"snapshot_date": ("As of",)},
    sections=("* past due",),
    footers=("printed *",),
    totals=Totals(unlabelled=True),
    leave={"Type": frozenset(("estimate",))},
    complete=True,
)
HEADER = "Customer,Type,Date,Num,Open Balance"
PREAMBLE = ("Acme Ltd", "As of 31 July 2026", "", ",,,,")
ROWS = (
    HEADER,
    "C1 Acme,,,,",
    "C2 Total Energies,,,,",
    ",Invoice,2026-07-01,I1,5.00",
    ",Invoice,2026-07-01,I2,6.00",
    ",Invoice,2026-07-32,I3,6.00",
    ",Credit,2026-07-01,I4,-1.50",
    ",Estimate,2026-07-01,E1,9.00",
    ",Invoice,2026-07-01,,9.00",
    ",Invoice,2026-07-01,I5",
    ",Invoice,2026-07-01,I6,1.00,more",
    "C3 Other,Invoice,2026-07-01,I7,1.00",
    "1 - 30 days past due,,,,",
    "Total - C1 Acme,,,,5.00",
    ",,,,5.00",
    "Total,,,,11.00",
    "Printed by Ann,,,,",
    "As of 1 August 2026,,,,",
    "-----,,,---,",
    "something,else,,,",
    "Acme Ltd",
    ",,,,",
    "",
)
amounts = st.integers(min_value=-10_000_000, max_value=10_000_000)
groups = st.lists(st.lists(amounts, min_size=1, max_size=5), min_size=1, max_size=6)
anything = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


@given(above=st.lists(st.sampled_from(PREAMBLE)), below=st.lists(st.sampled_from(ROWS)))
@anything
def test_every_row_is_of_one_class(load: Load, above: list[str], below: list[str]) -> None:
    rows = [*above, HEADER, *below]
    result = load("".join(f"{row}\n" for row in rows), [GROUPED])
    counts = result.reading.counts
    assert counts.rows + counts.classes.total() == len(rows)
    assert all(number >= 0 for number in counts.classes.values())
    titled = set() if "Acme Ltd" in above else {"Acme"}
    assert set(result.column("customer_id")) <= {"C1", "C2", "C3", *titled}


@given(groups, st.randoms(use_true_random=False))
@anything
def test_groups_in_any_order_come_to_the_same(
    load: Load, found: list[list[int]], dice: Random
) -> None:
    numbered = list(enumerate(found))
    before = figures(load(report(numbered), [GROUPED]))
    dice.shuffle(numbered)
    assert figures(load(report(numbered), [GROUPED])) == before


@given(groups, st.integers(min_value=0), st.integers(min_value=1, max_value=10**6))
@anything
def test_what_is_printed_is_what_rows_come_to_or_is_said(
    load: Load, found: list[list[int]], which: int, more: int
) -> None:
    numbered = list(enumerate(found))
    assert load(report(numbered), [GROUPED]).reading.warnings == ()
    wrong = which % len(found)
    (warning,) = load(report(numbered, wrong, 10**9 + more), [GROUPED]).reading.warnings
    printed, come = (money(each) for each in (sum(found[wrong]) + 10**9 + more, sum(found[wrong])))
    assert f"the printed total {printed} USD is not the sum of its rows, {come}." in warning


def money(cents: int) -> str:
    """An amount for people."""
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02}"


def report(found: list[tuple[int, list[int]]], wrong: int = -1, more: int = 0) -> str:
    """An aging report in groups, one of whose sums is too large by so many cents."""
    rows = ["As of 31 July 2026", HEADER]
    for number, items in found:
        rows.append(f"C{number} Customer,,,,")
        for item, cents in enumerate(items):
            rows.append(f',Invoice,2026-07-01,{number}-{item},"{money(cents)}"')
        printed = sum(items) + (more if number == wrong else 0)
        rows.append(f'Total - C{number} Customer,,,,"{money(printed)}"')
    rows.append(f'Total,,,,"{money(sum(sum(items) for _, items in found))}"')
    return "".join(f"{row}\n" for row in rows)


def figures(result: Result) -> list[tuple[str, str, int]]:
    """What a file comes to, whatever the order of its rows."""
    return sorted((row["customer_id"], row["document_id"], row["amount"]) for row in result.rows)
