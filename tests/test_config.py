"""Settings: every one has a default, a range and a variable; every bad one is named at once."""

from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from guard_api.config import Config
from guard_api.environment import from_env, unknown_in, variable
from guard_api.errors import BadConfiguration
from guard_api.settings.valkey_url import without_password
from tests.support.commands import run_here

GOOD = {
    "GUARD_DATABASE": ("/tmp/x.db", Path("/tmp/x.db")),  # noqa: S108 - never opened
    "GUARD_TIMELINES": ("valkey://a:7000,b", "valkey://a:7000,b"),
    "GUARD_COPY": ("/tmp/copy.db", Path("/tmp/copy.db")),  # noqa: S108 - never opened
    "GUARD_BEHIND_SECONDS": ("2.5", 2.5),
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
    "GUARD_SMALL_IMPORT": ("50", 50),
    "GUARD_REPORT_DEVICES": ("5", 5),
    "GUARD_CHECKS_PER_MINUTE": ("0", 0),
    "GUARD_LOOKUPS_PER_MINUTE": ("1", 1),
    "GUARD_REPORTS_PER_DAY": ("1000000", 1_000_000),
    "GUARD_ADMIN_PER_MINUTE": ("7", 7),
    "GUARD_STRANGERS_PER_MINUTE": ("8", 8),
    "GUARD_ENROLMENTS_PER_HOUR": ("9", 9),
    "GUARD_ALL_ENROLMENTS_PER_MINUTE": ("10", 10),
    "GUARD_TRUSTED_PROXIES": ("10.0.0.0/8, ::1", "10.0.0.0/8, ::1"),
    "GUARD_OUTGOING_NETWORKS": ("10.0.0.0/8", "10.0.0.0/8"),
    "GUARD_CONTACT": ("mailto:ann@example.org", "mailto:ann@example.org"),
    "GUARD_BACKUP_TO": ("/var/backups/guard", "/var/backups/guard"),
    "GUARD_BACKUP_EVERY": ("12h", "12h"),
    "GUARD_BACKUP_KEEP": ("30", 30),
    "GUARD_LOGINS_PER_HOUR": ("11", 11),
    "GUARD_CONSOLE": ("on", "ON"),
    "GUARD_CONSOLE_PORT": ("8002", 8002),
    "GUARD_CONSOLE_URL": ("https://guard.example/", "https://guard.example"),
    "GUARD_FOUR_EYES_ABOVE": ("100", 100),
    "GUARD_OPENID_ISSUER": ("http://localhost:9000/realms/city", "http://localhost:9000/realms/city"),
    "GUARD_OPENID_CLIENT_ID": ("console", "console"),
    "GUARD_OPENID_CLIENT_SECRET": ("s3cret", "s3cret"),
    "GUARD_OPENID_ROLES": ("guard-admins=admin,fraud desk=editor", "guard-admins=admin,fraud desk=editor"),
    "GUARD_LOG_LEVEL": ("debug", "DEBUG"),
    "GUARD_LOG_FORMAT": ("text", "text"),
}
BAD = {
    "GUARD_TIMELINES": [
        "guard.lmdb",
        "redis://a",
        "valkey://",
        "valkey://a,",
        "valkey://a:x",
        "valkey://a:70000",
        "valkey://a/0",
    ],
    "GUARD_DATABASE": ["mysql://guard:secret@db/guard"],
    "GUARD_BEHIND_SECONDS": ["0", "61", "soon"],
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
    "GUARD_SMALL_IMPORT": ["-1", "x"],
    "GUARD_REPORT_DEVICES": ["0", "1001", "1.5"],
    "GUARD_CHECKS_PER_MINUTE": ["-1", "1.5"],
    "GUARD_LOOKUPS_PER_MINUTE": ["many"],
    "GUARD_REPORTS_PER_DAY": ["1000001"],
    "GUARD_ADMIN_PER_MINUTE": [""],
    "GUARD_STRANGERS_PER_MINUTE": ["-1"],
    "GUARD_ENROLMENTS_PER_HOUR": ["-1"],
    "GUARD_ALL_ENROLMENTS_PER_MINUTE": ["-1"],
    "GUARD_TRUSTED_PROXIES": ["", "10.0.0.1/8", "proxy", "::1,"],
    "GUARD_OUTGOING_NETWORKS": ["", "10.0.0.1/8"],
    "GUARD_CONTACT": ["", "mailto:", "ann@example.org", "http://example.org", "https://"],
    "GUARD_BACKUP_TO": [""],
    "GUARD_BACKUP_EVERY": ["", "0d", "1", "1w", "-1d", "401d", "often", "1d\n", "\u0661d"],
    "GUARD_BACKUP_KEEP": ["0", "all"],
    "GUARD_LOGINS_PER_HOUR": ["-1", "few"],
    "GUARD_CONSOLE": ["", "yes"],
    "GUARD_CONSOLE_PORT": ["0"],
    "GUARD_CONSOLE_URL": [
        "",
        "guard.example",
        "http://guard.example",
        "https://guard.example/?a=b",
        "https://",
        "https://a.b/c",
    ],
    "GUARD_FOUR_EYES_ABOVE": ["-1", "all"],
    "GUARD_OPENID_ISSUER": ["http://provider.example"],
    "GUARD_OPENID_ROLES": ["", "admins", "admins=king", "=admin", "a=admin,"],
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
        shown = without_password(text) if name in {"GUARD_DATABASE", "GUARD_TIMELINES"} else text
        assert fault.startswith(f"{name}: {shown!r} is not ")
        assert "secret" not in fault


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
    run = run_here("keys", "list", "--database", str(tmp_path / "guard.db"), GUARD_WORKER="4")
    assert "GUARD_WORKER: no such setting, ignored; did you mean GUARD_WORKERS?" in run.stderr


def written(folder: Path, text: str | bytes) -> dict[str, str]:
    """Give the environment that names a file of settings."""
    file = folder / "guard.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return {"GUARD_CONFIG": str(file)}


def test_a_file_sets_every_setting_as_variables_do_and_variables_win(tmp_path: Path) -> None:
    types = {setting.name: type(setting.default) for setting in fields(Config)}
    lines = []
    for name, (text, _) in GOOD.items():
        setting = name.removeprefix("GUARD_").lower()
        lines.append(f"{setting} = {text if types[setting] in {int, float} else repr(text)}")
    environment = written(tmp_path, "\n".join(lines))
    assert from_env(environment) == from_env({name: text for name, (text, _) in GOOD.items()})
    assert from_env({**environment, "GUARD_PORT": "81"}).port == 81
    assert from_env({**environment, "GUARD_PORT": "81"}).threads == 256
    assert "GUARD_CONFIG" not in unknown_in(environment)


def test_names_may_be_written_as_those_of_the_variables(tmp_path: Path) -> None:
    assert from_env(written(tmp_path, "GUARD_PORT = 81\ntimeline_hours = 3")) == Config(port=81, timeline_hours=3)
    assert from_env(written(tmp_path, "# nothing\n")) == Config()


def test_everything_that_is_wrong_with_a_file_and_the_environment_is_named_at_once(tmp_path: Path) -> None:
    text = """
        prot = 1
        port = "81"
        workers = true
        threads = 0
        timeline_hours = nan
        region = 7
        log_format = "xml"
        GUARD_HOST = "::1"
        host = "::1"
        [database]
        path = "guard.db"
    """
    environment = {**written(tmp_path, text), "GUARD_REPORTS_PER_DAY": "many"}
    with pytest.raises(BadConfiguration) as caught:
        from_env(environment)
    faults = [fault.removeprefix(environment["GUARD_CONFIG"] + ": ") for fault in caught.value.faults]
    assert sorted(faults) == [
        "GUARD_REPORTS_PER_DAY: 'many' is not a whole number from 0 to 1000000",
        "database must be a text in quotes, not a TOML dict",
        "host is set twice",
        "log_format: 'xml' is not json or text",
        "port must be a whole number, not '81'",
        "prot is no setting; did you mean port?",
        "region must be a text in quotes, not 7",
        "threads: '0' is not a whole number from 1 to 256",
        "timeline_hours: 'nan' is not hours from 0.5 to 48",
        "workers must be a whole number, not true",
    ]


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"\xff", "is not UTF-8"), (b"port 81", "is not TOML: "), (b"a=" + b"[" * 99_999, "is not TOML: "), (None, "")],
    ids=["not UTF-8", "not TOML", "too deep", "not there"],
)
def test_a_file_that_cannot_be_read_stops_the_start(content: bytes | None, fault: str, tmp_path: Path) -> None:
    environment = {"GUARD_CONFIG": str(tmp_path / "none.toml")} if content is None else written(tmp_path, content)
    with pytest.raises(BadConfiguration, match=fault or "none.toml: cannot be read: No such file or directory"):
        from_env(environment)


def test_a_command_with_a_bad_file_reports_it_and_changes_nothing(tmp_path: Path) -> None:
    environment = written(tmp_path, "prot = 1\nworkers = 'four'")
    run = run_here("keys", "list", "--database", str(tmp_path / "guard.db"), check=False, **environment)
    assert run.returncode == 1
    assert "prot is no setting; did you mean port?" in run.stderr
    assert "workers must be a whole number, not 'four'" in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["guard.toml"]
