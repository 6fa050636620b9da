"""The billing gate against the same by hand, in random small worlds."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.domain import money
from artui.domain.conditions import Condition, fields_about, from_data, holds
from artui.domain.days import iso
from artui.policy.readiness import THINGS, Check, ReadinessPolicy, Thing
from artui.report import readiness
from artui.report.request import Request, looking_back
from artui.settings import Settings
from artui.store.desk import AccountIdentity, InvoiceIdentity
from artui.store.desk.waivers import waive, withdraw_waiver
from tests.condition_trees import trees
from tests.desk import AT, Person
from tests.homes import Books
from tests.report.conftest import asking
from tests.report.gate_worlds import CUSTOMERS, DAYS, FIRST, INVOICES, JOBS, VALUES, World, worlds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.report.readiness import Wish

FIELDS = fields_about("customer", "job")
#: Every field once, so that none is only drawn by chance.
EACH = [from_data({name: "present"}) for name in FIELDS]
_SHOWN = settings(
    max_examples=int(os.environ.get("ARTUI_EXAMPLES", "15")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
_LAST = FIRST + DAYS + 4


class Found(NamedTuple):
    """A row of the report, in what by hand is known of it."""

    kind: str
    number: str
    cents: int
    age: int
    state: str
    failed: tuple[tuple[str, bool], ...]


def checks(conditions: list[Condition], of: list[tuple[Thing, ...]]) -> ReadinessPolicy:
    """The first three block, every second other one does, and all are asked of what `of` says."""
    found = []
    for place, when in enumerate(conditions):
        blocks = place < len(of) or place % 2
        found.append(
            Check(
                f"c{place}",
                f"Label {place}",
                "blocking" if blocks else "warning",
                "billing",
                "Mend it.",
                fails_when=when,
                of=of[place] if place < len(of) else THINGS,
            )
        )
    return ReadinessPolicy(tuple(found))


@pytest.fixture(scope="module")
def _home() -> Iterator[None]:
    """`ARTUI_TODAY` of the surroundings must not say which day it is."""
    kept = os.environ.pop("ARTUI_TODAY", None)
    yield
    if kept is not None:
        os.environ["ARTUI_TODAY"] = kept


def built(path: Path, world: World) -> Books:
    """A home with every file loaded on its day, and every waiver entered."""
    books = Books(path, Settings(today=str(iso(FIRST))))
    books.take("customers.csv", *({"customer_id": c, **row} for c, row in CUSTOMERS.items()))
    for place, (kind, day, rows) in enumerate(world.files):
        books.turn(str(iso(day)))
        state = books.take(f"{kind}_{place}_{iso(day)}.csv", *rows).state
        assert state in ("loaded", "unchanged"), state
    books.turn(str(iso(_LAST)))
    with Person(books).desk() as desk:
        for thing, check, on, until in world.waivers:
            customer = (JOBS | INVOICES)[thing][0].lower()
            about: dict[str, Any] = {"job": thing.lower()} if thing in JOBS else {}
            if thing in INVOICES:
                about = {"document": InvoiceIdentity("1000", "", "", thing.lower())}
            account = AccountIdentity("1000", customer)
            number = waive(desk, account, f"c{check}", "agreed", on, "ann", AT, **about)
            if until is not None:
                withdraw_waiver(desk, number, until, "bob", AT)
    return books


def by_hand(
    world: World, policy: ReadinessPolicy, as_of: int, known_on: int | None
) -> dict[tuple[str, str], Found]:
    """What stands before the gate, from the rows of the files."""
    seen = as_of if known_on is None else min(as_of, known_on)
    waived = {
        (each.thing, f"c{each.check}")
        for each in world.waivers
        if each.on <= seen and (each.until is None or each.until > seen)
    }
    told = world.told(known_on)
    found = {}
    for kind, number, cents, record in told.things(as_of):
        billed = INVOICES[number][2].upper() if number in INVOICES else number
        about = {number, billed} if billed in told.jobs else {number}
        failed = [
            (check, any((each, check.code) in waived for each in about))
            for check in policy.checks
            if kind in check.of and holds(check.fails_when, record)
        ]
        blocking = [let for check, let in failed if check.severity == "blocking"]
        state = "ready" if not blocking else "waived" if all(blocking) else "blocked"
        codes = tuple((check.code, let) for check, let in failed)
        age = max(0, as_of - told.since(kind, number, as_of))
        found[kind, number] = Found(kind, number, cents, age, state, codes)
    return found


def asked(books: Books, policy: ReadinessPolicy, request: Request, wish: Wish) -> dict[str, Any]:
    """The report's data, under a policy with other checks."""
    with asking(books) as source, looking_back(source, request) as then:
        gate = replace(then.force.policy, readiness=policy)
        force = then.force._replace(policy=gate)
        made = readiness.report(replace(then, force=force), request, wish)
    assert made.ok, made.data["checks"]
    return made.data


