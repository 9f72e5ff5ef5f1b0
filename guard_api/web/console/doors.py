"""What each request passes before its view: where it comes from, who asks, what they may, whose form it sends."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect

from guard_api.actions.people.log_in import find_session, is_confirmed
from guard_api.errors import BadRequest, Forbidden
from guard_api.ports import Services
from guard_api.ports.people.people import Session
from guard_api.texts import LANGUAGES, Texts, texts_for, texts_in
from guard_api.web.console.cookies import token_in
from guard_api.web.console.needs import Needs, needs_of
from guard_api.web.console.visit import Visit, visit
from guard_api.web.edge.headers import shortened

_CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_OURS = frozenset({"same-origin", "none"})
LANGUAGE = "language"
_DEFAULT_ZONE = ZoneInfo("Asia/Shanghai")


def guard(app: Flask, services: Services) -> None:
    """Have every request pass."""
    csrf = CSRFProtect(app)

    def pass_doors() -> ResponseReturnValue | None:
        g.visit = Visit(services, None, _texts(None), _DEFAULT_ZONE)
        if request.endpoint is None or request.endpoint == "static":
            return None
        wanted = needs_of(current_app.view_functions[request.endpoint])
        request.max_content_length = wanted.max_bytes
        token = token_in(request)
        current = find_session(services, token) if token is not None else None
        g.visit = Visit(services, current, _texts(current), _zone(current))
        return _admitted(wanted, current, csrf)

    app.before_request(pass_doors)


def _admitted(wanted: Needs, current: Session | None, csrf: CSRFProtect) -> ResponseReturnValue | None:
    """Let a request pass, or say where to go first. A form is read only of who may send it."""
    if request.method in _CHANGING:
        _check_origin()
    if wanted.role is not None and current is None:
        return redirect(url_for("console.session.log_in", next=_here()))
    if wanted.role is not None and not visit().may(wanted.role):
        raise Forbidden(f"This is for people of the role {wanted.role}.")
    if request.method in _CHANGING:
        csrf.protect()
    if wanted.step_up and current is not None and not is_confirmed(visit().services, current):
        return redirect(url_for("console.session.confirm", next=_here()))
    return None


def _here() -> str:
    """Return where somebody wants to go: to the page from which a form was sent, where it was one."""
    if request.method in _CHANGING:
        before = urlsplit(request.headers.get("Referer", ""))
        return f"{before.path}?{before.query}" if before.query else before.path
    return request.full_path.removesuffix("?")


def _check_origin() -> None:
    """Refuse what another site has a browser send."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None and site not in _OURS:
        raise BadRequest("This form was sent from another site.")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise BadRequest("This form was sent from another site. Behind a proxy, that must pass on the header Host.")


def _texts(current: Session | None) -> Texts:
    chosen = current.person.language if current is not None and current.person.language else session.get(LANGUAGE)
    if chosen in LANGUAGES:
        return texts_in(chosen)
    return texts_for(shortened(request.headers.get("Accept-Language", "")))


def _zone(current: Session | None) -> ZoneInfo:
    return ZoneInfo(current.person.zone) if current is not None and current.person.zone else _DEFAULT_ZONE
