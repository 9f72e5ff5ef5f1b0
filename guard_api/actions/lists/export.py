"""Whole lists go out."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from guard_api.actions.lists.search import Place, search_lists
from guard_api.lists.entry import Entry, ListName
from guard_api.lists.files.formats import Format
from guard_api.lists.files.writers import CSV_COLUMNS, cells_of, write_rows
from guard_api.ports import Services
from guard_api.ports.lists.catalogue import Order, Search

_PAGE = 1000


def export_found(services: Services, text: str, wanted: Search, form: Format, region: str | None) -> Iterator[bytes]:
    """Write what a search of one list finds, in its order, page by page as of when each is read.

    Without anything that is looked for, that is the whole list, newest entries first or not. Raises as `export_list`.
    """
    target = wanted.list or ListName.BLOCK
    if not text and replace(wanted, list=None, order=Order.NEWEST, limit=0) == Search(limit=0):
        return export_list(services, target, form, region)
    return _written(services, _found(services, text, replace(wanted, list=target, limit=_PAGE)), target, form, region)


def _found(services: Services, text: str, wanted: Search) -> Iterator[Entry]:
    after: Place | None = None
    while True:
        page = search_lists(services, text, wanted, after)
        yield from (one.entry for one in page.items)
        after = page.next
        if after is None:
            return


def export_list(services: Services, target: ListName, form: Format, region: str | None) -> Iterator[bytes]:
    """Write a whole list as of now, piece by piece; `region` is where the phones are that read it.

    Raises StoreUnavailable now, and not when half of it is written: half a list looks like a whole one. Raises Conflict
    where it is too long for a workbook.
    """
    return _written(services, services.catalogue.export(target), target, form, region)


def _written(
    services: Services, entries: Iterator[Entry], target: ListName, form: Format, region: str | None
) -> Iterator[bytes]:
    begun = [*islice(entries, 1)]
    found = chain(begun, entries)
    if form is Format.XLSX:
        return services.spreadsheets.write(chain([CSV_COLUMNS[target.subject]], map(cells_of, found)))
    return write_rows(found, form, region or services.default_region, target.subject)
