"""The policy in force: every value with the line that gave it, or what applies to one customer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books.applied import applied
from artui.domain.conditions import from_data, words
from artui.domain.identity import canonical
from artui.errors import UsageError
from artui.policy.files import FILES
from artui.policy.policy import SUBJECTS
from artui.policy.shape import conditions_in
from artui.report import amounts
from artui.report.table import Column, Report, Section
from artui.store import customer, policies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from artui.domain.conditions import Path
    from artui.policy.policy import Policy
    from artui.report.request import Request, Source

_DEFAULT = "built-in default"
_COLUMNS = (
    Column("subject", "Subject"),
    Column("what", "What"),
    Column("value", "Value"),
    Column("place", "Where"),
)
_OF_CUSTOMER = (Column("company", "Company"), *_COLUMNS)


def report(source: Source, subject: str | None = None) -> Report:
    """Every value of the policy in force, with its file and line.

    Args:
        source: the home.
        subject: the only subject wanted, as credit.
    """
    rows = values(source.force.policy, subject)
    return _report(source, rows, {"subject": subject}, _COLUMNS)


def values(policy: Policy, subject: str | None = None) -> list[dict[str, Any]]:
    """Every value of a policy, or of one subject: its subject, what, value and place."""
    return [row for name in SUBJECTS if subject in (None, name) for row in _values(policy, name)]


def of_customer(source: Source, request: Request, subject: str | None = None) -> Report:
    """What applies to one customer, in each company that has it.

    Raises:
        UsageError: where the home knows no such customer.
    """
    key = canonical(request.customer or "")
    wanted = None if request.company is None else canonical(request.company)
    found = [
        each
        for each in customer.records(source.reader, key)
        if wanted in (None, canonical(each["company"]))
    ]
    if not found:
        raise UsageError(what=f"This home knows no customer '{request.customer}'.")
    rows = [
        {"company": each["company"], **row._asdict()}
        for each in found
        for row in applied(source.force, each)
        if subject in (None, row.subject)
    ]
    more = {"subject": subject, "customer_id": found[0]["customer_id"], "name": found[0]["name"]}
    return _report(source, rows, more, _OF_CUSTOMER)


def _report(
    source: Source, rows: list[dict[str, Any]], more: dict[str, Any], columns: tuple[Column, ...]
) -> Report:
    row = policies.in_force(source.reader)
    data = {
        "report": "policy",
        "revision": source.force.revision,
        "commit": row.commit_id if row else None,
        "adopted_at": row.adopted_at if row else None,
        **more,
        "rows": rows,
    }
    keys = [column.key for column in columns]
    shown = tuple(amounts.texts({**each, **_cells(each)}, *keys) for each in rows)
    return Report("policy", data, tuple(_about(data)), (Section("rows", columns, shown),))


def _cells(row: dict[str, Any]) -> dict[str, str]:
    """What a table says where JSON has null, or nothing."""
    value = "null" if row["value"] is None else row["value"]
    return {"value": value, "place": row["place"] or _DEFAULT}


def _about(data: dict[str, Any]) -> Iterator[str]:
    yield f"Policy {data['revision']}, in force since {data['adopted_at']}."
    if data.get("customer_id"):
        name = f", {data['name']}" if data["name"] else ""
        yield f"What applies to {data['customer_id']}{name}."


def _values(policy: Policy, subject: str) -> Iterator[dict[str, Any]]:
    data = SUBJECTS[subject].to_data(getattr(policy, subject))
    asked = dict(conditions_in(FILES[subject].SHAPE, data))
    for path, value in _leaves(data, (), asked):
        place = policy.places.of(subject, *path)
        yield {"subject": subject, "what": _dotted(path), "value": value, "place": place}


def _leaves(data: Any, path: Path, asked: dict[Path, Any]) -> Iterator[tuple[Path, str | None]]:
    """Every value of plain data as text; a condition in words, a list of plain values as one."""
    if path in asked:
        yield path, words(from_data(data))
    elif isinstance(data, dict) and data:
        for key, value in data.items():
            yield from _leaves(value, (*path, key), asked)
    elif isinstance(data, list) and any(isinstance(each, dict | list) for each in data):
        for index, value in enumerate(data):
            yield from _leaves(value, (*path, index), asked)
    elif isinstance(data, dict | list):
        yield path, ", ".join(map(str, data)) or "none"
    else:
        yield path, _plain(data)


def _plain(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


def _dotted(path: Path) -> str:
    """A path as people and jq write it: limits[0].when."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")
