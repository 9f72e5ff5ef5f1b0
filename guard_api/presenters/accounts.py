"""Keys and enrolment codes, as every face shows them."""

from guard_api.actions.accounts.keys import NewKey
from guard_api.actions.pages import Paged
from guard_api.ports import EnrolmentCode, Key
from guard_api.presenters.pages import page_answer


def key_answer(key: Key) -> dict[str, object]:
    """Return a key as it is listed; its secret nobody has."""
    return {
        "id": key.id,
        "scope": key.scope,
        "label": key.label,
        "device_id": key.device.id if key.device is not None else None,
        "region": key.device.region if key.device is not None else None,
        "created_at": key.created_at,
        "revoked_at": key.revoked_at,
        "last_used": key.last_used,
    }


def keys_answer(page: Paged[Key, str]) -> dict[str, object]:
    """Return a page of keys."""
    return page_answer("keys", page, key_answer)


def new_key_answer(made: NewKey) -> dict[str, object]:
    """Return a key that was made, with its secret, this once."""
    return {**key_answer(made.key), "key": made.secret}


def code_answer(code: EnrolmentCode) -> dict[str, object]:
    """Return an enrolment code that was made, this once."""
    return {"code": code.code, "uses": code.uses, "expires_at": code.expires_at, "id": code.id}
