"""Every screen as a frame on a small known world: what stands where, and where Enter leads."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from artui.domain.days import parse_day
from artui.home import open_home
from artui.store.connection import open_desk, open_main
from artui.store.records import Heartbeat
from tests.tui.driver import driving
from tests.tui.worlds import COMPANY, agent, found

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home

TRUTH, KEYS = -2, -1


async def test_aging_shows_customers_by_bucket_and_proves_the_sum(home: Home) -> None:
    async with driving(home) as driver:
        header, places, _, labels, *rows = driver.lines
        line = driver.lines[TRUTH]
        assert driver.screen.query_one("#truth").has_class("-false") is False
    assert header.startswith(f"  artui  {COMPANY}   as of 2026-11-20 (held on that day) · policy ")
    assert header.endswith("no agent")
    wanted = (
        "2 Aging   3 Work   4 Disputes   5 Reasons   6 Readiness   7 Credit   8 KPIs   9 Imports"
    )
    assert places == f"  {wanted}   0 Forecast   1 held, 1 failed"
    assert labels.split()[:8] == [
        *("Customer", "Flags", "Cur", "current", "1-30", "31-60", "61-90", "91+")
    ]
    figures = "250.00 0.00 1,000.00 580.00 0.00 -30.00 1,800.00 C1".split()
    assert rows[0].split()[6:14] == figures
    assert [row[2:20].strip() for row in rows[:4]] == [
        *("Harbor Cold Storag", "C9", "Delta Schools", "Delta Schools")
    ]
    assert rows[-4].split()[:5] == ["all", "1", "EUR", "0.00", "90.00"]
    assert rows[-3].split()[:3] == ["all", "3", "USD"]
    assert rows[-3].split()[-1] == "1,980.00"
    assert line == "  buckets + unapplied = outstanding   EUR 90.00 ✓   USD 1,980.00 ✓"


async def test_the_line_of_truth_is_red_where_the_sum_is_false(home: Home) -> None:
    connection = open_main(home.main)
    connection.execute(
        "UPDATE position SET b1 = b1 + 1, outstanding = outstanding + 1 WHERE id = 1"
    )
    connection.close()
    async with driving(home) as driver:
        truth = driver.screen.query_one("#truth")
        assert truth.has_class("-false")
        assert "≠" in driver.lines[TRUTH]
        assert "✗ THE FIGURES DO NOT ADD UP" in driver.lines[TRUTH]
        assert truth.styles.text_style.reverse


async def test_enter_goes_to_the_customers_items_and_on_to_the_invoice(home: Home) -> None:
    async with driving(home) as driver:
        items = (await driver.do("open")).splitlines()
        assert items[3] == "  Harbor Cold Storage   C1 · 1000 · strategic"
        assert items[4] == "    Disputes  0 open · 1 closed"
        assert [row.split()[:3] for row in items[7:11]] == [
            ["▸", "INV-3", "invoice"],
            ["INV-1", "invoice", "2026-09-01"],
            ["PAY-1", "payment", "2026-11-12"],
            ["INV-2", "invoice", "2026-11-10"],
        ]
        assert items[-3].split() == ["all", "4", "1,800.00", "1,800.00", "0.00", "USD"]
        assert items[TRUTH] == "  4 open items   their sum = outstanding   USD 1,800.00 ✓"
        invoice = (await driver.do("open")).splitlines()
    assert invoice[3] == (
        "  INV-3  Harbor Cold Storage · 1000 · USD      580.00 open of 600.00 · 81 days past due"
    )
    assert invoice[4].split("   ")[-1] == "invoices_2026-11-15.csv:4"
    because = "    Late because   No PO on the invoice (dispatch), by the rules in reasons.yaml"
    assert invoice[5:9] == [
        "    B blocked   fails No PO on file (dispatch), No approver recorded (sales)",
        f"{because}   (r: another)",
        "      evidence     the customer requires a PO",
        "                   PO empty on the invoice   2026-08-01   invoices_2026-11-15.csv:4",
    ]
    assert [line.split() for line in invoice[11:13]] == [
        "▸ 2026-08-01 billed 600.00 600.00 invoices_2026-11-15.csv 4 2026-11-20".split(),
        "2026-11-13 payment -20.00 580.00 PAY-1 applications_2026-11-16.csv 2 2026-11-20".split(),
    ]
    assert invoice[TRUTH] == (
        "  2 entries, each with the file and line it came from   what is open = their sum"
        "   USD 580.00 ✓"
    )


async def test_an_entry_leads_to_the_document_it_stands_against(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("open", "open", "open")
        assert driver.told == ["This entry stands against no other document."]
        await driver.do("down", "open")
        assert driver.lines[3].startswith("  PAY-1  Harbor Cold Storage")
        await driver.do("back")
        assert driver.lines[3].startswith("  INV-3")


async def test_disputes_stand_open_ones_first(home: Home) -> None:
    async with driving(home) as driver:
        lines = (await driver.do("disputes")).splitlines()
        every = (await driver.do("standing", "standing")).splitlines()
        await driver.do("open", "open")
        assert driver.lines[3].startswith("  INV-4  Delta Schools")
        assert any(
            line == "    Dispute D-1   open, 30.00 USD, Z2, no next step is set, owner koji"
            "   since 2026-10-20   disputes_2026-11-16.csv:2"
            for line in driver.lines
        )
    assert lines[3] == "  Open disputes   o shows closed   b groups by customer"
    assert lines[5].split()[:6] == ["State", "Customer", "Invoice", "Disputed", "Cur", "Age"]
    assert lines[6].split()[:8] == "▸ O open Delta Schools INV-4 30.00 USD".split()
    assert lines[TRUTH].startswith("  1 open dispute   open ones = ")
    assert every[3] == "  All disputes   o shows open   b groups by customer"
    assert every[7].split()[:9] == "x closed Harbor Cold Storage INV-1 1,000.00 USD 7".split()
    assert every[TRUTH].startswith("  2 disputes   open ones = ")


async def test_reasons_rank_the_last_complete_week_and_open_into_invoices(home: Home) -> None:
    async with driving(home) as driver:
        lines = (await driver.do("reasons")).splitlines()
        late = (await driver.do("open")).splitlines()
        await driver.do("open")
        assert driver.lines[3].startswith("  INV-3")
    assert lines[3] == (
        "  Week 2026-W46, frozen · 4 late invoices · 50% explained · ranked by invoices"
    )
    assert lines[5].split("  ")[-1].strip() == "USD·days"
    assert "  1       No PO on the invoice" in lines[6]
    assert "  2       Price or quantity differs from the quote" in lines[7]
    assert lines[8].split()[:2] == ["unexplained", "2"]
    assert lines[TRUTH] == (
        "  ranked by invoices: several currencies cannot be added without rates"
        "   reasons + unexplained = the frozen record   EUR 90.00 ✓   USD 1,680.00 ✓"
    )
    assert late[3] == "  No PO on the invoice · dispatch   late in week 2026-W46"
    assert late[6].split()[:2] == ["▸", "INV-3"]
    assert late[TRUTH] == "  1 late invoice   their sum = the reason's past due   USD 600.00 ✓"


async def test_weeks_go_back_and_forth_but_never_beyond_this_one(home: Home) -> None:
    async with driving(home) as driver:
        await driver.do("reasons", "week_after")
        assert driver.lines[3].startswith("  Week 2026-W47, as known now · 14 late invoices")
        await driver.do("week_after")
        assert driver.told == ["The week after this one has not begun."]
        assert driver.lines[3].startswith("  Week 2026-W47, as known now")
        await driver.do("week_before", "week_before", "week_before")
        assert driver.lines[3].startswith("  Week 2026-W44, as known now · 3 late invoices")


async def test_imports_show_every_outcome_and_why(home: Home) -> None:
    async with driving(home) as driver:
        lines = (await driver.do("imports")).splitlines()
        failed = (await driver.do("open")).splitlines()
        rejects = (await driver.do("back", "down", "open")).splitlines()
        held = await driver.do("back", "down", "open")
    assert lines[3].startswith("  no agent · data as of 1000 2026-11-20, 3000 2026-11-16 · policy ")
    assert lines[3].endswith(" · 1 held, 1 failed")
    files = [line[2:].split()[:2] for line in lines[6:9]]
    assert files == [
        ["nothing.csv", "failed"],
        ["half.csv", "loaded"],
        ["open_items_3000_2026-11-17.csv", "held"],
    ]
    assert lines[TRUTH] == "  9 files   rows = loaded + unchanged + rejected   23 ✓"
    assert failed[3:5] == ["  nothing.csv: failed", "    nothing.csv: The file holds no text."]
    assert rejects[3] == "  half.csv: loaded with rejects"
    assert any("amount" in line and "ten" in line and line.startswith("▸ ") for line in rejects)
    order = f"artui ingest --home {home.path} --accept-closures"
    assert order in " ".join(held.split())
    assert "9 of 10 open items close" in held


async def test_imports_tell_of_agent_and_policies(home: Home) -> None:
    beat = Heartbeat(4711, "files", home.now(), home.now(), "events", "big.csv", None)
    terms = home.folder("policies") / "terms.yaml"
    terms.write_text("terms:\n  net30: {stepz: []}\n", encoding="utf-8")
    with agent(home) as hands:
        hands.beat(beat)
        async with driving(home) as driver:
            await driver.do("imports")
            assert "agent loads big.csv on files, pid 4711, watching by events" in driver.lines[3]
            assert any("terms.yaml:2:11" in line and "stepz" in line for line in driver.lines)
            assert "POLICY ERROR" in driver.lines[0]
            hands.beat(beat._replace(working_on=None, trouble="cannot write failed/"))
            assert "agent: cannot write failed/" in (await driver.look()).splitlines()[3]
            hands.beat(beat._replace(beat_at="2026-01-01T00:00:00+00:00"))
            assert "AGENT SILENT for" in (await driver.look()).splitlines()[0]


async def test_files_that_cannot_be_read_say_why(home: Home) -> None:
    header = "invoice_id,customer_id,invoice_date,amount"
    bad: dict[str, str | bytes] = {
        "empty": "",
        "columns": "colour,shape\nred,round\n",
        "binary": bytes(range(128, 256)) * 40,
        "nul": f"{header}\nA\x00,C1,2026-10-01,1.00\n",
        "half": f"{header}\nA-1,C1,2026-10-01,1.00\nA-2,C1",
        "wide": ",".join(f"c{n}" for n in range(10_000)) + "\n" + "1," * 9_999 + "1\n",
    }
    with agent(home) as hands:
        for name, content in bad.items():
            hands.give(f"{name}.csv", content)
    async with driving(home) as driver:
        lines = (await driver.do("imports")).splitlines()
        states = dict(line[2:].split()[:2] for line in lines[6:12])
        assert states == {f"{name}.csv": "failed" for name in bad} | {"half.csv": "loaded"}
        for name in reversed(bad):
            shown = (await driver.do("open")).splitlines()
            assert shown[3].startswith(f"  {name}.csv: ")
            reason = shown[4].strip() + "".join(line for line in shown if line.startswith("▸"))
            assert len(reason) > 20
            await driver.do("back", "down")


async def test_positions_of_another_day_are_computed_and_the_screen_says_so(home: Home) -> None:
    later = open_home(str(home.path))
    later = replace(later, settings=replace(later.settings, today="2026-12-11"))
    async with driving(later) as driver:
        lines = driver.lines
        assert lines[3].startswith("  Positions are of 2026-11-20, so these figures are computed")
        figures = "0.00 250.00 0.00 1,000.00 580.00 -30.00 1,800.00 C1".split()
        assert lines[6].split()[6:14] == figures
        assert "USD 1,980.00 ✓" in lines[TRUTH]
        with agent(later) as hands:
            hands.connection.execute("UPDATE positions_of SET day = ?", (parse_day("2026-12-11"),))
            assert "Positions are of" not in await driver.look()


async def test_a_home_without_anything_says_so(tmp_path: Path) -> None:
    home = found(tmp_path / "new")
    with agent(home):
        pass
    async with driving(home) as driver:
        assert driver.lines[4] == "  nothing here: no customers"
        assert "nothing is open" in driver.lines[TRUTH]
        for place, said in (("disputes", "no open disputes"), ("imports", "no files")):
            assert f"nothing here: {said}" in await driver.do(place)
        assert "0 late invoices · nothing to explain" in await driver.do("reasons")
        await driver.do("open", "reason", "week_before", "undo")
        assert "has nothing to undo" in driver.told[-1]


@pytest.mark.parametrize("size", [(20, 5), (20, 100), (60, 12), (300, 100)])
async def test_any_size_of_terminal_is_drawn_on_every_screen(
    home: Home, size: tuple[int, int]
) -> None:
    open_desk(home.desk).close()
    ways = (
        *(["open"], ["open"], ["reason"]),
        *(["disputes"], ["reasons"], ["open"], ["imports"], ["open"], ["help"]),
    )
    async with driving(home, size=size) as driver:
        for actions in ways:
            await driver.do(*actions)
            if actions in (["reason"], ["help"]):
                await driver.press("escape")
        await driver.do("aging", "filter")
        await driver.press(*"cold", "enter")
        assert "Harbor" in driver.frame
        await driver.pilot.resize_terminal(size[1] + 19, size[0] // 4)
        await driver.settle()
        assert "Harbor" in driver.frame
        assert driver.screen.table.snapshot.count == 1


async def test_the_settings_name_the_company_and_the_keys(home: Home) -> None:
    given = json.loads((home.path / "artui.yaml").read_text())
    given |= {"company_name": "Łódź \u202e[/x] & Sons " + "x" * 200, "keys": {"imports": ["f9"]}}
    (home.path / "artui.yaml").write_text(json.dumps(given))
    async with driving(open_home(str(home.path))) as driver:
        assert driver.lines[0].startswith("  artui  Łódź \N{REPLACEMENT CHARACTER}[/x] & Sons xxx")
        assert "as of 2026-11-20" in driver.lines[0]
        assert "f9 Imports" in driver.lines[1]
        assert "9 files" in await driver.do("imports")
