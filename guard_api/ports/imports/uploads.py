"""What actions need of uploads: files that wait until they have been imported."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol


class Uploads(Protocol):
    """Files as somebody sent them, each by its id."""

    def receive(self, chunks: Iterable[bytes]) -> AbstractContextManager[str]:
        """Keep what comes, and give its id once it is on the disk; it is gone again when what follows fails.

        Raises StoreUnavailable, and what `chunks` raises.
        """
        ...

    def again(self, name: str) -> AbstractContextManager[str]:
        """Keep the same file under another id, without its weight; that is gone when what follows fails.

        Raises Gone where there is no such file.
        """
        ...

    def size(self, name: str) -> int:
        """Say how long a file is. Raises Gone."""
        ...

    def read(self, name: str) -> Iterator[bytes]:
        """Read what was uploaded, piece by piece."""
        ...

    def remove(self, name: str) -> None:
        """Remove what was uploaded, and what was made of it on the way; it need not be there."""
        ...

    def orphans(self, known: Collection[str], before: datetime | None = None) -> Sequence[tuple[str, datetime]]:
        """List uploads that are not known, and when each was last written to: earlier than `before`, where it is given.

        Raises StoreUnavailable.
        """
        ...

    def remove_orphans(self, known: Collection[str], before: datetime | None = None) -> int:
        """Remove them; gives how many. Without `before` only where nobody uploads. Raises StoreUnavailable."""
        ...
