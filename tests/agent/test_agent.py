"""The agent as a process: whatever arrives, however, is loaded once and whole."""

from __future__ import annotations

import os
import shutil
import signal
from typing import TYPE_CHECKING

import pytest

from artui import lock
from artui.ingest.claim import is_being_written
from artui.store import records
from artui.store.connection import open_main, transaction
from tests.agent.live import Deployment, invoices

if TYPE_CHECKING:
    from pathlib import Path


def skip_without_leases(folder: Path) -> None:
    with (folder / "probe").open("w"), (folder / "probe").open() as seen:
        if not is_being_written(seen.fileno()):
            pytest.skip("the kernel does not tell here whether a file is being written")


def test_a_file_copied_in_slowly_is_loaded_once_and_whole(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path, settle_seconds=1)
    skip_without_leases(tmp_path)
    text = invoices(*(f"I{n}" for n in range(50)))
    with deployment.running() as live:
        live.until("watching", way="events")
        with (deployment.drop / "invoices.csv").open("w") as file:
            file.write(text[:700])
            file.flush()
            live.until("still_arriving", file="invoices.csv")
            file.write(text[700:])
        live.until("kept")
        assert live.stop() == 0
    assert deployment.states() == [("invoices.csv", "loaded")]
    assert len(deployment.open_amounts()) == 50
    assert deployment.files("drop") == []
    assert len(deployment.files("archive")) == 1


def test_what_is_archived_is_what_was_dropped(deployment: Deployment) -> None:
    text = invoices("I1", "I2").replace("\n", "\r\n")
    deployment.give("invoices.csv", text)
    assert deployment.once()[0] == 0
    [(kept_as, sha256)] = deployment.ask("SELECT kept_as, sha256 FROM import")
    assert kept_as == f"archive/2026-11/{sha256[:12]}_invoices.csv"
    assert (deployment.path / kept_as).read_bytes() == text.encode()


def test_a_broken_file_ends_in_failed_with_its_reason_while_the_next_loads(
    deployment: Deployment,
) -> None:
    deployment.give("a.csv", 'invoice_id,customer_id,invoice_date,amount\nI1,C1,"2026-10-01,5\n')
    deployment.give("b.csv", invoices("I1"))
    code, _ = deployment.once()
    assert code == 1
    assert sorted(deployment.states()) == [("a.csv", "failed"), ("b.csv", "loaded")]
    assert deployment.files("failed") == ["a.csv", "a.csv.rejects.csv"]
    lines = (deployment.path / "failed/a.csv.rejects.csv").read_text().splitlines()
    assert lines[0] == "line,column,value,reason"
    assert lines[1].startswith("2,,,")
    assert "quote" in lines[1]


def test_rejected_rows_lie_in_failed_and_the_file_in_the_archive(deployment: Deployment) -> None:
    deployment.give("i.csv", invoices("I1", "I2").replace("10.00", "=1+1", 1))
    assert deployment.once()[0] == 1
    assert deployment.states() == [("i.csv", "loaded_with_rejects")]
    assert deployment.open_amounts() == {"I2": 1000}
    assert deployment.files("failed") == ["i.csv.rejects.csv"]
    assert [name[13:] for name in deployment.files("archive")] == ["i.csv"]
    assert "2,amount,'=1+1," in (deployment.path / "failed/i.csv.rejects.csv").read_text()


def test_a_held_file_waits_in_held(deployment: Deployment) -> None:
    header = "document_id,customer_id,invoice_date,amount,snapshot_date\n"
    deployment.give("open_items.csv", f"{header}I1,C1,2026-10-01,5.00,2026-11-20")
    assert deployment.once()[0] == 1
    assert deployment.states() == [("open_items.csv", "held")]
    assert deployment.files("held") == ["open_items.csv"]
    assert deployment.files("drop") == []


def test_moved_in_linked_in_renamed_and_in_sub_folders(deployment: Deployment) -> None:
    elsewhere = deployment.path / "elsewhere"
    elsewhere.mkdir()
    for name in ("moved", "linked", "sub"):
        (elsewhere / f"{name}.csv").write_text(invoices(name))
    with deployment.running() as live:
        live.until("watching")
        (elsewhere / "moved.csv").rename(deployment.drop / "moved.csv")
        (deployment.drop / "linked.csv").hardlink_to(elsewhere / "linked.csv")
        deployment.give("renamed.csv", invoices("renamed"))
        (deployment.drop / "erp one").mkdir()
        shutil.copy2(elsewhere / "sub.csv", deployment.drop / "erp one" / "sub.csv")
        deployment.until("SELECT count(*) FROM import WHERE kept_as IS NOT NULL", [(4,)])
        assert live.stop() == 0
    assert {state for _, state in deployment.states()} == {"loaded"}
    assert sorted(deployment.open_amounts()) == ["linked", "moved", "renamed", "sub"]
    assert (elsewhere / "linked.csv").read_text() == invoices("linked")


def test_hidden_and_half_transferred_names_are_left_alone(deployment: Deployment) -> None:
    names = (".hidden.csv", "~$open.csv", ".~lock.a.csv#", "a.csv.PART", "a.filepart", "a.tmp")
    for name in (*names, "a.crdownload", "a.swp"):
        (deployment.drop / name).write_text(invoices("I1"))
    assert deployment.once()[0] == 0
    assert deployment.states() == []
    assert len(deployment.files("drop")) == 8


