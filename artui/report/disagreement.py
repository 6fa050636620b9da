"""Where people and the rules disagree on late-pay reasons, rule by rule, so that rules improve.

JSON: `weeks` (the first and the last, and how many of them are frozen); by row `rule` (a reason's
code, null for invoices that no rule says anything of), label, owner, invoices, chosen (of how many
a person chose the reason), agreed, disagreed, agreement (agreed / chosen, null where nobody chose)
and `instead`: what was chosen, most often first; `summary` has the same sums, and `left_out`: of
how many invoices nobody knows what the rules said, as their week was frozen before that was kept.
An invoice late in several weeks counts once, as the last of them has it; a frozen week counts as
it was frozen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.books import weeks
from artui.domain.days import DAYS_A_WEEK, last_complete_week, week_bounds, week_of
from artui.domain.disagreement import judged
from artui.report import amounts
from artui.report.table import Column, Report, Section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from artui.books.weeks import Shown
    from artui.domain.disagreement import Judged
    from artui.policy.reasons import ReasonsPolicy
    from artui.report.request import Request, Source

_NOTHING = "no rule holds"


def report(source: Source, request: Request, count: int = 12) -> Report:
    """The last complete weeks up to the day asked about.

    Args:
        source: where from.
        request: the options every report takes.
        count: how many weeks.
    """
    scope = request.scope(source.home.today())
    names = _names(last_complete_week(scope.as_of), count)
    shown = [
        weeks.shown(source.reader, source.force, name, scope.as_of, scope.known_on)
        for name in names
    ]
    wanted = weeks.customers(source.reader, scope)
    late = [
        [each for each in week.late if wanted is None or each.customer_id in wanted]
        for week in shown
    ]
    found = judged(late)
    rows = [_row(each, source.force.policy.reasons) for each in found]
    data: dict[str, Any] = {
        "report": "disagreement",
        "weeks": _weeks(names, shown),
        "rows": rows if request.limit is None else rows[: request.limit],
        "summary": _summary(found, len({each.document_id for week in late for each in week})),
        "policy": source.force.revision,
    }
    return Report("disagreement", data, _about(data), (_section(data["rows"]),))


def _names(last: str, count: int) -> list[str]:
    """Weeks up to one, oldest first."""
    monday, _ = week_bounds(last)
    return [week_of(monday - DAYS_A_WEEK * back) for back in reversed(range(count))]


def _weeks(names: list[str], shown: Iterable[Shown]) -> dict[str, Any]:
    frozen = sum(each.frozen for each in shown)
    return {"first": names[0], "last": names[-1], "count": len(names), "frozen": frozen}


def _row(each: Judged, catalogue: ReasonsPolicy) -> dict[str, Any]:
    known = next((reason for reason in catalogue.reasons if reason.code == each.rule), None)
    ordered = sorted(each.instead.items(), key=lambda pair: (-pair[1], pair[0]))
    return {
        "rule": each.rule,
        "label": known.label if known else each.rule or _NOTHING,
        "owner": known.owner if known else None,
        **_counts(each.invoices, each.chosen, each.agreed),
        "instead": [{"reason": code, "invoices": count} for code, count in ordered],
    }


def _counts(invoices: int, chosen: int, agreed: int) -> dict[str, Any]:
    return {
        "invoices": invoices,
        "chosen": chosen,
        "agreed": agreed,
        "disagreed": chosen - agreed,
        "agreement": amounts.share(agreed, chosen) if chosen else None,
    }


def _summary(found: Iterable[Judged], invoices: int) -> dict[str, Any]:
    """The sums, and of how many of all the invoices nobody kept what the rules said."""
    sums = [(each.invoices, each.chosen, each.agreed) for each in found]
    counts = _counts(*(sum(each) for each in zip(*sums, strict=True)) if sums else (0, 0, 0))
    return {**counts, "left_out": invoices - counts["invoices"]}


def _about(data: dict[str, Any]) -> tuple[str, ...]:
    told, summary = data["weeks"], data["summary"]
    people = f"people chose the reason of {summary['chosen']} of {summary['invoices']} invoices"
    agreed = f", and {summary['agreed']} times the rule's" if summary["chosen"] else ""
    of = f"{told['first']} to {told['last']} ({told['frozen']} of {told['count']} weeks frozen)"
    said = f"People and rules on late-pay reasons, {of}: {people}{agreed}."
    count = summary["left_out"]
    left = (
        f"Left out: {count}, of weeks frozen before what the rules say was kept." if count else ""
    )
    return (f"{said} Policy {data['policy']}.", *([left] if left else []))


_COLUMNS = (
    Column("rule", "Rule gave"),
    Column("label", "Label"),
    Column("owner", "Owner"),
    Column("invoices", "Invoices", number=True),
    Column("chosen", "Chosen", number=True),
    Column("agreed", "Agreed", number=True),
    Column("disagreed", "Disagreed", number=True),
    Column("agreement", "Agreement", number=True),
    Column("instead", "Chosen instead"),
)


def _section(rows: list[dict[str, Any]]) -> Section:
    return Section("rows", _COLUMNS, tuple(map(_shown, rows)))


def _shown(row: dict[str, Any]) -> dict[str, str | None]:
    said = amounts.texts(row, *(column.key for column in _COLUMNS if column.key != "instead"))
    if row["agreement"] is not None:
        said["agreement"] = amounts.percent(row["agreement"])
    said["instead"] = ", ".join(f"{each['reason']} {each['invoices']}" for each in row["instead"])
    return said
