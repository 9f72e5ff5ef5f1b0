"""Web Push, as browsers and UnifiedPush distributors speak it: whoever passes an event on cannot read it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from guard_api.delivery.addresses import AddressRule, NotAllowed, check_url
from guard_api.delivery.sending import post
from guard_api.delivery.webpush.vapid import vapid_of
from guard_api.errors import Invalid
from guard_api.ports.circle.deliveries import Attempt, Endpoint, Message

_ENCODING = "aes128gcm"
_LIFE_SECONDS = 24 * 60 * 60
"""How long a push service keeps an event for a phone that is away, and a signature counts at most."""
_SIGNED_SECONDS = 12 * 60 * 60
_PROBE = b"{}"


class WebPushChannel:
    """The port `Channel` for Web Push."""

    def __init__(self, rule: AddressRule, private_key: Callable[[], str], contact: str) -> None:
        """Speak only to addresses that the rule allows; `contact` is where push services find the operator."""
        self._rule = rule
        self._private_key = private_key
        self._contact = contact

    def make(self, given: Mapping[str, Any]) -> tuple[str, Mapping[str, str]]:
        """Read a subscription as browsers give it; its keys have to be keys."""
        url, keys = given.get("url") or "", given.get("keys") or {}
        try:
            check_url(url, self._rule)
        except NotAllowed as error:
            raise Invalid("Nothing can be sent there.", {"url": [f"Not allowed: {error}."]}) from error
        target = {name: str(keys.get(name) or "") for name in ("p256dh", "auth")}
        try:
            _encrypted(url, target, _PROBE)
        except Exception as error:
            raise Invalid("These are no keys of Web Push.", {"keys": ["Must hold `p256dh` and `auth`."]}) from error
        return url, target

    def send(self, endpoint: Endpoint, message: Message, now: datetime) -> Attempt:
        """Encrypt the event for its phone (RFC 8291), and say who sends it (RFC 8292)."""
        body = _encrypted(endpoint.url, endpoint.target, message.body)
        parts = urlsplit(endpoint.url)
        claims = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int(now.timestamp()) + _SIGNED_SECONDS,
            "sub": self._contact,
        }
        headers = {
            **vapid_of(self._private_key()).sign(claims),
            "Content-Encoding": _ENCODING,
            "Content-Type": "application/octet-stream",
            "TTL": str(_LIFE_SECONDS),
            "Urgency": "high",
        }
        return post(endpoint.url, body, headers, self._rule)


def _encrypted(url: str, keys: Mapping[str, str], body: bytes) -> bytes:
    from pywebpush import WebPusher  # noqa: PLC0415 - brings two HTTP clients along, and few servers push

    encrypted: bytes = WebPusher({"endpoint": url, "keys": dict(keys)}).encode(body, _ENCODING)["body"]
    return encrypted
