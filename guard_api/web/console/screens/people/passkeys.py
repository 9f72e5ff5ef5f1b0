"""Passkeys: what browsers ask for with the script of these pages, and what they answer."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import Blueprint, Response, flash, request, session, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.people import codes, passkeys, sessions
from guard_api.actions.people import log_in as people
from guard_api.errors import Invalid, Unauthorized
from guard_api.ports.people.people import Person, Role
from guard_api.web.console.cookies import origin
from guard_api.web.console.limits import check_wrong_log_ins, count_wrong
from guard_api.web.console.logging_in import agent, enter
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.visit import visit

screen = Blueprint("passkeys", __name__)
_CHALLENGE = "challenge"
"""Under this name the browser keeps, signed, what a passkey has to sign: once."""
_CHALLENGE_BYTES = 32


@screen.post("/passkeys/offer")
@needs(Role.VIEWER, secured=False, step_up=True)
def offer() -> ResponseReturnValue:
    """Say what a browser needs to make a passkey."""
    return _json(passkeys.offer(visit().services, visit().person, _site(), _new_challenge()))


@screen.post("/passkeys/add")
@needs(Role.VIEWER, secured=False, step_up=True)
def add() -> ResponseReturnValue:
    """Keep the passkey that a browser has made, and show recovery codes to who has none."""
    current, form = visit(), request.form
    made = {"credential": form.get("credential", ""), "label": form.get("label", "")}
    passkeys.add(current.services, current.person, _site(), _challenge(), **made, author=current.author())
    if not current.person.recovery_codes:
        fresh = codes.new_recovery_codes(current.services, current.person, current.author())
        return page("recovery.html", codes=fresh)
    flash(current.texts.get("console.passkey.added"), "good")
    return leave_to(url_for("console.account.show"))


@screen.post("/passkeys/ask")
@needs(None)
def ask() -> ResponseReturnValue:
    """Say what a browser needs to prove with a passkey who somebody is."""
    return _json(passkeys.ask(_site(), _new_challenge()))


@screen.post("/passkeys/log-in")
@needs(None)
def log_in() -> ResponseReturnValue:
    """Let somebody in who has a passkey."""
    person = _proved()
    return enter(person, people.begin(visit().services, person, agent(), "passkey"), request.args.get("next", ""))


@screen.post("/passkeys/confirm")
@needs(Role.VIEWER)
def confirm() -> ResponseReturnValue:
    """Have somebody prove again who they are."""
    current = visit()
    if _proved().id != current.person.id:
        raise Unauthorized("This passkey is somebody else's.")
    sessions.renew(current.services, current.here)
    flash(current.texts.get("console.confirm.done"), "good")
    return leave_to(request.args.get("next", ""))


def _proved() -> Person:
    """Find who has proved who they are. Raises Unauthorized, TooMany."""
    check_wrong_log_ins(None)
    try:
        return passkeys.prove(visit().services, _site(), _challenge(), request.form.get("credential", ""))
    except Unauthorized:
        count_wrong(None)
        raise


def _site() -> passkeys.Site:
    return passkeys.Site(origin())


def _new_challenge() -> bytes:
    challenge = secrets.token_bytes(_CHALLENGE_BYTES)
    session[_CHALLENGE] = urlsafe_b64encode(challenge).decode()
    return challenge


def _challenge() -> bytes:
    """Take what was to be signed; it is not asked for again. Raises Invalid."""
    kept = session.pop(_CHALLENGE, None)
    if kept is None:
        raise Invalid("This took too long: begin again.")
    return urlsafe_b64decode(kept)


def _json(text: str) -> Response:
    return Response(text, content_type="application/json")
