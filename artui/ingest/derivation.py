"""How a canonical column is taken from those of a file, where that is not cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from artui.ingest.layout import Layout
    from artui.ingest.profile import Taken

#: What the cells of a column beside another are known by: that which is taken off, that of a sign,
#: that which is added to an id, those that stand for a blank one.
MINUS, SIGN, ALSO = "{} minus", "{} sign", "{} and"
ELSE = "{} else {}"


def beside(layout: Layout) -> dict[str, int]:
    """The index of each column beside another."""
    found = {}
    for name in layout.columns:
        taken = layout.taken(name)
        for key, headers in ((MINUS, taken.minus), (SIGN, taken.sign), (ALSO, taken.also)):
            index = layout.beside_of(headers)
            if index is not None:
                found[key.format(name)] = index
        for number, header in enumerate(taken.otherwise):
            found[ELSE.format(name, number)] = layout.beside[header]
    return found


def cut(taken: Taken) -> Callable[[str], str] | None:
    """What takes the part of a cell that counts; None where all of it does.

    A cell without the mark stands before it whole, and has nothing after it.
    """
    if taken.before:
        return lambda cell: cell.strip().partition(taken.before)[0].rstrip()
    if taken.after:
        return lambda cell: cell.strip().partition(taken.after)[2].lstrip()
    return None


def together(ids: Sequence[str], others: Sequence[str]) -> list[str]:
    """Ids, each with what is added to it behind a blank; where there is no id nothing is added."""
    return [
        f"{each.strip()} {other.strip()}".rstrip() if each.strip() else ""
        for each, other in zip(ids, others, strict=True)
    ]


def filled(ids: Sequence[str], others: Sequence[Sequence[str]]) -> list[str]:
    """Ids; where one is blank, what some other columns say, in their order."""
    return [
        each if each.strip() else " ".join(filter(None, map(str.strip, row)))
        for each, *row in zip(ids, *others, strict=True)
    ]


def less(amounts: Sequence[int | None], others: Sequence[int | None]) -> list[int | None]:
    """Amounts less others; a blank is nothing, unless both are."""
    return [
        None if amount is None and other is None else (amount or 0) - (other or 0)
        for amount, other in zip(amounts, others, strict=True)
    ]


def signed_text(
    numbers: Sequence[str | None], signs: Sequence[str], negative: frozenset[str]
) -> list[str | None]:
    """Decimal text, negated where the cell of the sign is one of some values in any case."""
    return [
        _negated(number) if number and sign.strip().casefold() in negative else number
        for number, sign in zip(numbers, signs, strict=True)
    ]


def _negated(number: str) -> str:
    """A decimal text with the other sign; nothing has none."""
    plain = number.removeprefix("-")
    return plain if plain != number or not plain.strip("0.") else f"-{number}"


def signed(
    amounts: Sequence[int | None], signs: Sequence[str], negative: frozenset[str]
) -> list[int | None]:
    """Amounts, negated where the cell of the sign is one of some values in any case."""
    return [
        -amount if amount and sign.strip().casefold() in negative else amount
        for amount, sign in zip(amounts, signs, strict=True)
    ]
