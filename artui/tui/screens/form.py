"""A form over the screen: fields one below the other, and nothing typed is lost without a word."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from artui.domain.typed import MistypedError, named_day, typed_amount, typed_day
from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.widget import Widget

Answer = TypeVar("Answer")
#: Seconds; a field takes a key in far less, and none may keep the form from ending.
PATIENCE = 2.0
_KEYS = "   ↵ next, at the end save   ^s save   esc leave"


class MisfitError(Exception):
    """What stands in a field cannot be taken; says which field, and a sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


class Menu(OptionList):
    """A few choices one below the other; the value is the key of the highlighted one."""

    def __init__(self, choices: Mapping[str, str], *, at: str = "", id: str | None = None) -> None:  # noqa: A002 - the name every widget uses
        super().__init__(*(Option(Content(each)) for each in choices.values()), id=id, markup=False)
        self._values = list(choices)
        self._begin = self._values.index(at) if at in choices else 0

    def on_mount(self) -> None:
        """Begin where told."""
        self.highlighted = self._begin

    def offer(self, choices: Mapping[str, str], *, at: str = "") -> None:
        """Offer other choices; one that was chosen stays so where it is among them.

        Args:
            choices: what people read, by value.
            at: the value to begin at where nothing else was chosen.
        """
        chosen = self.value if self.highlighted != self._begin else at
        self.set_options(Option(Content(each)) for each in choices.values())
        self._values = list(choices)
        self._begin = self._values.index(at) if at in choices else 0
        self.highlighted = self._values.index(chosen) if chosen in choices else self._begin

    @property
    def value(self) -> str:
        """What is highlighted."""
        at = self.highlighted
        return self._values[self._begin if at is None else at]

    def on_key(self, event: events.Key) -> None:
        """Move; here and now, where a binding would wait until later keys have been given out."""
        moves = {
            **dict.fromkeys(("j", "down"), self.action_cursor_down),
            **dict.fromkeys(("k", "up"), self.action_cursor_up),
            "home": self.action_first,
            "end": self.action_last,
        }
        if event.key in moves:
            event.stop()
            moves[event.key]()


class Row(Horizontal):
    """A field with its label, and room for a hint beside it."""

    def __init__(self, label: str, field: Widget) -> None:
        super().__init__()
        self.field = field
        self._label = label

    def compose(self) -> ComposeResult:
        """Label, field, hint."""
        yield Static(self._label, classes="label", markup=False)
        yield self.field
        yield Static("", classes="hint", markup=False)

    def hint(self, text: str) -> None:
        """Say something beside the field."""
        self.query_one(".hint", Static).update(Content(safe(text)))


