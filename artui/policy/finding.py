"""A finding: one sentence about one place in a policy file, with a guess at what was meant."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Iterable

Severity = Literal["error", "warning"]

_LONGEST_WORD = 60
_CLOSE = 0.7


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """What is wrong, or doubtful, at one place of a file.

    Attributes:
        file: the file, as the caller named it.
        line: counted from 1.
        column: counted from 1, in characters.
        severity: an error keeps the whole set of policies from being used, a warning does not.
        message: one or two sentences for people.
    """

    file: str
    line: int
    column: int
    severity: Severity
    message: str

    def __str__(self) -> str:
        """`file:line:column: message`, safe to print on a terminal."""
        return safe(f"{self.file}:{self.line}:{self.column}: {self.message}")


def suggestion(word: str, known: Iterable[str]) -> str:
    """` Did you mean 'x'?` for the known word nearest to `word`, or nothing."""
    options = {option.casefold(): option for option in known}
    close = difflib.get_close_matches(word[:_LONGEST_WORD].casefold(), options, n=1, cutoff=_CLOSE)
    return f" Did you mean '{options[close[0]]}'?" if close else ""
