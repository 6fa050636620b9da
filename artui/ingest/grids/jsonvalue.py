"""JSON objects as flat rows of text: numbers as written, nested fields by dotted names."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from artui.ingest import refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_FIELDS = 2_000
LONGEST_EXPONENT = 40
DEEPEST = 16
_WORDS: Mapping[object, str] = {None: "", True: "true", False: "false"}


class Number(str):
    """A number, as it is written."""

    __slots__ = ()


class Unfit:
    """What stands in the place of a value that cannot be had, and why: a predicate of its row."""

    __slots__ = ("reason",)

    def __init__(self, reason: str) -> None:
        self.reason = reason


#: Types of values of which a cell is made at once.
_TEXTS = {str, Number}
_SINGLE = {*_TEXTS, bool, type(None)}


class Fields:
    """The names of fields, in order of appearance.

    Attributes:
        names: them, as the keys of a dictionary, which is quick to look in.
    """

    def __init__(self) -> None:
        self.names: dict[str, None] = {}

    def add(self, cells: Mapping[str, str]) -> None:
        """Learn the fields of one more object.

        Raises:
            TooManyFieldsError: there are too many for a table, since the names are data themselves.
        """
        if cells.keys() <= self.names.keys():
            return
        self.names.update(dict.fromkeys(cells))
        if len(self.names) > MOST_FIELDS:
            raise refusal.TooManyFieldsError(limit=f"{MOST_FIELDS:,}")


def _members(pairs: list[tuple[str, object]]) -> dict[str, object] | Unfit:
    """An object's members; which of two of one name is meant cannot be known."""
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    seen: set[str] = set()
    twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]  # add gives None, which goes on
    return Unfit(f"names the field {refusal.quoted(twice)} twice")


def _number(text: str) -> Number | Unfit:
    """A number with a point or an exponent; the latter is written out.

    What has exactly three decimals gets a zero more, so that nobody takes 1.234 for a thousand.
    """
    if "e" not in text and "E" not in text:
        return Number(f"{text}0" if text[-4:-3] == "." else text)
    number = Decimal(text)
    if abs(int(number.as_tuple().exponent)) > LONGEST_EXPONENT:
        return Unfit(f"holds the number {refusal.quoted(text)}, which is beyond any amount")
    return Number(format(number, "f"))


def _constant(text: str) -> Unfit:
    return Unfit(f"holds {text}, which is no number")


#: Reads JSON without ever making a float of an amount.
DECODER = json.JSONDecoder(
    object_pairs_hook=_members,
    parse_float=_number,
    parse_int=Number,
    parse_constant=_constant,
)


def row(value: object) -> dict[str, str]:
    """An object as a row: the cell of each field, nested fields as `outer.inner`.

    Nothing is blank; true and false are words; a list of single values is joined by commas, a
    list of anything else stays as compact JSON.

    Raises:
        ValueError: it is no object or cannot be a row; the message is a predicate of it.
    """
    if isinstance(value, Unfit):
        raise ValueError(value.reason)  # noqa: TRY004  # the text is at fault, no caller's type
    if not isinstance(value, dict):
        raise ValueError("is no JSON object")  # noqa: TRY004  # as above
    types = {*map(type, value.values())}
    if types <= _TEXTS:
        return value
    if types <= _SINGLE:
        return {name: _WORDS.get(each, each) for name, each in value.items()}
    cells: dict[str, str] = {}
    _lay(cells, "", value, 0)
    return cells


def _lay(cells: dict[str, str], prefix: str, members: Mapping[str, object], depth: int) -> None:
    """Put an object's members into a row, by their names after a prefix."""
    if depth > DEEPEST:
        raise ValueError(f"is nested deeper than {DEEPEST} levels")
    for key, value in members.items():
        name = prefix + key
        if isinstance(value, dict) and value:
            _lay(cells, f"{name}.", value, depth + 1)
        elif name in cells:
            raise ValueError(f"names the field {refusal.quoted(name)} twice")
        else:
            cells[name] = _cell(value)


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return _listed(value)
    if isinstance(value, Unfit):
        raise ValueError(value.reason)  # noqa: TRY004  # the text is at fault, no caller's type
    return "" if isinstance(value, dict) else _WORDS[value]


def _listed(values: list[object]) -> str:
    if not any(isinstance(each, (dict, list)) for each in values):
        return ", ".join(map(_cell, values))
    return _compact(values, 0)


def _compact(value: object, depth: int) -> str:
    """A value as JSON without blanks, its numbers as they were written."""
    if depth > DEEPEST:
        raise ValueError(f"is nested deeper than {DEEPEST} levels")
    if isinstance(value, list):
        return f"[{','.join(_compact(each, depth + 1) for each in value)}]"
    if isinstance(value, dict):
        members = (f"{_quoted(key)}:{_compact(each, depth + 1)}" for key, each in value.items())
        return f"{{{','.join(members)}}}"
    if value is None:
        return "null"
    return _quoted(value) if isinstance(value, str) and type(value) is str else _cell(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def check_text(cells: Mapping[str, str]) -> None:
    """Make sure that a row can be written down: escapes can name what is no character.

    Raises:
        ValueError: it cannot; the message is a predicate of the row.
    """
    whole = "".join((*cells, *cells.values()))
    if "\0" in whole:
        raise ValueError("holds a NUL character")
    try:
        whole.encode()
    except UnicodeEncodeError:
        raise ValueError("holds half of a character") from None


def fault(error: json.JSONDecodeError) -> str:
    """What is wrong with a text that is no JSON, as a predicate of it."""
    unended = error.msg.startswith("Unterminated string")
    if unended or error.pos >= len(error.doc.rstrip()):
        return "is a JSON object that is cut off"
    return f"is no JSON: {error.msg} at character {error.colno:,}"
