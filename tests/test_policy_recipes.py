"""README's recipes for policies in git: the hook, CI, and what pre-commit is told are run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.demonstration import plain_environment

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "README.md").read_text(encoding="utf-8")
_AUTHOR = ("-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def block(first: str) -> str:
    """The code of README whose first line is this one."""
    [found] = re.findall(rf"```\w+\n({re.escape(first)}\n.*?)```", TEXT, re.DOTALL)
    assert isinstance(found, str)
    return found


class Checkout:
    """A repository of policies, and a shell in it that knows artui."""

    def __init__(self, path: Path) -> None:
        self.path = path / "repository"
        shutil.copytree(ROOT / "policies", self.path / "policies")
        programs = path / "bin"
        programs.mkdir()
        artui = programs / "artui"
        artui.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m artui "$@"\n')
        artui.chmod(0o755)
        search = f"{programs}{os.pathsep}{os.environ['PATH']}"
        self.environment = plain_environment(PATH=search, PYTHONPATH=str(ROOT))
        assert self.git("init", "-q", "-b", "main").returncode == 0
        assert self.commit("first").returncode == 0

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command where the repository is."""
        return subprocess.run(
            command,
            cwd=self.path,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def git(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run git."""
        return self.run("git", *_AUTHOR, *arguments)

    def commit(self, message: str) -> subprocess.CompletedProcess[str]:
        """Stage everything and commit it."""
        assert self.git("add", "--all").returncode == 0
        return self.git("commit", "-q", "-m", message)

    def edit(self, text: str) -> None:
        """Write aging.yaml."""
        (self.path / "policies/aging.yaml").write_text(text)

    def shell(self, lines: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Run lines as a CI does, without those that install artui."""
        own = [line for line in lines if not line.startswith("pip install ")]
        assert len(own) == len(lines) - 1
        return self.run("sh", "-e", "-c", "\n".join(own))


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_hook_refuses_what_does_not_pass(checkout: Checkout) -> None:
    hook = checkout.path / ".git/hooks/pre-commit"
    hook.write_text(block("#!/bin/sh"))
    hook.chmod(0o755)
    checkout.edit("basis: due_dat\n")
    refused = checkout.commit("a mistake")
    assert refused.returncode != 0
    assert "policies/aging.yaml:1:8: 'basis' must be one of" in refused.stdout + refused.stderr
    checkout.edit("basis: invoice_date\n")
    assert checkout.commit("mended").returncode == 0


def test_the_hook_checks_what_is_staged(checkout: Checkout) -> None:
    hook = checkout.path / ".git/hooks/pre-commit"
    hook.write_text(block("#!/bin/sh"))
    hook.chmod(0o755)
    checkout.edit("basis: due_dat\n")
    assert checkout.git("add", "--all").returncode == 0
    checkout.edit("basis: due_date\n")
    assert checkout.git("commit", "-q", "-m", "still staged").returncode != 0


def test_the_hook_pre_commit_is_told_of_runs_as_it_would(checkout: Checkout) -> None:
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hook["id"] in TEXT
    assert hook["language"] == "python"
    assert re.search(hook["files"], "policies/terms.yaml")
    command = [*hook["entry"].split(), *hook["args"]]
    assert checkout.run(*command).returncode == 0
    checkout.edit("basis: due_dat\n")
    assert checkout.run(*command).returncode == 1


def test_the_workflow_for_github(checkout: Checkout) -> None:
    workflow = yaml.safe_load(block("# .github/workflows/policies.yml"))
    steps = workflow["jobs"]["policies"]["steps"]
    lines = [step["run"] for step in steps if "run" in step]
    passed = checkout.shell(lines)
    assert (passed.returncode, passed.stdout) == (0, "")
    checkout.edit("basis: due_dat\n")
    failed = checkout.shell(lines)
    assert failed.returncode == 1
    assert failed.stdout.startswith("::error file=policies/aging.yaml,line=1,col=8::")


def test_the_job_for_gitlab(checkout: Checkout) -> None:
    job = yaml.safe_load(block("# .gitlab-ci.yml"))["policies"]
    report = checkout.path / job["artifacts"]["reports"]["codequality"]
    assert checkout.shell(job["script"]).returncode == 0
    assert json.loads(report.read_text()) == []
    checkout.edit("basis: due_dat\n")
    assert checkout.shell(job["script"]).returncode == 1
    assert json.loads(report.read_text())[0]["location"]["path"] == "policies/aging.yaml"


def test_the_schemas_are_written_as_told(checkout: Checkout) -> None:
    command = block("artui policy schema --write policies/.schema")
    assert checkout.run("sh", "-e", "-c", command).returncode == 0
    assert (checkout.path / "policies/.schema/terms.json").is_file()
