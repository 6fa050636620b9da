"""One invoice: its items, why it is late, and its entries with the file and line each came from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.content import Content

from artui.domain.check import Check
from artui.store import checks, invoice, listings
from artui.store import lines as store_lines
from artui.tui import cases, failing
from artui.tui.actions import Place, bindings
from artui.tui.facts import Facts
from artui.tui.failing import Checked
from artui.tui.screens.checked import CheckedScreen
from artui.tui.screens.promising import PromisingScreen
from artui.tui.widgets.keyline import KeyLine

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Mapping, Sequence

    from textual.binding import BindingType

    from artui.books.force import InForce
    from artui.books.readiness import Failure
    from artui.store.listing import Listing
    from artui.tui.account import Account
    from artui.tui.moment import Moment

_PROMISES = 4


class InvoiceScreen(PromisingScreen, CheckedScreen):
    """Everything about one document."""

    PLACES: ClassVar[tuple[Place, ...]] = (
        *("everywhere", "list", "table"),
        *("invoice", "owed", "checked"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("invoice"),
        *bindings("owed"),
        *bindings("checked"),
    ]

    def __init__(self, document_id: int) -> None:
        super().__init__()
        self._document_id = document_id
        self._facts: Facts | None = None
        self._failures: Sequence[Failure] = ()

    @property
    def document_number(self) -> str:
        """What people call it."""
        return self._facts.number if self._facts else "the invoice"

    @property
    def document_id(self) -> int | None:
        """The document itself, wherever the cursor is."""
        return self._document_id

    @property
    def customer_in_view(self) -> int | None:
        """Whose it is."""
        return int(self._facts.items[0]["customer_id"]) if self._facts else None

    @property
    def debtor(self) -> Account | None:
        """Whose it is, as far as this invoice goes; None where nothing of it is open."""
        return self._facts.debtor(self._document_id) if self._facts else None

    @property
    def chosen(self) -> str | None:
        """The reason somebody chose for it."""
        return str(self._facts.chosen["reason"]) if self._facts and self._facts.chosen else None

    @property
    def names_no_job(self) -> bool:
        """Whether it bills no job, as soon as it is read."""
        return self._facts is not None and not self._facts.items[0]["job_id"]

    @property
    def checked(self) -> Checked | None:
        """The invoice itself, wherever the cursor is."""
        return Checked("invoice", self._document_id, self._facts.number) if self._facts else None

    @property
    def failures(self) -> Sequence[Failure]:
        """The checks it fails."""
        return self._failures

    def listing(self) -> Listing:
        """Its entries; of a day of the past, those there were by then."""
        moment = self.artui.moment
        return listings.entries(self._document_id, moment.scope() if moment.is_past else None)

    def title_line(self) -> Content:
        """Head, items, reasons, evidence, as soon as they are read."""
        return self._facts.lines() if self._facts else Content("reading …")

    def objection(self, action: str) -> str:
        """Only an entry that stands against another document leads anywhere."""
        if action in ("policy", "promise") and self._facts is None:
            return "The invoice is still being read."
        if action == "open" and not isinstance(self.table.row.get("counter_id"), int):
            return "This entry stands against no other document."
        return super().objection(action)

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The document that the entry stands against."""
        del key
        counter = row.get("counter_id")
        if isinstance(counter, int):
            self.app.push_screen(InvoiceScreen(counter))

    def refreshed(self) -> None:
        """Read the facts in a thread."""
        force, moment, work = self.artui.force, self.artui.moment, self.artui.work

        def read() -> tuple[Facts, Sequence[Failure]]:
            with work.reader("facts") as reader:
                facts = _gathered(reader, self._document_id, moment, force)
                return _checked(reader, self._document_id, moment, force, facts)

        self.background(read, self._told, self.wrong)

    def _told(self, found: tuple[Facts, Sequence[Failure]]) -> None:
        facts, failures = found
        if facts.items:
            self._facts, self._failures = facts, failures
            self.entitle()
            self.query_one(KeyLine).follow()

    def checking(self) -> Callable[[sqlite3.Connection], Check]:
        """What is kept as open of it against its entries."""
        document = self._document_id

        def hold(reader: sqlite3.Connection) -> Check:
            kept, entered = checks.kept(reader, document), checks.entered(reader, document)
            return Check("what is open = their sum", kept, entered)

        return hold

    def counted(self, count: int) -> None:
        """How many entries."""
        noun = "entry" if count == 1 else "entries"
        self.truth(f"{count:,} {noun}, each with the file and line it came from")


