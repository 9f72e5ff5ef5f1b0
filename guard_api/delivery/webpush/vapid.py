"""The server's own keys for Web Push: push services know by them that all events are from one sender (RFC 8292)."""

from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py_vapid import Vapid02


def new_private_key() -> str:
    """Make a private key."""
    from py_vapid import Vapid02  # noqa: PLC0415 - few servers push

    vapid = Vapid02()
    vapid.generate_keys()
    return str(vapid.private_pem().decode())


def vapid_of(private_key: str) -> "Vapid02":
    """Read a private key."""
    from py_vapid import Vapid02  # noqa: PLC0415 - few servers push

    return Vapid02.from_pem(private_key.encode())


def public_key_of(private_key: str) -> str:
    """Return the public key as browsers want it: an uncompressed point, in base64url."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415 - the same

    point = vapid_of(private_key).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).rstrip(b"=").decode()
