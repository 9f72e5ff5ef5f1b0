"""Keys and enrolment codes: opened by their secret alone, revoked at once, known while the record is away."""

from datetime import timedelta

import pytest

from guard_api.errors import Conflict, StoreUnavailable
from guard_api.ports import Device, KeySearch, Scope, Services
from tests.contracts.records import Record
from tests.support.clock import NOON, Clock

PHONE = Device("phone", "CN", ("+8613700137000",), "china_mobile")
SOON = NOON + timedelta(hours=1)


def test_a_key_opens_with_its_secret_and_with_nothing_else(services: Services) -> None:
    key, secret = services.keys.create(Scope.DEVICE, "label", NOON, PHONE)
    assert services.keys.authenticate(secret) == key
    assert (key.scope, key.label, key.created_at, key.device, key.revoked_at) == (
        *(Scope.DEVICE, "label", NOON),
        *(PHONE, None),
    )
    _, other = services.keys.create(Scope.ADMIN, "", NOON)
    mixed = f"{secret.rpartition('_')[0]}_{other.rpartition('_')[2]}"
    for wrong in ("", "_", "guard__", secret[:-1], f"{secret}x", mixed, "guard_\x00_x", "ü_😀_x"):
        assert services.keys.authenticate(wrong) is None


def test_a_revoked_key_is_unknown_at_once_to_every_server_and_is_revoked_once(record: Record) -> None:
    servers = [record.services, record.open()]
    key, secret = servers[0].keys.create(Scope.DEVICE, "", NOON, PHONE)
    assert all(server.keys.authenticate(secret) == key for server in servers)
    assert servers[1].keys.revoke(key.id, SOON)
    assert [server.keys.authenticate(secret) for server in servers] == [None, None]
    assert not servers[0].keys.revoke(key.id, SOON)
    assert not servers[0].keys.revoke("0" * 12, SOON)
    assert [one.revoked_at for one in servers[0].keys.list()] == [SOON]


def test_a_key_that_was_seen_opens_while_the_record_is_away_and_others_are_not_taken_for_unknown(
    record: Record,
) -> None:
    keys = record.services.keys
    (key, seen), (_, unseen), (revoked, gone) = (keys.create(Scope.ADMIN, str(n), NOON) for n in range(3))
    assert keys.authenticate(seen) == key
    assert keys.authenticate(gone) == revoked
    assert keys.revoke(revoked.id, NOON)
    record.break_()
    assert keys.authenticate(seen) == key
    assert keys.authenticate(gone) is None
    with pytest.raises(StoreUnavailable):
        keys.authenticate(unseen)
    record.restore()
    assert keys.authenticate(unseen) is not None


def test_keys_are_listed_newest_first_by_scope_by_text_and_page_by_page(services: Services, clock: Clock) -> None:
    made = []
    for n in range(5):
        scope, device = (Scope.ADMIN, None) if n % 2 else (Scope.DEVICE, Device(f"phone {n}", "CN"))
        made.append(services.keys.create(scope, f"Ward {n}", clock(), device)[0])
        clock.pass_(seconds=1)
    newest = made[::-1]
    assert services.keys.has_any()
    assert services.keys.list() == newest
    assert services.keys.list(KeySearch(limit=2)) == newest[:2]
    assert services.keys.list(KeySearch(after=newest[1].id, limit=2)) == newest[2:4]
    assert services.keys.list(KeySearch(scope=Scope.ADMIN)) == [newest[1], newest[3]]
    assert services.keys.list(KeySearch(text="wArD 3")) == [made[3]]
    assert services.keys.list(KeySearch(text="phone 2")) == [made[2]]
    assert services.keys.list(KeySearch(text=made[4].id[:8])) == [made[4]]
    assert services.keys.list(KeySearch(text="one 2")) == []


def test_a_code_is_good_for_so_many_phones_and_so_long(services: Services, clock: Clock) -> None:
    code = services.keys.create_code(2, SOON)
    keys = services.keys
    assert keys.is_good(code.code, None, clock())
    assert not keys.is_good("AAAA-BBBB-CCCC-DDDD", None, clock())
    assert not keys.is_good(code.code, None, SOON)
    for n in range(2):
        enrolled = keys.enrol(code.code.lower().replace("-", " "), Device(f"phone {n}", "CN"), "", clock())
        assert enrolled is not None
        key = keys.authenticate(enrolled[1])
        assert key is not None
        assert key.device == enrolled[0]
    assert not keys.is_good(code.code, None, clock())
    assert keys.enrol(code.code, Device("phone 2", "CN"), "", clock()) is None
    assert len(keys.list()) == 2


def test_the_same_request_replaces_the_key_that_nobody_has_used_and_no_other(services: Services, clock: Clock) -> None:
    code, keys = services.keys.create_code(1, SOON).code, services.keys
    first = keys.enrol(code, PHONE, "label", clock(), "request")
    assert keys.is_good(code, "request", clock())
    again = keys.enrol(code, Device("other", "CN", PHONE.own_numbers, PHONE.carrier), "label", clock(), "request")
    assert first is not None
    assert again is not None
    assert again[0] == first[0] == PHONE
    with pytest.raises(Conflict):
        keys.enrol(code, Device("other", "JP"), "label", clock(), "request")
    assert keys.authenticate(first[1]) is None
    assert keys.authenticate(again[1]) is not None
    with pytest.raises(Conflict, match="used or revoked"):
        keys.enrol(code, PHONE, "label", clock(), "request")
    clock.pass_(hours=2)
    assert not keys.is_good(code, "request", clock())
