"""Print what operators put around the server."""

import sys
from pathlib import Path

import click

from guard_api.actions.operate.deploy import DEPLOY_FILES, deploy_file


@click.command()
@click.argument("what", type=click.Choice(tuple(DEPLOY_FILES)))
def deploy(what: str) -> None:
    """Print a file to deploy servers with: a unit, a proxy's or balancer's settings, a container, alerts, a dashboard.

    A unit starts the very program that prints it.
    """
    click.echo(deploy_file(what, Path(sys.argv[0])), nl=False)
