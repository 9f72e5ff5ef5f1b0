"""Entries and lists, as every face shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from guard_api.actions.lists.facets import Facets
from guard_api.actions.lists.search import Place
from guard_api.actions.lists.show import Known
from guard_api.actions.pages import Paged
from guard_api.lists.change import as_hex
from guard_api.lists.delta import Page
from guard_api.lists.entry import EntryKey, ListName, Subject
from guard_api.lists.files.formats import Format
from guard_api.ports.lists.catalogue import KindCount
from guard_api.ports.lists.lists import EntryVersion, ListedEntry
from guard_api.presenters.checks.decision import lookup_answer, organization_answer
from guard_api.presenters.lists.reports import report_answer
from guard_api.presenters.pages import page_answer
from guard_api.texts import Texts

_UNASKED: Mapping[str, object] = {
    "caller": None,
    "level": None,
    "level_label": None,
    "warnings": [],
    "actions": [],
    "degraded": False,
    "links": [],
}
"""No phone asks about a prefix."""


def entry_answer(listed: ListedEntry) -> dict[str, object]:
    """Return an entry as it stands, and the change that made it so."""
    return {
        "id": listed.key.id,
        "list": listed.key.list,
        **listed.entry.fields(),
        "revision": listed.revision,
        "changed_at": listed.changed_at,
        "changed_by": listed.changed_by,
    }


def lists_answer(counts: Sequence[KindCount]) -> dict[str, object]:
    """Return how many entries all lists have, and of which kinds."""
    return {"lists": [_counted(name, [one for one in counts if one.list is name]) for name in ListName]}


def _counted(name: ListName, kinds: Sequence[KindCount]) -> dict[str, object]:
    shown = [{"match": one.match, "category": one.category, "count": one.count} for one in kinds]
    return {"list": name, "count": sum(one.count for one in kinds), "kinds": shown}


def facets_answer(facets: Facets) -> dict[str, object]:
    """Return what a search can be narrowed down to."""
    return {
        "counted": facets.counted,
        "matches": [{"match": match, "count": count} for match, count in facets.matches.items()],
        "categories": [{"category": category, "count": count} for category, count in facets.categories.items()],
        "sources": [{"source": source, "count": count} for source, count in facets.sources.items()],
        "other_sources": facets.others,
    }


def entries_answer(page: Paged[ListedEntry, Place]) -> dict[str, object]:
    """Return a page of entries."""
    return page_answer("entries", page, entry_answer)


def edits_answer(entries: Sequence[ListedEntry], errors: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """Return the entries that were added or removed, and what could not be."""
    return {"entries": [entry_answer(entry) for entry in entries], "errors": errors}


def known_answer(known: Known, texts: Texts) -> dict[str, Any]:
    """Return all that is known of a number, prefix or domain: what a phone is told, and why."""
    assessment, official = known.assessment, known.official
    return {
        known.named.match.subject: known.named.number,
        **(lookup_answer(assessment, texts) if assessment is not None else _UNASKED),
        "official": organization_answer(official, known.directory, texts) if official is not None else None,
        "reports": report_answer(known.reports) if known.reports is not None else None,
        "decided_by": known.decides.key.id if known.decides is not None else None,
        "entries": [entry_answer(entry) for entry in known.entries],
        "versions": [_version(key, version) for key, version in known.past],
    }


def _version(key: EntryKey, version: EntryVersion) -> dict[str, object]:
    return {
        "id": key.id,
        "list": key.list,
        **version.entry.fields(),
        "revision": version.revision,
        "began_at": version.began_at,
        "began_by": version.began_by,
        "ended_at": version.ended_at,
        "ended_by": version.ended_by,
    }


def delta_answer(page: Page) -> dict[str, object]:
    """Return a page of what has changed on a list since a phone last asked."""
    return {
        "revision": page.standing.revision,
        "next": page.next.written(),
        "complete": page.complete,
        "count": page.standing.count,
        "checksum": as_hex(page.standing.checksum),
        "upserts": [upsert.fields() for upsert in page.upserts],
        "removals": [removal.fields() for removal in page.removals],
    }


def export_name(target: ListName, form: Format) -> str:
    """Return what the file of a whole list is called."""
    name = f"{target}list" if target.subject is Subject.NUMBER else target
    return f"{name}.{form.ending}"
