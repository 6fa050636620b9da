"""A held file: what it would close, the biggest first, and a yes or a no to it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Any

from artui.domain import money
from artui.domain.days import iso
from artui.store import closings, import_listing
from artui.tui.actions import symbol
from artui.tui.screens.invoice import InvoiceScreen
from artui.tui.screens.rejects import OneFileScreen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.store.closings import Closing
    from artui.store.listing import Listing


class HeldScreen(OneFileScreen):
    """One held file; Enter opens the invoice an item belongs to."""

    def __init__(self, import_id: int, row: dict[str, object]) -> None:
        super().__init__(import_id, row)
        self._closings: Sequence[Closing] = ()

    def listing(self) -> Listing:
        """What it would close."""
        return closings.listing(self._import_id, self.artui.moment.as_of)

    def refreshed(self) -> None:
        """Read what is recorded of the file and what it would close, in a thread."""

        def read() -> tuple[dict[str, Any], list[Closing]]:
            with self.artui.work.reader("import") as reader:
                row = import_listing.imported(reader, self._import_id)
                return row, closings.summary(reader, self._import_id)

        def told(found: tuple[dict[str, Any], list[Closing]]) -> None:
            row, self._closings = found
            self._told(row)

        self.background(read, told, self.wrong)

    def what_closes(self) -> str:
        """The items and their amounts."""
        sums = ", ".join(_sum(each) for each in self._closings)
        return f"it closes {sums}" if sums else ""

    def said(self) -> Iterator[str]:
        """What it would close per currency, what is recorded, and how it is decided."""
        would = "would close" if self._row["outcome"] in ("held", "refused") else "was to close"
        today = self.artui.moment.today
        for each in self._closings:
            yield f"{would} {_sum(each)}{_more(each, today)}"
        yield from super().said()
        if self._row["outcome"] == "held":
            yield from self._ways()

    def _ways(self) -> Iterator[str]:
        """How it is decided, here and in a script."""
        keys = self.artui.keys.keys
        yes, no = (symbol(keys[name][0]) if keys[name] else "" for name in ("accept", "refuse"))
        if yes and no:
            yield f"A better file replaces it. {yes} loads it all the same, {no} leaves it out."
        if self._row["kept_as"]:
            home = self.artui.home.path
            order = ["artui", "ingest", "--home", str(home), "--accept-closures"]
            yield "In a script: " + shlex.join([*order, str(home / str(self._row["kept_as"]))])

    def opened(self, key: object, row: dict[str, object]) -> None:
        """The invoice."""
        del key
        if isinstance(found := row.get("document_id"), int):
            self.app.push_screen(InvoiceScreen(found))


def _sum(closing: Closing) -> str:
    """Items, customers and what is owed on them."""
    items = f"{closing.items:,} item{'' if closing.items == 1 else 's'}"
    customers = f"{closing.customers:,} customer{'' if closing.customers == 1 else 's'}"
    owed = f"{closing.currency} {money.grouped(closing.owed, closing.currency)}"
    return f"{items} of {customers}, {owed}"


def _more(closing: Closing, today: int) -> str:
    """The credits among them, and how old the oldest is."""
    said = ""
    if closing.credits:
        said += f", and credits of {money.grouped(-closing.credits, closing.currency)}"
    if closing.oldest_due is not None:
        age = today - closing.oldest_due
        late = f", {age:,} days ago" if age > 0 else ""
        said += f"; the oldest fell due on {iso(closing.oldest_due)}{late}"
    return said
