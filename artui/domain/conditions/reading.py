"""Conditions out of plain data, and back into it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from artui.domain.conditions.fields import FIELDS, ORDERED, Field, Kind
from artui.domain.conditions.problem import Path, Problem, shown
from artui.domain.conditions.tree import (
    EQUALITY,
    LISTS,
    MISSING,
    ORDER,
    PRESENT,
    AllOf,
    AnyOf,
    Condition,
    Not,
    Test,
    Value,
)
from artui.domain.days import iso, parse_day

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DECIMAL = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOUNS: Mapping[Kind, str] = {
    "id": "an id",
    "text": "text",
    "money": 'an amount such as "1000.00"',
    "number": "a number such as 24 or 0.9",
    "int": "a whole number",
    "bool": "true or false",
    "date": "a date such as 2026-01-31",
}


def parse(
    data: object, where: Path = (), fields: Mapping[str, Field] = FIELDS
) -> Condition | tuple[Problem, ...]:
    """Read a condition.

    Args:
        data: what stands after `when`.
        where: the path of `data` in its file.
        fields: those that make sense here.

    Returns:
        The condition, or everything that is wrong with it.
    """
    found = tuple(problems(data, where, fields))
    return found or from_data(data)


def problems(
    data: object, where: Path = (), fields: Mapping[str, Field] = FIELDS
) -> Iterator[Problem]:
    """Everything that is wrong with a condition's data, at its place."""
    if not isinstance(data, dict) or not data:
        yield Problem(where, "A condition names at least one field, as {segment: strategic}.")
        return
    for key, value in data.items():
        path = (*where, key)
        if key in ("all", "any"):
            yield from _list_problems(value, path, fields)
        elif key == "not":
            yield from problems(value, path, fields)
        elif key in fields:
            yield from _test_problems(fields[key].kind, value, path)
        else:
            yield _unknown_field(key, path, fields)


def _unknown_field(key: str, path: Path, fields: Mapping[str, Field]) -> Problem:
    if key in FIELDS:
        return Problem(path, f"The field '{key}' is not known where this is decided.", on_key=True)
    known = (*fields, "all", "any", "not")
    return Problem(path, f"Unknown field {shown(key)}.", on_key=True, word=key, known=known)


def _list_problems(data: object, path: Path, fields: Mapping[str, Field]) -> Iterator[Problem]:
    if not isinstance(data, list) or not data:
        yield Problem(path, f"'{path[-1]}' takes a list of conditions.")
        return
    for index, part in enumerate(data):
        yield from problems(part, (*path, index), fields)


def _test_problems(kind: Kind, data: object, path: Path) -> Iterator[Problem]:
    field = str(path[-1])
    if data is None:
        yield Problem(path, f"'{field}' has no value; write 'missing' to ask for a blank.")
    elif isinstance(data, list):
        yield Problem(path, f"'{field}' takes a list only as {{in: [...]}}.")
    elif not isinstance(data, dict):
        if data not in (MISSING, PRESENT):
            yield from _value_problems(kind, data, path, field)
    elif not data:
        yield Problem(path, f"'{field}' compares with nothing.")
    else:
        for operator, value in data.items():
            yield from _operator_problems(kind, operator, value, (*path, operator))


def operators(kind: Kind) -> tuple[str, ...]:
    """The operators that compare a field of some kind with a value, or with a list of them."""
    return (*EQUALITY, *(ORDER if kind in ORDERED else ()), *(() if kind == "bool" else LISTS))


def _operator_problems(kind: Kind, operator: str, data: object, path: Path) -> Iterator[Problem]:
    field = str(path[-2])
    known = operators(kind)
    if operator in (MISSING, PRESENT):
        yield Problem(path, f"Write '{field}: {operator}', without braces.", on_key=True)
    elif operator not in known:
        message = f"Unknown operator {shown(operator)} for {_NOUNS[kind]}."
        yield Problem(path, message, on_key=True, word=operator, known=known)
    elif operator not in LISTS:
        yield from _value_problems(kind, data, path, field)
    elif not isinstance(data, list) or not data:
        yield Problem(path, f"'{operator}' takes a list of values.")
    else:
        for index, value in enumerate(data):
            yield from _value_problems(kind, value, (*path, index), field)


def _value_problems(kind: Kind, data: object, path: Path, field: str) -> Iterator[Problem]:
    if _value(kind, data) is None:
        yield Problem(path, f"'{field}' compares with {_NOUNS[kind]}, not {shown(data)}.")


def _value(kind: Kind, data: object) -> Value | None:
    """The value data stands for, None where it stands for none of this kind."""
    if kind == "bool" or isinstance(data, bool):
        return data if kind == "bool" and isinstance(data, bool) else None
    if kind == "int":
        return data if isinstance(data, int) else None
    if not isinstance(data, str | int | Decimal):
        return None
    text = format(data, "f") if isinstance(data, Decimal) else str(data)
    if kind in ("id", "text"):
        return text if text.strip() else None
    if kind == "date":
        return _day(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


def _day(text: str) -> int | None:
    if not _ISO_DATE.fullmatch(text):
        return None
    try:
        return parse_day(text)
    except ValueError:
        return None


def from_data(data: Any) -> Condition:
    """The condition of data in which `problems` finds nothing."""
    parts = tuple(part for key, value in data.items() for part in _parts(key, value))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def _parts(key: str, data: Any) -> Iterator[Condition]:
    if key == "all":
        yield AllOf(tuple(from_data(part) for part in data))
    elif key == "any":
        yield AnyOf(tuple(from_data(part) for part in data))
    elif key == "not":
        yield Not(from_data(data))
    elif data in (MISSING, PRESENT):
        yield Test(key, data)
    else:
        kind = FIELDS[key].kind
        for operator, value in (data if isinstance(data, dict) else {"eq": data}).items():
            many = operator in LISTS
            yield Test(key, operator, _values(kind, value) if many else _value(kind, value))


def _values(kind: Kind, data: list[object]) -> tuple[Value, ...]:
    return tuple(value for each in data if (value := _value(kind, each)) is not None)


def to_data(condition: Condition) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry."""
    match condition:
        case AllOf():
            return {"all": [to_data(part) for part in condition.parts]}
        case AnyOf():
            return {"any": [to_data(part) for part in condition.parts]}
        case Not():
            return {"not": to_data(condition.part)}
        case Test(field, operator, value):
            plain = None if value is None else _plain(FIELDS[field].kind, value)
            return {field: operator if plain is None else {operator: plain}}


def _plain(kind: Kind, value: Value | tuple[Value, ...]) -> Any:
    if isinstance(value, tuple):
        return [_plain(kind, each) for each in value]
    if kind == "date" and isinstance(value, int):
        return iso(value)
    return format(value, "f") if isinstance(value, Decimal) else value


def mentions(data: Any, field: str, where: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every value a condition's data compares a text field with, and its path."""
    for key, value in data.items():
        path = (*where, key)
        if key in ("all", "any"):
            for index, part in enumerate(value):
                yield from mentions(part, field, (*path, index))
        elif key == "not":
            yield from mentions(value, field, path)
        elif key == field and value not in (MISSING, PRESENT):
            yield from _leaves(value, path)


def _leaves(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, dict | list):
        entries = data.items() if isinstance(data, dict) else enumerate(data)
        for key, value in entries:
            yield from _leaves(value, (*path, key))
    else:
        yield path, str(data)
