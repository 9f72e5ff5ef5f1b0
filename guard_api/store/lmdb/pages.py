"""Whether a file of LMDB is sound, page by page.

LMDB trusts what it finds. In a file that was cut off it reads behind the end, and garbage in the place of a page has it
write anywhere: both end the process. So a file that somebody else has written to is looked through before it is used.
The format is that of LMDB 0.9, on machines of 64 bits.
"""

import os
import sys
from struct import Struct, unpack_from

_PAGE = Struct("=QHHHH")
"""Number, (unused), flags, then where the free space of a page begins and ends, or how many pages the value takes."""
_META = Struct("=IIQQ" + "IHHQQQQQ" * 2 + "QQ")
"""Magic, version, address, size of the map, the trees of free pages and of values, the last page, the transaction."""
_SIGN = (0xBEEFC0DE, 1)
"""MDB_MAGIC and MDB_DATA_VERSION."""
_NODE = Struct("=HHHH")
"""Two halves of the data's size, flags, size of the key. In a branch, the first three are the number of a page."""
_NUMBER = Struct("=Q")
_BRANCH, _LEAF, _OVERFLOW, _META_PAGE = 1, 2, 4, 8
_BIG = 1
"""The flag of a node whose data has pages of its own."""
_NONE = (1 << 64) - 1
"""The root of a tree that is empty."""
_DEEPEST = 32
_SMALLEST, _LARGEST = 512, 1 << 15
_UNWRITTEN = 1024
"""Pages behind the end of a file that may be counted: those that were taken and given back unwritten."""


class Damaged(Exception):
    """A file that LMDB must not see."""


def check(descriptor: int) -> None:
    """Look through a file to which nobody writes meanwhile. Raises Damaged, and OSError."""
    size = _page_size(descriptor)
    metas = [_meta(os.pread(descriptor, size, place * size), place) for place in (0, 1)]
    place = 0 if metas[0][-1] >= metas[1][-1] else 1
    *_, last, transaction = meta = metas[place]
    there = os.fstat(descriptor).st_size // size
    if transaction & 1 != place or meta[4] != size or last > there + _UNWRITTEN:
        raise Damaged("its first pages contradict each other")
    pages = _Pages(descriptor, size, there, last)
    free, values = meta[4:12], meta[12:20]
    for number in pages.walk(free, integers=True):
        pages.take(number)
    for _ in pages.walk(values, integers=False):
        pass


def _page_size(descriptor: int) -> int:
    head = os.pread(descriptor, _PAGE.size + _META.size, 0)
    if len(head) < _PAGE.size + _META.size:
        raise Damaged("it ends in its first page")
    size: int = _META.unpack_from(head, _PAGE.size)[4]
    if not _SMALLEST <= size <= _LARGEST or size & (size - 1):
        raise Damaged("its first page is garbage")
    return size


def _meta(page: bytes, place: int) -> tuple[int, ...]:
    if len(page) < _PAGE.size + _META.size:
        raise Damaged("it ends in its first pages")
    number, _, flags, *_ = _PAGE.unpack_from(page)
    meta: tuple[int, ...] = _META.unpack_from(page, _PAGE.size)
    if number != place or not flags & _META_PAGE or meta[:2] != _SIGN:
        raise Damaged("its first pages are garbage")
    return meta


