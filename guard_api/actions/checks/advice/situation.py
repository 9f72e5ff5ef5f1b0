"""The situation that a check finds: what goes on, what helps against it, and in which order."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from guard_api.actions.checks.advice.priorities import Plan, plan_of
from guard_api.apps.app import UNKNOWN_APP
from guard_api.engine.decision import Decision, Facts, Forwarded, Ongoing, Pretence
from guard_api.engine.pattern import Pattern
from guard_api.engine.policy import Level
from guard_api.engine.signals import SINCE, Kind
from guard_api.numbers.directory import Directory, Role
from guard_api.ports import Device, Reference
from guard_api.service_codes.deactivation import deactivation_codes
from guard_api.service_codes.forwarding import Family, State

_CALL_GOES_ON = timedelta(minutes=2)
"""When the first warning was not heeded: new words are read, old ones are not."""
_CLAIMING = frozenset({Kind.FALSE_IDENTITY, Kind.SPOOFED_OFFICIAL_NUMBER, Kind.UNPROVEN_IDENTITY})
_PARTS: Mapping[str, str] = {
    "pboc": "credit",
    "pboc_credit": "credit",
    "supreme_court_cn": "police",
    "spp_cn": "police",
}
"""Who is played, where the directory's group or category does not say it: these speak of credit, or of a case."""
_PARTS_BY_CATEGORY: Mapping[str, str] = {"bank": "bank", "commerce": "shop"}
_ABOUT_CREDIT = frozenset({"credit", "close_account", "credit_record", "credit_product", "third_party_account"})
_CODE_IN_SIGHT = frozenset({"forwarding_code_link", "forwarding_code"})

_deactivation_codes = lru_cache(maxsize=256)(deactivation_codes)
"""There are few networks and ways to forward: 0.3 us instead of 2.4."""
_SITUATIONS_KEPT = 1024
_CALL, _FORWARDING, _LINK = Ongoing.CALL, Ongoing.FORWARDING, Kind.FRAUD_LINK
_NONE, _NOTICE = Level.NONE, Level.NOTICE
_REPORT, _EMERGENCY = Role.REPORT, Role.EMERGENCY
"""Members of enumerations are looked up by Python code."""


class Situation(Struct, frozen=True, cache_hash=True):
    """What goes on now, and what helps: found once for each verdict, for its buttons and its words.

    `plan` are pieces of advice, the first first; `signs` are what it was made for, in the words of `priorities`.
    `codes` switch off the forwarding that is on, or about to be. `verify` is the real number of `posing_as`, whom the
    caller pretends to be, to be dialled by hand; `site` is where the real one is. `bank_number` is that of `bank`,
    whose app was in front. `report` takes reports of fraud in the phone's region, `emergency` has payments stopped.
    """

    signs: frozenset[str]
    plan: Plan
    codes: tuple[str, ...] = ()
    posing_as: str | None = None
    verify: str | None = None
    site: str | None = None
    bank: str | None = None
    bank_number: str | None = None
    report: str | None = None
    emergency: str | None = None
    operator: str | None = None


def situation_of(decision: Decision, device: Device, reference: Reference) -> Situation | None:
    """Find what helps against what goes on; None: nothing is warned of."""
    if decision.level is _NONE:
        return None
    facts, directory = decision.facts, reference.directory
    signs, plan = _planned(_seen(decision, directory))
    report, emergency = directory.with_role(_REPORT, device.region), directory.with_role(_EMERGENCY, device.region)
    bank = _bank_of(facts, reference)
    pretence = facts.pretence
    situation = Situation(
        signs,
        plan,
        _codes(facts, signs, device),
        pretence.organization if pretence is not None else None,
        _verification_number(pretence, directory) if pretence is not None else None,
        _site(facts, reference) if _LINK in signs else None,
        bank,
        _main_number(bank, directory) if bank is not None else None,
        report.number if report is not None else None,
        emergency.number if emergency is not None else None,
        _operator(device, directory) if _FORWARDING in facts.ongoing else None,
    )
    return _the_same(situation)


@lru_cache(maxsize=_SITUATIONS_KEPT)
def _the_same(situation: Situation) -> Situation:
    """Return the one that was there before: whoever keeps words by it need not compare what is in it."""
    return situation


def part_of(organization: str | None, directory: Directory) -> str:
    """Return which part is played: `police`, `bank`, `credit` or `shop`; empty where none of these."""
    found = directory.organizations.get(organization or "")
    if found is None:
        return ""
    if found.id in _PARTS:
        return _PARTS[found.id]
    return "police" if found.group == "police" else _PARTS_BY_CATEGORY.get(found.category, "")


