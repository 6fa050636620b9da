"""How the home stands: what header and places say of it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from artui.domain.days import iso
from artui.policy import aging
from artui.store import listings, policies, positions, records

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from artui.books.force import InForce
    from artui.policy.aging import AgingPolicy
    from artui.store.policies import CheckRow, PolicyRow
    from artui.store.positions import Standing
    from artui.store.records import Heartbeat

_STALE_SECONDS = 90


@dataclass(frozen=True)
class Status:
    """The home at one moment.

    Attributes:
        mark: differs where anything differs that a list may show.
        policy: the record of the policy in force; None before any was adopted.
        check: the last check of the policies folder.
        heartbeat: the agent's last sign of life; None where none runs.
        positions: what the positions are of.
        data_as_of: per company, the newest day its data speaks for.
        waiting: how many files are held and failed, by state.
    """

    mark: tuple[object, ...]
    policy: PolicyRow | None
    check: CheckRow | None
    heartbeat: Heartbeat | None
    positions: Standing | None
    data_as_of: Mapping[str, int]
    waiting: Mapping[str, int]

    @classmethod
    def read(cls, reader: sqlite3.Connection, known: Status | None = None) -> Status:
        """The status now: a few rows by primary key (below a millisecond).

        Args:
            reader: the main database with the desk attached.
            known: an earlier status, whose policy is kept where it is still in force.
        """
        mark = listings.mark(reader)
        same = known is not None and known.mark == mark
        return cls(
            mark,
            known.policy if known is not None and same else policies.in_force(reader),
            policies.last_check(reader),
            records.heartbeat(reader),
            positions.standing(reader),
            records.data_as_of(reader),
            records.waiting(reader),
        )

    @cached_property
    def force(self) -> InForce | None:
        """The policy in force, whole; None too where this version cannot read it.

        Tens of milliseconds at first, for every subject's module: `aging` needs none of them.
        """
        if self.policy is None:
            return None
        from artui.books.force import InForce  # noqa: PLC0415 - see above
        from artui.policy.policy import Policy, UnreadablePolicyError  # noqa: PLC0415 - see above

        try:
            policy = Policy.from_json(self.policy.body)
        except UnreadablePolicyError:
            return None
        return InForce(self.policy.id, self.policy.revision, policy)

    @cached_property
    def aging(self) -> AgingPolicy | None:
        """How the policy in force ages; None where there is none that can be read."""
        try:
            return aging.from_data(json.loads(self.policy.body)["aging"]) if self.policy else None
        except (ValueError, KeyError, TypeError):
            return None

    def are_positions_of(self, day: int) -> bool:
        """Whether the kept positions are of a day, under the policy in force."""
        if self.policy is None or self.positions is None:
            return False
        return self.positions == (day, self.policy.id)

    def agent_runs(self, now: dt.datetime) -> bool:
        """Whether an agent has given a sign of life lately."""
        return self.heartbeat is not None and _age(self.heartbeat, now) <= _STALE_SECONDS

    def agent(self, now: dt.datetime) -> str:
        """The agent in a few words."""
        beat = self.heartbeat
        if beat is None:
            return "no agent"
        age = _age(beat, now)
        if not self.agent_runs(now):
            return f"AGENT SILENT for {_span(age)}"
        if beat.trouble:
            return f"agent: {beat.trouble}"
        return f"agent loads {beat.working_on}" if beat.working_on else f"agent ok {max(0, age)} s"

    def loading(self) -> str:
        """The file in hand and how far it is; empty where none is, or nothing is known of it."""
        beat = self.heartbeat
        if beat is None or not (beat.working_on and beat.progress):
            return ""
        return f"loading {beat.working_on} · {beat.progress}"

    def policies(self) -> str:
        """The policy in force, and whether the folder is broken."""
        revision = self.policy.revision if self.policy else "none yet"
        if self.policy and self.aging is None:
            return f"POLICY {revision} IS OF ANOTHER VERSION"
        broken = self.check.errors if self.check else 0
        if not broken:
            return f"policy {revision}"
        return f"{broken} POLICY ERROR{'S' if broken > 1 else ''}, {revision} stays in force"

    def data(self) -> str:
        """How new each company's data is."""
        days = (f"{code} {iso(day)}" for code, day in self.data_as_of.items())
        return ", ".join(days) or "nothing yet"

    def waits(self) -> str:
        """What waits for a person: held and failed files; empty where nothing does."""
        return ", ".join(
            f"{self.waiting[state]} {state}"
            for state in (records.HELD, records.FAILED)
            if self.waiting.get(state)
        )


def _age(beat: Heartbeat, now: dt.datetime) -> int:
    """How many seconds ago a sign of life was given."""
    return int((now - dt.datetime.fromisoformat(beat.beat_at)).total_seconds())


def _span(seconds: int) -> str:
    """A time in the largest unit that it fills twice."""
    for size, unit in ((86_400, "days"), (3_600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} s"
