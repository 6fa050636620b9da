"""What governs a customer, or everybody: the policy in force by line, and the folder's check."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.content import Content

from artui.books.adoption import known_customers
from artui.books.applied import applied
from artui.ingest import profiles
from artui.policy.folder import check
from artui.policy.revision import revision
from artui.policy.tree import WORKTREE, Worktree
from artui.report.policy import values
from artui.store import customer, tiers
from artui.text import safe

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from artui.books.force import InForce
    from artui.home import Home
    from artui.policy.finding import Finding
    from artui.tui.status import Status

_SAID = ("company", "segment", "collector")
_MINUTE = len("2026-11-21T08:15")


@dataclass(frozen=True, slots=True)
class Governing:
    """What the policy in force says.

    Attributes:
        customer: whom it is about, as `store.customer.record` gives it; None for everybody.
        rows: in the order of `policy_values.OFFERED`.
    """

    customer: Mapping[str, Any] | None
    rows: Sequence[tuple[object, ...]]

    @property
    def about(self) -> Content:
        """Whom it is about."""
        if self.customer is None:
            return Content.assemble(("The whole policy in force", "bold"))
        number, name = self.customer["customer_id"], self.customer["name"]
        parts = [number if name else None, *(self.customer[key] for key in _SAID)]
        name, said = name or number, " · ".join(str(part) for part in parts if part)
        return Content.assemble((safe(name), "bold"), f"   {safe(said)}   the policy that applies")


def gather(reader: sqlite3.Connection, force: InForce, customer_id: int | None) -> Governing | None:
    """What the policy in force says of a customer, by its row's number, or of everybody.

    None where the customer is not known any more.
    """
    if customer_id is None:
        return Governing(None, list(_rows(values(force.policy))))
    record = customer.record(reader, customer_id)
    if record is None:
        return None
    found = applied(force, record, tiers.reached(reader, customer_id))
    return Governing(record, list(_rows(each._asdict() for each in found)))


def _rows(found: Iterable[Mapping[str, Any]]) -> Iterator[tuple[object, ...]]:
    """Rows with a key that stays where lines come and go above it."""
    seen: Counter[str] = Counter()
    for number, each in enumerate(found):
        name = f"{each['subject']} {each['what']}"
        seen[name] += 1
        value = "null" if each["value"] is None else each["value"]
        key = f"{name} {seen[name]}"
        yield key, number, each["subject"], each["what"], value, each["place"] or ""


def standing(status: Status, branch: str) -> Iterator[str]:
    """The revision in force and since when; and whether the folder has something else, broken.

    Args:
        status: how the home stands.
        branch: its setting `policies_from`.
    """
    if status.policy is not None:
        since = status.policy.adopted_at[:_MINUTE].replace("T", " ")
        source = "" if branch == WORKTREE else f" from the branch {branch}"
        yield f"policy {status.policy.revision}{source}, in force since {since}"
    if status.check is not None and (errors := status.check.errors):
        yield (
            f"The policies have {_count(errors, 'error')} as of {status.check.revision}: the last"
            " set without any stays in force. Imports lists them."
        )


class Verdict(NamedTuple):
    """What a check came to, in a sentence, and whether there is no error."""

    sentence: str
    ok: bool


def judge(reader: sqlite3.Connection, home: Home, status: Status, *, agent: bool) -> Verdict:
    """Check the policies folder as it stands, as the agent would before it takes it over.

    Args:
        reader: asked for the home's customers.
        home: whose policies.
        status: what is in force.
        agent: whether one runs.
    """
    folder = home.folder("policies")
    tree = Worktree(folder)
    found = (*check(tree, known_customers(reader)).findings, *profiles.load_from(tree).findings)
    errors = sorted(finding for finding in found if finding.severity == "error")
    warnings = sorted(finding for finding in found if finding.severity == "warning")
    said = _first([*errors, *warnings], folder)
    if errors:
        return Verdict(f"{said} Until that is mended, what is in force stays.", ok=False)
    return Verdict(f"{said} {_next(home, status, agent=agent)}".lstrip(), ok=True)


def _first(findings: Sequence[Finding], folder: Path) -> str:
    """The first finding with its place below the folder, and how many there are beside it."""
    if not findings:
        return ""
    first, others = findings[0], len(findings) - 1
    path = Path(first.file)
    name = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else first.file
    doubt = "" if first.severity == "error" else " (a warning)"
    more = f" And {_count(others, 'other finding')}." if others else ""
    return f"{replace(first, file=name)}{doubt}{more}"


def _next(home: Home, status: Status, *, agent: bool) -> str:
    """When a set without errors comes into force."""
    if status.policy is not None and _content(home) == status.policy.content:
        return "The policies folder is as it is in force."
    branch = home.settings.policies_from
    if branch != WORKTREE:
        return f"Checked: no errors. It runs only once it is committed on {branch}."
    when = "in a moment" if agent else "when it runs"
    return f"Checked: no errors. The agent takes it over {when}."


def _content(home: Home) -> str:
    try:
        return revision(home.folder("policies")).content
    except OSError:
        return ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
