"""A trace: a figure with the rows behind it, the formula in words, and what proves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from artui.domain import money

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from artui.books.force import InForce
    from artui.home import Home


@dataclass(frozen=True, slots=True)
class View:
    """From where one looks at the books.

    Attributes:
        reader: the main database with the desk attached.
        force: the policy in force.
        home: whose books; its base currency is that of amounts for which nothing names one.
        as_of: what took effect up to this day counts.
        known_on: only what was recorded by then; None: all that is known.
    """

    reader: sqlite3.Connection
    force: InForce
    home: Home
    as_of: int
    known_on: int | None = None

    @property
    def base_currency(self) -> str:
        """Of amounts for which nothing names a currency."""
        return self.home.settings.base_currency

    @property
    def seen_on(self) -> int:
        """The last day of which anything can be known from here."""
        return self.as_of if self.known_on is None else min(self.as_of, self.known_on)

    def place(self, subject: str, *path: str | int) -> str:
        """`credit.yaml:18` for a value of the policy in force; empty for a built-in default."""
        return self.force.policy.places.of(subject, *path)


class Subject(NamedTuple):
    """What a row leads to: `kind` is invoice or customer, `id` its row, `number` its name."""

    kind: str
    id: int
    number: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line behind a figure.

    Attributes:
        what: what it is.
        on: the day it counts on.
        amount: what it adds: minor units of `currency`, or a plain number where that is empty.
        currency: of the amounts.
        after: what the rows up to this one come to.
        detail: what else is known of it.
        place: file:line of the policy that decided it; empty where none did.
        import_id: the import it came from; None where it is no fact of an export.
        line: the line of its file; None for the file as a whole.
        recorded_on: the day it was recorded.
        superseded_on: the day something else took its place; None where it stands.
        leads_to: what is known further.
    """

    what: str
    on: int | None = None
    amount: int | None = None
    currency: str = ""
    after: int | None = None
    detail: str = ""
    place: str = ""
    import_id: int | None = None
    line: int | None = None
    recorded_on: int | None = None
    superseded_on: int | None = None
    leads_to: Subject | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one sort under a name, and a sentence about them.

    Attributes:
        name: what they are.
        rows: those that were kept.
        about: what is to be said of them.
        count: how many there are; None where all were kept.
    """

    name: str
    rows: tuple[Row, ...]
    about: str = ""
    count: int | None = None


class Check(NamedTuple):
    """Two ways to the same figure: by the rows that are shown, and by another way."""

    what: str
    found: int
    expected: int
    currency: str = ""

    @property
    def ok(self) -> bool:
        """Whether both come to the same."""
        return self.found == self.expected

    @property
    def sentence(self) -> str:
        """`entries = open amount   USD 980.00 ✓`."""
        found = written(self.found, self.currency)
        unit = f"{self.currency} " if self.currency else ""
        if self.ok:
            return f"{self.what}   {unit}{found} ✓"
        other = written(self.expected, self.currency)
        return f"{self.what}   {unit}{found} ≠ {other} ✗ THE FIGURES DO NOT ADD UP"


@dataclass(frozen=True, slots=True)
class Trace:
    """A figure taken back to where it came from.

    Attributes:
        kind: invoice, job, customer or kpi.
        number: of what it is about.
        title: one line for people.
        formula: the figure and what it is made of, with the numbers, a sentence a line.
        sections: the rows.
        checks: what proves them.
    """

    kind: str
    number: str
    title: str
    formula: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    checks: tuple[Check, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether every check holds."""
        return all(check.ok for check in self.checks)

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Every row with its section's name."""
        for section in self.sections:
            for row in section.rows:
                yield section.name, row


def written(amount: int, currency: str) -> str:
    """An amount for people: money where it has a currency, else a plain number."""
    return money.grouped(amount, currency) if currency else f"{amount:,}"


def equation(total: str, parts: list[tuple[int, str]], currency: str) -> str:
    """`980.00 open = 1,000.00 billed - 20.00 payment`; nothing beside the total where no part is.

    Args:
        total: the figure with its name.
        parts: amounts with their names.
        currency: of the amounts.
    """
    if not parts:
        return f"{total} = nothing"
    (first, name), *others = parts
    said = f"{total} = {written(first, currency)} {name}"
    for amount, each in others:
        said += f" {'-' if amount < 0 else '+'} {written(abs(amount), currency)} {each}"
    return said
