"""What the person was sent, or is to send: links and messages, read and looked up. Texts go no further than this."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from guard_api.engine.observations import AnyObservation, LinkSeen, MomentSeen, PressureSeen, ScriptSeen
from guard_api.engine.vocabulary import MomentKind
from guard_api.links.facts import LinkFacts, Reason
from guard_api.links.finding import find_links, read_links
from guard_api.links.hosts import Host
from guard_api.links.strength import COMPANY, FAINT, QUIET, SHAPE, STRONG
from guard_api.lists.entry import Category
from guard_api.messages.folding import readable
from guard_api.messages.moments import MessageMoment, read_moment
from guard_api.messages.pressure import Pressure, read_pressure
from guard_api.messages.reader import MessageFacts, read_message
from guard_api.numbers.caller_id import read_caller_id
from guard_api.ports import Device, Reference
from guard_api.ports.lists.lists import DomainListing
from guard_api.service_codes.forwarding import read_forwarding_code

_COMPANY = frozenset({Reason.PAYMENT_CODE, Reason.ADD_CONTACT_CODE, Reason.OPAQUE_SHORT_LINK})
"""What is scanned every day, and counts beside a stranger."""
_WARNED_OF = 0.38
"""What is left of a link where a message only warns of it: nothing by itself, a notice beside a stranger."""


class AssessedLink(Struct, frozen=True):
    """A link, its facts, and the entry that it is listed by. `warned_of`: a message warns of it.

    `aside`: it is only guessed beside what was sent, and of interest if something is known of it. `scanned`: it stood
    in a QR code.
    """

    facts: LinkFacts
    warned_of: bool = False
    listing: DomainListing | None = None
    aside: bool = False
    scanned: bool = False

    @property
    def strength(self) -> float:
        """How much it gives away, where it stands."""
        if self.scanned and not _COMPANY.isdisjoint(self.facts.reasons):
            return max(self.facts.strength, COMPANY)
        return round(self.facts.strength * (_WARNED_OF if self.warned_of else 1.0), 2)

    def looked_up(self, listings: Mapping[str, DomainListing]) -> "AssessedLink":
        """Give the link with what the lists say of its host."""
        host = self.facts.link.host
        listing = listings.get(host.name) if host is not None else None
        if listing is None:
            return self
        if listing.allowed:
            return replace(self, facts=self.facts.allowed())
        strength = STRONG if listing.category is Category.FRAUD else SHAPE
        return replace(self, facts=self.facts.listed(strength), listing=listing)

    def observe(self, at: datetime) -> LinkSeen:
        """Keep reasons and the registrable domain, and nothing of the path."""
        facts = self.facts
        imitated = facts.imitation.official.domain if facts.imitation is not None else None
        kept = {"domain": facts.registrable, "reasons": facts.reasons, "strength": self.strength}
        whose = {"organization": facts.organization, "imitated": imitated, "scanned": self.scanned}
        return LinkSeen(at=at, **kept, **whose)  # type: ignore[arg-type] # as named


class Content(Struct, frozen=True):
    """All links and messages of one request, and what messages told that has happened."""

    links: Sequence[AssessedLink] = ()
    messages: Sequence[MessageFacts] = ()
    moments: Sequence[MessageMoment] = ()
    pressure: Sequence[tuple[Pressure, ...]] = ()

    @property
    def hosts(self) -> tuple[Host, ...]:
        """All hosts that may be listed: an official one never is, whatever stands on a list."""
        facts = (found.facts for found in self.links)
        hosts = (one.link.host for one in facts if one.official is None and one.link.host is not None)
        return tuple(dict.fromkeys(hosts))

    def looked_up(self, listings: Mapping[str, DomainListing]) -> "Content":
        """Give the same with what the lists say."""
        links = [found.looked_up(listings) for found in self.links]
        return replace(self, links=[found for found in links if found.facts.strength > QUIET or not found.aside])

    def observe(self, at: datetime) -> Iterator[AnyObservation]:
        """List what gives itself away, each once."""
        yield from dict.fromkeys(found.observe(at) for found in self.links if found.strength > QUIET)
        strong = [one for one in self.messages if one.strength > QUIET]
        yield from dict.fromkeys(ScriptSeen(at=at, asks=one.asks, strength=one.strength) for one in strong)
        yield from dict.fromkeys(PressureSeen(at=at, how=how) for how in self.pressure)
        for one in self.moments:
            yield MomentSeen(at=at, kind=MomentKind(one.kind), large=one.large)


def read_content(
    links: Sequence[str], texts: Sequence[str], device: Device, reference: Reference, codes: Sequence[str] = ()
) -> Content:
    """Read the links and texts of a request, and the QR codes that were scanned."""
    found, messages, moments, pressure = [], [], [], []
    for sent, scanned in (*[(link, False) for link in links], *[(code, True) for code in codes]):
        first, *others = map(reference.links.read, read_links(sent))
        found.append(replace(_found(first, device, reference), scanned=scanned))
        found += [_found(facts, device, reference, aside=facts.link.guessed) for facts in others]
    for text in texts:
        inside = [*map(reference.links.read, find_links(text))]
        pages = [facts for facts in inside if facts.link.is_page]
        official = bool(pages) and all(facts.official is not None for facts in pages)
        plainly = readable(text)
        message = read_message(plainly, has_link=bool(pages), official_link=official)
        messages.append(message)
        found += [_found(_discounted(facts), device, reference, warned_of=message.warns) for facts in inside]
        if message.warns:
            continue
        if (moment := read_moment(plainly)) is not None:
            moments.append(moment)
        if how := read_pressure(plainly):
            pressure.append(how)
    return Content(_each_once(found), messages, moments, pressure)


def _discounted(facts: LinkFacts) -> LinkFacts:
    """Take a link in a message for nothing where its name is merely odd: most of those nobody opens."""
    return replace(facts, strength=QUIET) if facts.strength <= FAINT else facts


def _each_once(found: Sequence[AssessedLink]) -> list[AssessedLink]:
    """Leave out what was found before; a link that was opened is more than one that was told of."""
    kept: dict[str, AssessedLink] = {}
    for one in found:
        before = kept.get(one.facts.link.written)
        if before is None or (before.warned_of and not one.warned_of):
            kept[one.facts.link.written] = one
    return [*kept.values()]


def _found(
    facts: LinkFacts, device: Device, reference: Reference, *, warned_of: bool = False, aside: bool = False
) -> AssessedLink:
    """Take a link for what it is on this phone: a code that sends calls to one's own number is nothing."""
    target = read_forwarding_code(facts.link.dialled).target if facts.link.dialled else None
    if target and read_caller_id(target, device.region, reference.directory).key in device.own_numbers:
        facts = replace(facts, strength=QUIET)
    return AssessedLink(facts, warned_of, aside=aside)
