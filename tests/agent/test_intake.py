"""Whatever arrives, however, is loaded once and whole, by an agent that is a real process."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from artui.ingest.claim import is_being_written
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


def test_a_file_that_cannot_be_copied_is_told_and_tried_again(
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


def test_a_file_without_permission_is_retried_at_its_chmod(deployment: Deployment) -> None:
    path = deployment.give("invoices.csv", invoices("I1"))
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("whoever runs this reads every file")
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


def test_the_log_says_nothing_of_what_is_in_the_rows(deployment: Deployment) -> None:
    deployment.give("i.csv", invoices("TOPSECRET-1").replace("10.00", "TOPSECRET-2"))
    deployment.give("j.csv", invoices("TOPSECRET-3").replace("2026-10-01", "TOPSECRET-4"))
    deployment.give("k.csv", "TOPSECRET-5,TOPSECRET-6\n1,2\n")
    _, events = deployment.once()
    assert "TOPSECRET" not in str(events)
    assert {"loaded", "failed"} & {event["event"] for event in events}
