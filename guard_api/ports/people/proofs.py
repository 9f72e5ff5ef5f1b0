"""What actions need of what people prove with who they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from guard_api.lists.change import Author
from guard_api.ports.people.people import Person


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key pair that a device or a security key holds; we have its public half."""

    id: bytes
    person_id: int
    public_key: bytes
    sign_count: int
    label: str
    created_at: datetime
    last_used: datetime | None = None


class Proofs(Protocol):
    """Passwords, codes, passkeys and links that work once. What is changed is in the audit trail, never what it is.

    A new password, and what an admin takes away, ends sessions. All raise StoreUnavailable.
    """

    def password_of(self, person_id: int) -> str | None:
        """Give the hash of a password, None where there is none."""
        ...

    def set_password(self, person: Person, password: str, by: Author, keep: str = "") -> None:
        """Keep the hash of a new password, and end all sessions but one."""
        ...

    def totp_of(self, person_id: int) -> bytes | None:
        """Give the secret of somebody's app for codes, None where there is none."""
        ...

    def set_totp(self, person: Person, secret: bytes | None, by: Author) -> None:
        """Keep the secret of an app for codes, or forget it."""
        ...

    def use_totp(self, person_id: int, step: int) -> bool:
        """Use up the code of a time step; False where that or a later one was used."""
        ...

    def set_recovery_codes(self, person: Person, digests: Sequence[bytes], by: Author) -> None:
        """Keep new recovery codes in the place of those there were."""
        ...

    def use_recovery_code(self, person_id: int, digest: bytes) -> bool:
        """Use up a recovery code; False where there is none such."""
        ...

    def passkeys_of(self, person_id: int) -> Sequence[Passkey]:
        """List somebody's passkeys."""
        ...

    def passkey(self, key_id: bytes) -> Passkey | None:
        """Find a passkey."""
        ...

    def add_passkey(self, person: Person, key: Passkey, by: Author) -> None:
        """Keep a passkey. Raises Conflict where somebody has it already."""
        ...

    def use_passkey(self, key: Passkey, sign_count: int, now: datetime) -> None:
        """Note that a passkey was used."""
        ...

    def remove_passkey(self, person: Person, key_id: bytes, by: Author) -> bool:
        """Forget one of somebody's passkeys; False where there is none such."""
        ...

    def invite(self, person: Person, digest: bytes, expires_at: datetime, by: Author) -> None:
        """Forget all that somebody proves with who they are, and let a link in its place work once."""
        ...

    def invited(self, digest: bytes, now: datetime) -> Person | None:
        """Find whom a link is for, None where it works no more."""
        ...

    def accept(self, digest: bytes, now: datetime) -> bool:
        """Use up a link; False where it works no more."""
        ...
