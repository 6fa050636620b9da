"""Public holidays of countries and their regions, from a maintained library.

The library is imported where a calendar really names a country, and not before. Names are English
where the library has them so.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from artui.domain.days import to_day

if TYPE_CHECKING:
    from collections.abc import Mapping

_SEPARATOR = "; "


@lru_cache(maxsize=1)
def countries() -> Mapping[str, tuple[str, ...]]:
    """The regions known of every country, by the country's code of two letters."""
    import holidays  # noqa: PLC0415 - only where a calendar names a country

    known = holidays.list_supported_countries(include_aliases=False)
    return {code: tuple(regions) for code, regions in known.items()}


@lru_cache(maxsize=512)
def _language(country: str) -> str | None:
    """The same language wherever artui runs; the library's default follows the locale."""
    import holidays  # noqa: PLC0415 - as above

    known = holidays.country_holidays(country)
    english = (each for each in known.supported_languages if each.startswith("en"))
    return next(english, known.default_language)


@lru_cache(maxsize=4096)
def of_year(country: str, region: str | None, year: int) -> Mapping[int, tuple[str, ...]]:
    """The holidays of a year by day number; one day may have several names."""
    import holidays  # noqa: PLC0415 - as above

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about years the library has no dates for: it has none
        language = _language(country)
        found = holidays.country_holidays(country, subdiv=region, years=year, language=language)
        return {
            to_day(date): tuple(name.split(_SEPARATOR))
            for date, name in sorted(found.items())
            if date.year == year
        }
