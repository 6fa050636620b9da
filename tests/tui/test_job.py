"""The job screen: what is known of a job, what it fails, its invoices; the key that opens it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.homes import application, invoice, job, payment
from tests.tui.driver import driving
from tests.tui.terminal import widths
from tests.tui.worlds import agent

if TYPE_CHECKING:
    from artui.home import Home

TITLE, TRUTH = 3, -2
_TEXTS = (
    "site project template dispatcher asset status completion_code evidence approver "
    "po_number bill_to tax_code change_order"
).split()
TOLD = """\
  J-1  Harbor Cold Storage · C1 · 1000 · USD      800.00 left to bill of 800.00 · \
completed 10 days ago
    B blocked: 2 failed checks
    blocking  No PO on file                     dispatch: Ask the customer's site for the PO \
number and enter it on the job before it is billed.
    blocking  Part completion, no change order  project_template: Agree a change order for what \
was done, or finish the job before it is billed.
    site Dock 4 · template SV-CALL · dispatcher rosa · asset chiller 3
    completed 2026-11-10 08:30 · verified 2026-11-10 09:00 · status verified · completion partial \
· code DONE · evidence photos
    PO MISSING, the customer requires one · approver ops · quote Q7 · jobs_2026-11-19.csv:2"""


async def test_a_job_tells_what_it_fails_how_that_is_mended_and_all_else(gated: Home) -> None:
    async with driving(gated) as driver:
        lines = (await driver.do("readiness", "down", "open")).splitlines()
    assert "\n".join(lines[TITLE : TITLE + 7]) == TOLD
    assert "nothing here: no invoices" in "\n".join(lines)
    assert lines[TRUTH] == "  0 invoices   their open amounts = those of aging   ✓"


async def test_a_billed_job_leads_to_its_invoices_and_back_from_them(gated: Home) -> None:
    with agent(gated) as hands:
        hands.take(
            "more.csv",
            [
                invoice("INV-9", "70.00", "2026-09-20", job_id="j-05", currency="EUR"),
                invoice("INV-8", "-20.00", "2026-09-10", job_id="J-5", type="credit_note"),
                invoice("INV-7", "5.00", "2026-09-11", job_id="J-5", status="draft"),
                invoice("INV-6", "5.00", "2026-09-11", job_id="J-5", company="2000"),
            ],
        )
        hands.take("pay.csv", [payment("P", "500.00", "2026-10-01")])
        hands.take("apply.csv", [application("P", "INV-1", "120.00", "2026-10-01")])
    async with driving(gated) as driver:
        await driver.do("readiness", "filter")
        await driver.press(*"INV-1", "enter")
        await driver.do("job")
        assert "0.00 left to bill of 500.00" in driver.lines[TITLE]
        assert "R ready: no check fails" in driver.lines[TITLE + 1]
        assert driver.names == ["INV-1", "INV-8", "INV-7"]
        cells = [line.split() for line in driver.lines if "INV-" in line]
        assert cells[0][:9] == [
            *("▸", "INV-1", "invoice", "2026-09-02", "2026-09-03", "08:00", "2026-10-02"),
            *("500.00", "380.00"),
        ]
        assert cells[1][1] == "credit_note"
        assert cells[2][1:4] == ["draft", "or", "void"]
        assert driver.lines[TRUTH].endswith("USD 360.00 ✓")
        await driver.do("open")
        assert driver.lines[TITLE].startswith("  INV-1  Harbor Cold Storage")
        await driver.do("job")
        assert driver.lines[TITLE].startswith("  J-5  Harbor Cold Storage")
        await driver.do("job")
        assert driver.told == ["This is the job."]


async def test_the_key_works_in_every_list_of_invoices(gated: Home) -> None:
    with agent(gated) as hands:
        hands.freeze("2026-W46")
    async with driving(gated) as driver:
        await driver.do("open", "job")
        assert driver.lines[TITLE].startswith("  J-5  ")
        await driver.do("reasons", "open", "job")
        assert driver.lines[TITLE].startswith("  J-5  ")


async def test_an_invoice_without_a_job_says_so(gated: Home) -> None:
    with agent(gated) as hands:
        hands.take(
            "more_2026-11-19.csv",
            [invoice("INV-3", "70.00", "2026-09-20", job_id="J-99", customer_id="C2")],
        )
    async with driving(gated) as driver:
        await driver.do("bottom", "open")
        assert driver.names == ["INV-3", "INV-2"]
        await driver.do("job", "down", "job", "open", "job")
        unheard = "No export tells of the job that this invoice bills."
        assert driver.told == [unheard, *["The invoice names no job."] * 2]


async def test_a_check_is_waived_and_withdrawn_on_the_job(gated: Home) -> None:
    async with driving(gated) as driver:
        await driver.do("readiness", "down", "down", "open", "waive")
        await driver.press("enter", *"on paper", "enter")
        assert "W waived: 1 failed check" in driver.lines[TITLE + 1]
        assert "waived    No completion evidence  waived by" in driver.lines[TITLE + 2]
        assert driver.lines[TITLE + 2].endswith("on 2026-11-20: on paper")
        await driver.do("waive")
        await driver.press("enter")
        assert "B blocked: 1 failed check" in driver.lines[TITLE + 1]
        await driver.do("undo", "undo")
        assert driver.told[-2:] == [
            *("1000/c1: waived again.", "1000/c1: the waiver is taken back."),
        ]
        assert "B blocked: 1 failed check" in driver.lines[TITLE + 1]


async def test_the_waiver_of_a_job_holds_for_the_invoice_that_bills_it(gated: Home) -> None:
    with agent(gated) as hands:
        done = job("J-6", completed_at="2026-10-01", amount="90.00", completion="full",
                   completion_code="DONE", approver="ops", po_number="PO-2")  # fmt: skip
        hands.take("jobs_2026-11-20.csv", [done])
        hands.take(
            "more.csv",
            [
                invoice(
                    "INV-3", "60.00", "2026-10-02", job_id="J-6", po_number="PO-2", approver="ops"
                )
            ],
        )
    async with driving(gated) as driver:
        await driver.do("readiness", "filter")
        await driver.press(*"INV-3", "enter")
        await driver.do("open")
        assert "B blocked   fails No completion evidence (dispatch)" in driver.frame
        await driver.do("job", "waive")
        await driver.press("enter", *"ok", "enter")
        frame = await driver.do("back")
        assert "W waived   fails No completion evidence (dispatch, waived by" in frame


async def test_a_job_is_told_as_it_was_known(gated: Home) -> None:
    later = replace(gated, settings=replace(gated.settings, today="2026-11-23"))
    with agent(later) as hands:
        mended = job("J-2", completed_at="2026-11-18", amount="140.00", evidence="sheet",
                     completion="full", completion_code="DONE", po_number="PO-1")  # fmt: skip
        hands.take("jobs_2026-11-22.csv", [mended, job("J-7", completed_at="2026-11-19")])
    async with driving(later) as driver:
        await driver.do("readiness", "filter")
        await driver.press(*"J-2", "enter")
        await driver.do("gate", "gate", "open")
        assert "140.00 left to bill of 140.00" in driver.lines[TITLE]
        assert "R ready: 1 failed check" in driver.lines[TITLE + 1]
        await driver.do("dates")
        await driver.press("tab", *"2026-11-20", "enter")
        assert "100.00 left to bill of 100.00" in driver.lines[TITLE]
        assert "B blocked: 1 failed check" in driver.lines[TITLE + 1]
        assert "jobs_2026-11-19.csv:3" in driver.frame


@pytest.mark.parametrize("size", [(80, 24), (130, 34), (40, 12), (20, 8)])
async def test_it_fits_into_any_terminal(gated: Home, size: tuple[int, int]) -> None:
    async with driving(gated, size=size) as driver:
        frame = await driver.do("readiness", "down", "open")
        assert widths(driver.app) == {size[0]}
        assert len(frame.splitlines()) <= size[1]


async def test_on_a_small_terminal_the_failed_checks_come_first(gated: Home) -> None:
    async with driving(gated, size=(80, 24)) as driver:
        frame = await driver.do("readiness", "down", "open")
        assert "No PO on file" in frame
        assert "Part completion, no change order" in frame
        assert "nothing here: no invoices" in frame


async def test_words_from_files_stay_text(gated: Home) -> None:
    hostile = "[/x][red]\x1b]52;c;QQ==\x07"
    with agent(gated) as hands:
        bad = dict.fromkeys(_TEXTS, hostile)
        hands.take(
            "hostile.csv",
            [job(f"J{hostile}", completed_at="2026-01-01", amount="900000", **bad)],
        )
        hands.take("h2.csv", [invoice("I", "9.00", job_id=f"J{hostile}", bill_to=hostile)])
    async with driving(gated) as driver:
        frame = await driver.do("readiness", "open")
        assert frame.count("[/x][red]") > len(bad)
        assert "\x1b" not in frame


async def test_what_is_left_to_bill_is_taken_back_to_the_job_and_its_invoices(gated: Home) -> None:
    with agent(gated) as hands:
        hands.take("more.csv", [invoice("INV-3", "250.00", "2026-11-19", job_id="j-1")])
        hands.take(
            "euro.csv", [invoice("INV-4", "9.00", "2026-11-19", job_id="J-1", currency="EUR")]
        )
    async with driving(gated, size=(130, 34)) as driver:
        await driver.do("readiness", "filter")
        await driver.press(*"J-1", "enter")
        frame = await driver.do("why")
        assert "why 550.00 USD left to bill on 2026-11-20 = 800.00 job - 250.00 billed" in frame
        assert "job - billed = left to bill   USD 550.00 ✓" in frame
        assert driver.names == ["job", "billed"]
        assert "jobs_2026-11-19.csv" in frame
        frame = await driver.do("down", "open")
        assert "why 250.00 USD open on 2026-11-20" in frame
    async with driving(gated) as driver:
        await driver.do("readiness", "filter")
        await driver.press(*"J-2", "enter")
        await driver.do("open")
        assert "100.00 USD left to bill on 2026-11-20 = 100.00 job" in await driver.do("why")


async def test_an_invoice_says_first_whether_it_is_blocked(gated: Home) -> None:
    async with driving(gated, size=(80, 24)) as driver:
        frame = await driver.do("readiness", "open")
        assert 0 < frame.index("B blocked   fails") < frame.index("ate because")