def _gathered(
    reader: sqlite3.Connection, document: int, moment: Moment, force: InForce | None
) -> Facts:
    from artui.books.grounds import Inquiry  # noqa: PLC0415 - most of the ledger, for this alone

    reasons = force.policy.reasons if force else None
    today, known_on = moment.as_of, moment.known_on
    disputes = cases.of_document(reader, moment, force, document)
    items = invoice.items(reader, document, today, known_on)
    grounds = None
    if force is not None and any(_owed(item) for item in items):
        day = range(today, today + 1)
        grounds = Inquiry(reader, force.policy, day, known_on).of([document]).get(document)
    return Facts(
        items,
        disputes,
        invoice.chosen(reader, document),
        grounds,
        today,
        reasons,
        _reckoned(reader, document, items, force),
        _billed(reader, document, items, known_on),
        promises=_promises(reader, document, items, moment, force),
    )


def _promises(
    reader: sqlite3.Connection,
    document: int,
    items: Sequence[Mapping[str, Any]],
    moment: Moment,
    force: InForce | None,
) -> list[str]:
    """What was promised about it, and what became of that."""
    from artui.tui.promising import promised  # noqa: PLC0415 - as above

    if force is None or not any(map(_owed, items)):
        return []
    scope = moment.scope(items[0]["customer_id"])
    return promised(reader, scope, force.policy.escalation.quiet).about(document).lines(_PROMISES)


def _owed(item: Mapping[str, Any]) -> bool:
    """Whether it is something that a customer owes, and may be late with."""
    return item["family"] == "invoice" and item["amount"] > 0 and not item["void"]


def _checked(
    reader: sqlite3.Connection,
    document: int,
    moment: Moment,
    force: InForce | None,
    facts: Facts,
) -> tuple[Facts, Sequence[Failure]]:
    """The facts with the checks it fails, where anything of it is open."""
    from artui.books import readiness  # noqa: PLC0415 - as above

    if force is None or not facts.items:
        return facts, ()
    scope = moment.scope(int(facts.items[0]["customer_id"]))
    found = readiness.of_invoice(reader, force.policy.readiness, document, scope)
    if found is None or not found.failures:
        return facts, ()
    said = f"{failing.STATES[found.state]}   fails {failing.summary(found.failures)}"
    return replace(facts, checked=said), found.failures


def _billed(
    reader: sqlite3.Connection, document: int, items: list[dict[str, Any]], known_on: int | None
) -> list[str]:
    """Its lines in words, and what they come to."""
    from artui.books import lines  # noqa: PLC0415 - as above

    found = store_lines.of_invoice(reader, document, known_on)
    if not found or not items:
        return []
    currency = items[0]["currency"]
    billed = sum(item["amount"] for item in items if not item["void"])
    tax = store_lines.tax(reader, document, known_on)
    return list(lines.lines(found, lines.add_up(found, tax, billed, currency), currency))


def _reckoned(
    reader: sqlite3.Connection,
    document: int,
    items: list[dict[str, Any]],
    force: InForce | None,
) -> dict[int, list[str]]:
    """By item, how its due date came about; cash and drafts have none."""
    from artui.books.reckoning import Reckoning  # noqa: PLC0415 - as above

    standing = [item for item in items if not item["void"] and item["family"] == "invoice"]
    if force is None or not standing:
        return {}
    billed = sum(item["amount"] for item in standing)
    reckoning = Reckoning(force, invoice.customer(reader, document))
    return {item["id"]: reckoning.sentences(item, billed) for item in standing}
