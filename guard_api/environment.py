"""Settings from the environment and a file: read once and handed in; a bad value stops the start."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path

from guard_api.config import Config
from guard_api.errors import BadConfiguration
from guard_api.logs import LogFormat
from guard_api.numbers.plan import REGIONS
from guard_api.ports.people.people import Role
from guard_api.ports.people.settings import roles_text
from guard_api.settings.file import read_settings
from guard_api.settings.postgres_url import PostgresUrl
from guard_api.settings.text import (
    NONE,
    ON,
    SPANS,
    between,
    contact_text,
    folder_text,
    one_of,
    origin_text,
    proxies_text,
    span_text,
    url_text,
)
from guard_api.settings.valkey_url import FORMS, ValkeyUrl, timelines_text, without_password

PREFIX = "GUARD_"
_FILE = "config"
"""`GUARD_CONFIG` names a file of settings."""
_MOST = 1_000_000
_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


def _read_database(text: str) -> Path | PostgresUrl:
    """Read where the record is kept. Raises ValueError."""
    scheme, found, _ = text.partition("://")
    if not found:
        return Path(text)
    if scheme not in {"postgresql", "postgres"}:
        raise ValueError(scheme)
    return PostgresUrl(text)


_DAYS = (between(1, 10_000), "days from 1 to 10000")
_LIMIT = (between(0, _MOST, int), f"a whole number from 0 to {_MOST}")
_ADDRESSES = {"database", "timelines"}
"""Settings in which a password may stand."""
_READERS: Mapping[str, tuple[Callable[[str], object], str]] = {
    "database": (_read_database, "a file name, or postgresql://host,host/name"),
    "copy": (Path, "a file name"),
    "behind_seconds": (between(0.1, 60), "seconds from 0.1 to 60"),
    "timelines": (timelines_text, FORMS),
    "host": (str, "an address"),
    "port": (between(1, 65535, int), "a whole number from 1 to 65535"),
    "workers": (between(0, 256, int), "a whole number from 0 to 256"),
    "threads": (between(1, 256, int), "a whole number from 1 to 256"),
    "region": (one_of(dict.fromkeys(REGIONS)), "an ISO 3166-1 region such as CN"),
    "timeline_hours": (between(0.5, 48), "hours from 0.5 to 48"),
    "store_seconds": (between(0.05, 5), "seconds from 0.05 to 5"),
    "history_days": _DAYS,
    "device_days": _DAYS,
    "report_days": _DAYS,
    "import_days": _DAYS,
    "report_devices": (between(1, 1000, int), "a whole number from 1 to 1000"),
    "checks_per_minute": _LIMIT,
    "lookups_per_minute": _LIMIT,
    "reports_per_day": _LIMIT,
    "admin_per_minute": _LIMIT,
    "strangers_per_minute": _LIMIT,
    "enrolments_per_hour": _LIMIT,
    "all_enrolments_per_minute": _LIMIT,
    "logins_per_hour": _LIMIT,
    "trusted_proxies": (proxies_text, "none, or IP addresses or networks with commas between"),
    "outgoing_networks": (proxies_text, "none, or IP addresses or networks with commas between"),
    "contact": (contact_text, "an address that begins with https:// or mailto:"),
    "backup_to": (folder_text, "the name of a folder, or none"),
    "backup_every": (span_text, SPANS),
    "backup_keep": (between(1, 10_000, int), "a whole number from 1 to 10000"),
    "console": (one_of(dict.fromkeys((ON, "OFF"))), "on or off"),
    "console_port": (between(1, 65535, int), "a whole number from 1 to 65535"),
    "console_url": (
        origin_text,
        "an address that begins with https:// (or http:// on this machine) without a path, or none",
    ),
    "small_import": _LIMIT,
    "four_eyes_above": _LIMIT,
    "openid_issuer": (url_text, "an address that begins with https://, or none"),
    "openid_client_id": (str, "a text"),
    "openid_client_secret": (str, "a text"),
    "openid_roles": (
        roles_text,
        f"none, or groups with their role: GROUP=ROLE,GROUP=ROLE; roles are {', '.join(Role)}",
    ),
    "log_level": (one_of(dict.fromkeys(_LOG_LEVELS)), " or ".join(_LOG_LEVELS)),
    "log_format": (LogFormat, " or ".join(LogFormat)),
}


def from_env(environment: Mapping[str, str]) -> Config:
    """Read the `GUARD_` variables, and the file that `GUARD_CONFIG` names; variables win.

    Raises BadConfiguration naming everything that is wrong at once.
    """
    given = [(variable(name), name, environment[variable(name)]) for name in _READERS if variable(name) in environment]
    in_file, faults = _from_file(environment.get(variable(_FILE)))
    values: dict[str, object] = {}
    for source, name, text in [*in_file, *given]:
        reader, expected = _READERS[name]
        try:
            values[name] = reader(text)
        except ValueError:
            faults.append(f"{source}: {(without_password(text) if name in _ADDRESSES else text)!r} is not {expected}")
    if isinstance(values.get("database"), PostgresUrl) and values.get("backup_to", NONE) != NONE:
        faults.append(f"{variable('backup_to')}: a record on PostgreSQL is backed up with PostgreSQL's own tools")
    if not faults:
        config = Config(**values)  # type: ignore[arg-type] # each reader gives its field's type
        faults = [f"{variable('timelines')}: {fault}" for fault in _lacking(config.valkey)]
    if faults:
        raise BadConfiguration(faults)
    return config


def _lacking(url: ValkeyUrl | None) -> Sequence[str]:
    """Name what is not there of what a Valkey is asked with."""
    if url is None:
        return []
    files = [f"there is no file {name}" for name in (url.ca, url.cert, url.key) if name and not Path(name).is_file()]
    if find_spec("valkey") is None:
        return [*files, "the client of Valkey is not installed; do: pip install 'guard-api[cluster]'"]
    return files


def _from_file(path: str | None) -> tuple[Sequence[tuple[str, str, str]], list[str]]:
    """Return where each setting of a file stands, its name and its text; and what is wrong with the file."""
    if path is None:
        return [], []
    types = {setting.name: setting.type if setting.type in {int, float} else str for setting in fields(Config)}
    texts, faults = read_settings(Path(path), types)
    return [(f"{path}: {name}", name, text) for name, text in texts.items()], [*faults]


def unknown_in(environment: Mapping[str, str]) -> Mapping[str, str | None]:
    """Name variables that look like settings and are none, most likely misspelt, and the setting nearest to each."""
    known = {name.upper(): variable(name) for name in (*_READERS, _FILE)}
    strange = sorted(name for name in environment if name.upper().startswith(PREFIX) and name not in known.values())
    nearest = {name: get_close_matches(name.upper().removeprefix(PREFIX), known, n=1) for name in strange}
    return {name: known[found[0]] if found else None for name, found in nearest.items()}


def variable(setting: str) -> str:
    """Give the environment variable of a setting."""
    return PREFIX + setting.upper()
