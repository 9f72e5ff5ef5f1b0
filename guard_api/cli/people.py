"""People who run the console, from the command line: the first admin, and who has lost everything else."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from guard_api.actions.people import manage
from guard_api.cli.printed import add_row, moment, narrow_table, print_table
from guard_api.cli.shared import author, configured, opened, opened_as, with_database, with_why, words
from guard_api.config import Config
from guard_api.ports.people.people import Person, Role

_Command = TypeVar("_Command", bound=Callable[..., object])
_with_name = click.argument("name", callback=words())


def _with_role(default: Role | None) -> Callable[[_Command], _Command]:
    return click.option(
        "--role",
        required=default is None,
        default=default,
        type=click.Choice([role.value for role in Role]),
        help="What they may do.",
    )


@click.group()
def users() -> None:
    """Say who may use the console."""


@users.command("create")
@_with_name
@_with_role(None)
@with_why
@with_database
def create_user(name: str, role: str, why: str, database: Path | None) -> None:
    """Let somebody use the console, and print the link with which they set a password: it works once, for two days."""
    config = configured(database=database)
    services = opened_as(config)
    _, token = manage.create_person(services, name, Role(role), author(services, why))
    click.echo(_link(config, token))


@users.command("list")
@with_database
def list_users(database: Path | None) -> None:
    """List everybody."""
    table = narrow_table("name", "role", "logs in with", "created (UTC)", "locked (UTC)")
    for one in manage.list_people(opened(database)):
        add_row(table, one.name, one.role, _proofs(one), moment(one.created_at), moment(one.disabled_at))
    print_table(table)


@users.command("role")
@_with_name
@click.argument("role", type=click.Choice([role.value for role in Role]))
@with_why
@with_database
def set_role(name: str, role: str, why: str, database: Path | None) -> None:
    """Have somebody be of another role; they have to log in again."""
    services = opened(database)
    manage.set_role(services, manage.find_person(services, name), Role(role), author(services, why))


@users.command("disable")
@_with_name
@click.option("--undo", is_flag=True, help="Let them in again.")
@with_why
@with_database
def disable_user(name: str, why: str, database: Path | None, *, undo: bool) -> None:
    """Let somebody in no more: they are logged out at once."""
    services = opened(database)
    manage.set_disabled(services, manage.find_person(services, name), author(services, why), disabled=not undo)


@users.command("reset")
@_with_name
@with_why
@with_database
def reset_user(name: str, why: str, database: Path | None) -> None:
    """Forget password, codes and passkeys of somebody who has lost them, and print a new link to set them up with."""
    config = configured(database=database)
    services = opened_as(config)
    click.echo(_link(config, manage.invite(services, manage.find_person(services, name), author(services, why))))


def _proofs(one: Person) -> str:
    if one.subject is not None:
        return "OpenID Connect"
    there = {"password": one.has_password, "codes": one.has_totp, "passkey": one.passkeys}
    return ", ".join(name for name, has in there.items() if has) or "a link"


def _link(config: Config, token: str) -> str:
    port = config.port if config.has_console else config.console_port
    base = config.console_settings.url or f"http://localhost:{port}"
    return f"{base}/console/welcome/{token}"
