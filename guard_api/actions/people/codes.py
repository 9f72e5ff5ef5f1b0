"""Codes: of an app (TOTP, RFC 6238), each good once, and for the day on which the phone with the app is lost."""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime
from hashlib import sha256

from pyotp import TOTP

from guard_api.errors import Invalid
from guard_api.lists.change import Author
from guard_api.ports import Services
from guard_api.ports.people.people import Person
from guard_api.ports.people.sessions import Session

ISSUER = "guard_api"
_STEP_SECONDS = 30
_TOTP_BYTES = 20
_RECOVERY_CODES, _RECOVERY_BYTES, _GROUP = 10, 10, 4


def proposed_app(services: Services, session: Session) -> TOTP:
    """Return the app for codes that somebody could set up in this session; another once that is done.

    Nothing is kept for it: it follows from the session, the app there is, and this installation's key.
    """
    there = services.proofs.totp_of(session.person.id) or b""
    source = f"totp {session.id} {session.person.id} ".encode() + there
    return _app(hmac.digest(services.people.secret(), source, "sha256")[:_TOTP_BYTES], session.person.name)


def set_app(services: Services, session: Session, code: str, author: Author) -> None:
    """Begin to ask for codes of the app that was proposed, once it has given one. Raises Invalid."""
    app = proposed_app(services, session)
    step = _step_of(app, code, author.at)
    if step is None:
        raise Invalid("This code does not fit.", {"code": ["Does not fit."]})
    services.proofs.set_totp(session.person, app.byte_secret(), author)
    services.proofs.use_totp(session.person.id, step)


def use_code(services: Services, person: Person, code: str, now: datetime) -> bool:
    """Use up a code of somebody's app, or a recovery code; False where it is neither, or was used."""
    plain = "".join(code.split()).replace("-", "").upper()
    secret = services.proofs.totp_of(person.id)
    if plain.isdecimal():
        step = _step_of(_app(secret, person.name), plain, now) if secret is not None else None
        return step is not None and services.proofs.use_totp(person.id, step)
    return services.proofs.use_recovery_code(person.id, _digest(plain))


def new_recovery_codes(services: Services, person: Person, author: Author) -> list[str]:
    """Make recovery codes in the place of those there were; they are shown this once."""
    codes = [b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode() for _ in range(_RECOVERY_CODES)]
    services.proofs.set_recovery_codes(person, [_digest(code) for code in codes], author)
    return ["-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP)) for code in codes]


def _app(secret: bytes, name: str) -> TOTP:
    return TOTP(b32encode(secret).decode(), name=name, issuer=ISSUER)


def _step_of(app: TOTP, code: str, now: datetime) -> int | None:
    """Return the time step of a code, where it is of now, or of half a minute before or after it."""
    current = app.timecode(now)
    given = "".join(code.split())
    return next((step for step in (current, current - 1, current + 1) if _is(app.generate_otp(step), given)), None)


def _is(code: str, given: str) -> bool:
    return hmac.compare_digest(code.encode(), given.encode())


def _digest(code: str) -> bytes:
    return sha256(code.encode()).digest()
