"""The shape of disputes.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from artui.domain.conditions import Problem
from artui.policy.disputes import NEXT_STEP_DAYS, Days
from artui.policy.shape import NAME, Choice, Key, Record, Table, Text, Whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.domain.conditions import Path

_DAYS = Whole(0, 365)
_TARGET = {
    "response_days": Key(_DAYS, "days from opening to our first reaction; no target if absent"),
    "cycle_days": Key(_DAYS, "days from opening to the end; no target if absent"),
    "next_step_days": Key(
        Whole(1, 365), f"days to the next step a form proposes, {NEXT_STEP_DAYS} if absent"
    ),
}
_OWNER = Text("the name of an owner, up to 60 characters", r"(?=.*\S)[^\x00-\x1f]{1,60}")
SHAPE = Record(
    {
        "days": Key(
            Choice(get_args(Days)),
            "whether days are business days of the default calendar or calendar days",
        ),
        **_TARGET,
        "reasons": Key(
            Table(Record(_TARGET), Text("the name of a reason in reasons.yaml", NAME)),
            "what holds for disputes of a reason; it goes before the owner's",
        ),
        "owners": Key(Table(Record(_TARGET), _OWNER), "what holds for the disputes of an owner"),
    }
)


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of disputes.yaml and still cannot be meant."""
    yield from _too_late((), data)
    for table in ("reasons", "owners"):
        taken: dict[str, str] = {}
        for name, target in data.get(table, {}).items():
            yield from _too_late((table, name), target)
            first = taken.setdefault(name.casefold(), name)
            if first != name:
                message = f"'{name}' and '{first}' are one name."
                yield Problem((table, name), message, on_key=True)


def _too_late(path: Path, target: Mapping[str, Any]) -> Iterator[Problem]:
    """A first reaction that may come after the end."""
    response, cycle = target.get("response_days"), target.get("cycle_days")
    if response is not None and cycle is not None and response > cycle:
        message = f"A reaction within {response} days may come after the end, at {cycle}."
        yield Problem((*path, "response_days"), message)
