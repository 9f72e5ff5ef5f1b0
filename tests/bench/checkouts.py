"""States of this project: the one that measures, and another one that is measured beside it."""

import io
import shutil
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parents[2]


def checked_out(name: str, into: Path) -> Path:
    """Return the folder of that name, or else unpack the commit of that name into one."""
    if (folder := Path(name)).is_dir():
        return folder.resolve()
    command = [shutil.which("git") or "git", "-C", str(HERE), "archive", name]
    packed = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if packed.returncode:
        raise SystemExit(f"{name} is neither a folder nor a commit")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
        files.extractall(into, filter="data")
    return into


def environment_of(code: Path) -> Mapping[str, str]:
    """Return what has Python take its modules from there, wherever it is run."""
    return {"PYTHONPATH": str(code), "PYTHONSAFEPATH": "1"}
