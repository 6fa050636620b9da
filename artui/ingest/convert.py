"""Cells to values, a column of a block at a time; each distinct cell is looked at once."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from artui.domain.currencies import CURRENCIES
from artui.domain.identity import canonical
from artui.domain.money import exponent
from artui.ingest import amounts, dates
from artui.ingest.convention import FLAGS
from artui.ingest.spreadsheet import ROUNDED, bare, bare_text, is_error, is_rounded, may_be_odd

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from artui.ingest.amounts import Style

T = TypeVar("T")

#: What says yes and no beside amounts, where 1 and 0 are amounts themselves.
WORDS = {word: said for word, said in FLAGS.items() if word not in ("1", "0")}

LONGEST_TEXT = 4_000
_LONGEST_INT = 9
_LONGEST_RATE = 18
_REMEMBERED = 20_000


class Defaults(Protocol):
    """What a file leaves out because its senders know it."""

    @property
    def base_currency(self) -> str:
        """The currency of the home, in units of which rates are given."""
        ...

    @property
    def company(self) -> str:
        """The company of rows that name none."""
        ...

    @property
    def zone(self) -> dt.tzinfo:
        """The time zone of the home, by whose clock moments have their days."""
        ...

    def currency(self, company: str) -> str:
        """The currency of a company's rows that name none."""
        ...

    @property
    def assumed(self) -> str:
        """All of these, as text that is the same as long as they are."""
        ...


class Memo(Generic[T]):
    """A conversion that remembers; what cannot be converted is None, with the reason beside it.

    Attributes:
        bad: the cells that cannot be converted, each with the reason.
    """

    def __init__(self, parse: Callable[[str], T | None]) -> None:
        self.parse = parse
        self.known: dict[str, T | None] = {}
        self.bad: dict[str, str] = {}

    def column(self, cells: Sequence[str]) -> list[T | None]:
        """The values of a column."""
        new = set(cells).difference(self.known)
        if len(self.known) + len(new) > _REMEMBERED:
            return self.unique(cells)
        return self.repeated(cells, new)

    def unique(self, cells: Sequence[str]) -> list[T | None]:
        """The values of cells too various to be remembered."""
        short = self.parse in (text, ident) and max(map(len, cells)) <= LONGEST_TEXT
        if short and not may_be_odd("\0".join(cells)):
            return [cell.strip() or None for cell in cells]  # type: ignore[misc]  # T is str
        try:
            return list(map(self.parse, cells))
        except ValueError:
            self.known.clear()
            self.bad.clear()
            return self.repeated(cells, set(cells))

    def repeated(self, cells: Sequence[str], new: set[str]) -> list[T | None]:
        """The values of cells of which only some are new."""
        try:
            self.known.update(zip(new, map(self.parse, new), strict=True))
        except ValueError:
            for cell in new:
                self.learn(cell)
        return list(map(self.known.__getitem__, cells))

    def learn(self, cell: str) -> None:
        """Convert one cell that may be bad."""
        try:
            self.known[cell] = self.parse(cell)
        except ValueError as error:
            self.known[cell] = None
            self.bad[cell] = str(error)


class Money:
    """A column of amounts, each in the currency of its row.

    Attributes:
        style: how they are written.
        minor: whether they are whole minor units.
    """

    def __init__(self, style: Style, *, minor: bool = False) -> None:
        self.style = style
        self.minor = minor
        self.memos: dict[str, Memo[int]] = {}

    def column(self, cells: Sequence[str], currencies: Sequence[str]) -> list[int | None]:
        """The minor units of a column."""
        if not any(cells):
            return [None] * len(cells)
        if len(set(currencies)) == 1:
            return list(self.uniform(cells, currencies[0]))
        return self.mixed(cells, currencies)

    def mixed(self, cells: Sequence[str], currencies: Sequence[str]) -> list[int | None]:
        """The minor units of a column in several currencies."""
        pairs = list(zip(cells, currencies, strict=True))
        values: dict[str, Iterator[int | None]] = {}
        for each in set(currencies):
            own = [cell for cell, currency in pairs if currency == each]
            values[each] = iter(self.uniform(own, each))
        return [next(values[currency]) for currency in currencies]

    def uniform(self, cells: Sequence[str], currency: str) -> Sequence[int | None]:
        """The minor units of a column in one currency."""
        places = 0 if self.minor else exponent(currency)
        plain = amounts.plain_column(cells, self.style, places)
        return self.memo(currency).column(cells) if plain is None else plain

    def memo(self, currency: str) -> Memo[int]:
        """What is remembered of amounts in a currency."""
        if currency not in self.memos:
            units = amounts.whole_minor_units if self.minor else amounts.minor_units
            self.memos[currency] = Memo(partial(units, style=self.style, currency=currency))
        return self.memos[currency]

    @property
    def has_faults(self) -> bool:
        """Whether any cell looked at is no amount."""
        return any(memo.bad for memo in self.memos.values())

    def reason(self, cell: str, currency: str) -> str | None:
        """Why a cell is no amount in a currency; None where it is one."""
        memo = self.memos.get(currency)
        return memo.bad.get(cell) if memo else None


