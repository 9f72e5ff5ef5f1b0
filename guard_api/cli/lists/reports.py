"""`guard-api reports ...`: what phones report, and what admins make of it."""

from collections.abc import Sequence
from pathlib import Path

import click

from guard_api.actions.reports import review
from guard_api.actions.reports.decide import decide
from guard_api.actions.reports.report import Acceptance
from guard_api.cli.printed import add_row, moment, narrow_table, print_json, print_table
from guard_api.cli.shared import author, opened, with_category, with_database, with_json, with_why, with_word
from guard_api.lists.entry import Category
from guard_api.lists.safe_text import visible
from guard_api.ports.phones.reports import Decision, ReportOrder
from guard_api.presenters.lists.reports import decided_answer, reports_answer

_numbers = click.argument("numbers", nargs=-1, required=True, metavar="NUMBER...")


@click.group()
def reports() -> None:
    """Look through what phones report, and decide."""


@reports.command("list")
@with_word("--state", "state", Decision, Decision.OPEN, "What became of them.")
@with_word("--order", "order", ReportOrder, ReportOrder.DEVICES, "Which come first.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@with_json
@with_database
def list_reports(state: Decision, order: ReportOrder, limit: int, database: Path | None, *, as_json: bool) -> None:
    """List reported numbers."""
    found = review.list_reports(opened(database), state, None, limit, order)
    if as_json:
        print_json(reports_answer(found))
        return
    table = narrow_table("number", "phones", "what for", "what people say", "last (UTC)")
    for one in found.items:
        categories = ", ".join(f"{category} {count}" for category, count in one.categories.items())
        add_row(table, one.number, f"{one.devices}", categories, "; ".join(one.comments[:3]), moment(one.last_at))
    print_table(table)


@reports.command()
@_numbers
@with_category
@click.option("--label", default="", help="What people are told.")
@with_why
@with_json
@with_database
def accept(  # noqa: PLR0913 - one for each option
    numbers: Sequence[str], *, category: Category | None, label: str, why: str, database: Path | None, as_json: bool
) -> None:
    """Put reported numbers on the block list."""
    _decide(numbers, Decision.ACCEPTED, Acceptance(category, label), why, database, as_json=as_json)


@reports.command()
@_numbers
@with_why
@with_json
@with_database
def dismiss(numbers: Sequence[str], *, why: str, database: Path | None, as_json: bool) -> None:
    """Leave reported numbers alone."""
    _decide(numbers, Decision.DISMISSED, Acceptance(), why, database, as_json=as_json)


@reports.command()
@_numbers
@with_why
@with_json
@with_database
def reopen(numbers: Sequence[str], *, why: str, database: Path | None, as_json: bool) -> None:
    """Have numbers that were decided wait for a decision again."""
    _decide(numbers, Decision.OPEN, Acceptance(), why, database, as_json=as_json)


def _decide(  # noqa: PLR0913 - what is decided, and how it is told
    numbers: Sequence[str],
    decision: Decision,
    acceptance: Acceptance,
    why: str,
    database: Path | None,
    *,
    as_json: bool,
) -> None:
    services = opened(database)
    done = decide(services, numbers, decision, acceptance, author(services, why))
    if as_json:
        print_json(decided_answer(done))
    else:
        click.echo(f"{decision}: {len(done.numbers)}")
    for number, reason in done.errors:
        click.echo(visible(f"{number}: {reason}"), err=True)
    if done.errors:
        raise SystemExit(1)
