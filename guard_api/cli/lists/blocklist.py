"""`guard-api blocklist ...`: the lists from the command line."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import click

from guard_api.actions.imports.fetch import fetch_due
from guard_api.actions.lists.edit import add_entry, remove_entry
from guard_api.actions.lists.names import current_entries, subject_of
from guard_api.app import utc_now
from guard_api.cli.lists.bulk import bulk
from guard_api.cli.lists.files import bring_in, export
from guard_api.cli.lists.found import facets, list_entries
from guard_api.cli.lists.history import history, imports, undo
from guard_api.cli.lists.paste import paste
from guard_api.cli.lists.show import show
from guard_api.cli.printed import print_json
from guard_api.cli.shared import (
    PATIENT_SECONDS,
    author,
    opened,
    with_category,
    with_database,
    with_json,
    with_list,
    with_numbers_region,
    with_why,
    with_word,
    words,
)
from guard_api.errors import Conflict, GuardError, NotFound
from guard_api.jobs.handlers import run_queued
from guard_api.lists.entry import ListName, Match
from guard_api.lists.files.cells.cells import LONGEST_NAME, LONGEST_NOTE, Unreadable, entry_maker
from guard_api.lists.files.layout import DETAIL_COLUMNS
from guard_api.lists.safe_text import visible
from guard_api.ports.lists.lists import ListedEntry
from guard_api.presenters.lists.lists import edits_answer

_Command = TypeVar("_Command", bound=Callable[..., object])


@click.group()
def blocklist() -> None:
    """Keep the block and allow lists."""


blocklist.add_command(bring_in)
blocklist.add_command(bulk)
blocklist.add_command(export)
blocklist.add_command(facets)
blocklist.add_command(list_entries)


def _expiry(_context: click.Context, _option: click.Parameter, text: str) -> str:
    try:
        entry_maker(utc_now())(("1", "", "", "", "", "", text))
    except Unreadable as error:
        raise click.BadParameter(str(error)) from error
    return text


def _with_columns(command: _Command) -> _Command:
    """Give the options that say something of a number or domain: the columns of a list."""
    for name, longest, text in (
        ("note", LONGEST_NOTE, "Anything else."),
        ("source", LONGEST_NAME, "Who says so."),
        ("label", LONGEST_NAME, "What people are told."),
    ):
        command = click.option(f"--{name}", callback=words(longest), default="", help=text)(command)
    expires = "Until when it counts: a day in UTC, or a moment with its offset.  [default: for good]"
    return with_category(
        click.option("--expires-at", default="", metavar="TIME", callback=_expiry, help=expires)(command)
    )


@blocklist.command()
@click.argument("names", nargs=-1, required=True, metavar="NUMBER|DOMAIN...")
@with_list(None, "Which list.  [default: block; block_domains for what looks like a domain]")
@with_word("--match", "match", Match, None, "One number, or all that begin so.  [default: exact]")
@_with_columns
@with_numbers_region
@with_why
@with_json
@with_database
def add(  # noqa: PLR0913 - one for each option
    names: Sequence[str],
    *,
    target: ListName | None,
    match: Match | None,
    region: str | None,
    why: str,
    database: Path | None,
    as_json: bool,
    **columns: str | None,
) -> None:
    """Put numbers or domains on a list.

    Each is a change of its own. A * at the end lists all numbers that begin so, +86170* or, in China, 170*; a domain is
    listed with all below it. Of several, those that can be listed are, and the others are named.
    """
    services = opened(database)
    place = region or services.default_region

    def put(name: str) -> ListedEntry:
        of = target or subject_of(name).lists[0]
        cells = name, match or "", *(columns[column] or "" for column in DETAIL_COLUMNS)
        written = entry_maker(services.clock(), of.subject)(cells)
        return add_entry(services, of, written, place, author(services, why))

    _each(names, put, "added", target, as_json=as_json)


@blocklist.command()
@click.argument("names", nargs=-1, required=True, metavar="NUMBER|DOMAIN|ID...")
@with_list(None, "Only from this list.")
@with_word("--match", "match", Match, None, "Only the number itself, or only the prefix.")
@with_numbers_region
@with_why
@with_json
@with_database
def remove(  # noqa: PLR0913 - one for each option
    names: Sequence[str],
    *,
    target: ListName | None,
    match: Match | None,
    region: str | None,
    why: str,
    database: Path | None,
    as_json: bool,
) -> None:
    """Take entries off their lists.

    Each is a change of its own. An entry is named by its number or domain in any form, or by its ID, as in
    block:prefix:+3316.
    """
    services = opened(database)
    place = region or services.default_region

    def take(text: str) -> ListedEntry:
        entry = _only(current_entries(services, text, place, target), target, match)
        remove_entry(services, entry.key, author(services, why))
        return entry

    _each(names, take, "removed", target, as_json=as_json)


def _only(entries: Iterable[ListedEntry], target: ListName | None, match: Match | None) -> ListedEntry:
    meant = [one for one in entries if target in {None, one.key.list} and match in {None, one.key.match}]
    if not meant:
        raise NotFound("This is not listed.")
    if len(meant) > 1:
        raise Conflict(f"This may be {' or '.join(one.key.id for one in meant)}: say which, or use --list or --match.")
    return meant[0]


def _each(
    texts: Iterable[str], do: Callable[[str], ListedEntry], done: str, target: ListName | None, *, as_json: bool
) -> None:
    """Do all that can be done, and say in a line each what could not."""
    entries, errors = [], []
    for text in texts:
        try:
            entry = do(text)
        except (GuardError, Unreadable) as error:
            errors.append({subject_of(text, target): text, "reason": str(error)})
            click.echo(visible(f"{text}: {error}"), err=True)
            continue
        entries.append(entry)
        if not as_json:
            click.echo(f"{entry.key.id} {done}")
    if as_json:
        print_json(edits_answer(entries, errors))
    if errors:
        click.get_current_context().exit(1)


blocklist.add_command(paste)
blocklist.add_command(show)
blocklist.add_command(undo)
blocklist.add_command(history)
blocklist.add_command(imports)


@blocklist.command("run-queued", hidden=True)
@with_database
def run(database: Path | None) -> None:
    """Run imports that are queued: servers start this."""
    _at_leisure()
    run_queued(opened(database, store_seconds=PATIENT_SECONDS))


@blocklist.command("fetch-due", hidden=True)
@with_database
def fetch(database: Path | None) -> None:
    """Fetch subscriptions that are due: servers start this."""
    _at_leisure()
    fetch_due(opened(database, store_seconds=PATIENT_SECONDS))


def _at_leisure() -> None:
    # Workers block the signal, to take their leave first, and keep to their cores, uninterrupted; this came of one.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    if sys.platform == "linux":
        os.sched_setaffinity(0, range(os.cpu_count() or 1))
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
