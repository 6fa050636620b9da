"""The transactions of an IIF file: a TRNS line, its SPL lines, and the ENDTRNS that closes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.ingest import amounts
from artui.ingest.grids.iiflists import Lists, broken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from artui.ingest.grid import Broken
    from artui.ingest.grids.iiflists import Line, List

TRNS, SPL, ENDTRNS = "TRNS", "SPL", "ENDTRNS"
NAMES = (TRNS, SPL, ENDTRNS)
_AMOUNT = ("AMOUNT", 1)
_MOST_SPLITS = 10_000


@dataclass(slots=True)
class Transaction:
    """A transaction.

    Attributes:
        head: its TRNS line.
        row: the cells of that, or what is wrong with it; then nothing of it can be used.
        splits: the cells of each SPL line, or what is wrong with it.
    """

    head: Line
    row: list[str] | Broken
    splits: list[tuple[Line, list[str] | Broken]] = field(default_factory=list)

    def reject(self, reason: str) -> None:
        """Give up the whole transaction."""
        if isinstance(self.row, list):
            self.row = broken(self.head, reason)


def transactions(
    flow: Iterable[Line], columns: Mapping[str, List]
) -> Iterator[Transaction | Broken]:
    """The transactions of a file, and splits that belong to none, in file order.

    Args:
        flow: the file's lines.
        columns: the lists as the whole file describes them.
    """
    lists = Lists()
    for name in (TRNS, SPL):
        if name in columns:
            lists.begin(name, columns[name].columns)
    running: Transaction | None = None
    for line in flow:
        if line.name not in NAMES:
            continue
        if line.declares:
            lists.declare(line)
        elif line.name == SPL and running is not None and len(running.splits) < _MOST_SPLITS:
            running.splits.append((line, lists.row(line)))
        elif line.name == SPL:
            yield broken(line, "is a split of no transaction")
        else:
            if running is not None:
                yield _ended(running, whole=line.name == ENDTRNS)
            running = Transaction(line, lists.row(line)) if line.name == TRNS else None
    if running is not None:
        yield _ended(running, whole=False)


def _ended(transaction: Transaction, *, whole: bool) -> Transaction:
    if not whole:
        transaction.reject("is a transaction without its ENDTRNS, so it may be cut off")
    return transaction


def difference(transaction: Transaction, columns: Mapping[str, List]) -> str | None:
    """What is wrong with a transaction that does not balance, as a sentence with both figures.

    In sound books the amount of a transaction and those of its splits add up to nothing. Amounts
    that cannot be read are judged where they are loaded.
    """
    head = columns[TRNS].columns.get(_AMOUNT)
    split = columns[SPL].columns.get(_AMOUNT) if SPL in columns else None
    rows = [row for _, row in transaction.splits if isinstance(row, list)]
    sound = isinstance(transaction.row, list) and len(rows) == len(transaction.splits)
    if head is None or split is None or not sound or not rows:
        return None
    cells = [transaction.row[head], *(row[split] for row in rows)]  # type: ignore[index]  # it is a list
    for style in amounts.STYLES:
        read = [amounts.read(cell, style) if cell.strip() else _NOTHING for cell in cells]
        if None not in read:
            return _difference(transaction.head.number, [each for each in read if each])
    return None


_NOTHING = amounts.Amount(0, 0, "")


def _difference(line: int, read: list[amounts.Amount]) -> str | None:
    places = max(0, *(each.places for each in read))
    first, *others = [each.units * 10 ** (places - each.places) for each in read]
    if first + sum(others) == 0:
        return None
    return (
        f"Line {line}: the transaction is {_figure(first, places)}, and its splits add up to "
        f"{_figure(sum(others), places)}, not to {_figure(-first, places)}."
    )


def _figure(units: int, places: int) -> str:
    """Units of ten to the minus places as a plain number."""
    digits = str(abs(units)).rjust(places + 1, "0")
    whole, part = digits[: len(digits) - places], digits[len(digits) - places :]
    return f"{'-' if units < 0 else ''}{whole}{'.' if part else ''}{part}"
