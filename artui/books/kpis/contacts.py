"""KPIs of talks with customers: how long each side waits for the other."""

from __future__ import annotations

import datetime as dt
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from artui.books.kpis.counted import Listed, window
from artui.books.kpis.counts import Counts
from artui.books.kpis.variants import Middle
from artui.domain.quantiles import median
from artui.domain.responses import Wait, Word, waits
from artui.store.kpis import contacts
from artui.store.kpis.counting import Counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from artui.books.kpis.asked import Asked, Measure
    from artui.store.kpis.contacts import Talk

_HOUR = 3600
_ISO_DATE = 10
#: Nobody waits for an answer any more after so many days.
_FORGOTTEN = 90
_UNANSWERED = "unanswered"
#: An outcome that says that nobody was reached.
_MISSED = "no_answer"
_OUR = "out"


def _waited(asked: Asked, *, ours: bool) -> list[Counted]:
    """What waits for an answer since a word of the period."""
    at = window(asked)
    talks = [each for each in _talks(asked) if each.outcome != _MISSED]
    talks.sort(key=attrgetter("customer_id"))
    paid = {} if ours else contacts.paid_on(asked.reader, at, _since(asked))
    found = []
    for customer, group in groupby(talks, key=attrgetter("customer_id")):
        held = list(group)
        words = [_word(talk, asked.home.settings.zone) for talk in held]
        found += [
            _row(held, wait)
            for wait in waits(words, paid.get(customer, ()), ours=ours)
            if asked.period.first <= words[wait.word].day <= asked.period.last
        ]
    return found


def _talks(asked: Asked) -> Sequence[Talk]:
    at = window(asked)
    return asked.once(
        f"talks by {asked.by}", lambda: contacts.talks(asked.reader, at, _since(asked))
    )


def _since(asked: Asked) -> int:
    """The first day of which somebody may still wait for an answer."""
    return asked.period.first - _FORGOTTEN


def _word(talk: Talk, zone: ZoneInfo) -> Word:
    """A talk on the home's clock; a time with an offset is turned to it."""
    ours = talk.direction == _OUR
    if len(talk.at) == _ISO_DATE:
        return Word(ours, talk.on)
    moment = dt.datetime.fromisoformat(talk.at)
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone)
    day = talk.on + (moment.date() - dt.date.fromisoformat(talk.at[:_ISO_DATE])).days
    return Word(ours, day, moment.hour * _HOUR + moment.minute * 60 + moment.second)


def _row(talks: Sequence[Talk], wait: Wait) -> Counted:
    talk = talks[wait.word]
    answer = "paid" if wait.paid else "answered"
    about = _UNANSWERED if wait.seconds is None else f"{answer} after {wait.seconds / _HOUR:.1f} h"
    mark = "date precision" if wait.rough and not wait.paid else ""
    source = (talk.import_id, talk.line)
    return Counted(
        talk.key, "", talk.number, talk.customer, talk.on, wait.seconds, 0, mark, about, *source
    )


def _variant(who: str, sentence: str, *, ours: bool) -> Middle:
    return Middle(
        f"median of the hours {sentence}; several in a row count once, from the first",
        Listed(f"waits for {who}", partial(_waited, ours=ours)),
        ("seconds",),
        "nothing said in the period was answered",
        "answers",
        median,
        _HOUR,
    )


_RESPONSE = Counts(
    "response_hours",
    {
        "customer": _variant(
            "customers",
            "from a talk we began in the period to the next the customer began, or a payment on"
            " a later day",
            ours=False,
        ),
        "ours": _variant(
            "us", "from a talk the customer began in the period to the next we began", ours=True
        ),
    },
)

MEASURES: tuple[Measure, ...] = (_RESPONSE.measure("Hours to an answer"),)
