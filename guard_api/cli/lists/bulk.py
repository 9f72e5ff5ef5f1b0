"""Many entries at once, as one change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

import click

from guard_api.actions.lists.bulk import edit_entries, entries_found, entries_named, remove_entries
from guard_api.actions.lists.edit import AT_ONCE
from guard_api.actions.lists.history import DescribedChange
from guard_api.cli.printed import print_json
from guard_api.cli.shared import author, opened, with_database, with_json, with_list, with_why, with_word, words
from guard_api.lists.entry import Category, EntryKey, ListName, Match
from guard_api.lists.files.cells.cells import LONGEST_NAME, LONGEST_NOTE
from guard_api.lists.files.cells.until import NoMoment, read_until
from guard_api.ports import Services
from guard_api.ports.lists.catalogue import Search
from guard_api.presenters.lists.changes import change_answer

_Command = TypeVar("_Command", bound=Callable[..., object])


@click.group()
def bulk() -> None:
    """Edit or remove up to 1,000 entries of a list as one change: all of them or none, and taken back as one."""


def _until(_context: click.Context, _option: click.Parameter, text: str | None) -> datetime | None:
    try:
        return read_until(text) if text is not None else None
    except NoMoment as error:
        raise click.BadParameter(f"{error} {text!r}") from None


def _optional_text(longest: int) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    check = words(longest)
    return lambda context, option, text: check(context, option, text) if text is not None else None


def _with_entries(command: _Command) -> _Command:
    """Give what says which entries are meant: their ids, or a search."""
    command = with_word("--of-category", "of_category", Category, None, "With --find: only this category.")(command)
    command = with_word("--match", "match", Match, None, "With --find: only single numbers, or only prefixes.")(command)
    command = click.option("--of-source", default="", help="With --find: only of this source.")(command)
    command = click.option("--ending", metavar="DIGITS", default="", help="With --find: the last digits.")(command)
    command = with_list(None, "With --find: of this list.  [default: block]")(command)
    text = "All that this finds, in the place of IDs: a beginning or a text, '' for everything."
    command = click.option("--find", metavar="QUERY", help=text)(command)
    return click.argument("ids", nargs=-1, metavar="[ID]...")(command)


def _meant(services: Services, ids: Sequence[str], find: str | None, search: Search) -> Sequence[EntryKey]:
    if (find is None) is not bool(ids):
        raise click.UsageError("Name entries by their IDs (block:exact:+8613912345678), or give --find; not both.")
    if find is None:
        return entries_named(ids)
    wanted = replace(search, list=search.list or ListName.BLOCK, limit=AT_ONCE + 1)
    return entries_found(services, find, wanted)


def _tell(made: DescribedChange, *, as_json: bool) -> None:
    change = made.change
    if as_json:
        print_json(change_answer(made))
    else:
        what = f"{change.updated:,} edited, {change.removed:,} removed"
        click.echo(f"Revision {change.revision}: {what}. Take it back: guard-api blocklist undo {change.revision}")


@bulk.command()
@_with_entries
@with_why
@with_json
@with_database
def remove(  # noqa: PLR0913 - one for each option
    ids: Sequence[str],
    *,
    find: str | None,
    target: ListName | None,
    ending: str,
    match: Match | None,
    of_category: Category | None,
    of_source: str,
    why: str,
    database: Path | None,
    as_json: bool,
) -> None:
    """Take entries off their list, as one change."""
    services = opened(database)
    search = Search(target, match=match, category=of_category, source=of_source, ending=ending)
    keys = _meant(services, ids, find, search)
    _tell(remove_entries(services, keys, author(services, why)), as_json=as_json)


@bulk.command()
@_with_entries
@with_word("--category", "category", Category, None, "What they are listed for.")
@click.option("--label", callback=_optional_text(LONGEST_NAME), help="What people are told.")
@click.option("--source", callback=_optional_text(LONGEST_NAME), help="Who says so.")
@click.option("--note", callback=_optional_text(LONGEST_NOTE), help="Anything else.")
@click.option("--expires-at", metavar="TIME", callback=_until, help="Until when they count: a day in UTC, or a moment.")
@click.option("--for-good", is_flag=True, help="They do not expire.")
@with_why
@with_json
@with_database
def edit(  # noqa: PLR0913 - one for each option
    ids: Sequence[str],
    *,
    find: str | None,
    target: ListName | None,
    ending: str,
    match: Match | None,
    of_category: Category | None,
    of_source: str,
    for_good: bool,
    why: str,
    database: Path | None,
    as_json: bool,
    **details: object,
) -> None:
    """Change what is said of entries, as one change; what is not given stays."""
    changes: Mapping[str, object] = {name: value for name, value in details.items() if value is not None}
    if for_good:
        if "expires_at" in changes:
            raise click.UsageError("Give --expires-at or --for-good, not both.")
        changes = {**changes, "expires_at": None}
    if not changes:
        raise click.UsageError("Say what is to be changed: --category, --label, --source, --note, --expires-at.")
    services = opened(database)
    keys = _meant(
        services, ids, find, Search(target, match=match, category=of_category, source=of_source, ending=ending)
    )
    _tell(edit_entries(services, keys, changes, author(services, why)), as_json=as_json)
