"""A plan looks only at accounts that may change: no effect is missed for that."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.books.force import InForce
from artui.books.plan import planning
from artui.books.plan.ages import Ages
from artui.books.plan.touched import about_customers
from artui.books.tiers import asked, decisions
from artui.domain.conditions import AllOf, AnyOf, Not, Test, holds
from artui.domain.days import iso, parse_day
from artui.policy.escalation import EscalationPolicy, Tier
from artui.policy.folder import check
from artui.policy.policy import Policy
from artui.settings import Settings
from artui.store import reaching
from artui.store.aging import Scope
from artui.store.connection import open_reader
from artui.store.desk import AccountIdentity, InvoiceIdentity
from artui.store.meeting import FIELDS
from tests.condition_trees import trees
from tests.desk import Person
from tests.homes import Books, application, dispute, invoice, payment
from tests.store.test_conditions import VALUES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.books.plan.effects import Effects
    from artui.domain.conditions import Condition

TODAY = "2026-11-20"

_TERMS = "terms:\n  net30: {{steps: [{{add_days: {0}}}]}}\n  halves: {1}\n"
_HALVES = (
    "{instalments: [{percent: 50, steps: [{add_days: 15}]}, {rest: true, steps: [{add_days: 60}]}]}"
)
_ONE = "{steps: [{add_days: 45}]}"
TERMS = [
    _TERMS.format(30, _HALVES),
    _TERMS.format(31, _HALVES),
    _TERMS.format(25, _HALVES),
    _TERMS.format(30, _HALVES.replace("15", "18")),
    _TERMS.format(30, _ONE),
    _TERMS.format(30, _HALVES) + "business_days: following\n",
]
_TIERS = """tiers:
  - {tier: 1, name: One, from_days: 3, action: call, owner: collector}
  - {tier: 2, name: Two, from_days: 15, action: call, owner: collector, when: {amount: {ge: 100}}}
"""
ESCALATIONS = [
    _TIERS,
    _TIERS.replace("from_days: 3,", "from_days: -5,"),
    _TIERS.replace("ge: 100", "ge: 5000"),
    _TIERS.replace("{amount: {ge: 100}}", "{any: [{segment: gold}, {exposure: {gt: 900}}]}"),
    _TIERS + "minimum: {USD: '500.00'}\n",
    _TIERS + "quiet: {disputed: item, grace_days: 0}\n",
    _TIERS + "quiet: {promise: false, rules: [{reason: old, when: {oldest_overdue_days:"
    " {in: [20, 45]}}}]}\n",
    _TIERS + "quiet: {rules: [{reason: gold, when: {segment: gold}, until: 2026-11-20}]}\n",
]
_HOLDS = "holds:\n  - {rule: old, when: {oldest_overdue_days: {gt: 40}}, reason: Old.}\n"
CREDITS = [
    "{}\n",
    _HOLDS,
    _HOLDS
    + "  - {rule: owes, when: {past_due_amount: {ge: 100}}, release: {past_due_amount: 0}}\n",
    "holds:\n  - {rule: gold, when: {segment: gold, overrun: {gt: 0}}}\n",
    "holds:\n  - {rule: late, when: {weighted_days_late: {ge: 5}}}\n",
    "holds:\n  - {rule: liar, when: {broken_promises: {ge: 1}}}\n",
    'limits:\n  - {limit: "200.00", currency: USD, when: {segment: gold}}\n',
    """limits:
  - {limit: "200.00", currency: USD, when: {customer_id: C1}}
  - {limit: "900.00", currency: USD}
""",
    'default_limit: "300.00"\n' + _HOLDS,
    'overdue_ceilings:\n  - {amount: "150.00", currency: USD, margin_days: 10}\n',
    """default_limit: "100.00"
