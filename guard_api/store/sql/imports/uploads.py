"""Uploads: files in a folder beside the database, until they have been imported."""

import os
import re
import secrets
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from guard_api.errors import Gone
from guard_api.store.sqlite.private_files import private
from guard_api.store.sqlite.transactions import translated

_READ = 256 * 1024
_ID = re.compile("[0-9a-f]{16}")
_GONE = "This file is not kept any more. Send it again."
_TURNS = frozenset({"turn", "fetching"})
"""Files in the folder at which those queue who import or fetch: they are no uploads."""


def uploads_beside(database: Path) -> Path:
    """Name the folder for the uploads of a database."""
    return Path(f"{database}.imports")


class FolderUploads:
    """The port `Uploads` on a folder, which is made with the first upload."""

    def __init__(self, database: Path) -> None:
        """Make nothing yet."""
        self._folder = uploads_beside(database)

    @contextmanager
    def receive(self, chunks: Iterable[bytes]) -> Iterator[str]:
        """Write a file, and remove it again when what follows fails."""
        name = secrets.token_hex(8)
        with translated():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            try:
                with open(self._folder / name, "xb", opener=private) as file:
                    file.writelines(chunks)
                    file.flush()
                    os.fsync(file.fileno())
                yield name
            except BaseException:
                self.remove(name)
                raise

    @contextmanager
    def again(self, name: str) -> Iterator[str]:
        """Give the file another name beside its own."""
        other = secrets.token_hex(8)
        with translated():
            self.size(name)
            os.link(self._folder / name, self._folder / other)
        try:
            yield other
        except BaseException:
            self.remove(other)
            raise

    def size(self, name: str) -> int:
        """Ask the file system."""
        if _ID.fullmatch(name) is None:
            raise Gone(_GONE)
        try:
            return (self._folder / name).stat().st_size
        except FileNotFoundError:
            raise Gone(_GONE) from None

    def read(self, name: str) -> Iterator[bytes]:
        """Read a file."""
        with (self._folder / name).open("rb") as file:
            while chunk := file.read(_READ):
                yield chunk

    def remove(self, name: str) -> None:
        """Remove a file, and its rows, sorted."""
        for file in (self._folder / name, sorted_rows(self._folder, name)):
            file.unlink(missing_ok=True)

    def orphans(self, known: Collection[str], before: datetime | None = None) -> Sequence[tuple[str, datetime]]:
        """List files that nobody has noted down."""
        with translated():
            files = [file for file in self._folder.glob("*") if _upload_of(file) not in {*known, *_TURNS}]
            written = [(file.name, at) for file in files if (at := _written(file)) is not None]
        return [(name, at) for name, at in written if before is None or at < before]

    def remove_orphans(self, known: Collection[str], before: datetime | None = None) -> int:
        """Remove files that nobody has noted down."""
        orphans = self.orphans(known, before)
        with translated():
            for name, _ in orphans:
                (self._folder / name).unlink(missing_ok=True)
        return len(orphans)


def _upload_of(file: Path) -> str:
    return file.name.partition(".")[0]


def _written(file: Path) -> datetime | None:
    """Give when a file was last written to; None: it has gone."""
    try:
        return datetime.fromtimestamp(file.stat().st_mtime, UTC)
    except FileNotFoundError:
        return None


def sorted_rows(folder: Path, name: str) -> Path:
    """Name the file for the rows of an upload on their way: it goes with the upload."""
    return folder / f"{name}.sorted"
