"""Readiness: completed jobs not billed and open invoices that fail a check, and what mends them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain.check import Check
from artui.store import checks, listings, readiness_listing, weekly
from artui.store.snapshot import Snapshot
from artui.text import safe
from artui.tui import readiness, sums
from artui.tui.actions import Place, bindings, symbol
from artui.tui.failing import Checked
from artui.tui.readiness import BY, WHICH
from artui.tui.screens.checked import CheckedScreen
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.job import JobScreen
from artui.tui.screens.listed import ListedScreen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from textual.binding import BindingType

    from artui.books.readiness import Failure, Readiness
    from artui.store.listing import Listing
    from artui.tui.readiness import Board, By, Sum, Which
    from artui.tui.sums import Totals

    Offering = Callable[[sqlite3.Connection], sqlite3.Connection]

_COMPUTED = "is being computed …"


class GatedScreen(CheckedScreen):
    """A list of what stands before the gate, which is computed in a thread before it opens."""

    PLACES: ClassVar[tuple[Place, ...]] = (
        *("everywhere", "list", "table", "invoice", "gated", "checked"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *(*bindings("invoice"), *bindings("gated"), *bindings("checked"))
    ]

    def __init__(self, found: Board | None = None, which: Which = "blocked") -> None:
        super().__init__()
        self._found = found
        self._which: Which = which
        self._only: Sum | None = None

    # The list.

    def listing(self) -> Listing:
        """Jobs and invoices."""
        return readiness_listing.gated()

    def offering(self) -> Offering:
        """What puts the columns and rows of the list before a reader, in a thread."""
        found, which, only = self._found, self._which, self._only

        def offer(reader: sqlite3.Connection) -> sqlite3.Connection:
            rows = readiness.rows(found, which, only) if found else ()
            return weekly.offer(reader, readiness_listing.GATED, rows)

        return offer

    def snapshot(self) -> Snapshot:
        """The list; one that says that it is loading until everything has been checked."""
        connect, offer = self.artui.work.connect, self.offering()
        snapshot = Snapshot(self.listing(), lambda: offer(connect()))
        if self._found is None:
            snapshot.close()
        return snapshot

    @property
    def members(self) -> list[Readiness]:
        """What the list is of."""
        found = self._found
        return [each for _, each in found.shown(self._which, self._only)] if found else []

    def refreshed(self) -> None:
        """Check everything, unless that is done."""
        if self._found is None:
            self._compute()

    def follow(self) -> None:
        """Check everything anew; where it is the data that changed, what is in view stays."""
        if self._found is not None and self._found.moment != self.artui.moment:
            self._found = None
            self._open()
        self._compute()

    def _compute(self) -> None:
        self._check = None
        force, moment = self.artui.force, self.artui.moment
        base = self.artui.home.settings.base_currency

        def compute() -> Board | None:
            with self.artui.work.reader("gate") as reader:
                return readiness.board(reader, force, moment, base) if force else None

        self.background(compute, self._computed, self.wrong)

    def _computed(self, found: Board | None) -> None:
        if found is None:
            self.wrong("There is no policy in force, so nothing is checked.")
            return
        keep = self._kept(found)
        self._found = found
        self._open(keep=keep)
        self.prove()

    def _kept(self, found: Board) -> object:
        """The row the cursor is on, or where that is to go, the next one that stays."""
        key, before = self.table.key, self._found
        if before is None or key not in before.rows:
            return key
        shown = [each for each, _ in before.shown(self._which, self._only)]
        stays = {each for each, _ in found.shown(self._which, self._only)}
        return next((each for each in shown[shown.index(str(key)) :] if each in stays), key)

    def _open(self, *, keep: object = None) -> None:
        """Show the rows that are wanted now."""
        self.entitle()
        self.table.open(self.snapshot(), keep=keep, arrangement=self.table.arrangement)

    def title_line(self) -> Content:
        """How many there are in each state, and which are in view."""
        if self._found is None:
            return Content.assemble(("Readiness", "bold"), f" {_COMPUTED}")
        if not self._found.checks:
            return Content("readiness.yaml has no checks, so everything is ready.")
        return Content.assemble((safe(self._found.headline), "bold"), f"   {safe(self._in_view())}")

    def _in_view(self) -> str:
        keys = self.artui.keys.keys["gate"]
        after = WHICH[(WHICH.index(self._which) + 1) % len(WHICH)]
        return f"in view: {self._which}" + (f"   {symbol(keys[0])} shows {after}" if keys else "")

    def counted(self, count: int) -> None:
        """How many, and what is at risk in them."""
        if self._found is None:
            return
        noun = "job or invoice" if count == 1 else "jobs and invoices"
        self.truth(f"{count:,} {noun}" + (f" with “{self.words}”" if self.words else ""))
        self.filtered()

    def filtered(self) -> None:
        """Sum up what the filter leaves; without one, all."""
        words, work = self.words, self.artui.work
        if not words:
            self._summed("all", list(readiness.totals(self.members)))
            return
        listing, offer = self.listing(), self.offering()

        def add() -> Totals:
            with work.reader("gated") as reader:
                return listings.summed(offer(reader), listing, words)

        self.background(add, partial(self._summed, "shown"), self.wrong)

    def _summed(self, name: str, totals: Totals) -> None:
        self.table.totals(list(sums.lines(name, totals, column="number")))

    def checking(self) -> Callable[[sqlite3.Connection], Check] | None:
        """All there is against what exposure says is unbilled and entries say is open."""
        found = self._found
        if found is None:
            return None

        def hold(reader: sqlite3.Connection) -> Check:
            scope, every = found.moment.scope(), list(found.rows.values())
            risk = {currency: of["at_risk"] for currency, _, of in readiness.totals(every)}
            owed = dict(checks.unbilled(reader, scope))
            for currency, amount in checks.invoiced(reader, scope).items():
                owed[currency] = owed.get(currency, 0) + amount
            return Check("all = unbilled jobs + open invoices", risk, owed)

        return hold

    # The row under the cursor.

    @property
    def _row(self) -> Readiness | None:
        key = self.table.key
        return self._found.rows.get(key) if self._found and isinstance(key, str) else None

    @property
    def checked(self) -> Checked | None:
        """The job or invoice under the cursor."""
        each = self._row
        if each is None:
            return None
        at = each.at
        if at.kind == "job":
            return None if at.job is None else Checked("job", at.job, at.number)
        return None if at.document_id is None else Checked("invoice", at.document_id, at.number)

    @property
    def failures(self) -> Sequence[Failure]:
        """The checks it fails."""
        return self._row.failures if self._row else ()

    def objection(self, action: str) -> str:
        """A job is opened with Enter, too."""
        if action == "job" and isinstance(self.table.row.get("job"), int):
            return ""
        return super().objection(action)

    def action_job(self) -> None:
        """The job under the cursor, or the one the invoice bills."""
        job = self.table.row.get("job")
        if self.allows("job") and isinstance(job, int):
            self.app.push_screen(JobScreen(job))

    def action_gate(self) -> None:
        """What is blocked, then what is waived, ready, and all of it."""
        self._which = WHICH[(WHICH.index(self._which) + 1) % len(WHICH)]
        self._open()

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The job or the invoice."""
        del key, row
        checked = self.checked
        if checked is not None:
            screen = JobScreen if checked.kind == "job" else InvoiceScreen
            self.app.push_screen(screen(checked.id))


