"""What people say of warnings, how the policy stands, and back-tests: kept, forgotten, and counted once a code."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from msgspec import Raw
from msgspec.structs import replace

from guard_api.actions.operate import retention
from guard_api.actions.phones.forget import forget_device
from guard_api.engine.edits import THRESHOLDS, PolicyEdits, RuleEdit
from guard_api.engine.policy import Level, Mode, Thresholds
from guard_api.lists.change import Author
from guard_api.patterns.article import FRAUD
from guard_api.ports import Device, Scope, Services
from guard_api.ports.backtests import BacktestState
from guard_api.ports.phones.feedback import Feedback, Outcome, Verdict
from guard_api.ports.phones.retention import Kept
from tests.contracts.records import Record
from tests.support.clock import NOON, Clock

ANN = Author("Ann", NOON, "why")
HIDDEN = RuleEdit(Mode.SHADOW)


def phone(services: Services, name: str) -> str:
    services.keys.create(Scope.DEVICE, "", NOON, Device(name, "CN"))
    return name


def say(services: Services, check: str, device: str, verdict: Verdict, day: datetime = NOON) -> Feedback:
    feedback = Feedback(check, device, verdict, day, Level.WARNING, 55, ("hidden_caller",), "0" * 12)
    services.feedback.put(feedback)
    return feedback


def test_feedback_is_kept_by_its_day_replaced_and_withdrawn(services: Services) -> None:
    me = phone(services, "me")
    feedback = say(services, "a", me, Verdict.FINE, NOON + timedelta(hours=3))
    assert services.feedback.get("a") == replace(feedback, day=NOON.replace(hour=0))
    services.feedback.put(replace(feedback, verdict=Verdict.FRAUD, kept=FRAUD))
    kept = services.feedback.get("a")
    assert kept is not None
    assert (kept.verdict, kept.kept) == (Verdict.FRAUD, FRAUD)
    assert [one.fraud for one in services.feedback.recordings()] == [True]
    assert services.feedback.get("b") is None
    assert not services.feedback.withdraw("a", "other")
    assert services.feedback.withdraw("a", me)
    assert services.feedback.get("a") is None


def test_what_nobody_is_sure_of_is_no_case(services: Services) -> None:
    me = phone(services, "me")
    services.feedback.put(replace(say(services, "a", me, Verdict.UNSURE), kept=FRAUD))
    assert [*services.feedback.recordings()] == []
    assert services.feedback.outcomes() == []


def test_phones_of_one_code_count_once_and_by_their_last_feedback(services: Services) -> None:
    code = services.keys.create_code(9, NOON + timedelta(days=9)).code
    for number in range(5):
        assert services.keys.enrol(code, Device(f"phone-{number}", "CN"), "", NOON) is not None
        say(services, f"a{number}", f"phone-{number}", Verdict.FINE, NOON + timedelta(days=number))
    say(services, "b", "phone-0", Verdict.FRAUD, NOON + timedelta(days=7))
    for name in ("x", "y"):
        say(services, name, phone(services, name), Verdict.FINE)
    assert sorted(one.fraud for one in services.feedback.outcomes()) == [False, False, True]
    assert Outcome(Level.WARNING, 55, fraud=True) in services.feedback.outcomes()


def test_who_is_forgotten_has_sent_nothing(services: Services) -> None:
    me, other = phone(services, "me"), phone(services, "other")
    services.feedback.put(replace(say(services, "a", me, Verdict.FINE), kept=FRAUD))
    say(services, "b", other, Verdict.FINE)
    forget_device(services, me, ANN)
    assert services.feedback.get("a") is None
    assert services.feedback.get("b") is not None
    assert [*services.feedback.recordings()] == []


def due(services: Services) -> Mapping[Kept, int]:
    return {kind: one.count for kind, one in retention.due(services).items() if one.count}


def test_feedback_of_400_days_ago_is_forgotten_and_so_are_old_back_tests(record: Record, clock: Clock) -> None:
    services = record.open(device_days=4000)
    services.feedback.put(replace(say(services, "a", phone(services, "me"), Verdict.FINE), kept=FRAUD))
    name = services.backtests.enqueue(PolicyEdits(), ANN)
    services.backtests.finish(name, clock(), result=b"{}")
    clock.pass_(days=399)
    assert due(services) == {Kept.BACKTESTS: 1}
    clock.pass_(days=2)
    assert retention.purge(services, Author("Ann", clock(), "purge")) == {Kept.FEEDBACK: 1, Kept.BACKTESTS: 1}
    assert services.feedback.get("a") is None
    assert services.backtests.get(name) is None


def test_each_change_of_the_policy_is_a_version_seen_by_all_and_known_later(record: Record, clock: Clock) -> None:
    services, other = record.services, record.open()
    shipped = services.policy.current()
    assert other.policy.current() == shipped
    made = services.policy.change(lambda edits: edits.with_edit("hidden_caller", HIDDEN), Author("Ann", clock(), "why"))
    assert made is not None
    assert (made.version, made.before, made.edits.of("hidden_caller")) == (1, PolicyEdits(), HIDDEN)
    assert [one.id for one in other.policy.current().shadows] == ["hidden_caller"]
    assert other.policy.current() is other.policy.current()
    clock.pass_(minutes=5)
    other.policy.change(lambda edits: edits.with_edit(THRESHOLDS, Thresholds(10)), Author("Ann", clock(), ""))
    assert services.policy.current().thresholds.notice == 10
    assert services.policy.in_force(clock() - timedelta(minutes=1)).thresholds.notice == 20
    assert services.policy.in_force(NOON - timedelta(days=1)) == shipped
    assert services.policy.change(lambda edits: edits, ANN) is None
    assert [one.version for one in services.policy.history(None, 9)] == [2, 1]
    assert [one.version for one in services.policy.history(2, 9)] == [1]
    assert services.policy.history(None, 1)[0].before.of("hidden_caller") == HIDDEN


def test_a_change_that_is_refused_changes_nothing(services: Services) -> None:
    def refuse(_: PolicyEdits) -> PolicyEdits:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        services.policy.change(refuse, ANN)
    assert services.policy.history(None, 9) == []


def test_two_who_change_it_at_once_both_do(record: Record) -> None:
    names = ("hidden_caller", "fraud_link", "scripted_message", "listed_caller")
    start = Barrier(len(names))

    def change(name: str) -> None:
        services = record.open(store_seconds=30)
        start.wait()
        services.policy.change(lambda edits: edits.with_edit(name, HIDDEN), ANN)

    threads = [Thread(target=change, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.id for one in record.services.policy.current().shadows} == {*names}
    assert [one.version for one in record.services.policy.history(None, 9)] == [4, 3, 2, 1]


def test_while_nobody_reaches_the_store_the_last_policy_holds(record: Record) -> None:
    services = record.services
    services.policy.change(lambda edits: edits.with_edit("hidden_caller", HIDDEN), ANN)
    known, fresh = services.policy.current(), record.open()
    record.break_()
    assert services.policy.current() == known
    assert fresh.policy.current().revision != known.revision
    record.restore()
    assert fresh.policy.current() == known


def test_what_only_a_newer_version_can_read_leaves_the_policy_as_it_was(record: Record) -> None:
    services = record.services
    shipped = services.policy.current()
    services.policy.change(lambda edits: edits.with_edit("hidden_caller", HIDDEN), ANN)
    known = services.policy.current()
    record.query("""UPDATE policy SET edits = '{"rules": {"x": {"mode": "sometimes"}}}'""")
    assert services.policy.current() == known
    assert record.open().policy.current() == shipped


def test_back_tests_are_done_one_after_the_other_and_given_up_after_three_tries(
    services: Services, clock: Clock
) -> None:
    assert not services.backtests.has_waiting()
    first = services.backtests.enqueue(PolicyEdits().with_edit("x", HIDDEN), ANN)
    clock.pass_(minutes=1)
    second = services.backtests.enqueue(PolicyEdits(), Author("Ann", clock(), ""))
    assert [one.id for one in services.backtests.list(9)] == [second, first]
    for _ in range(3):
        claimed = services.backtests.claim()
        assert claimed is not None
        assert (claimed.id, claimed.state, claimed.edits.of("x")) == (first, BacktestState.RUNNING, HIDDEN)
    again = services.backtests.claim()
    assert again is not None
    assert again.id == second
    services.backtests.finish(second, clock(), result=b'{"cases":1}')
    done, died = services.backtests.get(second), services.backtests.get(first)
    assert done is not None
    assert died is not None
    assert (done.state, done.result, done.finished_at) == (BacktestState.DONE, Raw(b'{"cases":1}'), clock())
    assert (died.state, died.result) == (BacktestState.FAILED, None)
    assert died.reason
    assert not services.backtests.has_waiting()
    assert services.backtests.claim() is None


def test_a_phone_is_found_by_what_stands_for_it(services: Services) -> None:
    phone(services, "me")
    assert services.keys.find_device(lambda name: name == "me") == "me"
    assert services.keys.find_device(lambda name: name == "other") is None
