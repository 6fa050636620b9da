"""Working a dispute: another state, what else is to change of it, a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from textual import on
from textual.widgets import Input, OptionList

from artui.domain import money
from artui.domain.days import iso
from artui.domain.disputes import LABELS, OVER, PARTLY_UPHELD, STATES, UPHELD
from artui.store.desk.disputes import ALL
from artui.text import safe
from artui.tui.screens.dispute import HOW_DAY
from artui.tui.screens.form import FormScreen, Menu, MisfitError, Row

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from artui.policy.reasons import Reason
    from artui.tui.cases import Case, Credit

#: The states that a credit note settles.
_CREDITED = (UPHELD, PARTLY_UPHELD)
_NO_CREDIT = "none yet"
_STATES = {state: LABELS[state] for state in STATES}


class Work(NamedTuple):
    """What is entered about a dispute.

    Attributes:
        values: what changes, as `desk.change_dispute` takes it.
        note: what is noted beside; empty for nothing.
    """

    values: Mapping[str, Any]
    note: str = ""


class StateScreen(FormScreen[Work]):
    """How a dispute stands now; one that ends says how it came out."""

    AUTO_FOCUS = "#state"
    DAYS: ClassVar[tuple[str, ...]] = ("next_on",)

    def __init__(self, case: Case, today: int) -> None:
        """Nothing is changed yet; which credit notes there are is told by `offer`.

        Args:
            case: which.
            today: the home's day.
        """
        super().__init__(f"Dispute of {case.invoice}", today)
        self._case = case
        self._credits: Sequence[Credit] = ()

    def rows(self) -> Iterator[Row]:
        """State, then what the state asks for."""
        yield Row("State", Menu(_STATES, at=self._case.state, id="state"))
        yield Row("Outcome", Input(id="outcome", compact=True, placeholder="what was agreed"))
        yield Row("Credit note", Menu({"": _NO_CREDIT}, id="credit"))
        how = f"as it is, {HOW_DAY}"
        yield Row("Next step", Input(id="next_on", compact=True, placeholder=how))
        yield Row("Note", Input(id="note", compact=True))

    def offer(self, found: Sequence[Credit]) -> None:
        """Offer these credit notes beside none."""
        self._credits = found
        if self.is_mounted and self.query("#credit"):
            self._offer()

    def _offer(self) -> None:
        told = {each.key: safe(_told(each)) for each in self._credits}
        menu = self.query_one("#credit", Menu)
        menu.offer({"": _NO_CREDIT} | told, at=self._case.credit or "")

    def on_mount(self) -> None:
        """Only what the state asks for is in view."""
        super().on_mount()
        self._offer()
        self._follow()

    @on(OptionList.OptionHighlighted, "#state")
    def highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """An end asks for its outcome, anything else for the next step."""
        event.stop()
        self._follow()

    def _follow(self) -> None:
        over = self._state in OVER
        self.row("outcome").display = over
        self.row("credit").display = self._state in _CREDITED
        self.row("next_on").display = not over

    @property
    def _state(self) -> str:
        return self.query_one("#state", Menu).value

    def answer(self) -> Work:
        """The state with what belongs to it."""
        state, note = self._state, self.text("note")
        if state not in OVER:
            next_on = self.day("next_on")
            values = {"state": state} | ({} if next_on is None else {"next_on": next_on})
            return Work(values, note)
        outcome = self.text("outcome")
        if not outcome:
            raise MisfitError("outcome", "Say how it came out, for whoever asks later.")
        credit = self.query_one("#credit", Menu).value if state in _CREDITED else ""
        ended = {"outcome": outcome, "credit": credit or None, "closed_on": self._today}
        return Work({"state": state, **ended}, note)


def _told(credit: Credit) -> str:
    """What is said of a credit note."""
    amount = money.grouped(credit.amount, credit.currency)
    own = ", of this invoice" if credit.own else ""
    return f"{credit.number}, {iso(credit.dated_on)}, {amount}{own}"


class ChangeScreen(FormScreen[Work]):
    """Reason, amount, owner and next step of a dispute, as they stand, to be written over."""

    AUTO_FOCUS = "#owner"
    DAYS: ClassVar[tuple[str, ...]] = ("next_on",)

    def __init__(self, case: Case, reasons: Sequence[Reason], today: int) -> None:
        """Nothing is changed yet.

        Args:
            case: which.
            reasons: the catalogue.
            today: the home's day.
        """
        super().__init__(f"Dispute of {case.invoice}", today)
        self._case = case
        self._labels = {reason.code: safe(reason.label) for reason in reasons}

    def rows(self) -> Iterator[Row]:
        """What stands, to be written over."""
        case = self._case
        amount = "" if case.amount is None else money.plain(case.amount, case.currency)
        yield Row("Owner", Input(safe(case.owner), id="owner", compact=True))
        yield Row("Next step", Input(iso(case.next_on) or "", id="next_on", compact=True,
                                     placeholder=HOW_DAY))  # fmt: skip
        yield Row(
            "Disputed", Input(amount, id="amount", compact=True, placeholder="empty: all of it")
        )
        yield Row("Because", Menu(self._reasons(), at=case.code or "", id="because"))

    def _reasons(self) -> dict[str, str]:
        """The catalogue; what it stands for now first where that is in no catalogue."""
        if self._case.code in self._labels:
            return self._labels
        said = safe(self._case.reason) or "no reason given"
        return {"": f"{said}, as it is"} | self._labels

    def on_mount(self) -> None:
        """Say how much is open."""
        super().on_mount()
        case = self._case
        self.row("amount").hint(f"of {money.grouped(case.open_amount, case.currency)} open")

    def answer(self) -> Work:
        """What is not as it was.

        Raises:
            MisfitError: where nothing is, or a field cannot be taken.
        """
        case, reason = self._case, self.query_one("#because", Menu).value
        wanted = {
            "owner": self.text("owner") or None,
            "next_on": case.next_on if "next_on" not in self.typed else self.day("next_on"),
            "amount": self._amount(),
            "reason": reason or case.code,
        }
        stands = {
            "owner": case.owner or None,
            "next_on": case.next_on,
            "amount": case.amount,
            "reason": case.code,
        }
        changed = {name: value for name, value in wanted.items() if value != stands[name]}
        if not changed:
            raise MisfitError("owner", "Nothing is changed yet; esc leaves it as it is.")
        if "amount" in changed and changed["amount"] is None:
            changed["amount"] = ALL
        return Work(changed)

    def _amount(self) -> int | None:
        """What is disputed, None for all of it; no more than is open, or than is disputed now."""
        case = self._case
        if not self.text("amount"):
            return None
        amount = self.amount("amount", case.currency)
        if amount > max(case.open_amount, case.amount or 0):
            left = money.grouped(case.open_amount, case.currency)
            raise MisfitError("amount", f"No more than {left} {case.currency} is open.")
        return amount


class NoteScreen(FormScreen[Work]):
    """A note on a dispute."""

    AUTO_FOCUS = "#note"

    def __init__(self, case: Case, today: int) -> None:
        super().__init__(f"Note on the dispute of {case.invoice}", today)

    def rows(self) -> Iterator[Row]:
        """The note."""
        yield Row("Note", Input(id="note", compact=True))

    def answer(self) -> Work:
        """The note, which is needed."""
        note = self.text("note")
        if not note:
            raise MisfitError("note", "Write what is to be kept.")
        return Work({}, note)


class AgreeScreen(FormScreen[bool]):
    """What the desk and the export say differently, and whether the export is right."""

    AUTO_FOCUS = "#agree"

    def __init__(self, case: Case, today: int) -> None:
        super().__init__(f"Dispute of {case.invoice}: {case.conflict}", today)

    def rows(self) -> Iterator[Row]:
        """One choice."""
        choices = {"no": "leave it as the desk has it", "yes": "take what the export says"}
        yield Row("Which", Menu(choices, id="agree"))

    def answer(self) -> bool:
        """Whether the export is right."""
        return self.query_one("#agree", Menu).value == "yes"
