"""JSON Schemas of the policy files, out of the shapes that check them.

Editors complete, explain and underline with them. A schema takes whatever the shape takes, and
refuses what the shape refuses, as far as JSON Schema can tell data apart. It cannot tell:

- that a number in quotes lies outside its bounds, or that 30.0 is not written as 30;
- that a date is none (2026-02-30);
- what the strict reader refuses before there is data (anchors, tags, duplicate keys, 010), and
  what contradicts itself (an unknown term, tiers out of order).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from artui.domain.conditions import operators
from artui.domain.conditions.tree import LISTS, MISSING, PRESENT
from artui.policy.files import FILES
from artui.policy.policy import SUBJECTS
from artui.policy.shape import (
    Choice,
    DayOfMonth,
    Flag,
    ListOf,
    Nullable,
    Number,
    Record,
    Table,
    Text,
    Variant,
    When,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.domain.conditions import Field, Kind
    from artui.policy.shape import Key, Shape

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_DIGITS = r"[0-9]{1,18}(\.[0-9]{1,18})?"
_NOTHING = r"-0{1,18}(\.0{1,18})?"
_ANY_NUMBER = {"type": "number"}
_ANY_TEXT = {"type": "string", "pattern": r"\S"}
_VALUES: Mapping[Kind, Schema] = {
    "id": {"anyOf": [_ANY_TEXT, _ANY_NUMBER]},
    "text": {"anyOf": [_ANY_TEXT, _ANY_NUMBER]},
    "money": {"anyOf": [_ANY_NUMBER, {"type": "string", "pattern": f"^-?{_DIGITS}$"}]},
    "number": {"anyOf": [_ANY_NUMBER, {"type": "string", "pattern": f"^-?{_DIGITS}$"}]},
    "int": {"type": "integer"},
    "bool": {"type": "boolean"},
    "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"},
}


@runtime_checkable
class Described(Protocol):
    """A shape of one file's own that knows its schema."""

    def schema(self) -> Schema:
        """The JSON Schema of what fits."""


def file_schema(name: str) -> Schema:
    """The schema of a policy file, with the built-in defaults of its keys.

    Args:
        name: the file's name without its suffix, a key of FILES.
    """
    made = schema_of(FILES[name].SHAPE, f"{name}.yaml")
    subject = SUBJECTS[name]
    for key, value in subject.to_data(subject.from_data({})).items():
        if key in made["properties"]:
            made["properties"][key]["default"] = value
    return made


def schema_of(shape: Shape, title: str) -> Schema:
    """The schema of a file of one shape."""
    maker = _Maker()
    made = {"$schema": DIALECT, "title": title, **maker.of(shape)}
    return {**made, "$defs": maker.conditions} if maker.conditions else made


class _Maker:
    """Makes schemas; conditions, which may stand within themselves, are kept apart."""

    def __init__(self) -> None:
        self.conditions: dict[str, Schema] = {}
        self._names: dict[tuple[str, ...], str] = {}

    def of(self, shape: Shape) -> Schema:
        """The schema of a shape."""
        match shape:
            case Record():
                return self.record(shape)
            case Variant():
                return self.variant(shape)
            case When():
                return {"$ref": f"#/$defs/{self.condition(shape.fields)}"}
            case Described():
                return shape.schema()
        return self.wrapped(shape) or _plain(shape)

    def wrapped(self, shape: Shape) -> Schema | None:
        """The schema of what holds values of another shape; None for what holds none."""
        match shape:
            case Nullable():
                return {"anyOf": [self.of(shape.of), {"type": "null"}]}
            case ListOf():
                bounds = {"minItems": shape.least, "maxItems": shape.most}
                return {"type": "array", **bounds, "items": self.of(shape.of)}
            case Table():
                names = {"type": "string", **_pattern(shape.names)}
                entries = self.of(shape.of)
                return {"type": "object", "propertyNames": names, "additionalProperties": entries}
        return None

    def keys(self, keys: Mapping[str, Key]) -> Schema:
        """The properties of a mapping, each with what it means."""
        return {
            name: {"description": key.meaning, **self.of(key.shape)} for name, key in keys.items()
        }

    def record(self, shape: Record) -> Schema:
        """A mapping with known keys."""
        required = [name for name, key in shape.keys.items() if key.required]
        made = {"type": "object", "properties": self.keys(shape.keys)}
        closed = {**made, "additionalProperties": False}
        return {**closed, "required": required} if required else closed

    def variant(self, shape: Variant) -> Schema:
        """A bare word, or a mapping of one key."""
        one = {"minProperties": 1, "maxProperties": 1, "additionalProperties": False}
        mapping = {"type": "object", "properties": self.keys(shape.keys), **one}
        return {"anyOf": [{"enum": list(shape.words)}, mapping]} if shape.words else mapping

    def condition(self, fields: Mapping[str, Field]) -> str:
        """The name of the definition of conditions about some fields."""
        asked = tuple(sorted(fields))
        if asked not in self._names:
            number = len(self._names) + 1
            self._names[asked] = "condition" if number == 1 else f"condition_{number}"
            self.conditions[self._names[asked]] = _condition(self._names[asked], fields)
        return self._names[asked]


