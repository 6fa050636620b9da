"""Columns with few possible values, and the words exports have for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def _words(**values: str) -> Mapping[str, str]:
    """Each value under its own name and under the further words given for it."""
    return {word: value for value, words in values.items() for word in (value, *words.split(", "))}


#: By column, what each word (in any case, blanks and hyphens as underscores) means.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "completion": _words(
        full="complete, completed, whole, total, f",
        partial="part, partly, partially, incomplete, p",
    ),
    "direction": _words(
        out="outbound, outgoing, sent, o",
        **{"in": "inbound, incoming, received, i"},
    ),
    "kind": _words(
        write_off="writeoff, written_off, bad_debt, wo",
        discount="cash_discount, early_payment_discount, payment_discount, settlement_discount",
        rounding="round_off, rounding_difference, small_difference, penny_difference",
        recovery="recovered, bad_debt_recovery, write_off_recovery",
        exchange="fx, exchange_difference, exchange_gain, exchange_loss, fx_gain, fx_loss",
    ),
}


def choice(column: str) -> Callable[[str], str | None]:
    """Reads the cells of a column that has choices; a blank says nothing.

    The reading raises ValueError, which names the choices, for a word that means none of them.
    """
    words = CHOICES[column]

    def read(cell: str) -> str | None:
        word = "_".join(cell.casefold().replace("-", " ").replace("_", " ").split())
        if word and word not in words:
            raise ValueError(f"is none of {', '.join(dict.fromkeys(words.values()))}")
        return words[word] if word else None

    return read
