"""One job is done: rows come onto a list, or a change is taken back, as one change or not at all."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime

from guard_api.actions.lists.edit import official_guard, reader_of
from guard_api.errors import GuardError, Stopped, StoreUnavailable
from guard_api.lists.entry import EntryKey, Reader, Rejected
from guard_api.lists.files.encodings import Text
from guard_api.lists.files.rows import Row, read_rows, read_sheet
from guard_api.ports import Services
from guard_api.ports.imports.bulk import BulkLoad
from guard_api.ports.imports.imports import Import, ImportCounts, ImportState, Mode, ReadAs
from guard_api.ports.imports.jobs import Jobs, Work
from guard_api.ports.imports.uploads import Uploads
from guard_api.ports.lists.lists import EntryGuard

_NEVER = datetime.min.replace(tzinfo=UTC)
Progress = Callable[[ImportCounts], None]
"""Is told how far a job is, now and then."""

_ENDED = "It was ended before it was done: nothing was changed."
_TELL_SECONDS = 0.25
"""How often it is noted how far a job is."""
_ROWS = 10_000
"""Rows that are read between two looks at the time."""


class CountedBytes:
    """What is uploaded or read, and how much of it has come."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        """Begin at nothing."""
        self._chunks = chunks
        self.count = 0

    def __iter__(self) -> Iterator[bytes]:
        """Count what goes by."""
        for chunk in self._chunks:
            self.count += len(chunk)
            yield chunk


@contextmanager
def import_turn(jobs: Jobs, uploads: Uploads, now: datetime, *, wait: bool) -> Iterator[bool]:
    """Take the right to run jobs; False when another process has it. What one left behind is undone first."""
    with jobs.turn(Work.IMPORTS, wait=wait) as mine:
        for name in jobs.abandoned() if mine else ():
            jobs.finish(name, _ENDED, now)
            uploads.remove(name)
        yield mine


def run_job(services: Services, job: Import, chunks: Iterable[bytes], progress: Progress) -> Import:
    """Do a job that has been claimed: bring what `chunks` say onto its list, or take its change back."""
    order, upload = job.order, CountedBytes(chunks)
    rows = _canonical(_found(services, job, upload), reader_of(services, order.list, order.region))
    return load(services, job, rows, official_guard(services, order.list), progress, upload)


def _found(services: Services, job: Import, upload: "CountedBytes") -> Iterator[Row]:
    """Read rows of a text or of a workbook, and note what they were read of. Raises Invalid."""
    order = job.order
    # Who is to be taken off may be said to have expired.
    now = services.clock() if order.mode is not Mode.REMOVE else _NEVER
    if order.format.is_workbook and order.reverts is None:
        sheet = services.spreadsheets.read(upload, order.format, order.sheet)
        services.jobs.note_reading(job.id, ReadAs(sheet=sheet.name), upload.count)
        yield from read_sheet(sheet.rows, now, order.list.subject, order.defaults, order.layout)
        return
    text = Text(upload, order.charset)
    yield from read_rows(text, order.format, now, order.list.subject, order.defaults, order.layout)
    services.jobs.note_reading(job.id, ReadAs(text.charset), upload.count)


def _canonical(rows: Iterable[Row], reader: Reader) -> Iterator[Row]:
    """Bring numbers or domains into their canonical form."""
    read = reader.read
    for row in rows:
        entry = row.entry
        if entry is None:
            yield row
            continue
        canonical = read(entry)
        if canonical is entry:
            yield row
        elif isinstance(canonical, Rejected):
            yield Row(row.line, None, canonical.reason)
        else:
            yield Row(row.line, canonical, "", row.silent)


def load(  # noqa: PLR0913, PLR0917 - what a job needs, and who looks on
    services: Services,
    job: Import,
    rows: Iterable[Row],
    refuses: EntryGuard,
    progress: Progress,
    upload: "CountedBytes | None" = None,
) -> Import:
    """Bring rows onto the list of a job, or take its change back but for what the guard refuses.

    What goes wrong is noted as the job's reason, and raised again where it is no error that is expected.
    """
    try:
        _load(services, job, rows, refuses, _Meter(services.jobs, job.id, progress, upload or CountedBytes(())))
    except BaseException as error:
        with suppress(StoreUnavailable):
            state = ImportState.STOPPED if isinstance(error, Stopped) else ImportState.FAILED
            reason = str(error) if isinstance(error, Exception) else _ENDED
            services.jobs.finish(job.id, reason, services.clock(), state)
        if not isinstance(error, GuardError):
            raise
    finally:
        if not job.order.keeps:
            services.uploads.remove(job.id)
    return services.jobs.get(job.id)


def _load(services: Services, job: Import, rows: Iterable[Row], refuses: EntryGuard, meter: "_Meter") -> None:
    if job.order.reverts is None:
        loading = services.bulk.bring(job, meter.reading(rows), services.clock())
    else:
        loading = services.bulk.take_back(job, _refused(services, job, refuses), services.clock())
    _write(loading, meter)
    meter.at_last(loading.publish(services.clock()))


def _refused(services: Services, job: Import, refuses: EntryGuard) -> frozenset[EntryKey]:
    """Give what may not come back."""
    returning = services.bulk.returning(job)
    return frozenset(EntryKey(job.order.list, one.match, one.number) for one in returning if refuses(one))


def _write(loading: BulkLoad, meter: "_Meter") -> None:
    with closing(loading.batches()) as batches:
        for tally in batches:
            meter(tally)


class _Meter:
    """Notes how far a job is, and tells whoever looks on, but not more often than anybody looks."""

    def __init__(self, jobs: Jobs, name: str, progress: Progress, upload: "CountedBytes") -> None:
        """Tell with the first look."""
        self._jobs = jobs
        self._name = name
        self._upload = upload
        self._progress = progress
        self._at = 0.0

    def __call__(self, tally: ImportCounts) -> None:
        if time.monotonic() - self._at < _TELL_SECONDS:
            return
        self._at = time.monotonic()
        self._jobs.progress(self._name, tally, self._upload.count)
        self._progress(tally)

    def reading(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Count rows while they are read."""
        rejected = 0
        for count, row in enumerate(rows, 1):
            rejected += row.entry is None
            if count % _ROWS == 0:
                self(ImportCounts(rows=count, rejected=rejected))
            yield row

    def at_last(self, tally: ImportCounts) -> None:
        """Tell what it came to, which is noted already."""
        self._progress(tally)
