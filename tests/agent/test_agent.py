"""The agent as a process: stopped, doubled, blinded, and given other policies."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

from artui import lock
from artui.store import records
from artui.store.connection import open_main, transaction
from tests.agent.live import Deployment, invoices

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_file_in_hand_be_finished(
    deployment: Deployment, number: signal.Signals
) -> None:
    deployment.give("a.csv", invoices(*(f"A{n}" for n in range(20_000))))
    deployment.give("b.csv", invoices("B1"))
    with deployment.running() as live:
        live.until("loading", file="a.csv")
        assert live.stop(number) == 0
        assert live.events[-1]["by"] == number.name
    assert deployment.states() == [("a.csv", "loaded")]
    assert len(deployment.open_amounts()) == 20_000
    assert deployment.files("drop") == ["b.csv"]
    assert deployment.ask("SELECT * FROM heartbeat") == []
    deployment.check()


def test_a_second_agent_is_refused(deployment: Deployment) -> None:
    with deployment.running() as live:
        live.until("started")
        deployment.until("SELECT count(*) FROM heartbeat", [(1,)])
        with deployment.running("--once") as second:
            assert second.wait() == 3
        assert f"An agent is already running (pid {live.process.pid} since " in second.said
        assert live.stop() == 0


def test_an_agent_that_was_killed_leaves_no_lock(deployment: Deployment) -> None:
    with deployment.running() as live:
        live.until("started")
        live.kill()
    deployment.give("invoices.csv", invoices("I1"))
    assert deployment.once()[0] == 0
    assert deployment.ask("SELECT * FROM heartbeat") == []


def test_it_waits_for_whoever_loads_and_can_be_stopped_meanwhile(deployment: Deployment) -> None:
    deployment.give("invoices.csv", invoices("I1"))
    with deployment.running() as live:
        live.until("watching")
        with lock.waiting(deployment.path / "db" / "loading.lock"):
            live.until("claimed", file="invoices.csv")
            live.process.send_signal(signal.SIGTERM)
        assert live.wait() == 0
    assert deployment.states() == []
    assert deployment.files("drop") == ["invoices.csv"]
    assert deployment.files("db/work") == []


def test_the_heartbeat_goes_on_while_another_writes(deployment: Deployment) -> None:
    with deployment.running() as live:
        live.until("watching")
        deployment.until("SELECT pid, watching FROM heartbeat", [(live.process.pid, "events")])
        deployment.give("invoices.csv", invoices("I1"))
        connection = open_main(deployment.home.main)
        with transaction(connection):
            live.until("loading")
        connection.close()
        live.until("kept")
        assert live.stop() == 0
    assert deployment.states() == [("invoices.csv", "loaded")]


def test_a_drop_folder_deleted_and_made_again_is_watched_again(deployment: Deployment) -> None:
    with deployment.running() as live:
        live.until("watching")
        deployment.drop.rmdir()
        live.until("drop_unreadable")
        deployment.until(
            "SELECT trouble FROM heartbeat",
            [("the drop folder cannot be read (No such file or directory)",)],
        )
        deployment.drop.mkdir()
        live.until("watching", way="events")
        deployment.give("invoices.csv", invoices("I1"))
        live.until("kept")
        assert live.stop() == 0


def test_a_renamed_drop_folder_is_not_followed(deployment: Deployment) -> None:
    with deployment.running() as live:
        live.until("watching")
        old = deployment.drop.rename(deployment.path / "old")
        deployment.drop.mkdir()
        (old / "ignored.csv").write_text(invoices("I0"))
        deployment.give("invoices.csv", invoices("I1"))
        live.until("kept")
        assert live.stop() == 0
    assert deployment.open_amounts() == {"I1": 1000}


def test_an_edited_policy_is_picked_up_and_a_broken_one_changes_nothing(
    deployment: Deployment,
) -> None:
    aging = deployment.path / "policies" / "aging.yaml"
    deployment.give("invoices.csv", invoices("I1"))
    with deployment.running() as live:
        live.until("kept")
        aging.write_text("buckets: [10, 20]\n")
        live.until("policies_adopted")
        aging.write_text("buckets: [10, 20]\nbukkets: 1\n")
        assert live.until("policies_refused")["errors"] == 1
        assert len(deployment.ask("SELECT * FROM policy")) == 2
        deployment.give("more.csv", invoices("I2"))
        live.until("kept")
        assert live.stop() == 0
    assert {row[0] for row in deployment.ask("SELECT policy_id FROM import")} == {1, 2}


def test_a_policy_error_is_a_finding_of_a_single_run(deployment: Deployment) -> None:
    (deployment.path / "policies" / "aging.yaml").write_text("bukkets: 1\n")
    code, events = deployment.once()
    assert code == 1
    assert "policies_refused" in {event["event"] for event in events}


def test_polling_works_without_events(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path, watch="polling", scan_seconds=3600)
    with deployment.running() as live:
        live.until("job_done")
        deployment.until("SELECT watching FROM heartbeat", [("polling",)])
        deployment.give("invoices.csv", invoices("I1"))
        live.until("kept")
        assert live.stop() == 0
    assert not [event for event in live.events if event["event"] == "watching"]


def test_events_wake_it_long_before_the_next_scan(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path, watch="events", scan_seconds=3600)
    with deployment.running() as live:
        live.until("watching")
        deployment.give("invoices.csv", invoices("I1"))
        live.until("kept")
        assert live.stop() == 0


def test_one_run_does_the_jobs_after_the_files(deployment: Deployment) -> None:
    deployment.give("invoices.csv", invoices("I1"))
    code, events = deployment.once()
    assert code == 0
    names = [event["event"] for event in events]
    assert names.index("kept") < names.index("job_done")
    assert deployment.ask("SELECT day FROM positions_of") == [(deployment.home.today(),)]
    weeks = deployment.ask("SELECT slot FROM slot WHERE job = 'freeze_weeks' ORDER BY slot")
    assert weeks[-1] == ("2026-W46",)
    assert weeks == deployment.ask("SELECT week FROM frozen_week ORDER BY week")
    assert deployment.once()[0] == 0
    assert "job_done" not in {event["event"] for event in deployment.once()[1]}


def test_a_missing_drop_folder_elsewhere_is_a_broken_environment(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path, paths={"drop": "not/mounted"})
    with deployment.running("--once") as live:
        assert live.wait() == 3
    assert "is not there" in live.said
    assert not (tmp_path / "not").exists()


def test_a_heartbeat_is_given_even_where_one_is_left_over(deployment: Deployment) -> None:
    connection = open_main(deployment.home.main)
    with transaction(connection):
        left = records.Heartbeat(1, "elsewhere", "2026-01-01", "2026-01-01", "events", "x", "y")
        records.beat(connection, left)
    connection.close()
    with deployment.running() as live:
        live.until("watching")
        assert deployment.ask("SELECT pid FROM heartbeat") == [(live.process.pid,)]
        assert live.stop() == 0
