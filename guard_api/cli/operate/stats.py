"""Counts by day, on a terminal."""

from datetime import UTC, datetime
from pathlib import Path

import click

from guard_api.actions.operate.day_counts import list_day_counts
from guard_api.cli.printed import add_row, narrow_table, print_json, print_table
from guard_api.cli.shared import opened, with_database, with_json
from guard_api.presenters.stats import count_text, stats_answer

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command()
@click.option("--from", "first", type=_DAY, help="First day, in UTC.  [default: 30 days of them]")
@click.option("--to", "last", type=_DAY, help="Last day.  [default: today]")
@with_json
@with_database
def stats(first: datetime | None, last: datetime | None, database: Path | None, *, as_json: bool) -> None:
    """Show how much there was of what on each day: checks, patterns that fired, reports, entries of lists."""
    days = (day.replace(tzinfo=UTC).date() if day is not None else None for day in (first, last))
    counts = list_day_counts(opened(database), *days)
    if as_json:
        print_json(stats_answer(counts))
        return
    table = narrow_table("day", "what", "which", "how many")
    for one in counts:
        add_row(table, f"{one.day}", one.kind, one.key, count_text(one))
    print_table(table)
