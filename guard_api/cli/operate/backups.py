"""`guard-api backup`, `restore` and `migrate`: what operators do before, after and instead of a bad night."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

import click

from guard_api.actions.backups import (
    BackedUp,
    back_up,
    back_up_if_due,
    back_up_to,
    pending_migrations,
    restore,
    send_backup,
)
from guard_api.actions.backups import migrate as bring_forward
from guard_api.cli.printed import moment
from guard_api.cli.shared import unopened, with_database
from guard_api.errors import BadBackup, StoreUnavailable
from guard_api.lists.safe_text import visible
from guard_api.ports import Services
from guard_api.ports.operate.backups import Manifest
from guard_api.settings.text import SPANS, read_span

_STDOUT = Path("-")


def _read_span(_context: click.Context, _option: click.Parameter, text: str | None) -> timedelta | None:
    try:
        return read_span(text) if text is not None else None
    except ValueError:
        raise click.BadParameter(f"{text!r} is not {SPANS}") from None


@click.command()
@click.argument(
    "file", required=False, metavar="FILE|-", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True)
)
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="A folder for many backups.")
@click.option("--every", callback=_read_span, help="With --to: only where the newest one is older, such as 1d or 12h.")
@click.option("--keep", type=click.IntRange(1), help="With --to: remove all but so many.")
@with_database
def backup(
    file: Path | None, folder: Path | None, every: timedelta | None, keep: int | None, database: Path | None
) -> None:
    """Copy the whole database into one file, while servers go on; with - to stdout.

    The copy is checked, and says what is in it. What phones told lately (their timelines) is left out.
    """
    if (file is None) == (folder is None):
        raise click.UsageError("name a FILE, or a folder with --to")
    if file is None and folder is not None:
        _back_up_to(unopened(database), folder, every, keep)
    elif every is not None or keep is not None:
        raise click.UsageError("--every and --keep are for --to")
    elif file == _STDOUT:
        _send(unopened(database))
    elif file is not None:
        with _failing(f"{file} was not made"):
            click.echo(f"{file}: {_summary(back_up(unopened(database), file))}")


def _back_up_to(services: Services, folder: Path, every: timedelta | None, keep: int | None) -> None:
    with _failing(f"no backup was made in {folder}"):
        if every is None:
            done: BackedUp | None = back_up_to(services, folder, keep)
        else:
            done = back_up_if_due(services, folder, every, keep)
    if done is None:
        click.echo("The newest backup is young enough.")
    else:
        click.echo(f"{done.file}: {_summary(done.manifest)}; {done.removed} older removed")


def _send(services: Services) -> None:
    if sys.stdout.isatty():
        raise click.UsageError("a backup is no text: send stdout into a file or a program")
    with _failing("no backup was made"):
        click.echo(f"stdout: {_summary(send_backup(services, sys.stdout.buffer))}", err=True)


@contextmanager
def _failing(what: str) -> Iterator[None]:
    """Say what has failed in front of why: errors of files name none."""
    try:
        yield
    except StoreUnavailable as error:
        raise click.ClickException(f"{what}: {error}") from error


def _summary(manifest: Manifest) -> str:
    lists = ", ".join(f"{one.count:,} on {name}" for name, one in manifest.proof.lists.items())
    return visible(
        f"guard_api {manifest.program}, tables {manifest.schema}, {moment(manifest.made_at)} UTC, "
        f"revision {manifest.proof.revision}: {lists}; {manifest.size:,} bytes"
    )


@click.command("restore")
@click.argument("file", type=click.File("rb"), metavar="FILE|-")
@with_database
def bring_back(file: BinaryIO, database: Path | None) -> None:
    """Put a backup in the place of the database. No server may be at work.

    All of it is checked first; where anything is wrong, nothing is changed. The database that is there, and its log,
    are put away under another name. Phones start anew with their lists.
    """
    try:
        done = restore(unopened(database), file)
    except (BadBackup, StoreUnavailable) as error:
        raise click.ClickException(f"{file.name}: {error}. Nothing was changed.") from error
    click.echo(f"Restored: {_summary(done.manifest)}. Lists and audit trail are as they were.")
    if done.migrated:
        click.echo(f"Migrated: {', '.join(done.migrated)}.")
    if done.revoked:
        click.echo(f"{done.revoked} keys that were revoked since stay revoked.")
    if done.unread:
        click.echo(f"Which keys were revoked since cannot be read ({done.unread}): see `keys list`.", err=True)
    if done.put_away is not None:
        click.echo(f"What was there is now {done.put_away}: remove it once all is well.")


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@with_database
def migrate(*, dry_run: bool, database: Path | None) -> None:
    """Bring the tables of an older version forward, as every command does; no server may be at work."""
    services = unopened(database)
    with _failing("nothing was migrated"):
        pending = pending_migrations(services)
        done = pending if dry_run or not pending else bring_forward(services)
    for one in done:
        click.echo(f"{one.number} {one.name}: {one.about}")
    click.echo(_outcome(len(pending), dry_run=dry_run))


def _outcome(pending: int, *, dry_run: bool) -> str:
    if not pending:
        return "Nothing to do."
    return f"This was a dry run: {pending} to do." if dry_run else "Done."
