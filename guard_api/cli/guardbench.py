"""The yardstick: what a guard makes of labelled timelines, beside what others would."""

import json
from contextlib import AbstractContextManager
from pathlib import Path

import click

_FOLDER = click.Path(path_type=Path, exists=True, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("url", required=False)
@click.option(
    "--code", help="An enrolment code of the server at URL, for five times as many phones as there are cases."
)
@click.option("--name", default="guard_api", help="What the guard is called.", show_default=True)
@click.option("--cases", type=_FOLDER, help="Folder of cases.  [default: those that are shipped]")
@click.option(
    "--missed", is_flag=True, help="Say of which frauds there was no warning, and which warning was for nothing."
)
@click.option("--write", type=_FILE, help="Put the tables in the place of those in a page.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of files of cases, and play nothing.")
@click.option("--database", hidden=True, type=click.Path(path_type=Path), help="Not used: the bench makes its own.")
def guardbench(  # noqa: PLR0913, PLR0917 - options
    url: str | None,
    code: str | None,
    name: str,
    cases: Path | None,
    write: Path | None,
    database: Path | None,  # noqa: ARG001 - every command takes it
    *,
    missed: bool,
    schema: bool,
) -> None:
    """Play labelled timelines of frauds and harmless days to this program, or to the server at URL."""
    from guard_api.guardbench import report  # noqa: PLC0415 - other commands need no bench
    from guard_api.guardbench.cases import json_schema, read_folder, shipped_cases  # noqa: PLC0415 - the same
    from guard_api.guardbench.guards import own_guard, server_guard  # noqa: PLC0415 - the same
    from guard_api.guardbench.play import Guard  # noqa: PLC0415 - the same

    if schema:
        click.echo(json.dumps(json_schema(), indent=2))
        return
    if (url is None) is not (code is None):
        raise click.UsageError("a server needs both: its URL, and --code")
    cases_read = read_folder(cases or shipped_cases())
    opened: AbstractContextManager[Guard] = server_guard(url, code) if url and code else own_guard()
    with opened as guard:
        everything = report.played_by_all(cases_read, guard)
    tables = report.report(everything, name)
    click.echo(tables, nl=False)
    if missed:
        click.echo("".join(f"{line}\n" for line in report.missed(everything)), nl=False)
    if write is not None:
        write.write_text(report.put_into(write.read_text("utf-8"), tables, str(write)), "utf-8")
