"""What the words of a message can stand for."""

from enum import StrEnum, auto


class Concept(StrEnum):
    """What a word stands for."""

    CLOSE = auto()
    CONNECT = auto()
    MEND = auto()
    PAY = auto()
    SHARE = auto()

    ACCOUNT = auto()
    PRODUCT = auto()
    THIRD_PARTY = auto()
    CREDIT = auto()
    SERVICE = auto()
    BANK_SYSTEM = auto()
    SCREEN = auto()
    SAFE = auto()
    MONEY = auto()

    FIRST_PERSON = auto()
    REQUEST = auto()
    READER = auto()
    THREAT = auto()
    DEADLINE = auto()
    SECRECY = auto()

    NOT = auto()
    WARNING = auto()
    TELLING = auto()
    PAST = auto()
    QUESTION = auto()
    DONE = auto()
    PASSWORD = auto()
    FAMILIAR = auto()
    EXAMPLE = auto()

    STOP = auto()
    COMMA = auto()
    NOTHING = auto()
