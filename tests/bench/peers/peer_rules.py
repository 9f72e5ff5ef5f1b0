"""How the peer reads what phones send, and what it thinks of it: plain rules over the checks of the last two hours."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path

import phonenumbers

from tests.bench.peers.peer_answers import TEXTS, Action, Caller, Evidence, Warned
from tests.bench.peers.peer_tables import Check

_LISTS = Path(__file__).parents[3] / "blocklists"
_FORWARDING = re.compile(r"\*{1,2}(?:21|61|62|67|002|004)\*(\+?\d{3,})")
_DIGITS_LINK = re.compile(r"\b\d{6,8}\.(?:top|vip|xyz|cc|icu)\b")
_FINANCE = ("bank", "payment", "loan_finance")
_PATTERNS = {
    "account_takeover": ["stranger_on_the_line", "screen_shared", "finance_app_in_front"],
    "forwarding_with_screen_share": ["stranger_on_the_line", "screen_shared", "forwarding_on"],
    "screen_share_with_stranger": ["stranger_on_the_line", "screen_shared"],
    "fraud_link": ["fraud_link"],
    "spoofed_official_call": ["spoofed_official_number"],
    "listed_caller": ["listed_number"],
}
_WEIGHTS = {
    "account_takeover": 100,
    "forwarding_with_screen_share": 95,
    "fraud_link": 60,
    "spoofed_official_call": 50,
    "listed_caller": 60,
    "screen_share_with_stranger": 55,
}
_LEVELS = ((80, "critical"), (50, "warning"), (20, "notice"), (0, "none"))
_TOGETHER = timedelta(minutes=30)


@cache
def _hotlines() -> dict[str, tuple[str, list[str]]]:
    """Give whose each official number of China is, and the others of the same organisation."""
    with (_LISTS / "official_numbers.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["region"] == "CN"]
    numbers: dict[str, list[str]] = {}
    for row in rows:
        numbers.setdefault(row["organization"], []).append(row["number"])
    return {row["number"]: (row["organization"], numbers[row["organization"]]) for row in rows}


@cache
def _finance_apps() -> frozenset[str]:
    with (_LISTS / "app_packages.csv").open(encoding="utf-8") as file:
        return frozenset(row["package"] for row in csv.DictReader(file) if row["category"] in _FINANCE)


def read_caller(displayed: str, region: str) -> Caller:
    """Read a displayed number: a hotline behind an international prefix imitates one."""
    compact = re.sub(r"[\s\-./()]+", "", displayed)
    digits = compact.removeprefix("+").removeprefix("00").removeprefix("86")
    is_abroad = compact.startswith(("+", "00"))
    if digits in _hotlines():
        organization, numbers = _hotlines()[digits]
        kind = "lookalike" if is_abroad else "official"
        return Caller(displayed=displayed, kind=kind, organization=organization, official_numbers=numbers)
    try:
        number = phonenumbers.parse(f"+{compact[2:]}" if compact.startswith("00") else compact, region)
    except phonenumbers.NumberParseException:
        return Caller(displayed=displayed, kind="unreadable")
    if not phonenumbers.is_possible_number(number):
        return Caller(displayed=displayed, kind="impossible")
    key = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return Caller(displayed=displayed, kind="ordinary", key=key)


def read_forwarding(codes: Sequence[str | None], region: str) -> str | None:
    """Find the number that calls are sent to."""
    for code in codes:
        if code is not None and (found := _FORWARDING.match(code)):
            return read_caller(found[1], region).key or found[1]
    return None


def read_links(links: Sequence[str], texts: Sequence[str]) -> list[str]:
    """Find domains of digits under a cheap ending."""
    return [domain for text in (*links, *texts) for domain in _DIGITS_LINK.findall(text)]


def findings(checks: Sequence[Check]) -> dict[str, list[Evidence]]:
    """Say which patterns the checks of one phone fit, the oldest check first, and by which signals."""
    recent = [check for check in checks if checks[-1].at - check.at <= _TOGETHER]
    seen = {
        "stranger_on_the_line": _last(check for check in recent if check.caller_kind and not check.is_contact),
        "screen_shared": _last(check for check in recent if check.screen_share_active),
        "forwarding_on": _last(check for check in recent if check.forwards_to),
        "finance_app_in_front": _last(check for check in recent if check.foreground_app in _finance_apps()),
        "spoofed_official_number": _last(check for check in recent if check.caller_kind == "lookalike"),
        "listed_number": _last(check for check in recent if check.category),
        "fraud_link": _last(check for check in recent if check.fraud_links),
    }
    found = {}
    for pattern, signals in _PATTERNS.items():
        evidence = [Evidence(signal=name, since=check.at) for name in signals if (check := seen[name]) is not None]
        if len(evidence) == len(signals):
            found[pattern] = evidence
    if "account_takeover" in found or "forwarding_with_screen_share" in found:
        found.pop("screen_share_with_stranger")
    return found


def _last(checks: Iterator[Check]) -> Check | None:
    return max(checks, key=lambda check: check.at, default=None)


def warned(found: dict[str, list[Evidence]]) -> tuple[int, str, list[Warned]]:
    """Weigh what was found, and put it into words: score, level and warnings, the heaviest first."""
    score = min(100, sum(_WEIGHTS[pattern] for pattern in found))
    warnings = []
    for pattern in sorted(found, key=lambda pattern: -_WEIGHTS[pattern]):
        title, message, advice = TEXTS[pattern]
        level = _level(_WEIGHTS[pattern])
        warning = Warned(
            pattern=pattern, level=level, title=title, message=message, advice=advice, evidence=found[pattern]
        )
        warnings.append(warning)
    return score, _level(score), warnings


def _level(score: int) -> str:
    return next(level for least, level in _LEVELS if score >= least)


def actions(found: dict[str, list[Evidence]], caller: Caller | None) -> list[Action]:
    """Say which buttons to show."""
    if not found:
        return []
    signals = {evidence.signal for evidences in found.values() for evidence in evidences}
    buttons = [Action(type="hang_up")]
    if "screen_shared" in signals:
        buttons.append(Action(type="stop_screen_share"))
    if "forwarding_on" in signals:
        buttons += [Action(type="dial", code=code, purpose="cancel_forwarding") for code in ("##002#", "*720")]
    if caller is not None and caller.official_numbers:
        buttons.append(Action(type="call", number=caller.official_numbers[0], purpose="verify"))
    return [*buttons, Action(type="call", number="96110", purpose="report")]
