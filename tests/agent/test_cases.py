"""Disputes that people enter reach every figure, with an agent and without."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

from artui.agent.cases import Cases
from artui.domain.days import parse_day
from artui.store import desk
from artui.store.connection import open_desk, open_main
from artui.store.desk import AccountIdentity, InvoiceIdentity
from tests.agent.live import invoices
from tests.homes import TODAY

if TYPE_CHECKING:
    import pytest

    from artui.home import Home
    from tests.agent.live import Deployment

ACCOUNT = AccountIdentity("1000", "c1", "USD")
A = InvoiceIdentity("1000", "", "", "a")
AT = f"{TODAY}T10:00:00+00:00"
DISPUTED = "SELECT coalesce(sum(disputed), 0) FROM position"
KEPT = "SELECT amount, disputed FROM account_tier"


def dispute(home: Home, amount: int | None = 400) -> int:
    with closing(open_desk(home.desk)) as connection:
        case = desk.Case("tax", amount, "kim", None)
        return desk.open_dispute(connection, ACCOUNT, A, case, parse_day(TODAY), "ann", AT)


def change(home: Home, number: int, **values: Any) -> None:
    with closing(open_desk(home.desk)) as connection:
        assert desk.change_dispute(connection, number, values, "ann", AT)


def undo(home: Home) -> None:
    with closing(open_desk(home.desk)) as connection:
        desk.undo(connection, "ann", AT)


def test_a_running_agent_takes_over_what_is_entered_and_taken_back(deployment: Deployment) -> None:
    deployment.give("invoices_2026-10-02.csv", invoices("A"))
    with deployment.running() as live:
        live.until("loaded")
        deployment.until("SELECT count(*) > 0 FROM escalation_run", [(1,)])
        deployment.until(KEPT, [(1000, 0)])
        number = dispute(deployment.home)
        live.until("disputes_taken_over", customers=1)
        assert deployment.ask(DISPUTED) == [(400,)]
        deployment.until(KEPT, [(600, 400)])
        change(deployment.home, number, state="rejected", closed_on=parse_day(TODAY))
        deployment.until(KEPT, [(1000, 0)])
        undo(deployment.home)
        deployment.until(KEPT, [(600, 400)])
        undo(deployment.home)
        deployment.until(KEPT, [(1000, 0)])
        assert live.stop() == 0
    assert deployment.ask("SELECT count(*) FROM dispute") == [(0,)]
    deployment.check()


def test_one_run_takes_over_before_its_jobs(deployment: Deployment) -> None:
    deployment.give("invoices_2026-10-02.csv", invoices("A"))
    dispute(deployment.home)
    assert deployment.once()[0] == 0
    assert deployment.ask(DISPUTED) == [(400,)]
    assert deployment.ask(KEPT) == [(600, 400)]


def test_a_desk_that_cannot_be_read_is_tried_again_and_files_go_on(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    deployment.give("invoices_2026-10-02.csv", invoices("A"))
    deployment.once()
    dispute(deployment.home)
    told: list[int] = []
    with closing(open_main(deployment.home.main)) as connection:
        follower = Cases(connection, deployment.home)

        def broken(*_: object) -> int:
            raise OSError(5, "the disk")

        def pause(tries: int) -> float:
            told.append(tries)
            return 0.0

        monkeypatch.setattr("artui.agent.cases.take_over", broken)
        monkeypatch.setattr("artui.agent.following.pause", pause)
        follower.follow()
        follower.follow()
        assert told == [1, 2]
        monkeypatch.undo()
        follower.follow()
        assert connection.execute("SELECT count(*) FROM dispute").fetchone() == (1,)
        follower.close()
