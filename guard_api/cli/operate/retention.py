"""What is too old: shown, and forgotten."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from guard_api.actions.operate import retention
from guard_api.cli.printed import add_row, narrow_table, print_json, print_table
from guard_api.cli.shared import PATIENT_SECONDS, author, opened, with_database, with_json
from guard_api.ports.phones.retention import Due, Kept


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be forgotten.")
@click.option("--vacuum", is_flag=True, help="Then write the database anew without free room; no server may run.")
@with_json
@with_database
def purge(database: Path | None, *, dry_run: bool, vacuum: bool, as_json: bool) -> None:
    """Forget what is too old, as servers do each hour: phones, codes, reports, imports, the history of the lists."""
    services = opened(database, store_seconds=PATIENT_SECONDS)
    due = retention.due(services)
    if not dry_run:
        gone = retention.purge(services, author(services, "purge"))
        due = {kind: Due(gone.get(kind, 0), one.oldest if gone.get(kind) else None) for kind, one in due.items()}
    if vacuum and not dry_run:
        retention.rebuild(services)
    _print(due, services.clock(), as_json=as_json)


def _print(found: Mapping[Kept, Due], now: datetime, *, as_json: bool) -> None:
    days = {kind: _days(due, now) for kind, due in found.items()}
    if as_json:
        print_json({kind: {"count": due.count, "oldest_days": days[kind]} for kind, due in found.items()})
        return
    table = narrow_table("what", "how many", "oldest, days")
    for kind, due in found.items():
        age = days[kind]
        add_row(table, kind, f"{due.count}", f"{age}" if age is not None else "")
    print_table(table)


def _days(due: Due, now: datetime) -> int | None:
    return max((now - due.oldest).days, 0) if due.oldest is not None else None
