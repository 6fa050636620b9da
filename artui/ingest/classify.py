"""What each row of an export is: read by its profile, one that fits nothing is rejected by name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from artui.ingest.block import Mark, Reject, Rows
from artui.ingest.carrying import Carrying
from artui.ingest.classes import RULE, UNKNOWN
from artui.ingest.evidence import Evidence, evidence
from artui.ingest.labels import given
from artui.ingest.pattern import matches
from artui.ingest.selection import Stranger, selection

if TYPE_CHECKING:
    from artui.ingest.classes import Class
    from artui.ingest.grid import Block
    from artui.ingest.table import Table

_MARKED = frozenset(("subtotal", "total", "left", "other", "group", "section"))


class _Late(NamedTuple):
    """A row that is a footer unless further rows of facts follow."""

    line: int
    row: list[str]
    may_be_group: bool


class Classifier:
    """Reads the blocks of one table in turn, and remembers what rows carry from those above."""

    def __init__(self, of: Table) -> None:
        self.table = of
        self.layout = of.layout
        self.profile = of.layout.profile
        self.width = of.layout.width
        self.heads = {_stripped(row) for row in of.layout.head}
        self.pages: set[tuple[str, ...]] = set()
        self.evidence: Evidence = evidence(of.layout)
        self.selection = selection(of.layout)
        self.carried = Carrying(of.layout)
        self.group = of.layout.beside_of(self.profile.group)
        self.labels = {e.index: e.labels for e in of.layout.carried if e.source == "label"}
        places = of.layout.columns
        self.ids = {places[name] for name in of.layout.kind.ids if name in places}
        self.above = any(each.source == "above" for each in of.layout.carried)
        needed = None if self.above else self.evidence.needed()
        blank = [""] * self.width
        self.needed = needed
        self.needed_heads = {needed((*row, *blank)) for row in of.layout.head} if needed else set()
        self.begun = self.ended = self.summed = False
        self.late: list[_Late] = []

    def read(self, block: Block) -> Rows:
        """The rows of a block that hold facts, and what the others are."""
        classes = self.preamble(block)
        if self.plain(block):
            fitted = Rows(block.rows, block.lines, classes=classes)
            if self.layout.carried:
                fitted.rows = [self.carried.row(row) for row in block.rows]
            if block.rows:
                self.detail(fitted)
            return fitted
        lines: list[int] = []
        fitted = Rows(lines=lines, classes=classes)
        lost = [each.line for each in block.broken if self.may_name_group(each.raw)]
        for row, line in zip(block.rows, block.lines, strict=True):
            if lost and lost[0] < line:
                lost = [each for each in lost if each > line]
                self.carried.give("group", "")
            if self.plainest(row):
                if self.late or not self.begun or self.summed:
                    self.detail(fitted)
                fitted.rows.append(self.carried.row(row))
                lines.append(line)
            else:
                self.take(row, line, fitted, lines)
        if lost:
            self.carried.give("group", "")
        return fitted

    def plainest(self, row: list[str]) -> bool:
        """Whether a row so plainly holds facts that nothing else about it need be looked at."""
        return (
            len(row) == self.width
            and self.needed is not None
            and all(map(str.strip, found := self.needed(row)))
            and found[0].strip(RULE) != ""
            and found not in self.needed_heads
            and not (self.labels and self.is_label(next(filter(None, map(str.strip, row)))))
            and (self.selection.everything or self.selection.taken(row))
        )

    def preamble(self, block: Block) -> Counter[Class]:
        """Read what stands above the header; how many rows of which class that is."""
        classes: Counter[Class] = Counter()
        for row, _ in self.table.above(block):
            cells = _stripped(row)
            if cells in self.heads:
                classes["header"] += 1
            elif not cells:
                classes["blank"] += 1
            elif self.label(row):
                classes["label"] += 1
            else:
                classes["preamble"] += 1
                self.pages.add(cells)
        return classes

    def plain(self, block: Block) -> bool:
        """Whether every row of a block plainly holds facts: told column by column."""
        rows = block.rows
        lost = bool(block.broken) and self.group is not None
        if self.above or lost or not {*map(len, rows)} <= {self.width}:
            return False
        if not rows:
            return True
        if any(list(head) in rows for head in self.layout.head):
            return False
        columns = list(zip(*rows, strict=True))
        return (
            self.evidence.all_whole(columns)
            and all(cell.strip(RULE) for cell in columns[self.evidence.first])
            and not self.any_label(columns)
            and not self.evidence.any_sum(columns, self.profile.totals.labels)
            and self.selection.takes_all(columns)
        )

    def take(self, row: list[str], line: int, fitted: Rows, lines: list[int]) -> None:
        """Tell what a row is, and put it where it belongs."""
        cells = [cell.strip() for cell in row] + [""] * (self.width - len(row))
        filled = [index for index, cell in enumerate(cells) if cell]
        what = self.told(row, cells, filled)
        if what == "detail":
            self.facts(row, line, fitted, lines)
        elif what == "footer":
            self.late.append(_Late(line, row, self.may_be_group(cells, filled)))
            fitted.classes["footer"] += 1
        elif isinstance(what, Stranger):
            self.strange(what, row, line, fitted)
        elif what is None:
            self.table.reject(fitted, line, UNKNOWN, self.table.raw(row))
        else:
            fitted.classes[what] += 1
            if what in _MARKED:
                fitted.marks.append(self.mark(fitted, what, row, line))
        self.after(what, cells, filled)

    def mark(self, fitted: Rows, what: Class, row: list[str], line: int) -> Mark:
        """A row that holds no facts, for those who look at what is printed."""
        even = (row + [""] * self.width)[: self.width]
        return Mark(len(fitted.rows), what, self.carried.row(even, begins=False), line)

    def told(self, row: list[str], cells: list[str], filled: list[int]) -> Class | Stranger | None:
        """The class of a row; a stranger where nobody takes it, None where it is of no class."""
        if what := self.plainly(row, cells, filled):
            return what
        stranger = self.selection.stranger(cells)
        if what := self.share(cells, stranger=stranger is not None):
            return what
        if self.evidence.whole(cells):
            return stranger or "detail"
        if what := self.between(row, cells, filled):
            return what
        return (stranger or "detail") if self.evidence.some(cells) else None

    def plainly(self, row: list[str], cells: list[str], filled: list[int]) -> Class | None:
        """What a row is that holds no facts, however much it may look so."""
        if not filled or not any(cells[index].strip(RULE) for index in filled):
            return "blank"
        if _stripped(row) in self.heads:
            return "header"
        labelled = self.is_label(cells[filled[0]]) and not self.evidence.certain(cells)
        if labelled and self.label(row):
            return "label"
        return self.summing(cells, filled)

    def between(self, row: list[str], cells: list[str], filled: list[int]) -> Class | None:
        """What a row is that lacks what rows of facts have."""
        if self.label(row):
            return "label"
        if _stripped(row) in self.pages:
            return "preamble"
        if what := self.alone(cells, filled):
            return what
        if self.profile.lines == "first" and self.begun and self.evidence.silent(cells):
            return "line"
        return None

    def summing(self, cells: list[str], filled: list[int]) -> Class | None:
        """Whether a row prints a sum, and of what."""
        first = filled[0]
        totals = self.profile.totals
        if totals.unlabelled and self.evidence.bare(cells, filled):
            return "total" if self.summed else "subtotal"
        found = self.evidence.sum(cells, first, totals.labels)
        if found == "subtotal" and filled == [self.group]:
            return None
        return found

    def share(self, cells: list[str], *, stranger: bool) -> Class | None:
        """Whose a row is by the values its profile takes and leaves; None where it is this one's.

        Args:
            cells: the row.
            stranger: whether the profile does not take it.
        """
        if self.selection.left(cells):
            return "left"
        if not stranger:
            return None
        if any(each.taken(cells) for each in self.table.others):
            return "other"
        return "left" if any(each.left(cells) for each in self.table.others) else None

    def alone(self, cells: list[str], filled: list[int]) -> Class | None:
        """What a row is that holds one text, or a known one after the last row."""
        text, one = cells[filled[0]], len(filled) == 1
        if self.section([cells[index] for index in filled]):
            return "section"
        if matches(text, self.profile.footers) or (one and self.ended):
            return "footer"
        return "group" if filled == [self.group] else None

    def section(self, texts: list[str]) -> bool:
        """Whether a row means nothing: a text of its own, or a word and its value (`City York`)."""
        known = self.profile.sections
        if len(texts) == len(("word", "value")):
            known = tuple(each for each in known if each[0].isalnum())
        elif len(texts) > 1:
            return False
        return matches(" ".join(texts), known)

    def is_label(self, cell: str) -> bool:
        """Whether a cell begins with a label."""
        return any(given([cell], labels) is not None for labels in self.labels.values())

    def any_label(self, columns: list[tuple[str, ...]]) -> bool:
        """Whether a row of a block, given by its columns, may begin with a label."""
        for cells in columns if self.labels else ():
            if any(map(self.is_label, set(cells))):
                return True
            if all(cells):
                return False
        return False

    def may_be_group(self, cells: list[str], filled: list[int]) -> bool:
        """Whether a row stands where groups do, and is no known footer."""
        return filled == [self.group] and not matches(cells[filled[0]], self.profile.footers)

    def label(self, row: list[str]) -> bool:
        """Take the values a line gives; whether it gives any."""
        found = {
            index: given(row, labels, ids=index in self.ids)
            for index, labels in self.labels.items()
        }
        told = {index: value for index, value in found.items() if value is not None}
        self.carried.values.update(told)
        return bool(told)

    def facts(self, row: list[str], line: int, fitted: Rows, lines: list[int]) -> None:
        """Keep a row of facts, if it has the header's width."""
        if not self.table.fits(row):
            reason = self.table.misfit(row, line)
            fitted.rejects.append(Reject(line, "", "", reason, self.table.raw(row)))
            return
        self.detail(fitted)
        fitted.rows.append(self.carried.row((row + [""] * self.width)[: self.width]))
        lines.append(line)

    def detail(self, fitted: Rows) -> None:
        """Rows of facts follow: what looked like a footer before them was none."""
        self.begun, self.ended, self.summed = True, False, False
        for each in self.late:
            fitted.classes["footer"] -= 1
            if each.may_be_group:
                fitted.classes["group"] += 1
            else:
                self.table.reject(fitted, each.line, UNKNOWN, self.table.raw(each.row))
        self.late.clear()

    def strange(self, what: Stranger, row: list[str], line: int, fitted: Rows) -> None:
        """Reject a row that nobody takes; where several profiles read the grid, once."""
        fitted.marks.append(self.mark(fitted, "other", row, line))
        if not self.table.leads:
            fitted.classes["other"] += 1
            return
        others = [each.layout.profile.label for each in self.table.others if each.takes]
        names = " or ".join((self.profile.label, *others))
        reason = f"is none that {names} takes"
        fitted.rejects.append(Reject(line, *what, reason, self.table.raw(row)))

    def after(self, what: object, cells: list[str], filled: list[int]) -> None:
        """Remember what a row means for those below it."""
        if what in ("subtotal", "total"):
            self.summed, self.ended = True, self.ended or what == "total"
            self.carried.give("group", "")
        elif what in ("group", "footer", "preamble"):
            # a title that is printed anew may be the name of a customer, and is not taken for it
            named = what != "preamble" and self.may_be_group(cells, filled)
            self.carried.give("group", cells[filled[0]] if named else "")
        elif what in (None, "detail") and not self.evidence.whole(cells):
            self.doubt(filled)

    def doubt(self, filled: list[int]) -> None:
        """Let the rows below carry no name that a row which is not understood may have changed."""
        if self.group in filled:
            self.carried.give("group", "")
        if len(filled) <= len(("label", "value")):
            self.carried.forget("label", "customer_id")

    def may_name_group(self, raw: str) -> bool:
        """Whether a row that could not be told into cells may be a group's."""
        first = self.group == 0 and raw.lstrip(" ").startswith(self.table.grid.delimiter)
        return self.group is not None and not first


def _stripped(row: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """The cells of a row without blanks around them, and without blank cells at its end."""
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)
