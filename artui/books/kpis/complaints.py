"""Complaints: disputes, and talks that customers began, whose reason is marked as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.books.kpis.counted import window
from artui.store.kpis import contacts, disputes
from artui.store.kpis.counting import Counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.books.kpis.asked import Asked
    from artui.policy.reasons import ReasonsPolicy
    from artui.store.kpis.contacts import Talk
    from artui.store.kpis.disputes import Opened

#: Outcomes of a talk that say of themselves that the customer complains.
_COMPLAINING = {"dispute", "complaint"}
_OTHERWISE = "for a reason that is no complaint"
_IN = "in"


def found(asked: Asked) -> list[Counted]:
    """The complaints of the period, with the disputes that are none left out."""
    at, policy = window(asked), asked.policy.reasons
    opened = disputes.opened(asked.reader, at)
    disputed = {each.document_id for each in opened}
    talks = contacts.talks(asked.reader, at, asked.period.first)
    said = [
        talk
        for talk in talks
        if talk.direction == _IN
        and talk.on <= asked.period.last
        and talk.document_id not in disputed
    ]
    by_reason = asked.by == "reason"
    return [
        *(_dispute(each, policy) for each in opened),
        *_talks(said, policy, by_reason=by_reason),
    ]


def _dispute(opened: Opened, policy: ReasonsPolicy) -> Counted:
    """A dispute whose reason nobody knows is a complaint: somebody objects."""
    code = policy.code(opened.reason) if opened.reason else None
    counts = code is None or code in _marked(policy)
    about = ": ".join(filter(None, (f"disputes {opened.document}", code or opened.reason)))
    return Counted(
        opened.key,
        "",
        opened.number,
        opened.customer,
        opened.on,
        1 if counts else None,
        0,
        about=about if counts else _OTHERWISE,
        import_id=opened.import_id,
        line=opened.line,
    )


def _talks(talks: list[Talk], policy: ReasonsPolicy, *, by_reason: bool) -> Iterator[Counted]:
    marked = _marked(policy)
    for talk in talks:
        named = policy.code(talk.outcome) or policy.code(talk.subject)
        objects = talk.outcome.strip().casefold() in _COMPLAINING
        code = named or (talk.reason if objects else None)
        if code in marked or (objects and code is None):
            about = ": ".join(filter(None, ("the customer's word", code)))
            where = (talk.import_id, talk.line)
            key = code or "" if by_reason else talk.key
            yield Counted(key, "", talk.number, talk.customer, talk.on, 1, 0, "", about, *where)


def _marked(policy: ReasonsPolicy) -> set[str]:
    return {reason.code for reason in policy.reasons if reason.complaint}
