"""A file that was sent is looked at before anything is done with it; and what was left out of it is given back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from guard_api.actions.imports.import_queue import report_import
from guard_api.lists.entry import Subject
from guard_api.lists.files.encodings import Charset, Text
from guard_api.lists.files.formats import Format
from guard_api.lists.files.layout import Layout
from guard_api.lists.files.preview import Preview, preview_sheet, preview_text
from guard_api.lists.files.rejected import Numbered, rows_of_csv, rows_of_sheet, rows_of_text
from guard_api.ports import Services
from guard_api.ports.imports.imports import Import

_SHOWN = 200
"""Rows of a workbook that are read to be shown."""
_TABLES = frozenset({Format.CSV, Format.CSV_EXCEL})


@dataclass(frozen=True, slots=True)
class Look:
    """How a file begins. `sheets` are those of a workbook that hold anything, and `sheet` the one that is shown."""

    preview: Preview
    size: int
    sheets: Sequence[str] = ()
    sheet: str | None = None


def has_columns(form: Format) -> bool:
    """Say whether there are columns, of which a person can say what they are."""
    return form.is_workbook or form in _TABLES


def look_at(
    services: Services, upload: str, form: Format, subject: Subject, *, how: tuple[Charset | None, str | None]
) -> Look:
    """Look at a file that is kept, read as `how` says: charset and sheet. Raises Gone, Invalid."""
    charset, sheet = how
    size, chunks = services.uploads.size(upload), services.uploads.read(upload)
    if not form.is_workbook:
        return Look(preview_text(chunks, charset, subject), size)
    sheets = services.spreadsheets.sheets(chunks, form)
    chosen = sheet if sheet in sheets else sheets[0]
    rows = services.spreadsheets.read(services.uploads.read(upload), form, chosen).rows
    return Look(preview_sheet([*islice(rows, _SHOWN)], subject), size, sheets, chosen)


def rejected_rows(services: Services, name: str) -> Iterator[Sequence[str]]:
    """Give the rows that an import has left out, as they stand in its file, each with its line and why.

    Where the file is not kept any more, only these. The first row is the heading. Raises NotFound.
    """
    report = report_import(services, name, most=None)
    reasons: dict[int, str] = {}
    for line, reason in report.errors:
        reasons[line] = f"{reasons[line]}; {reason}" if line in reasons else reason
    job = report.job
    layout, rows = _as_they_stand(services, job, reasons) if job.order.keeps else (None, iter(()))
    heading: Sequence[str] = ()
    if layout is not None and layout.header:
        _, heading = next(_as_they_stand(services, job, {layout.header: ""})[1], (0, ()))
    yield ["line", "reason", *heading]
    seen = set()
    for line, cells in rows:
        seen.add(line)
        yield [f"{line}", reasons[line], *cells]
    for line in sorted(reasons.keys() - seen):
        yield [f"{line}", reasons[line]]


def as_workbook(services: Services, rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Write rows as a workbook, all cells as text. Raises Conflict where a sheet does not hold them."""
    return services.spreadsheets.write(rows)


def _as_they_stand(services: Services, job: Import, wanted: dict[int, str]) -> tuple[Layout | None, Iterator[Numbered]]:
    """Give the rows of a file that is kept, and how it is laid out, where it is a table."""
    order, form = job.order, job.order.format
    chunks = services.uploads.read(job.id)
    if form.is_workbook:
        rows = services.spreadsheets.read(chunks, form, job.read_as.sheet).rows
        first = [*islice(rows, _SHOWN)]
        layout = order.layout or preview_sheet(first, order.list.subject).layout
        return layout, rows_of_sheet(_chained(first, rows), wanted)
    text = Text(chunks, job.read_as.charset)
    if form not in _TABLES:
        return None, rows_of_text(text, wanted)
    preview = preview_text(services.uploads.read(job.id), job.read_as.charset, order.list.subject)
    return order.layout or preview.layout, rows_of_csv(text, preview.separator, wanted)


def _chained(first: Sequence[list[str]], others: Iterator[list[str]]) -> Iterator[list[str]]:
    yield from first
    yield from others
