"""What may be found in the place of a backup, and what is said of it."""

import json
from collections.abc import Callable, Mapping

from guard_api.store.sqlite.schema.migrating import newest_version

Damage = Callable[[bytes, int], bytes]
"""Makes of a whole backup, and of where its manifest begins, what may be found in its place."""
MARK = b"\n-- guard_api backup --\n"


def with_manifest(**other: object) -> Damage:
    """Let a backup say other things of itself."""

    def damage(whole: bytes, end: int) -> bytes:
        manifest = {**json.loads(whole[end:].splitlines()[-1]), **other}
        return whole[:end] + MARK + json.dumps(manifest).encode() + b"\n"

    return damage


def proving(**other: object) -> Damage:
    """Let a backup say that other things are in there."""

    def damage(whole: bytes, end: int) -> bytes:
        proof = json.loads(whole[end:].splitlines()[-1])["proof"]
        return with_manifest(proof={**proof, **other})(whole, end)

    return damage


DAMAGE: Mapping[str, tuple[Damage, str]] = {
    "empty": (lambda _, __: b"", "it is empty"),
    "garbage": (lambda _, __: b"garbage" * 9999, "no backup of guard_api"),
    "its beginning": (lambda whole, _: whole[:50], "cut off"),
    "half": (lambda whole, _: whole[: len(whole) // 2], "cut off"),
    "without its end": (lambda whole, _: whole[:-1], "cut off within its manifest"),
    "without its manifest": (lambda whole, end: whole[:end], "without a manifest"),
    "cut in the mark": (lambda whole, end: whole[: end + 5], "cut off"),
    "its middle missing": (lambda whole, _: whole[:4096] + whole[8192:], "cut off"),
    "one bit": (lambda whole, _: whole[:9999] + bytes([whole[9999] ^ 1]) + whole[10000:], "not what it was when"),
    "something behind it": (lambda whole, _: whole + b"more", "cut off within its manifest"),
    "twice": (lambda whole, _: whole + whole, "something was added"),
    "newer tables": (
        with_manifest(schema=99, program="9.0.0"),
        f"made by a newer guard_api, 9.0.0 (99 > {newest_version()})",
    ),
    "newer format": (with_manifest(format=2, program="9.0.0", proof=0), "made by a newer guard_api, 9.0.0"),
    "no manifest": (with_manifest(proof=1), "its manifest cannot be read"),
    "another count": (
        proving(lists={"block": {"count": 1, "checksum": "0" * 16}}),
        "the list block does not add up to its checksum",
    ),
    "another audit": (proving(audit="0" * 64), "the audit trail does not add up to its checksum"),
}
