"""How the columns of an unknown export write dates and amounts: told by each whole column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from artui.ingest import derivation, refusal
from artui.ingest.convention import Dates, Numbers
from artui.ingest.header import find_header
from artui.ingest.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.ingest.layout import Layout
    from artui.ingest.profile import Profile
    from artui.ingest.suggest.frame import Frame
    from artui.ingest.witness import Evidence


C = TypeVar("C", bound=str)


@dataclass(frozen=True, slots=True)
class Settled:
    """The conventions of an export.

    Attributes:
        dates: the order of its dates, where a cell tells it.
        numbers: the style of its amounts, where a cell tells it.
        told: the cells that told them, in words.
        doubts: what cannot be told, with the cell and both readings, by the key of a profile.
    """

    dates: str = ""
    numbers: str = ""
    told: tuple[str, str] = ("", "")
    doubts: tuple[tuple[str, str], ...] = ()


def settled(frame: Frame, profile: Profile) -> Settled:
    """Read a part through and tell its conventions.

    Raises:
        RefusedError: it cannot be read, or a spreadsheet destroyed its dates.
    """
    layout = find_header([frame.grid], [profile], only=True).layouts[0]
    days = {name: Dates(layout.header[at], None) for name, at in _of(layout, "date").items()}
    sums = {name: Numbers(layout.header[at], None) for name, at in _of(layout, "money").items()}
    doubts: dict[str, str] = {}
    watched: dict[str, Dates | Numbers] = {**days, **sums}
    for block in Table(frame.grid, layout, frame.line).blocks():
        across = list(zip(*block.rows, strict=True))
        for name, column in watched.items() if across else ():
            cut = derivation.cut(layout.taken(name))
            cells = across[layout.columns[name]]
            try:
                column.take(cells if cut is None else list(map(cut, cells)), block.lines)
            except refusal.ContradictionError as error:
                doubts.setdefault("dates" if name in days else "numbers", str(error))
    order, order_told = _verdict([each.evidence for each in days.values()], "dates", doubts)
    style, style_told = _verdict([each.evidence for each in sums.values()], "numbers", doubts)
    return Settled(order, style, (order_told, style_told), tuple(doubts.items()))


def _of(layout: Layout, type_: str) -> dict[str, int]:
    if type_ == "date":
        return layout.of_type("date", "timestamp")
    return layout.of_type("money", "number")


def _verdict(columns: Sequence[Evidence[C]], key: str, doubts: dict[str, str]) -> tuple[str, str]:
    """What the columns agree on, where a cell of any has told it, and that cell in words."""
    found: dict[str, str] = {}
    for evidence in columns:
        try:
            verdict = evidence.verdict()
        except refusal.AmbiguousError as error:
            doubts.setdefault(key, str(error))
            continue
        witness = next(iter(evidence.ruled_out.values()), None)
        if witness is not None and verdict in ("dmy", "mdy", "dot", "comma"):
            found.setdefault(verdict, f"{refusal.quoted(witness.value)} on line {witness.line}")
    if len(found) != 1:
        return "", ""
    ((order, told),) = found.items()
    return order, told
