"""The top ten by whom and what late invoices came from, and of some reasons or one owner alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pytest

from artui.domain.reasons import NONE, By, Rank, Scope
from artui.errors import UsageError
from artui.report import reasons
from artui.report.reasons import Wish
from artui.report.request import Request
from tests.homes import invoice, job
from tests.report.test_feed import freeze

if TYPE_CHECKING:
    from artui.report.request import Source
    from tests.homes import Books

WEEK = "2026-W46"
ALL = 10_000


def found(source: Source, **wish: Any) -> dict[str, Any]:
    made = reasons.report(source, Request(), Wish(WEEK, **wish))
    assert made.ok
    return made.data


def added(parts: list[dict[str, Any]], measure: str) -> dict[str, int]:
    """Cents by currency."""
    sums: dict[str, int] = {}
    for part in parts:
        for currency, amount in part[measure].items():
            sums[currency] = sums.get(currency, 0) + int(amount.replace(".", ""))
    return sums


@pytest.mark.parametrize("scope", get_args(Scope))
@pytest.mark.parametrize("rank", get_args(Rank))
@pytest.mark.parametrize("by", get_args(By))
def test_rows_others_and_unexplained_are_the_whole(
    sample_source: Source, by: By, rank: Rank, scope: Scope
) -> None:
    whole = found(sample_source, rank=rank, scope=scope)
    data = found(sample_source, by=by, rank=rank, scope=scope, top=3)
    assert (data["by"], data["late_invoices"]) == (by, whole["late_invoices"])
    assert (data["unexplained"], data["explained"]) == (whole["unexplained"], whole["explained"])
    parts = [*data["rows"], data["others"], data["unexplained"]]
    assert sum(part["invoices"] for part in parts) == data["late_invoices"]
    every = [*found(sample_source, rank=rank, scope=scope, top=ALL)["rows"], whole["unexplained"]]
    for measure in ("amount", "amount_days"):
        assert added(parts, measure) == added(every, measure)
    assert sum(float(row["share"]) for row in data["rows"]) <= 1.0001
    assert len({row["key"] for row in data["rows"]}) == len(data["rows"])


@pytest.mark.parametrize("by", get_args(By))
def test_a_row_says_the_same_in_this_week_as_in_its_four_weeks(
    sample_source: Source, by: By
) -> None:
    for row in found(sample_source, by=by, top=ALL)["rows"]:
        *earlier, last = row["four_weeks"]
        assert [each["week"] for each in earlier] == ["2026-W43", "2026-W44", "2026-W45"]
        assert last == {
            "week": WEEK,
            "invoices": row["invoices"],
            "amount_days": row["amount_days"],
        }
        assert earlier[-1]["invoices"] == row["previous_invoices"]
        assert (row["previous_rank"] is None) == (row["previous_invoices"] == 0)


def test_an_owners_row_is_its_reasons_together(sample_source: Source) -> None:
    every = found(sample_source, top=ALL)["rows"]
    for row in found(sample_source, by="owner", top=ALL)["rows"]:
        own = [each for each in every if each["owner"] == row["owner"] == row["key"]]
        assert row["invoices"] == sum(each["invoices"] for each in own)
        assert [each["reason"] for each in row["reasons"]] == [each["reason"] for each in own[:3]]
        only = found(sample_source, owner=row["owner"], top=ALL)
        assert [each["reason"] for each in only["rows"]] == [each["reason"] for each in own]
        assert (only["late_invoices"], only["explained"]) == (row["invoices"], "1")


@pytest.mark.parametrize("by", ["company", "dispatcher", "template"])
def test_one_reason_alone_by_where_it_came_from(sample_source: Source, by: By) -> None:
    for reason in found(sample_source)["rows"][:4]:
        data = found(sample_source, reason=reason["reason"].upper(), by=by, top=ALL)
        assert data["reason"] == reason["reason"]
        assert sum(row["invoices"] for row in data["rows"]) == reason["invoices"]
        assert added(data["rows"], "amount") == added([reason], "amount")
        assert {each["reason"] for row in data["rows"] for each in row["reasons"]} == {
            reason["reason"]
        }
        assert len(data["checks"]) >= 2


def test_what_an_export_calls_a_reason_names_it_too(sample_source: Source) -> None:
    assert found(sample_source, reason="po1")["reason"] == "missing_po"


def test_an_unknown_reason_is_wrong_usage(sample_source: Source) -> None:
    with pytest.raises(UsageError, match="Did you mean 'sent_late'"):
        found(sample_source, reason="sent_lat")


@pytest.fixture
def crews(books: Books) -> Books:
    """Two crews and a template; an invoice without a job, and one without a reason."""
    books.turn("2026-11-16")
    for number, dispatcher in enumerate(["rosa", "rosa", "nils"], 1):
        books.take(f"jobs_{number}.csv", job(f"J{number}", dispatcher=dispatcher, template="T"))
    late = {"due_date": "2026-10-20"}
    books.take(
        "invoices_2026-11-02.csv",
        invoice("I1", "10.00", job_id="J1", reason="TX1", **late),
        invoice("I2", "20.00", job_id="J2", reason="PR1", **late),
        invoice("I3", "50.00", job_id="J3", reason="TX1", **late),
        invoice("I4", "90.00", reason="TX1", **late),
    )
    return books


def test_what_nobody_told_has_a_row_of_its_own(crews: Books, source: Source) -> None:
    rows = found(source, by="dispatcher")["rows"]
    assert [(row["key"], row["invoices"]) for row in rows] == [(NONE, 1), ("nils", 1), ("rosa", 2)]
    assert [each["label"] for each in rows[2]["reasons"]] == [
        "Price or quantity differs from the quote",
        "Wrong tax",
    ]
    [(key, count)] = [
        (row["key"], row["invoices"])
        for row in found(source, by="template")["rows"]
        if row["key"] != NONE
    ]
    assert (key, count) == ("T", 3)
    assert crews.home.today()


def test_a_frozen_week_keeps_whom_it_came_from(crews: Books, source: Source) -> None:
    freeze(crews, WEEK)
    frozen = {by: found(source, by=by) for by in get_args(By)}
    crews.turn("2026-11-17")
    for number in (1, 2, 3):
        crews.take(f"jobs_{number}_2026-11-17.csv", job(f"J{number}", dispatcher="emil"))
    crews.take("customers_2026-11-17.csv", {"customer_id": "C1", "name": "X", "segment": "new"})
    assert {by: found(source, by=by) for by in get_args(By)} == frozen
    assert [row["key"] for row in frozen["segment"]["rows"]] == [NONE]


def test_a_week_not_frozen_is_unknown_beside_a_frozen_one(crews: Books, source: Source) -> None:
    freeze(crews, WEEK)
    row = found(source)["rows"][0]
    assert [each["invoices"] for each in row["four_weeks"]] == [None, None, None, 3]
    made = reasons.report(source, Request(), Wish(WEEK))
    assert made.sections[0].rows[0]["trend"] == "? ? ? 3"
