"""Months and weekdays by name, in the languages exports are written in."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: By month: English, German, French, Spanish, Italian, Dutch, Portuguese, then odd short forms.
_MONTHS = (
    "january januar janvier enero gennaio januari janeiro jaenner janner",
    "february februar fevrier febrero febbraio februari fevereiro",
    "march maerz marz mars marzo maart marco mrz mrt",
    "april avril abril aprile",
    "may mai mayo maggio mei maio",
    "june juni juin junio giugno junho",
    "july juli juillet julio luglio julho",
    "august aout agosto augustus",
    "september septembre septiembre setiembre settembre setembro",
    "october oktober octobre octubre ottobre outubro",
    "november novembre noviembre novembro",
    "december dezember decembre diciembre dicembre dezembro",
)
_WEEKDAYS = (
    "monday montag lundi lunes lunedi maandag segunda",
    "tuesday dienstag mardi martes martedi dinsdag terca",
    "wednesday mittwoch mercredi miercoles mercoledi woensdag quarta",
    "thursday donnerstag jeudi jueves giovedi donderdag quinta",
    "friday freitag vendredi viernes venerdi vrijdag sexta",
    "saturday samstag sonnabend samedi sabado sabato zaterdag",
    "sunday sonntag dimanche domingo domenica zondag",
)
_SHORTEST_MONTH, _SHORTEST_WEEKDAY = 3, 2


def _beginnings() -> Mapping[str, int]:
    """Every beginning of a month's name, with its number; none that two months share."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, spellings in enumerate(_MONTHS, 1):
        for name in spellings.split():
            for end in range(_SHORTEST_MONTH, len(name) + 1):
                found[name[:end]].add(number)
    return {begin: numbers.pop() for begin, numbers in found.items() if len(numbers) == 1}


_MONTH = _beginnings()
_WEEKDAY = frozenset(
    name[:end]
    for spellings in _WEEKDAYS
    for name in spellings.split()
    for end in range(_SHORTEST_WEEKDAY, len(name) + 1)
)


def plain(text: str) -> str:
    """A text without case and accents: MÄRZ is marz."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def month(name: str) -> int | None:
    """The number of the month that a plain name, or its beginning, means.

    None for any other word, and for a beginning of two months' names, as the French `jui`.
    """
    return _MONTH.get(name)


def is_weekday(name: str) -> bool:
    """Whether a plain word is a weekday's name or the beginning of one."""
    return name in _WEEKDAY