def _condition(name: str, fields: Mapping[str, Field]) -> Schema:
    again = {"$ref": f"#/$defs/{name}"}
    several = {"type": "array", "minItems": 1, "items": again}
    tests = {
        field: {"description": known.meaning, **_test(known.kind)}
        for field, known in fields.items()
    }
    joined = {
        "all": {"description": "every one of these conditions holds", **several},
        "any": {"description": "at least one of these conditions holds", **several},
        "not": {"description": "this condition does not hold", **again},
    }
    return {
        "description": "every entry must hold, as {po_number: missing, amount: {ge: 1000}}",
        "type": "object",
        "minProperties": 1,
        "properties": {**tests, **joined},
        "additionalProperties": False,
    }


def _test(kind: Kind) -> Schema:
    """What may stand after a field: a value, missing or present, or a mapping of operators."""
    value = _VALUES[kind]
    several = {"type": "array", "minItems": 1, "items": value}
    compared = {
        "type": "object",
        "minProperties": 1,
        "properties": {each: several if each in LISTS else value for each in operators(kind)},
        "additionalProperties": False,
    }
    return {"anyOf": [{"enum": [MISSING, PRESENT]}, value, compared]}


def _plain(shape: Shape) -> Schema:
    """The schema of what is neither a list nor a mapping."""
    match shape:
        case Text():
            text = {"type": "string", **_pattern(shape)}
            return {"anyOf": [text, _bare(shape)]} if shape.bare else text
        case Whole():
            return {"type": "integer", "minimum": shape.least, "maximum": shape.most}
        case DayOfMonth():
            ends = [{"minimum": 1, "maximum": 31}, {"minimum": -27, "maximum": -1}]
            return {"anyOf": [{"const": "eom"}, *({"type": "integer", **end} for end in ends)]}
        case Number():
            return _number(shape)
        case Flag():
            return {"type": "boolean"}
        case Choice():
            return {"enum": list(shape.options)}
    raise TypeError(shape)


def _pattern(shape: Text) -> Schema:
    """The pattern of text, as JavaScript too understands it."""
    if shape.pattern.startswith("(?s)"):
        return {} if shape.pattern == "(?s).*" else {"pattern": r"\S"}
    return {"pattern": f"^(?:{shape.pattern})$"}


def _bare(shape: Text) -> Schema:
    """The numbers that may stand for text without quotes: a name begins with a digit, no sign."""
    return _ANY_NUMBER if shape.pattern.startswith("(?s)") else {"type": "number", "minimum": 0}


def _number(shape: Number) -> Schema:
    most = {} if shape.most is None else {"maximum": float(shape.most)}
    bounds = {"minimum": float(shape.least), **most}
    quoted = f"-?{_DIGITS}" if shape.least < 0 else f"{_NOTHING}|{_DIGITS}"
    return {
        "anyOf": [
            {"type": "string", "pattern": f"^(?:{quoted})$"},
            {"type": "number", **bounds},
        ]
    }