class _Pages:
    """The pages of a file, each of which belongs to one tree, or to one value, or to nobody."""

    def __init__(self, descriptor: int, size: int, there: int, last: int) -> None:
        self._descriptor = descriptor
        self._size = size
        self._there = there
        self._last = last
        self._taken: set[int] = set()

    def take(self, first: int, pages: int = 1) -> None:
        """Note down that pages belong to somebody, who must be the only one."""
        taken = range(first, first + pages)
        if first <= 1 or taken.stop > self._last + 1 or not self._taken.isdisjoint(taken):
            raise Damaged(f"page {first} cannot be where it is said to be")
        self._taken.update(taken)

    def _read(self, number: int, pages: int = 1) -> bytes:
        if number + pages > self._there:
            raise Damaged(f"it ends before page {number + pages - 1}")
        self.take(number, pages)
        page = os.pread(self._descriptor, self._size * pages, number * self._size)
        if len(page) != self._size * pages or _PAGE.unpack_from(page)[0] != number:
            raise Damaged(f"page {number} is garbage")
        return page

    def walk(self, tree: tuple[int, ...], *, integers: bool) -> list[int]:
        """Visit every page of a tree; gives the pages that are free, where it is the tree of those."""
        _, _, depth, branches, leaves, overflows, entries, root = tree
        self._found = [0, 0, 0, 0]
        self._integers = integers
        self._before = b""
        self._free: list[int] = []
        if root != _NONE:
            if not 0 < depth <= _DEEPEST:
                raise Damaged("the depth of its tree is garbage")
            self._visit(root, depth)
        if self._found != [branches, leaves, overflows, entries]:
            raise Damaged("its pages are not as many as it says")
        return self._free

    def _visit(self, number: int, depth: int) -> None:
        page = self._read(number)
        _, _, flags, lower, upper = _PAGE.unpack_from(page)
        kind = _LEAF if depth == 1 else _BRANCH
        if flags != kind or not _PAGE.size < lower <= upper <= self._size or lower & 1:
            raise Damaged(f"page {number} is garbage")
        places = unpack_from(f"={(lower - _PAGE.size) // 2}H", page, _PAGE.size)
        if min(places) < upper or max(places) + _NODE.size > self._size:
            raise Damaged(f"page {number} is garbage")
        self._found[kind == _LEAF] += 1
        for index, place in enumerate(places):
            if kind == _BRANCH:
                low, high, top, key = _NODE.unpack_from(page, place)
                if place + _NODE.size + key > self._size or (key == 0) != (index == 0):
                    raise Damaged(f"page {number} is garbage")
                self._visit(low | high << 16 | top << 32, depth - 1)
            else:
                self._entry(page, number, place)

    def _entry(self, page: bytes, number: int, place: int) -> None:
        """Look at one entry of a leaf."""
        low, high, flags, length = _NODE.unpack_from(page, place)
        size, begin = low | high << 16, place + _NODE.size + length
        end = begin + (_NUMBER.size if flags == _BIG else size)
        if flags & ~_BIG or length == 0 or end > self._size:
            raise Damaged(f"page {number} is garbage")
        self._found[3] += 1
        self._follows(page[place + _NODE.size : begin], number)
        data = self._overflow(_NUMBER.unpack_from(page, begin)[0], size) if flags == _BIG else page[begin:end]
        if self._integers:
            self._note_free(data, number)

    def _follows(self, raw: bytes, number: int) -> None:
        """Have keys come in order: who searches among others finds nothing, and puts what is there once more."""
        if self._integers and len(raw) != _NUMBER.size:
            raise Damaged(f"page {number} is garbage")
        key = raw[::-1] if self._integers and sys.byteorder == "little" else raw
        if key <= self._before:
            raise Damaged(f"page {number} is out of order")
        self._before = key

    def _overflow(self, number: int, size: int) -> bytes:
        """Read a value that has pages of its own: as many as it needs, or more where it was longer once."""
        needed = (size + _PAGE.size - 1) // self._size + 1
        if number >= self._there:
            raise Damaged(f"it ends before page {number}")
        head = os.pread(self._descriptor, _PAGE.size, number * self._size)
        _, _, flags, low, high = _PAGE.unpack(head.ljust(_PAGE.size))
        pages = low | high << 16
        if flags != _OVERFLOW or pages < needed:
            raise Damaged(f"page {number} is garbage")
        self._found[2] += pages
        return self._read(number, pages)[_PAGE.size : _PAGE.size + size]

    def _note_free(self, data: bytes, number: int) -> None:
        count = len(data) // _NUMBER.size - 1
        if count < 0 or len(data) % _NUMBER.size or _NUMBER.unpack_from(data)[0] != count:
            raise Damaged(f"page {number} is garbage")
        self._free += unpack_from(f"={count}Q", data, _NUMBER.size)
