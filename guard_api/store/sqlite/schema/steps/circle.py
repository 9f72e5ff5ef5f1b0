"""Phones that help each other."""

from sqlite_utils import Database as Tables


def circle(tables: Tables) -> None:
    """Let phones be linked by consent, guardians be told of alarms, and events be brought to them."""
    # Bits that a check reads with its key: whether somebody helps, is told of warnings, and whether an alarm is open.
    tables.execute("ALTER TABLE key ADD COLUMN circle INTEGER NOT NULL DEFAULT 0")
    statements = (
        """CREATE TABLE circle_invitation (
             digest BLOB PRIMARY KEY, protected TEXT NOT NULL, label TEXT NOT NULL, warn_at TEXT NOT NULL,
             expires_at INTEGER NOT NULL) STRICT""",
        "CREATE INDEX circle_invitation_protected ON circle_invitation (protected)",
        # `who` is what guardians read, `label` what the protected person reads; `ends_at` NULL: it was not ended.
        """CREATE TABLE circle_link (
             id TEXT PRIMARY KEY, protected TEXT NOT NULL, guardian TEXT NOT NULL, who TEXT NOT NULL,
             label TEXT NOT NULL, warn_at TEXT NOT NULL, since INTEGER NOT NULL, ends_at INTEGER,
             UNIQUE (protected, guardian)) STRICT""",
        "CREATE INDEX circle_link_guardian ON circle_link (guardian)",
        "CREATE INDEX circle_link_ends ON circle_link (ends_at) WHERE ends_at IS NOT NULL",
        "CREATE TABLE circle_mute (device_id TEXT PRIMARY KEY, until INTEGER NOT NULL) STRICT",
        # `protected` NULL: that phone was forgotten amid an alarm. `over_at` NULL: the alarm is open.
        """CREATE TABLE circle_alert (
             id TEXT PRIMARY KEY, protected TEXT, region TEXT NOT NULL, level TEXT NOT NULL, since INTEGER NOT NULL,
             updated_at INTEGER NOT NULL, diverted INTEGER NOT NULL, leaving_at INTEGER, over_at INTEGER) STRICT""",
        "CREATE UNIQUE INDEX circle_alert_open ON circle_alert (protected) WHERE over_at IS NULL",
        "CREATE INDEX circle_alert_since ON circle_alert (protected, since)",
        "CREATE INDEX circle_alert_over ON circle_alert (over_at) WHERE over_at IS NOT NULL",
        """CREATE TABLE circle_told (
             alert TEXT NOT NULL, guardian TEXT NOT NULL, who TEXT NOT NULL, label TEXT NOT NULL,
             position INTEGER NOT NULL, reply TEXT, PRIMARY KEY (alert, guardian)) STRICT""",
        "CREATE INDEX circle_told_stream ON circle_told (guardian, position)",
        "CREATE INDEX circle_told_position ON circle_told (position, guardian)",
        # `target` is JSON: what the channel needs to speak to it.
        """CREATE TABLE circle_endpoint (
             device_id TEXT NOT NULL, id TEXT NOT NULL, type TEXT NOT NULL, url TEXT NOT NULL, language TEXT NOT NULL,
             target TEXT NOT NULL, created_at INTEGER NOT NULL, given_up_at INTEGER, reason TEXT NOT NULL,
             PRIMARY KEY (device_id, id)) STRICT""",
        # `due_at` NULL: it was given up, at `dead_at`.
        """CREATE TABLE circle_delivery (
             alert TEXT NOT NULL, device_id TEXT NOT NULL, endpoint TEXT NOT NULL, position INTEGER NOT NULL,
             began_at INTEGER NOT NULL, due_at INTEGER, attempts INTEGER NOT NULL, dead_at INTEGER,
             reason TEXT NOT NULL, PRIMARY KEY (alert, device_id, endpoint)) STRICT""",
        "CREATE INDEX circle_delivery_due ON circle_delivery (due_at) WHERE due_at IS NOT NULL",
        "CREATE INDEX circle_delivery_dead ON circle_delivery (dead_at) WHERE dead_at IS NOT NULL",
        "CREATE INDEX circle_delivery_endpoint ON circle_delivery (device_id, endpoint)",
        "CREATE TABLE secret (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
        "INSERT INTO meta (name, value) VALUES ('circle_position', 0)",
    )
    for statement in statements:
        tables.execute(statement)
