"""Personal accounts in DATEV's files: who owes by a booking, and which accounts are customers.

An account number tells what it is by its length and its first digit: nominal accounts have as many
digits as the batch says (4 to 8), personal accounts one more, debtors beginning with 1 to 6 and
creditors with 7 to 9. A booking may name the debtor on either side, and S (Soll) or H (Haben) is
said of the account in `Konto`. So rows get columns of their own that say it of the debtor.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The length of nominal accounts where the batch does not say it.
USUAL = 4
_DEBIT, _CREDIT, _NOBODY, _BOTH = "S", "H", "-", "beide"
_ACCOUNT, _OTHER = "Konto", "Gegenkonto (ohne BU-Schlüssel)"
_SIDE, _REVERSAL = "Soll/Haben-Kennzeichen", "Generalumkehr"
_COMPANY, _SHORT_NAME = "Name (Adressatentyp Unternehmen)", "Kurzbezeichnung"
_FIRST, _LAST = "Vorname (Adressatentyp natürl. Person)", "Name (Adressatentyp natürl. Person)"
_UNTOLD = "Name (Adressatentyp keine Angabe)"

Art = Literal["Debitor", "Kreditor", "Sachkonto"]


@dataclass(frozen=True, slots=True)
class Personal:
    """What is added to the rows of one file.

    Attributes:
        header: its header.
        length: how many digits nominal accounts have.
    """

    header: tuple[str, ...]
    length: int = USUAL

    @property
    def added(self) -> tuple[str, ...]:
        """The columns that are added: of bookings, of master data, or none."""
        if {_ACCOUNT, _OTHER, _SIDE} <= {*self.header}:
            return ("Debitor", "Debitor S/H", "Debitor Umkehr")
        return ("Kontenart", "Name") if {_ACCOUNT, _COMPANY} <= {*self.header} else ()

    def widen(self, row: list[str]) -> None:
        """Add what a row says; one that is shorter or longer than the header stays as it is."""
        if not self.added or len(row) != len(self.header):
            return
        booking = _SIDE in self.header
        row += self.booked(row) if booking else [self.art(self.cell(row, _ACCOUNT)), self.name(row)]

    def booked(self, row: Sequence[str]) -> list[str]:
        """The debtor of a booking, S where it debits them, H where it credits them, 1 if reversed.

        Without a debtor the side is `-`; where one debtor is booked against another, `beide`.
        """
        accounts = self.cell(row, _ACCOUNT), self.cell(row, _OTHER)
        debtors = [self.art(each) == "Debitor" for each in accounts]
        reversed_ = "1" if self.cell(row, _REVERSAL).upper() in ("1", "G") else ""
        if debtors[0] == debtors[1]:
            return ["", _BOTH if debtors[0] else _NOBODY, reversed_]
        side = self.cell(row, _SIDE).upper()
        if debtors[1] and side in (_DEBIT, _CREDIT):
            side = _CREDIT if side == _DEBIT else _DEBIT
        return [accounts[debtors[1]], side, reversed_]

    def name(self, row: Sequence[str]) -> str:
        """The name of a company or a person, whichever of its columns it stands in."""
        person = f"{self.cell(row, _FIRST)} {self.cell(row, _LAST)}".strip()
        names = (self.cell(row, _COMPANY), person, self.cell(row, _UNTOLD))
        return next(filter(None, names), self.cell(row, _SHORT_NAME))

    def art(self, account: str) -> Art:
        """What an account is."""
        if len(account) != self.length + 1 or not account.isdecimal() or account[0] == "0":
            return "Sachkonto"
        return "Debitor" if account[0] <= "6" else "Kreditor"

    def cell(self, row: Sequence[str], header: str) -> str:
        """A cell; blank where the file has no such column."""
        return row[self.header.index(header)].strip() if header in self.header else ""
