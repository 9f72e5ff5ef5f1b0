"""My account: how I log in, where I am logged in, in which language and time zone I read."""

from base64 import urlsafe_b64decode
from binascii import Error

import segno
from flask import Blueprint, flash, request, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.people import account, codes
from guard_api.actions.people import sessions as open_sessions
from guard_api.actions.people.passwords import set_password
from guard_api.errors import Conflict, Invalid
from guard_api.ports.people.people import Role
from guard_api.texts import LANGUAGES
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.screens.people.session import leave
from guard_api.web.console.visit import visit
from guard_api.web.console.zones import zones

screen = Blueprint("account", __name__)


@screen.get("/account")
@needs(Role.VIEWER)
def show() -> ResponseReturnValue:
    """Show how somebody logs in, and where they are logged in."""
    return _account()


def _account(error: Invalid | None = None) -> ResponseReturnValue:
    current = visit()
    services, person = current.services, current.person
    return page(
        "account.html",
        error.status if error is not None else 200,
        error=error,
        sessions=open_sessions.living_sessions(services, person),
        passkeys=account.list_passkeys(services, person),
        zones=sorted(zones()),
    )


@screen.post("/account/habits")
@needs(Role.VIEWER)
def set_habits() -> ResponseReturnValue:
    """Keep in which language and time zone somebody reads."""
    language, zone = request.form.get("language", ""), request.form.get("zone", "")
    if language not in {"", *LANGUAGES} or zone not in {"", *zones()}:
        raise Invalid("There is no such language or time zone.")
    account.set_habits(visit().services, visit().person, language=language, zone=zone)
    return _done("console.account.saved")


@screen.post("/account/password")
@needs(Role.VIEWER, step_up=True)
def change_password() -> ResponseReturnValue:
    """Set another password; all other sessions end."""
    current = visit()
    if not current.person.has_password:
        raise Conflict("This account has no password here.")
    try:
        set_password(
            current.services, current.person, request.form.get("password", ""), current.author(), current.here.id
        )
    except Invalid as error:
        return _account(error)
    return _done("console.account.password_changed")


@screen.get("/account/secure")
@needs(Role.VIEWER, secured=False)
def secure() -> ResponseReturnValue:
    """Offer an app for codes, or a passkey, to who has neither."""
    return _secure()


def _secure(*, wrong: bool = False) -> ResponseReturnValue:
    app = codes.proposed_app(visit().services, visit().here)
    picture = segno.make(app.provisioning_uri(), error="m").svg_data_uri(scale=5, border=3, light="#fff")
    return page("secure.html", 422 if wrong else 200, wrong=wrong, picture=picture, secret=app.secret)


@screen.post("/account/totp")
@needs(Role.VIEWER, secured=False, step_up=True)
def set_up_app() -> ResponseReturnValue:
    """Begin to ask for codes of an app, and show recovery codes to who has none."""
    current = visit()
    try:
        codes.set_app(current.services, current.here, request.form.get("code", ""), current.author())
    except Invalid:
        return _secure(wrong=True)
    if current.person.recovery_codes:
        return _done("console.account.app_set_up")
    return page("recovery.html", codes=codes.new_recovery_codes(current.services, current.person, current.author()))


@screen.post("/account/recovery-codes")
@needs(Role.VIEWER, step_up=True)
def renew_recovery_codes() -> ResponseReturnValue:
    """Show new recovery codes, in the place of the old ones."""
    current = visit()
    return page("recovery.html", codes=codes.new_recovery_codes(current.services, current.person, current.author()))


@screen.post("/account/passkeys/<key_id>/remove")
@needs(Role.VIEWER, step_up=True)
def remove_passkey(key_id: str) -> ResponseReturnValue:
    """Forget a passkey."""
    try:
        known = urlsafe_b64decode(f"{key_id}===")
    except (Error, ValueError):
        known = b""
    account.remove_passkey(visit().services, visit().person, known, visit().author())
    return _done("console.account.passkey_removed")


@screen.post("/account/sessions/<session_id>/end")
@needs(Role.VIEWER)
def end_session(session_id: str) -> ResponseReturnValue:
    """Log out elsewhere."""
    open_sessions.end_one(visit().services, visit().person, session_id)
    return _done("console.account.session_ended")


@screen.post("/account/sessions/end")
@needs(Role.VIEWER)
def end_sessions() -> ResponseReturnValue:
    """Log out everywhere, here too."""
    open_sessions.end_everywhere(visit().services, visit().person)
    return leave()


def _done(text: str) -> ResponseReturnValue:
    flash(visit().texts.get(text), "good")
    return leave_to(url_for("console.account.show"))
