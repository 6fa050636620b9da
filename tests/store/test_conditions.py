"""Conditions in SQL hold for the rows whose records meet them, and for no others."""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st

from artui.books.evidence import latency_hours
from artui.domain import money
from artui.domain.conditions import FIELDS, Condition, Kind, Test, holds
from artui.domain.days import parse_day
from artui.domain.identity import canonical
from artui.policy import precedence
from artui.store import columns, schema
from artui.store.columns import Column, Flag, Money, Text, Whole
from artui.store.conditions import BLANK, Compiler, deciding, equip, expression
from tests.condition_trees import a_test, trees

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = "a A a\u0301 ä Ä ß ss 01 1 1.0 1,000 1000 J-7 j-7 0J-7 0j7 a\u00a0".split(" ")
_BLANKS = ["", " ", "\t", "\u3000 ", "\u00a0"]
_ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
_TEXTS = st.one_of(st.none(), st.sampled_from(_WORDS + _BLANKS), _ANY)
_LIMITS = [0, 1, 5, -5, 10, 100, 1000, 10_000, 2**63 - 1, -(2**63)]
_WHOLES = st.one_of(st.none(), st.sampled_from(_LIMITS), st.integers(-(2**63), 2**63 - 1))
_FLAGS = st.sampled_from([None, 0, 1])
_ZONES = st.sampled_from(["", "+00:00", "+05:30", "-11:00"])
_MOMENTS = st.one_of(
    st.none(),
    st.dates(dt.date(1970, 1, 1), dt.date(2100, 12, 31)).map(str),
    st.builds(
        lambda when, zone: when.isoformat(timespec="seconds") + zone,
        st.datetimes(dt.datetime(2026, 2, 27), dt.datetime(2026, 3, 2)),  # noqa: DTZ001 - the zone is text
        _ZONES,
    ),
    st.sampled_from(["2026-03-01T00:00:00", "2026-03-01T01:00:00", "2026-03-01T00:00:36"]),
)
_CURRENCIES = st.sampled_from(["USD", "EUR", "JPY", "KWD", "CLF", "usd", ""])
_NUMBERS = st.one_of(
    st.sampled_from([Decimal(text) for text in "0 1 -5 0.5 24 24.01 0.05 0.005 10.0 1e15".split()]),
    st.decimals(-(10**18), 10**18, places=18),
    st.decimals(-(10**4), 10**4, places=3),
)
#: What a policy may compare with.
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    "id": st.sampled_from(_WORDS) | _ANY.filter(str.strip),
    "text": st.sampled_from(_WORDS) | _ANY.filter(str.strip),
    "money": _NUMBERS,
    "number": _NUMBERS,
    "int": st.sampled_from(_LIMITS) | st.integers(-(10**18), 10**18),
    "bool": st.booleans(),
    "date": st.integers(0, 47_000) | st.just(parse_day("2026-03-01")),
}

#: Fields that no table of documents or accounts has: in columns of their own, by their kind.
_APART = sorted(FIELDS.keys() - columns.INVOICE.keys() - columns.ACCOUNT.keys())
_SHARE = 10_000


def _apart(name: str) -> Column:
    kind, sql = FIELDS[name].kind, f"x.{name}"
    made: dict[Kind, Column] = {
        "text": Text(sql),
        "bool": Flag(sql),
        "int": Whole(sql),
        "date": Whole(sql),
        "number": Whole(sql, _SHARE),
        "money": Money(sql, columns.exponent("i.currency")),
    }
    return made[kind]


COLUMNS = {**columns.ACCOUNT, **columns.INVOICE, **{name: _apart(name) for name in _APART}}
_FROM = """FROM item AS i JOIN document AS d ON d.id = i.document_id
    JOIN customer AS c ON c.id = i.customer_id JOIN company AS m ON m.id = c.company_id
    JOIN credit_standing AS s ON s.customer_id = c.id JOIN apart AS x"""


def _made(**kinds: str) -> st.SearchStrategy[dict[str, Any]]:
    """Values for columns, given as names by the kind of value."""
    values = {"texts": _TEXTS, "wholes": _WHOLES, "flags": _FLAGS, "moments": _MOMENTS}
    named = {name: values[kind] for kind, names in kinds.items() for name in names.split()}
    return st.fixed_dictionaries(named)


