"""What the guard advises to dial undoes in its own books what was set: for every region, carrier and code."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import product
from secrets import token_hex

import pytest
from flask.testing import FlaskClient

from guard_api.ports import Device, Scope, Services
from guard_api.service_codes.forwarding import State
from tests.support.clock import NOON, Clock
from tests.support.laws import cases
from tests.support.phones import TestPhone
from tests.support.stories import CALL, EMPTY, HANG_UP, Step, dial, play, reply, report, shown

SETS = {
    "gsm": ["**21*13900000001#", "**67*13900000001#", "**61*13900000001#", "**62*13900000001#", "**002*13900000001#"],
    "star": ["*7213900000001", "*9013900000001", "*9213900000001", "*6813900000001"],
    "north america": ["*712025550123"],
    "fixed": ["*57*13900000001#", "*40*13900000001#", "*41*13900000001#"],
    "jio": ["*401*9812340011", "*403*9812340011", "*405*9812340011", "*409*9812340011", "*401#9812340011"],
}
UNDOES = {
    "gsm": ["##002#", "##21#", "##67#", "##61#", "##62#", "##004#"],
    "star": ["*720", "*900", "*920", "*680"],
    "north america": ["*73", "*730", "*91", "*93"],
    "fixed": ["#57#", "#40#", "#41#"],
    "jio": ["*402", "*404", "*406", "*410", "*413"],
}
REGIONS = ["CN", "US", "CA", "IN", "DE"]
CARRIERS = [None, "China Mobile", "China Telecom", "Verizon", "China fixed line", "Jio"]
PLACES = cases([*product(REGIONS, CARRIERS)], 7)


@pytest.fixture
def book(client: FlaskClient, services: Services, clock: Clock) -> "Book":
    return Book(client, services, clock)


class Book:
    """New phones of any region and carrier."""

    def __init__(self, client: FlaskClient, services: Services, clock: Clock) -> None:
        self.client, self.services, self.clock = client, services, clock

    def phone(self, region: str, carrier: str | None = None) -> TestPhone:
        self.clock.now = NOON
        device = Device(token_hex(6), region, (), carrier)
        return TestPhone(self.client, self.services.keys.create(Scope.DEVICE, "test", self.clock(), device)[1])

    def advised(self, phone: TestPhone, change: object) -> list[str]:
        """Have something switched on while a stranger is on the line; give what is advised to dial."""
        answer = phone.check(**CALL, call_forwarding_changes=[change])
        return [action["code"] for action in answer["actions"] if action["type"] == "dial"]

    def still_on(self, phone: TestPhone, *codes: str) -> bool:
        """Dial these, hang up, and see half an hour later."""
        for minute, code in enumerate(codes, 1):
            self.clock.now = NOON + timedelta(minutes=minute)
            phone.check(**dial(code))
        phone.check(**HANG_UP)
        self.clock.now = NOON + timedelta(minutes=40)
        return "forwarding_left_on" in shown(phone.check())


@pytest.mark.parametrize(("region", "carrier"), PLACES)
def test_the_first_code_advised_undoes_whatever_code_was_dialled(region: str, carrier: str | None, book: Book) -> None:
    for code in [code for codes in SETS.values() for code in codes]:
        phone = book.phone(region, carrier)
        advised = book.advised(phone, {"code": code})
        assert not book.still_on(phone, advised[0]), (code, advised)


@pytest.mark.parametrize(("region", "carrier"), PLACES)
def test_each_code_advised_undoes_what_the_phone_has_reported(region: str, carrier: str | None, book: Book) -> None:
    for state in State:
        change = {"enabled": True, "states": [state], "target": "+447400123456"}
        for code in book.advised(book.phone(region, carrier), change):
            phone = book.phone(region, carrier)
            book.advised(phone, change)
            assert not book.still_on(phone, code), (state, code)


@pytest.mark.parametrize("region", REGIONS)
def test_no_code_of_another_network_undoes_what_stays_on(region: str, book: Book) -> None:
    one_network = {"star", "north america"} if region in {"US", "CA"} else set()
    for (setting, codes), (undoing, undoes) in product(SETS.items(), UNDOES.items()):
        if setting != undoing and not {setting, undoing} <= one_network:
            phone = book.phone(region)
            book.advised(phone, {"code": codes[0]})
            assert book.still_on(phone, *undoes), (codes[0], undoing)


@pytest.mark.parametrize("region", ["US", "CA"])
@pytest.mark.parametrize(
    ("code", "undoing", "on"),
    [
        ("*712025550123", "*73", False),
        ("*712025550123", "*730", False),
        ("*902025550123", "*73", False),
        ("*922025550123", "*73", False),
        ("*722025550123", "*73", False),
        ("*722025550123", "*720", False),
        ("*902025550123", "*91", False),
        ("*922025550123", "*93", False),
        ("*902025550123", "*93", True),
        ("*712025550123", "*91", True),
        ("*712025550123", "*720", True),
    ],
)
def test_north_america_cancels_with_its_own_codes(region: str, code: str, undoing: str, on: bool, book: Book) -> None:  # noqa: FBT001 - a table
    phone = book.phone(region)
    assert book.advised(phone, {"code": code})[0] == "*73"
    assert book.still_on(phone, undoing) is on


def test_after_codes_of_two_networks_those_of_both_are_advised_the_newest_first(book: Book) -> None:
    phone = book.phone("CN")
    book.advised(phone, {"code": "**21*13900000001#"})
    assert book.advised(phone, {"code": "*9013900000001"}) == ["*900", "##002#", "*720"]
    assert book.advised(phone, {"enabled": True}) == ["*900", "##002#", "*720"]
    assert not book.still_on(phone, "*900", "##002#")


@pytest.mark.parametrize(
    ("queries", "on"),
    [
        ([(1.5, dial("*#67#")), (1.6, reply("Voice: Not forwarded"))], False),
        ([(1.5, dial("##67#")), (1.6, reply("来电转接\n清除成功。"))], False),
        ([(1.5, dial("*#67#")), (4, reply("Voice: Not forwarded"))], True),
        ([(1.5, dial("*#67#")), (1.6, report(enabled=False))], True),
        ([(1.5, dial("*#67#")), (1.6, reply("Unconditional: Not forwarded"))], True),
        ([(1.6, reply("Voice: Not forwarded"))], True),
    ],
)
def test_a_reply_that_names_no_condition_answers_the_code_that_was_dialled_just_before(
    queries: Sequence[Step],
    on: bool,  # noqa: FBT001 - a table
    phone: TestPhone,
    clock: Clock,
) -> None:
    *_, last = play(phone, clock, [(0, CALL), (1, dial("**67*13900000001#")), *queries, (5, HANG_UP), (40, EMPTY)])

    assert ("forwarding_left_on" in shown(last)) is on
