"""Policies out of a branch: its committed files, whatever the folder holds."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from artui.home import Home
from artui.ingest import profiles
from artui.policy import git as git_module
from artui.policy.document import LARGEST, Document
from artui.policy.folder import check
from artui.policy.revision import revision
from artui.policy.tree import Committed, Unreachable, Worktree, committed, tree_of
from artui.settings import Settings
from tests.policy.test_revision import commit, git

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

PROFILE = "kind: invoices\ncolumns: {invoice_id: A, customer_id: B, invoice_date: C, amount: D}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "repository" / "ar" / "policies"
    (made / "exports").mkdir(parents=True)
    (made / "aging.yaml").write_text("buckets: [15]\n", encoding="utf-8")
    (made / "exports" / "erp.yaml").write_text(PROFILE, encoding="utf-8")
    git(made.parents[1], "init", "-q", "-b", "main")
    git(made, "add", ".")
    commit(made)
    return made


def branch(folder: Path, name: str = "main") -> Committed:
    tree = committed(folder, name)
    assert isinstance(tree, Committed), tree
    return tree


def test_only_what_is_committed_counts(folder: Path) -> None:
    (folder / "aging.yaml").write_text("buckets: [99]\n", encoding="utf-8")
    (folder / "terms.yaml").write_text("nonsense", encoding="utf-8")
    (folder / "exports" / "new.yaml").write_text("nonsense", encoding="utf-8")
    tree = branch(folder)
    assert tree.names() == ["aging.yaml"]
    assert tree.names("exports/") == ["erp.yaml"]
    checked = check(tree)
    assert checked.findings == ()
    assert checked.policy is not None
    assert checked.policy.aging.buckets == (15,)
    assert [each.name for each in profiles.load_from(tree).profiles] == ["erp"]


def test_its_revision_is_the_commit(folder: Path) -> None:
    clean = revision(folder)
    (folder / "aging.yaml").write_text("buckets: [99]\n", encoding="utf-8")
    found = branch(folder).revision()
    assert found == clean
    assert str(found) == git(folder, "rev-parse", "HEAD")[:7]


def test_another_branch_than_the_one_checked_out(folder: Path) -> None:
    git(folder, "checkout", "-q", "-b", "review/limits")
    (folder / "aging.yaml").write_text("buckets: [7]\n", encoding="utf-8")
    git(folder, "add", ".")
    commit(folder)
    assert check(branch(folder)).policy != check(branch(folder, "review/limits")).policy
    git(folder, "pack-refs", "--all")
    assert branch(folder, "review/limits").revision().commit == git(folder, "rev-parse", "HEAD")


def test_a_branch_of_a_repository_that_is_followed(folder: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "-q", str(folder.parents[1]), "copy")
    copy = tmp_path / "copy" / "ar" / "policies"
    commit(folder)
    git(copy, "fetch", "-q")
    followed = branch(copy, "origin/main").revision().commit
    assert followed == git(folder, "rev-parse", "HEAD")
    assert followed != branch(copy).revision().commit


def test_findings_name_files_as_git_show_takes_them(folder: Path) -> None:
    (folder / "aging.yaml").write_text("buckets: [30, 20]\n", encoding="utf-8")
    git(folder, "add", ".")
    commit(folder)
    checked = check(branch(folder))
    assert checked.policy is None
    assert str(checked.findings[0]).startswith("main:ar/policies/aging.yaml:1:15: The bounds")
    assert git(folder, "show", "main:ar/policies/aging.yaml") == "buckets: [30, 20]"


def test_links_and_monsters_are_not_read(folder: Path) -> None:
    (folder / "terms.yaml").symlink_to("/etc/passwd")
    (folder / "credit.yaml").write_text("#" * (LARGEST + 1), encoding="utf-8")
    git(folder, "add", ".")
    commit(folder)
    messages = {each.file: each.message for each in check(branch(folder)).findings}
    assert messages == {
        "main:ar/policies/terms.yaml": "This is no regular file.",
        "main:ar/policies/credit.yaml": "The file is larger than 256 KiB.",
    }


@pytest.mark.parametrize("name", ["gone", "HEAD", "main:x", "main^", "heads/main"])
def test_no_such_branch(folder: Path, name: str) -> None:
    tree = committed(folder, name)
    assert isinstance(tree, Unreachable)
    [finding] = check(tree).findings
    assert finding.message == (
        f"'{name}' is no branch git knows there; artui.yaml takes the policies from it"
        " (policies_from)."
    )
    assert check(tree).policy is None
    with pytest.raises(OSError, match="no branch"):
        tree.revision()


def test_a_branch_without_policies(folder: Path) -> None:
    git(folder, "rm", "-r", "-q", "--cached", ".")
    commit(folder)
    [finding] = check(committed(folder, "main")).findings
    assert finding.message.startswith("'main' holds no policy files.")


def test_no_git_and_no_repository(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plain").mkdir()
    assert isinstance(committed(tmp_path / "plain", "main"), Unreachable)
    assert isinstance(committed(tmp_path / "none", "main"), Unreachable)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert isinstance(committed(folder, "main"), Unreachable)


def test_the_setting_says_which(folder: Path) -> None:
    home = Home(folder.parent, Settings())
    assert tree_of(home) == Worktree(folder)
    tree = tree_of(Home(folder.parent, Settings(policies_from="main")))
    assert isinstance(tree.document("aging.yaml"), Document)
    assert tree.called("aging.yaml") == "main:ar/policies/aging.yaml"


def test_what_git_knows_of_commits(folder: Path) -> None:
    head = git(folder, "rev-parse", "HEAD")
    found = git_module.commits(folder, [head, "0" * 40])
    assert found == {head: git_module.Commit("A", "policies")}
    assert git_module.commits(folder, []) == {}
