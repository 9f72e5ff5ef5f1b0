"""How patterns count: shown, changed, undone."""

from pathlib import Path

import click

from guard_api.actions.tuning import policies
from guard_api.cli.printed import add_row, moment, narrow_table, print_json, print_table
from guard_api.cli.shared import NEWEST, author, opened, with_database, with_json, with_why
from guard_api.engine.edits import HEAVIEST, LONGEST
from guard_api.engine.policy import Mode
from guard_api.presenters.tuning import pattern_answer, version_answer

_with_force = click.option("--force", is_flag=True, help="Even where a case that must hold does not any more.")
_Score = click.IntRange(1, HEAVIEST)


@click.group()
def patterns() -> None:
    """Show how patterns count, change it, and undo that; running servers follow with the next check."""


@patterns.command("list")
@with_json
@with_database
def list_patterns(database: Path | None, *, as_json: bool) -> None:
    """List all patterns; what is not as it ships is marked with a star."""
    services = opened(database)
    answers = [pattern_answer(one) for one in policies.list_patterns(services)]
    if as_json:
        print_json({"patterns": answers})
        return
    table = narrow_table("pattern", "mode", "weight", "minutes", "what it looks for")
    for one in answers:
        name = f"{one['id']}{' *' if one['edited'] else ''}"
        add_row(table, name, str(one["mode"]), f"{one['weight']}", f"{one['within']}", str(one["summary"]))
    print_table(table)


@patterns.command("set")
@click.argument("pattern")
@click.option("--mode", type=click.Choice([mode.value for mode in Mode]), help="Whether it counts.")
@click.option("--weight", type=click.IntRange(0, HEAVIEST), help="What it adds to the score.")
@click.option("--within", type=click.IntRange(1, LONGEST), help="Its window, in minutes.")
@_with_force
@with_why
@with_database
def set_pattern(  # noqa: PLR0913, PLR0917 - what a pattern is
    pattern: str,
    mode: str | None,
    weight: int | None,
    within: int | None,
    why: str,
    database: Path | None,
    *,
    force: bool,
) -> None:
    """Have PATTERN count otherwise."""
    services = opened(database)
    given = {"mode": Mode(mode) if mode is not None else None, "weight": weight, "within": within}
    changes = {name: value for name, value in given.items() if value is not None}
    if not changes:
        raise click.UsageError("say what is to change: --mode, --weight, --within")
    policies.edit_pattern(services, pattern, changes, author(services, why), force=force)
    click.echo(f"version {policies.show_policy(services).version}")


@patterns.command("thresholds")
@click.option("--notice", type=_Score, help="From which score on it is a notice.")
@click.option("--warning", type=_Score, help="From which score on it is a warning.")
@click.option("--critical", type=_Score, help="From which score on it is critical.")
@_with_force
@with_why
@with_database
def thresholds(  # noqa: PLR0913 - what thresholds are
    notice: int | None, warning: int | None, critical: int | None, why: str, database: Path | None, *, force: bool
) -> None:
    """Show where levels begin, or have them begin elsewhere."""
    services = opened(database)
    given = {"notice": notice, "warning": warning, "critical": critical}
    changes = {name: value for name, value in given.items() if value is not None}
    if changes:
        policies.edit_thresholds(services, changes, author(services, why), force=force)
    tuned = policies.show_policy(services)
    stand = tuned.policy.thresholds
    click.echo(f"notice {stand.notice}, warning {stand.warning}, critical {stand.critical}; version {tuned.version}")


@patterns.command("history")
@with_json
@with_database
def history(database: Path | None, *, as_json: bool) -> None:
    """List what was made of the policy, newest first."""
    versions = [version_answer(one) for one in policies.list_versions(opened(database), None, NEWEST >> 32).items]
    if as_json:
        print_json({"versions": versions})
        return
    table = narrow_table("version", "when (UTC)", "who", "what", "why")
    for one in versions:
        what = ", ".join(f"{change['about']}" for change in one["changes"])  # type: ignore[attr-defined] # a list
        add_row(table, f"{one['version']}", moment(one["at"]), f"{one['who']}", what, f"{one['why']}")  # type: ignore[arg-type] # a time
    print_table(table)


@patterns.command("undo")
@click.argument("version", type=click.IntRange(1, NEWEST))
@_with_force
@with_why
@with_database
def undo(version: int, why: str, database: Path | None, *, force: bool) -> None:
    """Take back what VERSION has made; `patterns history` lists them."""
    services = opened(database)
    click.echo(f"version {policies.take_back(services, version, author(services, why), force=force).version}")
