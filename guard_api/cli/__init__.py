"""The command line: each command is a line or two that calls an action."""

import logging
import os
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from guard_api.actions.accounts.keys import has_keys
from guard_api.actions.load_reference import load_reference
from guard_api.actions.people.manage import list_people
from guard_api.app import serving, utc_now
from guard_api.cli.accounts import devices, enrolment_codes, keys
from guard_api.cli.check import check
from guard_api.cli.guardbench import guardbench
from guard_api.cli.links import links
from guard_api.cli.lists.blocklist import blocklist
from guard_api.cli.lists.reports import reports
from guard_api.cli.lists.subscriptions import subscriptions
from guard_api.cli.operate.backups import backup, bring_back, migrate
from guard_api.cli.operate.deploy import deploy
from guard_api.cli.operate.doctor import doctor
from guard_api.cli.operate.move import move
from guard_api.cli.operate.retention import purge
from guard_api.cli.operate.stats import stats
from guard_api.cli.people import users
from guard_api.cli.printed import have_standard_files, say_if_heard
from guard_api.cli.shared import configured, opened, opened_as, with_database
from guard_api.cli.tuning.backtests import backtest, backtests
from guard_api.cli.tuning.explained import calibrate, explain
from guard_api.cli.tuning.patterns import patterns
from guard_api.config import Config
from guard_api.errors import GuardError
from guard_api.nodes import follow
from guard_api.ports import Services
from guard_api.settings.text import NONE, ON
from guard_api.texts import LANGUAGES, texts_for, texts_in
from guard_api.version import program_version

if TYPE_CHECKING:
    from guard_api.serving.worker import Load

_FIRST_STEPS = """No keys yet. In another terminal, with the same --database:
  guard-api keys create --scope admin            a key for an admin
  guard-api enrolment-codes create --uses 10     a code with which ten phones can enrol
  guard-api keys create --scope device           a key for one phone, to try it out"""

_FIRST_ADMIN = """Nobody may use the console yet. In another terminal, with the same --database:
  guard-api users create NAME --role admin       prints the link with which NAME begins"""


class _Commands(click.Group):
    """Commands whose expected failures are said in one line."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except GuardError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="guard-api")
def main() -> None:
    """Warn people while they are being defrauded: the backend of a call-guard app."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")


@main.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1, or GUARD_HOST]")
@click.option("--port", type=click.IntRange(1, 65535), help="Port.  [default: 8000, or GUARD_PORT]")
@click.option("--workers", type=click.IntRange(0, 256), help="Processes; 0: one a core.  [default: 0]")
@click.option(
    "--console", is_flag=True, help="With the console for people at /console.  [default: off, or GUARD_CONSOLE]"
)
@with_database
def serve(host: str | None, port: int | None, workers: int | None, database: Path | None, *, console: bool) -> None:
    """Serve phones and admins until told to stop."""
    _prepare()
    config = configured(host=host, port=port, workers=workers, database=database, console=ON if console else None)
    services = opened_as(config)
    if not has_keys(services):
        say_if_heard(_FIRST_STEPS)
    if config.has_console:
        _greet(config, services)
    _run(config, services, None)


@main.command()
@click.option("--host", help="Address to listen on.  [default: 127.0.0.1, or GUARD_HOST]")
@click.option("--port", type=click.IntRange(1, 65535), help="Port.  [default: 8001, or GUARD_CONSOLE_PORT]")
@with_database
def console(host: str | None, port: int | None, database: Path | None) -> None:
    """Serve the console alone, for people with a browser, until told to stop."""
    from guard_api.serving.worker import load_console  # noqa: PLC0415 - other commands need no server

    _prepare()
    config = configured(host=host, workers=1, database=database, console_port=port)
    config = replace(config, port=config.console_port, console=ON)
    services = opened_as(config)
    _greet(config, services)
    _run(config, services, load_console)


def _prepare() -> None:
    have_standard_files()
    os.umask(0o077)


def _greet(config: Config, services: Services) -> None:
    if len({text == NONE for text in config.openid}) > 1:
        raise click.ClickException("the settings GUARD_OPENID_... belong together: set all of them or none")
    if services.console.openid is not None and find_spec("authlib") is None:
        raise click.ClickException("to log in with OpenID Connect takes more: pip install 'guard-api[oidc]'")
    if not list_people(services):
        say_if_heard(_FIRST_ADMIN)


def _run(config: Config, services: Services, load: "Load | None") -> None:
    from guard_api.serving import listening  # noqa: PLC0415 - other commands need no server
    from guard_api.serving import serve as run  # noqa: PLC0415 - other commands need no server

    try:
        listeners = listening(config.host, config.port, config.worker_count)
    except OSError as error:
        raise click.ClickException(
            f"port {config.port} on {config.host} is taken, or the address is not this machine's"
        ) from error
    host_in_url = f"[{config.host}]" if ":" in config.host else config.host
    url, version = f"http://{host_in_url}:{config.port}", program_version()
    say_if_heard(f"guard-api on {url}, database {config.database}, version {version}")
    if config.has_console:
        say_if_heard(f"console on {config.console_settings.url or url}/console/{_loopback_note(config)}")
    with serving(config, services):
        run(config, listeners, load)


def _loopback_note(config: Config) -> str:
    """Say where cookies travel without TLS; elsewhere, browsers keep none without it."""
    if config.console_settings.url.startswith("https:"):
        return ""
    return "; without TLS on this machine only (localhost), from elsewhere behind a proxy with TLS"


@main.command("follow", hidden=True)
@click.option("--parent", type=int, help="The process with which it ends.")
@with_database
def follow_record(parent: int | None, database: Path | None) -> None:
    """Bring the copy of this node forward, as a process of a server does."""
    logging.basicConfig(level=logging.INFO, force=True)
    follow(configured(database=database), parent)


@main.command()
@click.option("--language", type=click.Choice(tuple(LANGUAGES)), help="[default: the terminal's]")
@click.option("--database", hidden=True, type=click.Path(path_type=Path), help="Not used: the demo makes its own.")
def demo(language: str | None, database: Path | None) -> None:  # noqa: ARG001 - every command takes it
    """Play the fraud and a harmless twin of it against a real server."""
    from rich.console import Console  # noqa: PLC0415 - other commands need no demo

    from guard_api.demo import play  # noqa: PLC0415 - other commands need no demo

    spoken = texts_in(language) if language else texts_for(os.environ.get("LANG", "").split(".")[0].replace("_", "-"))
    play(Console(), spoken, utc_now(), os.environ)


@main.command("load-lists")
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@with_database
def load_lists(folder: Path | None, database: Path | None) -> None:
    """Load the reference lists again, from FOLDER or as shipped; running servers follow within a second."""
    for name, rows in load_reference(opened(database), folder).items():
        click.echo(f"{name}: {rows}")


main.add_command(backup)
main.add_command(bring_back)
main.add_command(migrate)
main.add_command(move)
main.add_command(check)
main.add_command(keys)
main.add_command(enrolment_codes)
main.add_command(blocklist)
main.add_command(reports)
main.add_command(subscriptions)
main.add_command(links)
main.add_command(devices)
main.add_command(purge)
main.add_command(stats)
main.add_command(users)
main.add_command(doctor)
main.add_command(deploy)
main.add_command(patterns)
main.add_command(explain)
main.add_command(backtest)
main.add_command(backtests)
main.add_command(calibrate)
main.add_command(guardbench)
