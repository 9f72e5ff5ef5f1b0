"""What browsers keep: the token of a session, and signed beside it what forms need."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin

from guard_api.actions.people.account import signing_key
from guard_api.errors import StoreUnavailable
from guard_api.ports import Services
from guard_api.web.console.visit import visit

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_TOKEN, _FORMS = "guard", "guard-forms"


def is_secure() -> bool:
    """Say whether cookies are for TLS alone: always, but for who asks this very machine without it."""
    host = urlsplit(f"//{request.host}").hostname
    return host not in _LOOPBACK or request.headers.get("X-Forwarded-Proto") == "https" or request.is_secure


def origin() -> str:
    """Return where browsers find this server: as it is set, else where this one asks."""
    return visit().services.console.url or f"{'https' if is_secure() else 'http'}://{request.host}"


def _name(name: str) -> str:
    return f"__Host-{name}" if is_secure() else name


def token_in(incoming: Request) -> bytes | None:
    """Read the token of a session, None where there is none."""
    try:
        return urlsafe_b64decode(incoming.cookies.get(_name(_TOKEN), "").encode("ascii", "replace")) or None
    except (Error, ValueError):
        return None


def keep_token(response: Response, token: bytes) -> None:
    """Have the browser keep a token until it is closed."""
    value = urlsafe_b64encode(token).decode()
    response.set_cookie(_name(_TOKEN), value, path="/", secure=is_secure(), httponly=True, samesite="Lax")


def drop_token(response: Response) -> None:
    """Have the browser forget the token."""
    response.delete_cookie(_name(_TOKEN), path="/", secure=is_secure(), httponly=True, samesite="Lax")


class Forms(SecureCookieSessionInterface):
    """Flask's own session, signed with this installation's key: what protects forms, and messages for the next page."""

    def __init__(self, services: Services) -> None:
        """Read the key with the first request."""
        self._services = services

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Read it; without the database there is none, and the view that asks it says so."""
        if app.secret_key is None:
            try:
                app.secret_key = signing_key(self._services)
            except StoreUnavailable:
                return None
        return super().open_session(app, request)

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 - Flask's signature
        """Name it so that no other host can have set it."""
        return _name(_FORMS)

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's signature
        """Say whether it is for TLS alone."""
        return is_secure()

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:  # noqa: ARG002 - Flask's signature
        """Send it when something in it is new."""
        return session.modified
