"""What a policy file may look like, as data: one definition that checks and describes.

A shape says which plain data it takes and names what it does not take. Files are described with
shapes once (`SHAPE` beside each policy); loading and unknown-key findings follow from that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from artui.domain import conditions
from artui.domain.conditions import FIELDS, Field, Path, Problem, named, shown
from artui.policy.plain import code, is_number, is_whole, to_decimal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: Names people give: terms, rules, reasons.
NAME = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}"
_LONGEST, _SHORTEST = 31, 28


class Shape(Protocol):
    """Something plain data can fit."""

    @property
    def noun(self) -> str:
        """What fits, with its article, as in "must be a whole number"."""

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""


def misfit(shape: Shape, data: Any, where: Path) -> Problem:
    """The sentence for data of the wrong type."""
    return Problem(where, f"{named(where)} must be {shape.noun}, not {shown(data)}.")


@dataclass(frozen=True, slots=True)
class Text:
    """Text, or a bare number where `bare` lets codes go unquoted."""

    noun: str = "text"
    pattern: str = r"(?s).*\S.*"
    bare: bool = False

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        text = code(data) if self.bare and is_number(data) else data
        if not isinstance(text, str) or not re.fullmatch(self.pattern, text):
            yield misfit(self, data, where)


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number between two bounds."""

    least: int
    most: int

    @property
    def noun(self) -> str:
        """What fits."""
        return f"a whole number from {self.least} to {self.most}"

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        if not (is_whole(data) and self.least <= data <= self.most):
            yield misfit(self, data, where)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day of the month: 1 to 31, eom for its last day, or negative, counted from its end."""

    noun: str = "a day of the month: 1 to 31, eom, or -1 to -27 counted from its end"

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        fits = is_whole(data) and (1 <= data <= _LONGEST or -_SHORTEST < data < 0)
        if data != "eom" and not fits:
            yield misfit(self, data, where)


@dataclass(frozen=True, slots=True)
class Number:
    """A number or amount, best quoted; never an exponent, never grouped."""

    noun: str
    least: Decimal = Decimal(0)
    most: Decimal | None = None

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        value = to_decimal(data)
        if value is None or value < self.least or (self.most is not None and value > self.most):
            yield misfit(self, data, where)


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    noun: str = "true or false"

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        if not isinstance(data, bool):
            yield misfit(self, data, where)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a closed set of words."""

    options: tuple[str, ...]

    @property
    def noun(self) -> str:
        """What fits."""
        return "one of " + ", ".join(self.options)

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        if data not in self.options:
            problem = misfit(self, data, where)
            yield Problem(where, problem.message, word=str(data), known=self.options)


@dataclass(frozen=True, slots=True)
class Nullable:
    """Another shape, or null."""

    of: Shape

    @property
    def noun(self) -> str:
        """What fits."""
        return f"{self.of.noun}, or null"

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        if data is not None:
            yield from self.of.problems(data, where)


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose entries have one shape."""

    of: Shape
    least: int = 0
    most: int = 1000

    @property
    def noun(self) -> str:
        """What fits."""
        return f"a list of {self.least} to {self.most} entries"

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        if not isinstance(data, list):
            yield misfit(self, data, where)
            return
        if not self.least <= len(data) <= self.most:
            yield Problem(where, f"{named(where)} must be {self.noun}, not {len(data)}.")
        for index, entry in enumerate(data):
            yield from self.of.problems(entry, (*where, index))


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from names people choose to values of one shape."""

    of: Shape
    names: Text
    noun: str = "a mapping"

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        if not isinstance(data, dict):
            yield misfit(self, data, where)
            return
        for name, entry in data.items():
            path = (*where, name)
            if any(self.names.problems(name, path)):
                yield Problem(
                    path, f"The key {shown(name)} must be {self.names.noun}.", on_key=True
                )
            yield from self.of.problems(entry, path)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a record: the shape of its value, and a line on what it means."""

    shape: Shape
    meaning: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping with known keys.

    Attributes:
        keys: the keys it may have.
        later: keys people will try that this release refuses, and what to do instead.
    """

    keys: Mapping[str, Key]
    later: Mapping[str, str] = field(default_factory=dict)

    @property
    def noun(self) -> str:
        """What fits."""
        return "a mapping with " + ", ".join(self.keys)

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        if not isinstance(data, dict):
            yield misfit(self, data, where)
            return
        refused = any(name in self.later for name in data)
        for name, key in self.keys.items():
            if key.required and name not in data and not refused:
                yield Problem(where, f"The key '{name}' is missing: {key.meaning}.")
        for name, value in data.items():
            path = (*where, name)
            if name in self.keys:
                yield from self.keys[name].shape.problems(value, path)
            else:
                yield self._unknown(name, path)

    def _unknown(self, name: str, path: Path) -> Problem:
        if name in self.later:
            return Problem(path, f"Unknown key '{name}': {self.later[name]}", on_key=True)
        message = f"Unknown key {shown(name)}."
        return Problem(path, message, on_key=True, word=name, known=tuple(self.keys))


