"""The risk part of credit.yaml: which class the way an account pays puts it in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.domain import conditions
from artui.domain.conditions import holds
from artui.policy.plain import code

if TYPE_CHECKING:
    from collections.abc import Mapping

    from artui.domain.conditions import Condition

MONTHS = 12


@dataclass(frozen=True, slots=True)
class RiskClass:
    """A class of accounts.

    Attributes:
        name: what it is called, as A.
        when: which accounts are of it; None for all that are left.
    """

    name: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class RiskPolicy:
    """How payment behaviour is judged.

    Attributes:
        months: how far back payments and promises are looked at.
        classes: in the order of the file; the first whose condition holds is the account's.
    """

    months: int = MONTHS
    classes: tuple[RiskClass, ...] = ()

    def class_of(self, record: Mapping[str, object]) -> str | None:
        """The class of an account; None where none fits."""
        fits = (each for each in self.classes if each.when is None or holds(each.when, record))
        found = next(fits, None)
        return None if found is None else found.name


def from_data(data: Any) -> RiskPolicy:
    """The policy of checked data."""
    classes = tuple(_class(each) for each in data.get("classes", []))
    return RiskPolicy(data.get("months", MONTHS), classes)


def _class(data: Any) -> RiskClass:
    when = data.get("when")
    return RiskClass(code(data["class"]), None if when is None else conditions.from_data(when))


def to_data(policy: RiskPolicy) -> dict[str, Any]:
    """Plain data that `from_data` reads back, and JSON can carry."""
    return {"months": policy.months, "classes": [_class_data(each) for each in policy.classes]}


def _class_data(each: RiskClass) -> dict[str, Any]:
    when = {} if each.when is None else {"when": conditions.to_data(each.when)}
    return {"class": each.name, **when}
