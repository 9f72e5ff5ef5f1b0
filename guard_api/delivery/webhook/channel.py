"""Webhooks for helpers' services, signed: the other side knows who has sent them, and that nobody sends them again."""

import secrets
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from guard_api.delivery.addresses import AddressRule, NotAllowed, check_url
from guard_api.delivery.sending import post
from guard_api.errors import Invalid
from guard_api.ports.circle.deliveries import Attempt, Endpoint, Message
from guard_api.version import program_version

_SECRET_BYTES = 32
_PREFIX = "whsec_"


class WebhookChannel:
    """The port `Channel` for webhooks."""

    def __init__(self, rule: AddressRule) -> None:
        """Speak only to addresses that the rule allows."""
        self._rule = rule

    def make(self, given: Mapping[str, Any]) -> tuple[str, Mapping[str, str]]:
        """Make a secret, which is shown once."""
        url = given.get("url") or ""
        try:
            check_url(url, self._rule)
        except NotAllowed as error:
            raise Invalid("Nothing can be sent there.", {"url": [f"Not allowed: {error}."]}) from error
        return url, {"secret": _PREFIX + b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()}

    def send(self, endpoint: Endpoint, message: Message, now: datetime) -> Attempt:
        """Post the event with its signature."""
        from standardwebhooks.webhooks import Webhook  # noqa: PLC0415 - brings HTTP clients along, and few servers send

        signature = Webhook(endpoint.target["secret"]).sign(message.id, now, message.body.decode())
        headers = {
            "Content-Type": "application/json",
            "User-Agent": f"guard_api/{program_version()}",
            "webhook-id": message.id,
            "webhook-timestamp": str(int(now.timestamp())),
            "webhook-signature": signature,
        }
        return post(endpoint.url, message.body, headers, self._rule)
