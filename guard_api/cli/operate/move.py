"""A record that moves from a file to PostgreSQL."""

from pathlib import Path

import click

from guard_api.cli.printed import add_row, narrow_table, print_table
from guard_api.cli.shared import configured, with_database
from guard_api.nodes import move_record


@click.command()
@click.option("--to", "url", required=True, metavar="postgresql://…", help="The database, which must be empty.")
@with_database
def move(url: str, database: Path | None) -> None:
    """Copy a database to PostgreSQL, with revisions, keys and audit; no server may run. The file stays as it is."""
    rows = move_record(configured(database=database), url)
    table = narrow_table("table", "rows")
    for name, count in rows.items():
        add_row(table, name, f"{count}")
    print_table(table)
