"""All that is known of one number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from guard_api.cli.named import Meant, assessment_of, covering, meant
from guard_api.cli.printed import add_row, moment, narrow_table, print_json, print_table, said_of, table_of
from guard_api.cli.shared import opened, with_database, with_json, with_numbers_region
from guard_api.errors import NotFound
from guard_api.lists.entry import EntryKey, Match
from guard_api.numbers.caller_id import CallerKind
from guard_api.ports import Services
from guard_api.ports.lists import EntryVersion, ListedEntry
from guard_api.presenters.decision import number_answer
from guard_api.texts import texts_for
from guard_api.web.api.lists import entry_answer

if TYPE_CHECKING:
    from rich.table import Table

_UNASKED: Mapping[str, Any] = {"caller": None, "level": None, "warnings": [], "actions": []}
"""No check asks about a prefix, or about a domain by itself."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known: what a check says, the entries that cover the number or domain, and what they were before."""

    meant: Meant
    said: Mapping[str, Any]
    entries: Sequence[ListedEntry]
    past: Sequence[tuple[EntryKey, EntryVersion]]
    decides: ListedEntry | None
    """The entry that a check goes by."""
    official: str | None
    """Whose official number or domain it is."""


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
    place = region or services.default_region
    known = _known(services, meant(services, name, place), place)
    if as_json:
        print_json(_answer(known))
        return
    click.echo(_headline(known))
    if known.meant.match is Match.EXACT:
        titles = "; ".join(warning["title"] for warning in known.said["warnings"])
        click.echo(f"A check of it alone says: {known.said['level']}{f' - {titles}' if titles else ''}")
    if known.entries:
        print_table(table_of(known.entries, services.clock(), "Entries that cover it"))
    if known.past:
        print_table(_past(known))


def _known(services: Services, what: Meant, region: str) -> _Known:
    is_number = what.match is Match.EXACT
    said = number_answer(assessment_of(services, what, region), texts_for("en")) if is_number else _UNASKED
    entries = covering(services, what)
    versions = [(key, version) for key in what.keys for version in services.lists.versions(key)]
    past = sorted(versions, key=lambda one: one[1].revision, reverse=True)
    if not past and len(what.keys) == 1:
        raise NotFound(f"{what.keys[0].id} was never listed.")
    decides = next((entry for entry in entries if entry.entry.counts(services.clock())), None)
    official = _official(services, what, said)
    return _Known(what, said, entries, past, decides if official is None else None, official)


def _official(services: Services, what: Meant, said: Mapping[str, Any]) -> str | None:
    if said["caller"] is not None and said["caller"]["kind"] == CallerKind.OFFICIAL:
        return str(said["caller"]["organization"]["name"])
    reference = services.reference.current()
    owned = reference.domains.owner(what.number) if what.match is Match.DOMAIN else None
    return reference.directory.organizations[owned.organization].names["en"] if owned is not None else None


def _headline(known: _Known) -> str:
    name = f"{known.meant.number}{'*' if known.meant.match is Match.PREFIX else ''}"
    if known.official is not None:
        return f"{name} is an official {known.meant.match.subject} of {known.official}: no list can block it."
    if known.decides is None:
        return f"{name} is on no list."
    key, entry = known.decides.key, known.decides.entry
    return f"{name} is {'allowed' if key.list.allows else 'blocked'} by {key.id}: {said_of(entry)}"


def _past(known: _Known) -> "Table":
    table = narrow_table("revision", "list", "it said", "from (UTC), by", "until (UTC), by", title="History")
    for key, version in known.past:
        began = f"{moment(version.began_at)} {version.began_by}"
        ended = f"{moment(version.ended_at)} {version.ended_by or ''}"
        add_row(table, str(version.revision), key.list, said_of(version.entry), began, ended)
    return table


def _answer(known: _Known) -> dict[str, object]:
    return {
        known.meant.match.subject: known.meant.number,
        **known.said,
        "decided_by": known.decides.key.id if known.decides is not None else None,
        "entries": [entry_answer(entry) for entry in known.entries],
        "versions": [_version(key, version) for key, version in known.past],
    }


def _version(key: EntryKey, version: EntryVersion) -> dict[str, object]:
    return {
        "id": key.id,
        "list": key.list,
        **version.entry.said(),
        "revision": version.revision,
        "began_at": version.began_at,
        "began_by": version.began_by,
        "ended_at": version.ended_at,
        "ended_by": version.ended_by,
    }
