"""The trace of a KPI: its formula, the numbers put in, and the rows behind each of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from artui.books.kpis import behind
from artui.books.kpis.judged import judge
from artui.books.trace.model import Check, Row, Section, Trace, written
from artui.books.trace.proof import Proof
from artui.domain.days import iso
from artui.errors import ArtuiError
from artui.policy.kpis import qualified

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from artui.books.kpis.asked import Asked, Measure
    from artui.books.kpis.behind import Behind
    from artui.domain.figure import Figure, Input

_PLACES = {"days": "0.1", "share": "0.0001", "times": "0.01", "hours": "0.1", "count": "1"}


def trace(asked: Asked, measure: Measure, figure: Figure, limit: int | None = None) -> Trace:
    """One figure with its formula, its numbers and the rows behind them.

    Args:
        asked: what was asked for.
        measure: how the KPI is computed.
        figure: one of its figures.
        limit: how many rows of each part to keep; all are summed.
    """
    found = behind.of(asked, measure, figure)
    sums: dict[str, int] = {}
    rows: dict[str, list[Row]] = {}
    counts: dict[str, int] = defaultdict(int)
    for each in measure.inputs(asked, figure):
        part = rows.setdefault(each.part, [])
        sums[each.part] = sums.get(each.part, 0) + each.amount
        counts[each.part] += 1
        if limit is None or len(part) < limit:
            part.append(_row(each, figure.currency, sums[each.part]))
    return Trace(
        kind="kpi",
        number=figure.kpi,
        title=_title(asked, measure, figure),
        formula=(*_formula(measure, figure), *(_worse(asked, found) if found else ())),
        sections=(
            *(_causes(found) if found else ()),
            *(
                Section(name, tuple(each), _about(sums[name], figure.currency), counts[name])
                for name, each in rows.items()
            ),
            *_policy(asked, figure),
        ),
        checks=tuple(_checks(asked, figure, sums)),
    )


def nothing(asked: Asked, measure: Measure, figure: Figure) -> Trace:
    """What is said of a figure that was recorded, and of which nothing is known today."""
    title = _title(asked, measure, figure)
    return Trace("kpi", figure.kpi, title, ("today's view has no such figure",))


def _title(asked: Asked, measure: Measure, figure: Figure) -> str:
    span = f"{iso(asked.period.first)} to {iso(asked.period.last)}"
    group = f"{asked.by} {figure.key or '(none)'}" if asked.by else ""
    parts = (figure.variant.replace("_", " "), group, figure.currency, span)
    return f"{measure.label}  {' · '.join(each for each in parts if each)}"


def _formula(measure: Measure, figure: Figure) -> Iterator[str]:
    sentence = measure.formula.get(figure.variant) or measure.formula.get("", "")
    if sentence:
        yield sentence
    yield valued(figure)


def _checks(asked: Asked, figure: Figure, sums: Mapping[str, int]) -> Iterator[Check]:
    """Numerator and denominator, each made of what the rows of its parts come to."""
    proof = Proof(sums, len(asked.period.months))
    for name, amount in (("numerator", figure.numerator), ("denominator", figure.denominator)):
        if amount is None:
            continue
        said = proof.of(amount)
        found = amount if said is not None else Fraction(sum(sums.values()))
        what = f"{name} = {said or 'its parts'}"
        yield Check(what, _whole(found), _whole(amount), figure.currency)


def _worse(asked: Asked, found: Behind) -> Iterator[str]:
    """How much worse a figure of quality is than in the period before, and its faults in both."""
    then, currency = behind.before(asked).period, found.figure.currency
    now, before = (written(each, currency) for each in (found.faults.now, found.faults.before))
    said = value(replace(found.before, note=""))
    span = f"{iso(then.first)} to {iso(then.last)}"
    yield f"worse than {said} in {span}: {now} {found.words}, {before} before"


def _causes(found: Behind) -> Iterator[Section]:
    """The causes that rose most, of each sort."""
    currency = found.figure.currency
    rows = [
        Row(
            what=f"{each.by} {each.key or '(not told)'}, {written(each.before, currency)} before",
            amount=each.now,
            currency=currency,
        )
        for each in found.rises
    ]
    yield Section("behind", tuple(rows), found.words)


def _whole(amount: Fraction) -> int:
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def _policy(asked: Asked, figure: Figure) -> Iterator[Section]:
    """Its target and baseline, where kpis.yaml has them."""
    judged = judge(asked.policy.kpis, figure)
    rows = []
    for name, told in (("targets", judged.target), ("baselines", judged.baseline)):
        if told is not None:
            said = value(replace(figure, value=told, bound=False))
            status = f" · {judged.status}" if name == "targets" and judged.status else ""
            rows.append(
                Row(what=name[:-1], detail=f"{said}{status}", place=_place(asked, figure, name))
            )
    if rows:
        yield Section("policy", tuple(rows), "what it is held against")


def _place(asked: Asked, figure: Figure, name: str) -> str:
    places = asked.policy.places
    own = places.of("kpis", name, qualified(figure.kpi, figure.variant))
    return own or places.of("kpis", name, figure.kpi)


def valued(figure: Figure) -> str:
    """The value with what was divided by what, and what a reader must know."""
    bound = "more than " if figure.bound else ""
    said = f"{bound}{value(figure)}" if figure.value is not None else "undefined"
    if figure.numerator is not None and figure.denominator is not None:
        said += (
            f", from {number(figure.numerator, figure.currency)}"
            f" / {number(figure.denominator, figure.currency)}"
        )
    notes = [figure.note, "provisional" if figure.provisional else ""]
    return " · ".join(each for each in (said, *notes) if each)


def value(figure: Figure) -> str:
    """A figure's value with its unit, rounded half up for people."""
    if figure.value is None:
        return "undefined"
    if figure.unit == "money":
        return f"{number(figure.value, figure.currency)} {figure.currency}"
    exact = Decimal(figure.value.numerator) / Decimal(figure.value.denominator)
    rounded = exact.quantize(Decimal(_PLACES[figure.unit]), ROUND_HALF_UP)
    if figure.unit == "share":
        return f"{rounded * 100:.2f} %"
    return f"{rounded:,}" if figure.unit == "count" else f"{rounded:,} {figure.unit}"


