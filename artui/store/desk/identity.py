"""What the desk's entries are about: by identities that outlive any import, never row numbers."""

from __future__ import annotations

from typing import NamedTuple


class InvoiceIdentity(NamedTuple):
    """A document as the desk knows it: by its own identity, which outlives any import."""

    company: str
    document_class: str
    fiscal_year: str
    key: str

    def __str__(self) -> str:
        """As the journal shows it."""
        return "/".join(part for part in self if part)


class AccountIdentity(NamedTuple):
    """A customer's account with a company, in one currency or (None) in all of them.

    `company` and `customer` are canonical keys.
    """

    company: str
    customer: str
    currency: str | None = None

    def __str__(self) -> str:
        """As the journal shows it."""
        return "/".join(part for part in self if part)


class Entry(NamedTuple):
    """One of the entries about an account, by its number on the desk."""

    company: str
    customer: str
    currency: str | None
    id: int

    def __str__(self) -> str:
        """As the journal shows it."""
        return str(AccountIdentity(*self[:3]))


class MarkIdentity(NamedTuple):
    """A tier of an account, marked done on a day."""

    company: str
    customer: str
    currency: str
    tier: int
    done_on: int

    def __str__(self) -> str:
        """As the journal shows it."""
        return f"{AccountIdentity(*self[:3])}, tier {self.tier}"


class FileIdentity(NamedTuple):
    """A decision about a file: the file by its bytes and its name, the decision by its number."""

    sha256: str
    file: str
    id: int

    def __str__(self) -> str:
        """As the journal shows it."""
        return self.file


Subject = InvoiceIdentity | Entry | MarkIdentity | FileIdentity
