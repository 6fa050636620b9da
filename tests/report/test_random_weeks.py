"""Random small worlds: each week, its reasons and its ranking equal what is found by hand."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest
import yaml
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from artui.books import weeks
from artui.domain.days import parse_day
from artui.domain.reasons import By, Grouping, Rank, ranking
from artui.settings import Settings
from artui.store import desk
from artui.store.connection import open_desk
from tests.homes import POLICIES, Books
from tests.report import by_hand
from tests.report.conftest import asking
from tests.report.small_worlds import LAST, READINESS, RULES, START, World, catalogue, worlds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.report.by_hand import LateInvoice

OWNERS = {code: reason["owner"] for code, reason in yaml.safe_load(RULES)["reasons"].items()}
WEEKS = [f"2026-W{number}" for number in range(37, 44)]
_MANY = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with RULES in force, to be copied."""
    path = tmp_path_factory.mktemp("template") / "home"
    policies = tmp_path_factory.mktemp("policies")
    shutil.copytree(POLICIES, policies, dirs_exist_ok=True)
    (policies / "reasons.yaml").write_text(RULES, encoding="utf-8")
    (policies / "readiness.yaml").write_text(READINESS, encoding="utf-8")
    (policies / "disputes.yaml").unlink(missing_ok=True)
    path.mkdir()
    made = Books(path, Settings(today=str(LAST)), policies)
    made.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    made.connection.close()
    open_desk(made.home.desk).close()
    assert [reason.code for reason in made.force.policy.reasons.reasons][-1] == "cash_short"
    assert len(made.force.policy.readiness.checks) == 2
    return path


@contextmanager
def home(template: Path) -> Iterator[Books]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "home"
        shutil.copytree(template, path)
        books = Books(path, Settings(today=str(LAST)), policies=None)
        try:
            yield books
        finally:
            books.connection.close()


def load(books: Books, world: World) -> None:
    for index, (kind, _, rows) in enumerate(world.exports):
        outcome = books.take(world.name(index), *rows)
        assert outcome.state in ("loaded", "unchanged"), outcome
        note(f"{world.name(index)} {kind} {rows}")


def choose(books: Books, world: World) -> None:
    connection = open_desk(books.home.desk)
    for invoice in world.invoices:
        if invoice.choice:
            identity = desk.InvoiceIdentity("1000", "", "", invoice.name.lower())
            desk.choose_reason(connection, identity, invoice.choice, "me", "2026-10-18T09:00:00")
    connection.close()


def found(
    books: Books, week: str, today: str, known_on: str | None = None
) -> dict[str, LateInvoice]:
    with asking(books) as source:
        names = dict(source.reader.execute("SELECT id, number FROM document"))
        known = None if known_on is None else parse_day(known_on)
        shown = weeks.computed(source.reader, source.force, week, parse_day(today), known)
        return {
            names[each.document_id]: by_hand.as_found(each, names[each.document_id])
            for each in shown.late
        }


@_MANY
@given(world=worlds(), today=st.sampled_from((LAST, START + dt.timedelta(days=17))))
def test_every_week_is_what_is_found_by_hand(template: Path, world: World, today: dt.date) -> None:
    with home(template) as books:
        load(books, world)
        choose(books, world)
        for week in WEEKS:
            expected = by_hand.late(world.invoices, week, today, catalogue())
            assert found(books, week, str(today)) == expected, week


@_MANY
@given(
    world=worlds(),
    rank=st.sampled_from(get_args(Rank)),
    by=st.sampled_from(get_args(By)),
    new=st.booleans(),
)
def test_the_ranking_is_what_is_ranked_by_hand(
    template: Path, world: World, rank: Rank, by: By, *, new: bool
) -> None:
    with home(template) as books:
        load(books, world)
        choose(books, world)
        for week in WEEKS[1::2]:
            late = by_hand.late(world.invoices, week, LAST, catalogue())
            effective, rows = by_hand.ranked(
                [each for each in late.values() if each.new or not new],
                rank,
                key=partial(row_of, by),
            )
            with asking(books) as source:
                shown = weeks.shown(source.reader, source.force, week, parse_day(str(LAST)))
            grouping = Grouping(by, OWNERS)
            made = ranking(shown.late, rank, "new" if new else "all", grouping=grouping)
            assert made.rank == effective
            assert [
                {
                    "reason": tally.key,
                    "invoices": tally.invoices,
                    "amount": dict(tally.amount),
                    "amount_days": dict(tally.amount_days),
                }
                for tally in made.tallies
            ] == rows


def row_of(by: By, late: LateInvoice) -> str | None:
    """What a late invoice is counted under."""
    if by in ("reason", "owner"):
        return late.reason if by == "reason" else OWNERS.get(late.reason or "")
    found: str | None = getattr(late.origin, "document_class" if by == "class" else by)
    return found


@settings(_MANY, max_examples=12)
@given(world=worlds(), data=st.data())
def test_known_on_is_the_week_as_it_was_shown_that_day(
    template: Path, world: World, data: st.DataObject
) -> None:
    """Files come on days of their own; asked later, each day's view is what was seen then."""
    order = data.draw(st.permutations(range(len(world.exports))))
    with home(template) as books:
        seen = {}
        for turn, index in enumerate(order):
            day = str(LAST + dt.timedelta(days=turn))
            books.turn(day)
            books.take(world.name(index), *world.exports[index][2])
            if turn % 3 == 0:
                seen[day] = {week: late_only(books, week, day) for week in WEEKS[1::2]}
        books.turn(str(LAST + dt.timedelta(days=len(order))))
        for day, expected in seen.items():
            for week, late in expected.items():
                assert late_only(books, week, day, day) == late, (day, week)


def late_only(books: Books, week: str, today: str, known_on: str | None = None) -> list[object]:
    """Amounts alone: a dispute and a customer have one state, whatever day is asked about."""
    return [
        (each.name, each.currency, each.amount, each.amount_days, each.new)
        for each in found(books, week, today, known_on).values()
    ]
