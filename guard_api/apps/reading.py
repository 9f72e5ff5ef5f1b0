"""What is known of an app that a phone tells of: by package, label, signer, and where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from guard_api.apps.app import UNKNOWN_APP, App, AppCategory, Apps
from guard_api.apps.labels import folded, is_bait, speaks_of_money
from guard_api.apps.origin import AppSource, is_from_store
from guard_api.numbers.claimed_names import ClaimedNames
from guard_api.numbers.directory import Directory

_DIGEST_DIGITS = 64
"""Hexadecimal digits of a SHA-256."""
_SEPARATORS = str.maketrans("", "", ": ")


@dataclass(frozen=True, slots=True)
class AppFacts:
    """What is known of an app. Nothing of its label is kept.

    `organization` is whose it is, by list or signer; `named` whom its label names; `imitates` whom it only pretends to
    be of: an app that came from no store, or that somebody else has signed. "" where there is none such.
    `from_store` is None where nobody can tell; `is_sent`: it came in a chat. `is_bait`: no list knows it, it came from
    no store, and its label lures.
    """

    package: str
    category: str = ""
    organization: str = ""
    named: str = ""
    imitates: str = ""
    from_store: bool | None = None
    is_sent: bool = False
    is_bait: bool = False

    @property
    def is_finance(self) -> bool:
        """Whether money is seen or moved in it, as far as is known."""
        return App(self.category).is_finance

    @property
    def can_share(self) -> bool:
        """Whether it is known to be made for meetings, remote control or casting."""
        return App(self.category).can_share


@dataclass(frozen=True, slots=True)
class AppReader:
    """Reads apps, for one state of the lists. `signers` are those whose digests are known, by organisation."""

    apps: Apps
    directory: Directory
    claims: ClaimedNames
    signers: Mapping[str, str] = field(default_factory=dict)

    def read(
        self,
        package: str,
        label: str | None = None,
        source: AppSource | None = None,
        installer: str | None = None,
        signer: str | None = None,
    ) -> AppFacts:
        """Return what is known of an app. Junk in any of it is read as far as it goes; never raises."""
        app = self.apps.get(package, UNKNOWN_APP)
        signed_by = self.signers.get(canonical_digest(signer or ""), "")
        owner = signed_by or app.organization
        named = self._named(label or "")
        is_sent = self.apps.get(installer or "", UNKNOWN_APP).is_messenger
        from_store = False if is_sent else is_from_store(source, installer)
        is_resigned = bool(app.organization and signer) and self._is_resigned(app.organization, signed_by)
        return AppFacts(
            package=package,
            category=app.category or self._category(label or "", signed_by),
            organization=owner,
            named=named,
            imitates=app.organization if is_resigned else self._pretended(app, package, named, signed_by, from_store),
            from_store=from_store,
            is_sent=is_sent,
            is_bait=from_store is False and not (owner or self.apps.is_listed(package)) and is_bait(label or ""),
        )

    def _named(self, label: str) -> str:
        """Return whom a label names first, "" for nobody."""
        return next(iter(self.claims.find(folded(label))), "")

    def _category(self, label: str, signed_by: str) -> str:
        """Guess what an app is for that no list knows: its owner's kind, or what its label says."""
        is_bank = signed_by and self.directory.organizations[signed_by].category == AppCategory.BANK
        return AppCategory.BANK if is_bank or speaks_of_money(label) else ""

    def _pretended(self, app: App, package: str, named: str, signed_by: str, from_store: bool | None) -> str:  # noqa: FBT001 - unknown is none of the two
        """Return whom the label of an app names that is another's and came from no store, "" where nobody can tell."""
        if not named or from_store is not False or self._is_theirs(named, signed_by):
            return ""
        # A listed app is who it is, unless it shares the screen: such are given other names to lure with.
        is_itself = not app.organization and not app.can_share and self.apps.is_listed(package)
        return "" if is_itself or self._is_theirs(named, app.organization) else named

    def _is_resigned(self, organization: str, signed_by: str) -> bool:
        """Whether the owner's signers are known, and this is none of them."""
        return organization in self.signers.values() and not self._is_theirs(organization, signed_by)

    def _is_theirs(self, named: str, owner: str) -> bool:
        """Whether one organisation may speak in the name of another."""
        return bool(owner) and owner in self.directory.related([named])


def canonical_digest(signer: str) -> str:
    """Return a SHA-256 as 64 small hexadecimal digits, "" for anything else: `AB:CD:...` and `abcd...` are the same."""
    digits = signer[: 2 * _DIGEST_DIGITS].translate(_SEPARATORS).lower()
    is_one = len(digits) == _DIGEST_DIGITS and all(digit in "0123456789abcdef" for digit in digits)
    return digits if is_one else ""
