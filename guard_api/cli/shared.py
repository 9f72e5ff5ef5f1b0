"""What all commands share: the database, the settings, the region."""

import os
from dataclasses import replace
from pathlib import Path

import click

from guard_api.app import open_services
from guard_api.config import REGIONS, Config, from_env, unknown_in
from guard_api.errors import GuardError
from guard_api.ports import Services


def configured(**given: object) -> Config:
    """Read the settings: what is given wins over the environment."""
    config = from_env(os.environ)
    for name in unknown_in(os.environ):
        click.echo(f"{name}: no such setting, ignored", err=True)
    return replace(config, **{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type] # click has read the types


def opened(database: Path | None, **given: object) -> Services:
    """Open the services on a database, with the settings that are given."""
    config = configured(database=database, **given)
    try:
        return open_services(config)
    except GuardError as error:
        raise click.ClickException(f"{config.database}: {error}") from error


with_database = click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    help="SQLite file.  [default: guard.db, or GUARD_DATABASE]",
)
with_region = click.option(
    "--region",
    type=click.Choice(REGIONS, case_sensitive=False),
    metavar="REGION",
    help="ISO 3166-1 region of the phone.  [default: CN, or GUARD_REGION]",
)
