"""Conditions: the one language in which policies say when a rule applies, as data and not code.

    when: {po_number: missing, amount: {ge: 1000}, segment: {in: [strategic]}}

Every entry must hold. `all` and `any` take a list of conditions, `not` takes one. A bare value asks
for equality; `missing` and `present` ask whether a field says anything; `eq ne in not_in lt le gt
ge` compare.

A field is missing where the record has no such key, None, or blank text. What is missing equals
nothing and lies on no side of any limit: eq, in, lt, le, gt and ge are false, ne and not_in true.
`not` is plain negation of the outcome, so `not: {amount: {lt: 5}}` holds for a missing amount.
Text is compared exactly, identifiers on their canonical form.
"""

from artui.domain.conditions.checking import asked, checker
from artui.domain.conditions.fields import FIELDS, ORDERED, About, Field, Kind, fields_about
from artui.domain.conditions.problem import Path, Problem, named, shown
from artui.domain.conditions.reading import (
    from_data,
    mentions,
    operators,
    parse,
    problems,
    to_data,
)
from artui.domain.conditions.tree import (
    MISSING,
    OPERATORS,
    PRESENT,
    AllOf,
    AnyOf,
    Condition,
    Not,
    Test,
    Value,
    holds,
)
from artui.domain.conditions.words import called, words

__all__ = [
    "FIELDS",
    "MISSING",
    "OPERATORS",
    "ORDERED",
    "PRESENT",
    "About",
    "AllOf",
    "AnyOf",
    "Condition",
    "Field",
    "Kind",
    "Not",
    "Path",
    "Problem",
    "Test",
    "Value",
    "asked",
    "called",
    "checker",
    "fields_about",
    "from_data",
    "holds",
    "mentions",
    "named",
    "operators",
    "parse",
    "problems",
    "shown",
    "to_data",
    "words",
]