def rows_of(data: dict[str, Any]) -> list[Found]:
    return [
        Found(
            row["kind"],
            row["id"].upper(),
            money.to_minor(Decimal(row["amount"]), "USD"),
            row["age_days"],
            row["state"],
            tuple((each["check"], each["waived"]) for each in row["failures"]),
        )
        for row in data["rows"]
    ]


@pytest.mark.usefixtures("_home")
@_SHOWN
@given(
    world=worlds(),
    conditions=st.lists(trees(VALUES, FIELDS), min_size=3, max_size=6),
    of=st.lists(st.sampled_from((("job",), ("invoice",), THINGS)), min_size=3, max_size=3),
    data=st.data(),
)
def test_the_report_is_what_the_rows_come_to(
    world: World,
    conditions: list[Condition],
    of: list[tuple[Thing, ...]],
    data: st.DataObject,
) -> None:
    policy = checks([*conditions, *EACH], of)
    days = st.integers(FIRST, _LAST)
    with tempfile.TemporaryDirectory() as folder:
        books = built(Path(folder), world)
        for known_on in (None, data.draw(days)):
            as_of = data.draw(days)
            expected = by_hand(world, policy, as_of, known_on)
            request = Request(as_of, known_on)
            for wish in (readiness.Wish(state="all"), readiness.Wish("jobs"), readiness.Wish()):
                found = asked(books, policy, request, wish)
                _agree(found, expected, wish)
            for by in ("check", "dispatcher", "customer"):
                groups = asked(books, policy, request, readiness.Wish(state="all", by=by))
                _grouped(groups, expected, by)
        books.connection.close()


def _agree(data: dict[str, Any], expected: dict[tuple[str, str], Found], wish: Wish) -> None:
    wanted = [each for each in expected.values() if each.kind in wish.things]
    shown = [each for each in wanted if wish.state in ("all", each.state)]
    found = rows_of(data)
    assert sorted(found) == sorted(shown)
    weights = [each.cents * each.age for each in found]
    assert weights == sorted(weights, reverse=True)
    for told in data["summary"]["states"]:
        of = [each for each in wanted if each.state == told["state"]]
        assert told["jobs"] + told["invoices"] == len(of)
        whole = money.plain(sum(each.cents for each in of), "USD")
        assert told["amount"] == ({"USD": whole} if of else {})


def _grouped(data: dict[str, Any], expected: dict[tuple[str, str], Found], by: str) -> None:
    """Of checks what fails them; of the others every job and invoice is in one group."""
    if by == "check":
        for row in data["rows"]:
            of = [e for e in expected.values() if row["key"] in (code for code, _ in e.failed)]
            assert row["of"] == len(of)
            assert row["blocked"] == sum(each.state == "blocked" for each in of)
        shown = {row["key"] for row in data["rows"]}
        assert shown == {code for each in expected.values() for code, _ in each.failed}
    else:
        assert sum(row["of"] for row in data["rows"]) == len(expected)
