"""Rows of cells to rows of values: typed, keyed, each with its digest, or rejected with a reason.

Work goes column by column over a block, so that what rows have in common is done once.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from itertools import compress, groupby, repeat
from typing import TYPE_CHECKING, Any

from artui.domain.identity import canonical
from artui.ingest import convert
from artui.ingest.choices import choice
from artui.ingest.convert import DATED, PLAIN, Memo, Money, against_base
from artui.ingest.table import LONGEST_RAW, Reject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from artui.ingest.convention import Conventions
    from artui.ingest.convert import Defaults
    from artui.ingest.kinds import Column
    from artui.ingest.layout import Layout
    from artui.ingest.table import Rows, Table

Values = list[Any]

#: Columns a row has though its file says nothing of them.
ALWAYS = frozenset({"company", "currency", "amount"})


@dataclass(slots=True)
class Converted:
    """The good rows of a block, as columns by field, and the bad ones.

    Attributes:
        columns: field to values, for every field the file has, without the digest.
        rows: the cells each good row came from.
        rejects: the bad rows.
    """

    columns: dict[str, Values]
    rows: Sequence[list[str]]
    rejects: list[Reject] = field(default_factory=list)


class Converter:
    """Converts the blocks of one file."""

    def __init__(
        self, table: Table, layout: Layout, conventions: Conventions, defaults: Defaults
    ) -> None:
        self.table = table
        self.layout = layout
        self.kind = layout.kind
        self.conventions = conventions
        self.defaults = defaults
        self.plain: dict[str, Memo[Any]] = {}
        self.keys: dict[str, Memo[str]] = {}
        self.money: dict[str, Money] = {}
        for column in self.kind.columns:
            if self.has(column.name):
                self.prepare(column)

    def has(self, name: str) -> bool:
        """Whether the file, or its profile, says anything in a column."""
        return name in self.layout.columns or name in self.layout.profile.constants

    def prepare(self, column: Column) -> None:
        """Choose how a column is read."""
        name = column.name
        flags = column.type == "disputed" and name in self.conventions.flags
        if column.type in ("money", "disputed") and not flags:
            self.money[name] = Money(self.conventions.styles.get(name, "dot"))
        elif column.type == "rate":
            style = self.conventions.styles.get(name, "dot")
            self.plain[name] = Memo(self.meant(name, partial(convert.rate, style=style)))
        elif column.type == "choice":
            self.plain[name] = Memo(self.meant(name, choice(name)))
        elif column.type in DATED:
            order = self.conventions.orders.get(name, "ymd")
            self.plain[name] = Memo(self.meant(name, DATED[column.type](order)))
        else:
            self.plain[name] = Memo(self.meant(name, PLAIN["bool" if flags else column.type]))
        if column.type == "id":
            self.keys[name] = Memo(self.meant(name, convert.key))

    def meant(self, name: str, parse: Callable[[str], Any]) -> Callable[[str], Any]:
        """A reading of cells after what the profile says its values and blanks mean."""
        values = self.layout.profile.values.get(name)
        constant = self.layout.profile.constants.get(name, "")
        if not values and not constant:
            return parse
        names = {key.strip().casefold(): value for key, value in (values or {}).items()}
        return lambda cell: parse(names.get(cell.strip().casefold(), cell).strip() or constant)

    def convert(self, block: Rows) -> Converted:
        """The values of a block's rows."""
        size = len(block.rows)
        cells = self.cells(block)
        columns: dict[str, Values] = {
            name: memo.column(cells[name]) for name, memo in self.plain.items()
        }
        keys = {name: memo.column(cells[name]) for name, memo in self.keys.items()}
        if self.kind.column("company"):
            self.add_company(columns, keys, size)
        currencies = self.add_currency(columns, size)
        self.add_money(columns, cells, currencies)
        bad = self.faults(columns, cells, currencies)
        for name in ALWAYS.intersection(column.name for column in self.kind.columns):
            columns.setdefault(name, [None] * size)
        columns |= {f"{name}_key": values for name, values in keys.items()}
        if self.layout.extra:
            columns["extra"] = self.unknown(block)
        columns["line"] = list(block.lines)
        converted = Converted(columns, block.rows)
        return self.without(converted, bad, cells) if bad else converted

    def cells(self, block: Rows) -> dict[str, Sequence[str]]:
        """The cells of each column that says anything."""
        size = len(block.rows)
        across = list(zip(*block.rows, strict=True)) or [()] * len(self.layout.header)
        blank = ("",) * size
        places = self.layout.columns
        return {
            column.name: across[places[column.name]] if column.name in places else blank
            for column in self.kind.columns
            if self.has(column.name)
        }

    def add_company(self, columns: dict[str, Values], keys: dict[str, Values], size: int) -> None:
        """Fill blank companies with the default one."""
        default = self.defaults.company
        if "company" not in columns:
            columns["company"] = [default] * size
            keys["company"] = [canonical(default)] * size
        elif None in columns["company"]:
            columns["company"] = [each or default for each in columns["company"]]
            keys["company"] = [each or canonical(default) for each in keys["company"]]

    def add_currency(self, columns: dict[str, Values], size: int) -> Sequence[str]:
        """Fill blank currencies with the company's; returns those the amounts are scaled in."""
        given = columns.get("currency")
        if given is not None and None not in given:
            return given
        companies = columns.get("company", [self.defaults.company] * size)
        usual = {company: self.defaults.currency(company) for company in set(companies)}
        own = given or [None] * size
        filled = [each or usual[k] for each, k in zip(own, companies, strict=True)]
        if self.kind.own_currency:
            columns["currency"] = filled
        return filled

    def add_money(
        self,
        columns: dict[str, Values],
        cells: dict[str, Sequence[str]],
        currencies: Sequence[str],
    ) -> None:
        """Add the columns of amounts."""
        for name, money in self.money.items():
            cells[name] = self.amounts(name, cells[name])
            if name == "disputed":
                amounts = money.column(convert.without_words(cells[name]), currencies)
                columns["disputed_amount"] = amounts
                columns[name] = convert.disputed(cells[name], amounts)
            else:
                columns[name] = money.column(cells[name], currencies)

    def amounts(self, name: str, cells: Sequence[str]) -> Sequence[str]:
        """Cells of amounts after the profile's word."""
        meant = self.meant(name, str)
        return cells if meant is str else list(map(meant, cells))

    def faults(
        self,
        columns: dict[str, Values],
        cells: dict[str, Sequence[str]],
        currencies: Sequence[str],
    ) -> dict[int, tuple[str, str]]:
        """The first fault of each bad row: its index, the column, the reason."""
        found: dict[int, tuple[str, str]] = {}
        for column in self.kind.columns:
            name = column.name
            for index, reason in self.reasons(name, cells.get(name, ()), currencies):
                found.setdefault(index, (name, reason))
            if column.required and None in columns[name]:
                for index, value in enumerate(columns[name]):
                    if value is None:
                        found.setdefault(index, (name, "is required"))
        if "rate" in columns:
            base = self.defaults.base_currency
            for index, reason in against_base(columns["currency"], columns["rate"], base):
                found.setdefault(index, ("currency", reason))
        return found

    def reasons(
        self, name: str, cells: Sequence[str], currencies: Sequence[str]
    ) -> list[tuple[int, str]]:
        """The cells of a column that cannot be converted, each with the reason."""
        memo, money = self.plain.get(name), self.money.get(name)
        if memo and memo.bad:
            bad = memo.bad
            return [(index, bad[cell]) for index, cell in enumerate(cells) if cell in bad]
        if money and money.has_faults:
            told = map(money.reason, cells, currencies)
            return [(index, reason) for index, reason in enumerate(told) if reason]
        return []

    def unknown(self, block: Rows) -> Values:
        """What stands in unknown columns."""
        across = list(zip(*block.rows, strict=True))
        if not across:
            return []
        wanted = [across[index] for index in self.layout.extra.values()]
        return list(convert.as_json(wanted, list(self.layout.extra)))

    def without(
        self,
        converted: Converted,
        bad: dict[int, tuple[str, str]],
        cells: dict[str, Sequence[str]],
    ) -> Converted:
        """The good rows, and a reject for each bad one."""
        lines, rows = converted.columns["line"], converted.rows
        rejects = [
            Reject(
                lines[index],
                self.layout.label(name),
                cells[name][index][:LONGEST_RAW] if name in cells else "",
                reason,
                self.table.raw(rows[index]),
            )
            for index, (name, reason) in sorted(bad.items())
        ]
        return selected(converted, [n not in bad for n in range(len(rows))], rejects)


