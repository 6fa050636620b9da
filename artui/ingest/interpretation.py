"""How the cells of each column of a file are read, by its conventions and its profile."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from artui.ingest import convert, derivation
from artui.ingest.choices import choice
from artui.ingest.convert import PLAIN, Memo, Money

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from artui.ingest.convention import Conventions
    from artui.ingest.convert import Defaults
    from artui.ingest.kinds import Column
    from artui.ingest.layout import Layout

#: Under this a profile says what every value means that is not blank and that it does not name.
ANY_OTHER = "*"


class Interpretation:
    """How the cells of each column are read that the file, or its profile, speaks of.

    Attributes:
        plain: the columns whose cells are read by themselves.
        keys: the ids, read as their canonical forms.
        money: the columns of amounts.
        minus: the columns taken off those, by the key of the column beside.
    """

    def __init__(self, layout: Layout, conventions: Conventions, defaults: Defaults) -> None:
        """Choose how each column is read."""
        self.layout = layout
        self.conventions = conventions
        self.defaults = defaults
        self.plain: dict[str, Memo[Any]] = {}
        self.keys: dict[str, Memo[str]] = {}
        self.money: dict[str, Money] = {}
        self.minus: dict[str, Money] = {}
        for column in layout.kind.columns:
            if self.has(column.name):
                self.prepare(column)

    def has(self, name: str) -> bool:
        """Whether the file, or its profile, says anything in a column."""
        return name in self.layout.columns or name in self.layout.profile.constants

    def prepare(self, column: Column) -> None:
        """Choose how a column is read."""
        name, taken = column.name, self.layout.taken(column.name)
        flags = column.type == "disputed" and name in self.conventions.flags
        if column.type in ("money", "disputed") and not flags:
            style = self.conventions.styles.get(name, "dot")
            self.money[name] = Money(style, minor=taken.minor)
        else:
            parse = PLAIN["bool"] if flags else self.reading(column)
            self.plain[name] = Memo(self.meant(name, parse))
        if column.type == "id":
            self.keys[name] = Memo(self.meant(name, convert.key))
        if name in self.conventions.minus:
            key = derivation.MINUS.format(name)
            self.minus[key] = Money(self.conventions.minus[name], minor=taken.minor)

    def reading(self, column: Column) -> Callable[[str], Any]:
        """How a cell of a column is read that depends on no other cell of its row."""
        name = column.name
        if column.type in ("rate", "number"):
            read = convert.rate if column.type == "rate" else convert.number
            return partial(read, style=self.conventions.styles.get(name, "dot"))
        if column.type == "choice":
            return choice(name)
        if column.type in ("date", "timestamp"):
            order = self.conventions.orders.get(name, "ymd")
            zone = self.defaults.zone if name in self.conventions.moments else None
            return convert.dated(column.type, order, zone)
        return PLAIN[column.type]

    def meant(self, name: str, parse: Callable[[str], Any]) -> Callable[[str], Any]:
        """A reading of the part of a cell that counts, by what the profile says it means."""
        values = self.layout.profile.values.get(name)
        constant = self.layout.profile.constants.get(name, "")
        cut = derivation.cut(self.layout.taken(name)) or _whole
        if not values and not constant and cut is _whole:
            return parse
        names = {key.strip().casefold(): value for key, value in (values or {}).items()}
        others = names.get(ANY_OTHER)

        def read(cell: str) -> Any:
            given = cut(cell)
            key = given.strip().casefold()
            other = given if others is None or not key else others
            return parse(names.get(key, other).strip() or constant)

        return read

    def amounts(self, name: str, cells: Sequence[str]) -> Sequence[str]:
        """Cells of amounts after the profile's word."""
        meant = self.meant(name, str)
        return cells if meant is str else list(map(meant, cells))

    def reasons(
        self, name: str, cells: Sequence[str], currencies: Sequence[str]
    ) -> list[tuple[int, str]]:
        """The cells of a column that cannot be converted, each with the reason."""
        memo, money = self.plain.get(name), self.money.get(name) or self.minus.get(name)
        if memo and memo.bad:
            bad = memo.bad
            return [(index, bad[cell]) for index, cell in enumerate(cells) if cell in bad]
        if money and money.has_faults:
            told = map(money.reason, cells, currencies)
            return [(index, reason) for index, reason in enumerate(told) if reason]
        return []


def _whole(cell: str) -> str:
    return cell
