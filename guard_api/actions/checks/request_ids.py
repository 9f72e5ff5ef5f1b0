"""Ids that phones give their requests, so that one that is sent again is the same request."""

import hashlib

from msgspec.json import Encoder
from msgspec.structs import asdict

from guard_api.actions.checks.observing.check_request import CheckRequest
from guard_api.errors import Conflict
from guard_api.ports import CheckRecord

_LONGEST_ID = 128
_DIGEST_BYTES = 4
"""Enough to notice a mistake, too few to prove to anybody what a text or a number was."""
_NOT_MEANT = ("request_id", "sent_at")
"""What does not count: a phone that sends the same again sends it at another time."""
_encoder = Encoder(order="sorted")


def named(request: CheckRequest) -> tuple[str | None, int | None]:
    """Give a request's id as it is kept, a long one by its SHA-256, and a digest of what the request says.

    An empty id names no request.
    """
    given = request.request_id
    if not given:
        return None, None
    if len(given) > _LONGEST_ID:
        given = hashlib.sha256(given.encode("utf-8", "replace")).hexdigest()
    return given, _digest(request)


def _digest(request: CheckRequest) -> int:
    """Give a digest that is the same in each process; what is unknown, and lists of nothing, say nothing."""
    filled = {name: value for name, value in asdict(request).items() if value is not None and value != []}
    for name in _NOT_MEANT:
        filled.pop(name, None)
    written = _encoder.encode(filled)
    return int.from_bytes(hashlib.blake2b(written, digest_size=_DIGEST_BYTES).digest(), "big")


def refuse_another(sent: CheckRecord, known: CheckRecord) -> None:
    """Refuse a request whose id another one has that says something else. Raises Conflict."""
    if known.digest is not None and sent.digest is not None and known.digest != sent.digest:
        raise Conflict(
            "Another check was sent with this request_id, which said something else. Nothing was recorded. "
            "Give each check an id of its own.",
            {"request_id": ["Names another check already."]},
        )
