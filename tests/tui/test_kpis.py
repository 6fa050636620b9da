"""The KPIs screen by keys: the quarter's two, every figure of a month, one figure's months."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from artui.books.kpis import table
from artui.domain.days import parse_day
from artui.domain.figure import month, month_of
from artui.store import kpi_months
from artui.store.connection import open_main, transaction
from artui.tui.moment import Dates
from artui.tui.screens.figure import FigureScreen
from artui.tui.screens.kpis import KpisScreen
from artui.tui.screens.policy import PolicyScreen
from artui.tui.screens.trace import TraceScreen
from tests.homes import invoice
from tests.tui.driver import driving
from tests.tui.test_app_terminal import run
from tests.tui.worlds import agent, found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from artui.books.kpis.asked import Asked
    from artui.domain.figure import Figure
    from artui.home import Home
    from artui.store.kpi_months import Recorded
    from tests.tui.driver import Driver

TRUTH, WIDE, NARROW = -2, (130, 60), (80, 24)
HOSTILE = "[/x] \x1b[31mred"
_OLDER = 24
_GAP = "2026-03"


@pytest.fixture
def closed(tmp_path: Path) -> Home:
    """September and October are closed; DSO is 30.0 and 61.0 days."""
    home = found(tmp_path / "closed")
    with agent(home) as hands:
        hands.take(
            "customers.csv",
            [
                {"customer_id": "C1", "name": "Harbor Cold Storage", "segment": HOSTILE},
                {"customer_id": "C2", "name": "Delta Schools", "segment": "public"},
            ],
        )
        hands.take(
            "invoices_2026-11-02.csv",
            [
                invoice("A", "3100.00", "2026-10-01", due_date="2026-10-31"),
                invoice("B", "3000.00", "2026-09-01", due_date="2026-10-01", customer_id="C2"),
                invoice("E", "310.00", "2026-10-05", currency="EUR", due_date="2026-11-04"),
            ],
        )
        hands.close_month("2026-09")
        hands.close_month("2026-10")
    return home


def _older(row: Recorded) -> Iterator[Recorded]:
    """The months before, each with a day more, but for a gap."""
    name = row.month
    for number in range(_OLDER):
        name = month_of(month(name).first - 1)
        if name != _GAP:
            yield row._replace(month=name, value=str(20 + number))


def _remember(home: Home) -> None:
    """Give DSO a long history."""
    connection = open_main(home.main)
    (first, *_) = kpi_months.history(connection, "dso", "countback", currency="USD")
    with transaction(connection):
        kpi_months.write(connection, _older(first))
    connection.close()


def _row(driver: Driver, name: str, currency: str = "USD") -> str:
    """The line of a figure."""
    return next(
        line[2:] for line in driver.lines if line[2:].split("  ")[0] == name and currency in line
    )


def _shown(driver: Driver) -> type:
    """What kind of screen is shown."""
    return type(driver.screen)


async def _to(driver: Driver, name: str) -> None:
    """Move the cursor to a figure."""
    await driver.do("top")
    for _ in range(driver.screen.table.snapshot.count):
        row = driver.screen.table.row
        if row["name"] == name and row["currency"] in ("USD", ""):
            return
        await driver.press("down")
    raise AssertionError(name)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_quarters_two_come_first(closed: Home, size: tuple[int, int]) -> None:
    async with driving(closed, size=size) as driver:
        lines = (await driver.do("kpis")).splitlines()
        assert driver.screen.query_one("#truth").has_class("-false") is False
        names = driver.names
    assert "8 KPIs" in lines[1]
    assert lines[3].startswith("  KPIs of 2026-10   recorded 2026-11-20")
    assert lines[4].startswith(
        "  Primary     DSO countback        61.0 days  target 55.0 days, missed"
    )
    told = " ".join(lines[4:9])
    assert "worse than 2026-Q3 (30.0), better than the baseline (84.3)" in told
    assert "▁█" in told
    assert "  Diagnostic  Sent within 24h      undefined  target 95.0 %" in told
    assert names[:5] == ["DSO countback"] * 2 + ["DSO simple"] * 2 + ["DSO countback undisputed"]
    assert max(map(len, lines)) <= size[0]
    assert "figures   recorded = recomputed ✓   ending AR = outst" in lines[TRUTH]


async def test_a_row_a_kpi_variant_and_currency(closed: Home) -> None:
    async with driving(closed, size=WIDE) as driver:
        frame = await driver.do("kpis")
        dso, current, count = (
            _row(driver, name, cur).split()
            for name, cur in (
                ("DSO countback", "USD"),
                ("% current", "USD"),
                ("Delinquent invoices count", ""),
            )
        )
        undefined = _row(driver, "Sent within 24h", "")
    assert dso == "DSO countback USD 61.0 days 55.0 days missed +31.0 ▁█".split()
    assert current == "% current USD 50.8 % 80.0 % missed -49.2 █▁".split()
    assert count == "Delinquent invoices count 1 +1 ▁█".split()
    assert undefined.split()[:6] == ["Sent", "within", "24h", "undefined", "95.0", "%"]
    assert "ending AR = outstanding   EUR 310.00 ✓   USD 6,100.00 ✓" in frame


async def test_months_before_and_after(closed: Home) -> None:
    async with driving(closed, size=WIDE) as driver:
        await driver.do("kpis")
        now = (await driver.do("week_after")).splitlines()
        refused = await driver.do("week_after")
        assert driver.told == ["The month after this one has not begun."]
        september = (await driver.do("week_before", "week_before")).splitlines()
        august = (await driver.do("week_before")).splitlines()
    assert now[3].startswith("  KPIs of 2026-11 so far (to 2026-11-20)   computed")
    assert "recorded" not in now[TRUTH]
    assert refused.splitlines()[3] == now[3]
    assert september[3].startswith("  KPIs of 2026-09   recorded 2026-11-20")
    assert "DSO countback" in september[4]
    assert "30.0 days" in next(line for line in september if line.startswith("▸"))
    assert august[3].startswith("  KPIs of 2026-08   computed, not recorded")


async def test_groups_come_to_the_whole_and_hostile_ones_are_text(closed: Home) -> None:
    async with driving(closed, size=WIDE) as driver:
        await driver.do("kpis")
        by_class = (await driver.do("group")).splitlines()
        frame = await driver.do("group")
        lines = frame.splitlines()
        await _to(driver, "DSO simple")
        opened = await driver.do("open")
        await driver.do("back")
        by_company = (await driver.do("group")).splitlines()
        whole = (await driver.do("group")).splitlines()
    assert "by class" in by_class[3]
    assert "by segment" in lines[3]
    assert "DSO countback        61.0 days" in lines[4]
    assert "numerators of groups = whole ✓" in lines[TRUTH]
    assert "[/x] " in frame
    assert "\x1b" not in frame + opened
    assert "segment [/x] " in opened.splitlines()[3]
    assert "by company" in by_company[3]
    assert " by " not in whole[3]


async def test_a_group_that_is_wrong_is_found_out(
    closed: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(asked: Asked, kpis: object = None) -> list[Figure]:
        assert kpis is None
        first, *others = table.compute(asked)
        return [replace(first, numerator=None) if asked.by else first, *others]

    monkeypatch.setattr("artui.tui.kpis.compute", wrong)
    async with driving(closed, size=WIDE) as driver:
        frame = await driver.do("kpis", "group")
        assert driver.screen.query_one("#truth").has_class("-false")
    assert "groups ≠ whole of DSO countback EUR ✗ THE FIGURES DO NOT ADD UP" in frame


async def test_receivables_that_are_wrong_are_found_out(
    closed: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("artui.books.kpis.owed.at_end", lambda _: [])
    async with driving(closed, size=WIDE) as driver:
        lines = (await driver.do("kpis")).splitlines()
        assert driver.screen.query_one("#truth").has_class("-false")
    assert lines[TRUTH].startswith("  ending AR = outstanding   EUR 0.00 ≠ 310.00 ✗ THE FIGURES")


async def test_what_came_late_is_told_of_each_figure(closed: Home) -> None:
    async with driving(closed, size=WIDE) as driver:
        await driver.do("kpis")
        await _to(driver, "DSO simple")
        with agent(closed) as hands:
            hands.take(
                "invoices_2026-11-19.csv",
                [invoice("L", "310.00", "2026-10-20", due_date="2026-11-19")],
            )
        frame = await driver.look()
        row = _row(driver, "DSO simple", "USD")
        opened = await driver.do("open")
    assert re.search("recorded ≠ recomputed in [0-9]+ of [0-9]+ ", frame.splitlines()[TRUTH])
    assert "≠ recomputed 58.3 days" in row
    assert "61.0 days" in row
    assert "recorded 2026-11-20, today's view differs: 58.3 days" in opened
    assert "58.3 days, from 6,410.00 / 3,410.00" in opened


async def test_enter_shows_24_months_formula_and_rows(closed: Home) -> None:
    _remember(closed)
    async with driving(closed, size=WIDE) as driver:
        await driver.do("kpis")
        await _to(driver, "DSO countback")
        listed = _row(driver, "DSO countback", "USD")
        frame = await driver.do("open")
        assert _shown(driver) is FigureScreen
        lines, parts = frame.splitlines(), set(driver.names)
        beside = (await driver.do("figure_after", "figure_after")).splitlines()
        await driver.do("figure_before", "figure_before", "why")
        assert _shown(driver) is TraceScreen
        trace = await driver.do("back")
        await driver.do("policy")
        assert _shown(driver) is PolicyScreen
    bars = next(part for part in listed.split("  ") if part[:1] in "▁▂▃▄▅▆▇█" and part)
    assert len(bars) == _OLDER
    assert bars[-8] == " "
    assert lines[3].startswith("  Days sales outstanding · countback · USD   2026-10   61.0 days")
    assert lines[4] == "    61.0 days, from 6,100.00 / 6,100.00"
    assert lines[5].startswith("    target 55.0 days: missed   worse than 2026-Q3 (30.0)")
    assert "sales are taken from ending AR" in lines[6]
    assert any("────" in line and "███" in line for line in lines)
    values = next(line.split() for line in lines if line.rstrip().endswith(" 30.0 61.0"))
    assert len(values) == _OLDER - 1
    assert {"ending AR", "sales 2026-10", "sales 2026-09"} <= parts
    assert "numerator = ending AR   USD 6,100.00 ✓" in frame
    assert "Days sales outstanding · simple · USD" in beside[3]
    assert "Days sales outstanding · countback · USD" in trace


async def test_others_are_named_where_a_benchmark_has_them(closed: Home) -> None:
    async with driving(closed, size=WIDE) as driver:
        await driver.do("kpis")
        await _to(driver, "DSO simple")
        frame = await driver.do("open")
    assert "others: crf_2020_q3 39.3 days, crf_2021_q1 38.0 days" in frame


async def test_the_filter_and_the_day_looked_at(closed: Home) -> None:
    async with driving(closed, size=WIDE) as driver:
        await driver.do("kpis", "filter")
        await driver.press(*"turnover", "enter")
        assert driver.names == ["AR turnover"] * 2
        assert driver.lines[TRUTH].startswith("  2 figures with “turnover”   recorded")
        await driver.do("back")
        driver.app.look_at(Dates(parse_day("2026-10-15"), None))
        await driver.settle()
        assert driver.lines[3].startswith("  KPIs of 2026-09   recorded")
        driver.app.look_at(Dates(parse_day("2026-11-20"), parse_day("2026-11-19")))
        await driver.settle()
        assert _shown(driver) is KpisScreen
        assert driver.lines[3].startswith("  KPIs of 2026-10   computed, not recorded")


async def test_without_anything(tmp_path: Path) -> None:
    home = found(tmp_path / "empty")
    with agent(home):
        pass
    async with driving(home) as driver:
        frame = await driver.do("kpis")
        await driver.do("open")
    assert "KPIs of 2026-10   computed, not recorded" in frame


def test_in_a_narrow_terminal(closed: Home) -> None:
    """The keys of a real terminal of 80 columns."""
    _remember(closed)
    with run(closed, size=NARROW) as terminal:
        terminal.wait_for("buckets + unapplied")
        terminal.press("8")
        terminal.wait_for("recorded = recomputed")
        terminal.press("b", "b")
        terminal.wait_for("numerators of groups = whole")
        assert "[/x]" in terminal.frame()
        terminal.press("b", "b")
        terminal.wait_for(lambda frame: "recorded = rec" in frame and "numerators" not in frame)
        terminal.press("down", "enter")
        terminal.wait_for("numerator = ending AR")
        terminal.wait_for("61.0 days, from 6,100.00 / 6,100.00")
        terminal.wait_for("██")
        terminal.press("q")
        assert terminal.ended() == 0


async def test_why_shows_what_is_behind_a_worse_figure(closed: Home) -> None:
    """September's one job was sent at once; October's three were not, two of them ann's."""
    done = {"customer_id": "C1", "template": "SV"}
    with agent(closed) as hands:
        hands.take(
            "jobs_2026-11-02.csv",
            [
                {**done, "job_id": "J0", "completed_at": "2026-09-01", "dispatcher": "ann"},
                *(
                    {**done, "job_id": f"J{n}", "completed_at": "2026-10-01", "dispatcher": who}
                    for n, who in enumerate(("ann", "ann", HOSTILE), 1)
                ),
            ],
        )
        hands.take(
            "invoices_2026-11-03.csv",
            [
                invoice("J0", "5.00", "2026-09-01", job_id="J0", sent_at="2026-09-01"),
                *(
                    invoice(f"J{n}", "5.00", "2026-10-05", job_id=f"J{n}", sent_at="2026-10-05")
                    for n in (1, 2, 3)
                ),
            ],
        )
    async with driving(closed, size=WIDE) as driver:
        await driver.do("kpis")
        await _to(driver, "Sent within 24h")
        frame = await driver.do("why")
        assert _shown(driver) is TraceScreen
    assert "\x1b" not in frame
    lines = [line for line in frame.splitlines() if line[2:].startswith("behind")]
    assert re.search(r"dispatcher ann, 0 before +2$", lines[0].rstrip())
    assert "dispatcher [/x]" in lines[1]
    assert re.search(r"template SV, 0 before +3$", lines[2].rstrip())
    assert "worse than 100.00 % in 2026-09-01 to 2026-09-30: 3 not sent within 24 h, 0" in frame
