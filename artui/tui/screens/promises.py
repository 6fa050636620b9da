"""Promises to pay: what was broken, what is to come, what was kept; of one customer or of all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.domain import money
from artui.domain.days import iso
from artui.store import pledged
from artui.text import safe
from artui.tui import promising, why
from artui.tui.actions import Place, bindings
from artui.tui.promising import STATES, Promised, promised
from artui.tui.screens.customer import CustomerScreen
from artui.tui.screens.forecast import ComputedScreen
from artui.tui.screens.form import FormScreen, Row
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.widgets.pick import Pick

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence

    from artui.books.force import InForce
    from artui.store.aging import Scope
    from artui.store.listing import Listing
    from artui.tui.why import Figures


class PromisesScreen(ComputedScreen[Promised]):
    """The promises of one customer, or of everybody."""

    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "promise")
    BINDINGS = bindings("promise")
    COLUMNS = pledged.COLUMNS
    MISSING = "nothing tells what a promise is kept by"

    def __init__(self, customer_id: int | None = None) -> None:
        """Nothing is read before it is shown.

        Args:
            customer_id: whose promises; None for everybody's.
        """
        super().__init__()
        self._customer_id = customer_id

    @property
    def customer_in_view(self) -> int | None:
        """The customer these are of, else the one under the cursor."""
        return self._customer_id or super().customer_in_view

    def listing(self) -> Listing:
        """The promises."""
        return pledged.listing()

    def compute(self, reader: sqlite3.Connection, force: InForce, scope: Scope) -> Promised:
        """Judge them."""
        of = replace(scope, customer_id=self._customer_id)
        return promised(reader, of, force.policy.escalation.quiet)

    def offered(self, found: Promised) -> Sequence[Sequence[object]]:
        """The promises, each with what became of it."""
        return found.rows()

    def title_line(self) -> Content:
        """Whose these are, and how many are in which state."""
        if self._found is None:
            return Content.assemble(("Promises to pay", "bold"), " are being judged …")
        whose = self._found.whose if self._customer_id is not None else ""
        of = f" of {whose}" if whose else ""
        states = [each.judged.state for each in self._found.found]
        said = (
            f"{states.count(state)} {word}" for state, word in STATES.items() if state in states
        )
        head = Content.assemble((safe(f"Promises to pay{of}"), "bold"))
        return Content("   ").join([head, Content(" · ".join(said))])

    def why(self) -> Figures | None:
        """What is open of the invoice that the promise under the cursor is about."""
        document = self.table.row.get("document_id")
        return why.invoice(document) if isinstance(document, int) else None

    def objection(self, action: str) -> str:
        """Only what stands on the desk, and may still be kept, can be withdrawn."""
        if action == "withdraw":
            row = self.table.row
            number = row.get("id")
            if not isinstance(number, int):
                return "There is no promise under the cursor."
            if number < 0:
                return f"It came with an export, {row['source']}; withdraw it where that is from."
            if row["state"] == STATES["withdrawn"]:
                return "It is withdrawn already."
            if self._found is None or not self._found.runs(number):
                return f"Its time is over: {str(row['state'])[2:]}."
        return super().objection(action)

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The invoice it is about, else the customer."""
        del key
        document, customer = row.get("document_id"), row.get("customer_id")
        if isinstance(document, int):
            self.app.push_screen(InvoiceScreen(document))
        elif isinstance(customer, int):
            named = {**row, "number": row["customer"]}
            self.app.push_screen(CustomerScreen(customer, named))

    def action_withdraw(self) -> None:
        """Withdraw the promise under the cursor, or the plan it is part of, if that is meant."""
        if not self.allows("withdraw"):
            return
        row, artui = self.table.row, self.artui
        number, said = int(str(row["id"])), _said(row)

        def withdraw(wanted: bool | None) -> None:  # noqa: FBT001 - what Textual calls back with
            if wanted:
                artui.enter(
                    str(row["name"]),
                    f"{said}, withdrawn",
                    lambda: promising.withdraw(artui.work, number),
                )

        self.app.push_screen(WithdrawScreen(f"{row['name']}: {said}", artui.home.today()), withdraw)


def _said(row: Mapping[str, object]) -> str:
    """What is withdrawn, in a few words."""
    if part := row["part"]:
        return f"the plan of {str(part).partition('/')[2]} parts"
    amount = money.grouped(int(str(row["amount"])), str(row["currency"]))
    return f"the promise of {amount} by {iso(int(str(row['due_on'])))}"


class WithdrawScreen(FormScreen[bool]):
    """Whether a promise is to stand any longer."""

    def rows(self) -> Iterator[Row]:
        """One choice."""
        yield Row("Promise", Pick({"keep": "it stands", "withdraw": "withdraw it"}, id="promise"))

    def answer(self) -> bool:
        """Whether to withdraw it."""
        field = self.row("promise").field
        assert isinstance(field, Pick)  # noqa: S101 - there is no other
        return field.value == "withdraw"
