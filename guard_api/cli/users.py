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
_BESIDE = ("-wal", "-shm", ".gate", ".lock", ".imports", ".snapshot[-.]*", ".timelines-*")
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
        parts = [*parts_of(database), *([folder] if folder.exists() else [])]
    except PermissionError:
        return f"{user} may not look into the folder {folder}, or one above it"
    shut = [path for path in parts if not os.access(path, os.R_OK | os.W_OK)]
    if not shut:
        return None
    names = " ".join(map(str, shut))
    owners = {path.stat().st_uid for path in shut}
    if any(os.statvfs(path).f_flag & os.ST_RDONLY for path in shut):
        return f"{user} cannot write {names}: the file system is read-only"
    remedy = f"chmod u+rw {names}" if owners == {me} else f"chown {user} {names}"
    return f"{user} cannot write {names}, of {' and '.join(map(user_name, sorted(owners)))}. Do, as root: {remedy}"


def left_to_root(database: Path, before: Sequence[Path]) -> str | None:
    """Say what root has just made in the folder of another user: a service that runs as that one could not start."""
    owner = database.absolute().parent.stat().st_uid
    made = [path for path in parts_of(database) if path not in before and path.stat().st_uid == _ROOT]
    if owner == _ROOT or not made:
        return None
    names = " ".join(map(str, made))
    user = user_name(owner)
    return f"This is root's now, and a service that runs as {user} cannot write it. Do: chown {user} {names}"


def parts_of(database: Path) -> Sequence[Path]:
    """List the files of a database."""
    beside = (part for ending in _BESIDE for part in database.parent.glob(escape(database.name) + ending))
    return [path for path in (database, *sorted(beside)) if path.exists()]