def test_the_same_name_with_new_content_is_a_new_version(deployment: Deployment) -> None:
    with deployment.running() as live:
        deployment.give("invoices.csv", invoices("I1"))
        live.until("kept")
        deployment.give("invoices.csv", invoices("I1", amount="12.00"))
        live.until("kept")
        deployment.give("again.csv", invoices("I1"))
        live.until("loaded", state="unchanged")
        live.until("kept")
        assert live.stop() == 0
    assert deployment.open_amounts() == {"I1": 1200}
    assert len(deployment.files("archive")) == 3


def test_what_is_no_file_is_refused_and_told(deployment: Deployment) -> None:
    outside = deployment.path / "outside.csv"
    outside.write_text(invoices("SECRET"))
    os.mkfifo(deployment.drop / "pipe.csv")
    (deployment.drop / "link.csv").symlink_to(outside)
    (deployment.drop / "folder.csv").mkdir()
    (deployment.drop / "folder.csv" / "in.csv").write_text(invoices("I2"))
    deployment.give("real.csv", invoices("I1"))
    code, events = deployment.once()
    assert code == 1
    refused = {event["file"]: event["reason"] for event in events if event["event"] == "refused"}
    assert refused == {
        "pipe.csv": "it is a named pipe",
        "link.csv": "it is a link",
        "folder.csv": "it is a folder named like a file",
    }
    assert deployment.open_amounts() == {"I1": 1000}
    assert (deployment.drop / "pipe.csv").exists()


def test_hostile_names_are_loaded_and_harmless(deployment: Deployment) -> None:
    names = (b"\x1b]0;owned\x07.csv", b"new\nline.csv", b"\xff\xfe.csv", b"=cmd|' -- $(x).csv")
    for number, name in enumerate(names):
        path = os.fsencode(deployment.drop) + b"/" + name
        with open(path, "w") as file:  # noqa: PTH123 - a name that is no text
            file.write(invoices(f"I{number}"))
    code, events = deployment.once()
    assert code == 0
    assert len(deployment.open_amounts()) == len(names)
    told = "".join(str(event) for event in events)
    assert told.isprintable()
    assert all(name.isprintable() for name in deployment.files("archive"))


def test_an_unreadable_file_is_told_and_loaded_once_it_can_be_read(
    deployment: Deployment,
) -> None:
    work = deployment.path / "db" / "work"
    deployment.home.main.parent.mkdir()
    work.write_text("in the way")
    deployment.give("invoices.csv", invoices("I1"))
    with deployment.running() as live:
        told = live.until("retry", file="invoices.csv")
        assert told["reason"] == "File exists"
        deployment.until(
            "SELECT trouble FROM heartbeat", [("invoices.csv: File exists, tried 1 times",)]
        )
        work.unlink()
        live.until("kept")
        deployment.until("SELECT trouble FROM heartbeat", [(None,)])
        assert live.stop() == 0
    assert deployment.open_amounts() == {"I1": 1000}


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_retried_at_its_chmod(deployment: Deployment) -> None:
    path = deployment.give("invoices.csv", invoices("I1"))
    path.chmod(0)
    with deployment.running() as live:
        live.until("retry", file="invoices.csv", reason="Permission denied")
        path.chmod(0o600)
        live.until("kept")
        assert live.stop() == 0
    assert deployment.open_amounts() == {"I1": 1000}


def test_an_archive_that_cannot_be_written_is_retried_without_loading_twice(
    deployment: Deployment,
) -> None:
    in_the_way = deployment.path / "archive"
    in_the_way.write_text("")
    deployment.give("invoices.csv", invoices("I1"))
    with deployment.running() as live:
        live.until("loaded")
        live.until("retry", file="invoices.csv")
        assert deployment.files("drop") == ["invoices.csv"]
        in_the_way.unlink()
        live.until("kept")
        assert live.stop() == 0
    assert deployment.states() == [("invoices.csv", "loaded")]
    assert deployment.files("drop") == []


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


def test_a_profile_maps_a_foreign_export(deployment: Deployment) -> None:
    exports = deployment.path / "policies" / "exports"
    exports.mkdir(exist_ok=True)
    (exports / "other_erp.yaml").write_text(
        "kind: invoices\ncolumns:\n  invoice_id: Belegnummer\n  customer_id: Kundennr\n"
        "  invoice_date: Rechnungsdatum\n  amount: Bruttobetrag\n"
    )
    deployment.give(
        "x.csv", "Belegnummer;Kundennr;Rechnungsdatum;Bruttobetrag\nR1;K1;2026-10-01;99.50\n"
    )
    assert deployment.once()[0] == 0
    assert deployment.open_amounts() == {"R1": 9950}


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


def test_the_log_says_nothing_of_what_is_in_the_rows(deployment: Deployment) -> None:
    deployment.give("i.csv", invoices("TOPSECRET-1").replace("10.00", "TOPSECRET-2"))
    deployment.give("j.csv", invoices("TOPSECRET-3").replace("2026-10-01", "TOPSECRET-4"))
    deployment.give("k.csv", "TOPSECRET-5,TOPSECRET-6\n1,2\n")
    _, events = deployment.once()
    assert "TOPSECRET" not in str(events)
    assert {"loaded", "failed"} & {event["event"] for event in events}