def fields(layout: Layout, conventions: Conventions) -> tuple[str, ...]:
    """What the rows of a file hold, in the order of its kind's fields.

    The columns of which the file or its profile speaks, and company, currency and amount in any
    case; the key of each id; `disputed_amount` where there are amounts; `extra` where there are
    unknown columns; `line` and `digest`.
    """
    told = layout.columns.keys() | layout.profile.constants.keys() | ALWAYS
    present = told | {f"{name}_key" for name in told} | {"line", "digest"}
    if layout.extra:
        present.add("extra")
    if "disputed" in told and "disputed" not in conventions.flags:
        present.add("disputed_amount")
    return tuple(name for name in layout.kind.fields if name in present)


def selected(converted: Converted, good: Sequence[bool], rejects: Sequence[Reject]) -> Converted:
    """Only the good rows, and further rejects."""
    columns = {name: list(compress(each, good)) for name, each in converted.columns.items()}
    rows = list(compress(converted.rows, good))
    return Converted(columns, rows, [*converted.rejects, *rejects])


def digests(columns: dict[str, Values], fields: Sequence[str]) -> list[int]:
    """A signed 64-bit digest of each row over `fields`; a blank differs from every value.

    What is hashed are the values as text, divided by NUL, which no text of a file holds; a field
    `columns` lacks is blank throughout.
    """
    size = len(columns["line"])
    parts: list[Iterable[str]] = []
    for there, names in groupby(fields, key=lambda name: name in columns):
        if there:
            parts += [as_text(columns[name]) for name in names]
        else:
            parts.append(repeat("\0" * (len(list(names)) - 1), size))
    texts = map("\0".join, zip(*parts, strict=True))
    hashes = [blake2b(text.encode(), digest_size=8).digest() for text in texts]
    return list(struct.unpack(f">{size}q", b"".join(hashes)))


def as_text(values: Values) -> Values:
    """Values as text, None as nothing."""
    if values and isinstance(values[0], str) and None not in values:
        return values
    return ["" if value is None else str(value) for value in values]
