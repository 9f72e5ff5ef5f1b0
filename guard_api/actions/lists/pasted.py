"""Lines that somebody pastes: each is read at once, and those that can be listed are listed as one change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from msgspec.structs import replace

from guard_api.actions.lists.edit import AT_ONCE, expiry, reader_of
from guard_api.actions.lists.history import DescribedChange, describe
from guard_api.errors import Invalid
from guard_api.lists.change import Author
from guard_api.lists.entry import Entry, EntryKey, ListName, Match, Reader, Rejected, Subject
from guard_api.lists.precedence import covering
from guard_api.numbers.prefixes import covered_by
from guard_api.ports import Services
from guard_api.ports.lists.lists import ListedEntry

LONGEST_PASTED = 256 << 10
"""Letters that are pasted at once."""
_LONGEST = 1000
"""Letters of a line that are looked at."""


class LineState(StrEnum):
    """What can be made of a line."""

    NEW = "new"
    LISTED = "listed"
    ALLOWED = "allowed"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One line: what it means on the list, or why it cannot stand there.

    `standing` is what is listed there already, `allowed` what is let through and would be covered, `repeats` whether
    a line before it means the same, `covers` how many numbers a prefix covers; None: nobody knows.
    """

    line: int
    written: str
    key: EntryKey | None
    rejected: Rejected | None = None
    standing: ListedEntry | None = None
    allowed: ListedEntry | None = None
    repeats: bool = False
    covers: int | None = 1

    @property
    def is_new(self) -> bool:
        """Say whether it can be listed."""
        return self.state is LineState.NEW

    @property
    def state(self) -> LineState:
        """Say what can be made of it."""
        if self.key is None:
            return LineState.REFUSED
        if self.repeats:
            return LineState.REPEATED
        if self.standing is not None:
            return LineState.LISTED
        return LineState.ALLOWED if self.allowed is not None else LineState.NEW


def read_lines(services: Services, text: str, target: ListName, region: str) -> Sequence[ReadLine]:
    """Read each line as a number, a prefix with a `*`, or a domain. Raises Invalid where they are too many."""
    lines = [(at, line.strip()) for at, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > AT_ONCE:
        why = f"These are {len(lines):,} lines, and {AT_ONCE:,} are read at once: import them as a file."
        raise Invalid(why, {"lines": [why]})
    reader = reader_of(services, target, region)
    return [*_read(services, lines, target, reader)]


def _read(services: Services, lines: Sequence[tuple[int, str]], target: ListName, reader: Reader) -> Iterator[ReadLine]:
    seen: set[EntryKey] = set()
    for at, written in lines:
        read = reader.read(Entry(written[:_LONGEST], _match(written, target)))
        if isinstance(read, Rejected):
            yield ReadLine(at, written, None, read)
            continue
        key = EntryKey(target, read.match, read.number)
        yield _around(services, ReadLine(at, written, key, repeats=key in seen, covers=covers(key)))
        seen.add(key)


def _around(services: Services, line: ReadLine) -> ReadLine:
    """Say what stands where an entry is to stand."""
    if line.key is None:
        return line
    now = services.clock()
    there = services.lists.get(line.key)
    standing = there if there is not None and there.entry.counts(now) else None
    above = (services.lists.get(key) for key in covering(line.key.match, line.key.number) if key.list.allows)
    allowed = None if line.key.list.allows else next((one for one in above if one and one.entry.counts(now)), None)
    return ReadLine(line.line, line.written, line.key, None, standing, allowed, line.repeats, line.covers)


def _match(written: str, target: ListName) -> Match:
    if target.subject is Subject.DOMAIN:
        return Match.DOMAIN
    return Match.PREFIX if written.endswith("*") else Match.EXACT


def covers(key: EntryKey) -> int | None:
    """Count the numbers that an entry covers; of short codes nobody knows how long they are."""
    if key.match is not Match.PREFIX:
        return 1
    return covered_by(key.number) if key.number.startswith("+") else None


def add_lines(
    services: Services, lines: Sequence[ReadLine], details: Mapping[str, object], author: Author
) -> DescribedChange:
    """List all lines that can be listed, as one change; `details` is what is said of each. Raises Invalid, Conflict."""
    details = {**details, "expires_at": expiry(services, details.get("expires_at"))}
    entries = {
        one.key: replace(Entry(one.key.number, one.key.match), **details)
        for one in lines
        if one.is_new and one.key is not None
    }
    if not entries:
        why = "None of these lines can be listed."
        raise Invalid(why, {"lines": [why]})
    return describe(services, services.lists.add_all(entries, author))
