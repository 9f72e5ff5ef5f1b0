"""States of this project: the one that measures, and another one that is measured beside it."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parents[3]


def checked_out(name: str, into: Path) -> Path:
    """Return the folder of that name, or else unpack the commit of that name into one."""
    if (folder := Path(name)).is_dir():
        return folder.resolve()
    packed = _git(HERE, "archive", "--format=zip", name)
    if not packed:
        raise SystemExit(f"{name} is neither a folder nor a commit")
    with zipfile.ZipFile(io.BytesIO(packed)) as files:
        files.extractall(into)
    return into


def commit_of(name: str) -> str:
    """Return the commit of that name, or that a folder is at, as it is written in short."""
    folder, revision = (Path(name), "HEAD") if Path(name).is_dir() else (HERE, name)
    return _git(folder, "rev-parse", "--short", revision).decode().strip() or "unknown"


def _git(folder: Path, *arguments: str) -> bytes:
    command = [shutil.which("git") or "git", "-C", str(folder), *arguments]
    return subprocess.run(command, capture_output=True, check=False).stdout


def environment_of(code: Path) -> Mapping[str, str]:
    """Return what has Python take its modules from there, wherever it is run."""
    return {"PYTHONPATH": str(code), "PYTHONSAFEPATH": "1"}
