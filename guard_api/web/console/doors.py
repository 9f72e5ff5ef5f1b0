"""What each request passes before its view: where it comes from, who asks, what they may, whose form it sends."""

from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect

from guard_api.actions.people.account import signing_key
from guard_api.actions.people.sessions import deny, find_session, is_confirmed
from guard_api.errors import Forbidden
from guard_api.ports import Services
from guard_api.ports.operate.limits import Limit
from guard_api.ports.people.people import Role
from guard_api.ports.people.sessions import Session
from guard_api.texts import LANGUAGES, Texts, texts_for, texts_in
from guard_api.web.console.cookies import token_in
from guard_api.web.console.needs import Needs, needs_of
from guard_api.web.console.visit import Visit, requested_page, visit
from guard_api.web.console.zones import zone_of
from guard_api.web.edge.headers import shortened
from guard_api.web.edge.incoming import Incoming
from guard_api.web.edge.limiting import consume

LANGUAGE = "language"
"""Under this name the browser keeps which language was chosen before anybody logged in."""
_LOOKING = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})


class ForeignForm(Forbidden):
    """A form that was sent from another site."""


def guard(app: Flask, services: Services) -> None:
    """Have every request pass."""
    csrf = CSRFProtect(app)

    def pass_doors() -> ResponseReturnValue | None:
        g.visit = Visit(services, None, _texts(None), zone_of("", services.default_region))
        if request.endpoint is None or request.url_rule is None:
            return None
        Incoming(request.environ).record.path = request.url_rule.rule
        if request.endpoint == "static":
            return None
        if app.secret_key is None:  # there was no database, and most likely there is none
            app.secret_key = signing_key(services)
        wanted = needs_of(current_app.view_functions[request.endpoint])
        request.max_content_length = wanted.max_bytes
        token = token_in(request)
        current = find_session(services, token) if token is not None else None
        if current is None:
            consume(services, Incoming(request.environ), Limit.ANONYMOUS, None)
        zone = zone_of(current.person.zone if current is not None else "", services.default_region)
        g.visit = Visit(services, current, _texts(current), zone)
        return _admitted(wanted, current, csrf)

    app.before_request(pass_doors)


def _admitted(wanted: Needs, current: Session | None, csrf: CSRFProtect) -> ResponseReturnValue | None:
    """Let a request pass, or say where to go first. A form is read only of who may send it."""
    is_form = request.method not in _LOOKING
    if is_form:
        _check_origin()
    if wanted.role is not None and (elsewhere := _unless_known(wanted, wanted.role, current)) is not None:
        return redirect(elsewhere, 303)
    if is_form:
        csrf.protect()
    if wanted.step_up and current is not None and not is_confirmed(visit().services, current):
        return redirect(url_for("console.session.confirm", next=_here()), 303)
    return None


def _unless_known(wanted: Needs, role: Role, current: Session | None) -> str | None:
    """Say where somebody has to go first who is not logged in, or not well enough; None: nowhere. Raises Forbidden."""
    if current is None:
        return url_for("console.session.log_in", next=_here())
    if not current.person.role.includes(role):
        raise _denied(role)
    if wanted.secured and not current.person.is_secured:
        return url_for("console.account.secure")
    return None


def _denied(role: Role) -> Forbidden:
    """Write down what somebody asked for; gives the refusal."""
    current = visit()
    deny(current.services, request.endpoint or "", current.author(f"needs {role}"))
    return Forbidden(f"This is for people of the role {role}.")


def _here() -> str:
    """Return where somebody wants to go: to the page from which a form was sent, where it was one."""
    if request.method in _LOOKING:
        return requested_page()
    before = urlsplit(request.headers.get("Referer", ""))
    return f"{before.path}?{before.query}" if before.query else before.path


def _check_origin() -> None:
    """Refuse what another site has a browser send: browsers say where a form comes from. Raises ForeignForm."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site is not None:
        if site not in _OURS:
            raise ForeignForm("This form was sent from another site.")
    elif origin is not None and urlsplit(origin).netloc != request.host:
        raise ForeignForm("This form was sent from another site. A proxy must pass on the header Host as it is.")


def _texts(current: Session | None) -> Texts:
    chosen = current.person.language if current is not None and current.person.language else session.get(LANGUAGE)
    if chosen in LANGUAGES:
        return texts_in(chosen)
    return texts_for(shortened(request.headers.get("Accept-Language", "")))
