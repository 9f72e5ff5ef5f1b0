"""The lists in one file that a phone looks numbers up in without unpacking it to rows.

A ZIP file (PKWARE APPNOTE 6.3; java.util.zip reads it) with these members, in this order:

- `meta.json`: for each list (`block`, `allow`) its `revision`, `count` and `checksum`, and `next`, the cursor with
  which `GET /v1/blocklist` goes on from here.
- `{list}/{match}/{category}.roaring`, where there are entries: a 64-bit Roaring bitmap in the portable format
  (https://github.com/RoaringBitmap/RoaringFormatSpec; in Java `Roaring64NavigableMap.deserializePortable`) of the keys
  of those entries.
- `{list}/until.csv`, where entries expire: lines of `match,number,seconds since 1970` without a header.

The key of a number is `place * 2**51 + int("1" + digits)`; what begins with `+` has place 0, a short code of the region
`AA` has place 1, `AB` 2, ... `ZZ` 676. The 1 keeps leading zeros. A number is listed when its key is in an `exact`
bitmap, or when the key of one of its beginnings is in a `prefix` bitmap: the longest counts. Keys are of 15 digits at
most; of a longer number only beginnings can be listed.
"""

import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import SEEK_END
from typing import BinaryIO

from msgspec import Struct, json
from pyroaring import BitMap64

from guard_api.lists.change import as_hex, seconds
from guard_api.lists.delta import Cursor, Page, Removal
from guard_api.lists.entry import Category, EntryKey, ListName, Match, Subject
from guard_api.lists.precedence import covering

_PLACE = 1 << 51
_NEVER_CHANGED = (1980, 1, 1, 0, 0, 0)
"""The only date in the file: the same lists are the same bytes."""
_LETTERS = 26
_LONGEST = 15
"""Digits that fit into a place."""
_TOTAL = -12
"""Where the file says how many members it has, from its end (APPNOTE 4.3.16)."""
_Kind = tuple[ListName, Match, Category]


def key_of(number: str) -> int:
    """Give the 64-bit key of a canonical number or prefix."""
    if number[0] == "+":
        return int(f"1{number[1:]}")
    place, _, digits = number.rpartition(":")
    return ((ord(place[0]) - 65) * _LETTERS + ord(place[1]) - 64) * _PLACE + int(f"1{digits}")


class Meta(Struct, frozen=True):
    """What `meta.json` says of one list."""

    revision: int = 0
    next: str = ""
    count: int = 0
    checksum: str = as_hex(0)


@dataclass(slots=True)
class Snapshot:
    """The lists of one moment."""

    meta: dict[ListName, Meta] = field(default_factory=dict)
    bitmaps: defaultdict[_Kind, BitMap64] = field(default_factory=lambda: defaultdict(BitMap64))
    until: dict[tuple[ListName, Match, str], int] = field(default_factory=dict)

    def apply(self, page: Page) -> None:
        """Bring a list forward by a page of changes."""
        target = page.next.list
        fresh: defaultdict[_Kind, list[int]] = defaultdict(list)
        behind = self.cursor(target)
        if behind is not None and behind.base:
            self._forget(page)
        for upsert in page.upserts:
            fresh[target, upsert.match, upsert.category].append(key_of(upsert.number))
            if upsert.until is not None:
                self.until[target, upsert.match, upsert.number] = seconds(upsert.until) or 0
        for kind, keys in fresh.items():
            self.bitmaps[kind].update(keys)
        standing = page.standing
        written = page.next.written()
        self.meta[target] = Meta(standing.revision, written, standing.count, as_hex(standing.checksum))

    def _forget(self, page: Page) -> None:
        target = page.next.list
        gone_entries: list[Removal] = [*page.upserts, *page.removals]
        for gone in gone_entries:
            key = key_of(gone.number)
            self.until.pop((target, gone.match, gone.number), None)
            for category in Category:
                self.bitmaps[target, gone.match, category].discard(key)

    def cursor(self, target: ListName) -> Cursor | None:
        """Give where a list goes on, None when there is none yet."""
        return Cursor.read(self.meta[target].next) if target in self.meta else None

    def find(self, number: str, now: int) -> Category | None:
        """Say why a canonical number is blocked at `now` (seconds since 1970), as a phone does."""
        for key in covering(Match.EXACT, number):
            category = self._category(key, now)
            if category is not None:
                return None if key.list.allows else category
        return None

    def _category(self, key: EntryKey, now: int) -> Category | None:
        """Say what an entry is listed for, None when it is not, or has expired."""
        digits = len(key.number) - 1 - key.number.find(":")
        if digits > _LONGEST or self.until.get((key.list, key.match, key.number), now + 1) <= now:
            return None
        place = key_of(key.number)
        return next((c for c in Category if place in self.bitmaps.get((key.list, key.match, c), ())), None)

    def write(self, file: BinaryIO) -> None:
        """Write the file, member by member: they need not be in memory together."""
        with zipfile.ZipFile(file, "w") as archive:
            for name, data in self._members():
                archive.writestr(zipfile.ZipInfo(name, _NEVER_CHANGED), data)

    def _members(self) -> Iterator[tuple[str, bytes]]:
        yield "meta.json", json.encode({target: self.meta.get(target, Meta()) for target in Subject.NUMBER.lists})
        for target in Subject.NUMBER.lists:
            for match in Subject.NUMBER.matches:
                for category in Category:
                    bitmap = self.bitmaps.get((target, match, category))
                    if bitmap:
                        yield f"{target}/{match}/{category}.roaring", bitmap.serialize()
            lines = [f"{m},{number},{at}\n" for (of, m, number), at in sorted(self.until.items()) if of is target]
            if lines:
                yield f"{target}/until.csv", "".join(lines).encode()

    @classmethod
    def read(cls, file: BinaryIO) -> "Snapshot":
        """Read what `write` wrote. Raises ValueError when it is anything else."""
        snapshot = cls()
        try:
            with zipfile.ZipFile(file) as archive:
                names = archive.namelist()
                for name in names:
                    snapshot._read_member(name, archive.read(name))
            file.seek(_TOTAL, SEEK_END)
            total = int.from_bytes(file.read(2), "little")
        except Exception as error:  # zipfile and what it unpacks with fail in a dozen ways
            raise ValueError(f"no snapshot: {error!r}") from error
        # ZIP protects what is in its members, not which ones there are, and zipfile does not count them.
        if len(names) != total:
            raise ValueError("no snapshot: the directory is damaged")
        for target in Subject.NUMBER.lists:
            entries = sum(len(bits) for (of, _, _), bits in snapshot.bitmaps.items() if of is target)
            if target not in snapshot.meta or entries != snapshot.meta[target].count:
                raise ValueError("no snapshot: members are missing")
        return snapshot

    def _read_member(self, name: str, content: bytes) -> None:
        if name == "meta.json":
            self.meta = json.decode(content, type=dict[ListName, Meta])
            return
        target, _, rest = name.partition("/")
        if rest == "until.csv":
            for line in content.decode().splitlines():
                match, number, at = line.split(",")
                self.until[ListName(target), Match(match), number] = int(at)
            return
        match, _, category = rest.removesuffix(".roaring").partition("/")
        self.bitmaps[ListName(target), Match(match), Category(category)] = BitMap64.deserialize(content)
