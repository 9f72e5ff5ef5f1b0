"""All channels there are."""

from collections.abc import Callable, Mapping

from guard_api.delivery.addresses import AddressRule
from guard_api.delivery.webhook.channel import WebhookChannel
from guard_api.delivery.webpush.channel import WebPushChannel
from guard_api.ports.circle.deliveries import Channel, ChannelType


def channels(rule: AddressRule, vapid_key: Callable[[], str], contact: str) -> Mapping[ChannelType, Channel]:
    """Make what brings events to guardians. `vapid_key` gives the private key of the server, `contact` who runs it."""
    return {
        ChannelType.WEBPUSH: WebPushChannel(rule, vapid_key, contact),
        ChannelType.WEBHOOK: WebhookChannel(rule),
    }
