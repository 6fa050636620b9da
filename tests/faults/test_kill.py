"""Killed at any instant, the agent that starts next ends where nothing had happened."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.agent.live import DEADLINE, ROOT, Deployment, command, invoices
from tests.homes import canonical_csv, listed, payment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

NAMES = ["a_2026-11-01.csv", "b_2026-11-02.csv", "c_2026-11-03.csv"]
OPEN = {"I1": 1000, "I2": 0, "I3": 1000, "P1": -700}
CALLS = ("pwrite64", "fdatasync", "link", "unlink", "rmdir")
POINTS = (
    *((call, share) for call in ("pwrite64", "fdatasync") for share in (0.3, 0.7)),
    *((call, share) for call in ("link", "unlink") for share in (0.2, 0.6)),
    ("rmdir", 0.5),
)


def deliver(deployment: Deployment) -> None:
    """Invoices with a bad row among them, a payment, and a list that closes an invoice."""
    text = invoices("I1", "I2", "I3", "I4").replace("I4,C1,2026-10-01,10.00", "I4,C1,2026-10-01,x")
    left = [listed(number, "10", "2026-11-03") for number in ("I1", "I3")]
    left.append(listed("P1", "-7", "2026-11-03"))
    texts = (text, canonical_csv([payment("P1", "7", "2026-11-02")]), canonical_csv(left))
    for name, content in zip(NAMES, texts, strict=True):
        deployment.give(name, content)


def check(deployment: Deployment) -> None:
    """Everything exactly once, and nothing left lying about."""
    deployment.check()
    assert deployment.open_amounts() == OPEN
    assert deployment.files("drop") == deployment.files("held") == []
    assert deployment.files("db/work") == []
    assert sorted(name[13:] for name in deployment.files("archive")) == NAMES
    assert deployment.files("failed") == [f"{NAMES[0]}.rejects.csv"]
    loaded = Counter(name for name, state in deployment.states() if state.startswith("loaded"))
    assert loaded == Counter(NAMES)
    assert deployment.ask("SELECT count(*) FROM reject") == [(1,)]
    assert deployment.ask("SELECT file FROM import WHERE kept_as IS NULL") == []
    due = deployment.ask("SELECT slot FROM slot WHERE ended_at IS NULL OR error IS NOT NULL")
    assert due == []


@pytest.fixture
def deployment(tmp_path: Path, prepared: Path) -> Deployment:
    made = Deployment(tmp_path)
    shutil.copytree(prepared / "db", tmp_path / "db")
    deliver(made)
    return made


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose database is made: what is killed is the loading."""
    made = Deployment(tmp_path_factory.mktemp("prepared"))
    assert made.once()[0] == 0
    return made.path


def strace(deployment: Deployment, *options: str) -> int:
    """Run the agent once under strace; its exit code, -9 or 137 where it was killed."""
    done = subprocess.run(
        ["strace", "-f", "-qq", *options, *command(deployment.path, "--once")],
        cwd=ROOT,
        capture_output=True,
        timeout=DEADLINE,
        check=False,
    )
    return done.returncode


@pytest.fixture(scope="module")
def counts(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Counter[str]:
    """How often the main thread of an undisturbed run makes each system call."""
    if shutil.which("strace") is None:
        pytest.skip("strace is not installed")
    made = Deployment(tmp_path_factory.mktemp("counted"))
    shutil.copytree(prepared / "db", made.path / "db")
    deliver(made)
    log = made.path / "strace.log"
    code = strace(made, "-o", str(log), "-e", f"trace={','.join(CALLS)}")
    if code != 1 or not log.exists():
        pytest.skip("strace may not trace here")
    check(made)
    lines = re.findall(r"^(\d+) +(\w+)\(", log.read_text(), re.MULTILINE)
    main = lines[0][0]
    return Counter(call for thread, call in lines if thread == main)


@pytest.mark.parametrize(("call", "share"), POINTS)
def test_killed_within_a_system_call(
    deployment: Deployment, counts: Counter[str], call: str, share: float
) -> None:
    number = 1 + int(share * counts[call])
    killed = strace(
        deployment,
        *("-o", "/dev/null", "-e", f"trace={call}"),
        *("-e", f"inject={call}:signal=SIGKILL:when={number}"),
    )
    assert killed in (-9, 137)
    assert deployment.once()[0] in (0, 1)
    check(deployment)


@pytest.mark.parametrize(
    ("event", "name"), [("loaded", NAMES[0]), ("kept", NAMES[0]), ("loading", NAMES[2])]
)
def test_killed_between_two_steps(deployment: Deployment, event: str, name: str) -> None:
    with deployment.running() as live:
        live.until(event, file=name)
        live.kill()
    deployment.once()
    check(deployment)


def test_killed_again_and_again(deployment: Deployment) -> None:
    for event in ("claimed", "loaded", "loaded", "loading"):
        with deployment.running() as live:
            live.until(event)
            live.kill()
    deployment.once()
    check(deployment)
