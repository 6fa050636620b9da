"""The heartbeat's thread."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from artui.agent import pulse as module
from artui.agent.pulse import Pulse
from artui.ingest.progress import COMPARING, READING, Progress
from artui.store import records
from artui.store.connection import transaction

if TYPE_CHECKING:
    import sqlite3

    from tests.homes import Books

DEADLINE = 20.0


class Beats:
    """What was recorded, as it comes."""

    def __init__(self) -> None:
        self.seen: list[records.Heartbeat] = []
        self._news = threading.Condition()

    def record(self, connection: sqlite3.Connection, heartbeat: records.Heartbeat) -> None:
        """Note a beat, and give it."""
        GIVE(connection, heartbeat)
        with self._news:
            self.seen.append(heartbeat)
            self._news.notify_all()

    def until(self, count: int) -> None:
        """Wait for so many."""
        with self._news:
            assert self._news.wait_for(lambda: len(self.seen) >= count, DEADLINE)


GIVE = records.beat


@pytest.fixture
def beats(monkeypatch: pytest.MonkeyPatch) -> Beats:
    made = Beats()
    monkeypatch.setattr(records, "beat", made.record)
    monkeypatch.setattr(module, "_LEAST_SECONDS", 0.0)
    return made


def test_it_beats_at_once_then_every_few_seconds_and_leaves_no_trace(
    books: Books, beats: Beats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EVERY_SECONDS", 0.01)
    pulse = Pulse(books.home)
    pulse.start(books.connection)
    assert len(beats.seen) >= 1
    beats.until(4)
    pulse.stop(books.connection)
    assert records.heartbeat(books.connection) is None


def test_what_it_is_told_is_recorded_soon_and_made_safe(books: Books, beats: Beats) -> None:
    pulse = Pulse(books.home)
    pulse.start(books.connection)
    pulse.tell(watching="events", working_on="a\x1b.csv", trouble=None)
    beats.until(2)
    pulse.tell(watching="events", working_on="a\x1b.csv", trouble=None)
    pulse.tell(watching="polling", working_on=None, trouble="b\n")
    beats.until(3)
    pulse.stop(books.connection)
    assert [(b.watching, b.working_on, b.trouble) for b in beats.seen] == [
        ("starting", None, None),
        ("events", "a\ufffd.csv", None),
        ("polling", None, "b\ufffd"),
    ]


def test_a_missed_beat_is_not_the_last(
    books: Books, beats: Beats, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse = Pulse(books.home)
    pulse.start(books.connection)
    failed = threading.Event()

    def fail(*_: object) -> None:
        failed.set()
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, "open_main", fail)
        pulse.tell(watching="events", working_on=None, trouble=None)
        assert failed.wait(DEADLINE)
    pulse.tell(watching="polling", working_on=None, trouble=None)
    beats.until(2)
    pulse.stop(books.connection)


def test_it_goes_on_where_its_last_words_cannot_be_written(
    books: Books, beats: Beats, monkeypatch: pytest.MonkeyPatch
) -> None:
    pulse = Pulse(books.home)
    pulse.start(books.connection)

    def fail(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(records, "stop_beating", fail)
    pulse.stop(books.connection)
    assert len(beats.seen) >= 1
    with transaction(books.connection):
        pass


def test_progress_is_told_once_a_second_at_each_phase_and_goes_with_its_file(
    books: Books, beats: Beats, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = [0.0]
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: times[0]))
    pulse = Pulse(books.home)
    pulse.start(books.connection)
    pulse.tell(watching="events", working_on="big.csv", trouble=None)
    beats.until(2)
    for now, rows, beaten in ((10.0, 1_000, 3), (10.5, 2_000, 3), (11.5, 3_000, 4)):
        times[0] = now
        pulse.progress(Progress("big.csv", READING, rows, 9_000, now))
        beats.until(beaten)
    pulse.progress(Progress("big.csv", COMPARING, 9_000))
    beats.until(5)
    pulse.tell(watching="events", working_on=None, trouble=None)
    beats.until(6)
    pulse.stop(books.connection)
    told = [beat.progress for beat in beats.seen]
    assert told[:2] == [None, None]
    assert [(said or "").split(" of ")[0] for said in told[2:4]] == ["1,000", "3,000"]
    assert told[4:] == ["9,000 rows read · comparing them with what is known", None]
