"""What was changed, and the way back."""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guard_api.actions.imports.import_lists import revert_now
from guard_api.actions.imports.import_queue import list_imports
from guard_api.actions.lists.edit import AT_ONCE, find_entry
from guard_api.actions.lists.history import find_change, left_alone, list_changes, show_change
from guard_api.cli.printed import add_row, entry_text, moment, narrow_table, print_json, print_table
from guard_api.cli.progress import progress_bar, say_if_busy
from guard_api.cli.shared import (
    NEWEST,
    PATIENT_SECONDS,
    author,
    opened,
    with_database,
    with_json,
    with_list,
    with_why,
)
from guard_api.lists.change import ActKind, ChangeKind
from guard_api.lists.entry import Entry, ListName
from guard_api.lists.files.cells.until import NoMoment, read_since, read_until
from guard_api.lists.files.layout import DETAIL_COLUMNS
from guard_api.lists.safe_text import visible
from guard_api.ports import Services
from guard_api.ports.lists.trail import TrailSearch
from guard_api.presenters.lists.changes import change_details_answer, changes_answer
from guard_api.presenters.lists.imports import imports_answer

if TYPE_CHECKING:
    from rich.table import Table

_SHOWN = 10
_REVISION = click.IntRange(1, NEWEST)


def _moment(read: Callable[[str], datetime]) -> Callable[[click.Context, click.Parameter, str | None], datetime | None]:
    def check(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
        try:
            return read(text) if text is not None else None
        except NoMoment as error:
            raise click.BadParameter(f"{error} {text!r}") from None

    return check


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
    change = find_change(services, revision)
    if change.touched > AT_ONCE:
        say_if_busy(services)
    with progress_bar("Taking back", change.touched) as bar:
        made = revert_now(services, change, author(services, why), bar.show)
    if as_json:
        print_json(change_details_answer(show_change(services, made.revision, None, 1)))
    else:
        click.echo(
            f"Revision {revision} is taken back by revision {made.revision}: {made.removed:,} removed again, "
            f"{made.added:,} brought back, {made.updated:,} changed back."
        )
    if made.skipped:
        click.echo(f"Left alone: {made.skipped:,} that were changed since, or may not be listed any more.", err=True)
        for name, reason in islice(left_alone(services, change, made), _SHOWN):
            click.echo(visible(f"  {name}: {reason}"), err=True)
        if made.skipped > _SHOWN:
            click.echo("  ...", err=True)


@click.command()
@click.option("--limit", type=click.IntRange(1, 1000), default=50, show_default=True, help="Rows at most.")
@with_json
@with_database
def imports(limit: int, database: Path | None, *, as_json: bool) -> None:
    """List imports, newest first: who brought in what, how far it is, and what came of it."""
    answer: Mapping[str, Any] = imports_answer(list_imports(opened(database), None, limit))
    if as_json:
        print_json(answer)
        return
    table = narrow_table("id", "when (UTC)", "who", "what", "state", "came to", "why")
    for one in answer["imports"]:
        what = f"{one['mode']} {one['source']}".strip() if one["reverts"] is None else f"revert {one['reverts']}"
        counts = f"{one['list']} +{one['added']:,} ~{one['updated']:,} -{one['removed']:,} ={one['unchanged']:,}"
        state = f"{one['state']} (dry run)" if one["dry_run"] else one["state"]
        add_row(table, one["import_id"], moment(one["created_at"]), one["author"], what, state, counts, one["why"])
    print_table(table)


@click.command()
@click.argument("revision", type=_REVISION, required=False)
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Rows at most.")
@click.option("--who", default="", help="Only what somebody did who is called so, or in part.")
@click.option(
    "--what", type=click.Choice([kind.value for kind in (*ChangeKind, *ActKind)]), help="Only what was done so."
)
@with_list(None, "Only what changed this list.")
@click.option("--entry", help="Only what changed the entry of this id.")
@click.option("--from", "begin", callback=_moment(read_since), metavar="TIME", help="Since a day in UTC, or a moment.")
@click.option("--to", "end", callback=_moment(read_until), metavar="TIME", help="Until a day in UTC, or a moment.")
@with_json
@with_database
def history(  # noqa: PLR0913 - one for each option
    revision: int | None,
    limit: int,
    *,
    who: str,
    what: str | None,
    target: ListName | None,
    entry: str | None,
    begin: datetime | None,
    end: datetime | None,
    database: Path | None,
    as_json: bool,
) -> None:
    """Say who changed what, when and why, newest first; what was done to reports, keys and codes, too.

    With REVISION: what that change made of each entry. Counts of entries are +added ~updated -removed.
    """
    key = find_entry(entry) if entry is not None else None
    answer = _history(opened(database), revision, limit, TrailSearch(who, what or "", target, key, begin, end))
    if as_json:
        print_json(answer)
        return
    print_table(_changes(answer["changes"] if revision is None else [answer]))
    if revision is not None:
        _print_entries(answer)
    if answer["next"] is not None:
        click.echo(f"There may be more: --limit {2 * limit}.", err=True)


def _history(services: Services, revision: int | None, limit: int, search: TrailSearch) -> dict[str, Any]:
    if revision is None:
        return changes_answer(list_changes(services, None, limit, search))
    return change_details_answer(show_change(services, revision, None, limit))


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
        add_row(table, one["id"], _state(one["before"]), _state(one["after"]))
    print_table(table)


def _state(entry: Mapping[str, Any] | None) -> str:
    return (
        entry_text(Entry("", **{name: entry[name] for name in DETAIL_COLUMNS})) if entry is not None else "not listed"
    )
