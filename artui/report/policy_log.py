"""The log of policies: which revision was in force from when to when, and what it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.plan.effects import KINDS
from artui.policy import git
from artui.policy.policy import Policy, UnreadablePolicyError
from artui.report import amounts
from artui.report.plan import differing, summed
from artui.report.table import Column, Report, Section
from artui.store import policies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from artui.report.request import Source
    from artui.store.policies import AdoptedRow, ChangeRow

_COLUMNS = (
    Column("revision", "Revision"),
    Column("adopted_at", "From"),
    Column("until", "Until"),
    Column("adopted_by", "Adopted by"),
    Column("changed", "Changed"),
    Column("effects", "What it did"),
    Column("author", "Author"),
    Column("summary", "Commit says"),
    Column("commit", "Commit"),
)


def report(source: Source, limit: int | None = None) -> Report:
    """Every policy that was in force, the newest first.

    `changed` names the files whose meaning differs from the policy before; None where a version
    of artui wrote one of the two that this one cannot read, and for the first. `effects` is what it
    changed for customers on the day it came into force, in sum.
    """
    adopted = policies.adopted(source.reader, limit)
    changes = policies.changes(source.reader)
    ids = sorted({row.commit_id for row in adopted if row.commit_id})
    commits = git.commits(source.home.folder("policies"), ids)
    rows = [
        {
            **_row(row, commits.get(row.commit_id or "")),
            "effects": _sums(changes.get(row.id, ())),
        }
        for row in adopted
    ]
    keys = [column.key for column in _COLUMNS]
    shown = tuple(
        {**amounts.texts(row, *keys), "changed": _said(row), "effects": _effects(row)}
        for row in rows
    )
    about = (f"In force is {source.force.revision}.",)
    data = {"report": "policy_log", "rows": rows}
    return Report("policy log", data, about, (Section("rows", _COLUMNS, shown),))


def _row(row: AdoptedRow, commit: git.Commit | None) -> dict[str, Any]:
    return {
        "revision": row.revision,
        "adopted_at": row.adopted_at,
        "until": row.until,
        "adopted_by": row.adopted_by,
        "changed": None if row.body_before is None else _changed(row.body_before, row.body),
        "author": commit.author if commit else None,
        "summary": commit.summary if commit else None,
        "commit": row.commit_id,
        "content": row.content,
    }


def _sums(changes: Iterable[ChangeRow]) -> list[dict[str, Any]]:
    """What a policy changed, in the order a plan has it."""
    return [summed(each) for each in sorted(changes, key=lambda each: KINDS.index(each.kind))]


def _changed(before: str, after: str) -> list[str] | None:
    try:
        return differing(Policy.from_json(before), Policy.from_json(after))
    except UnreadablePolicyError:
        return None


def _effects(row: dict[str, Any]) -> str | None:
    """What a policy changed for customers when it came into force, in words."""
    told = (
        f"{each['kind'].replace('_', ' ')} {each['direction']}: {each['customers']} customers,"
        f" {amounts.grouped(each['amount'])} {each['currency']}"
        for each in row["effects"]
    )
    return "; ".join(told) or None


def _said(row: dict[str, Any]) -> str | None:
    if row["changed"] is None:
        return None
    return ", ".join(row["changed"]) or "nothing but lines or comments"
