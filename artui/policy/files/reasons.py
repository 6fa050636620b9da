"""The shape of reasons.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from artui.domain.conditions import Problem, fields_about
from artui.policy.plain import code
from artui.policy.reasons import Owner
from artui.policy.shadow import forestalled
from artui.policy.shape import (
    NAME,
    Choice,
    Flag,
    Key,
    ListOf,
    Record,
    Table,
    Text,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.domain.conditions import Path

#: Rows of the weekly report that are no reason.
RESERVED = ("unexplained", "others")

_REASON = Record(
    {
        "label": Key(Text(), "what people call it", required=True),
        "owner": Key(Choice(get_args(Owner)), "who can end it", required=True),
        "mend": Key(Text("a sentence"), "what its owner does about it"),
        "erp_codes": Key(ListOf(Text("a code", bare=True)), "what exports call it"),
        "when": Key(
            When(fields_about("customer", "invoice", "ledger")), "the evidence that shows it"
        ),
        "checks": Key(
            ListOf(Text("a check of readiness.yaml")),
            "checks that show it where one failed as the invoice was sent",
        ),
        "complaint": Key(Flag(), "whether the customer is complaining"),
    }
)
SHAPE = Record(
    {
        "reasons": Key(
            Table(_REASON, Text("a name of letters, digits, '_', '.' and '-'", NAME)),
            "the catalogue, most telling first",
        )
    }
)


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of reasons.yaml and still cannot be meant."""
    reasons = data.get("reasons", {})
    taken: dict[str, str] = {}
    for name, reason in reasons.items():
        path: Path = ("reasons", name)
        if name in RESERVED:
            yield Problem(path, f"'{name}' is a row of the report, no reason.", on_key=True)
        first = taken.setdefault(name.casefold(), name)
        if first != name:
            yield Problem(path, f"'{name}' and '{first}' are one name.", on_key=True)
        yield from _twice(reason.get("checks", []), (*path, "checks"))
    yield from forestalled(reasons, ("reasons",))
    for place, erp_code in _erp_codes(reasons):
        first = taken.setdefault(erp_code.casefold(), "")
        if first:
            yield Problem(place, f"The ERP code '{erp_code}' is taken by '{first}' already.")
        taken[erp_code.casefold()] = first or str(place[1])


def _twice(checks: list[str], where: Path) -> Iterator[Problem]:
    for index, check in enumerate(checks):
        if check in checks[:index]:
            yield Problem((*where, index), f"The check '{check}' stands here twice.")


def _erp_codes(reasons: Mapping[str, Any]) -> Iterator[tuple[Path, str]]:
    for name, reason in reasons.items():
        for index, each in enumerate(reason.get("erp_codes", [])):
            yield ("reasons", name, "erp_codes", index), code(each)
