"""Phones and keys: who may ask, codes with which phones enrol, and keys that stop working at once."""

from datetime import timedelta
from urllib.parse import urlsplit

import segno
from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.accounts import enrolment_codes, keys
from guard_api.errors import Invalid
from guard_api.json import encode
from guard_api.lists.cursor import write_cursor
from guard_api.lists.files.cells.cells import LONGEST_NAME
from guard_api.ports import EnrolmentCode, KeySearch, Scope
from guard_api.ports.people.people import Role
from guard_api.web.console import params
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.visit import visit

screen = Blueprint("keys", __name__)
_PAGE = 50
_MOST_USES, _MOST_DAYS = 100_000, 365
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@screen.get("/keys")
@needs(Role.ADMIN)
def show() -> ResponseReturnValue:
    """Show a page of keys, newest first."""
    return _page()


def _page(code: EnrolmentCode | None = None, made: keys.NewKey | None = None) -> ResponseReturnValue:
    search = KeySearch(params.word(Scope, "scope"), params.text("q"), params.after(str), _PAGE)
    found = keys.list_keys(visit().services, search)
    return page(
        "keys.html",
        keys=found.items,
        next=write_cursor(found.next) if found.next is not None else None,
        search=search,
        code=code,
        qr=_qr(_server(), code.code) if code is not None else None,
        made=made,
        server=params.text("server") or _own_address(),
        scopes=[*Scope],
        here=params.here,
    )


@screen.post("/keys/codes")
@needs(Role.ADMIN, step_up=True)
def create_code() -> ResponseReturnValue:
    """Make a code with which phones enrol, and show it this once."""
    services, author = visit().services, visit().author(params.text("why"))
    until = services.clock() + timedelta(days=params.whole("days", 7, 1, _MOST_DAYS))
    _server()
    return _page(code=enrolment_codes.create_code(services, params.whole("uses", 1, 1, _MOST_USES), until, author))


@screen.post("/keys")
@needs(Role.ADMIN, step_up=True)
def create_key() -> ResponseReturnValue:
    """Make a key, and show it this once."""
    scope = params.word(Scope, "scope") or Scope.ADMIN_READ
    author = visit().author(params.text("why"))
    return _page(made=keys.create_key(visit().services, scope, params.kept("label", LONGEST_NAME), None, author=author))


@screen.post("/keys/<key_id>/revoke")
@needs(Role.ADMIN, step_up=True)
def revoke(key_id: str) -> ResponseReturnValue:
    """Have a key stop working at once."""
    keys.revoke_key(visit().services, key_id, visit().author(params.text("why")))
    flash(visit().texts.get("console.keys.revoked"), "good")
    return leave_to(url_for("console.keys.show"))


@screen.get("/keys/<key_id>/revoke")
@needs(Role.ADMIN)
def ask_revoke(key_id: str) -> ResponseReturnValue:
    """Ask before a key stops working."""
    found = keys.list_keys(visit().services, KeySearch(None, key_id, None, _PAGE)).items
    key = next((one for one in found if one.id == key_id), None)
    return page("revoke.html", 200 if key is not None else 404, key=key)


def _own_address() -> str:
    """Return the address of this server, where it is one that phones can reach."""
    return request.host_url if urlsplit(request.host_url).hostname not in _LOOPBACK else ""


def _server() -> str:
    """Return the address that phones are to ask: of a server, with TLS. Raises Invalid."""
    typed = params.text("server")
    address = urlsplit(typed)
    if not typed:
        return ""
    if address.scheme != "https" or not address.hostname or address.query or address.fragment:
        raise Invalid(visit().texts.get("console.keys.no_server"), {"server": [typed]})
    return typed


def _qr(server: str, code: str) -> str:
    """Draw what a phone reads to enrol: the server and the code, as JSON."""
    payload = {"enrolment_code": code, **({"server": server} if server else {})}
    return segno.make(encode(payload).decode(), error="m").svg_data_uri(scale=6, border=3)
