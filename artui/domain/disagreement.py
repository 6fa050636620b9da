"""Where people and the rules of reasons.yaml disagree on why invoices were late."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from artui.domain.reasons import CHOICE, NOT_KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from artui.domain.reasons import Late


@dataclass(slots=True)
class Judged:
    """What people made of the invoices that a rule gave one reason.

    Attributes:
        rule: the reason's code; None for invoices that no rule says anything of.
        invoices: how many there were.
        chosen: of how many a person chose the reason.
        agreed: how often that was the rule's.
        instead: by code, how often it was another.
    """

    rule: str | None
    invoices: int = 0
    chosen: int = 0
    agreed: int = 0
    instead: Counter[str] = field(default_factory=Counter)

    @property
    def disagreed(self) -> int:
        """How often a person chose another reason."""
        return self.chosen - self.agreed

    def add(self, late: Late) -> None:
        """Count one invoice in."""
        self.invoices += 1
        if late.because != CHOICE or late.reason is None:
            return
        self.chosen += 1
        if late.reason == self.rule:
            self.agreed += 1
        else:
            self.instead[late.reason] += 1


def judged(weeks: Iterable[Iterable[Late]]) -> list[Judged]:
    """By rule, what people made of it: the rule that most disagree with first.

    An invoice late in several weeks counts once, as the last of them has it; one of which nobody
    kept what the rules said is left out.

    Args:
        weeks: the late invoices of each, oldest first.
    """
    newest = {each.document_id: each for week in weeks for each in week}
    found: dict[str | None, Judged] = {}
    for late in newest.values():
        if late.ruled == NOT_KEPT:
            continue
        found.setdefault(late.ruled, Judged(late.ruled)).add(late)
    return sorted(
        found.values(),
        key=lambda each: (-each.disagreed, -each.chosen, each.rule is None, each.rule or ""),
    )
