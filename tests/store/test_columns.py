"""What is stored, in the units conditions compare."""

from __future__ import annotations

import datetime as dt
import sqlite3
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from artui.books.evidence import latency_hours
from artui.domain import money
from artui.domain.conditions import FIELDS, Test, fields_about
from artui.domain.days import iso
from artui.domain.identity import canonical
from artui.store import columns
from artui.store.columns import Id
from artui.store.conditions import equip, expression

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATES = st.dates(dt.date(1970, 1, 1), dt.date(2100, 12, 31)).map(str)
_CLOCK = st.datetimes(dt.datetime(1970, 1, 1), dt.datetime(2100, 12, 31))  # noqa: DTZ001 - its zone is text
_ZONES = st.sampled_from(["", "+00:00", "+05:30", "-11:00", "+14:00"])
#: Timestamps in every form in which the exports' reader writes them.
MOMENTS = _DATES | st.builds(
    lambda when, zone: when.isoformat(timespec="seconds") + zone, _CLOCK, _ZONES
)
_SPELLED = st.from_regex(r"[0-9A-Za-z ,./_#ÄßÉ-]{1,8}", fullmatch=True) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1
)


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    """No table is asked, only values."""
    made = equip(sqlite3.connect(":memory:"))
    yield made
    made.close()


@settings(max_examples=500, deadline=None)
@given(start=st.none() | MOMENTS, end=st.none() | MOMENTS)
def test_seconds_between(
    connection: sqlite3.Connection, start: str | None, end: str | None
) -> None:
    sql = f"SELECT {columns.seconds_between(':start', ':end')}"
    ((found,),) = connection.execute(sql, {"start": start, "end": end})
    hours = latency_hours(start, end)
    assert found == (None if hours is None else round(hours * columns.SECONDS_AN_HOUR))


@settings(max_examples=300, deadline=None)
@given(moment=MOMENTS)
def test_the_day_of_a_moment(connection: sqlite3.Connection, moment: str) -> None:
    ((found,),) = connection.execute(f"SELECT {columns.day(':at')}", {"at": moment})
    assert iso(found) == moment[:10]
    assert connection.execute(f"SELECT {columns.day('NULL')}").fetchone() == (None,)


@pytest.mark.parametrize("currency", [*money.EXPONENTS, "USD", "usd", "", "XXX"])
def test_the_decimals_of_a_currency(connection: sqlite3.Connection, currency: str) -> None:
    sql = f"SELECT {columns.exponent(':currency')}"
    assert connection.execute(sql, {"currency": currency}).fetchone() == (money.exponent(currency),)


@settings(max_examples=500, deadline=None)
@given(spelled=_SPELLED.filter(str.strip), other=_SPELLED.filter(str.strip))
def test_ids_are_compared_on_their_canonical_form(
    connection: sqlite3.Connection, spelled: str, other: str
) -> None:
    for asked in (other, f"0{spelled}", spelled.swapcase(), f"{spelled}.0"):
        made = expression(Test("job_id", "eq", asked), {"job_id": Id(":it")})
        ((found,),) = connection.execute(f"SELECT {made.sql}", {**made.parameters, "it": spelled})
        assert found == int(canonical(spelled) == canonical(asked))


@pytest.mark.parametrize("name", ["job_id", "quote_id"])
def test_the_jobs_and_quotes_of_invoices_stand_as_exports_spell_them(name: str) -> None:
    assert columns.INVOICE[name] == Id(f"i.{name}", canonical=False)


def test_what_rules_may_ask_has_its_column() -> None:
    assert columns.CUSTOMER.keys() == fields_about("customer").keys()
    assert columns.INVOICE.keys() == fields_about("customer", "invoice").keys()
    assert columns.ACCOUNT.keys() <= FIELDS.keys()
