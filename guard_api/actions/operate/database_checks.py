"""The database's file: whether it is ours, whole and of this version, and what lies beside it."""

import stat
from collections.abc import Iterator, Sequence
from datetime import timedelta

from guard_api.actions.operate.finding import Finding, error, ok, size, unknown, warning
from guard_api.ports.operate.installation import DatabaseFacts, Facts, OwnedFile

_OURS = {"meta", "key", "change", "listed"}
"""Tables that each version has had."""
_LOG_HEAD = 32
_PUT_AWAY = ".replaced-"
"""A log of SQLite that is no longer has nothing in it."""
_STALE = timedelta(minutes=1)
_LARGE_LOG = 512 << 20
_ROOT = "root"
_GET_BACKUP = "Stop the server, keep a copy of what is there, and restore the newest backup."
_COPIED = "It was copied while a server ran, without its -wal. Copy with `guard-api backup`, and restore such a copy."


def database(facts: Facts) -> Iterator[Finding]:
    """Whether there is a database of ours, of a version that this program reads."""
    it, about = facts.database, "database"
    if not it.exists:
        yield error(about, "there is none", "`guard-api serve` makes one. Or GUARD_DATABASE names another place.")
        return
    if it.schema is None:
        yield error(about, f"it cannot be read: {'; '.join(it.faults)}", _GET_BACKUP)
    elif not it.tables:
        yield error(about, "it is empty, without a schema", _COPIED)
    elif not {*it.tables} >= _OURS:
        yield error(about, "it is of another program", "GUARD_DATABASE must name a database of guard_api.")
    elif it.schema > it.newest_schema:
        made = f"it was made by a newer guard_api ({it.schema} > {it.newest_schema})"
        yield error(about, made, "Install that version again, or restore a backup from before.")
    else:
        yield ok(about, f"{size(facts.files.database_bytes or 0)}, schema {it.schema}{_ahead(it)}")


def _ahead(it: DatabaseFacts) -> str:
    return "" if it.schema == it.newest_schema else f"; the next start brings it to {it.newest_schema}"


def integrity(facts: Facts) -> Iterator[Finding]:
    """Whether SQLite finds it sound, all of it."""
    it = facts.database
    if not it.tables:
        return
    if it.faults:
        yield error("integrity", "; ".join(it.faults), _GET_BACKUP)
    else:
        yield ok("integrity", "quick_check finds nothing")


def leftovers(facts: Facts) -> Iterator[Finding]:
    """Whether something lies beside the database that is of another one, or of another time."""
    it, about, found = facts.files, "files", False
    log = it.log_bytes or 0
    if not facts.database.exists and it.log_bytes is not None:
        found = True
        yield error(about, "there is a -wal without a database", "Put the database beside it, or take it away.")
    elif log > _LOG_HEAD and not facts.server.at_work and it.log_at is not None and it.database_at is not None:
        found = it.database_at - it.log_at > _STALE
        if found:
            yield error(
                about,
                f"the -wal is of {it.log_at:%Y-%m-%d %H:%M}, and was left when another database was put here",
                "Before the next start, move the -wal and -shm away: they would be mixed into it.",
            )
    if it.has_journal:
        found = True
        yield warning(about, "a -journal lies there, which no server of ours leaves", "Find out who wrote to it.")
    if log > _LARGE_LOG:
        found = True
        text = f"the log (-wal) has grown to {size(log)}: somebody has been reading for long"
        yield warning(about, text, "Look for a program that has the database open, such as sqlite3, and end it.")
    if not found:
        yield _put_away(it.owned)


def _put_away(files: Sequence[OwnedFile]) -> Finding:
    """Remind of what a restore has left, which is no fault: it may still be wanted."""
    away = [str(one.path) for one in files if _PUT_AWAY in one.path.name]
    if not away:
        return ok("files", "nothing is left over")
    text = f"a restore has put away {' and '.join(away)}, with all that people had told"
    return ok("files", text, "Remove that once all is well.")


def permissions(facts: Facts, mine: str | None) -> Iterator[Finding]:
    """Whether the server's user owns all files, and nobody else may read them. `mine` is what we may not ourselves."""
    it, about = facts.files, "permissions"
    if it.folder is None:
        yield unknown(about, "the folder cannot be looked at")
        return
    findings = [error(about, mine)] if mine is not None else []
    findings += [*_open(it.folder, it.owned), *_strange(it.folder, it.owned)]
    yield from findings or [ok(about, "its user alone reads and writes it")]


def _open(folder: OwnedFile, files: Sequence[OwnedFile]) -> Iterator[Finding]:
    if folder.mode & stat.S_IWOTH and not folder.mode & stat.S_ISVTX:
        yield error(
            "permissions", f"everybody may write to the folder {folder.path}", f"Do, as root: chmod o-w {folder.path}"
        )
    shown = [str(one.path) for one in files if one.mode & stat.S_IRWXO]
    if shown:
        text = f"everybody may look into {' and '.join(shown)}"
        yield warning("permissions", text, f"Do, as root: chmod o-rwx {' '.join(shown)}")


def _strange(folder: OwnedFile, files: Sequence[OwnedFile]) -> Iterator[Finding]:
    """Name what is not the server's: it is the owner of the folder, or of the database where that is root's."""
    owner = folder.owner if folder.owner != _ROOT else next((one.owner for one in files), _ROOT)
    strange = [one for one in files if one.owner != owner]
    if strange:
        names = " ".join(str(one.path) for one in strange)
        text = f"{names} belongs to {' and '.join(sorted({one.owner for one in strange}))}, not to {owner}"
        finding = error if any(one.owner == _ROOT for one in strange) else warning
        yield finding("permissions", text, f"Do, as root: chown {owner} {names}")
