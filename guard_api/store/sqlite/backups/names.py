"""What backups in a folder are called: after their database and the second in which they were made."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

_TIME = "%Y%m%dT%H%M%SZ"
_NAMED = r"-(\d{8}T\d{6}Z)\.backup"


def backup_name(database: Path, now: datetime) -> str:
    """Name a backup that is made now."""
    return f"{database.name}-{now.astimezone(UTC):{_TIME}}.backup"


def backups_in(folder: Path, database: Path) -> Sequence[tuple[datetime, Path]]:
    """List the backups of a database in a folder, oldest first: no draft, and nothing of another one. Raises OSError.

    Names say when; what was moved here lately is not younger for it.
    """
    named = re.compile(re.escape(database.name) + _NAMED, re.ASCII)
    files = [file for file in folder.iterdir() if file.is_file()] if folder.exists() else []
    found = [(at, file) for file in files if (match := named.fullmatch(file.name)) and (at := _moment(match[1]))]
    return sorted(found)


def newest_backup(folder: Path, database: Path, now: datetime) -> datetime | None:
    """Return when the newest backup was made, None: there is none. Raises OSError.

    One that is of a later time than now was made by a clock that was wrong, and counts for nothing.
    """
    return max((at for at, _ in backups_in(folder, database) if at <= now), default=None)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, _TIME).replace(tzinfo=UTC)
    except ValueError:
        return None
