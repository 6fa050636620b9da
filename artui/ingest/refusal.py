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


class NotReadYetError(RefusedError):
    """This is {what}, which is not read yet."""

    hint = "Export the open items or the payments as CSV."


class MessageError(RefusedError):
    """This is no table but a message: {words}."""

    hint = "The export has failed; run it again."


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

    hint = "Say which one with --profile, or take the other out of policies/exports."


class UnknownProfileError(RefusedError):
    """There is no profile {name}."""

    hint = "The profiles are: {known}."


class DuplicateColumnError(RefusedError):
    """The header names the column {header} twice."""

    hint = "Export it once."


class SecondHeaderError(RefusedError):
    """This header names other columns than that on line {first}: these are two tables."""

    hint = "Export them as a file each."


class TooManyColumnsError(RefusedError):
    """The header has more than {limit} columns."""

    hint = "Export fewer columns."


class AmbiguousError(RefusedError):
    """Column {column} can be read as {one} or as {other}: {value} tells nothing."""

    hint = "Say which in a profile ({setting})."


class ContradictionError(RefusedError):
    """Column {column} mixes conventions: {value} is {fits}, but {other_value} is {other_fits}."""

    hint = "Export it in one format, or say which in a profile ({setting})."


class DestroyedDateError(RefusedError):
    """Column {column} holds {value}: a spreadsheet has destroyed its dates."""

    hint = "Export it again without opening it in a spreadsheet."


class SwappedDatesError(RefusedError):
    """Column {column} holds {typed} and {written}: a spreadsheet has swapped days and months."""

    hint = "Export it again without opening it in a spreadsheet."


class NoRecordsError(RefusedError):
    """This JSON holds no list of objects, so there are no rows in it."""

    hint = "Export a list of objects, or one object a line."


class BrokenJsonError(RefusedError):
    """The text is no JSON from here on."""

    hint = "The file may be cut off; export it again."


class TwiceNamedError(RefusedError):
    """An object names its member {name} twice."""

    hint = "Export it once."


class LargeMemberError(RefusedError):
    """A value is longer than {limit} characters, which is no record of anything."""

    hint = "Export a list of objects, or one object a line."


class TooManyFieldsError(RefusedError):
    """The objects have more than {limit} different fields, so their names are data themselves."""

    hint = "Export them with the same fields each."


class CutOffWorkbookError(RefusedError):
    """The workbook is cut off: its end is missing."""

    hint = "Copy it again, or export it again."


class DamagedWorkbookError(RefusedError):
    """The workbook is damaged and cannot be read."""

    hint = "Export it again."


class EncryptedWorkbookError(RefusedError):
    """This is an encrypted workbook."""

    hint = "Save it without a password."


class BinaryWorkbookError(RefusedError):
    """This is a binary workbook (.xlsb)."""

    hint = "Save it as .xlsx."


class NoWorkbookError(RefusedError):
    """This is {what}, not a workbook."""

    hint = "Load the export itself, as it came."


class EmptyWorkbookError(RefusedError):
    """No visible sheet of the workbook holds anything."""


class EntitiesError(RefusedError):
    """Its XML declares a document type or entities, which no export does."""

    hint = "Export it again, from the program itself."


class LargeWorkbookError(RefusedError):
    """The workbook {what}."""

    hint = "Export it as CSV, or allow more in artui.yaml (workbooks)."


class HungryWorkbookError(RefusedError):
    """Reading the workbook needs more than {limit} MiB of memory."""

    hint = "Export it as CSV, or allow more in artui.yaml (workbooks: memory_mb)."


class SlowWorkbookError(RefusedError):
    """Reading the workbook takes more than {limit} seconds."""

    hint = "Export it as CSV, or allow more in artui.yaml (workbooks: seconds)."


class ReaderDiedError(RefusedError):
    """The workbook's reader broke off: {how}."""

    hint = "Export it as CSV."
