"""What a plan says would change is what changes when the policies are put in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.books.force import InForce
from artui.books.plan import dues
from artui.books.plan.planning import Compared, plan
from artui.policy.folder import check
from artui.settings import Settings
from artui.store import planned
from artui.store.connection import open_reader
from tests.desk import Person
from tests.homes import Books, application, invoice, payment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from artui.books.plan.effects import Effect, Effects

TODAY = "2026-11-20"
TERMS = """
terms:
  net30: {steps: [{add_days: 30}]}
  net45: {steps: [{add_days: 45}]}
  halves: {instalments: [{percent: 50, steps: [{add_days: 15}]},
                         {rest: true, steps: [{add_days: 60}]}]}
"""


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return home(tmp_path)


def home(path: Path) -> Books:
    made = Books(path, Settings(today=TODAY))
    write(made, terms=TERMS, calendar="default: null\n")
    made.adopt()
    return made


def write(books: Books, **files: str) -> None:
    """Edit policy files."""
    for name, text in files.items():
        (books.home.folder("policies") / f"{name}.yaml").write_text(text, encoding="utf-8")


def edited(books: Books) -> InForce:
    """The folder as it stands, as if it were in force."""
    checked = check(books.home.folder("policies"))
    assert checked.policy is not None, checked.findings
    return InForce(0, "edited", checked.policy)


def planned_effects(books: Books) -> Effects:
    compared = Compared(books.force, books.force, edited(books))
    reader = open_reader(books.home.main, books.home.desk)
    try:
        return plan(reader, compared, "USD", books.home.today())
    finally:
        reader.close()


def of_kind(found: Effects, kind: str) -> list[Effect]:
    return [each for each in found.effects if each.kind == kind]


def test_the_same_policies_change_nothing(books: Books) -> None:
    books.take("a.csv", invoice("I1", "100.00", terms="net30"))
    assert planned_effects(books) == ((), ())


def test_a_longer_term_moves_due_dates_and_the_week_money_falls_due(books: Books) -> None:
    books.take(
        "a.csv",
        invoice("I1", "100.00", "2026-11-02", terms="net30"),
        invoice("I2", "50.00", "2026-11-02", terms="net45"),
        invoice("I3", "70.00", "2026-11-02", terms="net30", due_date="2026-12-31"),
    )
    write(books, terms=TERMS.replace("[{add_days: 30}]", "[{add_days: 40}]"))
    found = planned_effects(books)
    (effect,) = found.effects
    assert (effect.kind, effect.direction, effect.items, effect.amount) == (
        *("due_date", "later", 1, 10000),
    )
    assert effect.change == "net30, 10 days later"
    assert effect.rule == "terms.yaml:3 net30"
    assert [(w.week, w.before, w.after) for w in found.weeks] == [
        ("2026-W49", 10000, 0),
        ("2026-W50", 0, 10000),
    ]


def test_weeks_that_are_over_are_past_due_together(books: Books) -> None:
    books.take(
        "a.csv",
        invoice("I1", "100.00", "2026-09-02", terms="net30"),
        invoice("I2", "50.00", "2026-10-02", terms="net30"),
    )
    write(books, terms=TERMS.replace("[{add_days: 30}]", "[{add_days: 50}]"))
    assert [(w.week, w.before, w.after) for w in planned_effects(books).weeks] == [
        ("past due", 15000, 10000),
        ("2026-W47", 0, 5000),
    ]


def test_nothing_is_written(books: Books) -> None:
    books.take("a.csv", invoice("I1", "100.00", terms="net30"))
    write(books, terms=TERMS.replace("[{add_days: 30}]", "[{add_days: 5}]"))
    before = list(books.connection.iterdump())
    assert planned_effects(books).effects
    assert list(books.connection.iterdump()) == before


def test_a_shorter_term_raises_a_tier(books: Books) -> None:
    books.take("a.csv", invoice("I1", "5000.00", "2026-10-25", terms="net30"))
    write(books, terms=TERMS.replace("[{add_days: 30}]", "[{add_days: 10}]"))
    (tier,) = of_kind(planned_effects(books), "tier")
    assert tier.direction == "raised"
    assert tier.change.startswith("no tier → tier 1 ")
    assert tier.rule.startswith("escalation.yaml:")


def test_a_lower_limit_is_crossed(books: Books) -> None:
    books.take("a.csv", invoice("I1", "5000.00", "2026-11-10", terms="net30"))
    write(books, credit='limits:\n  - {limit: "4000.00", currency: USD}\n')
    (limit,) = of_kind(planned_effects(books), "limit")
    assert (limit.direction, limit.amount) == ("over", 100000)
    assert limit.rule.startswith("credit.yaml:2 ")


def test_a_limit_names_its_own_line_where_a_hold_gives_the_status(books: Books) -> None:
    books.take("a.csv", invoice("I1", "5000.00", "2026-11-10", terms="net30"))
    rule = "holds:\n  - {rule: over, when: {overrun: {gt: 0}}}\n"
    write(books, credit=f'{rule}limits:\n  - {{limit: "4000.00", currency: USD}}\n')
    found = planned_effects(books)
    assert [each.rule for each in of_kind(found, "limit")] == ["credit.yaml:4 limit rule 1"]
    assert [each.rule for each in of_kind(found, "hold")] == ["credit.yaml:2 over"]


def test_a_ceiling_on_what_is_past_due_is_crossed(books: Books) -> None:
    write(books, credit="{}\n")
    books.adopt()
    books.take("a.csv", invoice("I1", "5000.00", "2026-10-01", terms="net30"))
    write(books, credit='overdue_ceilings:\n  - {amount: "4000.00", currency: USD}\n')
    (limit,) = of_kind(planned_effects(books), "limit")
    assert (limit.direction, limit.amount) == ("over", 100000)
    assert limit.change == "overdue ceiling unlimited → 4,000.00 USD, over by 1,000.00"
    assert limit.rule == "credit.yaml:2 overdue ceiling 1"


def test_what_follows_from_due_dates_names_what_moves_them(books: Books) -> None:
    write(books, credit="holds:\n  - {rule: old, when: {oldest_overdue_days: {ge: 20}}}\n")
    books.adopt()
    books.take("a.csv", invoice("I1", "5000.00", "2026-10-01", terms="net30"))
    write(books, terms=TERMS.replace("[{add_days: 30}]", "[{add_days: 50}]"))
    found = planned_effects(books)
    (hold,), (tier,) = of_kind(found, "hold"), of_kind(found, "tier")
    assert hold.rule == "credit.yaml:2 old no longer holds (due dates: terms.yaml:3 net30)"
    line = books.force.policy.places.of("escalation", "tiers", 0)
    assert (
        tier.rule == f"{line} Friendly reminder no longer applies (due dates: terms.yaml:3 net30)"
    )


def test_a_set_that_is_not_in_force_is_compared_under_its_own_terms(books: Books) -> None:
    books.take("a.csv", invoice("I1", "5000.00", "2026-10-01", terms="net30"))
    in_force = books.force
    write(books, terms=TERMS.replace("[{add_days: 30}]", "[{add_days: 50}]"))
    before = edited(books)
    write(books, escalation="tiers: []\n")
    reader = open_reader(books.home.main, books.home.desk)
    try:
        compared = Compared(in_force, before, edited(books))
        assert plan(reader, compared, "USD", books.home.today()).effects == ()
    finally:
        reader.close()


def test_a_hold_begins_and_names_its_rule(books: Books) -> None:
    books.take("a.csv", invoice("I1", "5000.00", "2026-06-10", terms="net30"))
    write(books, credit="{}\n")
    books.adopt()
    write(books, credit="holds:\n  - {rule: old, when: {oldest_overdue_days: {ge: 90}}}\n")
    (hold,) = of_kind(planned_effects(books), "hold")
    assert (hold.direction, hold.change) == ("begins", "hold old begins")
    assert hold.rule == "credit.yaml:2 old"
    books.adopt()
    write(books, credit="{}\n")
    (hold,) = of_kind(planned_effects(books), "hold")
    assert (hold.direction, hold.rule) == ("ends", "old no longer holds")


def test_a_hold_for_broken_promises_follows_from_how_much_keeps_one(books: Books) -> None:
    books.turn("2026-11-01")
    books.take("a.csv", invoice("I1", "100.00", "2026-10-01", terms="net30"))
    Person(books).promise(100_00, "2026-11-03")
    books.turn(TODAY)
    books.take("p.csv", payment("P", "98.00", "2026-11-03"))
    write(books, credit="holds:\n  - {rule: liar, when: {broken_promises: {ge: 1}}}\n")
    books.adopt()
    write(books, escalation="quiet: {kept_percent: 95}\n")
    (hold,) = of_kind(planned_effects(books), "hold")
    assert (hold.direction, hold.rule) == ("ends", "credit.yaml:2 liar no longer holds")


def test_a_reason_is_reassigned(books: Books) -> None:
    reasons = "reasons:\n  {}: {{label: No PO, owner: dispatch, when: {{po_number: missing}}}}\n"
    for name in ("readiness", "disputes"):  # they name reasons of the catalogue that is shipped
        books.home.folder("policies").joinpath(f"{name}.yaml").unlink()
    write(books, reasons=reasons.format("missing_po"))
    books.adopt()
    books.take("a.csv", invoice("I1", "5000.00", "2026-10-01", terms="net30"))
    write(books, reasons=reasons.format("no_order"))
    (reason,) = of_kind(planned_effects(books), "reason")
    assert reason.change == "missing_po → no_order"
    assert (reason.items, reason.amount) == (1, 500000)
    assert reason.rule == "reasons.yaml:2 no_order"


def test_a_reason_is_reassigned_where_a_check_asks_something_else(books: Books) -> None:
    checks = (
        "checks:\n  po:\n    {{label: No PO, severity: blocking, owner: dispatch, mend: Ask.,"
        " fails_when: {{po_number: {}}}}}\n"
    )
    reasons = "reasons:\n  missing_po: {label: No PO, owner: dispatch, checks: [po]}\n"
    books.home.folder("policies").joinpath("disputes.yaml").unlink()
    write(books, reasons=reasons, readiness=checks.format("missing"))
    books.adopt()
    row = invoice("I1", "5000.00", "2026-10-01", terms="net30", po_number="")
    books.take("a.csv", row)
    write(books, readiness=checks.format("present"))
    (reason,) = of_kind(planned_effects(books), "reason")
    assert reason.change == "missing_po → unexplained"


# A plan against what adopting does.

_DAYS = st.integers(0, 120).map(lambda n: f"2026-{8 + n // 31:02}-{1 + n % 31 % 28:02}")
_AMOUNTS = st.integers(1, 999_999).map(lambda n: f"{n // 100}.{n % 100:02}")
_INVOICES = st.lists(
    st.tuples(
        _AMOUNTS,
        _DAYS,
        st.sampled_from(("net30", "net45", "halves", "thirds", "", "unknown")),
        st.sampled_from(("", "", "2026-11-14", "2026-12-25")),
        st.sampled_from(("C1", "C2", "C3")),
        st.sampled_from(("", "40", "100")),
    ),
    min_size=1,
    max_size=6,
)
_EDITS = (
    TERMS,
    TERMS.replace("[{add_days: 30}]", "[end_of_month]"),
    TERMS.replace("percent: 50", "percent: 20"),
    TERMS + "  thirds: {instalments: [{percent: 30, steps: []}, {percent: 30, steps: "
    "[{add_days: 30}]}, {rest: true, from: previous, steps: [{add_days: 30}]}]}\n",
    TERMS.replace("halves: {instalments", "thirds: {instalments"),
    TERMS + "default: net45\n",
    TERMS + "recompute: true\nbusiness_days: following\n",
    TERMS + "assign:\n  - {terms: halves, when: {customer_id: C2}}\n  - {terms: net45, when: "
    "{customer_id: C1}}\n",
)
_CALENDARS = (
    "default: null\n",
    'closings:\n  - {from: "12-20", to: "01-05", when: {customer_id: C2}}\n',
)


def _rows(invoices: list[tuple[str, ...]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield (
        "invoices_2026-11-19.csv",
        [
            invoice(f"I{n}", amount, date, terms=terms, due_date=due, customer_id=customer)
            for n, (amount, date, terms, due, customer, _) in enumerate(invoices)
        ],
    )
    paid = [(n, share, each[4]) for n, each in enumerate(invoices) if (share := each[5])]
    if paid:
        yield (
            "payments_2026-11-19.csv",
            [payment(f"P{n}", f"{s}.00", "2026-11-18", customer_id=c) for n, s, c in paid],
        )
        yield (
            "applications_2026-11-19.csv",
            [application(f"P{n}", f"I{n}", f"{s}.00", "2026-11-18") for n, s, _ in paid],
        )


def _open_items(connection: Any) -> list[tuple[object, ...]]:
    return sorted(
        connection.execute(
            "SELECT d.number, i.label, i.due_on, i.open_amount FROM item AS i"
            " JOIN document AS d ON d.id = i.document_id"
            " WHERE i.open_amount > 0 AND d.family = 'invoice'"
        ).fetchall()
    )


@settings(max_examples=25, deadline=None)
@given(
    _INVOICES,
    st.sampled_from(_EDITS),
    st.sampled_from(_EDITS),
    st.sampled_from(_CALENDARS),
)
def test_what_is_planned_is_what_adopting_does(
    tmp_path_factory: pytest.TempPathFactory,
    invoices: list[tuple[str, ...]],
    before: str,
    after: str,
    calendar: str,
) -> None:
    made = home(tmp_path_factory.mktemp("plan"))
    write(made, terms=before)
    made.adopt()
    for name, rows in _rows(invoices):
        made.take(name, *rows)
    write(made, terms=after, calendar=calendar)
    wanted = edited(made)
    reader = open_reader(made.home.main, made.home.desk)
    found = dues.compare(reader, made.force, made.force, wanted, made.home.today())
    planned.look_at(reader, None)
    planned.put(reader, "will", found.parts[1].gone, found.parts[1].new)
    with planned.standing_in(reader, "will"):
        expected = _open_items(reader)
    reader.close()
    was = _open_items(made.connection)
    made.adopt()
    now = _open_items(made.connection)
    assert now == expected
    assert bool(found.moved) == (_falls(was) != _falls(now))
    made.connection.close()


def _falls(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted((number, due, amount) for number, _, due, amount in rows)
