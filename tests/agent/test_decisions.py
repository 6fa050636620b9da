"""What people decide of files is carried out by the agent, once, and recorded with their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.agent.run import run
from artui.store import desk
from artui.store.connection import open_desk, open_main, open_reader, transaction
from artui.store.decisions import pending, take, taken
from artui.store.desk.decisions import ACCEPT, AGAIN, REFUSE
from tests.homes import canonical_csv, listed

if TYPE_CHECKING:
    from tests.agent.live import Deployment

WHOLE = canonical_csv([listed(f"I{n:02}", "10.00", "2026-11-18") for n in range(1, 21)])
CUT = canonical_csv([listed(f"I{n:02}", "10.00", "2026-11-19") for n in range(1, 6)])
PROFILE = """\
kind: invoices
columns: {invoice_id: Rechnung, customer_id: Kunde, invoice_date: Datum, amount: %s}
dates: dmy
numbers: comma
"""
FOREIGN = "Rechnung;Kunde;Datum;Betrag\nR1;K1;02.11.2026;1.250,00\n"


@pytest.fixture
def holding(deployment: Deployment) -> Deployment:
    """A home that holds a snapshot which would close fifteen of twenty items."""
    deployment.give("open_2026-11-18.csv", WHOLE)
    deployment.give("open_2026-11-19.csv", CUT)
    assert once(deployment) == 1
    assert deployment.states()[1:] == [("open_2026-11-19.csv", "held")]
    return deployment


def once(deployment: Deployment) -> int:
    """Let the agent do what there is to do; its exit code."""
    return run(deployment.home, once=True, log_file=deployment.path / "agent.log")


def decide(deployment: Deployment, decision: str, note: str = "", who: str = "anna") -> int:
    """Decide on the newest file."""
    [(sha256, file)] = deployment.ask("SELECT sha256, file FROM import ORDER BY id DESC LIMIT 1")
    connection = open_desk(deployment.home.desk)
    try:
        at = deployment.home.now()
        return desk.decide(connection, str(sha256), str(file), decision, who, at, note)
    finally:
        connection.close()


def undone(deployment: Deployment, who: str = "anna") -> Any:
    """Undo as the screens do."""
    reader = open_reader(deployment.home.main, deployment.home.desk)
    connection = open_desk(deployment.home.desk)
    try:
        return desk.undo(connection, who, deployment.home.now(), taken(reader))
    finally:
        connection.close()
        reader.close()


def test_what_a_held_file_would_close_is_recorded(holding: Deployment) -> None:
    closing = holding.ask(
        "SELECT h.import_id, d.number, h.open_amount FROM held_closing AS h JOIN item AS i"
        " ON i.id = h.item_id JOIN document AS d ON d.id = i.document_id ORDER BY 2"
    )
    assert closing == [(2, f"I{n:02}", 1000) for n in range(6, 21)]


def test_a_yes_loads_the_held_file_in_the_persons_name(holding: Deployment) -> None:
    decide(holding, ACCEPT, "they did pay")
    once(holding)
    assert holding.states()[1:] == [
        ("open_2026-11-19.csv", "superseded"),
        ("open_2026-11-19.csv", "loaded"),
    ]
    assert sum(holding.open_amounts().values()) == 5_000
    [(by, reason)] = holding.ask("SELECT accepted_by, reason FROM import WHERE id = 3")
    assert by == "anna"
    assert "15 of 20 open items close" in reason
    assert holding.files("held") == []
    kept = holding.ask("SELECT DISTINCT kept_as FROM import WHERE id > 1")
    assert len(kept) == 1
    assert (holding.path / kept[0][0]).read_text() == CUT
    assert holding.ask("SELECT who, import_id, error FROM carried_out") == [("anna", 3, None)]
    holding.check()


def test_a_decision_is_carried_out_once(holding: Deployment) -> None:
    decide(holding, ACCEPT)
    once(holding)
    once(holding)
    assert len(holding.states()) == 3


def test_a_running_agent_sees_a_decision_soon(holding: Deployment) -> None:
    with holding.running() as live:
        live.until("watching")
        decide(holding, ACCEPT)
        assert live.until("carried_out")["by"] == "anna"
        live.stop()
    assert holding.states()[-1] == ("open_2026-11-19.csv", "loaded")


def test_a_no_leaves_the_file_out_and_its_bytes_stay_out(holding: Deployment) -> None:
    decide(holding, REFUSE, "cut off")
    assert once(holding) == 0
    [(state, reason, kept)] = holding.ask("SELECT state, reason, kept_as FROM import WHERE id = 2")
    assert state == "refused"
    assert reason.startswith("refused by anna on 2026-11-20 (cut off): company 1000 would")
    assert kept == "held/refused/open_2026-11-19.csv"
    assert (holding.path / kept).read_text() == CUT
    holding.give("another name.csv", CUT)
    assert once(holding) == 1
    assert holding.states()[-1] == ("another name.csv", "refused")
    assert holding.ask("SELECT reason FROM import WHERE id = 3") == [(reason,)]
    assert sum(holding.open_amounts().values()) == 20_000


def test_a_no_may_become_a_yes(holding: Deployment) -> None:
    decide(holding, REFUSE, "cut off")
    once(holding)
    decide(holding, ACCEPT)
    once(holding)
    assert [state for _, state in holding.states()] == ["loaded", "superseded", "loaded"]
    assert holding.files("held") == []


def test_a_decision_taken_back_in_time_is_not_carried_out(holding: Deployment) -> None:
    decide(holding, ACCEPT)
    assert str(undone(holding).subject) == "open_2026-11-19.csv"
    once(holding)
    assert holding.states()[-1] == ("open_2026-11-19.csv", "held")


def test_one_that_was_carried_out_is_not_taken_back_but_what_came_before_is(
    holding: Deployment,
) -> None:
    decide(holding, AGAIN)
    undone(holding)
    decide(holding, REFUSE, "cut off")
    once(holding)
    late = undone(holding)
    assert late.before == late.after
    assert "has been carried out" in desk.retold(late)
    with pytest.raises(desk.NothingToUndo):
        undone(holding)
    assert holding.states()[-1] == ("open_2026-11-19.csv", "refused")


def test_a_yes_to_what_a_better_file_replaced_loads_nothing(holding: Deployment) -> None:
    decide(holding, ACCEPT)
    reader = open_reader(holding.home.main, holding.home.desk)
    [decision] = pending(reader)
    reader.close()
    undone(holding)
    holding.give("open_2026-11-20.csv", WHOLE.replace("2026-11-18", "2026-11-20"))
    once(holding)
    assert holding.states()[1] == ("open_2026-11-19.csv", "superseded")
    connection = open_desk(holding.home.desk)
    desk.decide(connection, decision.sha256, decision.file, ACCEPT, "anna", holding.home.now())
    connection.close()
    once(holding)
    assert sum(holding.open_amounts().values()) == 20_000
    [(error,)] = holding.ask("SELECT error FROM carried_out")
    assert "does not wait any more: a better file was loaded since" in error


def test_a_file_is_tried_again_with_the_profiles_as_they_are_now(deployment: Deployment) -> None:
    exports = deployment.path / "policies" / "exports"
    exports.mkdir(exist_ok=True)
    (exports / "ours.yaml").write_text(PROFILE % "Summe")
    deployment.give("rechnungen.csv", FOREIGN)
    assert once(deployment) == 1
    assert deployment.states() == [("rechnungen.csv", "failed")]
    (exports / "ours.yaml").write_text(PROFILE % "Betrag")
    decide(deployment, AGAIN)
    assert once(deployment) == 0
    assert deployment.states() == [("rechnungen.csv", "superseded"), ("rechnungen.csv", "loaded")]
    assert deployment.open_amounts() == {"R1": 125_000}
    assert deployment.files("failed") == []
    assert deployment.ask("SELECT reason FROM import WHERE id = 1") == [("loaded as import 2",)]


def test_a_failed_file_may_be_mended_where_it_lies(deployment: Deployment) -> None:
    deployment.give("a.csv", 'invoice_id,customer_id,invoice_date,amount\nI1,C1,"2026-10-01,5\n')
    once(deployment)
    broken = deployment.path / "failed" / "a.csv"
    broken.write_text(broken.read_text().replace('"', ""))
    decide(deployment, AGAIN)
    assert once(deployment) == 0
    assert deployment.states() == [("a.csv", "superseded"), ("a.csv", "loaded")]
    assert deployment.files("failed") == []
    assert len(deployment.files("archive")) == 1
    [(reason,)] = deployment.ask("SELECT reason FROM import WHERE id = 1")
    assert reason == "mended and tried again as import 2"


def test_what_fails_again_waits_once_with_one_reason_beside_it(deployment: Deployment) -> None:
    deployment.give("a.csv", "colour,shape\nred,round\n")
    once(deployment)
    for _ in range(2):
        decide(deployment, AGAIN)
        once(deployment)
    assert [state for _, state in deployment.states()] == ["superseded", "superseded", "failed"]
    assert deployment.files("failed") == ["a.csv", "a.csv.rejects.csv"]
    deployment.give("b.csv", "colour,shape\nred,round\n")
    once(deployment)
    assert deployment.states()[-2:] == [("a.csv", "superseded"), ("b.csv", "failed")]


def test_rejected_rows_are_loaded_once_the_profile_is_mended(deployment: Deployment) -> None:
    exports = deployment.path / "policies" / "exports"
    exports.mkdir(exist_ok=True)
    (exports / "ours.yaml").write_text(PROFILE % "Betrag")
    deployment.give("rechnungen.csv", FOREIGN + "R2;;02.11.2026;1,00\n")
    once(deployment)
    assert deployment.states() == [("rechnungen.csv", "loaded_with_rejects")]
    mended = PROFILE.replace("customer_id: Kunde, ", "") + "constants: {customer_id: K1}\n"
    (exports / "ours.yaml").write_text(mended % "Betrag")
    decide(deployment, AGAIN)
    assert once(deployment) == 0
    assert deployment.open_amounts() == {"R1": 125_000, "R2": 100}
    [(first, reason), (second, _)] = deployment.ask("SELECT state, reason FROM import ORDER BY id")
    assert (first, second) == ("loaded_with_rejects", "loaded")
    assert reason == "loaded again as import 2"


def test_what_says_no_day_keeps_the_day_it_came_on(deployment: Deployment) -> None:
    rows = [{**listed("I1", "10.00", ""), "invoice_date": "2026-11-01"}]
    deployment.give("items.csv", canonical_csv(rows).replace("10.00", "10.00x"))
    once(deployment)
    decide(deployment, AGAIN)
    with deployment.running("--once", ARTUI_TODAY="2026-11-22") as live:
        live.wait()
    assert deployment.ask("SELECT as_of, recorded_on FROM import ORDER BY id") == [
        (20777, 20777),
        (20777, 20779),
    ]


def test_a_file_that_has_gone_is_said_to_have_gone(holding: Deployment) -> None:
    (holding.path / "held" / "open_2026-11-19.csv").unlink()
    decide(holding, ACCEPT)
    once(holding)
    [(error,)] = holding.ask("SELECT error FROM carried_out")
    assert error == (
        "open_2026-11-19.csv is not there any more, so it cannot be loaded. Drop it again."
    )
    assert holding.states()[-1] == ("open_2026-11-19.csv", "held")


def test_held_bytes_that_were_changed_are_not_loaded(holding: Deployment) -> None:
    (holding.path / "held" / "open_2026-11-19.csv").write_text(CUT.replace("10.00", "99.00"))
    decide(holding, ACCEPT)
    once(holding)
    [(error,)] = holding.ask("SELECT error FROM carried_out")
    assert "is not the file any more that was decided on" in error


def test_an_agent_that_died_over_a_decision_carries_it_out(holding: Deployment) -> None:
    decide(holding, ACCEPT)
    reader = open_reader(holding.home.main, holding.home.desk)
    [decision] = pending(reader)
    reader.close()
    connection = open_main(holding.home.main)
    with transaction(connection):
        take(connection, decision, holding.home.now())
    connection.close()
    assert undone(holding).action == "decide_import"
    once(holding)
    assert holding.states()[-1] == ("open_2026-11-19.csv", "loaded")