@dataclass(frozen=True, slots=True)
class Variant:
    """Either a bare word, or a mapping of exactly one key that says what its value is."""

    words: tuple[str, ...]
    keys: Mapping[str, Key]

    @property
    def noun(self) -> str:
        """What fits."""
        return "one of " + ", ".join((*self.words, *self.keys))

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        if not isinstance(data, dict):
            yield from self._word_problems(data, where)
        elif len(data) != 1:
            yield Problem(where, f"{named(where)} must have one key, not {len(data)}.")
        else:
            yield from self._entry_problems(*next(iter(data.items())), where)

    def _word_problems(self, data: Any, where: Path) -> Iterator[Problem]:
        if isinstance(data, str) and data in self.keys:
            yield Problem(where, f"'{data}' needs a value, as {{{data}: ...}}.")
        elif data not in self.words:
            known = (*self.words, *self.keys)
            yield Problem(where, misfit(self, data, where).message, word=str(data), known=known)

    def _entry_problems(self, name: str, value: Any, where: Path) -> Iterator[Problem]:
        path = (*where, name)
        if name in self.keys:
            yield from self.keys[name].shape.problems(value, path)
        elif name in self.words:
            yield Problem(path, f"'{name}' takes no value; write the bare word.", on_key=True)
        else:
            message = f"Unknown key {shown(name)}."
            known = (*self.words, *self.keys)
            yield Problem(path, message, on_key=True, word=name, known=known)


@dataclass(frozen=True, slots=True)
class When:
    """A condition about some of the fields there are."""

    fields: Mapping[str, Field] = field(default_factory=lambda: FIELDS)
    noun: str = "a condition"

    def problems(self, data: Any, where: Path) -> Iterator[Problem]:
        """Everything about `data` that does not fit."""
        yield from conditions.problems(data, where, self.fields)


#: Shapes several files share.
CODE = Text("a code", NAME, bare=True)
CURRENCY = Text("a currency code of three capital letters, as USD", r"[A-Z]{3}")
AMOUNT = Number('an amount of 0 or more, as "1000.00"')


def conditions_in(shape: Shape, data: Any, where: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every condition in data that fits a shape, as data, and its path."""
    match shape:
        case When():
            yield where, data
        case Nullable() if data is not None:
            yield from conditions_in(shape.of, data, where)
        case ListOf() if isinstance(data, list):
            for index, entry in enumerate(data):
                yield from conditions_in(shape.of, entry, (*where, index))
        case Table() if isinstance(data, dict):
            for name, entry in data.items():
                yield from conditions_in(shape.of, entry, (*where, name))
        case Record() | Variant() if isinstance(data, dict):
            for name, entry in data.items():
                yield from conditions_in(shape.keys[name].shape, entry, (*where, name))
