"""The largest policy a file can hold stays within the limits SQLite has by default."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.conditions import AllOf, Condition, from_data, holds, problems
from artui.policy.document import DEEPEST, LARGEST, Document, parse
from artui.store.columns import SECONDS_AN_HOUR, Id, Money, Text, Whole, exponent
from artui.store.conditions import Compiler, equip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from artui.store.columns import Column

_COLUMNS: dict[str, Column] = {
    "type": Text("r.type"),
    "job_id": Id("r.job_id"),
    "amount": Money("r.amount", exponent("r.currency")),
    "send_latency_hours": Whole("r.seconds", SECONDS_AN_HOUR),
}
_RECORD = {"type": "z", "job_id": "J-0007", "amount": None, "send_latency_hours": None}


@pytest.fixture
def row() -> Iterator[sqlite3.Connection]:
    """One row of table r, in a database with the limits of SQLite as its authors build it."""
    connection = equip(sqlite3.connect(":memory:"))
    connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 32_766)
    connection.setlimit(sqlite3.SQLITE_LIMIT_EXPR_DEPTH, 1000)
    connection.execute(
        "CREATE TABLE r (type TEXT, job_id TEXT, amount INTEGER, currency TEXT, seconds INTEGER)"
    )
    connection.execute("INSERT INTO r VALUES ('z', 'J-0007', NULL, 'USD', NULL)")
    yield connection
    connection.close()


def largest(of: Callable[[int], Any]) -> Any:
    """The largest data that `of` makes of a number and a file of policies can hold."""
    number = 1
    while len(yaml(of(number * 2))) <= LARGEST:
        number *= 2
    step = number
    while step := step // 2:
        if len(yaml(of(number + step))) <= LARGEST:
            number += step
    return of(number)


def yaml(data: Any) -> str:
    """The file, as short as YAML lets it be: JSON with as few blanks and quotes as it takes."""
    plain = json.dumps(data, separators=(",", ": ")).replace('"', "")
    return f"reasons: {{a: {{when: {plain}}}}}"


def loaded(data: Any) -> Condition:
    """A condition out of a file that has it."""
    found = parse(yaml(data), "reasons.yaml")
    assert isinstance(found, Document), found
    when = found.data["reasons"]["a"]["when"]
    assert list(problems(when)) == []
    return from_data(when)


def asked(connection: sqlite3.Connection, conditions: list[Condition]) -> object:
    compiler = Compiler(_COLUMNS)
    case = compiler.first(enumerate(conditions))
    # As deep in a statement as the reasons of a week are, and deeper.
    sql = f"WITH e AS (SELECT {case} AS found FROM r) SELECT * FROM (SELECT found FROM e)"
    ((found,),) = connection.execute(sql, compiler.parameters)
    return found


#: Values are bound once each, and SQLite looks each up among all: of most shapes a few must do.
_FEW = 300


def _values(number: int) -> dict[str, Any]:
    return {"any": [{"type": f"{n:x}"} for n in range(number)]}


def _tests(number: int) -> dict[str, Any]:
    return {"any": [{"type": f"{n % _FEW}"} for n in range(number)]}


def _list(number: int) -> dict[str, Any]:
    return {"job_id": {"in": list(range(1, number))}}


def _amounts(number: int) -> dict[str, Any]:
    return {"any": [{"amount": {"gt": n % _FEW, "lt": 5}} for n in range(number)]}


def _nested(number: int) -> dict[str, Any]:
    """Groups within groups as deep as a file may have them, each wide, the deepest one last."""
    data: dict[str, Any] = {"type": "z"}
    for level in range((DEEPEST - 5) // 2):
        word = ("any", "all")[level % 2]
        data = {word: [*({"type": f"{n % _FEW}"} for n in range(number)), data]}
    return data


def _branching(number: int, level: int = (DEEPEST - 5) // 2) -> dict[str, Any]:
    """A tree that branches at every level, into four parts but the first into as many as fit."""
    if level == 0:
        return {"type": "z"}
    wide = number if level == (DEEPEST - 5) // 2 else 4
    return {("any", "all")[level % 2]: [_branching(number, level - 1) for _ in range(wide)]}


def _negated(number: int) -> dict[str, Any]:
    data = _tests(number)
    for _ in range(DEEPEST - 8):
        data = {"not": data}
    return data


@pytest.mark.slow
@pytest.mark.parametrize("shape", [_values, _tests, _list, _amounts, _nested, _branching, _negated])
def test_one_condition_that_fills_a_file(
    row: sqlite3.Connection, shape: Callable[[int], Any]
) -> None:
    condition = loaded(largest(shape))
    expected = 0 if holds(condition, _RECORD) else None
    assert asked(row, [condition]) == expected


@pytest.mark.slow
def test_as_many_reasons_as_a_file_has_room_for(row: sqlite3.Connection) -> None:
    conditions = [
        AllOf((from_data({"type": {"ne": f"{n % _FEW}"}}), from_data({"amount": {"ge": n % 9}})))
        for n in range(LARGEST // 40)
    ]
    last = from_data({"type": "z"})
    assert asked(row, [*conditions, last]) == len(conditions)
