"""The command line: each command is a line or two that calls an action."""

import logging
import os
from pathlib import Path

import click

from guard_api.actions.accounts.keys import has_keys
from guard_api.actions.load_reference import load_reference
from guard_api.app import follow, serving, utc_now
from guard_api.cli.accounts import devices, enrolment_codes, keys
from guard_api.cli.check import check
from guard_api.cli.guardbench import guardbench
from guard_api.cli.links import links
from guard_api.cli.lists.blocklist import blocklist
from guard_api.cli.operate.backups import backup, bring_back, migrate
from guard_api.cli.operate.deploy import deploy
from guard_api.cli.operate.doctor import doctor
from guard_api.cli.operate.move import move
from guard_api.cli.operate.retention import purge
from guard_api.cli.printed import have_standard_files, say_if_heard
from guard_api.cli.shared import configured, opened, opened_as, with_database
from guard_api.errors import GuardError
from guard_api.texts import LANGUAGES, texts_for, texts_in
from guard_api.version import program_version

_FIRST_STEPS = """No keys yet. In another terminal, with the same --database:
  guard-api keys create --scope admin            a key for an admin
  guard-api enrolment-codes create --uses 10     a code with which ten phones can enrol
  guard-api keys create --scope device           a key for one phone, to try it out"""


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
@with_database
def serve(host: str | None, port: int | None, workers: int | None, database: Path | None) -> None:
    """Serve phones and admins until told to stop."""
    from guard_api.serving import listening  # noqa: PLC0415 - other commands need no server
    from guard_api.serving import serve as run  # noqa: PLC0415 - other commands need no server

    have_standard_files()
    os.umask(0o077)
    config = configured(host=host, port=port, workers=workers, database=database)
    services = opened_as(config)
    if not has_keys(services):
        say_if_heard(_FIRST_STEPS)
    try:
        listeners = listening(config.host, config.port, config.worker_count)
    except OSError as error:
        raise click.ClickException(
            f"port {config.port} on {config.host} is taken, or the address is not this machine's"
        ) from error
    host_in_url = f"[{config.host}]" if ":" in config.host else config.host
    url, version = f"http://{host_in_url}:{config.port}", program_version()
    say_if_heard(f"guard-api on {url}, database {config.database}, version {version}")
    with serving(config, services):
        run(config, listeners)


@main.command("follow", hidden=True)
@with_database
def follow_record(database: Path | None) -> None:
    """Bring the copy of this node forward, as a process of a server does."""
    logging.basicConfig(level=logging.INFO, force=True)
    follow(configured(database=database))


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
main.add_command(links)
main.add_command(devices)
main.add_command(purge)
main.add_command(doctor)
main.add_command(deploy)
main.add_command(guardbench)
