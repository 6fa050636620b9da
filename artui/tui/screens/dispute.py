"""Disputing an invoice: why, how much of it, who sees to it and by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.widgets import Input, OptionList

from artui.domain import money
from artui.domain.days import iso
from artui.domain.typed import named_day
from artui.store.desk.disputes import Case
from artui.text import safe
from artui.tui import cases
from artui.tui.screens.form import FormScreen, Menu, MisfitError, Row
from artui.tui.widgets.pick import Pick

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.policy.policy import Policy
    from artui.tui.cases import Disputable, Part

HOW_DAY = "2026-11-28, +7 or fri"
#: What is asked of a new dispute; nothing of it where one is taken up.
_ASKED = ("because", "part", "amount", "owner", "next_on", "note")
_ANOTHER, _WHOLE = "open another dispute", "the whole invoice"


class TakeUp(NamedTuple):
    """The key of a dispute that stands and is to be taken up."""

    key: str


class DisputeScreen(FormScreen[Case | TakeUp]):
    """A dispute of one invoice, to be opened; where one stands already, that can be taken up.

    The invoice is read while the form is open already; see `tell`.
    """

    AUTO_FOCUS = "#because"
    DAYS: ClassVar[tuple[str, ...]] = ("next_on",)

    def __init__(self, number: str, policy: Policy, today: int) -> None:
        """Nothing is opened yet.

        Args:
            number: what people call the invoice.
            policy: what reasons there are, and how soon the next step is.
            today: the home's day.
        """
        super().__init__(f"Dispute {number}", today)
        reasons = policy.reasons.reasons
        self._policy = policy
        self._owners = {reason.code: reason.owner for reason in reasons}
        self._labels = {reason.code: safe(reason.label) for reason in reasons}
        self._invoice: Disputable | None = None
        self._read = False

    def rows(self) -> Iterator[Row]:
        """What stands, then reason, part, amount, owner, next step, note."""
        yield Row("It stands", Menu({"": _ANOTHER}, id="standing"))
        yield Row("Because", Menu(self._labels, id="because"))
        yield Row("Of", Pick({"": _WHOLE}, id="part"))
        yield Row("Disputed", Input(id="amount", compact=True, placeholder="empty: all of it"))
        yield Row("Owner", Input(id="owner", compact=True))
        yield Row("Next step", Input(id="next_on", compact=True))
        yield Row("Note", Input(id="note", compact=True))

    def on_mount(self) -> None:
        """What is known of the invoice follows."""
        super().on_mount()
        self.row("standing").display = self.row("part").display = False
        self._follow()
        self._show()

    def tell(self, invoice: Disputable | None) -> None:
        """What of the invoice can be disputed; None where nothing of it is open."""
        self._invoice, self._read = invoice, True
        if self.is_mounted and self.query("#standing"):
            self._show()

    def _show(self) -> None:
        """Say what is open, offer its parts, and to take up what stands."""
        invoice = self._invoice
        if invoice is None:
            if self._read:
                self.say(_NOTHING, wrong=True)
            return
        self.row("part").display = len(invoice.parts) > 1
        self.query_one("#part", Pick).offer({"": _WHOLE} | _named(invoice.parts))
        if invoice.standing:
            self._offer(invoice)
        self._follow()

    def _offer(self, invoice: Disputable) -> None:
        """Offer what stands, first of all where nothing is typed yet."""
        said = {case.key: f"take up: {cases.told(case, self._today)}" for case in invoice.standing}
        menu = self.query_one("#standing", Menu)
        first = "" if self.typed else invoice.standing[0].key
        menu.offer({key: safe(each) for key, each in said.items()} | {"": _ANOTHER}, at=first)
        self.row("standing").display = True
        if first:
            self.set_focus(menu)

    @property
    def currency(self) -> str:
        """The invoice's; empty before it is read."""
        return self._invoice.currency if self._invoice else ""

    @on(OptionList.OptionHighlighted)
    def highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Another reason has another owner; what is taken up asks for nothing."""
        event.stop()
        self._follow()

    @on(Pick.Changed, "#part")
    def picked(self, event: Pick.Changed) -> None:
        """Another part has another amount open."""
        event.stop()
        self._follow()

    def _follow(self) -> None:
        """What is in view, and what stands beside and in empty fields, follows what is chosen."""
        for name in _ASKED:
            many = name != "part" or (self._invoice is not None and len(self._invoice.parts) > 1)
            self.row(name).display = many and not self._standing
        if self._invoice is not None:
            open_amount = money.grouped(self._open_amount, self.currency)
            self.row("amount").hint(f"of {open_amount} {self.currency} open")
        self.query_one("#owner", Input).placeholder = f"empty: {self._owners[self._because]}"
        self._propose()

    @on(Input.Changed, "#owner")
    def owned(self, event: Input.Changed) -> None:
        """Another owner may have other days."""
        event.stop()
        self._propose()

    def _propose(self) -> None:
        """Say which day the next step is on where nobody types one."""
        day = f"+7, fri; empty: {named_day(self._next_step)}"
        self.query_one("#next_on", Input).placeholder = day

    @property
    def _owner(self) -> str:
        return self.text("owner") or self._owners[self._because]

    @property
    def _next_step(self) -> int:
        """The day the policy proposes."""
        return cases.next_step(self._policy, self._because, self._owner, self._today)

    @property
    def _standing(self) -> str:
        return self.query_one("#standing", Menu).value

    @property
    def _because(self) -> str:
        return self.query_one("#because", Menu).value

    @property
    def _part(self) -> Part | None:
        """The instalment that is disputed; None for the whole invoice."""
        place = self.query_one("#part", Pick).value
        return self._invoice.parts[int(place)] if self._invoice and place else None

    @property
    def _open_amount(self) -> int:
        """What is open of the part."""
        part, invoice = self._part, self._invoice
        return part.open_amount if part else invoice.open_amount if invoice else 0

    def answer(self) -> Case | TakeUp:
        """The case; what is left empty is all of it, the reason's owner and the usual day."""
        if self._standing:
            return TakeUp(self._standing)
        if self._invoice is None:
            sentence = _NOTHING if self._read else "The invoice is still being read."
            raise MisfitError("because", sentence)
        part, next_on = self._part, self.day("next_on")
        return Case(
            self._because,
            self._amount(),
            self._owner,
            self._next_step if next_on is None else next_on,
            item=part.label if part else None,
            note=self.text("note"),
        )

    def _amount(self) -> int | None:
        """What is disputed, None for all that is open."""
        if not self.text("amount"):
            return None
        amount = self.amount("amount", self.currency)
        if amount > self._open_amount:
            left = money.grouped(self._open_amount, self.currency)
            raise MisfitError("amount", f"No more than {left} {self.currency} is open.")
        return amount


_NOTHING = "Nothing is owed of it, so there is nothing to dispute."


def _named(parts: Sequence[Part]) -> dict[str, str]:
    """What instalments are called, by place."""
    return {
        str(place): safe(f"item {part.label}, due {iso(part.due_on)}")
        for place, part in enumerate(parts)
    }
