"""Look for faults of an installation."""

import os
import sys
from pathlib import Path

import click

from guard_api.actions.operate.doctor import examine, exit_code
from guard_api.actions.operate.finding import Finding, error, warning
from guard_api.actions.operate.record_checks import record
from guard_api.app import installation_of, made_services, utc_now
from guard_api.cli.printed import print_json
from guard_api.cli.shared import settings, with_database, with_json
from guard_api.cli.users import fault_of_files
from guard_api.environment import unknown_in
from guard_api.errors import BadConfiguration
from guard_api.lists.safe_text import visible
from guard_api.presenters.doctor import doctor_answer, doctor_lines
from guard_api.settings.postgres_url import PostgresUrl


@click.command()
@with_json
@with_database
def doctor(database: Path | None, *, as_json: bool) -> None:
    """Look for faults: of the database, the machine, the settings, the server.

    Changes nothing, and reads the whole database, also while a server is at work. Ask with the settings of the server.

    Exit codes: 0 all is well, 1 there are warnings, 2 there are errors. What nobody can tell is "unknown": no fault.
    """
    findings = [*_misspelt(), *_found(database)]
    if as_json:
        print_json(doctor_answer(findings))
    else:
        click.echo("\n".join(map(visible, doctor_lines(findings))))
    sys.exit(exit_code(findings))


def _misspelt() -> list[Finding]:
    return [
        warning("settings", f"{name} is no setting", f"Set {near} instead." if near is not None else "Take it away.")
        for name, near in unknown_in(os.environ).items()
    ]


def _found(database: Path | None) -> list[Finding]:
    try:
        config = settings(database=database)
    except BadConfiguration as wrong:
        return [error("settings", fault, "The server does not start with it.") for fault in wrong.faults]
    mine = fault_of_files(config.files, os.geteuid())
    found = [*examine(installation_of(config), utc_now(), config.proxies, mine)]
    if not isinstance(config.database, PostgresUrl):
        return found
    # What is on its way to guardians is on the record alone.
    unknown_here = {"deliveries"} if config.copy.exists() else {"deliveries", "database"}
    return [
        *record(made_services(config)[0], str(config.database)),
        *(one for one in found if one.check not in unknown_here),
    ]
