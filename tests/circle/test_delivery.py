"""Events are brought to endpoints, signed and encrypted, again and again for a day, and nowhere else."""

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import http_ece
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from py_vapid import Vapid02
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from guard_api.app import utc_now
from guard_api.jobs.deliverer import GIVEN_UP_AFTER, Deliverer, pause_after
from guard_api.ports import Services
from tests.circle.test_alarms import FIVE_DIGITS
from tests.contracts.records import Record
from tests.support.clients.circles import FRAUD, OVER, Phone, Receiver, receiving
from tests.support.clock import Clock
from tests.support.phones import TestPhone

HOOK = "/v1/circle/endpoints/hook"


@pytest.fixture
def services(record: Record, clock: Clock) -> Services:
    """Services of a server that may send to loopback."""
    clock.now = utc_now()
    return record.open(outgoing_networks="127.0.0.0/8")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def hooked(daughter: Phone, receiver: Receiver) -> str:
    """Have events for the daughter go to the receiver; gives the secret."""
    put = daughter.put(HOOK, {"type": "webhook", "url": receiver.url})
    assert put.status_code == 200, put.text
    secret: str = put.json["secret"]
    return secret


def deliver(services: Services) -> int:
    with ThreadPoolExecutor(2) as senders:
        return Deliverer(services).round(senders)


def endpoint(phone: Phone) -> dict[str, object]:
    [one] = phone.get("/v1/circle").json["endpoints"]
    assert isinstance(one, dict)
    return one


def test_a_webhook_is_signed_as_the_standard_has_it(
    mother: Phone, daughter: Phone, services: Services, receiver: Receiver, hooked: str
) -> None:
    mother.check(**FRAUD)
    assert deliver(services) == 1
    [(headers, body)] = receiver.received
    event = Webhook(hooked).verify(body, dict(headers))
    assert event == {"type": "alert", "timestamp": daughter.alerts()[0]["updated_at"], "data": daughter.alerts()[0]}
    assert FIVE_DIGITS.search(body.decode()) is None
    with pytest.raises(WebhookVerificationError):
        Webhook(hooked).verify(body + b" ", dict(headers))
    assert deliver(services) == 0


def test_a_secret_is_shown_once(daughter: Phone, hooked: str) -> None:
    assert hooked not in daughter.get("/v1/circle").text
    assert endpoint(daughter)["host"] not in {"", None}


def test_web_push_is_read_by_the_phone_alone_and_signed_by_the_server(
    mother: Phone, daughter: Phone, services: Services, receiver: Receiver
) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    public = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    auth = b"0123456789abcdef"
    keys = {
        name: base64.urlsafe_b64encode(value).rstrip(b"=").decode()
        for name, value in (("p256dh", public), ("auth", auth))
    }
    put = daughter.put("/v1/circle/endpoints/phone", {"type": "webpush", "url": receiver.url, "keys": keys})
    assert put.status_code == 200, put.text
    assert put.json["secret"] is None
    mother.check(**FRAUD)
    deliver(services)
    [(headers, body)] = receiver.received
    assert headers["Content-Encoding"] == "aes128gcm"
    assert int(headers["TTL"]) > 0
    text = http_ece.decrypt(body, private_key=private, auth_secret=auth, version="aes128gcm")
    assert json.loads(text)["data"] == daughter.alerts()[0]
    assert Vapid02.verify(headers["Authorization"])
    key = daughter.get("/v1/circle/webpush-key").json["public_key"]
    assert headers["Authorization"].endswith(f"k={key}")


def test_what_fails_is_tried_again_with_the_same_id(  # noqa: PLR0913, PLR0917 - fixtures
    mother: Phone, daughter: Phone, services: Services, receiver: Receiver, hooked: str, clock: Clock
) -> None:
    receiver.answer = lambda time: (503 if time < 3 else 200, {})
    mother.check(**FRAUD)
    for _ in range(30):
        deliver(services)
        clock.pass_(seconds=5)
    ids = [headers["webhook-id"] for headers, _ in receiver.received]
    assert len(ids) == 3
    assert len(set(ids)) == 1
    assert endpoint(daughter)["given_up_at"] is None


def test_news_have_ids_of_their_own_and_the_alarm_keeps_its_own(
    mother: Phone, services: Services, receiver: Receiver, hooked: str, clock: Clock
) -> None:
    mother.check(**FRAUD)
    deliver(services)
    clock.pass_(minutes=5)
    mother.check(**OVER)
    deliver(services)
    ids = [headers["webhook-id"] for headers, _ in receiver.received]
    assert len(set(ids)) == len(ids) == 2
    assert len({event["data"]["id"] for event in receiver.events}) == 1


