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

    KEEPSAKE = auto()
    LAPSE = auto()
    RENEW = auto()
    PAGE = auto()
    SECRET = auto()
    TELL = auto()
    TELL_ME = auto()
    GIFT = auto()
    FETCH = auto()
    PRESS = auto()
    KEY = auto()
    UNORDERED = auto()
    LAW = auto()
    PARCEL = auto()
    FEE = auto()
    GO_ON = auto()
    BARGAIN = auto()
    PUSH = auto()
    TROUBLE = auto()
    HAND_OVER = auto()
    ADDRESSED = auto()
    INTRODUCED = auto()

    STOP = auto()
    COMMA = auto()
    IGNORED = auto()


OF_LURES = int(sum(concept for concept in Concept if Concept.KEEPSAKE <= concept <= Concept.INTRODUCED))
"""What is read by sentences only (`lures`), and counts for nothing where scripts of the callers are read."""
NOT_INHERITED = int(Concept.NOT | Concept.WARNING | Concept.QUESTION | Concept.IGNORED)
"""What a longer word does not mean because a shorter one in it does: a fraud department warns of nothing."""
