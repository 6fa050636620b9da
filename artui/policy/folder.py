"""A policies folder checked whole: every file alone, then all against each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from artui.domain.conditions import mentions, shown
from artui.policy.document import Document, read
from artui.policy.files import FILES
from artui.policy.files.terms import unknown_term
from artui.policy.finding import Finding, suggestion
from artui.policy.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from artui.domain.conditions import Path as DataPath
    from artui.domain.conditions import Problem

    Known = Callable[[str], bool]

#: More findings than this in one file help no one.
MOST = 100


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking a folder came to.

    Attributes:
        policy: None where there is any error.
        findings: by file, line and column.
    """

    policy: Policy | None
    findings: tuple[Finding, ...] = field(default=())


def check(folder: Path, known_customers: Known | None = None) -> Checked:
    """Read and check every policy file of a folder; sub-folders are not looked into.

    Args:
        folder: a file missing in it stands for that file's built-in default.
        known_customers: says whether the home knows a customer id; without it, no id is doubted.
    """
    try:
        present = sorted(path.name for path in folder.iterdir())
    except OSError as error:
        reason = error.strerror or "unknown reason"
        message = f"The policies folder cannot be read: {reason}."
        return Checked(None, (Finding(str(folder), 1, 1, "error", message),))
    findings = list(_strangers(folder, present))
    documents: dict[str, Document | None] = {}
    for name in FILES:
        if f"{name}.yaml" in present:
            documents[name], found = _load(folder / f"{name}.yaml", name)
            findings += found
    findings += _across(documents, known_customers)
    return Checked(_policy(documents, findings), tuple(sorted(findings)))


def _policy(documents: Mapping[str, Document | None], findings: Iterable[Finding]) -> Policy | None:
    if any(finding.severity == "error" for finding in findings):
        return None
    return Policy.from_data({name: each.data for name, each in documents.items() if each})


def _strangers(folder: Path, present: Iterable[str]) -> Iterator[Finding]:
    """Warnings about files that look like policies and are none."""
    known = [f"{name}.yaml" for name in FILES]
    for name in present:
        if name.lower().endswith((".yaml", ".yml")) and name not in known:
            message = f"{shown(name)} is no policy file this release reads."
            message += suggestion(name, known)
            yield Finding(str(folder / name), 1, 1, "warning", message)


def _load(path: Path, name: str) -> tuple[Document | None, list[Finding]]:
    """A file in which nothing is wrong taken alone, or what is wrong."""
    document = read(path)
    if isinstance(document, Finding):
        return None, [document]
    if document.data is None:
        message = "The file says nothing. Delete it to use the built-in default."
        return None, [Finding(str(path), 1, 1, "error", message)]
    findings = _told(document, _problems(name, document.data))
    return None if findings else document, findings


def _problems(name: str, data: Any) -> Iterator[Problem]:
    """What does not fit the shape; only where all fits, what contradicts itself."""
    fits = True
    for problem in FILES[name].SHAPE.problems(data, ()):
        fits = False
        yield problem
    if fits:
        yield from FILES[name].contradictions(data)


def _told(document: Document, problems: Iterator[Problem]) -> list[Finding]:
    findings = [document.finding(problem) for problem in islice(problems, MOST)]
    if next(problems, None) is not None:
        message = f"More than {MOST} things are wrong; the others are not shown."
        findings.append(Finding(document.file, 1, 1, "error", message))
    return findings


def _across(documents: Mapping[str, Document | None], known: Known | None) -> Iterator[Finding]:
    """What each file says about terms and customers, held against who knows them."""
    terms = _terms(documents)
    for document in filter(None, documents.values()):
        for where, data in _conditions(document.data):
            if terms is not None:
                yield from _unknown_terms(document, data, where, terms)
            if known is not None:
                yield from _unknown_customers(document, data, where, known)


def _terms(documents: Mapping[str, Document | None]) -> Mapping[str, Any] | None:
    """The terms there are, None where terms.yaml is too broken to say."""
    if "terms" not in documents:
        return {}
    document = documents["terms"]
    return None if document is None else dict(document.data.get("terms", {}))


def _unknown_terms(
    document: Document, data: Any, where: DataPath, terms: Mapping[str, Any]
) -> Iterator[Finding]:
    for path, code in mentions(data, "terms", where):
        for problem in unknown_term(code, terms, path):
            yield document.finding(problem)


def _unknown_customers(
    document: Document, data: Any, where: DataPath, known: Known
) -> Iterator[Finding]:
    for path, customer_id in mentions(data, "customer_id", where):
        if not known(customer_id):
            line, column = document.place(path)
            message = f"This home knows no customer {shown(customer_id)}."
            yield Finding(document.file, line, column, "warning", message)


def _conditions(data: Any, where: DataPath = ()) -> Iterator[tuple[DataPath, Any]]:
    """Every condition in a file, and its path."""
    if not isinstance(data, dict | list):
        return
    entries = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in entries:
        if key == "when" and isinstance(value, dict):
            yield (*where, key), value
        else:
            yield from _conditions(value, (*where, key))
