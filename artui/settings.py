"""artui.yaml: the settings of one home, read strictly, named by file, line and key when wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from artui.domain.conditions import Problem
from artui.domain.days import is_day
from artui.errors import ArtuiError
from artui.policy.document import Document, read
from artui.policy.finding import Finding
from artui.policy.shape import (
    CODE,
    CURRENCY,
    Choice,
    Key,
    ListOf,
    Number,
    Record,
    Table,
    Text,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_PATHS = ("policies", "drop", "archive", "held", "failed", "reports")
#: The name of a branch, here or followed elsewhere (origin/main), or the word worktree.
BRANCH = r"(?!.*(\.\.|//|/\.|\.lock(/|$)))[A-Za-z0-9_][A-Za-z0-9_./+-]{0,200}(?<![./])"
_DATE = Text("a date as 2026-11-21", r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_GUARDS = Record(
    {
        "max_closures": Key(
            Number("a percentage", Decimal(0), Decimal(100)),
            "percent of a company's open items or amount a snapshot may close per business day",
        ),
        "at_most": Key(
            Number("a percentage", Decimal(0), Decimal(100)),
            "percent however long ago the last was",
        ),
        "few": Key(Whole(0, 1_000_000), "so many closings or fewer are never held"),
    }
)
_WORKBOOKS = Record(
    {
        "unpacked_mb": Key(Whole(1, 65_536), "how many MiB a workbook may unpack to"),
        "ratio": Key(Whole(10, 10_000), "to how many times its size a part of it may unpack"),
        "rows": Key(Whole(1, 1_048_576), "how many rows a sheet may have"),
        "columns": Key(Whole(1, 16_384), "how many columns a sheet may have"),
        "memory_mb": Key(Whole(128, 65_536), "how much memory, in MiB, reading it may take"),
        "seconds": Key(Whole(1, 86_400), "how long reading it may take"),
    }
)
_COMPANY = Record(
    {
        "name": Key(Text(), "what people call it"),
        "currency": Key(CURRENCY, "of rows that name none"),
    }
)
SHAPE = Record(
    {
        "company_name": Key(Text(), "shown at the top of every screen"),
        "base_currency": Key(CURRENCY, "in which totals over currencies would be stated"),
        "timezone": Key(Text("a time zone as Europe/Berlin"), "whose midnight begins a day"),
        "company": Key(CODE, "the code of rows that name no company"),
        "companies": Key(Table(_COMPANY, CODE), "the companies by their code"),
        "today": Key(_DATE, "a day the home stands still on; ARTUI_TODAY beats it"),
        "policies_from": Key(
            Text("worktree, or the name of a branch", BRANCH),
            "the folder as it stands, or the branch whose last commit is in force",
        ),
        "paths": Key(
            Record({name: Key(Text(), f"where {name} is") for name in _PATHS}),
            "folders elsewhere than in the home",
        ),
        "watch": Key(
            Choice(("auto", "events", "polling")), "how arrivals in drop/ are noticed at once"
        ),
        "scan_seconds": Key(Whole(1, 3600), "how often drop/ is looked through in any case"),
        "settle_seconds": Key(Whole(0, 600), "how long a file must lie still before it is read"),
        "guards": Key(_GUARDS, "when a complete snapshot is held"),
        "workbooks": Key(_WORKBOOKS, "what a workbook, or a page of HTML, may take to be read"),
        "close_months_on": Key(
            Whole(1, 28), "the day of the following month on which a month is closed"
        ),
        "collectors": Key(
            Table(Text("a collector, as exports name them"), Text("a login")),
            "by login, whose customers stand first in the worklist",
        ),
        "theme": Key(Choice(("dark", "light", "mono")), "of the terminal"),
        "keys": Key(Table(ListOf(Text("a key")), Text("an action")), "own keys by action"),
    }
)


class WrongSetting(ArtuiError):  # noqa: N818 - named for what is found
    """{finding}"""  # noqa: D415 - a finding is a whole sentence

    exit_code = 3


@dataclass(frozen=True, slots=True)
class Guards:
    """When a complete snapshot is held: shares in percent, see CONTRACT on the guards."""

    max_closures: Decimal = Decimal(20)
    at_most: Decimal = Decimal(60)
    few: int = 5


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a home; every one has a default."""

    company_name: str = ""
    base_currency: str = "USD"
    timezone: str = "UTC"
    company: str = "1000"
    companies: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    today: str | None = None
    policies_from: str = "worktree"
    paths: Mapping[str, str] = field(default_factory=dict)
    watch: str = "auto"
    scan_seconds: int = 30
    settle_seconds: int = 2
    guards: Guards = Guards()
    workbooks: Mapping[str, int] = field(default_factory=dict)
    close_months_on: int = 5
    collectors: Mapping[str, str] = field(default_factory=dict)
    theme: str = "dark"
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.timezone)

    @property
    def assumed(self) -> str:
        """What the rows of exports leave out, as text that is the same as long as it is."""
        named = sorted((name, sorted(about.items())) for name, about in self.companies.items())
        return repr((self.company, self.base_currency, self.timezone, named))

    def currency(self, company: str) -> str:
        """The currency of a company's rows that name none."""
        return self.companies.get(company, {}).get("currency", self.base_currency)


def load(path: Path) -> Settings:
    """The settings in a file.

    Raises:
        WrongSetting: for the first thing that is wrong, with its file, line and column.
    """
    document = read(path)
    if isinstance(document, Finding):
        raise WrongSetting(finding=document)
    for problem in _problems(document):
        raise WrongSetting(finding=document.finding(problem))
    return from_data(document.data or {})


def _problems(document: Document) -> Iterator[Problem]:
    data = {} if document.data is None else document.data
    misfits = list(SHAPE.problems(data, ()))
    yield from misfits
    if misfits:
        return
    if not is_day(data.get("today", "2026-11-21")):
        yield Problem(("today",), f"There is no day {data['today']}.")
    zone = data.get("timezone", "UTC")
    if zone not in available_timezones():
        yield Problem(
            ("timezone",),
            f"There is no time zone '{zone}'.",
            word=zone,
            known=tuple(available_timezones()),
        )


def from_data(data: Mapping[str, Any]) -> Settings:
    """The settings of checked data."""
    plain = dict(data)
    guards: dict[str, Any] = {
        name: value if name == "few" else Decimal(value)
        for name, value in plain.pop("guards", {}).items()
    }
    keys = {action: tuple(keys) for action, keys in plain.pop("keys", {}).items()}
    if "company" in plain:
        plain["company"] = str(plain["company"])
    return Settings(**plain, guards=Guards(**guards), keys=keys)