class _Seen(Struct, frozen=True):
    """All that signs and a plan depend on: few kinds of evidence come together in few ways."""

    level: Level
    ongoing: frozenset[Ongoing]
    over: frozenset[Ongoing]
    matches: tuple[tuple[Pattern, Level], ...]
    signals: tuple[tuple[Kind, str, bool], ...]
    part: str
    several: bool
    again: bool


def _seen(decision: Decision, directory: Directory) -> _Seen:
    facts, matches = decision.facts, decision.matches
    pretence = facts.pretence
    return _Seen(
        decision.level,
        facts.ongoing,
        facts.over,
        tuple([(match.pattern, match.level) for match in matches]),
        tuple([(one.kind, one.detail, bool(one.subject)) for match in matches for one in match.evidence]),
        part_of(pretence.organization, directory) if pretence is not None else "",
        len(facts.finance_apps) > 1 and len({*facts.finance_apps}) > 1,
        _CALL in facts.ongoing and _goes_on_after_a_warning(decision),
    )


@lru_cache(maxsize=_SITUATIONS_KEPT)
def _planned(seen: _Seen) -> tuple[frozenset[str], Plan]:
    """List what is known, as words, and what is to be done."""
    known: set[str] = {*seen.ongoing, *[pattern.id for pattern, _ in seen.matches], seen.part}
    for kind, detail, _ in seen.signals:
        known.update((kind, detail))
    derived = {
        "claim": not _CLAIMING.isdisjoint(known),
        "about_credit": not _ABOUT_CREDIT.isdisjoint(known),
        "undone": Ongoing.FORWARDING in seen.over,
        "over": Ongoing.SHARE in seen.over,
        "several_bank_apps": seen.several,
        # A link that leads somewhere stands in what the person is to send: a dialled code is no such link.
        "sent_yourself": Kind.SCRIPTED_MESSAGE in known
        and any(named for kind, _, named in seen.signals if kind is Kind.FRAUD_LINK),
        "again": seen.again,
    }
    signs = frozenset([*known, *[sign for sign, holds in derived.items() if holds]])
    return signs, plan_of(signs, seen.matches, seen.level)


def _goes_on_after_a_warning(decision: Decision) -> bool:
    """Whether a warning has stood for a while: since when the last sign of one of its patterns was there."""
    by = decision.as_of - _CALL_GOES_ON
    return any(match.level is not _NOTICE and max(map(SINCE, match.evidence)) <= by for match in decision.matches)


def _codes(facts: Facts, signs: frozenset[str], device: Device) -> tuple[str, ...]:
    if facts.forwarded is not None:
        return _codes_to_dial(facts.forwarded, device)
    if _CODE_IN_SIGHT.isdisjoint(signs):
        return ()
    return tuple(_deactivation_codes((State.UNCONDITIONAL,), device.carrier, device.region, Family.GSM))


def _codes_to_dial(forwarded: Forwarded, device: Device) -> tuple[str, ...]:
    """Return what undoes all that was switched on, the newest first."""
    held = forwarded.by_family.items()
    codes = [_deactivation_codes(states, device.carrier, device.region, family) for family, states in held]
    return tuple(dict.fromkeys(chain.from_iterable(codes)))


def _bank_of(facts: Facts, reference: Reference) -> str | None:
    """Return whose app was in front last, of those that the directory knows."""
    for package in reversed(facts.finance_apps):
        owner = reference.apps.get(package, UNKNOWN_APP).organization
        if owner in reference.directory.organizations:
            return owner
    return None


def _site(facts: Facts, reference: Reference) -> str | None:
    if facts.imitated is not None or facts.pretence is None:
        return facts.imitated
    return reference.domains.shortest_of(facts.pretence.organization)


def _operator(device: Device, directory: Directory) -> str | None:
    """Return the carrier's own number, where the phone has named its carrier as the directory does."""
    carrier = directory.organizations.get(device.carrier or "")
    return _main_number(carrier.id, directory) if carrier is not None else None


def _verification_number(pretence: Pretence, directory: Directory) -> str | None:
    numbers = [number.number for number in directory.numbers_of(pretence.organization)]
    plainest = [number for number in numbers if number in pretence.numbers] or numbers
    return min(plainest, key=_shortest, default=None)


def _main_number(organization: str, directory: Directory) -> str | None:
    """Return the number that people know an organisation by, as its names say, or else its shortest."""
    names = directory.organizations[organization].aliases
    numbers = [number.number for number in directory.numbers_of(organization)]
    return min([number for number in numbers if number in names] or numbers, key=_shortest, default=None)


def _shortest(number: str) -> tuple[int, str]:
    return len(number), number