def number(amount: Fraction, currency: str) -> str:
    """A numerator or denominator for people: minor units in the currency's own, else plain."""
    return written(_whole(amount), currency)


def _row(each: Input, currency: str, after: int) -> Row:
    return Row(
        what=each.subject or "all",
        on=each.on,
        amount=each.amount,
        currency=currency,
        after=after,
        detail=" · ".join(part for part in (each.customer, each.detail) if part),
        import_id=each.import_id,
        line=each.line,
    )


def _about(total: int, currency: str) -> str:
    return f"together {number(Fraction(total), currency)}"


class NoSuchFigure(ArtuiError):  # noqa: N818 - named for what is wrong
    """There is no such figure of {kpi}.{known}"""  # noqa: D415 - ends with those there are

    exit_code = 2


def choose(
    figures: Sequence[Figure],
    kpi: str,
    variant: str | None,
    key: str | None,
    currency: str | None,
    base_currency: str,
) -> Figure:
    """The figure that is meant; of several the first variant, in the base currency if it has one.

    Args:
        figures: those of the KPI.
        kpi: its name.
        variant: the variant's name; None for the first.
        key: the group's; None where figures are not grouped, or there is one group alone.
        currency: None for the base currency, else the first there is.
        base_currency: the home's.

    Raises:
        NoSuchFigure: where none is left, or several groups are.
    """
    found = [each for each in figures if key is None or each.key == key]
    if len({each.key for each in found}) > 1:
        raise NoSuchFigure(kpi=kpi, known=_known(found, "key"), hint="Say which with --key.")
    wanted = variant if variant is not None else next((each.variant for each in found), "")
    found = [each for each in found if each.variant == wanted] or _none(kpi, figures, "variant")
    in_base = [each for each in found if each.currency == base_currency]
    if currency is None:
        return (in_base or found)[0]
    left = [each for each in found if each.currency == currency]
    return (left or _none(kpi, found, "currency"))[0]


def _none(kpi: str, figures: Sequence[Figure], name: str) -> list[Figure]:
    raise NoSuchFigure(kpi=kpi, known=_known(figures, name))


def _known(figures: Sequence[Figure], name: str) -> str:
    """` Its keys: commercial, strategic.`."""
    known = sorted({str(getattr(each, name)) or "(none)" for each in figures})
    many = {"key": "keys", "variant": "variants", "currency": "currencies"}[name]
    return f" Its {many}: {', '.join(known)}." if known else ""
