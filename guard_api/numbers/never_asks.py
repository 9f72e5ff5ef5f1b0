"""What an organisation never asks of anybody on the phone, so that claim and act contradict each other."""

from collections.abc import Mapping
from enum import StrEnum


class Topic(StrEnum):
    """Something that callers ask for."""

    SHARE_SCREEN = "share_screen"
    REMOTE_CONTROL = "remote_control"
    INSTALL_APP = "install_app"
    MOVE_MONEY = "move_money"
    FORWARD_CALLS = "forward_calls"
    TELL_CODE = "tell_code"
    TELL_PASSWORD = "tell_password"  # noqa: S105 - a topic


_ALL = frozenset(Topic)
_BY_CATEGORY: Mapping[str, frozenset[Topic]] = {
    "bank": _ALL,
    "government": _ALL,
    "insurance_securities": _ALL,
    # Shops have one install their own app, couriers ask for the code of a parcel, carriers for one to confirm an order.
    "commerce": _ALL - {Topic.INSTALL_APP},
    "courier": _ALL - {Topic.INSTALL_APP, Topic.TELL_CODE},
    "carrier": _ALL - {Topic.INSTALL_APP, Topic.TELL_CODE, Topic.FORWARD_CALLS},
}
_EXCEPTIONS: Mapping[str, frozenset[Topic]] = {"anti_fraud_center": frozenset({Topic.INSTALL_APP})}
"""By id, what is asked all the same: the police do have people install the app of the anti-fraud centre."""


def forbidden_topics(organization: str, category: str) -> frozenset[Topic]:
    """Return what an organisation of the directory never asks of anybody on the phone."""
    return _BY_CATEGORY.get(category, frozenset()) - _EXCEPTIONS.get(organization, frozenset())
