"""The policy in force, of one customer or whole: each value, its file and line, and the editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.content import Content

from artui.store import policy_values, weekly
from artui.store.snapshot import Snapshot
from artui.text import safe
from artui.tui import governing
from artui.tui.actions import Place, bindings
from artui.tui.screens.edited import EditedScreen

if TYPE_CHECKING:
    from textual.binding import BindingType

    from artui.store.listing import Listing
    from artui.store.policies import CheckRow
    from artui.tui.governing import Governing, Verdict


class PolicyScreen(EditedScreen):
    """What the policy in force says, line by line; Enter opens the line in an editor."""

    PLACES: ClassVar[tuple[Place, ...]] = ("everywhere", "list", "table", "policy")
    BINDINGS: ClassVar[list[BindingType]] = bindings("policy")

    def __init__(self, customer_id: int | None = None) -> None:
        """Nothing is read before it is shown.

        Args:
            customer_id: the row's number of the customer it is about; None for everybody.
        """
        super().__init__()
        self._customer_id = customer_id
        self._found: Governing | None = None
        self._verdict: Verdict | None = None
        self._judged_at: CheckRow | None = None

    @property
    def customer_in_view(self) -> int | None:
        """None: from a customer's policy the whole of it is one key away."""
        return None

    def listing(self) -> Listing:
        """The lines."""
        return policy_values.listing()

    def snapshot(self) -> Snapshot:
        """The lines; a list that says that it is loading until they were found."""
        rows, connect = self._found.rows if self._found else (), self.artui.work.connect
        snapshot = Snapshot(
            self.listing(), lambda: weekly.offer(connect(), policy_values.OFFERED, rows)
        )
        if self._found is None:
            snapshot.close()
        return snapshot

    def title_line(self) -> Content:
        """Whom it is about, which revision is in force since when, and what keeps a newer out."""
        about = Content("reading …") if self._found is None else self._found.about
        branch = self.artui.home.settings.policies_from
        lines = governing.standing(self.artui.status, branch)
        return Content("\n").join([about, *(Content(safe(line)) for line in lines)])

    def refreshed(self) -> None:
        """Find the lines, in a thread."""
        status, customer_id = self.artui.status, self._customer_id

        def read() -> Governing | None:
            if status.force is None:
                return None
            with self.artui.work.reader("policy") as reader:
                return governing.gather(reader, status.force, customer_id)

        self.background(read, self._told, self.wrong)

    def _told(self, found: Governing | None) -> None:
        if found is None:
            self.wrong("There is no policy in force that says anything here.")
            return
        same, self._found = found == self._found, found
        self.entitle()
        if same:  # the cursor stays on its line meanwhile, and the line can be edited
            self.counted(self.table.snapshot.count)
            return
        self.table.open(self.snapshot(), keep=self.table.key, arrangement=self.table.arrangement)

    def follow(self) -> None:
        """The data changed, perhaps the policy in force with it; a mistake may be mended."""
        check = self.artui.status.check
        if check is not None and check != self._judged_at and not check.errors:
            self._verdict = None
        self.entitle()
        self.refreshed()

    def counted(self, count: int) -> None:
        """What an edit came to where it is broken; else how many lines there are."""
        if self._verdict is not None and not self._verdict.ok:
            self.wrong(self._verdict.sentence)
        else:
            super().counted(count)

    # The editor.

    def objection(self, action: str) -> str:
        """An editor needs a file, and somebody who may write."""
        if action == "policy" and self._customer_id is None:
            return "This is the whole policy."
        if action == "open" and (why := self.uneditable()):
            return why
        return super().objection(action)

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The line, in the editor."""
        del key, row
        self.action_edit()

    def judged(self, verdict: Verdict) -> None:
        """Say it wherever somebody is by now; a mistake is said here until it is mended."""
        self._verdict, self._judged_at = verdict, self.artui.status.check
        super().judged(verdict)
        if self.is_attached:
            self.counted(self.table.snapshot.count)
