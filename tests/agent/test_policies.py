"""Following the policies folder."""

from __future__ import annotations

import shutil
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from artui.agent import policies as module
from artui.agent.policies import Policies
from artui.home import Home
from tests.agent.live import Deployment
from tests.policy.test_revision import commit, git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.homes import Books

PROFILE = (
    "kind: invoices\ncolumns: {invoice_id: Nr, customer_id: Kunde, invoice_date: Datum,"
    " amount: Betrag}\n"
)


@pytest.fixture
def exports(books: Books) -> Path:
    folder = books.home.folder("policies") / "exports"
    folder.mkdir(exist_ok=True)
    return folder


def names(policies: Policies) -> list[str]:
    return [profile.name for profile in policies.profiles]


def test_nothing_is_read_while_nothing_looks_changed(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = Policies(books.connection, books.home)
    policies.follow()
    calls: list[str] = []
    monkeypatch.setattr(Policies, "_adopt", lambda _: calls.append("adopt"))
    for _ in range(3):
        policies.follow()
    assert calls == []
    (books.home.folder("policies") / "aging.yaml").write_text("buckets: [5]\n")
    policies.follow()
    assert calls == ["adopt"]


def test_a_commit_is_noticed_though_no_file_changed(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = Policies(books.connection, books.home)
    policies.follow()
    calls: list[str] = []
    monkeypatch.setattr(Policies, "_adopt", lambda _: calls.append("adopt"))
    git = books.home.folder("policies") / ".git"
    git.mkdir()
    (git / "HEAD").write_text("ref: refs/heads/main\n")
    policies.follow()
    assert calls == ["adopt"]


def test_it_looks_surely_once_in_a_while(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    policies = Policies(books.connection, books.home)
    policies.follow()
    calls: list[str] = []
    monkeypatch.setattr(Policies, "_adopt", lambda _: calls.append("adopt"))
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    policies.follow()
    assert calls == ["adopt"]


def test_profiles_come_with_the_policies_and_a_broken_one_changes_none(
    books: Books, exports: Path
) -> None:
    policies = Policies(books.connection, books.home)
    policies.follow()
    before = names(policies)
    (exports / "one.yaml").write_text(PROFILE)
    policies.follow()
    assert names(policies) == sorted([*before, "one"])
    (exports / "one.yaml").write_text(f"{PROFILE}datas: dmy\n")
    (exports / "two.yaml").write_text(PROFILE)
    policies.follow()
    assert policies.errors == 1
    assert names(policies) == sorted([*before, "one"])


def test_what_could_not_be_adopted_is_tried_again(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    policies = Policies(books.connection, books.home)
    with monkeypatch.context() as patch:

        def busy(*_: object) -> None:
            raise OSError(5, "Input/output error")

        patch.setattr(module, "adopt", busy)
        with pytest.raises(OSError, match="Input"):
            policies.follow()
    policies.follow()
    assert policies.force().id == books.force.id


def test_a_commit_to_the_branch_it_follows_is_noticed(
    books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(books.settings, policies_from="review/x")
    policies = Policies(books.connection, Home(books.path, settings))
    policies.follow()
    calls: list[str] = []
    monkeypatch.setattr(Policies, "_adopt", lambda _: calls.append("adopt"))
    for place in ("refs/heads/review/x", "packed-refs", "refs/remotes/review/x"):
        ref = books.path / ".git" / place
        ref.parent.mkdir(parents=True, exist_ok=True)
        ref.write_text("0" * 40)
        policies.follow()
        policies.follow()
    assert calls == ["adopt"] * 3


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_agent_runs_on_what_is_committed(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path, policies_from="main")
    folder = tmp_path / "policies"
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "--all")
    commit(folder)
    adopted = "SELECT revision FROM policy ORDER BY id"
    first = git(folder, "rev-parse", "HEAD")[:7]
    with deployment.running() as agent:
        agent.until("policies_adopted", revision=first)
        (folder / "aging.yaml").write_text("buckets: [7]\n")
        git(folder, "add", "--all")
        commit(folder)
        second = git(folder, "rev-parse", "HEAD")[:7]
        agent.until("policies_adopted", revision=second)
        assert agent.stop() == 0
    assert deployment.ask(adopted) == [(first,), (second,)]
