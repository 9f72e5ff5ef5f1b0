"""Log in with an account of the organization (OpenID Connect)."""

from typing import TYPE_CHECKING, Any

from flask import Blueprint, current_app, request, session, url_for
from flask.typing import ResponseReturnValue

from guard_api.actions.people import openid
from guard_api.actions.people.log_in import refused_at_all
from guard_api.actions.people.sessions import end_session
from guard_api.errors import NotFound
from guard_api.ports.people.settings import OpenIdConnect
from guard_api.web.console.cookies import origin
from guard_api.web.console.limits import check_wrong_log_ins, count_wrong
from guard_api.web.console.logging_in import agent, enter
from guard_api.web.console.needs import needs
from guard_api.web.console.visit import visit

if TYPE_CHECKING:
    from authlib.integrations.flask_client import FlaskOAuth2App

screen = Blueprint("openid", __name__)
_NEXT = "openid_next"
_MADE = "guard_openid"
_CONFIGURATION = "/.well-known/openid-configuration"


@screen.get("/openid")
@needs(None)
def begin() -> ResponseReturnValue:
    """Lead to the provider, which is to ask who somebody is, also where it knows."""
    session[_NEXT] = request.args.get("next", "")
    answer: ResponseReturnValue = _provider().authorize_redirect(
        f"{origin()}{url_for('console.openid.finish')}", prompt="login"
    )
    return answer


@screen.get("/openid/callback")
@needs(None)
def finish() -> ResponseReturnValue:
    """Let somebody in for whom the provider speaks."""
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 - an extra, which most servers do not have
    from joserfc.errors import JoseError  # noqa: PLC0415 - comes with it
    from requests import RequestException  # noqa: PLC0415 - comes with it

    check_wrong_log_ins(None)
    current, path = visit(), session.get(_NEXT, "")
    try:
        claims: dict[str, Any] = _provider().authorize_access_token()["userinfo"]
    except (AuthlibBaseError, JoseError, RequestException, KeyError) as error:
        count_wrong(None)
        raise refused_at_all(current.services, "the provider does not speak for them") from error
    person, token = openid.log_in(current.services, claims, agent())
    if current.session is not None:
        end_session(current.services, current.session)
    return enter(person, token, path)


def _provider() -> "FlaskOAuth2App":
    """Return the provider, which is asked where its pages are with the first log-in. Raises NotFound."""
    there = current_app.extensions.get(_MADE)
    settings = visit().services.console.openid
    if settings is None:
        raise NotFound("No provider is set.")
    if there is None:
        there = current_app.extensions[_MADE] = _made(settings)
    return there


def _made(settings: OpenIdConnect) -> "FlaskOAuth2App":
    from authlib.integrations.flask_client import OAuth  # noqa: PLC0415 - an extra, which most servers do not have

    return OAuth(current_app).register(
        "guard",
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=f"{settings.issuer}{_CONFIGURATION}",
        client_kwargs={"scope": "openid profile email groups", "code_challenge_method": "S256", "timeout": 10},
    )
