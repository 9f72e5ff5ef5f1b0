"""What names a request, and what does not."""

from conftest import TestPhone


def test_checks_with_an_empty_request_id_are_not_taken_for_repetitions(phone: TestPhone) -> None:
    phone.check(caller_number="13912345678", call_state="active", request_id="")
    answer = phone.check(screen_share_active=True, request_id="")
    assert answer["level"] == "warning"


def test_long_request_ids_that_begin_alike_are_different_requests(phone: TestPhone) -> None:
    phone.check(caller_number="13912345678", call_state="active", request_id="x" * 130 + "1")
    answer = phone.check(screen_share_active=True, request_id="x" * 130 + "2")
    assert answer["level"] == "warning"
    assert phone.check(request_id="x" * 130 + "2")["check_id"] == answer["check_id"]
