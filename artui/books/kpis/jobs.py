"""KPIs of completed jobs: how soon they were invoiced, and how many were paid at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from artui.books.kpis.counted import Listed, Selected, window
from artui.books.kpis.counts import Counts
from artui.books.kpis.variants import Middle, Share
from artui.domain.quantiles import mean, median
from artui.store.kpis.counting import Counted
from artui.store.kpis.jobs import at_completion, collected, invoicing_days, sent_soon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artui.books.kpis.asked import Asked, Measure
    from artui.policy.readiness import Check
    from artui.store.kpis.jobs import Completed

_COMPLETED = "jobs completed in the period"
_NONE = "no job was completed in the period"
_INVOICED = "no job completed in the period was invoiced after it"
_DAYS = "calendar days from completion to the first sending of an invoice"
_LEFT = "jobs not invoiced yet or billed in advance left out"

_SENT = Counts(
    "sent_within_24h",
    {
        "": Share(
            f"{_COMPLETED} whose first invoice went out within 24 hours, 24 included"
            " / all of them but those not yet sent and younger",
            Selected(sent_soon),
            ("sent within 24 h", "completed"),
            _NONE,
        )
    },
)
_TO_INVOICE = Counts(
    "days_to_invoice",
    {
        name: Middle(
            f"{word} of the {_DAYS}, over {_COMPLETED}; {_LEFT}",
            Selected(invoicing_days),
            ("days to invoice",),
            _INVOICED,
            "jobs",
            of,
        )
        for name, word, of in (("mean", "mean", mean), ("median", "median", median))
    },
)
_COLLECTED = Counts(
    "collected_at_completion",
    {
        "": Share(
            f"{_COMPLETED} all of whose invoices were paid by the day after / all of them",
            Selected(collected),
            ("paid by the day after", "completed"),
            _NONE,
        )
    },
)

_NO_CHECK = "as readiness.yaml has no blocking check of jobs"
_NO_EXPORT = "that only an invoice tells of"


def _first_passed(asked: Asked) -> list[Counted]:
    """The jobs completed in the period; a hit met every blocking check then, waived or not.

    By check, the key is the codes of those it failed, with a blank between.
    """
    checks = asked.policy.readiness.blocking("job")
    by_check = asked.by == "check"
    at = window(replace(asked, by="") if by_check else asked)
    found = at_completion(asked.reader, at, [check.fails_when for check in checks])
    return [_passed(each, checks, by_check=by_check) for each in found]


def _passed(job: Completed, checks: Sequence[Check], *, by_check: bool) -> Counted:
    failed = [checks[place] for place in job.failed]
    about = "ready" if not failed else ", ".join(check.label for check in failed)
    left_out = _NO_EXPORT if not job.told else "" if checks else _NO_CHECK
    return Counted(
        " ".join(check.code for check in failed) if by_check else job.key,
        "",
        job.number,
        job.customer,
        job.on,
        None if left_out else 1,
        int(not failed and not left_out),
        about=left_out or about,
        import_id=job.import_id,
        line=job.line,
    )


_FIRST_PASSED = Counts(
    "first_pass_readiness",
    {
        "": Share(
            f"{_COMPLETED} that met every blocking check of readiness.yaml as the first export"
            " that shows them completed has them / all of them",
            Listed("first passed", _first_passed),
            ("ready at first", "completed"),
            "no job completed in the period could be checked",
        )
    },
)

MEASURES: tuple[Measure, ...] = (
    _SENT.measure("Sent within 24 hours of completion"),
    _TO_INVOICE.measure("Days from completion to invoice"),
    _FIRST_PASSED.measure("Ready to be billed at first"),
    _COLLECTED.measure("Collected at completion"),
)
