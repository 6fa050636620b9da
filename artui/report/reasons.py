"""The weekly top ten of late-pay reasons: ranked, owned, each with last week's rank.

JSON beyond the contract's keys: `by`, `reason` and `owner` (what was asked); by row `key` (what the
row is of), `share` (of what it is ranked by, the unexplained included), `four_weeks` (oldest first,
null where a week cannot stand beside a frozen one), and where a row is of anything but a reason its
three top `reasons` and, of where invoices came from, `explained`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from artui.books import ranked, weeks
from artui.domain import money
from artui.domain.check import Check
from artui.domain.days import iso, last_complete_week
from artui.domain.reasons import Tally
from artui.errors import UsageError
from artui.policy.finding import suggestion
from artui.report import amounts, checks, reasons_sections
from artui.report.table import Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from artui.books.ranked import View, Week
    from artui.domain.reasons import By, Rank, Ranking, Scope
    from artui.policy.reasons import Owner, Reason
    from artui.report.request import Request, Source

#: How many reasons are named beside a row that is of something else.
_LEADING = 3


@dataclass(frozen=True, slots=True)
class Wish:
    """What the top ten is asked for; `week` None means the last complete one.

    `recompute` shows a frozen week as it would be seen today, and the difference. `reason` (a code,
    or what an export calls it) and `owner` leave out what is late for anything else.
    """

    week: str | None = None
    top: int = 10
    rank: Rank = "amount_days"
    scope: Scope = "all"
    recompute: bool = False
    by: By = "reason"
    reason: str | None = None
    owner: Owner | None = None

    def of(self, found: Week) -> ranked.Wish:
        """The same, with the reason by its code in the catalogue of a week.

        Raises:
            UsageError: where neither catalogue nor week has such a reason.
        """
        code = None if self.reason is None else _code(self.reason, found)
        return ranked.Wish(self.rank, self.scope, self.by, code, self.owner)


def _code(name: str, found: Week) -> str:
    catalogue = found.shown.reasons
    codes = {each.reason for each in found.late if each.reason}
    code = catalogue.code(name) or next((each for each in codes if each == name), None)
    if code is None:
        near = suggestion(name, (each.code for each in catalogue.reasons))
        raise UsageError(what=f"There is no reason '{name}' in reasons.yaml.{near}")
    return code


@dataclass(frozen=True, slots=True)
class Ranked:
    """What is reported: the weeks up to one, the last of them, and what was asked of them.

    Attributes:
        view: how far one looks.
        wish: what was asked.
        week: the week.
        trend: the weeks up to it, itself the last; None where one cannot stand beside it.
        top: how many rows are ranked.
    """

    view: View
    wish: ranked.Wish
    week: Week
    trend: tuple[Week | None, ...]
    top: int

    @property
    def previous(self) -> Ranking | None:
        """The week before."""
        before = self.trend[-2]
        return None if before is None else before.ranking

    @property
    def catalogue(self) -> dict[str, Reason]:
        """The reasons of the week's policy by code."""
        return {reason.code: reason for reason in self.week.shown.reasons.reasons}

    @property
    def rows(self) -> Iterator[tuple[int, Tally]]:
        """The rows that are ranked, counted from 1."""
        return enumerate(self.week.ranking.tallies[: self.top], 1)


def find(source: Source, request: Request, wish: Wish) -> Ranked:
    """A week as it prints, with the three before.

    Raises:
        UsageError: where the reason asked for is unknown.
    """
    scope = request.scope(source.home.today())
    wanted = weeks.customers(source.reader, scope)
    base = source.home.settings.base_currency
    view = ranked.View(source.reader, source.force, base, scope.as_of, scope.known_on, wanted)
    name = wish.week or last_complete_week(scope.as_of)
    plain = ranked.Wish(wish.rank, wish.scope, wish.by)
    week = ranked.week(view, name, plain, recompute=wish.recompute)
    asked = wish.of(week)
    if asked != plain:
        week = ranked.again(week, asked)
    top = wish.top if request.limit is None else request.limit
    return Ranked(view, asked, week, tuple(ranked.trend(view, week, asked)), top)


def report(source: Source, request: Request, wish: Wish | None = None) -> Report:
    """The week's reasons, the others in one row, and the unexplained apart.

    Raises:
        UsageError: where the reason asked for is unknown.
    """
    wish = wish or Wish()
    return printed(find(source, request, wish), recompute=wish.recompute)


def printed(found: Ranked, *, recompute: bool = False) -> Report:
    """A ranked week as every format prints it."""
    week, made, asked = found.week, found.week.ranking, found.wish
    explained, late = made.explained
    data: dict[str, Any] = {
        "report": "reasons",
        "week": week.week,
        "known_on": iso(found.view.known_on),
        "rank": made.rank,
        "scope": asked.scope,
        "by": asked.by,
        "reason": asked.reason,
        "owner": asked.owner,
        "frozen": week.shown.frozen,
        "late_invoices": late,
        "explained": amounts.share(explained, late),
        "rows": _rows(found),
        "others": _tally(made.others(found.top), week),
        "unexplained": _tally(made.unexplained, week),
        "base": _base(week),
        "note": _note(week),
        "policy": week.shown.revision,
    }
    if recompute:
        data["difference"] = _difference(found)
    data["checks"] = checks.plain(*_checks(found))
    sections = (
        reasons_sections.ranked(data),
        reasons_sections.four_weeks(data),
        checks.section(data["checks"]),
    )
    holds = checks.hold(data["checks"])
    return Report("reasons", data, reasons_sections.about(data), sections, holds)


