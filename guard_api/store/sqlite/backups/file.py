"""A backup's file: a SQLite database, which any program of SQLite opens, and behind it a line that says what it is.

SQLite does not mind what lies behind its last page. Without that line, or with less in front of it than it says, a file
was cut off.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from msgspec import DecodeError, Struct, json

from guard_api.errors import BadBackup, StoreUnavailable
from guard_api.ports.operate.backups import Manifest
from guard_api.store.sqlite.schema.migrating import newest_version

FORMAT = 1
_MARK = b"\n-- guard_api backup --\n"
_SQLITE = b"SQLite format 3\0"
_HEADER = 100
_LONGEST_MANIFEST = 64 * 1024
_READ = 1024 * 1024
_PAGE_SIZE, _PAGES = slice(16, 18), slice(28, 32)
"""Where SQLite says how large its file is."""


class _Preface(Struct):
    """What manifests of every format say."""

    format: int
    program: str
    schema: int


@contextmanager
def draft(path: Path) -> Iterator[BinaryIO]:
    """Give an empty file for our eyes only, which is gone at the end unless it was renamed.

    What a process that was killed has left is written over. Raises OSError, and StoreUnavailable while another one is
    at it.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            mine = path.stat().st_ino == os.fstat(file.fileno()).st_ino
        except (BlockingIOError, FileNotFoundError):
            mine = False
        if not mine:
            raise StoreUnavailable(f"another process writes {path.name}")
        try:
            os.fchmod(file.fileno(), 0o600)
            file.truncate(0)
            yield file
        finally:
            _remove(path, os.fstat(file.fileno()).st_ino)


def _remove(path: Path, inode: int) -> None:
    for part in (path, *(Path(f"{path}-{end}") for end in ("journal", "wal", "shm"))):
        with suppress(FileNotFoundError):
            if part != path or part.stat().st_ino == inode:
                part.unlink()


def rename(draft_of: Path, file: Path) -> None:
    """Give a draft its name, so that it survives a power cut. Raises OSError."""
    draft_of.replace(file)
    flush_folder(file.parent)


def give_to_owner(file: BinaryIO, of: Path) -> None:
    """Have what root makes belong to whoever something else belongs to, so that a service can use it."""
    if os.geteuid() == 0:
        owner = of.stat()
        os.fchown(file.fileno(), owner.st_uid, owner.st_gid)


def flush_folder(folder: Path) -> None:
    """Have the names in a folder survive a power cut. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def digest_of(file: BinaryIO, size: int) -> str:
    """Return the SHA-256 of the first bytes of a file."""
    digest = sha256()
    file.seek(0)
    while size and (piece := file.read(min(_READ, size))):
        digest.update(piece)
        size -= len(piece)
    return digest.hexdigest()


def add_manifest(file: BinaryIO, manifest: Manifest) -> None:
    """Finish a backup, and have it survive a power cut. Raises OSError."""
    file.seek(0, os.SEEK_END)
    file.write(_MARK + json.encode(manifest) + b"\n")
    file.flush()
    os.fsync(file.fileno())


def take_manifest_off(file: BinaryIO) -> Manifest:
    """Return what a backup says of itself, once it is what it says, and leave the database. Raises BadBackup."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    head = file.read(_HEADER)
    if not head.startswith(_SQLITE):
        raise BadBackup("it is empty" if not size else "it is no backup of guard_api")
    file.seek(max(0, size - _LONGEST_MANIFEST))
    _, mark, line = file.read().rpartition(_MARK)
    if not mark:
        raise BadBackup(_without_manifest(head, size))
    manifest = _manifest_in(line)
    if manifest.size != size - len(mark) - len(line):
        raise BadBackup("it is cut off, or something was added to it")
    if digest_of(file, manifest.size) != manifest.sha256:
        raise BadBackup("it is not what it was when it was made")
    file.truncate(manifest.size)
    return manifest


def _without_manifest(head: bytes, size: int) -> str:
    """Tell a backup that was cut off from a database that is none, as far as that can be told."""
    page = int.from_bytes(head[_PAGE_SIZE], "big")
    whole = (65536 if page == 1 else page) * int.from_bytes(head[_PAGES], "big")
    if size != whole:
        return f"it is cut off: {size} bytes are there, of more than {whole}"
    return "it is a database without a manifest: of another program, cut off, or copied and not made by `backup`"


def _manifest_in(line: bytes) -> Manifest:
    if not line.endswith(b"\n"):
        raise BadBackup("it is cut off within its manifest")
    try:
        preface = json.decode(line, type=_Preface)
        if preface.format > FORMAT or preface.schema > newest_version():
            raise BadBackup(
                f"made by a newer guard_api, {preface.program} ({preface.schema} > {newest_version()})"
                if preface.schema > newest_version()
                else f"made by a newer guard_api, {preface.program}"
            )
        return json.decode(line, type=Manifest)
    except DecodeError as error:
        raise BadBackup("its manifest cannot be read") from error