class ReadinessScreen(GatedScreen):
    """Everything before the gate; f goes through the states, b through what it is grouped by."""

    PLACE: ClassVar[str] = "readiness"
    PLACES: ClassVar[tuple[Place, ...]] = (*GatedScreen.PLACES, "grouped")
    BINDINGS: ClassVar[list[BindingType]] = bindings("grouped")

    def __init__(self) -> None:
        super().__init__()
        self._by: By = ""
        self._sums: Sequence[Sum] = ()

    def listing(self) -> Listing:
        """Jobs and invoices, or groups of them."""
        return readiness_listing.grouped(self._by) if self._by else super().listing()

    def offering(self) -> Offering:
        """The rows, or the groups."""
        if not self._by:
            return super().offering()
        found, by, which = self._found, self._by, self._which

        def offer(reader: sqlite3.Connection) -> sqlite3.Connection:
            self._sums = readiness.sums(found, by, which) if found else []
            rows = [each.row(place, which) for place, each in enumerate(self._sums)]
            return weekly.offer(reader, readiness_listing.GROUPED, rows)

        return offer

    def _in_view(self) -> str:
        return super()._in_view() + (f"   by {self._by}" if self._by else "")

    def counted(self, count: int) -> None:
        """How many rows, or groups."""
        if not self._by or self._found is None:
            super().counted(count)
        else:
            ListedScreen.counted(self, count)
            self.filtered()

    def filtered(self) -> None:
        """Groups have no sum: a job is in as many as it fails checks."""
        if self._by:
            self.table.totals([])
        else:
            super().filtered()

    def action_group(self) -> None:
        """Group by the next; words that find jobs and invoices find no groups, so they go."""
        self._by = BY[(BY.index(self._by) + 1) % len(BY)]
        self.clear_filter()
        self._open()

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The job or the invoice; of a group what is in it."""
        if not self._by:
            super().opened(key, row)
            return
        group = next((each for each in self._sums if each.key == key), None)
        if group is not None:
            self.app.push_screen(BehindScreen(self._found, self._which, group))


class BehindScreen(GatedScreen):
    """What is in one group."""

    def __init__(self, found: Board | None, which: Which, group: Sum) -> None:
        super().__init__(found, which)
        self._only = group

    def title_line(self) -> Content:
        """The group, and what its members come to."""
        if self._only is None or self._found is None:
            return super().title_line()
        group, currency = self._only.group, self._only.currency
        return Content.assemble(
            (safe(f"{group.by.capitalize()}: {group.label}"), "bold"),
            f" in {safe(currency)}   {safe(self._in_view())}",
        )