def test_after_a_day_it_is_given_up_and_named(  # noqa: PLR0913, PLR0917 - fixtures
    mother: Phone, daughter: Phone, services: Services, receiver: Receiver, hooked: str, clock: Clock, admin: TestPhone
) -> None:
    receiver.answer = lambda _: (500, {})
    mother.check(**FRAUD)
    began = clock()
    while endpoint(daughter)["given_up_at"] is None:
        deliver(services)
        clock.pass_(minutes=16)
        assert clock() < began + GIVEN_UP_AFTER + timedelta(hours=1)
    assert endpoint(daughter)["reason"] == "failed: it answered 500"
    [letter] = admin.get("/v1/admin/deliveries").json["deliveries"]
    assert letter["attempts"] == len(receiver.received) > 40
    assert letter["host"] == receiver.url.split("/")[2]
    assert "daughter" not in json.dumps(letter)
    assert len(daughter.alerts()) == 1, "nothing is lost: it is in the stream"


@pytest.mark.parametrize(
    ("status", "headers", "reason"),
    [
        (410, {}, "gone: it answered 410"),
        (404, {}, "gone: it answered 404"),
        (302, {"Location": "http://169.254.169.254/"}, "redirects: it answered 302"),
        (307, {"Location": "http://127.0.0.1:1/"}, "redirects: it answered 307"),
    ],
)
def test_who_is_gone_or_leads_elsewhere_is_given_up_at_once(  # noqa: PLR0913, PLR0917 - fixtures
    mother: Phone,
    daughter: Phone,
    services: Services,
    receiver: Receiver,
    hooked: str,
    status: int,
    headers: dict[str, str],
    reason: str,
) -> None:
    receiver.answer = lambda _: (status, headers)
    mother.check(**FRAUD)
    deliver(services)
    assert endpoint(daughter)["reason"] == reason
    assert len(receiver.received) == 1
    assert len(daughter.alerts()) == 1
    # Put again, it is as new.
    daughter.put(HOOK, {"type": "webhook", "url": receiver.url})
    assert endpoint(daughter)["given_up_at"] is None


def test_what_a_process_claimed_that_died_is_sent_by_another(
    mother: Phone, services: Services, receiver: Receiver, hooked: str, clock: Clock
) -> None:
    mother.check(**FRAUD)
    assert len(services.deliveries.claim(clock(), clock() + timedelta(minutes=1), 8)) == 1
    assert deliver(services) == 0
    clock.pass_(minutes=1)
    assert deliver(services) == 1
    assert len(receiver.received) == 1


def test_what_is_alerted_while_something_is_sent_is_sent_too(
    mother: Phone, services: Services, receiver: Receiver, hooked: str, clock: Clock
) -> None:
    def answer(time: int) -> tuple[int, dict[str, str]]:
        if time == 1:
            clock.pass_(seconds=5)
            mother.check(**OVER)
        return 200, {}

    receiver.answer = answer
    mother.check(**FRAUD)
    deliver(services)
    assert [event["data"]["diverted"] for event in receiver.events] == [True, False]


def test_an_endpoint_that_is_removed_gets_nothing(
    mother: Phone, daughter: Phone, services: Services, receiver: Receiver, hooked: str
) -> None:
    mother.check(**FRAUD)
    assert daughter.delete(HOOK).status_code == 204
    assert daughter.delete(HOOK).status_code == 404
    deliver(services)
    assert receiver.received == []


def test_five_endpoints_are_the_most(daughter: Phone, receiver: Receiver) -> None:
    hook = {"type": "webhook", "url": receiver.url}
    statuses = [daughter.put(f"/v1/circle/endpoints/{number}", hook).status_code for number in range(6)]
    assert statuses == [200] * 5 + [409]
    assert daughter.put("/v1/circle/endpoints/4", hook).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"type": "webhook", "url": "https://10.0.0.1/"},
        {"type": "webhook", "url": "https://[::ffff:10.0.0.1]/"},
        {"type": "webhook", "url": "http://[::1]/"},
        {"type": "webhook", "url": "ftp://example.org/"},
        {"type": "webhook", "url": "https://"},
        {"type": "webhook", "url": "https://user:secret@example.org/"},
        {"type": "webhook", "url": "https://example.org:99999/"},
        {"type": "webpush", "url": "https://push.example.org/"},
        {"type": "webpush", "url": "https://push.example.org/", "keys": {"p256dh": "AAAA", "auth": "AAAA"}},
        {"type": "webpush", "url": "https://push.example.org/", "keys": {"p256dh": "\u00e9", "auth": "%"}},
        {"type": "pigeon", "url": "https://example.org/"},
        {"type": "webhook"},
    ],
)
def test_what_is_no_endpoint_is_refused(daughter: Phone, body: dict[str, object]) -> None:
    assert daughter.put(HOOK, body).status_code == 422


def test_pauses_grow_and_are_never_the_same() -> None:
    assert pause_after(0, 0) == timedelta(seconds=2.5)
    assert pause_after(3, 1) == timedelta(seconds=40)
    assert pause_after(60, 1) == timedelta(minutes=30)
