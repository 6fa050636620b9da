"""A policies folder checked whole: every file alone, then all against each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from artui.domain.conditions import Problem, from_data, mentions, shown
from artui.domain.conditions.reach import impossible
from artui.policy.files import FILES
from artui.policy.files.terms import unknown_term
from artui.policy.finding import Finding, suggestion
from artui.policy.places import Places
from artui.policy.policy import Policy
from artui.policy.shape import conditions_in
from artui.policy.tree import Worktree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from artui.domain.conditions import Path as DataPath
    from artui.policy.document import Document
    from artui.policy.tree import Tree

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


def check(where: Path | Tree, known_customers: Known | None = None) -> Checked:
    """Read and check every policy file of a folder; sub-folders are not looked into.

    Args:
        where: a folder as it stands, or files at one moment; a file missing there stands for
            that file's built-in default.
        known_customers: says whether the home knows a customer id; without it, no id is doubted.
    """
    tree = Worktree(where) if isinstance(where, Path) else where
    if tree.trouble is not None:
        return Checked(None, (tree.trouble,))
    present = tree.names()
    findings = list(_strangers(tree, present))
    documents: dict[str, Document | None] = {}
    for name in FILES:
        if f"{name}.yaml" in present:
            documents[name], found = _load(tree, name)
            findings += found
    findings += _across(documents, known_customers)
    return Checked(_policy(documents, findings), tuple(sorted(findings)))


def _policy(documents: Mapping[str, Document | None], findings: Iterable[Finding]) -> Policy | None:
    if any(finding.severity == "error" for finding in findings):
        return None
    sound = {name: each for name, each in documents.items() if each}
    data = {name: each.data for name, each in sound.items()}
    return Policy.from_data(data, Places.of_documents(sound))


def _strangers(tree: Tree, present: Iterable[str]) -> Iterator[Finding]:
    """Warnings about files that look like policies and are none."""
    known = [f"{name}.yaml" for name in FILES]
    for name in present:
        if name.lower().endswith((".yaml", ".yml")) and name not in known:
            message = f"{shown(name)} is no policy file this release reads."
            message += suggestion(name, known)
            yield Finding(tree.called(name), 1, 1, "warning", message)


def _load(tree: Tree, name: str) -> tuple[Document | None, list[Finding]]:
    """A file in which nothing is wrong taken alone, or what is wrong."""
    document = tree.document(f"{name}.yaml")
    if isinstance(document, Finding):
        return None, [document]
    if document.data is None:
        message = "The file says nothing. Delete it to use the built-in default."
        return None, [Finding(document.file, 1, 1, "error", message)]
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
    """What each file says, held against the others, and its conditions against the customers."""
    yield from _strange_names(documents)
    yield from _strange_reasons(documents)
    terms = _terms(documents)
    for name, document in documents.items():
        if document is None:
            continue
        for where, data in conditions_in(FILES[name].SHAPE, document.data):
            if impossible(from_data(data)):
                message = "This can never hold: what it asks for excludes itself."
                yield document.finding(Problem(where, message))
            if terms is not None:
                yield from _unknown_terms(document, data, where, terms)
            if known is not None:
                yield from _unknown_customers(document, data, where, known)


def _strange_names(documents: Mapping[str, Document | None]) -> Iterator[Finding]:
    """Reasons that checks name and checks that reasons name, where the other file lacks them."""
    reasons, readiness = (documents.get(name) for name in ("reasons", "readiness"))
    if reasons is None or readiness is None:
        return
    every_reason, every_check = reasons.data.get("reasons", {}), readiness.data.get("checks", {})
    for name, check in every_check.items():
        if "reason" in check:
            at: DataPath = ("checks", name, "reason")
            yield from _unless_known(readiness, at, check["reason"], "reason", every_reason)
    for name, reason in every_reason.items():
        for index, code in enumerate(reason.get("checks", [])):
            at = ("reasons", name, "checks", index)
            yield from _unless_known(reasons, at, code, "check", every_check)


def _strange_reasons(documents: Mapping[str, Document | None]) -> Iterator[Finding]:
    """Reasons that disputes.yaml names and reasons.yaml lacks."""
    reasons, disputes = (documents.get(name) for name in ("reasons", "disputes"))
    if reasons is None or disputes is None:
        return
    known = tuple(reasons.data.get("reasons", {}))
    for name in disputes.data.get("reasons", {}):
        if name not in known:
            message = f"There is no reason {shown(name)}."
            problem = Problem(("reasons", name), message, word=name, known=known, on_key=True)
            yield disputes.finding(problem)


def _unless_known(
    document: Document, path: DataPath, name: str, noun: str, known: Mapping[str, Any]
) -> Iterator[Finding]:
    """That a file names what another one has to have, where it does not."""
    if name not in known:
        message = f"There is no {noun} {shown(name)}."
        yield document.finding(Problem(path, message, word=name, known=tuple(known)))


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
