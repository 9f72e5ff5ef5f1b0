"""What the words mean that circles and alarms are written in."""

from collections.abc import Mapping
from enum import StrEnum

from guard_api.ports.circle.alerts import Reply
from guard_api.ports.circle.deliveries import ChannelType
from guard_api.ports.circle.links import WarnAt

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    WarnAt: {
        WarnAt.CRITICAL: "only when fraud is as good as certain",
        WarnAt.WARNING: "when signs of fraud are strong, too",
    },
    Reply: {
        Reply.SEEN: "has read it",
        Reply.CALLING_OTHER_WAY: "tries to reach the person, but not by ringing that phone",
        Reply.ON_MY_WAY: "goes there",
        Reply.POLICE_CALLED: "has called the police",
    },
    ChannelType: {
        ChannelType.WEBPUSH: "Web Push, as browsers and UnifiedPush have it",
        ChannelType.WEBHOOK: "a POST to a service, signed as Standard Webhooks has it",
    },
}
