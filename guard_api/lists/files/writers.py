"""Lists for other programs: what `read_rows` gives back as it was, and rules for SpamBlocker.

CSV and JSON lines keep all of an entry, a plain list and a hosts file only its number or domain. What a spreadsheet
would run of a CSV has a ' in front, which `read_rows` takes off again. A hosts file leads
names astray: an IP address on a list is none, and left out.

SpamBlocker is an Android app that filters calls; what is said of it here was read in the sources of its version 5.13
(github.com/aj3423/SpamBlocker). Its import (`ui/setting/regex/ImportCsv.kt`, `util/Csv.kt`) wants a column `pattern` in
the first line, eats two letters behind a BOM, and knows no doubled quotes. Every column becomes the field of that name
of a rule (`RegexRule.fromMap` in `db/RegexTable.kt`), so numbers must not be left empty. One file serves two ways:

- As rules (Import .csv as multiple rules). `pattern` is a regular expression that has to match the whole number
  (`regexMatchesNumber` in `util/Util.kt`), from which the app first takes `+`, separators and leading zeros
  (`clearNumber`): `86170.*` matches +86170..., and no call that is displayed without the country code. Therefore what
  belongs to the phones' own country stands here in its national form too. Once the `+` is gone, +1 702 ... looks like a
  Chinese 1702...: so national prefixes carry `patternFlags` 1024 (`FLAG_REGEX_RAW_NUMBER` in `def/Def.kt`), which
  compares with what is displayed, and `flags` 1 (calls only), since texts come from short codes that begin alike.
  An import as a single rule loses both flags: it is no good for prefixes.
- As its database of numbers (a workflow of ParseCSV and ImportToSpamDB, `service/bot/`). `pattern` is compared as it is
  (`SpamDB` in `service/checker/Checker.kt`) with the number as displayed, without `+` and leading zeros, with the
  country code in front, and with `+` and the country code: 13912345678 is found as 8613912345678, but 01012345678 as
  1012345678 only. Prefixes do nothing there.
"""

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from io import StringIO
from itertools import chain, islice

from msgspec import json

from guard_api.lists.entry import Entry, Match, Subject
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import DETAIL_COLUMNS, columns_of
from guard_api.lists.safe_text import cleaned, inert, is_harmless
from guard_api.numbers.caller_id import country_code_of

_ENTRIES = 1000
"""Entries in a chunk: some 64 KiB."""
CSV_COLUMNS: Mapping[Subject, Sequence[str]] = {
    Subject.NUMBER: columns_of(Subject.NUMBER),
    # There is only one way in which a domain can match.
    Subject.DOMAIN: (Subject.DOMAIN.value, *DETAIL_COLUMNS),
}
_SPAMBLOCKER_COLUMNS = ("pattern", "description", "flags", "patternFlags")
_CALLS_AND_TEXTS, _CALLS = 3, 1
_CLEARED, _AS_DISPLAYED = 0, 1024
_ADDRESS = re.compile(r"[0-9.]+|\[.*")
_JSON = json.Encoder()
_UNSPEAKABLE = re.compile(r'[\s",;|\x00-\x1f\x7f-\x9f]+')


def write_rows(
    entries: Iterable[Entry],
    format: Format,  # noqa: A002 - as in rows
    region: str = "CN",
    subject: Subject = Subject.NUMBER,
) -> Iterator[bytes]:
    """Write `entries` in chunks of some 64 KiB; one by one they are read, and never all at once.

    `region` is where the phones are that SpamBlocker runs on: the national forms are written for its numbers only, and
    short codes of another region, where they would hit somebody else's lines, are left out. Its rules block: a list of
    allowed numbers must not be written so.
    """
    if format is Format.CSV:
        return _chunks(entries, CSV_COLUMNS[subject], _csv)
    if format is Format.CSV_EXCEL:
        return chain([codecs.BOM_UTF8], _chunks(entries, CSV_COLUMNS[subject], _csv_excel, "\r\n"))
    if format is Format.SPAMBLOCKER:
        return _chunks(entries, _SPAMBLOCKER_COLUMNS, partial(_spamblocker, region=region))
    return _chunks(entries, (), _WRITERS[format])


def _chunks(
    entries: Iterable[Entry], header: Sequence[str], write: Callable[[Sequence[Entry]], bytes], end: str = "\n"
) -> Iterator[bytes]:
    if header:
        yield f"{','.join(header)}{end}".encode()
    source = iter(entries)
    while batch := list(islice(source, _ENTRIES)):
        yield write(batch)


def _csv(entries: Sequence[Entry]) -> bytes:
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows(map(cells_of, entries))
    return text.getvalue().encode()


def _csv_excel(entries: Sequence[Entry]) -> bytes:
    text = StringIO()
    cells = ((inert(number), *others) for number, *others in map(cells_of, entries))
    csv.writer(text, lineterminator="\r\n").writerows(cells)
    return text.getvalue().encode()


def cells_of(entry: Entry) -> tuple[str, ...]:
    """Give what stands in `CSV_COLUMNS` of an entry."""
    expires_at = entry.expires_at.isoformat() if entry.expires_at is not None else ""
    how = () if entry.match is Match.DOMAIN else (entry.match,)
    words = entry.label, entry.source, entry.note
    if not is_harmless("".join(words)):
        words = cleaned(entry.label), cleaned(entry.source), cleaned(entry.note)
    return entry.number, *how, entry.category, *map(inert, words), expires_at


def _json_lines(entries: Sequence[Entry]) -> bytes:
    return _JSON.encode_lines([entry.fields() for entry in entries])


def _plain(entries: Sequence[Entry]) -> bytes:
    return "".join(f"{one.number}{'*' if one.match is Match.PREFIX else ''}\n" for one in entries).encode()


def _hosts(entries: Sequence[Entry]) -> bytes:
    return "".join(f"0.0.0.0 {one.number}\n" for one in entries if not _ADDRESS.fullmatch(one.number)).encode()


def _spamblocker(entries: Sequence[Entry], region: str) -> bytes:
    return "".join(
        f"{pattern},{_spoken(entry.label or entry.category)},{applies_to},{flags}\n"
        for entry in entries
        for pattern, applies_to, flags in _patterns(entry, region)
    ).encode()


def _spoken(text: str) -> str:
    return inert(cleaned(_UNSPEAKABLE.sub(" ", text)).strip())


def _patterns(entry: Entry, region: str) -> Iterator[tuple[str, int, int]]:
    """Give what finds the entry: a pattern, what it applies to, and its flags."""
    place, _, short_code = entry.number.rpartition(":")
    is_prefix = entry.match is Match.PREFIX
    if place:
        if place == region:
            yield (
                (f"{short_code}.*", _CALLS_AND_TEXTS, _AS_DISPLAYED)
                if is_prefix
                else (short_code, _CALLS_AND_TEXTS, _CLEARED)
            )
        return
    digits = entry.number.removeprefix("+")
    yield f"{digits}.*" if is_prefix else digits, _CALLS_AND_TEXTS, _CLEARED
    code = str(country_code_of(region))
    national = digits.removeprefix(code).lstrip("0") if digits.startswith(code) else ""
    if national:
        yield (f"0?{national}.*", _CALLS, _AS_DISPLAYED) if is_prefix else (national, _CALLS_AND_TEXTS, _CLEARED)


_WRITERS = {Format.JSONL: _json_lines, Format.PLAIN: _plain, Format.HOSTS: _hosts}
