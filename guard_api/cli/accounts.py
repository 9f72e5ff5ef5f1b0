"""Keys, and the codes with which phones enrol."""

from datetime import timedelta
from pathlib import Path

import click

from guard_api.actions.accounts import enrolment_codes as enrolment
from guard_api.actions.accounts import keys as accounts
from guard_api.actions.phones import forget
from guard_api.cli.printed import add_row, moment, narrow_table, print_table
from guard_api.cli.shared import author, opened, with_database, with_region, with_why
from guard_api.errors import NotFound
from guard_api.lists.safe_text import is_harmless
from guard_api.ports import KeySearch, Scope


def _harmless(_context: click.Context, _option: click.Parameter, text: str) -> str:
    if not is_harmless(text):
        raise click.BadParameter("must not hold control characters")
    return text


@click.group()
def keys() -> None:
    """Make, list and revoke keys."""


@keys.command("create")
@click.option("--scope", required=True, type=click.Choice([scope.value for scope in Scope]))
@click.option("--label", default="", callback=_harmless, help="What it is for.")
@with_why
@with_region
@with_database
def create_key(scope: str, label: str, why: str, region: str | None, database: Path | None) -> None:
    """Make a key and print it alone: it is shown this once."""
    services = opened(database)
    place = region if scope == Scope.DEVICE else None
    click.echo(accounts.create_key(services, Scope(scope), label, place, author=author(services, why)).secret)


@keys.command("list")
@click.option("--scope", type=click.Choice([scope.value for scope in Scope]), help="Only keys of this scope.")
@click.option(
    "--search", default="", callback=_harmless, help="The beginning of the id of a key or phone, or text in the label."
)
@with_database
def list_keys(scope: str | None, search: str, database: Path | None) -> None:
    """List keys, newest first."""
    table = narrow_table("id", "scope", "phone", "region", "label", "created (UTC)", "used (UTC)", "revoked (UTC)")
    wanted = KeySearch(Scope(scope) if scope is not None else None, search)
    for key in accounts.list_keys(opened(database), wanted).items:
        phone, region = (key.device.id, key.device.region) if key.device is not None else ("", "")
        used = f"{key.last_used}" if key.last_used is not None else ""
        add_row(
            table,
            *(key.id, key.scope, phone, region, key.label),
            *(moment(key.created_at), used, moment(key.revoked_at)),
        )
    print_table(table)


@keys.command("revoke")
@click.argument("key_id", callback=_harmless)
@with_why
@with_database
def revoke_key(key_id: str, why: str, database: Path | None) -> None:
    """Revoke a key by its id; running servers refuse it at once."""
    services = opened(database)
    try:
        accounts.revoke_key(services, key_id, author(services, why))
    except NotFound as error:
        raise click.ClickException(f"{key_id}: there is no such key in use") from error


@click.group()
def devices() -> None:
    """Forget phones."""


@devices.command("forget")
@click.argument("device_id", callback=_harmless)
@with_why
@with_database
def forget_device(device_id: str, why: str, database: Path | None) -> None:
    """Forget a phone by its id, as `keys list` gives it; running servers refuse its key at once."""
    services = opened(database)
    try:
        forget.forget_device(services, device_id, author(services, why))
    except NotFound as error:
        raise click.ClickException(f"{device_id}: there is no such phone") from error


@click.group("enrolment-codes")
def enrolment_codes() -> None:
    """Make codes with which phones enrol."""


@enrolment_codes.command("create")
@click.option("--uses", type=click.IntRange(1, 1_000_000), default=1, show_default=True, help="Phones it is good for.")
@click.option("--days", type=click.IntRange(1, 3650), default=7, show_default=True, help="Days until it expires.")
@with_why
@with_database
def create_code(uses: int, days: int, why: str, database: Path | None) -> None:
    """Make a code and print it alone."""
    services = opened(database)
    by = author(services, why)
    click.echo(enrolment.create_code(services, uses, by.at + timedelta(days=days), by).code)
