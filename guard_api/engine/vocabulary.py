"""The words in which observations are told: states, kinds and sources."""

from enum import StrEnum


class CallState(StrEnum):
    """Where a call stands; `none` says that there is no call at all."""

    RINGING = "ringing"
    ACTIVE = "active"
    ENDED = "ended"
    NONE = "none"


class TargetKind(StrEnum):
    """Whose number the calls are forwarded to."""

    STRANGER = "stranger"
    OWN = "own"
    OFFICIAL = "official"
    DEAD = "dead"
    CALLER = "caller"
    LISTED = "listed"
    VOICEMAIL = "voicemail"
    CONTACT = "contact"


class NumberSource(StrEnum):
    """Where the number came from that a person calls."""

    MESSAGE = "message"
    LINK = "link"
    CONTACTS = "contacts"
    DIALLED = "dialled"


class Rescuer(StrEnum):
    """Whose official line it is that calls people who are being defrauded, to stop them."""

    POLICE = "police"
    BANK = "bank"


class Right(StrEnum):
    """What an app was allowed that lets others see, or do, what the person does."""

    ACCESSIBILITY = "accessibility"
    OVERLAY = "overlay"
    NOTIFICATION_LISTENER = "notification_listener"
    DEFAULT_DIALER = "default_dialer"
    DEVICE_ADMIN = "device_admin"
    VPN = "vpn"


class MomentKind(StrEnum):
    """Something that a message told, recognised on the phone or from its text, which is dropped."""

    CODE_RECEIVED = "code_received"
    MONEY_OUT = "money_out"
    LOAN_PAID_OUT = "loan_paid_out"
    NEW_DEVICE_LOGIN = "new_device_login"
