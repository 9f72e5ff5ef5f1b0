"""An empty request id names no request."""

from conftest import TestPhone


def test_checks_with_an_empty_request_id_are_not_taken_for_repetitions(phone: TestPhone) -> None:
    phone.check(caller_number="13912345678", call_state="active", request_id="")
    answer = phone.check(screen_share_active=True, request_id="")
    assert answer["level"] == "warning"
