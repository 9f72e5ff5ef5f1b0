"""Log in, prove again who one is, choose a language, log out."""

from flask import Blueprint, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.people import log_in as people
from guard_api.errors import Unauthorized
from guard_api.ports.people.people import Role
from guard_api.texts import LANGUAGES
from guard_api.web.console.cookies import drop_token, keep_token
from guard_api.web.console.doors import LANGUAGE
from guard_api.web.console.needs import needs
from guard_api.web.console.pages import leave_to, page
from guard_api.web.console.visit import visit

screen = Blueprint("session", __name__)


@screen.get("/")
@needs(Role.VIEWER)
def home() -> ResponseReturnValue:
    """Begin."""
    return page("home.html")


@screen.route("/log-in", methods=["GET", "POST"])
@needs(None)
def log_in() -> ResponseReturnValue:
    """Ask who somebody is."""
    wrong = False
    if request.method == "POST":
        try:
            form = request.form
            agent = request.headers.get("User-Agent", "")
            _, token = people.log_in(visit().services, form.get("name", ""), form.get("password", ""), agent)
        except Unauthorized:
            wrong = True
        else:
            session.clear()
            response = leave_to(request.args.get("next", ""))
            keep_token(response, token)
            return response
    return page("log_in.html", 401 if wrong else 200, wrong=wrong)


@screen.route("/confirm", methods=["GET", "POST"])
@needs(Role.VIEWER)
def confirm() -> ResponseReturnValue:
    """Ask again who somebody is."""
    raise NotImplementedError


@screen.post("/log-out")
@needs(None)
def log_out() -> ResponseReturnValue:
    """End the session."""
    current = visit()
    if current.session is not None:
        current.services.people.end(current.session.id)
    session.clear()
    response = redirect(url_for("console.session.log_in"), 303)
    drop_token(response)
    return response


@screen.post("/language")
@needs(None)
def choose_language() -> ResponseReturnValue:
    """Have pages in another language."""
    wanted = request.form.get("language", "")
    if wanted in LANGUAGES:
        session[LANGUAGE] = wanted
    return leave_to(request.form.get("next", ""))
