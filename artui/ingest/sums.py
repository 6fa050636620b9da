"""How rows that print sums begin: `Total`, `Zwischensumme`, `**`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from artui.domain.currencies import CURRENCIES
from artui.ingest.pattern import matches, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A sum of some rows, or of all.
Sum = Literal["subtotal", "total"]

_STARS = re.compile(r"(\*{1,9})(?!\S)")
# The words are whole: a customer may be called Summit, or Totalizer.
_WORDS = re.compile(
    r"(?P<all>grand totals?|report totals?|total g[ée]n[ée]ral|totale generale|gesamt\w*"
    r"|gesamttotaal|eindtotaal|endsummen?|endbetrag|total general)\b"
    r"|(?P<some>sub[ -]?totals?|sub[ -]?totaal|sous[ -]?total|subtotale|zwischensummen?"
    r"|zwischentotal|ending balance|saldo|balance total)\b"
    r"|(?P<any>totals?|totaal|totalen|totale|totali|totaux|sums?|summen?|somme|suma"
    r"|ergebnis(?:se)?)\b",
)
_BETWEEN = " \t:.-\N{EN DASH}\N{EM DASH}"


def told(text: str, labels: Sequence[str] = ()) -> Sum | None:
    """What a row is a sum of by the cell it begins with; None where that says of none.

    A bare word, or one with a currency, stands for all rows, and one with a name for those of that
    name: `Total` is of all, `Total - Acme` is not.

    Args:
        text: the cell.
        labels: patterns of further words; one without `*` stands for all rows.
    """
    said = plain(text)
    if stars := _STARS.match(said):
        return "subtotal" if len(stars[1]) == 1 else "total"
    if matches(said, [each for each in labels if "*" not in each]):
        return "total"
    if matches(said, labels):
        return "subtotal"
    word = _WORDS.match(said)
    if word is None or word["some"]:
        return word and "subtotal"
    return "total" if word["all"] or not of(text) else "subtotal"


def of(text: str) -> str:
    """Whose sum a row is by the cell it begins with: `Total for Acme` is Acme's; blank for all."""
    said = plain(text)
    word = _STARS.match(said) or _WORDS.match(said)
    rest = (said[word.end() :] if word else "").strip(_BETWEEN)
    name = rest.removeprefix("for ").removeprefix("of ").strip()
    return "" if name.upper() in CURRENCIES else name
