"""What is on the lists, looked for and counted."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from guard_api.actions.lists.facets import SHOWN, count_facets
from guard_api.actions.lists.search import search_through
from guard_api.cli.printed import add_row, narrow_table, print_json, print_table, table_of
from guard_api.cli.shared import opened, with_database, with_json, with_list, with_word
from guard_api.lists.entry import Category, ListName, Match
from guard_api.ports.lists.catalogue import Order, Search
from guard_api.presenters.lists.lists import entries_answer, facets_answer

_Command = TypeVar("_Command", bound=Callable[..., object])


def _with_search(command: _Command) -> _Command:
    """Give what says which entries are looked for, but for their list."""
    command = click.option("--ending", metavar="DIGITS", default="", help="Only single numbers that end so.")(command)
    command = click.option("--source", default="", help="Only of this source, word for word.")(command)
    command = with_word("--category", "category", Category, None, "Only this category.")(command)
    command = with_word("--match", "match", Match, None, "Only single numbers, or only prefixes.")(command)
    return click.argument("query", default="")(command)


@click.command("list")
@with_list(None, "Only this list.")
@_with_search
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="Entries at most.")
@click.option(
    "--order",
    type=click.Choice([one.value for one in Order]),
    default=Order.NEWEST.value,
    show_default=True,
    help="What comes first.",
)
@with_json
@with_database
def list_entries(  # noqa: PLR0913 - one for each option
    query: str,
    *,
    target: ListName | None,
    match: Match | None,
    category: Category | None,
    source: str,
    ending: str,
    limit: int,
    order: str,
    database: Path | None,
    as_json: bool,
) -> None:
    """List entries.

    QUERY is the beginning of a number or domain in any form, or a part of a label, source or note. An ID says list,
    match and number or domain.
    """
    services = opened(database)
    wanted = Search(target, "", "", match, category, source, ending, Order(order), limit=limit)
    page = search_through(services, query, wanted)
    if as_json:
        print_json(entries_answer(page))
        return
    if page.items:
        print_table(table_of(page.items, services.clock()))
    else:
        click.echo("Nothing found.", err=True)
    if page.next is not None:
        click.echo(f"There may be more: --limit {2 * limit}.", err=True)


@click.command()
@with_list()
@_with_search
@click.option("--limit", type=click.IntRange(1, 1000), default=SHOWN, show_default=True, help="Sources at most.")
@with_json
@with_database
def facets(  # noqa: PLR0913 - one for each option
    query: str,
    *,
    target: ListName,
    match: Match | None,
    category: Category | None,
    source: str,
    ending: str,
    limit: int,
    database: Path | None,
    as_json: bool,
) -> None:
    """Count a list, or what QUERY finds on it, by match, category and source."""
    search = Search(target, match=match, category=category, source=source, ending=ending)
    found = count_facets(opened(database), query, search, limit)
    if as_json:
        print_json(facets_answer(found))
        return
    table = narrow_table("by", "which", "entries")
    for by, words in (("match", found.matches), ("category", found.categories), ("source", found.sources)):
        for word, count in words.items():
            add_row(table, by, word or "(none)", _grouped(count))
    if found.others:
        add_row(table, "source", "(others)", _grouped(found.others))
    print_table(table)
    if not found.counted:
        click.echo("Too much is found to be counted: this is what the whole list has.", err=True)


def _grouped(count: int | None) -> str:
    return f"{count:,}" if count is not None else "?"