def _rows(found: Ranked) -> list[dict[str, Any]]:
    rows = [_row(number, tally, found) for number, tally in found.rows]
    if found.wish.by == "reason":
        return rows
    within = ranked.leading(found.week, found.wish, [row["key"] for row in rows])
    without = ranked.unexplained(found.week, found.wish)
    return [{**row, **_within(found, row, within[row["key"]], without[row["key"]])} for row in rows]


def _row(number: int, tally: Tally, found: Ranked) -> dict[str, Any]:
    key, week, previous = tally.key, found.week, found.previous
    made = week.ranking
    return {
        "rank": number,
        "key": key,
        **_called(found, key),
        **_tally(tally, week),
        "share": amounts.ratio(made.measure(tally), made.whole),
        "previous_rank": previous.position(key) if previous else None,
        "previous_invoices": previous.invoices(key) if previous else 0,
        "four_weeks": [_then(each, name, key) for each, name in _named(found)],
    }


def _called(found: Ranked, key: str | None) -> dict[str, str | None]:
    """Reason, label and owner of a row, as far as it is of one."""
    by = found.wish.by
    if by != "reason":
        return {"reason": None, "label": key, "owner": key if by == "owner" else None}
    known = found.catalogue.get(key or "")
    owner = known.owner if known else None
    return {"reason": key, "label": known.label if known else key, "owner": owner}


def _named(found: Ranked) -> Iterator[tuple[Week | None, str]]:
    """The weeks of the trend with their names."""
    back = len(found.trend)
    for each in found.trend:
        back -= 1
        yield each, ranked.before(found.week.week, back)


def _then(week: Week | None, name: str, key: str | None) -> dict[str, Any]:
    """What a row was in a week."""
    if week is None:
        return {"week": name, "invoices": None, "amount_days": None}
    tally = week.ranking.tally(key)
    return {
        "week": name,
        "invoices": tally.invoices,
        "amount_days": amounts.plain(tally.amount_days),
    }


def _within(
    found: Ranked, row: dict[str, Any], tallies: Sequence[Tally], without: int
) -> dict[str, Any]:
    """The top reasons of a row that is of something else, and how many of its own have one."""
    catalogue = found.catalogue
    leading = [
        {
            "reason": each.key,
            "label": catalogue[each.key or ""].label if each.key in catalogue else each.key,
            "invoices": each.invoices,
        }
        for each in tallies[:_LEADING]
    ]
    if found.wish.by == "owner":
        return {"reasons": leading}
    explained = row["invoices"]
    return {"reasons": leading, "explained": amounts.share(explained, explained + without)}


def _tally(tally: Tally, week: Week) -> dict[str, Any]:
    said = {
        "invoices": tally.invoices,
        "amount": amounts.plain(tally.amount),
        "amount_days": amounts.plain(tally.amount_days),
    }
    conversion = week.ranking.conversion
    if conversion is None:
        return said
    added = {
        measure: money.plain(conversion.rounded(each), conversion.base)
        for measure, each in (("amount", tally.amount), ("amount_days", tally.amount_days))
    }
    return {**said, "base": added}


def _base(week: Week) -> dict[str, Any] | None:
    """The currency amounts were added in and the rates of that; None where none were needed."""
    if week.ranking.conversion is None:
        return None
    return {"currency": week.rates.base, "rates": week.rates.said(week.ranking.amounts())}


def _note(week: Week) -> str | None:
    """At which rates amounts were added, or that they could not be."""
    found, base = week.ranking, _base(week)
    if base:
        rates = ", ".join(f"{r['currency']} {r['rate']} of {r['date']}" for r in base["rates"])
        return f"Amounts are added in {base['currency']} at {rates}."
    if found.rank == found.asked:
        return None
    return (
        f"Ranked by invoices: {found.asked.replace('_', ' x ')} in several currencies cannot be"
        " added without rates."
    )


def _difference(found: Ranked) -> list[dict[str, Any]]:
    """Per row, how today's view differs from the frozen one."""
    kept = ranked.week(found.view, found.week.week, found.wish)
    if not kept.shown.frozen:
        return []
    by = "reason" if found.wish.by == "reason" else "key"
    return [
        {
            by: each.key,
            "rank": each.rank,
            "frozen_rank": each.frozen_rank,
            "invoices": each.now.invoices,
            "frozen_invoices": each.kept.invoices,
            "amount_days": amounts.plain(each.now.amount_days),
            "frozen_amount_days": amounts.plain(each.kept.amount_days),
        }
        for each in ranked.changes(found.week.ranking, kept.ranking)
    ]


def _checks(found: Ranked) -> Iterator[Check]:
    """The ranking against the entries, or against the record of the frozen week."""
    week, wish, view = found.week, found.wish, found.view
    plain = ranked.again(week, ranked.Wish(wish.rank, wish.scope))
    whole = week.ranking if wish.reason is wish.owner is None else plain.ranking
    yield weeks.check(
        *(view.reader, whole, week.shown, week.week, view.today, view.known_on),
        scope=wish.scope,
        of=None if view.customers is None else {*view.customers},
    )
    if whole is not week.ranking:
        yield Check("rows = past due of their reasons", week.ranking.amounts(), _filtered(found))


def _filtered(found: Ranked) -> dict[str, int]:
    """What the reasons asked for come to among all."""
    wish, owners = found.wish, {code: each.owner for code, each in found.catalogue.items()}
    every = ranked.again(found.week, ranked.Wish(wish.rank, wish.scope)).ranking
    sum_ = Tally(None)
    for each in every.tallies:
        if wish.reason in (None, each.key) and wish.owner in (None, owners.get(each.key or "")):
            sum_.merge(each)
    return dict(sum_.amount)
