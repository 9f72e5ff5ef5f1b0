"""The demo: the article's case and its harmless twin, played for anybody, leaving nothing behind."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.laws import cases
from tests.support.servers import guard_api


def processes_that_name(text: str) -> list[str]:
    found = []
    for process in Path("/proc").iterdir():
        command = process / "cmdline"
        if process.name.isdigit() and command.exists() and text.encode() in command.read_bytes():
            found.append(process.name)
    return found


@pytest.mark.parametrize(
    ("arguments", "columns", "words_shown"),
    cases([(("--language", "en"), "80", ["Hang up now", "DANGER"]), ((), "160", ["诈骗", "挂断"])], 2),
)
def test_it_names_the_level_that_each_story_reaches_and_leaves_nothing_behind(
    tmp_path: Path, arguments: tuple[str, ...], columns: str, words_shown: list[str]
) -> None:
    (home := tmp_path / "home").mkdir()
    # Whoever runs a server here may have its settings at hand: they are not the demo's.
    operators: dict[str, Any] = {
        "GUARD_BACKUP_TO": str(tmp_path / "backups"),
        "GUARD_WORKERS": "none",
        "GUARD_CHECKS_PER_MINUTE": "1",
    }
    run = guard_api("demo", *arguments, TMPDIR=str(home), COLUMNS=columns, LANG="zh_CN.UTF-8", **operators)
    assert run.returncode == 0
    assert run.stderr == ""
    last = run.stdout.strip().splitlines()[-1]
    assert last.index("critical") < last.index("none")
    assert all(words in run.stdout for words in words_shown)
    assert [*tmp_path.rglob("*")] == [home]
    assert processes_that_name(str(tmp_path)) == []
