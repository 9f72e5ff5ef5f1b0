"""Who types a command, and whose files it works on."""

import os
import pwd
import re
from collections.abc import Mapping, Sequence
from glob import escape
from pathlib import Path

_BEHIND = {"SUDO_USER": "sudo", "DOAS_USER": "doas"}
"""Where programs that let somebody act as another say who that is."""
_NO_NAME = re.compile(r"[^\w.@\\$+-]", re.ASCII)
"""What is in no name of a user, on Linux or of a domain: brackets would pass for what is said here."""
_LONGEST = 64
_PASSING = ("-wal", "-shm")
"""What SQLite makes and takes away, and gives to the owner of the database."""
_LASTING = (".gate", ".lock", ".imports", ".upkeep", ".snapshot[-.]*", ".timelines-*", ".lines.*")
_ROOT = 0


def user_name(number: int) -> str:
    """Name a user, by the number where it has no name."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def logged_in(environment: Mapping[str, str], user: str) -> str:
    """Say who acts as `user`: whoever is behind sudo is named, though anybody could say so, and so `user` is, too."""
    for variable, program in _BEHIND.items():
        name = _NO_NAME.sub("", environment.get(variable, ""))[:_LONGEST]
        if name and name != user:
            return f"{name} ({program})" if user == user_name(_ROOT) else f"{name} ({program} as {user})"
    return user


def fault_of_files(database: Path, me: int) -> str | None:
    """Say which files of a database this user cannot write, and what to do about it; None where all is well.

    Most often, root has run a command before the service was started for the first time.
    """
    user, folder = user_name(me), database.absolute().parent
    try:
        files = parts_of(database, (*_PASSING, *_LASTING))
        # A file that has just gone cannot be written either.
        shut = [path for path in files if not os.access(path, os.R_OK | os.W_OK) and path.exists()]
        closed = folder.exists() and not os.access(folder, os.W_OK)
    except PermissionError:
        return f"{user} may not look into the folder {folder}, or one above it"
    if any(os.statvfs(path).f_flag & os.ST_RDONLY for path in shut):
        return f"the file system of {database} is read-only"
    if shut:
        return f"{user} cannot write what belongs to {_owners(shut)}. Do, as root: {_remedy(me, shut)}"
    if closed:
        return f"{user} may make no files in the folder {folder}, which belongs to {_owners([folder])}"
    return None


def _owner(path: Path) -> int | None:
    """Give whose a file is, None where it has gone."""
    try:
        return path.stat().st_uid
    except FileNotFoundError:
        return None


def _owners(paths: Sequence[Path]) -> str:
    return " and ".join(sorted({user_name(owner) for path in paths if (owner := _owner(path)) is not None}))


def _remedy(me: int, paths: Sequence[Path]) -> str:
    mine = all(_owner(path) == me for path in paths)
    return " ".join(["chmod u+rw" if mine else f"chown -R {user_name(me)}", *map(str, paths)])


def left_to_root(database: Path, before: Sequence[Path]) -> str | None:
    """Say what root has just made in the folder of another user: a service that runs as that one could not start."""
    owner = database.absolute().parent.stat().st_uid
    made = [path for path in parts_of(database) if path not in before and _owner(path) == _ROOT]
    if owner == _ROOT or not made:
        return None
    return f"A service that runs as {user_name(owner)} cannot write what root has made here: {_remedy(owner, made)}"


def parts_of(database: Path, endings: Sequence[str] = _LASTING) -> Sequence[Path]:
    """List the files of a database."""
    beside = (part for ending in endings for part in database.parent.glob(escape(database.name) + ending))
    return [path for path in (database, *sorted(beside)) if path.exists()]
