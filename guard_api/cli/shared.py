"""What all commands share: the database, the settings, the region."""

import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TypeVar

import click

from guard_api.actions.phones.enrol import new_device
from guard_api.app import made_services, open_services
from guard_api.cli.users import fault_of_files, left_open, left_to_root, logged_in, user_name
from guard_api.config import Config
from guard_api.environment import from_env, unknown_in
from guard_api.errors import GuardError
from guard_api.lists.actor import PersonActor, author_of
from guard_api.lists.change import Author
from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.cells.cells import LONGEST_NAME, LONGEST_NOTE
from guard_api.lists.safe_text import is_harmless
from guard_api.numbers.plan import REGIONS
from guard_api.ports import Device, Services
from guard_api.store.sqlite.private_files import parts_of

_Word = TypeVar("_Word", bound=StrEnum)
_Command = TypeVar("_Command", bound=Callable[..., object])
NEWEST = (1 << 63) - 1
"""The largest revision that there can be."""
PATIENT_SECONDS = 30
"""How long work that goes on for minutes waits for its turn to write: nobody waits for an answer."""


def words(longest: int = LONGEST_NAME) -> Callable[[click.Context, click.Parameter, str], str]:
    """Give the callback of an option for text that people are shown, by the same rule as over HTTP."""

    def check(_context: click.Context, _option: click.Parameter, text: str) -> str:
        if not is_harmless(text):
            raise click.BadParameter("must not hold control or invisible characters")
        if len(text) > longest:
            raise click.BadParameter(f"must not have more than {longest} characters")
        return text

    return check


def settings(**given: object) -> Config:
    """Return the settings: what is given wins over the environment. Raises BadConfiguration."""
    values = {name: value for name, value in given.items() if value is not None}
    return replace(from_env(os.environ), **values)  # type: ignore[arg-type] # click has read the types


def configured(**given: object) -> Config:
    """Return the settings, and name variables that are none."""
    config = settings(**given)
    for name, nearest in unknown_in(os.environ).items():
        meant = f"; did you mean {nearest}?" if nearest is not None else ""
        click.echo(f"{name}: no such setting, ignored{meant}", err=True)
    return config


def opened(database: Path | None, **given: object) -> Services:
    """Open the services on a database, with the settings that are given."""
    return opened_as(configured(database=database, **given))


def opened_as(config: Config) -> Services:
    """Open the services with settings that were read."""
    fault = fault_of_files(config.files, os.geteuid())
    if fault is not None:
        raise click.ClickException(fault)
    before = parts_of(config.files)
    # A umask that takes our own rights would have us make files that we cannot open again.
    os.umask(os.umask(0o077) & ~stat.S_IRWXU)
    try:
        services = open_services(config)
    except GuardError as error:
        raise click.ClickException(f"{config.database}: {error}") from error
    if (hint := left_open(config.files)) is not None:
        click.echo(hint, err=True)
    _say_what_is_roots(config.files, before)
    return services


def unopened(database: Path | None) -> Services:
    """Make the services on a database that is not to be made or migrated, only looked at, copied or replaced."""
    config = configured(database=database)
    if (fault := fault_of_files(config.files, os.geteuid())) is not None:
        raise click.ClickException(fault)
    click.get_current_context().call_on_close(partial(_say_what_is_roots, config.files, parts_of(config.files)))
    return made_services(config)[0]


def _say_what_is_roots(database: Path, before: Sequence[Path]) -> None:
    if database.exists() and (hint := left_to_root(database, before)) is not None:
        click.echo(hint, err=True)


def author(services: Services, why: str) -> Author:
    """Return who makes a change: the one who is logged in here."""
    return author_of(PersonActor(logged_in(os.environ, user_name(os.getuid()))), services.clock(), why)


def phone_in(services: Services, region: str | None) -> Device:
    """Make up a phone of which nothing is known but where it is, for what phones ask."""
    return new_device(services, region or services.default_region)


def with_word(
    name: str, target: str, words: type[_Word], default: _Word | None, text: str
) -> Callable[[_Command], _Command]:
    """Give an option that is one of a few words."""
    return click.option(
        name,
        target,
        type=click.Choice([word.value for word in words]),
        default=default.value if default is not None else None,
        show_default=default is not None,
        callback=lambda _context, _option, value: words(value) if value is not None else None,
        help=text,
    )


def with_list(default: ListName | None = ListName.BLOCK, text: str = "Which list.") -> Callable[[_Command], _Command]:
    """Give the option that names a list."""
    return with_word("--list", "target", ListName, default, text)


with_category = with_word("--category", "category", Category, None, "Why.  [default: other; of a domain, fraud]")
with_why = click.option("--why", callback=words(LONGEST_NOTE), default="", help="The reason, for the history.")
with_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document, for programs.")
with_database = click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False, readable=False),
    help="SQLite file.  [default: guard.db, or GUARD_DATABASE]",
)


def with_region_of(text: str) -> Callable[[_Command], _Command]:
    """Give the option that names a region."""
    return click.option(
        "--region",
        type=click.Choice(REGIONS, case_sensitive=False),
        metavar="REGION",
        help=f"{text}  [default: CN, or GUARD_REGION]",
    )


with_region = with_region_of("ISO 3166-1 region of the phone.")
with_numbers_region = with_region_of("Where numbers without a country code belong.")
