"""Budgets: what may be asked at once, what comes back, and what stays within the table."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.ports.operate.limits import Limit, Quota
from guard_api.store.shared_memory.rate_limits import SharedRateLimiter, shared_memory

SECOND = 1_000_000_000
QUOTAS = {Limit.CHECKS: Quota(10, 60), Limit.ANONYMOUS: Quota(3, 60), Limit.ADMIN: Quota(0, 60)}


@dataclass
class Ticks:
    now: int = 10**15

    def __call__(self) -> int:
        return self.now


def rate_limiter(ticks: Ticks, quotas: Mapping[Limit, Quota] = QUOTAS) -> SharedRateLimiter:
    return SharedRateLimiter(None, quotas, ticks)


def spend(of: SharedRateLimiter, limit: Limit = Limit.CHECKS, whose: int = 7) -> tuple[bool, int, int]:
    spending = of.spend(limit, whose)
    assert spending is not None
    return spending.allowed, spending.left, spending.seconds


def test_a_quota_may_be_used_at_once_and_comes_back_evenly() -> None:
    ticks = Ticks()
    table = rate_limiter(ticks)
    assert [spend(table) for _ in range(11)] == [(True, 9 - n, 6) for n in range(10)] + [(False, 0, 6)]
    ticks.now += 6 * SECOND - 1
    assert spend(table) == (False, 0, 1)
    ticks.now += 1
    assert spend(table) == (True, 0, 6)
    ticks.now += 3600 * SECOND
    assert spend(table) == (True, 9, 6)


def test_budgets_are_apart_by_limit_and_by_whose_they_are() -> None:
    table = rate_limiter(Ticks())
    for _ in range(10):
        spend(table)
    assert not spend(table)[0]
    assert spend(table, whose=8) == (True, 9, 6)
    assert spend(table, Limit.ANONYMOUS) == (True, 2, 20)


def test_a_quota_of_zero_is_no_limit() -> None:
    assert rate_limiter(Ticks()).spend(Limit.ADMIN, 1) is None


@pytest.mark.slow("hundreds of thousands of addresses")
def test_millions_of_addresses_take_no_more_memory_and_push_no_key_out() -> None:
    table = rate_limiter(Ticks())
    for _ in range(10):
        spend(table)
    for address in range(400_000):
        table.spend(Limit.ANONYMOUS, (0x2001 << 48) + address)
    assert not spend(table)[0]


@pytest.mark.slow("millions of addresses")
def test_millions_of_addresses_do_not_push_out_what_counts_everybody() -> None:
    table = rate_limiter(Ticks(), {**QUOTAS, Limit.ALL_ENROLMENTS: Quota(5, 60)})
    for address in range(200_000):
        table.spend(Limit.ANONYMOUS, address)
        if address % 20_000 == 0:
            table.spend(Limit.ALL_ENROLMENTS, 0)
    assert not spend(table, Limit.ALL_ENROLMENTS, 0)[0]


def test_an_address_is_news_once_for_all_workers_and_only_the_first_few_are() -> None:
    memory = shared_memory()
    tables = [SharedRateLimiter(memory, QUOTAS, Ticks()) for _ in range(3)]
    news = [(address, n) for address in range(1, 99) for n, table in enumerate(tables) if table.is_news(address)]
    assert news == [(address, 0) for address in range(1, 17)]


def test_a_fresh_attacker_pushes_out_those_who_have_most_left_before_those_who_have_nothing() -> None:
    table = rate_limiter(Ticks())
    spent = [spend(table, Limit.ANONYMOUS, 1)[0] for _ in range(4)]
    assert spent == [True, True, True, False]
    for address in range(2, 100_000):
        table.spend(Limit.ANONYMOUS, address)
    assert not spend(table, Limit.ANONYMOUS, 1)[0]


def test_a_time_that_cannot_be_is_forgotten() -> None:
    """A clock that began anew must not lock anybody out."""
    ticks = Ticks()
    table = rate_limiter(ticks)
    for _ in range(11):
        spend(table)
    ticks.now = SECOND
    assert spend(table) == (True, 9, 6)


def test_workers_that_share_memory_share_budgets() -> None:
    memory = shared_memory()
    ticks = Ticks()
    tables = [SharedRateLimiter(memory, QUOTAS, ticks) for _ in range(3)]
    assert [spend(tables[n % 3])[0] for n in range(12)] == [True] * 10 + [False] * 2


def test_what_a_forked_worker_spends_is_spent_for_all() -> None:
    memory = shared_memory()
    for _ in range(10):
        child = os.fork()
        if not child:
            spend(SharedRateLimiter(memory, QUOTAS, Ticks()))
            os._exit(0)
        os.waitpid(child, 0)
    assert not spend(SharedRateLimiter(memory, QUOTAS, Ticks()))[0]


@given(st.lists(st.integers(0, 90 * SECOND), max_size=60))
def test_no_window_holds_more_than_twice_the_quota(pauses: list[int]) -> None:
    ticks = Ticks()
    table = rate_limiter(ticks)
    allowed = []
    for pause in pauses:
        ticks.now += pause
        if spend(table)[0]:
            allowed.append(ticks.now)
    window = 60 * SECOND
    assert all(sum(at <= one < at + window for one in allowed) <= 20 for at in allowed)
