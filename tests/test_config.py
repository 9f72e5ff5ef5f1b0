"""Settings: every one has a default, a range and a variable; every bad one is named at once."""

from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from guard_api.config import Config, from_env, unknown_in, usable_cores, variable
from guard_api.errors import BadConfiguration
from tests.support.servers import guard_api

GOOD = {
    "GUARD_DATABASE": ("/tmp/x.db", Path("/tmp/x.db")),  # noqa: S108 - never opened
    "GUARD_HOST": ("0.0.0.0", "0.0.0.0"),  # noqa: S104 - never listened on
    "GUARD_PORT": ("65535", 65535),
    "GUARD_WORKERS": ("0", 0),
    "GUARD_THREADS": ("256", 256),
    "GUARD_REGION": ("fr", "FR"),
    "GUARD_TIMELINE_HOURS": ("0.5", 0.5),
    "GUARD_STORE_SECONDS": ("5", 5.0),
    "GUARD_HISTORY_DAYS": ("1", 1.0),
    "GUARD_DEVICE_DAYS": ("30", 30.0),
    "GUARD_REPORT_DAYS": ("1.5", 1.5),
    "GUARD_IMPORT_DAYS": ("10000", 10_000.0),
    "GUARD_REPORT_DEVICES": ("5", 5),
    "GUARD_CHECKS_PER_MINUTE": ("0", 0),
    "GUARD_LOOKUPS_PER_MINUTE": ("1", 1),
    "GUARD_REPORTS_PER_DAY": ("1000000", 1_000_000),
    "GUARD_ADMIN_PER_MINUTE": ("7", 7),
    "GUARD_STRANGERS_PER_MINUTE": ("8", 8),
    "GUARD_ENROLMENTS_PER_HOUR": ("9", 9),
    "GUARD_ALL_ENROLMENTS_PER_MINUTE": ("10", 10),
    "GUARD_TRUSTED_PROXIES": ("10.0.0.0/8, ::1", "10.0.0.0/8, ::1"),
    "GUARD_BACKUP_TO": ("/var/backups/guard", "/var/backups/guard"),
    "GUARD_BACKUP_EVERY": ("12h", "12h"),
    "GUARD_BACKUP_KEEP": ("30", 30),
    "GUARD_LOG_LEVEL": ("debug", "DEBUG"),
    "GUARD_LOG_FORMAT": ("text", "text"),
}
BAD = {
    "GUARD_PORT": ["", "0", "65536", "80.5", "http"],
    "GUARD_WORKERS": ["-1", "257", "many"],
    "GUARD_THREADS": ["0", "257"],
    "GUARD_REGION": ["", "XX", "CHN"],
    "GUARD_TIMELINE_HOURS": ["0", "49", "nan", "inf", "2h"],
    "GUARD_STORE_SECONDS": ["0", "6", "-1"],
    "GUARD_HISTORY_DAYS": ["0", "10001", "always"],
    "GUARD_DEVICE_DAYS": ["0.5", "a year"],
    "GUARD_REPORT_DAYS": ["", "10001"],
    "GUARD_IMPORT_DAYS": ["0", "-1"],
    "GUARD_REPORT_DEVICES": ["0", "1001", "1.5"],
    "GUARD_CHECKS_PER_MINUTE": ["-1", "1.5"],
    "GUARD_LOOKUPS_PER_MINUTE": ["many"],
    "GUARD_REPORTS_PER_DAY": ["1000001"],
    "GUARD_ADMIN_PER_MINUTE": [""],
    "GUARD_STRANGERS_PER_MINUTE": ["-1"],
    "GUARD_ENROLMENTS_PER_HOUR": ["-1"],
    "GUARD_ALL_ENROLMENTS_PER_MINUTE": ["-1"],
    "GUARD_TRUSTED_PROXIES": ["", "10.0.0.1/8", "proxy", "::1,"],
    "GUARD_BACKUP_TO": [""],
    "GUARD_BACKUP_EVERY": ["", "0d", "1", "1w", "-1d", "401d", "often", "1d\n", "\u0661d"],
    "GUARD_BACKUP_KEEP": ["0", "all"],
    "GUARD_LOG_LEVEL": ["", "loud"],
    "GUARD_LOG_FORMAT": ["xml"],
}


def test_the_tables_know_every_setting() -> None:
    assert set(GOOD) == {variable(setting.name) for setting in fields(Config)}


def test_without_variables_the_defaults_stand() -> None:
    assert from_env({"PATH": "/bin"}) == Config()
    assert Config().timeline_life == timedelta(hours=2)
    assert Config().worker_count >= 1
    assert Config(workers=3).worker_count == 3


@pytest.mark.parametrize("name", GOOD)
def test_a_variable_sets_its_setting_and_no_other(name: str) -> None:
    text, value = GOOD[name]
    config = from_env({name: text})
    setting = name.removeprefix("GUARD_").lower()
    assert getattr(config, setting) == value
    assert sum(getattr(config, one.name) != getattr(Config(), one.name) for one in fields(Config)) <= 1


@pytest.mark.parametrize("name", BAD)
def test_a_bad_value_stops_the_start_and_is_named_with_what_was_expected(name: str) -> None:
    for text in BAD[name]:
        with pytest.raises(BadConfiguration) as caught:
            from_env({name: text})
        [fault] = caught.value.faults
        assert fault.startswith(f"{name}: {text!r} is not ")


def test_all_bad_values_are_named_at_once() -> None:
    with pytest.raises(BadConfiguration) as caught:
        from_env({name: texts[0] for name, texts in BAD.items()})
    assert {fault.partition(":")[0] for fault in caught.value.faults} == set(BAD)
    assert all(name in str(caught.value) for name in BAD)


def test_variables_that_look_like_settings_are_found() -> None:
    there = {"GUARD_PROT": "1", "GUARD_PORT": "1", "GUARDIAN": "1", "guard_port": "1", "GUARD_WORKER": "4"}
    assert unknown_in({**there, "GUARD_ZZZ": ""}) == {
        "GUARD_PROT": "GUARD_PORT",
        "GUARD_WORKER": "GUARD_WORKERS",
        "GUARD_ZZZ": None,
        "guard_port": "GUARD_PORT",
    }


def test_a_misspelt_variable_is_named_with_what_was_meant(tmp_path: Path) -> None:
    run = guard_api("keys", "list", "--database", str(tmp_path / "guard.db"), GUARD_WORKER="4")
    assert "GUARD_WORKER: no such setting, ignored; did you mean GUARD_WORKERS?" in run.stderr


@pytest.mark.parametrize(
    ("bound", "cores"), [("50000 100000", 1), ("150000 100000", 2), ("900000 100000", 4), ("max 1", 4)]
)
def test_cores_that_a_container_may_not_use_get_no_worker(
    bound: str, cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(4)))
    (tmp_path / "cpu.max").write_text(f"{bound}\n")
    assert usable_cores(tmp_path / "cpu.max") == cores
    assert usable_cores(tmp_path / "none") == 4
