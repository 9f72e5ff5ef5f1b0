"""`guard-api blocklist paste`: lines are read one by one, and listed as one change."""

from pathlib import Path
from typing import TextIO

import click

from guard_api.actions.lists.pasted import LineState, ReadLine, add_lines, read_lines
from guard_api.cli.printed import print_json
from guard_api.cli.shared import (
    author,
    opened,
    with_category,
    with_database,
    with_json,
    with_list,
    with_numbers_region,
    with_why,
    words,
)
from guard_api.lists.entry import Category, ListName
from guard_api.lists.files.cells.cells import LONGEST_NAME
from guard_api.lists.safe_text import visible
from guard_api.presenters.lists.pasted import lines_answer

_STATES = {
    LineState.NEW: "can be listed",
    LineState.LISTED: "is listed already",
    LineState.ALLOWED: "is allowed",
    LineState.REPEATED: "says what a line above says",
    LineState.REFUSED: "cannot be listed",
}


@click.command()
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"), default="-")
@with_list()
@with_category
@click.option("--label", callback=words(LONGEST_NAME), default="", help="What people are told.")
@click.option("--source", callback=words(LONGEST_NAME), default="", help="Who says so.")
@with_numbers_region
@click.option("--dry-run", is_flag=True, help="Only say what each line means.")
@with_why
@with_json
@with_database
def paste(  # noqa: PLR0913 - one for each option
    file: TextIO,
    *,
    target: ListName,
    category: Category | None,
    label: str,
    source: str,
    region: str | None,
    dry_run: bool,
    why: str,
    database: Path | None,
    as_json: bool,
) -> None:
    """List pasted lines as one change: numbers in any form, prefixes with a *, or domains.

    FILE is stdin unless it is named. Each line is read, and said to be new or why it is left out; 1,000 at most.
    """
    services = opened(database)
    lines = read_lines(services, file.read(), target, region or services.default_region)
    details = {"category": category or target.subject.category, "label": label, "source": source}
    made = add_lines(services, lines, details, author(services, why)) if not dry_run else None
    if as_json:
        print_json(lines_answer(lines, made))
        return
    for one in lines:
        click.echo(visible(_line(one)))
    if made is not None:
        revision = made.change.revision
        click.echo(f"Revision {revision}: {made.change.added:,} added. To undo: guard-api blocklist undo {revision}")


def _line(one: ReadLine) -> str:
    if one.rejected is not None:
        return f"{one.line}: {one.written} {_STATES[one.state]}: {one.rejected.reason}"
    other = one.standing or one.allowed
    named = f": {other.key.id}" if other is not None else ""
    covers = f" ({one.covers:,} numbers)" if one.covers is not None and one.covers > 1 else ""
    return f"{one.line}: {one.key.id if one.key is not None else one.written}{covers} {_STATES[one.state]}{named}"
