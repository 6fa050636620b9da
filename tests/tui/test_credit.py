"""The Credit screen by keys: who is on hold or over, why, what would release them, reviews."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from artui.store.connection import open_desk, open_main
from tests.homes import application, invoice, job, payment
from tests.tui.driver import driving
from tests.tui.test_app_terminal import run
from tests.tui.worlds import agent, found

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home

TRUTH, KEYS = -2, -1
POLICY = """
exposure: {drafts: true}
overdue_ceilings: [{amount: "500.00", margin_days: 5, when: {segment: public}}]
holds:
  - {rule: over_limit, when: {overrun: {gt: 0}}, reason: Too much., expected_resolution_days: 10}
reviews: [{every_days: 30}]
risk: {classes: [{class: A, when: {weighted_days_late: {le: 5}}}, {class: B}]}
"""


@pytest.fixture
def lent(tmp_path: Path) -> Home:
    """A home with an account in every state."""
    home = found(tmp_path / "lent")
    (home.folder("policies") / "credit.yaml").write_text(POLICY, encoding="utf-8")
    names = [
        ("C1", "Harbor Cold Storage", "1000", "strategic"),
        ("C2", "Delta Schools", "", "public"),
    ]
    names += [("C3", "Near By", "100", ""), ("C4", "All Well", "", "")]
    with agent(home) as hands:
        hands.take(
            "customers_2026-11-01.csv",
            [
                {"customer_id": who, "name": name, "credit_limit": limit, "segment": segment}
                for who, name, limit, segment in names
            ],
        )
        hands.take(
            "invoices_2026-11-15.csv",
            [
                invoice("A", "900.00", "2026-09-01", due_date="2026-11-01"),
                invoice("B", "400.00", "2026-11-01", due_date="2026-12-01"),
                invoice("F", "200.00", "2026-08-01", due_date="2026-10-01"),
                invoice("D", "50.00", "2026-11-01", due_date="2026-12-01", status="draft"),
                invoice("E", "700.00", "2026-09-01", due_date="2026-11-01", customer_id="C2"),
                invoice("G", "95.00", "2026-11-01", due_date="2026-12-01", customer_id="C3"),
                invoice("H", "5.00", "2026-11-01", due_date="2026-12-01", customer_id="C4",
                        currency="EUR"),
            ],
        )  # fmt: skip
        hands.take("payments.csv", [payment("P", "200.00", "2026-10-13")])
        hands.take("applications.csv", [application("P", "F", "200.00", "2026-10-13")])
    return home


async def test_what_wants_to_be_looked_at_comes_first(lent: Home) -> None:
    async with driving(lent, size=(190, 24)) as driver:
        lines = (await driver.do("credit")).splitlines()
        assert driver.screen.query_one("#truth").has_class("-false") is False
    assert "7 Credit" in lines[1]
    assert lines[3] == "  1 over · 1 on hold · overrun 350.00 USD"
    assert (
        lines[5].split()[:9] == "Customer Status Cur Limit Exposure Open items Drafts Used".split()
    )
    assert [line[2:22].strip() for line in lines[6:10]] == [
        *("Harbor Cold Storage", "Delta Schools", "Near By", "All Well")
    ]
    held = "H hold USD 1,000.00 1,350.00 1,300.00 50.00 135.0 % 350.00 900.00 19 B 2026-11-30"
    assert lines[6].split()[4:19] == [*held.split(), "over_limit"]
    over = "L over USD 700.00 700.00 0.00 0.00 700.00 19 B overdue ceiling 1"
    assert lines[7].split()[2:15] == over.split()
    assert lines[8].split()[2:6] == "W watch USD 100.00".split()
    assert lines[9].split()[2:5] == "ok EUR 5.00".split()
    assert lines[-4].split()[:3] == ["all", "1", "EUR"]
    assert lines[-3].split() == "all 3 USD 2,145.00 2,095.00 50.00 350.00 1,600.00".split()
    assert lines[TRUTH] == (
        "  parts = exposure ✓   open items = outstanding   EUR 5.00 ✓   USD 2,095.00 ✓"
    )
    assert "V reviewed" in lines[KEYS]


async def test_enter_opens_the_account_and_on_to_its_invoices(lent: Home) -> None:
    async with driving(lent) as driver:
        lines = (await driver.do("credit", "open")).splitlines()
        invoiced = await driver.do("open")
    assert lines[3] == (
        "  Harbor Cold Storage   C1 · 1000 · strategic · USD"
        "      H hold: over_limit (credit.yaml:5)"
    )
    assert [line.strip() for line in lines[4:10]] == [
        "Exposure  1,350.00 = 1,300.00 open items + 50.00 drafts",
        "Limit     1,000.00, limit of the export, overrun 350.00   " + "█" * 20 + "▶ 135%",
        "On hold   since 2026-11-20, expected to be resolved by 2026-11-30: Too much.",
        "Release   pay 350.00 USD (or a limit of 1,350.00 USD)",
        "Risk      B: 12 days late on average (weighted)",
        "Review    never, next due 2026-12-01",
    ]
    assert [line.split()[:2] for line in lines[12:14]] == [["▸", "A"], ["B", "invoice"]]
    assert lines[TRUTH] == "  2 open items   their sum = outstanding   USD 1,300.00 ✓"
    assert invoiced.splitlines()[3].startswith("  A  Harbor Cold Storage")


async def test_work_not_invoiced_has_a_column_where_it_counts(lent: Home) -> None:
    policy = POLICY.replace("drafts: true", "unbilled_jobs: true")
    (lent.folder("policies") / "credit.yaml").write_text(policy, encoding="utf-8")
    with agent(lent) as hands:
        done = job("J1", completed_at="2026-11-15 10:00", amount="75.00")
        hands.take("jobs_2026-11-16.csv", [done])
    async with driving(lent, size=(190, 24)) as driver:
        lines = (await driver.do("credit")).splitlines()
        opened = (await driver.do("open")).splitlines()
    assert "Open items Unbilled jobs Used" in " ".join(lines[5].split())
    assert lines[6].split()[6:11] == ["USD", "1,000.00", "1,375.00", "1,300.00", "75.00"]
    assert opened[4].strip() == "Exposure  1,375.00 = 1,300.00 open items + 75.00 unbilled jobs"


async def test_an_account_without_a_limit_and_one_over_its_ceiling(lent: Home) -> None:
    async with driving(lent) as driver:
        lines = (await driver.do("credit", "down", "open")).splitlines()
    told = [line.strip() for line in lines[4:9]]
    assert told[1] == "Limit     unlimited, default limit"
    assert told[2] == "Overdue   700.00 counts, of 700.00 past due, against a ceiling of 500.00"
    assert told[3] == "Release   pay 200.00 USD of items more than 5 days past due"


async def test_a_review_is_noted_shown_at_once_and_taken_back(lent: Home) -> None:
    async with driving(lent) as driver:
        await driver.do("credit", "open", "review")
        assert driver.told == ["Harbor Cold Storage: credit reviewed today. u takes it back."]
        assert "Review    2026-11-20, next due 2026-12-20" in driver.frame
        await driver.do("undo")
        assert driver.told[-1] == "1000/c1: the review is taken back."
        assert "Review    never, next due 2026-12-01" in driver.frame
        await driver.do("back", "down", "review")
        assert driver.told[-1] == "Delta Schools: credit reviewed today. u takes it back."
    connection = open_desk(lent.desk)
    rows = connection.execute("SELECT company, customer FROM credit_review").fetchall()
    actions = connection.execute("SELECT action FROM journal").fetchall()
    connection.close()
    assert rows == [("1000", "c2")]
    assert actions == [("review_credit",)] * 3


async def test_reviews_that_are_due_are_counted(lent: Home) -> None:
    connection = open_main(lent.main)
    connection.execute("UPDATE credit_standing SET review_days = 10")
    connection.close()
    async with driving(lent) as driver:
        lines = (await driver.do("credit")).splitlines()
        assert lines[3].endswith(" · 4 due for review")
        lines = (await driver.do("review")).splitlines()
        assert lines[3].endswith(" · 3 due for review")


async def test_nothing_is_noted_where_nothing_can_be_written(lent: Home) -> None:
    async with driving(lent, read_only=True) as driver:
        await driver.do("credit", "review", "open", "review")
        assert driver.told == ["Opened read-only. Nothing can be entered or undone."] * 2
    assert not lent.desk.exists()


async def test_a_filter_sums_up_what_it_leaves(lent: Home) -> None:
    async with driving(lent) as driver:
        await driver.do("credit", "filter")
        await driver.press(*"over")
        assert driver.names == ["Harbor Cold Storage", "Delta Schools"]
        assert driver.lines[-3].split()[:4] == ["shown", "2", "USD", "2,050.00"]
        await driver.press(*" public")
        assert driver.names == ["Delta Schools"]


async def test_the_line_of_truth_is_red_where_parts_are_not_the_exposure(lent: Home) -> None:
    connection = open_main(lent.main)
    connection.execute("UPDATE credit_standing SET exposure = exposure + 1 WHERE status = 'hold'")
    connection.execute("UPDATE credit_standing SET open_items = 1 WHERE status = 'over'")
    connection.close()
    async with driving(lent) as driver:
        await driver.do("credit")
        assert driver.screen.query_one("#truth").has_class("-false")
        assert "✗ IN 2 ACCOUNTS THEY DO NOT" in driver.lines[TRUTH]
        assert "USD 1,395.01 ≠ 2,095.00 ✗ THE FIGURES DO NOT ADD UP" in driver.lines[TRUTH]


async def test_it_says_of_which_day_it_is(lent: Home) -> None:
    later = replace(lent, settings=replace(lent.settings, today="2026-11-23"))
    async with driving(later) as driver:
        lines = (await driver.do("credit")).splitlines()
    assert lines[3].endswith("As of 2026-11-20: the agent brings it up to today when it runs.")
    assert "✓" in lines[TRUTH]


async def test_what_the_agent_finds_is_shown(lent: Home) -> None:
    async with driving(lent) as driver:
        await driver.do("credit")
        with agent(lent) as hands:
            hands.take("more.csv", [invoice("I", "10.00", customer_id="C3", due_date="2026-12-01")])
        lines = (await driver.look()).splitlines()
        assert lines[3] == "  1 over · 2 on hold · overrun 355.00 USD"


async def test_a_home_without_anything_says_so(tmp_path: Path) -> None:
    home = found(tmp_path / "bare")
    with agent(home):
        pass
    async with driving(home) as driver:
        lines = (await driver.do("credit")).splitlines()
    assert lines[TRUTH] == "  parts = exposure ✓   open items = outstanding   nothing is open"


async def test_names_from_files_stay_text(lent: Home) -> None:
    with agent(lent) as hands:
        hands.take(
            "hostile.csv",
            [{"customer_id": "C1", "name": "[/x][red]\x1b]52;c;QQ==\x07", "credit_limit": "1"}],
        )
    async with driving(lent) as driver:
        frame = await driver.do("credit", "open")
        assert "[/x][red]" in frame
        assert "\x1b" not in frame


def test_credit_by_keys_in_a_terminal(lent: Home) -> None:
    with run(lent) as terminal:
        terminal.wait_for("buckets + unapplied = outstanding")
        terminal.press("7")
        terminal.wait_for("open items = outstanding")
        terminal.wait_for("1 over · 1 on hold · overrun 350.00 USD")
        terminal.press("enter")
        terminal.wait_for("Release   pay 350.00 USD (or a limit of 1,350.00 USD)")
        terminal.press("V")
        terminal.wait_for("Review    2026-11-20, next due 2026-12-20")
        terminal.press("u")
        terminal.wait_for("Review    never, next due 2026-12-01")
        terminal.press("2")
        terminal.wait_for("buckets + unapplied = outstanding")
        terminal.press("q")
        assert terminal.ended() == 0
