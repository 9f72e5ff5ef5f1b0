"""Links from the command line: what is known of one, and how well they are told apart."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from guard_api.actions.checks.look_up import look_up_link
from guard_api.actions.checks.measure_links import Measured, measure_links
from guard_api.cli.printed import narrow_table, print_json, print_table
from guard_api.cli.shared import opened, phone_in, with_database, with_json, with_region
from guard_api.engine.policy import Level
from guard_api.presenters.checks.decision import link_answer
from guard_api.texts import texts_for

_LEVELS = (Level.WARNING, Level.NOTICE)


@click.group()
def links() -> None:
    """Look links up, and measure how well they are told apart."""


@links.command()
@click.argument("url")
@click.option("--language", default="en", help="As in Accept-Language.", show_default=True)
@with_region
@with_database
def show(url: str, language: str, region: str | None, database: Path | None) -> None:
    """Say what is known of a link, as GET /v1/links does."""
    services = opened(database)
    print_json(link_answer(look_up_link(services, phone_in(services, region), url), texts_for(language)))


@links.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_json
@with_database
def measure(files: Sequence[Path], *, as_json: bool, database: Path | None) -> None:
    """Count what fires on FILES of links or domains, one a line, without the lists.

    The first file should be of fraud, the others harmless: what is recall in the one is a false alarm in the others.
    """
    services = opened(database)
    measured = {}
    for file in files:
        with file.open(encoding="utf-8", errors="replace") as lines:
            measured[file.name] = measure_links(services, lines)
    if as_json:
        print_json({name: asdict(one) for name, one in measured.items()})
        return
    table = narrow_table("fires", "level", *(f"{name} ({one.total:,})" for name, one in measured.items()))
    for sign in sorted({sign for one in measured.values() for sign in one.reasons}):
        for level in (*_LEVELS, Level.NONE):
            counts = [one.reasons.get(sign, {}).get(level, 0) for one in measured.values()]
            if any(counts):
                table.add_row(sign, level, *map(_share, measured.values(), counts))
    for level in _LEVELS:
        table.add_row("anything", f"{level} or above", *(_share(one, one.at_least(level)) for one in measured.values()))
    print_table(table)


def _share(measured: Measured, count: int) -> str:
    """Give a count and how rare that is."""
    if not count:
        return "0"
    share = count / measured.total
    return f"{count:,} ({share:.2%})" if share >= 0.01 else f"{count:,} (1 in {measured.total // count:,})"  # noqa: PLR2004 - a percent
