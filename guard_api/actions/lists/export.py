"""Whole lists go out."""

from collections.abc import Iterator
from itertools import chain, islice

from guard_api.lists.entry import ListName
from guard_api.lists.files.formats import Format
from guard_api.lists.files.writers import CSV_COLUMNS, cells_of, write_rows
from guard_api.ports import Services


def export_list(services: Services, target: ListName, form: Format, region: str | None) -> Iterator[bytes]:
    """Write a whole list as of now, piece by piece; `region` is where the phones are that read it.

    Raises StoreUnavailable now, and not when half of it is written: half a list looks like a whole one. Raises Conflict
    where it is too long for a workbook.
    """
    entries = services.catalogue.export(target)
    begun = [*islice(entries, 1)]
    found = chain(begun, entries)
    if form is Format.XLSX:
        return services.spreadsheets.write(chain([CSV_COLUMNS[target.subject]], map(cells_of, found)))
    return write_rows(found, form, region or services.default_region, target.subject)
