"""`guard-api blocklist ...`: the lists from the command line."""

from pathlib import Path

import click

from guard_api.actions.import_lists import run_queued
from guard_api.cli.shared import opened, with_database


@click.group()
def blocklist() -> None:
    """Keep the block and allow lists."""


@blocklist.command("run-queued", hidden=True)
@with_database
def run(database: Path | None) -> None:
    """Run imports that are queued: servers start this."""
    run_queued(opened(database, store_seconds=30))
