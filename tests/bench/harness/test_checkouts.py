"""Another state of the project is a folder or a commit."""

import shutil
from pathlib import Path

import pytest

from tests.bench.harness.checkouts import HERE, checked_out, commit_of


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    assert checked_out(str(tmp_path), tmp_path / "code") == tmp_path.resolve()


@pytest.mark.skipif(not (HERE / ".git").exists() or shutil.which("git") is None, reason="needs the repository")
def test_a_commit_is_unpacked(tmp_path: Path) -> None:
    code = checked_out("HEAD", tmp_path / "code")

    assert {"guard_api", "tests", "pyproject.toml"} <= {path.name for path in code.iterdir()}
    assert commit_of("HEAD") == commit_of(str(HERE)) != "unknown"


def test_anything_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        checked_out("no-such-commit", tmp_path / "code")
    assert commit_of("no-such-commit") == "unknown"
