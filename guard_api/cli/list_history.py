"""What was changed, and the way back."""

from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from guard_api.actions.lists.edit import AT_ONCE, official_guard
from guard_api.actions.lists.import_lists import revert_now
from guard_api.cli.printed import add_row, moment, narrow_table, print_json, print_table, said_of
from guard_api.cli.progress import progress_bar, say_if_busy
from guard_api.cli.shared import (
    NEWEST,
    PATIENT_SECONDS,
    answering,
    author,
    opened,
    with_database,
    with_json,
    with_why,
)
from guard_api.lists.change import Change
from guard_api.lists.entry import Entry, EntryKey, Rejected
from guard_api.lists.files.cells import SAID_COLUMNS
from guard_api.lists.safe_text import visible
from guard_api.ports import Services
from guard_api.ports.lists import EntryDiff
from guard_api.web.api.lists import list_changes, show_change

if TYPE_CHECKING:
    from rich.table import Table

_PAGE = 1000
_LOOKED_AT = 10_000
"""Entries of a change that are looked at to say which were left alone."""
_SHOWN = 10
_ALLOWED = "what it covers is allowed by now, or an import is changing it"
_REVISION = click.IntRange(1, NEWEST)


@click.command()
@click.argument("revision", type=_REVISION)
@with_why
@with_json
@with_database
def undo(revision: int, why: str, database: Path | None, *, as_json: bool) -> None:
    """Take a change back, also a whole import.

    That is a change of its own, which can be taken back, too. What was changed since is left alone and named.
    """
    services = opened(database, store_seconds=PATIENT_SECONDS)
    change = services.changes.get(revision)
    if change.touched > AT_ONCE:
        say_if_busy(services)
    with progress_bar("Taking back", change.touched) as bar:
        made = revert_now(services, change, author(services, why), bar.told)
    if as_json:
        print_json(show_change(answering(services, limit=1), made.revision))
    else:
        click.echo(
            f"Revision {revision} is taken back by revision {made.revision}: {made.removed:,} removed again, "
            f"{made.added:,} brought back, {made.updated:,} changed back."
        )
    if made.skipped:
        click.echo(f"Left alone: {made.skipped:,} that were changed since, or may not be listed any more.", err=True)
        for name, reason in islice(_left_alone(services, change, made), _SHOWN):
            click.echo(visible(f"  {name}: {reason}"), err=True)
        if made.skipped > _SHOWN:
            click.echo("  ...", err=True)


def _left_alone(services: Services, change: Change, made: Change) -> Iterator[tuple[str, str]]:
    """Say which entries were not taken back, and why; of a huge change nobody can tell quickly."""
    if change.touched > _LOOKED_AT:
        return
    restored = {one.key for one in _entries(services, made)}
    for one in _entries(services, change):
        if one.key not in restored:
            yield one.key.id, _reason(services, one, change)


def _entries(services: Services, change: Change) -> Iterator[EntryDiff]:
    after: EntryKey | None = None
    while page := services.changes.entries(change, after, _PAGE):
        yield from page
        after = page[-1].key


def _reason(services: Services, one: EntryDiff, change: Change) -> str:
    """Say why an entry was left alone."""
    newest = next(iter(services.lists.versions(one.key)), None)
    if newest is not None and newest.revision > change.revision:
        return f"changed since, by revision {newest.revision}"
    if newest is not None and one.after is not None and newest.ended_at is not None:
        return f"removed since, by {newest.ended_by}"
    was = one.before
    if was is not None and not was.counts(services.clock()):
        return "would have expired by now"
    refused = official_guard(services, change.list)(was) if was is not None else None
    return refused.reason if isinstance(refused, Rejected) else _ALLOWED


@click.command()
@click.argument("revision", type=_REVISION, required=False)
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Rows at most.")
@with_json
@with_database
def history(revision: int | None, limit: int, database: Path | None, *, as_json: bool) -> None:
    """Say who changed what, when and why, newest first; what was done to reports, keys and codes, too.

    With REVISION: what that change made of each entry. Counts of entries are +added ~updated -removed.
    """
    asked = answering(opened(database), limit=limit)
    answer = cast("dict[str, Any]", show_change(asked, revision) if revision is not None else list_changes(asked))
    if as_json:
        print_json(answer)
        return
    print_table(_changes(answer["changes"] if revision is None else [answer]))
    if revision is not None:
        _print_entries(answer)
    if answer["next"] is not None:
        click.echo(f"There may be more: --limit {2 * limit}.", err=True)


def _changes(changes: list[Mapping[str, Any]]) -> "Table":
    table = narrow_table("revision", "when (UTC)", "who", "what", "to what", "why")
    for one in changes:
        counts = f"{one['list']} +{one['added']:,} ~{one['updated']:,} -{one['removed']:,}"
        what = one["what"] if one["reverts"] is None else f"{one['what']} {one['reverts']}"
        revision, done = (one["revision"], counts) if one["list"] is not None else ("", one["about"])
        add_row(table, str(revision), moment(one["at"]), one["who"], what, done, one["why"])
    return table


def _print_entries(answer: Mapping[str, Any]) -> None:
    if not answer["entries"]:
        click.echo("What it changed is not kept any more.", err=True)
        return
    table = narrow_table("id", "before", "after")
    for one in answer["entries"]:
        add_row(table, one["id"], _said(one["before"]), _said(one["after"]))
    print_table(table)


def _said(entry: Mapping[str, Any] | None) -> str:
    return said_of(Entry("", **{name: entry[name] for name in SAID_COLUMNS})) if entry is not None else "not listed"
