"""What the words of a message can stand for."""

from enum import IntFlag, auto


class Concept(IntFlag):
    """What a word stands for; a text is a union of them."""

    CLOSE = auto()
    CONNECT = auto()
    REPAIR = auto()
    PAY = auto()
    SHARE = auto()

    ACCOUNT = auto()
    PRODUCT = auto()
    WHITE_BAR = auto()
    GOLD_BAR = auto()
    THIRD_PARTY = auto()
    CREDIT = auto()
    SERVICE = auto()
    BANK_SYSTEM = auto()
    SCREEN = auto()
    SAFE = auto()
    ESCROW = auto()
    REMOTE_CONTROL = auto()
    MONEY = auto()

    FORWARD = auto()
    BORROW = auto()
    CASH = auto()
    COURIER = auto()
    CONTACT = auto()
    INSTALL = auto()
    PHONE_SCREEN = auto()
    SUBSCRIPTION = auto()

    FIRST_PERSON = auto()
    REQUEST = auto()
    FORMAL = auto()
    SECOND_PERSON = auto()
    DICTATION = auto()
    THREAT = auto()
    DEADLINE = auto()
    SECRECY = auto()
    DISPOSABLE_LINK = auto()
    NUMBERED_LINK = auto()

    NOT = auto()
    WARNING = auto()
    NARRATIVE = auto()
    PRONOUN = auto()
    PAST = auto()
    QUESTION = auto()
    QUESTION_MARK = auto()
    DONE = auto()
    OFFER = auto()
    PASSWORD = auto()
    FAMILIAR = auto()
    EXAMPLE = auto()

    STOP = auto()
    COMMA = auto()
    IGNORED = auto()
