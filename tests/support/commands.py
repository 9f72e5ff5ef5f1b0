"""The command line in the process of a test: what it prints where, and its exit codes; no program is started."""

import os
from collections.abc import Mapping
from functools import partial
from subprocess import CompletedProcess
from unittest.mock import patch

from click.testing import CliRunner, Result

from guard_api.app import open_services
from guard_api.cli import main, shared
from tests.support.databases import shipped_reference


def run_here(
    *arguments: str, check: bool = True, stdin: str | None = None, **environment: str
) -> "CompletedProcess[str]":
    """Run `guard-api` here. No failure of a person may be one of the program, which is raised as it is."""
    settings = {name: None for name in os.environ if name.startswith("GUARD_")}
    ran = invoked(*arguments, stdin=stdin, settings={**settings, **environment})
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    assert not check or ran.exit_code == 0, ran.output
    return CompletedProcess(arguments, ran.exit_code, ran.stdout, ran.stderr)


def invoked(
    *arguments: str, stdin: str | bytes | None = None, settings: Mapping[str, str | None] | None = None
) -> Result:
    """Run it here, with the lists that are shipped as read once for all tests."""
    opening = partial(open_services, known=shipped_reference())
    with patch.object(shared, "open_services", opening):
        return CliRunner(env=settings).invoke(main, [*arguments], input=stdin, prog_name="guard-api")
