"""The shape of terms.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.calendar import RULES
from artui.domain.conditions import Problem, fields_about, shown
from artui.policy.files.term import TERM, problems
from artui.policy.plain import code
from artui.policy.shadow import overruled
from artui.policy.shape import (
    CODE,
    NAME,
    Choice,
    Flag,
    Key,
    ListOf,
    Nullable,
    Record,
    Table,
    Text,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from artui.domain.conditions import Path

_RULE = Record(
    {
        "terms": Key(CODE, "the term given", required=True),
        "when": Key(When(fields_about("customer", "invoice")), "to whom, or to what"),
    }
)
SHAPE = Record(
    {
        "terms": Key(
            Table(TERM, Text("a name of letters, digits, '_', '.' and '-'", NAME)),
            "the terms by their code",
        ),
        "erp_codes": Key(Table(CODE, Text("a code")), "what exports call them"),
        "default": Key(Nullable(CODE), "the term where nothing else gives one"),
        "assign": Key(ListOf(_RULE), "who gets which where the invoice has none"),
        "recompute": Key(Flag(), "whether a due date an export gives is computed anew"),
        "business_days": Key(
            Choice(RULES), "how due dates move off closed days where nothing else says"
        ),
    }
)


def contradictions(data: Any) -> Iterator[Problem]:
    """What fits the shape of terms.yaml and still cannot be meant."""
    terms = data.get("terms", {})
    for name, term in terms.items():
        yield from problems(term, ("terms", name))
    yield from _erp_code_problems(data.get("erp_codes", {}), terms)
    if data.get("default") is not None:
        yield from unknown_term(data["default"], terms, ("default",))
    for index, rule in enumerate(data.get("assign", [])):
        yield from unknown_term(rule["terms"], terms, ("assign", index, "terms"))
    yield from overruled(data.get("assign", []), ("assign",))


def _erp_code_problems(codes: Mapping[str, Any], terms: Mapping[str, Any]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for name, term in codes.items():
        path = ("erp_codes", name)
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            yield Problem(
                path, f"The ERP code '{name}' is mapped twice, first as '{first}'.", on_key=True
            )
        if name in terms and code(term) != name:
            yield Problem(path, f"The ERP code '{name}' is also the code of a term.", on_key=True)
        yield from unknown_term(term, terms, path)


def unknown_term(data: Any, terms: Mapping[str, Any], where: Path) -> Iterator[Problem]:
    """A problem where a code names no term."""
    if code(data) not in terms:
        message = f"There is no term {shown(code(data))}."
        yield Problem(where, message, word=code(data), known=tuple(terms))