_STORED = {"text": _TEXTS, "bool": _FLAGS}
#: What stands in a row of each table.
ROWS = st.fixed_dictionaries(
    {
        "customer": _made(
            texts="number segment collector region country currency bill_to tax_code",
            flags="po_required autopay",
        ),
        "company": _made(texts="code"),
        "document": _made(texts="class"),
        "item": st.builds(
            lambda made, currency: {**made, "currency": currency},
            _made(
                texts="type po_number bill_to tax_code site project job_id quote_id approver",
                moments="completed_at sent_at",
                wholes="amount",
            ),
            _CURRENCIES,
        ),
        "credit_standing": st.builds(
            lambda made, currency: {**made, "currency": currency},
            _made(texts="risk_class", wholes="past_due exposure overrun utilisation"
                  " oldest_overdue_days"),
            _CURRENCIES,
        ),
        "apart": st.fixed_dictionaries(
            {name: _STORED.get(FIELDS[name].kind, _WHOLES) for name in _APART}
        ),
    }
)  # fmt: skip


@pytest.fixture(scope="module")
def database() -> Iterator[sqlite3.Connection]:
    """The tables as they are."""
    connection = equip(sqlite3.connect(":memory:", isolation_level=None))
    for statement in schema.every(schema.MAIN):
        connection.execute(statement)
    kinds = {"text": "TEXT"}
    own = ", ".join(f"{name} {kinds.get(FIELDS[name].kind, 'INTEGER')}" for name in _APART)
    connection.execute(f"CREATE TABLE apart (id INTEGER PRIMARY KEY, {own}) STRICT")
    yield connection
    connection.close()


def store(connection: sqlite3.Connection, rows: dict[str, dict[str, Any]]) -> None:
    """One row a table, joined to each other; what may not be NULL is made to be something."""
    for table, values in rows.items():
        connection.execute(f"DELETE FROM {table}")
        row = {"id": 1, "customer_id": 1, "company_id": 1, "document_id": 1, **values}
        if table == "customer":
            row["key"] = canonical(values["number"] or "")
        known = connection.execute(f"PRAGMA table_info({table})").fetchall()
        for _, name, kind, required, default, _ in known:
            if required and default is None and row.get(name) is None:
                row[name] = values[name] = 0 if kind == "INTEGER" else ""
        row = {name: row[name] for _, name, *_ in known if name in row}
        marks = ", ".join("?" * len(row))
        sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"
        connection.execute(sql, (*row.values(),))


def record(rows: dict[str, dict[str, Any]]) -> dict[str, object]:
    """The same as `domain.conditions` takes it."""
    customer, item, account = rows["customer"], rows["item"], rows["credit_standing"]

    def decimal(minor: int | None, currency: str) -> Decimal | None:
        return None if minor is None else money.to_decimal(minor, currency)

    apart = {
        name: decimal(value, item["currency"])
        if FIELDS[name].kind == "money"
        else _share(value)
        if FIELDS[name].kind == "number"
        else value
        for name, value in rows["apart"].items()
    }
    amounts = {name: account[name] for name in ("exposure", "overrun")}
    return {
        **customer,
        "customer_id": customer["number"],
        "customer_bill_to": customer["bill_to"],
        "customer_tax_code": customer["tax_code"],
        "company": rows["company"]["code"],
        **item,
        "class": rows["document"]["class"],
        "amount": decimal(item["amount"], item["currency"]),
        **{name: _day(item[name]) for name in ("completed_at", "sent_at")},
        "send_latency_hours": latency_hours(item["completed_at"], item["sent_at"]),
        "past_due_amount": decimal(account["past_due"], account["currency"]),
        **{name: decimal(value, account["currency"]) for name, value in amounts.items()},
        "utilisation": _share(account["utilisation"]),
        "oldest_overdue_days": account["oldest_overdue_days"],
        "risk_class": account["risk_class"],
        **apart,
    }


def _share(stored: int | None) -> Decimal | None:
    return None if stored is None else Decimal(stored).scaleb(-4)


