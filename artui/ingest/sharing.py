"""Which profiles read the same rows side by side, each its own share of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from artui.ingest.layout import is_lines, normal

if TYPE_CHECKING:
    from artui.ingest.profile import Profile


def apart(one: Profile, other: Profile) -> bool:
    """Whether two profiles may both read a grid without taking a row for the same thing twice.

    They may where each takes rows by the same header and no value of it in common, or one leaves
    the rows the other takes, where one reads the documents of rows of which the other reads the
    lines, and where one reads the payments of rows of which the other reads what they pay.
    """
    return (
        _disjoint(one, other)
        or _leaves(one, other)
        or _leaves(other, one)
        or _of_lines(one, other)
        or _of_lines(other, one)
        or _of_payments(one, other)
    )


def _disjoint(one: Profile, other: Profile) -> bool:
    mine = {normal(header): values for header, values in one.take.items()}
    theirs = {normal(header): values for header, values in other.take.items()}
    return any(mine[each].isdisjoint(theirs[each]) for each in mine.keys() & theirs.keys())


def _leaves(one: Profile, other: Profile) -> bool:
    left = {normal(header): values for header, values in one.leave.items()}
    return any(values <= left.get(normal(each), frozenset()) for each, values in other.take.items())


def _of_lines(documents: Profile, lines: Profile) -> bool:
    return documents.lines is not None and not is_lines(documents.kind) and is_lines(lines.kind)


def _of_payments(one: Profile, other: Profile) -> bool:
    """Whether one reads payments and the other what they pay; canonical files hold either."""
    kinds = {one.kind, other.kind}
    return kinds == {"payments", "applications"} and bool(one.name and other.name)
