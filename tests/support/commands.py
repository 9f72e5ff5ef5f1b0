"""The command line in the process of a test: what it prints where, and its exit codes; no program is started."""

import os
from subprocess import CompletedProcess

from click.testing import CliRunner

from guard_api.cli import main


def run_here(
    *arguments: str, check: bool = True, stdin: str | None = None, **environment: str
) -> "CompletedProcess[str]":
    """Run `guard-api` here. No failure of a person may be one of the program, which is raised as it is."""
    settings = {name: None for name in os.environ if name.startswith("GUARD_")}
    ran = CliRunner(env={**settings, **environment}).invoke(main, [*arguments], input=stdin, prog_name="guard-api")
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    assert not check or ran.exit_code == 0, ran.output
    return CompletedProcess(arguments, ran.exit_code, ran.stdout, ran.stderr)
