"""What is kept of keys and codes, which are secrets: their digests."""

import hashlib


def digest_of(secret: str) -> bytes:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def plain_code(code: str) -> str:
    """Return a code as it was made. People type it in small letters, and without dashes."""
    return "".join(character for character in code.upper() if character.isalnum())
