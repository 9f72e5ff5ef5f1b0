"""What the peer answers: models of pydantic, and texts in English."""

from datetime import datetime

from pydantic import BaseModel

TEXTS: dict[str, tuple[str, str, list[str]]] = {
    "account_takeover": (
        "Your money is in danger",
        "Hang up now. A stranger could see your screen while your bank app was open. This is how accounts are emptied.",
        [
            "Hang up now. You do not need to explain anything.",
            "Stop sharing the screen: open the meeting app and end the meeting.",
            "Call your bank yourself, on the number printed on your card. Ask it to block your account.",
            "Do not transfer money and do not tell anyone a code.",
        ],
    ),
    "forwarding_with_screen_share": (
        "This is fraud",
        "Hang up now. A stranger could see your screen, and your calls go to someone else. To end that, dial ##002#.",
        [
            "Hang up now. You do not need to explain anything.",
            "Stop sharing the screen: open the meeting app and end the meeting.",
            "Switch call forwarding off: dial ##002#; if that does not work, *720 and press the green button.",
            "Call your bank yourself, on the number printed on your card. Ask it to block your account.",
            "Call 96110 yourself and tell them what happened. You can still make calls.",
        ],
    ),
    "screen_share_with_stranger": (
        "A stranger can see your screen",
        "Stop sharing your screen. Whoever is on the line can read your passwords and codes as you type them.",
        [
            "Stop sharing the screen: open the meeting app and end the meeting.",
            "Do not open your bank app while somebody can see your screen.",
        ],
    ),
    "fraud_link": (
        "This link is dangerous",
        "Do not open the link. Sites with names of digits and a cheap ending are made for a day.",
        ["Do not type in a password, a code or the number of a card.", "Ask somebody you trust."],
    ),
    "spoofed_official_call": (
        "This number is forged",
        "Hang up now. The number imitates an official hotline. A real call from there does not look like this.",
        [
            "Hang up now. You do not need to explain anything.",
            "If you are unsure, call the official number yourself. Nobody honest minds.",
            "Nobody can delete or change your credit record. There is nothing you must close or cancel.",
        ],
    ),
    "listed_caller": (
        "This number is on a warning list",
        "Hang up now. Others have reported this number.",
        [
            "Hang up now. You do not need to explain anything.",
            "Do not tell this caller your name, a code or a password.",
        ],
    ),
}
"""Title, message and advice of each pattern."""


class Evidence(BaseModel):
    """A signal that a warning was read from."""

    signal: str
    since: datetime
    until: datetime | None = None


class Warned(BaseModel):
    """Why the person is warned."""

    pattern: str
    level: str
    title: str
    message: str
    advice: list[str]
    evidence: list[Evidence]


class Action(BaseModel):
    """A button."""

    type: str
    code: str | None = None
    number: str | None = None
    purpose: str | None = None


class ListedOut(BaseModel):
    """Why the number is listed."""

    category: str
    label: str


class Caller(BaseModel):
    """Who the screen says is calling."""

    displayed: str
    kind: str
    key: str | None = None
    organization: str | None = None
    official_numbers: list[str] = []
    listed: ListedOut | None = None


class Answer(BaseModel):
    """What is said of a number."""

    caller: Caller | None
    level: str
    warnings: list[Warned]
    actions: list[Action]


class CheckOut(Answer):
    """What is said of a check."""

    check_id: str
    score: int
    signals: dict[str, str]
    forwarding: list[str]
    links: list[str]
    valid_until: datetime
