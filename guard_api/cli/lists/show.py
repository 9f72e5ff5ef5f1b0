"""All that is known of one number."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from guard_api.actions.lists.show import Known, show_known
from guard_api.cli.printed import add_row, entry_text, moment, narrow_table, print_json, print_table, table_of
from guard_api.cli.shared import opened, with_database, with_json, with_numbers_region
from guard_api.lists.entry import Match
from guard_api.presenters.checks.warnings import name_in
from guard_api.presenters.lists.lists import known_answer
from guard_api.texts import texts_in

if TYPE_CHECKING:
    from rich.table import Table


@click.command()
@click.argument("name", metavar="NUMBER|DOMAIN|ID")
@with_numbers_region
@with_json
@with_database
def show(name: str, region: str | None, database: Path | None, *, as_json: bool) -> None:
    """Show all that is known of a number or domain.

    What a check says of a number, which entries cover it (the first one decides), and what they were before. A prefix
    ends in *; an ID, as in block:prefix:+3316, names one entry.
    """
    services = opened(database)
    known = show_known(services, name, region or services.default_region)
    answer = known_answer(known, texts_in("en"))
    if as_json:
        print_json(answer)
        return
    click.echo(_headline(known))
    if known.named.match is Match.EXACT:
        titles = "; ".join(warning["title"] for warning in answer["warnings"])
        click.echo(f"A check of it alone says: {answer['level']}{f' - {titles}' if titles else ''}")
    if known.entries:
        print_table(table_of(known.entries, services.clock(), "Entries that cover it"))
    if known.past:
        print_table(_past(known))


def _headline(known: Known) -> str:
    name = f"{known.named.number}{'*' if known.named.match is Match.PREFIX else ''}"
    if known.official is not None:
        owner = name_in(known.official, texts_in("en"))
        return f"{name} is an official {known.named.match.subject} of {owner}: no list can block it."
    if known.decides is None:
        return f"{name} is on no list."
    key, entry = known.decides.key, known.decides.entry
    return f"{name} is {'allowed' if key.list.allows else 'blocked'} by {key.id}: {entry_text(entry)}"


def _past(known: Known) -> "Table":
    table = narrow_table("revision", "list", "it said", "from (UTC), by", "until (UTC), by", title="History")
    for key, version in known.past:
        began = f"{moment(version.began_at)} {version.began_by}"
        ended = f"{moment(version.ended_at)} {version.ended_by or ''}"
        add_row(table, str(version.revision), key.list, entry_text(version.entry), began, ended)
    return table
