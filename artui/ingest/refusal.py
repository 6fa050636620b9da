"""Why a whole file is refused: each class is one sentence, and the place it is about.

Text from files is hostile and these sentences end on terminals, so what they quote goes through
`quoted`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.errors import ArtuiError
from artui.text import fit, safe

if TYPE_CHECKING:
    from typing import Self

_LONGEST_QUOTE = 60


def quoted(text: str) -> str:
    """A piece of a file between quotes, safe to print and cut to 60 cells."""
    shown = safe(text)
    return f"'{fit(shown, _LONGEST_QUOTE).rstrip() if len(shown) > _LONGEST_QUOTE else shown}'"


class RefusedError(ArtuiError):
    """The file is refused."""

    def at(self, place: object) -> Self:
        """The same refusal, said of a place."""
        self.where = str(place)
        self.args = (str(self),)
        return self


class NotAFileError(RefusedError):
    """This is {what}, not a regular file."""

    hint = "Name the file itself."


class UnreadableError(RefusedError):
    """The file cannot be read: {reason}."""


class ChangedError(RefusedError):
    """The file changed while it was being read."""

    hint = "Load it again once it is complete."


class EmptyError(RefusedError):
    """The file holds no text."""


class OtherFormatError(RefusedError):
    """This is {what}, not delimited text."""

    hint = "Export it as CSV."


class NotTextError(RefusedError):
    """This is not text: byte {offset} is NUL."""

    hint = "Export it as CSV."


class UndecodableError(RefusedError):
    """The text is neither UTF-8 (byte {utf8}) nor Windows-1252 (byte {cp1252})."""

    hint = "Export it as UTF-8."


class BrokenEncodingError(RefusedError):
    """The text is not valid {encoding}: it breaks at byte {offset}."""

    hint = "The file may be cut off; export it again."


class LongLineError(RefusedError):
    """A line is longer than {limit} bytes."""

    hint = "This is no table of rows."


class UnclosedQuoteError(RefusedError):
    """A quote opened in this row is never closed, so the rows after it cannot be told apart."""

    hint = "The file may be cut off; export it again."


class NoProfileError(RefusedError):
    """No profile fits: the nearest is {nearest}, which lacks {missing}."""

    hint = "Write a profile in policies/exports."


class NoHeaderError(RefusedError):
    """None of the first {rows} rows is a header of a known export."""

    hint = "Write a profile in policies/exports."


class SeveralProfilesError(RefusedError):
    """The header fits {names} equally well."""

    hint = "Say which one with --profile."


class UnknownProfileError(RefusedError):
    """There is no profile {name}."""

    hint = "The profiles are: {known}."


class DuplicateColumnError(RefusedError):
    """The header names the column {header} twice."""

    hint = "Export it once."


class AmbiguousError(RefusedError):
    """Column {column} can be read as {one} or as {other}: {value} tells nothing."""

    hint = "Say which in a profile ({setting})."


class ContradictionError(RefusedError):
    """Column {column} mixes conventions: {value} is {fits}, but {other_value} is {other_fits}."""

    hint = "Export it in one format, or say which in a profile ({setting})."


class DestroyedDateError(RefusedError):
    """Column {column} holds {value}: a spreadsheet has destroyed its dates."""

    hint = "Export it again without opening it in a spreadsheet."
