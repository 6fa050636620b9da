"""A listing: the select behind a table on the screen, its columns, and how it may be arranged."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

#: What a column's values are: money is minor units, day a day number, ratio a fraction of one.
Kind = Literal["text", "money", "int", "day", "ratio"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a listing.

    Attributes:
        key: the column's name in the listing's SQL.
        label: what stands above it.
        kind: what its values are; decides how they are shown, aligned and sorted.
        width: the least width in cells; 0 leaves it to the content.
        sortable: whether the user may sort by it.
    """

    key: str
    label: str
    kind: Kind = "text"
    width: int = 0
    sortable: bool = True


@dataclass(frozen=True, slots=True)
class Sort:
    """One level of an order."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What the user asked of a listing: an order (empty: the listing's own) and filter words."""

    order: tuple[Sort, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A select whose rows a table shows.

    Attributes:
        columns: the visible columns, the first of which stays in place when scrolled sideways.
        rows_sql: a select that yields every column, hidden column and the key by name. Where the
            listing is live it is asked for 128 keys at a time, so the key should be indexed.
        key: the column that names a row; unique and never NULL.
        search: the columns a filter looks into.
        default_order: the order before the user chooses one.
        parameters: values for the named parameters (`:as_of`) in `rows_sql`.
        currency: the column that holds each row's currency, for its money; it may be hidden.
        hidden: further columns of `rows_sql` that a screen wants of the row under the cursor.
        frozen: the rows are computed once and kept (grouped or as-of views); else a row's values
            are read when it is looked at, and only the order is kept.
        noun: what the rows are, in the plural, for the text of an empty table.
        marked: a column, hidden or not, that is true for rows to be set off by colour; what they
            are is also said in words.
    """

    columns: tuple[Column, ...]
    rows_sql: str
    key: str
    search: tuple[str, ...] = ()
    default_order: tuple[Sort, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    currency: str = ""
    hidden: tuple[str, ...] = ()
    frozen: bool = False
    noun: str = "rows"
    marked: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of a row's values, in the order in which a snapshot gives them."""
        shown = (self.key, *(column.key for column in self.columns))
        extra = tuple(filter(None, (self.currency, self.marked)))
        return tuple(dict.fromkeys((*shown, *extra, *self.hidden)))

    def column(self, key: str) -> Column | None:
        """The visible column of that key."""
        return next((column for column in self.columns if column.key == key), None)


def order_by(listing: Listing, order: Iterable[Sort], *, indexed: bool) -> str:
    """The terms of an ORDER BY: NULLs last in both directions, equal rows by key.

    Args:
        listing: whose rows.
        order: what to order by; the listing's own order where empty.
        indexed: whether an index may give the order. It spares the first rows a sort; where all
            rows are wanted, reading them as they lie and sorting them is quicker.
    """
    levels = tuple(order) or listing.default_order
    by = "" if indexed else "+"
    return ", ".join([*(by + _term(listing, level) for level in levels), quoted(listing.key)])


def _term(listing: Listing, level: Sort) -> str:
    column = listing.column(level.column)
    name = quoted(level.column)
    value = f"lower({name})" if column is not None and column.kind == "text" else name
    return f"{value} {'DESC' if level.descending else 'ASC'} NULLS LAST"


def matching(listing: Listing, words: str) -> tuple[str, dict[str, object]]:
    """A condition that holds for rows in whose search columns every word occurs, and its values.

    Case is ignored. LIKE folds ASCII alone, so a word with other letters is looked for in lower,
    upper and title case.
    """
    conditions: list[str] = []
    values: dict[str, object] = {}
    for word in words.split() if listing.search else ():
        names = []
        for spelling in _spellings(word):
            names.append(f"word_{len(values)}")
            values[names[-1]] = f"%{_escaped(spelling)}%"
        conditions.append(_occurs(listing.search, names))
    return " AND ".join(conditions) or "1", values


def _occurs(columns: tuple[str, ...], names: list[str]) -> str:
    terms = (f"{quoted(c)} LIKE :{name} ESCAPE '\\'" for c in columns for name in names)
    return f"({' OR '.join(terms)})"


def _spellings(word: str) -> tuple[str, ...]:
    if word.isascii():
        return (word,)
    return tuple(dict.fromkeys((word, word.lower(), word.upper(), word.capitalize())))


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def quoted(name: str) -> str:
    """A name as SQL writes it, whatever characters it has."""
    return '"' + name.replace('"', '""') + '"'
