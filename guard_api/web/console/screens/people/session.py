"""Log in, prove again who one is, set up an account with a link, choose a language, log out."""

from http import HTTPStatus

from flask import Blueprint, Response, flash, request, session, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.people import log_in as people
from guard_api.actions.people import welcome as links
from guard_api.actions.people.account import set_habits
from guard_api.actions.people.sessions import end_session
from guard_api.errors import Invalid, Unauthorized
from guard_api.ports.people.people import Role
from guard_api.texts import LANGUAGES
from guard_api.web.console.cookies import drop_token
from guard_api.web.console.doors import LANGUAGE
from guard_api.web.console.limits import check_wrong_log_ins, count_wrong, known_name, remember_browser
from guard_api.web.console.logging_in import agent, enter
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.visit import visit

screen = Blueprint("session", __name__)


@screen.get("/")
@needs(Role.VIEWER)
def home() -> ResponseReturnValue:
    """Begin."""
    return page("home.html")


@screen.get("/here")
@needs(None)
def here() -> ResponseReturnValue:
    """Say to a proxy whether somebody is logged in who may send files: it asks before it keeps any."""
    return Response(status=HTTPStatus.NO_CONTENT if visit().may(Role.EDITOR) else HTTPStatus.UNAUTHORIZED)


@screen.get("/log-in")
@needs(None)
def log_in() -> ResponseReturnValue:
    """Ask who somebody is."""
    return _log_in_page()


@screen.post("/log-in")
@needs(None)
def check_log_in() -> ResponseReturnValue:
    """Let somebody in who says the right name, password and code."""
    form = request.form
    name = form.get("name", "")
    check_wrong_log_ins(name)
    try:
        person, token = people.log_in(visit().services, name, form.get("password", ""), form.get("code", ""), agent())
    except Unauthorized:
        count_wrong(name)
        return _log_in_page(wrong=True)
    return enter(person, token, request.args.get("next", ""))


def _log_in_page(*, wrong: bool = False) -> ResponseReturnValue:
    openid = visit().services.console.openid is not None
    return page("log_in.html", 401 if wrong else 200, wrong=wrong, name=known_name(), openid=openid)


@screen.get("/confirm")
@needs(Role.VIEWER, secured=False)
def confirm() -> ResponseReturnValue:
    """Ask again who somebody is."""
    return page("confirm.html", wrong=False)


@screen.post("/confirm")
@needs(Role.VIEWER, secured=False)
def check_confirm() -> ResponseReturnValue:
    """Have somebody prove again who they are."""
    current = visit().here
    check_wrong_log_ins(current.person.name)
    try:
        people.confirm(visit().services, current, request.form.get("proof", ""))
    except Unauthorized:
        count_wrong(current.person.name)
        return page("confirm.html", 401, wrong=True)
    flash(visit().texts.get("console.confirm.done"), "good")
    return leave_to(request.args.get("next", ""))


@screen.get("/welcome/<token>")
@needs(None)
def welcome(token: str) -> ResponseReturnValue:
    """Ask somebody who comes with a link for a password."""
    return page("welcome.html", person=links.invited(visit().services, token), error=None)


@screen.post("/welcome/<token>")
@needs(None)
def accept(token: str) -> ResponseReturnValue:
    """Set a password, and go on to the second thing with which somebody proves who they are."""
    services = visit().services
    person = links.invited(services, token)
    try:
        began = links.accept(services, token, request.form.get("password", ""), agent())
    except Invalid as error:
        return page("welcome.html", error.status, person=person, error=error)
    return enter(person, began, url_for("console.account.secure"))


@screen.post("/log-out")
@needs(None)
def log_out() -> ResponseReturnValue:
    """End the session."""
    current = visit()
    if current.session is not None:
        end_session(current.services, current.session)
    return leave()


def leave() -> ResponseReturnValue:
    """Have the browser forget who was logged in, but for the name."""
    known = known_name()
    session.clear()
    if known:
        remember_browser(known)
    response = leave_to(url_for("console.session.log_in"))
    drop_token(response)
    return response


@screen.post("/language")
@needs(None)
def choose_language() -> ResponseReturnValue:
    """Have pages in another language, also the next time."""
    wanted, current = request.form.get("language", ""), visit()
    if wanted in LANGUAGES:
        session[LANGUAGE] = wanted
        if current.session is not None:
            set_habits(current.services, current.person, language=wanted)
    return leave_to(request.form.get("next", ""))
