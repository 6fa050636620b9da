"""Months and weekdays by name."""

from __future__ import annotations

import pytest

from artui.ingest.months import is_weekday, month, plain

#: How systems write the twelve months, in full and short.
WRITTEN = {
    "en": "January February March April May June July August September October November December",
    "en short": "JAN FEB MAR APR MAY JUN JUL AUG SEPT OCT NOV DEC",
    "de": "Januar Februar M\u00e4rz April Mai Juni Juli August September Oktober November Dezember",
    "de short": "J\u00e4n Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "fr": "janvier f\u00e9vrier mars avril mai juin juillet ao\u00fbt septembre octobre novembre "
    "d\u00e9cembre",
    "fr short": "janv f\u00e9vr mars avr mai juin juil ao\u00fbt sept oct nov d\u00e9c",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "es short": "ene feb mar abr may jun jul ago sep oct nov dic",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "it short": "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "nl short": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "pt": "janeiro fevereiro mar\u00e7o abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "pt short": "jan fev mar abr mai jun jul ago set out nov dez",
}


@pytest.mark.parametrize("names", WRITTEN.values(), ids=WRITTEN)
def test_every_month_of_every_language(names: str) -> None:
    assert [month(plain(name)) for name in names.split()] == list(range(1, 13))


@pytest.mark.parametrize("name", ["jui", "ju", "ma", "foo", "mayor", ""])
def test_no_month_or_more_than_one(name: str) -> None:
    assert month(name) is None


@pytest.mark.parametrize("name", ["Mo", "Tue", "MITTWOCH", "do", "vendredi", "S\u00e1b", "zo"])
def test_weekdays(name: str) -> None:
    assert is_weekday(plain(name))


@pytest.mark.parametrize("name", ["Jan", "Due", "m", ""])
def test_no_weekdays(name: str) -> None:
    assert not is_weekday(plain(name))
