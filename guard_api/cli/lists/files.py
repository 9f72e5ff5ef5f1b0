"""Whole lists come in from files, and go out to them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from guard_api.actions.imports.import_lists import import_now
from guard_api.actions.imports.import_queue import ImportReport, report_import
from guard_api.actions.lists.export import export_list
from guard_api.cli.printed import print_json
from guard_api.cli.progress import progress_bar, say_if_busy
from guard_api.cli.shared import (
    PATIENT_SECONDS,
    author,
    opened,
    with_category,
    with_database,
    with_json,
    with_list,
    with_numbers_region,
    with_region_of,
    with_why,
    with_word,
    words,
)
from guard_api.lists.entry import Category, ListName, Subject
from guard_api.lists.files.cells.cells import RowDefaults
from guard_api.lists.files.encodings import Charset
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import MOST_ABOVE, Layout, fault_of, parse_columns
from guard_api.lists.safe_text import visible
from guard_api.ports.imports.imports import Import, ImportOrder, ImportState, Mode
from guard_api.presenters.lists.imports import import_answer

_BY_ENDING = {
    **{f".{form.ending}": form for form in (Format.JSONL, Format.XLSX, Format.XLS, Format.ODS)},
    ".ndjson": Format.JSONL,
    ".xlsm": Format.XLSX,
}
_SHOWN = 10
_READ = click.Choice([form.value for form in Format if form is not Format.SPAMBLOCKER])


@click.command("import")
@click.argument("file", type=click.File("rb"), metavar="FILE|-")
@with_list()
@click.option("--format", "form", type=_READ, help="[default: as the name ends, else csv]")
@with_word("--charset", "charset", Charset, None, "What a text is in.  [default: as it shows]")
@click.option("--header", type=click.IntRange(0, MOST_ABOVE), help="Lines above the rows; the last names the columns.")
@click.option(
    "--columns", default="", metavar="NAME,...", help="What the columns hold: number,,label.  [default: as it says]"
)
@click.option("--sheet", help="Which one of a workbook.  [default: the only one that holds anything]")
@with_category
@click.option("--source", callback=words(), default="", help="Who says so, where a row does not say it.")
@with_numbers_region
@click.option(
    "--replace", "mode", flag_value="replace", help="Take off what stands there of --source and is in no row."
)
@click.option("--remove", "mode", flag_value="remove", help="Take off what the rows name, in the place of adding it.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@with_why
@with_json
@with_database
def bring_in(  # noqa: PLR0913 - one for each option
    file: BinaryIO,
    *,
    target: ListName,
    form: str | None,
    charset: Charset | None,
    sheet: str | None,
    header: int | None,
    columns: str,
    category: Category | None,
    source: str,
    region: str | None,
    why: str,
    database: Path | None,
    mode: str | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring the rows of a file onto a list, as one change.

    FILE is a workbook of Excel or LibreOffice, a CSV with a header, numbers or domains alone, a complaint file of the
    FTC, JSON lines, a plain list with comments, or a hosts file. With - it is stdin, where half a download looks like a
    whole one. --category and --source are for rows that say nothing of it. Bad rows are left out and named.
    """
    written = Format(form) if form is not None else _format_of(file)
    _refuse(written.not_read(target))
    does = Mode(mode or Mode.ADD)
    if does is Mode.REPLACE and not source:
        raise click.UsageError("--replace needs --source: say whose entries are replaced.")
    layout = _layout_of(header, columns, target.subject)
    services = opened(database, store_seconds=PATIENT_SECONDS)
    place, defaults = region or services.default_region, RowDefaults(category, source)
    order = ImportOrder(
        target, author(services, why), place, written, dry_run, None, defaults, charset, sheet, does, layout
    )
    say_if_busy(services)
    with progress_bar("Reading") as bar:
        done = import_now(services, order, bar.read(file), bar.show)
    _tell(report_import(services, done.id), as_json=as_json)


def _layout_of(header: int | None, columns: str, subject: Subject) -> Layout | None:
    if header is None:
        if columns:
            raise click.UsageError("--columns needs --header: say how many lines stand above the rows.")
        return None
    layout = Layout(header, tuple(parse_columns(columns)))
    _refuse(fault_of(layout, subject))
    return layout


def _refuse(reason: str | None) -> None:
    if reason is not None:
        raise click.UsageError(reason)


def _format_of(file: BinaryIO) -> Format:
    name = getattr(file, "name", "")
    return _BY_ENDING.get(Path(name).suffix.lower(), Format.CSV) if isinstance(name, str) else Format.CSV


def _tell(report: ImportReport, *, as_json: bool) -> None:
    done = report.job
    if as_json:
        print_json(import_answer(report))
    if done.state is not ImportState.DONE:
        raise click.ClickException(visible(f"The import failed, and nothing was changed: {done.reason}"))
    if not as_json:
        click.echo(_summary(done))
    rejected = done.tally.rejected
    if rejected:
        click.echo(f"Left out: {rejected:,} of {done.tally.rows:,} rows.", err=True)
        for line, reason in report.errors[:_SHOWN]:
            click.echo(visible(f"  line {line}: {reason}"), err=True)
    if rejected > _SHOWN:
        click.echo(f"  ... and {rejected - _SHOWN:,} more; --json names the first thousand.", err=True)


def _summary(done: Import) -> str:
    tally = done.tally
    removed = f" {tally.removed:,} removed," if done.order.mode is not Mode.ADD else ""
    counts = (
        f"{tally.added:,} added, {tally.updated:,} updated,{removed} {tally.unchanged:,} unchanged, "
        f"{tally.rejected:,} rejected"
    )
    if done.order.dry_run:
        end = "This was a dry run: nothing was changed."
    elif done.revision is None:
        end = "The list is as it was."
    else:
        end = f"This is revision {done.revision}; `guard-api blocklist undo {done.revision}` takes it back."
    read = done.read_as.sheet or (done.read_as.charset if done.read_as.charset is not Charset.UTF_8 else None)
    return f"{tally.rows:,} rows{f' ({read})' if read is not None else ''}: {counts}. {end}"


@click.command()
@with_list()
@with_word("--format", "form", Format, Format.CSV, "spamblocker: for the Android app of that name.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write here.  [default: stdout]")
@with_region_of("spamblocker: where its phones are.")
@with_database
def export(target: ListName, form: Format, output: Path | None, region: str | None, database: Path | None) -> None:
    """Write a whole list, as of now. A file is replaced once all of it is written."""
    _refuse(form.not_written(target))
    rows = export_list(opened(database), target, form, region)
    if output is None:
        sys.stdout.buffer.writelines(rows)
        sys.stdout.buffer.flush()
        return
    try:
        with _replacing(output.resolve()) as file:
            file.writelines(rows)
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}") from error


@contextmanager
def _replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file that takes the place of another when it is whole; devices and pipes are written to as they are."""
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
