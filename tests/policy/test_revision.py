"""The revision of a policies folder, in git and out of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from artui.policy.revision import Revision, revision

if TYPE_CHECKING:
    from pathlib import Path

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "home" / "policies"
    (made / "exports").mkdir(parents=True)
    (made / "aging.yaml").write_text("buckets: [30]\n", encoding="utf-8")
    (made / "exports" / "erp.yaml").write_text("name: erp\n", encoding="utf-8")
    return made


@pytest.fixture
def committed(folder: Path) -> Path:
    git(folder.parent, "init", "-q")
    git(folder.parent, "add", ".")
    commit(folder.parent)
    return folder


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *arguments], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def commit(folder: Path) -> None:
    author = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    git(folder, *author, "commit", "-q", "--allow-empty", "-m", "policies")


def test_how_a_revision_reads() -> None:
    full = "3f2a91c0d7e1b2c3d4e5f60718293a4b5c6d7e8f"
    assert str(Revision(full, dirty=False, content="ab12cd34ef56")) == "3f2a91c"
    assert str(Revision(full, dirty=True, content="ab12cd34ef56")) == "3f2a91c+dirty"
    assert str(Revision(None, dirty=False, content="ab12cd34ef56")) == "content:ab12cd34ef56"


def test_without_a_repository_the_content_tells(folder: Path) -> None:
    found = revision(folder)
    assert found.commit is None
    assert str(found) == f"content:{found.content}"
    assert len(found.content) == 12


def test_content_depends_on_names_and_bytes_alone(folder: Path, tmp_path: Path) -> None:
    before = revision(folder).content
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "notes.txt").write_text("not a policy", encoding="utf-8")
    assert revision(copy).content == before
    (copy / "exports" / "erp.yaml").rename(copy / "exports" / "other.yaml")
    renamed = revision(copy).content
    assert renamed != before
    (copy / "aging.yaml").write_text("buckets: [31]\n", encoding="utf-8")
    assert revision(copy).content not in (before, renamed)


def test_an_empty_folder_has_a_revision(tmp_path: Path) -> None:
    assert str(revision(tmp_path)).startswith("content:")


@needs_git
def test_a_clean_checkout_is_its_commit(committed: Path) -> None:
    head = git(committed, "rev-parse", "HEAD")
    assert revision(committed).commit == head
    assert str(revision(committed)) == head[:7]


@needs_git
def test_only_what_lies_under_the_folder_makes_it_dirty(committed: Path) -> None:
    (committed.parent / "artui.yaml").write_text("x: 1\n", encoding="utf-8")
    assert revision(committed).dirty is False
    (committed / "aging.yaml").write_text("buckets: [31]\n", encoding="utf-8")
    assert str(revision(committed)).endswith("+dirty")
    git(committed, "checkout", "-q", ".")
    assert revision(committed).dirty is False
    (committed / "exports" / "new.yaml").write_text("name: new\n", encoding="utf-8")
    assert revision(committed).dirty is True


@needs_git
def test_a_repository_without_a_commit_has_none(folder: Path) -> None:
    git(folder, "init", "-q")
    assert revision(folder).commit is None


@needs_git
def test_a_folder_its_repository_does_not_hold_has_no_commit(folder: Path) -> None:
    git(folder.parent, "init", "-q")
    commit(folder.parent)
    assert revision(folder).commit is None


@needs_git
def test_a_hook_calling_us_does_not_lead_git_astray(
    committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    assert revision(committed).dirty is False
    assert revision(committed).commit is not None


@needs_git
def test_nothing_in_the_repository_is_run_or_written(committed: Path) -> None:
    trap, sprung = committed.parent / "trap", committed.parent / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch '{sprung}'\n", encoding="utf-8")
    trap.chmod(0o755)
    git(committed, "config", "core.fsmonitor", str(trap))
    index = committed.parent / ".git" / "index"
    os.utime(committed / "aging.yaml", (1, 1))
    before = index.read_bytes()
    assert revision(committed).dirty is False
    assert not sprung.exists()
    assert index.read_bytes() == before


def test_without_git_the_content_tells(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder))
    assert revision(folder).commit is None


def test_a_git_that_fails_is_no_git(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = folder / "git"
    fake.write_text("#!/bin/sh\nexit 128\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    assert revision(folder).commit is None
