"""Settings, frozen, with their defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from guard_api.cores import usable_cores
from guard_api.logs import LogFormat
from guard_api.ports.operate.backups import BackupPlan
from guard_api.ports.operate.limits import Limit, Quota
from guard_api.ports.people.settings import ConsoleSettings, OpenIdConnect, read_roles
from guard_api.ports.phones.retention import Ages
from guard_api.settings.postgres_url import PostgresUrl
from guard_api.settings.text import (
    NONE,
    ON,
    Network,
    networks,
    read_span,
)
from guard_api.settings.valkey_url import FILE, ValkeyUrl, read_valkey_url

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Config:
    """Every setting with its default. The variable is the field's name in capitals behind `GUARD_`."""

    database: Path | PostgresUrl = Path("guard.db")
    """SQLite file, or postgresql://host,host/name; beside it, -wal, -shm, .gate, .lock, timelines, lines and others."""
    copy: Path = Path("guard-copy.db")
    """Where a node keeps its copy of a record on PostgreSQL; files lie beside it as beside a database."""
    behind_seconds: float = 1.0
    """How old that copy may be before answers say `degraded`."""
    timelines: str = FILE
    """Where is kept what phones told: a file beside the database, or nodes of a Valkey that several servers share."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 8000
    """TCP port to listen on."""
    workers: int = 0
    """Worker processes; 0: one a core."""
    threads: int = 32
    """Requests that each worker answers at once; slow clients hold other threads."""
    region: str = "CN"
    """ISO 3166-1 region of phones that do not tell theirs."""
    timeline_hours: float = 2.0
    """How long what a phone told is remembered."""
    store_seconds: float = 0.5
    """How long a check waits for the database before it answers without it."""
    history_days: float = 90
    """How long changes of the lists can be taken back, and phones may be away before they start anew."""
    device_days: float = 365
    """How long phones are known that ask nothing, and keys that were revoked."""
    report_days: float = 365
    """How long reports stay that were dismissed, or that too few phones made for an admin to see them."""
    import_days: float = 90
    """How long it is known what became of an import, and of its rows that were rejected."""
    report_devices: int = 3
    """How many phones must report a number before admins are asked about it."""
    checks_per_minute: int = 120
    """Checks of one key: so many at once, and as many again each minute. 0, here and below: no limit."""
    lookups_per_minute: int = 300
    """Look-ups and pages of lists of one key."""
    reports_per_day: int = 50
    """Reports of one key."""
    admin_per_minute: int = 600
    """Requests of one key of the scopes admin and metrics."""
    strangers_per_minute: int = 120
    """Requests from one address without a key that is known; an IPv6 address counts by its /64."""
    enrolments_per_hour: int = 20
    """Wrong enrolment codes from one address; a right one is never refused."""
    all_enrolments_per_minute: int = 600
    """Wrong enrolment codes from everywhere."""
    logins_per_hour: int = 20
    """Wrong log-ins to the console from one address, and for one name."""
    trusted_proxies: str = "none"
    """Addresses or networks, separated by commas, whose X-Forwarded-For is believed."""
    outgoing_networks: str = "none"
    """Addresses or networks, separated by commas, that events may go to beside public ones; http goes there, too."""
    contact: str = "mailto:operator@example.org"
    """Where push services find whoever runs this server: https://... or mailto:..."""
    backup_to: str = "none"
    """Folder that a running server backs the database up to, or none."""
    backup_every: str = "1d"
    """How often, in days, hours or minutes: 1d, 12h, 30m."""
    backup_keep: int = 7
    """How many backups of this database stay in that folder."""
    console: str = "OFF"
    """On: `serve` has the console for people at /console; off."""
    console_port: int = 8001
    """TCP port of `guard-api console`, which serves it alone."""
    console_url: str = "none"
    """Where browsers find it, such as https://guard.example; none: wherever they ask."""
    small_import: int = 1000
    """Rows that an import may have which an editor makes; larger ones, and what replaces, take a publisher."""
    four_eyes_above: int = 0
    """Entries that one person may remove or replace at once; what takes more waits for a second one. 0: no limit."""
    openid_issuer: str = "none"
    """Address of the OpenID Connect provider whose people may log in, or none."""
    openid_client_id: str = "none"
    """What the provider calls the console."""
    openid_client_secret: str = "none"  # noqa: S105 - none at all
    """With what the console proves to the provider what it is."""
    openid_roles: str = "none"
    """Which of its groups has which role: guard-admins=admin,fraud-desk=editor."""
    log_level: str = "INFO"
    """DEBUG, INFO, WARNING or ERROR."""
    log_format: LogFormat = LogFormat.JSON
    """Lines of the server's log: json or text."""

    @property
    def files(self) -> Path:
        """Give what the names of all files of this machine begin with."""
        return self.copy if isinstance(self.database, PostgresUrl) else self.database

    @property
    def valkey(self) -> ValkeyUrl | None:
        """Give `timelines` as the place of a Valkey, None: they are in a file."""
        return read_valkey_url(self.timelines) if self.timelines != FILE else None

    @property
    def timeline_life(self) -> timedelta:
        """Give `timeline_hours` as a time span."""
        return timedelta(hours=self.timeline_hours)

    @property
    def history(self) -> timedelta:
        """Give `history_days` as a time span."""
        return timedelta(days=self.history_days)

    @property
    def ages(self) -> Ages:
        """Give how old what is no list may become."""
        devices, reports, imports = (
            timedelta(days=days) for days in (self.device_days, self.report_days, self.import_days)
        )
        return Ages(devices, reports, imports, self.report_devices)

    @property
    def backups_folder(self) -> Path | None:
        """Give where a server backs up to, None: it does not."""
        return self.backup_plan.folder if self.backup_plan is not None else None

    @property
    def backup_plan(self) -> BackupPlan | None:
        """Give where and how often a server backs up, None: it does not."""
        if self.backup_to == NONE:
            return None
        return BackupPlan(Path(self.backup_to), read_span(self.backup_every), self.backup_keep)

    @property
    def has_console(self) -> bool:
        """Say whether `serve` has the console, too."""
        return self.console == ON

    @property
    def openid(self) -> tuple[str, str, str, str]:
        """Give what belongs together of OpenID Connect."""
        return self.openid_issuer, self.openid_client_id, self.openid_client_secret, self.openid_roles

    @property
    def console_settings(self) -> ConsoleSettings:
        """Give what is set of the console."""
        openid = None if NONE in self.openid else OpenIdConnect(*self.openid[:3], read_roles(self.openid_roles))
        url = "" if self.console_url == NONE else self.console_url
        return ConsoleSettings(url, self.four_eyes_above, openid, self.small_import)

    @property
    def quotas(self) -> Mapping[Limit, Quota]:
        """Give what may be asked how often."""
        return {
            Limit.CHECKS: Quota(self.checks_per_minute, _MINUTE),
            Limit.LOOKUPS: Quota(self.lookups_per_minute, _MINUTE),
            Limit.REPORTS: Quota(self.reports_per_day, 24 * 60 * _MINUTE),
            Limit.ADMIN: Quota(self.admin_per_minute, _MINUTE),
            Limit.ANONYMOUS: Quota(self.strangers_per_minute, _MINUTE),
            Limit.ENROLMENTS: Quota(self.enrolments_per_hour, 60 * _MINUTE),
            Limit.ALL_ENROLMENTS: Quota(self.all_enrolments_per_minute, _MINUTE),
            Limit.LOGINS: Quota(self.logins_per_hour, 60 * _MINUTE),
        }

    @property
    def proxies(self) -> tuple[Network, ...]:
        """Give `trusted_proxies` as networks."""
        return networks(self.trusted_proxies)

    @property
    def outgoing(self) -> tuple[Network, ...]:
        """Give `outgoing_networks` as networks."""
        return networks(self.outgoing_networks)

    @property
    def worker_count(self) -> int:
        """Give the number of worker processes, asking the machine where none is set."""
        return self.workers or usable_cores()