def _day(text: str | None) -> int | None:
    return parse_day(text[:10]) if text else None


@settings(max_examples=400, deadline=None)
@given(rows=ROWS, conditions=st.lists(trees(VALUES), min_size=1, max_size=12))
def test_sql_and_python_agree(
    database: sqlite3.Connection, rows: dict[str, dict[str, Any]], conditions: list[Condition]
) -> None:
    store(database, rows)
    made = [expression(each, COLUMNS, f"c{n}_") for n, each in enumerate(conditions)]
    parameters = {name: value for each in made for name, value in each.parameters.items()}
    assert len(parameters) == sum(len(each.parameters) for each in made)
    sql = f"SELECT {', '.join(each.sql for each in made)} {_FROM}"
    note(sql)
    (found,) = database.execute(sql, parameters)
    expected = record(rows)
    assert expected.keys() >= FIELDS.keys()
    assert list(found) == [int(holds(each, expected)) for each in conditions]


@settings(max_examples=300, deadline=None)
@given(rows=ROWS, data=st.data())
def test_each_field_by_itself(
    database: sqlite3.Connection, rows: dict[str, dict[str, Any]], data: st.DataObject
) -> None:
    """What is compared is often very near to what is stored, or another spelling of it."""
    store(database, rows)
    stored = record(rows)
    name = data.draw(st.sampled_from(sorted(FIELDS)))
    kind = FIELDS[name].kind
    values: dict[Kind, st.SearchStrategy[Any]] = {
        **VALUES,
        kind: VALUES[kind] | _near(stored[name]),
    }
    tests = data.draw(st.lists(a_test(values, name), min_size=4, max_size=8))
    made = Compiler(COLUMNS)
    sql = ", ".join(made.holds(test) for test in tests)
    (found,) = database.execute(f"SELECT {sql} {_FROM}", made.parameters)
    assert list(found) == [int(holds(test, stored)) for test in tests]


def _near(value: object) -> st.SearchStrategy[Any]:
    """What differs from a value by nothing or by next to nothing."""
    if isinstance(value, Decimal):
        least = Decimal("1e-6")
        return st.sampled_from([value.quantize(least) + n * least for n in (-1, 0, 1)])
    if isinstance(value, str) and value.strip():
        return st.sampled_from([value, f"0{value}", f"{value}.0", value.swapcase(), f" {value}"])
    return st.nothing() if value is None or isinstance(value, str) else st.just(value)


@pytest.mark.parametrize("stored", [-(2**63), -1, 0, 1, 2**63 - 1])
@pytest.mark.parametrize("asked", ["-1e25", "-9223372036854775809", "9223372036854775808", "1e25"])
def test_what_no_integer_of_64_bits_can_be(
    database: sqlite3.Connection, stored: int, asked: str
) -> None:
    for operator in ("eq", "ne", "lt", "le", "gt", "ge"):
        test = Test("days_past_due", operator, Decimal(asked))
        made = expression(test, {"days_past_due": Whole(":stored")})
        ((found,),) = database.execute(f"SELECT {made.sql}", {**made.parameters, "stored": stored})
        assert found == int(holds(test, {"days_past_due": stored})), operator


def test_whatever_python_calls_blank_is_blank() -> None:
    assert set(BLANK) == {chr(n) for n in range(sys.maxunicode + 1) if chr(n).isspace()}


def test_a_field_without_a_column_is_refused() -> None:
    with pytest.raises(KeyError):
        expression(Test("overrun", "missing"), columns.INVOICE)


@dataclass(frozen=True)
class Rule:
    """A rule and its name."""

    name: int
    when: Condition | None


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, whens=st.lists(st.none() | trees(VALUES), max_size=5))
def test_the_rule_that_decides(
    database: sqlite3.Connection, rows: dict[str, dict[str, Any]], whens: list[Condition | None]
) -> None:
    store(database, rows)
    rules = [Rule(n, when) for n, when in enumerate(whens)]
    made = deciding(rules, COLUMNS)
    ((found,),) = database.execute(f"SELECT {made.sql} {_FROM}", made.parameters)
    expected = precedence.deciding(rules, record(rows))
    assert found == (expected.name if expected else None)
