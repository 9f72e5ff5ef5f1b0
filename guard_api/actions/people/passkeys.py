"""Passkeys (WebAuthn): each proves by itself that somebody has a device, and has unlocked it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from guard_api.actions.people.codes import ISSUER
from guard_api.actions.people.log_in import refused_at_all
from guard_api.errors import Invalid
from guard_api.lists.change import Author
from guard_api.ports import Services
from guard_api.ports.people.people import Person
from guard_api.ports.people.proofs import Passkey

_LONGEST_LABEL = 60
_MOST = 20


@dataclass(frozen=True, slots=True)
class Site:
    """Where browsers find the console; passkeys are good for nothing elsewhere."""

    origin: str

    @property
    def host(self) -> str:
        """The host, by which browsers file passkeys."""
        return urlsplit(self.origin).hostname or ""


def offer(services: Services, person: Person, site: Site, challenge: bytes) -> str:
    """Return what a browser needs to make a passkey, as JSON. Raises Invalid."""
    there = services.proofs.passkeys_of(person.id)
    if len(there) >= _MOST:
        raise Invalid("These are enough passkeys.")
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=ISSUER,
        user_name=person.name,
        user_id=f"{person.id}".encode(),
        challenge=challenge,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key.id) for key in there],
    )
    return options_to_json(options)


def add(  # noqa: PLR0913 - what a passkey is, and who adds it
    services: Services, person: Person, site: Site, challenge: bytes, *, credential: str, label: str, author: Author
) -> None:
    """Keep the passkey that a browser has made. Raises Invalid, Conflict."""
    try:
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        raise Invalid("This is no passkey.") from error
    name, now = label[:_LONGEST_LABEL] or "passkey", author.at
    key = Passkey(made.credential_id, person.id, made.credential_public_key, made.sign_count, name, now)
    services.proofs.add_passkey(person, key, author)


def ask(site: Site, challenge: bytes) -> str:
    """Return what a browser needs to prove with a passkey who somebody is, as JSON."""
    required = UserVerificationRequirement.REQUIRED
    return options_to_json(
        generate_authentication_options(rp_id=site.host, challenge=challenge, user_verification=required)
    )


def prove(services: Services, site: Site, challenge: bytes, credential: str) -> Person:
    """Find who has proved with a passkey who they are. Raises Unauthorized."""
    try:
        parsed = parse_authentication_credential_json(credential)
        key = services.proofs.passkey(base64url_to_bytes(parsed.id))
        person = _owner(services, key) if key is not None else None
        if key is None or person is None:
            raise refused_at_all(services, "a passkey that is not known")
        proved = verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as error:
        raise refused_at_all(services, "a passkey that does not fit") from error
    services.proofs.use_passkey(key, proved.new_sign_count, services.clock())
    return person


def _owner(services: Services, key: Passkey) -> Person | None:
    everybody = {person.id: person for person in services.people.list() if person.disabled_at is None}
    return everybody.get(key.person_id)
