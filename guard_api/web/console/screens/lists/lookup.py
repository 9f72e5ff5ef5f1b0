"""Look up: why a number, a domain or a link is blocked, or is not; and how it is let through again."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.lists.edit import add_entry, find_entry, remove_entry
from guard_api.actions.lists.pasted import covers
from guard_api.actions.lists.show import Known, show_known, show_known_link
from guard_api.errors import NotFound
from guard_api.lists.entry import Category, Entry, EntryKey
from guard_api.ports.people.people import Role
from guard_api.presenters.lists.lists import known_answer
from guard_api.texts import LANGUAGES, texts_in
from guard_api.web.console import params
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.reach import check_reach, reaches_far
from guard_api.web.console.visit import visit

screen = Blueprint("lookup", __name__)
_LONGEST = 2048


@screen.get("/lookup")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """Say what a phone would be told, and why."""
    q = params.name_typed(_LONGEST)
    try:
        known = _known(q) if q else None
    except NotFound as unknown:
        return page("lookup.html", 404, q=q, known=None, unknown=unknown)
    return page("lookup.html", q=q, known=known, unknown=None, **(_shown(known) if known is not None else {}))


def _known(q: str) -> Known:
    """Read a number, a domain, a link, or the id of an entry. Raises NotFound."""
    services = visit().services
    if "/" in q and any(map(str.isalpha, q)) and EntryKey.from_id(q) is None:
        return show_known_link(services, q, services.default_region)
    return show_known(services, q, services.default_region)


def _shown(known: Known) -> Mapping[str, Any]:
    decides = known.decides
    key = decides.key if decides is not None else None
    blocked = key is not None and not key.list.allows
    state = "official" if known.official is not None else "none" if key is None else "blocked" if blocked else "allowed"
    # In the words of the person who asks first.
    tags = sorted(LANGUAGES, key=lambda tag: tag != visit().texts.language)
    return {
        "state": state,
        "decides": decides,
        "covers": covers(key) if key is not None else None,
        "answers": {tag: known_answer(known, texts_in(tag)) for tag in tags},
        "may_let_through": blocked and visit().may(Role.EDITOR),
        "may_remove": key is not None and (not reaches_far(key) or visit().may(Role.PUBLISHER)),
        "is_own": key is not None and key.number == known.named.number and key.match is known.named.match,
        "now": visit().services.clock(),
    }


@screen.post("/lookup/let-through")
@needs(Role.EDITOR)
def let_through() -> ResponseReturnValue:
    """Take the entry that blocks off its list, or allow this one number or domain, whatever else blocks it."""
    services, author, q = visit().services, visit().author(params.text("why")), params.name_typed(_LONGEST)
    key = find_entry(request.form.get("entry", ""))
    if request.form.get("how") == "remove":
        check_reach([key])
        remove_entry(services, key, author, params.whole("revision", 1, 1, 1 << 62))
        flash(visit().texts.get("console.entries.removed", entry=key.number), "good")
    else:
        named = _known(q).named
        check_reach([EntryKey(key.list.allowing, named.match, named.number)])
        entry = Entry(named.number, named.match, Category.OTHER, note=author.why)
        add_entry(services, key.list.allowing, entry, services.default_region, author)
        flash(visit().texts.get("console.lookup.allowed", entry=named.number), "good")
    return leave_to(url_for("console.lookup.show", q=q))