class FormScreen(ModalScreen[Answer | None]):
    """Fields to be filled. Enter goes to the next and from the last one saves; Escape leaves.

    Subclasses say which rows there are, and what the answer is. Keys come in one packet where the
    line is slow or the fingers are quick: those of the form itself are looked at first, and each
    waits until the field has taken what was typed before it.

    Attributes:
        DAYS: the names of the fields that take a day; what is meant stands beside them.
    """

    DAYS: ClassVar[tuple[str, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", priority=True),
        Binding("ctrl+s", "save", "save", priority=True),
        Binding("enter", "next", "next", priority=True),
        Binding("tab", "beside(1)", show=False, priority=True),
        Binding("shift+tab", "beside(-1)", show=False, priority=True),
    ]

    def __init__(self, title: str, today: int) -> None:
        """Nothing is filled in yet.

        Args:
            title: what the form is about; data in it is made safe here.
            today: the home's day, from which days are counted.
        """
        super().__init__()
        self._title = safe(title)
        self._today = today
        self._given: dict[str, str] = {}
        self._warned = False

    # What subclasses say.

    def rows(self) -> Iterator[Row]:
        """The fields."""
        raise NotImplementedError

    def answer(self) -> Answer:
        """What the fields come to.

        Raises:
            MisfitError: where one of them cannot be taken.
        """
        raise NotImplementedError

    def preview(self) -> str:
        """What saving would write, for below the fields as they are typed; empty for nothing."""
        return ""

    # The frame.

    def compose(self) -> ComposeResult:
        """Title, fields, and a line for what is wrong."""
        with VerticalScroll(id="form", can_focus=False):
            yield Static(Content.assemble((self._title, "bold"), _KEYS), markup=False)
            yield from self.rows()
            yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        """Remember what stood in the fields at first."""
        self._given = {str(each.id): each.value for each in self.query(Input)}

    def say(self, sentence: str, *, wrong: bool = False) -> None:
        """Say something below the fields."""
        line = self.query_one("#said", Static)
        line.update(Content("\n").join(Content(safe(each)) for each in sentence.split("\n")))
        line.set_class(wrong, "-false")

    @property
    def shown(self) -> list[Widget]:
        """The fields in view, in order."""
        return [row.field for row in self.query(Row) if row.display]

    def row(self, name: str) -> Row:
        """The row of a field."""
        return next(row for row in self.query(Row) if row.field.id == name)

    # What stands in the fields.

    def text(self, name: str) -> str:
        """What is typed in a field."""
        return self.query_one(f"#{name}", Input).value.strip()

    def day(self, name: str) -> int | None:
        """The day typed in a field, not before today; None where nothing is.

        Raises:
            MisfitError: where it means no such day.
        """
        day = self.typed_day(name, typed_day)
        if day is not None and day < self._today:
            raise MisfitError(name, f"{named_day(day)} has passed.")
        return day

    def typed_day(self, name: str, read: Callable[[str, int], int]) -> int | None:
        """The day that what is typed in a field means to `read`, seen from today; None of nothing.

        Raises:
            MisfitError: where it means no day.
        """
        if not self.text(name):
            return None
        try:
            return read(self.text(name), self._today)
        except MistypedError as problem:
            raise MisfitError(name, str(problem)) from None

    def amount(self, name: str, currency: str) -> int:
        """The amount typed in a field.

        Raises:
            MisfitError: where it means none.
        """
        try:
            return typed_amount(self.text(name), currency)
        except MistypedError as problem:
            raise MisfitError(name, str(problem)) from None

    # What keys do.

    async def action_next(self) -> None:
        """Enter: to the next field, from the last one save."""
        await self._caught_up()
        fields = self.shown
        if self.focused is fields[-1]:
            await self.action_save()
        else:
            self._go(1)

    async def action_beside(self, step: int) -> None:
        """To a field beside, round the ends."""
        await self._caught_up()
        self._go(step)

    def _go(self, step: int) -> None:
        fields = self.shown
        at = fields.index(self.focused) if self.focused in fields else -1
        self.set_focus(fields[(at + step) % len(fields)])

    async def _caught_up(self) -> None:
        """Wait until every field, and then the form, has done what came before."""
        for node in (*self.shown, self):
            done = asyncio.Event()
            if node.is_running and node.call_later(done.set):
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(done.wait(), PATIENCE)

    @on(OptionList.OptionSelected)
    def chosen(self, event: OptionList.OptionSelected) -> None:
        """A click, or space, on a choice: to the next field."""
        event.stop()
        self._go(1)

    @on(Input.Changed)
    def changed(self, event: Input.Changed) -> None:
        """Say which day is meant; what was wrong may be right by now."""
        event.stop()
        self._warned = False
        self.say(self.preview())
        name = str(event.input.id)
        if name in self.DAYS:
            self.row(name).hint(self._meant(name))

    def _meant(self, name: str) -> str:
        try:
            day = self.day(name)
        except MisfitError:
            return ""
        return "" if day is None else named_day(day)

    async def action_save(self) -> None:
        """Answer, or say what is wrong and go there."""
        await self._caught_up()
        try:
            found = self.answer()
        except MisfitError as misfit:
            self.say(misfit.sentence, wrong=True)
            self.set_focus(self.row(misfit.field).field)
            return
        self.dismiss(found)

    async def action_leave(self) -> None:
        """Change nothing; where something was typed, only the second time."""
        await self._caught_up()
        if self.typed and not self._warned:
            self._warned = True
            self.say("esc once more throws away what you typed.", wrong=True)
            return
        self.dismiss(None)

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by field; nothing of what stood there at first."""
        fields = self.query(Input)
        return {str(i.id): i.value for i in fields if i.value != self._given.get(str(i.id))}
