"""The checks a job or an invoice fails, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from artui.domain.days import iso

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.books.readiness import Failure, State

#: A letter and a word for how ready something is.
STATES: dict[State, str] = {"blocked": "B blocked", "waived": "W waived", "ready": "R ready"}


class Checked(NamedTuple):
    """What is checked: a job or an invoice, by the number of its row, and what people call it."""

    kind: Literal["job", "invoice"]
    id: int
    number: str


def told(failure: Failure) -> str:
    """How a failed check is mended and by whom, or who waived it, when and why."""
    check, waiver = failure
    if waiver is None:
        return f"{check.owner}: {check.mend}"
    return f"waived by {waiver.who} on {iso(waiver.waived_on)}: {waiver.reason}"


def lines(state: State, failures: Sequence[Failure]) -> Iterator[str]:
    """How ready something is, then each failed check: what blocks, warnings, what is waived."""
    if not failures:
        yield f"{STATES[state]}: no check fails"
        return
    count = len(failures)
    yield f"{STATES[state]}: {count} failed check{'' if count == 1 else 's'}"
    width = max(len(each.check.label) for each in failures)
    for each in by_weight(failures):
        weight = "waived" if each.waiver else each.check.severity
        yield f"{weight:<8}  {each.check.label:<{width}}  {told(each)}"


def summary(failures: Sequence[Failure]) -> str:
    """The failed checks on one line: whose each is, and who waived it."""
    named = (
        f"{check.label} ({check.owner}{f', waived by {waiver.who}' if waiver else ''})"
        for check, waiver in by_weight(failures)
    )
    return ", ".join(named)


def by_weight(failures: Sequence[Failure]) -> list[Failure]:
    """What blocks first, then warnings, then what is waived."""
    return sorted(failures, key=lambda each: (not each.blocks, each.waiver is not None))