def text(cell: str) -> str | None:
    """Text as it stands, without the blanks around it; None where nothing is left.

    Raises:
        ValueError: it is longer than 4,000 characters.
    """
    stripped = bare_text(cell)
    if len(stripped) > LONGEST_TEXT:
        raise ValueError(f"is longer than {LONGEST_TEXT:,} characters")
    return stripped or None


def ident(cell: str) -> str | None:
    """An id as it stands.

    Raises:
        ValueError: it is too long, a spreadsheet has rounded it, or shows an error in its place.
    """
    given = text(cell)
    if given and is_rounded(given):
        raise ValueError(ROUNDED)
    if given and is_error(given):
        raise ValueError("is an error of a spreadsheet")
    return given


def flag(cell: str) -> int | None:
    """Yes as 1, no as 0, nothing as None.

    Raises:
        ValueError: it is neither.
    """
    word = bare(cell).casefold()
    if word not in FLAGS:
        raise ValueError("is neither yes nor no")
    return FLAGS[word]


def whole(cell: str) -> int | None:
    """A whole number.

    Raises:
        ValueError: it is none, or has more than nine digits.
    """
    digits = bare(cell).removesuffix(".0")
    if not digits:
        return None
    number = digits.removeprefix("-")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_INT):
        raise ValueError("is no whole number")
    return int(digits)


def rate(cell: str, style: Style) -> str | None:
    """A currency's rate as decimal text: exact, without zeros at its end.

    Raises:
        ValueError: it is no number in that style, not above 0, or longer than any rate.
    """
    if not cell.strip():
        return None
    read = amounts.read(cell, style)
    if read is None or read.sign:
        raise ValueError(f"is no rate with {amounts.STYLE_NAMES[style]}")
    if read.places < 0:
        raise ValueError(ROUNDED)
    if read.units <= 0:
        raise ValueError("is not above 0")
    if max(len(str(read.units)), read.places) > _LONGEST_RATE:
        raise ValueError(f"has more than {_LONGEST_RATE} digits")
    whole, dot, part = format(Decimal(read.units).scaleb(-read.places), "f").partition(".")
    part = part.rstrip("0")
    return f"{whole}{dot}{part}" if part else whole


def number(cell: str, style: Style) -> str | None:
    """A quantity or price as decimal text: exact, with the decimals it is written with.

    Raises:
        ValueError: it is no number in that style, or longer than any.
    """
    if cell.strip() in ("", "-"):
        return None
    read = amounts.read(cell, style)
    if read is None:
        raise ValueError(f"is no number with {amounts.STYLE_NAMES[style]}")
    if read.places < 0:
        raise ValueError(ROUNDED)
    if max(len(str(abs(read.units))), read.places) > _LONGEST_RATE:
        raise ValueError(f"has more than {_LONGEST_RATE} digits")
    return format(Decimal(read.units).scaleb(-read.places), "f")


def currency(cell: str) -> str | None:
    """An ISO 4217 code in capitals.

    Raises:
        ValueError: it is none.
    """
    code = bare(cell).upper()
    if code and code not in CURRENCIES:
        raise ValueError("is no currency")
    return code or None


def key(cell: str) -> str | None:
    """The canonical form of an id."""
    stripped = bare_text(cell)
    return canonical(stripped) if stripped else None


def disputed(cells: Sequence[str], amounts_: Sequence[int | None]) -> list[int | None]:
    """Whether each cell of a column of words and amounts says disputed: any amount but 0 does."""
    return [
        WORDS.get(cell.strip().casefold()) if amount is None else int(amount != 0)
        for cell, amount in zip(cells, amounts_, strict=True)
    ]


def without_words(cells: Sequence[str]) -> list[str]:
    """The amounts of a column of words and amounts; blank where a word stands."""
    return ["" if cell.strip().casefold() in WORDS else cell for cell in cells]


def as_json(columns: Sequence[Sequence[str]], names: Sequence[str]) -> list[str | None]:
    """The unknown cells of each row as a JSON object by header; None where all are blank."""
    labels = [f"{encode_basestring(name)}:" for name in names]
    return [
        f"{{{','.join([k + encode_basestring(c) for k, c in zip(labels, row, strict=True) if c])}}}"
        if any(row)
        else None
        for row in zip(*columns, strict=True)
    ]


#: How a cell is read, by type, where the column's convention does not matter.
PLAIN: Mapping[str, Callable[[str], object]] = {
    "id": ident,
    "text": text,
    "bool": flag,
    "int": whole,
    "currency": currency,
}


def dated(
    type_: str, order: dates.Order, zone: dt.tzinfo | None
) -> Callable[[str], int | str | None]:
    """How a cell of dates or timestamps is read.

    Args:
        type_: date or timestamp.
        order: the order of its column.
        zone: the home's, where the column tells moments.
    """
    read = dates.day if type_ == "date" else dates.timestamp
    return partial(read, order=order, zone=zone)
