"""What a link gives away by itself, without any list: facts with reasons, and how much they weigh."""

import re
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from guard_api.links.hosts import Host, is_private
from guard_api.links.link import Link
from guard_api.links.names.endings import ANY_DIGITS, CHEAP, TELLING
from guard_api.links.names.finance_words import names_finance_service
from guard_api.links.names.imitation import How, Imitation, Imitations
from guard_api.links.names.odd_names import is_odd
from guard_api.links.official import OfficialDomain, OfficialDomains
from guard_api.links.purposes import Purpose, purpose_of
from guard_api.links.strength import FAINT, HINT, QUIET, SHAPE, STRONG
from guard_api.service_codes.forwarding import Action, read_forwarding_code


class Reason(StrEnum):
    """What is known of a link, the gravest first. The last four are no evidence.

    Those before them say what it is for, which says something beside a stranger only.
    """

    LISTED = "listed"
    IMITATES_OFFICIAL_DOMAIN = "imitates_official_domain"
    FORWARDING_CODE_LINK = "forwarding_code_link"
    HIDDEN_BY_USERINFO = "hidden_by_userinfo"
    NAMES_FINANCE_SERVICE = "names_finance_service"
    DIGITS_WITH_CHEAP_ENDING = "digits_with_cheap_ending"
    IP_HOST = "ip_host"
    APP_DOWNLOAD_LINK = "app_download_link"
    ODD_NAME = "odd_name"
    PAYMENT_CODE = "payment_code"
    ADD_CONTACT_CODE = "add_contact_code"
    OPAQUE_SHORT_LINK = "opaque_short_link"
    MEETING_JOIN_LINK = "meeting_join_link"
    OFFICIAL_DOMAIN = "official_domain"
    ALLOWED = "allowed"
    UNREADABLE = "unreadable"


class LinkFacts(Struct, frozen=True):
    """A link and what it gives away. `strength` 0..1 is that of its plainest reason, 0 for a quiet one.

    `official` is the official domain that it leads to, `imitation` the one that it only looks like.
    """

    link: Link
    reasons: tuple[Reason, ...] = ()
    strength: float = QUIET
    official: OfficialDomain | None = None
    imitation: Imitation | None = None

    @property
    def registrable(self) -> str:
        """The domain that somebody has registered, "" for what leads to no host."""
        return self.link.host.registrable if self.link.host is not None else ""

    @property
    def organization(self) -> str | None:
        """Whose domain it is or imitates."""
        official = self.imitation.official if self.imitation is not None else self.official
        return official.organization if official is not None else None

    def listed(self, strength: float) -> "LinkFacts":
        """Give the facts of a link that stands on a list of fraud."""
        return replace(self, reasons=(Reason.LISTED, *self.reasons), strength=max(strength, self.strength))

    def allowed(self) -> "LinkFacts":
        """Give the facts of a link that an admin has looked at and found to be harmless."""
        return replace(self, reasons=(*self.reasons, Reason.ALLOWED), strength=QUIET)


class LinkReader:
    """Reads facts of links, for one state of the official domains."""

    def __init__(self, domains: OfficialDomains) -> None:
        """Index the official domains once."""
        self._domains = domains
        self._imitations = Imitations(domains)

    def read(self, link: Link) -> LinkFacts:
        """Give what a link gives away. Never raises."""
        if link.dialled:
            return _dialled(link)
        host = link.host
        if host is None:
            return self._unreachable(link)
        official = self._domains.owner(host.name)
        if official is not None:
            # A browser that was given this would not have come here.
            return LinkFacts(link, (Reason.UNREADABLE,)) if link.guessed else _vouched_for(link, official)
        imitation = self._hidden(link) or (None if self._domains.is_held(host.name) else self._imitations.find(host))
        signs = dict(self._signs(link, host, imitation))
        if not (signs or link.guessed) and is_odd(host) and not self._domains.is_held(host.name):
            signs[Reason.ODD_NAME] = FAINT
        return LinkFacts(link, tuple(signs), max(signs.values(), default=QUIET), imitation=imitation)

    def _unreachable(self, link: Link) -> LinkFacts:
        """Weigh a link without a host: nothing, unless its name only looks like an official one."""
        imitation = self._imitations.twin(link.unregistered) if link.unregistered else None
        if imitation is not None:
            return LinkFacts(link, (Reason.IMITATES_OFFICIAL_DOMAIN,), imitation.strength, imitation=imitation)
        purpose = purpose_of(link)
        if purpose is not None:
            return LinkFacts(link, (Reason(purpose),), SHAPE if purpose is Purpose.APP_DOWNLOAD_LINK else QUIET)
        return LinkFacts(link, (Reason.UNREADABLE,) if link.leads_nowhere else ())

    def _hidden(self, link: Link) -> Imitation | None:
        """Find the official domain that stands where it is read first and leads nowhere: in front of an `@`."""
        pretended = link.pretended
        official = self._domains.owner(pretended.name) if pretended is not None else None
        return Imitation(official, How.USERINFO, STRONG) if official is not None else None

    def _signs(self, link: Link, host: Host, imitation: Imitation | None) -> Iterator[tuple[Reason, float]]:
        if imitation is not None:
            yield Reason.IMITATES_OFFICIAL_DOMAIN, imitation.strength
        if link.pretended is not None:
            yield Reason.HIDDEN_BY_USERINFO, SHAPE
        if names_finance_service(host) and not self._domains.is_held(host.name):
            yield Reason.NAMES_FINANCE_SERVICE, SHAPE
        digits = _digits(host)
        if digits:
            yield Reason.DIGITS_WITH_CHEAP_ENDING, digits
        if host.is_ip:
            yield Reason.IP_HOST, QUIET if is_private(host) else SHAPE
        purpose = purpose_of(link)
        if purpose is not None:
            yield Reason(purpose), SHAPE if purpose is Purpose.APP_DOWNLOAD_LINK else QUIET


def _vouched_for(link: Link, official: OfficialDomain) -> LinkFacts:
    purpose = purpose_of(link)
    reasons = () if purpose in (None, Purpose.APP_DOWNLOAD_LINK) else (Reason(purpose),)
    return LinkFacts(link, (*reasons, Reason.OFFICIAL_DOMAIN), official=official)


def _dialled(link: Link) -> LinkFacts:
    """Weigh a code that a link dials. One that stands in a text by itself still has to be dialled by hand."""
    if read_forwarding_code(link.dialled).action is not Action.ENABLE:
        return LinkFacts(link)
    return LinkFacts(link, (Reason.FORWARDING_CODE_LINK,), STRONG if link.scheme else SHAPE)


_ONLY_DIGITS = re.compile(r"[0-9]{6,8}")
_DIGITS_THEN_LETTERS = re.compile(r"[0-9]{4,}[a-z]+")


def _digits(host: Host) -> float:
    """Weigh "numbers + letters", the article's sign: it says much under some endings and nothing under most."""
    if host.suffix not in CHEAP:
        return QUIET
    if _ONLY_DIGITS.fullmatch(host.label):
        return HINT if host.suffix in ANY_DIGITS else SHAPE
    if _DIGITS_THEN_LETTERS.fullmatch(host.label):
        return SHAPE if host.suffix in TELLING else HINT
    return QUIET
