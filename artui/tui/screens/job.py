"""One job: what is known of it, the checks it fails and how they are mended, its invoices."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain.check import Check
from artui.store import checks, job, listings
from artui.tui import failing
from artui.tui.actions import Place, bindings
from artui.tui.failing import Checked
from artui.tui.job import Facts
from artui.tui.screens.checked import CheckedScreen
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.widgets.keyline import KeyLine

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence

    from textual.binding import BindingType

    from artui.books.force import InForce
    from artui.books.readiness import Failure
    from artui.store.listing import Listing
    from artui.tui.moment import Moment


class JobScreen(CheckedScreen):
    """Everything about one job."""

    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "invoice", "checked")
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("invoice"), *bindings("checked")]

    def __init__(self, job_id: int) -> None:
        super().__init__()
        self._job_id = job_id
        self._facts: Facts | None = None
        self._failures: Sequence[Failure] = ()

    @property
    def customer_in_view(self) -> int | None:
        """Whose it is."""
        return int(self._facts.row["customer_id"]) if self._facts else None

    @property
    def checked(self) -> Checked | None:
        """The job itself, wherever the cursor is."""
        return Checked("job", self._job_id, self._facts.row["number"]) if self._facts else None

    @property
    def failures(self) -> Sequence[Failure]:
        """The checks the job fails."""
        return self._failures

    def listing(self) -> Listing:
        """The invoices that name it."""
        moment = self.artui.moment
        return job.invoices(self._job_id, moment.scope(), past=moment.is_past)

    def title_line(self) -> Content:
        """What is known of it, as soon as that is read."""
        return self._facts.lines() if self._facts else Content("reading …")

    def objection(self, action: str) -> str:
        """The job of these invoices is in view already."""
        if action == "job":
            return "This is the job."
        return super().objection(action)

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The invoice."""
        del key, row
        if self.document_id is not None:
            self.app.push_screen(InvoiceScreen(self.document_id))

    def refreshed(self) -> None:
        """Read the job and what it fails in a thread."""
        force, moment, work = self.artui.force, self.artui.moment, self.artui.work

        def read() -> tuple[Facts | None, Sequence[Failure]]:
            with work.reader("job") as reader:
                return _gathered(reader, self._job_id, moment, force)

        self.background(read, self._told, self.wrong)

    def _told(self, found: tuple[Facts | None, Sequence[Failure]]) -> None:
        facts, self._failures = found
        if facts is None:
            self.wrong("Nothing was known of the job by then.")
            return
        self._facts = facts
        self.entitle()
        self.query_one(KeyLine).follow()

    def checking(self) -> Callable[[sqlite3.Connection], Check] | None:
        """What the invoices are open by against their entries."""
        listing, scope = self.listing(), self.artui.moment.scope()
        number = self._job_id

        def hold(reader: sqlite3.Connection) -> Check:
            sums = listings.summed(reader, listing, "")
            found = {currency: amounts["open_amount"] for currency, _, amounts in sums}
            owed = checks.open_of_job(reader, number, scope)
            return Check("their open amounts = those of aging", found, owed)

        return hold


def _gathered(
    reader: sqlite3.Connection, job_id: int, moment: Moment, force: InForce | None
) -> tuple[Facts | None, Sequence[Failure]]:
    from artui.books import readiness  # noqa: PLC0415 - most of the ledger

    scope = moment.scope()
    row = job.job(reader, job_id, scope)
    policy = force.policy.readiness if force else None
    if row is None or policy is None:
        return (Facts(row, (), moment.as_of) if row else None), ()
    failures = readiness.of_job(reader, policy, job_id, scope)
    said = list(failing.lines(readiness.state(failures), failures)) if policy.checks else []
    return Facts(row, said, moment.as_of), failures
