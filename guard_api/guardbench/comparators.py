"""What others offer, as rules read from what they publish: each with all sensors, and read to its advantage.

- **Google**, in-call scam protection (https://blog.google/security/android-expands-pilot-in-call-scam-protection-financial-apps/):
  a warning when a financial app is opened during a phone call with a number that is not among the contacts, while the
  screen is shared. Here every bank, payment and loan app takes part, in every country.
- **Samsung**, phishing app risk alert of One UI 9 (announced 2026-06-16, biz.chosun.com and en.edaily.co.kr of that
  day): a warning about an app that was installed within hours of a call suspected of voice phishing, or by remote
  control. Here a caller who is not among the contacts and talks for two minutes is suspected, hours are six, apps from
  a store are spared, and the warning comes as the app is installed, not as it is opened.
- **Airtel**, Fraud Alert (announced 2026-02-10, e.g. indianexpress.com of 2026-02-11): a warning when a one-time code
  of a bank comes during a risky incoming call. Here every caller who is not among the contacts is risky, and every code
  a bank's.
- **List only**: a warning for numbers and domains that stand on the lists that ship with guard_api.
- **Always**: a warning, whatever happens.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from guard_api.apps.app import App
from guard_api.engine.policy import Level
from guard_api.guardbench.cases import Case
from guard_api.guardbench.play import Answer, Guard
from guard_api.store.sql.reference import shipped_lists

_HOURS_AFTER = 6 * 60
_TALKED = 2
_CODE = re.compile(r"验证码|校验码|动态码|\bOTP\b|\bcode\b", re.IGNORECASE)
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)


def _column(path: str, name: str) -> Iterator[Mapping[str, str]]:
    with (shipped_lists() / path).open(encoding="utf-8") as lines:
        yield from (row for row in csv.DictReader(lines) if row[name])


@dataclass
class Seen:
    """What a comparator remembers of a phone."""

    apps: Mapping[str, App]
    unsaved_since: float | None = None
    """Since when somebody who is no contact has been on the line."""
    incoming: bool = False
    suspected_until: float = -1
    shared: bool = False
    in_front: str = ""

    def note(self, minute: float, check: Mapping[str, Any]) -> None:
        """Take in a check."""
        state = check.get("call_state", "active" if "caller_number" in check else None)
        if state is not None and check.get("call_kind") != "voip":
            if self.unsaved_since is not None and minute - self.unsaved_since >= _TALKED:
                self.suspected_until = minute + _HOURS_AFTER
            if state != "active" or check.get("caller_in_contacts"):
                self.unsaved_since = None
            elif self.unsaved_since is None:
                self.unsaved_since = minute
            self.incoming = check.get("call_direction") != "outgoing"
        self.shared = check.get("screen_share_active", self.shared)
        self.in_front = check.get("foreground_app", self.in_front)

    def is_app(self, **wanted: bool) -> bool:
        """Say whether the app in front is of this sort."""
        app = self.apps.get(self.in_front, App())
        return all(getattr(app, name) == value for name, value in wanted.items())


Rule = Callable[[Seen, float, Mapping[str, Any]], bool]
"""Whether what is seen is worth a warning."""


def google(seen: Seen, _minute: float, _check: Mapping[str, Any]) -> bool:
    """Whether a financial app is open during an unsaved caller's call while the screen is shared."""
    return seen.unsaved_since is not None and seen.shared and seen.is_app(is_finance=True)


def samsung(seen: Seen, minute: float, check: Mapping[str, Any]) -> bool:
    """Whether an app that came from no store is installed in a suspected call, within hours of it, or from afar."""
    brought = [
        app for app in check.get("installed_apps", ()) if isinstance(app, Mapping) and app.get("source") != "store"
    ]
    in_call = seen.unsaved_since is not None and minute - seen.unsaved_since >= _TALKED
    return bool(brought) and (in_call or minute <= seen.suspected_until or seen.shared)


def airtel(seen: Seen, _minute: float, check: Mapping[str, Any]) -> bool:
    """Whether a code comes during an unsaved caller's call."""
    came = any(moment["kind"] == "code_received" for moment in check.get("moments", ()))
    written = any(_CODE.search(text) for text in check.get("texts", ()))
    return (came or written) and seen.unsaved_since is not None and seen.incoming


def always(_seen: Seen, _minute: float, _check: Mapping[str, Any]) -> bool:
    """Whatever happens."""
    return True


def list_only() -> Rule:
    """Give the rule that knows the shipped lists, and nothing else."""
    domains = {row["domain"] for row in _column("fraud_domains.csv", "domain")}
    numbers = {
        re.sub(r"\D", "", row["number"])
        for file in (shipped_lists() / "numbers").iterdir()
        if file.name.endswith(".csv")
        for row in _column(f"numbers/{file.name}", "number")
    }

    def is_listed(_seen: Seen, _minute: float, check: Mapping[str, Any]) -> bool:
        written = [text for name in ("links", "texts", "qr_codes") for text in check.get(name, ())]
        hosts = [host.lower() for text in written for host in _DOMAIN.findall(text)]
        parents = {host[place:] for host in hosts for place in _ends(host)}
        return not domains.isdisjoint(parents) or re.sub(r"\D", "", check.get("caller_number", "")) in numbers

    return is_listed


def _ends(host: str) -> Iterator[int]:
    yield 0
    yield from (place + 1 for place, letter in enumerate(host) if letter == ".")


@dataclass
class RulePhone:
    """A phone that goes by a rule. A warning lasts as long as what it is of, and no longer than the check."""

    rule: Rule
    seen: Seen

    def tell(self, minute: float, check: Mapping[str, Any]) -> Answer:
        """Take in a check, and give what the rule makes of it."""
        self.seen.note(minute, check)
        return Answer(Level.WARNING if self.rule(self.seen, minute, check) else Level.NONE)


@dataclass
class RuleGuard:
    """A comparator."""

    rule: Rule
    apps: Mapping[str, App] = field(repr=False)

    @contextmanager
    def phone(self, _case: Case) -> Iterator[RulePhone]:
        """Give a phone that remembers nothing."""
        yield RulePhone(self.rule, Seen(self.apps))


def comparators() -> Sequence[tuple[str, Guard]]:
    """Give all comparators, by name."""
    apps = {row["package"]: App(row["category"]) for row in _column("app_packages.csv", "package")}
    rules = {
        "Google, in-call protection": google,
        "Samsung, install after call": samsung,
        "Airtel, code on call": airtel,
        "list only": list_only(),
        "always warn": always,
    }
    return [(name, RuleGuard(rule, apps)) for name, rule in rules.items()]
