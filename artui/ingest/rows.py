"""Rows of cells to rows of values: typed and keyed, or rejected with a reason.

Work goes column by column over a block, so that what rows have in common is done once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Any

from artui.domain.identity import canonical
from artui.ingest import convert, derivation
from artui.ingest.interpretation import Interpretation
from artui.ingest.plausibility import contradictions
from artui.ingest.table import LONGEST_RAW, Reject

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.ingest.convention import Conventions
    from artui.ingest.convert import Defaults
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
        self.defaults = defaults
        self.interpretation = Interpretation(layout, conventions, defaults)
        self.beside = derivation.beside(layout)

    def convert(self, block: Rows) -> Converted:
        """The values of a block's rows."""
        size = len(block.rows)
        cells = self.cells(block)
        columns: dict[str, Values] = {
            name: memo.column(cells[name]) for name, memo in self.interpretation.plain.items()
        }
        keys = {name: memo.column(cells[name]) for name, memo in self.interpretation.keys.items()}
        if self.kind.column("company"):
            self.add_company(columns, keys, size)
        currencies = self.add_currency(columns, size)
        self.add_signs(columns, cells)
        self.add_money(columns, cells, currencies)
        bad = self.faults(columns, cells, currencies)
        for name in ALWAYS.intersection(column.name for column in self.kind.columns):
            columns.setdefault(name, [None] * size)
        columns |= {f"{name}_key": values for name, values in keys.items()}
        if self.layout.extra:
            columns["extra"] = self.unknown(block)
        columns["file_line"] = list(block.lines)
        if block.raws is not None:
            columns["raw"] = list(block.raws)
        converted = Converted(columns, block.rows)
        return self.without(converted, bad) if bad else converted

    def sums(
        self, block: Rows, names: Sequence[str], currency: str | None = None
    ) -> tuple[Sequence[str], dict[str, Values]]:
        """The currency of each row, good or bad, and its legible amounts.

        Args:
            block: the rows.
            names: the columns of amounts.
            currency: that of all rows, whatever they say.
        """
        cells = self.cells(block)
        columns, keys = (
            {
                name: memos[name].column(cells[name])
                for name in ("company", "currency")
                if name in memos
            }
            for memos in (self.interpretation.plain, self.interpretation.keys)
        )
        if currency is None:
            if self.kind.column("company"):
                self.add_company(columns, keys, len(block.rows))
            currencies = self.add_currency(columns, len(block.rows))
        else:
            currencies = [currency] * len(block.rows)
        self.add_money(columns, cells, currencies)
        return currencies, {name: columns[name] for name in names}

    def cells(self, block: Rows) -> dict[str, Sequence[str]]:
        """The cells of each column that says anything."""
        size = len(block.rows)
        across = list(zip(*block.rows, strict=True)) or [()] * len(self.layout.header)
        blank = ("",) * size
        places = self.layout.columns
        cells: dict[str, Sequence[str]] = {
            column.name: across[places[column.name]] if column.name in places else blank
            for column in self.kind.columns
            if self.interpretation.has(column.name)
        }
        for key, index in self.beside.items():
            cells[key] = across[index]
        for name in self.interpretation.keys:
            if (also := derivation.ALSO.format(name)) in cells:
                cells[name] = derivation.together(cells[name], cells[also])
            if otherwise := self.layout.taken(name).otherwise:
                keys = (derivation.ELSE.format(name, number) for number in range(len(otherwise)))
                cells[name] = derivation.filled(cells[name], [cells[key] for key in keys])
        return cells

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

    def add_signs(self, columns: dict[str, Values], cells: dict[str, Sequence[str]]) -> None:
        """Give numbers that are no amounts the sign beside them."""
        for column in self.kind.columns:
            sign = derivation.SIGN.format(column.name)
            if column.type == "number" and sign in cells:
                negative = self.layout.taken(column.name).negative
                numbers = columns[column.name]
                columns[column.name] = derivation.signed_text(numbers, cells[sign], negative)

    def add_money(
        self,
        columns: dict[str, Values],
        cells: dict[str, Sequence[str]],
        currencies: Sequence[str],
    ) -> None:
        """Add the columns of amounts."""
        for name, money in self.interpretation.money.items():
            cells[name] = self.interpretation.amounts(name, cells[name])
            if name == "disputed":
                amounts = money.column(convert.without_words(cells[name]), currencies)
                columns["disputed_amount"] = amounts
                columns[name] = convert.disputed(cells[name], amounts)
            else:
                columns[name] = self.taken(
                    name, money.column(cells[name], currencies), cells, currencies
                )

    def taken(
        self,
        name: str,
        amounts: Sequence[int | None],
        cells: dict[str, Sequence[str]],
        currencies: Sequence[str],
    ) -> Values:
        """Amounts less those of the column that is taken off, and with the sign beside them."""
        minus, sign = derivation.MINUS.format(name), derivation.SIGN.format(name)
        if minus in self.interpretation.minus:
            others = self.interpretation.minus[minus].column(cells[minus], currencies)
            amounts = derivation.less(amounts, others)
        if sign in cells:
            negative = self.layout.taken(name).negative
            amounts = derivation.signed(amounts, cells[sign], negative)
        return list(amounts)

    def faults(
        self,
        columns: dict[str, Values],
        cells: dict[str, Sequence[str]],
        currencies: Sequence[str],
    ) -> dict[int, tuple[str, str]]:
        """The first fault of each bad row: its index, the column, the reason."""
        found: dict[int, tuple[str, str]] = {}
        base = self.defaults.base_currency
        for index, name, reason in (
            *self.misread(columns, cells, currencies),
            *contradictions(self.kind, columns, base),
        ):
            found.setdefault(index, (name, reason))
        return found

    def misread(
        self,
        columns: dict[str, Values],
        cells: dict[str, Sequence[str]],
        currencies: Sequence[str],
    ) -> Iterator[tuple[int, str, str]]:
        """What is wrong with cells by themselves, a column after the other."""
        required = {column.name for column in self.kind.columns if column.required}
        for name in (*(column.name for column in self.kind.columns), *self.interpretation.minus):
            for index, reason in self.interpretation.reasons(name, cells.get(name, ()), currencies):
                yield index, name, reason
            yield from self.unsigned(name, cells)
            if name in required and None in columns[name]:
                for index, value in enumerate(columns[name]):
                    if value is None:
                        yield index, name, "is required"

    def unsigned(
        self, name: str, cells: dict[str, Sequence[str]]
    ) -> Iterator[tuple[int, str, str]]:
        """The rows whose sign is none of those the profile knows, where it knows them all."""
        taken, sign = self.layout.taken(name), derivation.SIGN.format(name)
        if not taken.positive or sign not in cells:
            return
        known = taken.positive | taken.negative
        strange = {cell for cell in set(cells[sign]) if cell.strip().casefold() not in known}
        for index, cell in enumerate(cells[sign]) if strange else ():
            if cell in strange:
                yield index, sign, "tells no sign that the profile knows"

    def unknown(self, block: Rows) -> Values:
        """What stands in unknown columns."""
        across = list(zip(*block.rows, strict=True))
        if not across:
            return []
        wanted = [across[index] for index in self.layout.extra.values()]
        return list(convert.as_json(wanted, list(self.layout.extra)))

    def reject(self, row: Sequence[str], line: int, name: str, reason: str) -> Reject:
        """The reject of a row for one of its columns, or for one beside it."""
        index = self.beside.get(name)
        label = self.layout.label(name) if index is None else self.layout.header[index].strip()
        place = self.layout.columns.get(name) if index is None else index
        value = "" if place is None else row[place][:LONGEST_RAW]
        return Reject(line, label, value, reason, self.table.raw(row))

    def without(self, converted: Converted, bad: dict[int, tuple[str, str]]) -> Converted:
        """The good rows, and a reject for each bad one."""
        lines, rows = converted.columns["file_line"], converted.rows
        rejects = [
            self.reject(rows[index], lines[index], name, reason)
            for index, (name, reason) in sorted(bad.items())
        ]
        return selected(converted, [n not in bad for n in range(len(rows))], rejects)


def fields(layout: Layout, conventions: Conventions) -> tuple[str, ...]:
    """What the rows of a file hold, in the order of its kind's fields.

    The columns of which the file or its profile speaks, and company, currency and amount in any
    case; the key of each id; `disputed_amount` where there are amounts; `extra` where there are
    unknown columns; `file_line` and `digest`.
    """
    told = layout.columns.keys() | layout.profile.constants.keys() | ALWAYS
    present = told | {f"{name}_key" for name in told} | {"file_line", "digest"}
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