insured: [{amount: "700.00", currency: USD, when: {region: north}}]
""",
]

#: Invoice dates that terms make as old, give or take some days, as something asks about.
_DAYS = st.builds(
    lambda age, days: iso(parse_day(TODAY) - 30 - age - days),
    st.sampled_from((-5, 1, 3, 10, 15, 20, 26, 40)),
    st.integers(-3, 3),
)
_INVOICES = st.lists(
    st.tuples(
        st.sampled_from(("60.00", "120.00", "900.00", "-40.00")),
        _DAYS,
        st.sampled_from(("net30", "net30", "halves")),
        st.sampled_from(("C1", "C2", "C3")),
        st.sampled_from(("", "40.00")),
        st.sampled_from(("2026-10-30", "2026-11-25")),
        st.sampled_from(("", "", "", "all", "30.00")),
    ),
    min_size=1,
    max_size=6,
)
_ENTERED = st.lists(
    st.tuples(
        st.sampled_from(("c1", "c2")),
        st.sampled_from((5000, 10_000)),
        st.sampled_from(("2026-11-19", "2026-11-30")),
    ),
    max_size=2,
)
_SETS = st.tuples(
    st.sampled_from(TERMS), st.sampled_from(ESCALATIONS), st.sampled_from(CREDITS)
).map(lambda chosen: dict(zip(("terms", "escalation", "credit"), chosen, strict=True)))


def _home(path: Path, policies: dict[str, str]) -> Books:
    """A home with these policies in force and no others."""
    books = Books(path, Settings(today=TODAY), policies=None)
    _write(books.home.folder("policies"), policies)
    books.adopt()
    return books


def _write(folder: Path, policies: dict[str, str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in policies.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


@cache
def _part(name: str, text: str) -> Any:
    """What one policy file says."""
    with tempfile.TemporaryDirectory() as folder:
        _write(Path(folder), {name: text})
        checked = check(Path(folder))
    assert checked.policy is not None, checked.findings
    return getattr(checked.policy, name)


def _edited(policies: dict[str, str]) -> InForce:
    """Policies as if they were in force."""
    parts = {name: _part(name, text) for name, text in policies.items()}
    return InForce(0, "edited", Policy(**parts))


def _fill(books: Books, invoices: list[tuple[str, ...]], entered: list[tuple[Any, ...]]) -> None:
    """Customers, invoices, some of them paid in part or disputed, and promises."""
    books.take(
        "customers.csv",
        {"customer_id": "C1", "segment": "gold", "region": "north"},
        {"customer_id": "C2", "segment": "gold"},
    )
    numbered = list(enumerate(invoices))
    rows = [
        invoice(f"I{n}", amount, date, terms=terms, customer_id=customer)
        for n, (amount, date, terms, customer, *_) in numbered
    ]
    books.take("invoices_2026-11-19.csv", *rows)
    paid = [(n, each[4], each[5], each[3]) for n, each in numbered if each[4] and each[0] > "0"]
    if paid:
        payments = [payment(f"P{n}", a, day, customer_id=c) for n, a, day, c in paid]
        books.take("payments.csv", *payments)
        books.take("applied.csv", *(application(f"P{n}", f"I{n}", a, d) for n, a, d, _ in paid))
    told = [(n, each[6].replace("all", "")) for n, each in numbered if each[6]]
    if told:
        books.take("d.csv", *(dispute(f"D{n}", f"I{n}", "2026-11-01", amount=a) for n, a in told))
    for customer, amount, day in entered:
        Person(books, AccountIdentity("1000", customer, "USD")).promise(amount, day)


@contextmanager
def _everybody(books: Books) -> Iterator[None]:
    """Let a plan look at all accounts whatever changes."""
    every = {int(n) for (n,) in books.connection.execute("SELECT id FROM customer")}
    following = planning._Following  # noqa: SLF001 - what is left out is decided in there
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(following, "_whom", lambda *_: every)
        patched.setattr(following, "_of_other_tier", lambda *_: every)
        patched.setattr(planning, "touched", lambda *_: None)
        yield


def _planned(books: Books, before: InForce, after: InForce) -> Effects:
    reader = open_reader(books.home.main, books.home.desk)
    try:
        compared = planning.Compared(books.force, before, after)
        return planning.plan(reader, compared, "USD", books.home.today())
    finally:
        reader.close()


@settings(max_examples=25, deadline=None)
@given(_INVOICES, _ENTERED, _SETS, st.lists(_SETS, min_size=1, max_size=2))
def test_whoever_is_left_out_does_not_change(
    tmp_path_factory: pytest.TempPathFactory,
    invoices: list[tuple[str, ...]],
    entered: list[tuple[Any, ...]],
    stored: dict[str, str],
    others: list[dict[str, str]],
) -> None:
    books = _home(tmp_path_factory.mktemp("narrow"), stored)
    _fill(books, invoices, entered)
    # One file edited at a time, as people do, and everything at once.
    single = [stored | {name: text} for other in others for name, text in other.items()]
    pairs = [(books.force, _edited(each)) for each in (*single, *others)]
    pairs.append((_edited(others[0]), _edited(others[-1])))
    for before, after in pairs:
        found = _planned(books, before, after)
        with _everybody(books):
            assert _planned(books, before, after) == found
    books.connection.close()


@settings(max_examples=25, deadline=None)
@given(_INVOICES, _ENTERED, st.sampled_from(ESCALATIONS))
def test_a_tier_reached_in_sql_is_the_one_decided(
    tmp_path_factory: pytest.TempPathFactory,
    invoices: list[tuple[str, ...]],
    entered: list[tuple[Any, ...]],
    escalation: str,
) -> None:
    policies = {"terms": TERMS[0], "escalation": escalation, "credit": CREDITS[2]}
    books = _home(tmp_path_factory.mktemp("reached"), policies)
    _fill(books, invoices, entered)
    policy, scope = books.force.policy.escalation, Scope(books.home.today())
    reader = open_reader(books.home.main, books.home.desk)
    (found,) = reaching.reached(reader, scope, asked(policy, scope.as_of), policy)
    assert found == {
        (each.id, each.currency, each.step.tier_reached, each.step.tier)
        for each in decisions(reader, policy, scope)
        if each.step.tier_reached
    }
    reader.close()
    books.connection.close()


_RECORDS = st.fixed_dictionaries(
    {
        "segment": st.sampled_from((None, "", "gold", "silver")),
        "region": st.sampled_from((None, "north")),
        "autopay": st.sampled_from((None, 0, 1)),
        "oldest_overdue_days": st.integers(-5, 120),
        "broken_promises": st.integers(0, 3),
    }
)


@given(trees(VALUES, ("segment", "region", "autopay", "oldest_overdue_days", "broken_promises")),
       _RECORDS)  # fmt: skip
def test_a_condition_about_the_customer_alone_holds_wherever_the_whole_may(
    condition: Condition, record: dict[str, Any]
) -> None:
    alone = about_customers(condition)
    if holds(condition, record):
        assert alone is None or holds(alone, record)
    if alone is not None:
        assert _asked(alone) <= FIELDS


def _asked(condition: Condition) -> set[str]:
    match condition:
        case Test(field):
            return {field}
        case Not(part):
            return _asked(part)
        case AllOf(parts) | AnyOf(parts):
            return set().union(*map(_asked, parts))


def test_an_age_is_where_a_tier_begins_or_a_condition_asks() -> None:
    test = Test("oldest_overdue_days", "le", 40)
    tier = Tier(1, "One", 3, "call", "collector", when=Not(AllOf((test,))))
    ages = Ages.of_tiers(EscalationPolicy((tier,)))
    assert [day for day in range(-9, 99) if ages.part(day - 1) != ages.part(day)] == [1, 3, 40, 41]


_TWO = "terms:\n  a: {{steps: [{{add_days: {0}}}]}}\n  b: {{steps: [{{add_days: 30}}]}}\n"


def test_a_payment_that_was_less_late_counts_though_no_item_crosses_an_age(tmp_path: Path) -> None:
    stored = {"terms": _TWO.format(30), "escalation": _TIERS, "credit": CREDITS[4]}
    books = _home(tmp_path, stored)
    books.take("i.csv", invoice("I1", "100.00", "2026-09-20", terms="a"))
    books.take("p.csv", payment("P1", "40.00", "2026-10-24"))
    books.take("a.csv", application("P1", "I1", "40.00", "2026-10-24"))
    found = _planned(books, books.force, _edited(stored | {"terms": _TWO.format(29)}))
    assert [(each.kind, each.change) for each in found.effects] == [
        ("due_date", "a, 1 day earlier"),
        ("hold", "hold late begins"),
    ]


def test_a_promise_reaches_other_items_where_their_order_is_another(tmp_path: Path) -> None:
    stored = {"terms": _TWO.format(30), "escalation": _TIERS, "credit": "{}\n"}
    books = _home(tmp_path, stored)
    books.take(
        "i.csv",
        invoice("A", "60.00", "2026-10-11", terms="a"),
        invoice("B", "60.00", "2026-10-13", terms="b"),
    )
    ann = Person(books)
    ann.promise(6000, "2026-11-30")
    ann.promise(6000, "2026-11-30", InvoiceIdentity("1000", "", "", "a"))
    found = _planned(books, books.force, _edited(stored | {"terms": _TWO.format(35)}))
    assert [(each.kind, each.change) for each in found.effects] == [
        ("due_date", "a, 5 days later"),
        ("tier", "tier 1 One → no tier"),
    ]
