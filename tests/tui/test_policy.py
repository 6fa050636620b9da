"""The policy of the customer in view by keys: what is said, of whom, and where it stands."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from artui.home import open_home
from artui.store.ordering import PAGE
from artui.store.records import Heartbeat
from artui.tui.screens.policy import PolicyScreen
from tests.tui.driver import driving
from tests.tui.worlds import agent

if TYPE_CHECKING:
    from pathlib import Path

    from artui.home import Home
    from tests.tui.driver import Driver

WIDE = (170, 45)
HARBOR = "Harbor Cold Storage   C1 · 1000 · strategic"
DELTA = "Delta Schools   C2 · 1000 · koji"
CREDIT = """\
default_limit: "9.00"
limits:
  - {limit: "5000.00", currency: USD, when: {segment: strategic}}
"""


@pytest.fixture
def ruled(home: Home) -> Home:
    """The small world under another credit.yaml, with its tiers decided."""
    write(home, "credit", CREDIT)
    with agent(home) as hands:
        hands.escalate()
    return home


def write(home: Home, name: str, text: str) -> Path:
    """Write a policy file."""
    path = home.folder("policies") / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def lines(driver: Driver) -> list[tuple[str, ...]]:
    """Subject, what, value and place of every row."""
    columns = ("subject", "what", "value", "place")
    table = driver.screen.table
    fields = table.snapshot.listing.fields
    pages = range(-(-table.snapshot.count // PAGE))
    rows = [row for index in pages for row in table.snapshot.page(index) or ()]
    return [tuple(str(row[fields.index(name)]) for name in columns) for row in rows]


async def test_it_says_what_applies_to_the_customer_under_the_cursor_and_by_which_line(
    ruled: Home,
) -> None:
    async with driving(ruled, size=WIDE) as driver:
        frame = await driver.do("policy")
        found = lines(driver)
    assert f"{HARBOR}   the policy that applies" in frame
    assert "in force since 20" in frame
    assert f"{len(found)} policy lines" in frame
    assert ("credit", "limit", "5000.00 USD", "credit.yaml:3") in found
    tiers = [value for _, what, value, _ in found if what == "tier"]
    assert tiers[3].startswith("4 No new jobs on credit: credit_hold by lead from day 60, fee 40")
    assert [value for value in tiers if "reached in USD" in value] == [tiers[3]]
    whats = {what for _, what, _, _ in found}
    assert {"default terms", "calendar", "business days", "quiet", "interest", "reason"} <= whats
    shown = next(line for line in frame.splitlines() if "5000.00 USD" in line)
    assert shown.split() == ["credit", "limit", "5000.00", "USD", "credit.yaml:3"]


@pytest.mark.parametrize(
    ("way", "name"),
    [
        (("credit",), "C9   3000"),
        (("credit", "open"), "C9   3000"),
        (("work",), DELTA),
        (("work", "open"), DELTA),
        (("aging", "open"), HARBOR),
        (("aging", "open", "open"), HARBOR),
        (("disputes",), DELTA),
        (("reasons", "open"), HARBOR),
    ],
)
async def test_wherever_a_customer_is_in_view_it_is_that_customers(
    ruled: Home, way: tuple[str, ...], name: str
) -> None:
    async with driving(ruled, size=WIDE) as driver:
        await driver.do(*way)
        frame = await driver.do("policy")
        assert frame.splitlines()[3] == f"  {name}   the policy that applies"
        await driver.do("back")
        assert not isinstance(driver.screen, PolicyScreen)


@pytest.mark.parametrize("place", ["imports", "reasons"])
async def test_elsewhere_it_is_the_whole_policy(ruled: Home, place: str) -> None:
    async with driving(ruled, size=WIDE) as driver:
        await driver.do(place)
        assert "The whole policy in force" in await driver.do("policy")
        found = lines(driver)
        assert {name for name, *_ in found} >= {"aging", "calendar", "terms", "credit"}
        assert ("credit", "default_limit", "9.00", "credit.yaml:1") in found
        await driver.do("policy")
        assert driver.told == ["This is the whole policy."]
        assert len(driver.app.screen_stack) == 3


async def test_from_a_customers_policy_the_whole_is_one_key_away(ruled: Home) -> None:
    async with driving(ruled, size=WIDE) as driver:
        await driver.do("policy")
        assert "The whole policy in force" in await driver.do("policy")
        assert "the policy that applies" in await driver.do("back")


async def test_it_is_filtered_and_ordered_like_every_list(ruled: Home) -> None:
    async with driving(ruled, size=WIDE) as driver:
        await driver.do("policy", "filter")
        await driver.press(*"limit", "enter")
        found = lines(driver)
        assert found
        assert all("limit" in " ".join(row) for row in found)
        await driver.press("escape")
        await driver.do("sort_next")
        assert [row[0] for row in lines(driver)] == sorted(row[0] for row in lines(driver))


async def test_it_follows_when_another_set_comes_into_force(ruled: Home) -> None:
    async with driving(ruled, size=WIDE) as driver:
        await driver.do("policy", "filter")
        await driver.press(*"5000", "enter")
        write(ruled, "credit", "# moved down\n" + CREDIT.replace("5000", "75000"))
        with agent(ruled):
            pass
        await driver.look()
        assert ("credit", "limit", "75000.00 USD", "credit.yaml:4") in lines(driver)


async def test_a_broken_folder_is_told_beside_the_set_that_stays(ruled: Home) -> None:
    async with driving(ruled, size=WIDE) as driver:
        await driver.do("policy")
        write(ruled, "credit", CREDIT.replace("limits:", "limit:"))
        with agent(ruled):
            pass
        frame = await driver.look()
        assert "The policies have 1 error as of content:" in frame
        assert "the last set without any stays in force" in frame
        assert ("credit", "limit", "5000.00 USD", "credit.yaml:3") in lines(driver)


async def test_the_editor_is_refused_where_nothing_can_be_edited(
    ruled: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with driving(ruled, size=WIDE, read_only=True) as driver:
        await driver.do("policy", "edit", "open")
        assert driver.told == ["Opened read-only. No policy can be edited."] * 2
    async with driving(ruled, size=WIDE) as driver:
        await driver.do("policy", "filter")
        await driver.press(*"weekends", "enter")
        # calendar.yaml of the default policies names a calendar: nothing is built in there
        assert lines(driver) == []
        await driver.do("edit")
        assert driver.told == ["There is no line of the policy under the cursor."]


async def test_what_is_built_in_stands_in_no_file(ruled: Home) -> None:
    (ruled.folder("policies") / "calendar.yaml").unlink()
    with agent(ruled):
        pass
    async with driving(ruled, size=WIDE) as driver:
        await driver.do("policy", "filter")
        await driver.press(*"weekends", "enter")
        assert lines(driver) == [("calendar", "calendar", "weekends alone", "")]
        await driver.do("edit")
        assert "No file says this: it is built in" in driver.told[0]


async def test_no_editor_and_no_file_are_sentences(
    ruled: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    async with driving(ruled, size=WIDE) as driver:
        await driver.do("policy", "edit")
        assert "There is no editor to open it with. Set EDITOR" in driver.told[0]
        monkeypatch.setenv("EDITOR", "true")
        await driver.do("edit")
        assert "needs a terminal of its own" in driver.told[1]
        for path in ruled.folder("policies").glob("*.yaml"):
            path.unlink()
        await driver.do("edit")
        assert "is not in the policies folder any more" in driver.told[2]


async def judged(driver: Driver) -> str:
    """What is said after an editor that did nothing itself."""
    await driver.do("edit")
    return driver.told[-1]


async def test_after_the_editor_it_is_said_what_becomes_of_the_edit(
    ruled: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr("artui.tui.editor.run", lambda *_: "")
    async with driving(ruled, size=WIDE) as driver:
        await driver.do("policy")
        assert await judged(driver) == "The policies folder is as it is in force."
        write(ruled, "credit", CREDIT.replace("9.00", "8.00"))
        assert await judged(driver) == "Checked: no errors. The agent takes it over when it runs."
        now = ruled.now()
        with agent(ruled) as hands:
            hands.beat(Heartbeat(1, "here", now, now, "events", None, None))
        await driver.look()
        write(ruled, "credit", CREDIT.replace("strategic", "strategic, customer_id: C77"))
        said = await judged(driver)
        assert said.startswith("credit.yaml:3:")
        assert "(a warning) Checked: no errors. The agent takes it over in a moment." in said
        write(ruled, "credit", CREDIT.replace("limits:", "limit:") + "holds: 7\n")
        said = await judged(driver)
        assert said.startswith("credit.yaml:2:1: ")
        assert "And 1 other finding. Until that is mended, what is in force stays." in said
        assert said in driver.lines[-2]
        assert driver.screen.query_one("#truth").has_class("-false")
        with agent(ruled):
            await driver.look()
        assert said in driver.lines[-2]
        write(ruled, "credit", CREDIT)
        with agent(ruled):
            await driver.look()
        assert driver.lines[-2].endswith(" policy lines")
        assert not driver.screen.query_one("#truth").has_class("-false")


async def test_where_a_branch_rules_an_edit_runs_only_once_committed(
    ruled: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = json.loads((ruled.path / "artui.yaml").read_text())
    (ruled.path / "artui.yaml").write_text(json.dumps({**settings, "policies_from": "main"}))
    monkeypatch.setenv("EDITOR", "true")
    monkeypatch.setattr("artui.tui.editor.run", lambda *_: "true ended with exit code 3.")
    write(ruled, "credit", CREDIT.replace("9.00", "8.00"))
    async with driving(open_home(str(ruled.path)), size=WIDE) as driver:
        assert "from the branch main, in force since" in await driver.do("policy")
        said = await judged(driver)
        assert said == "Checked: no errors. It runs only once it is committed on main."
        assert driver.told[-2] == "true ended with exit code 3."
