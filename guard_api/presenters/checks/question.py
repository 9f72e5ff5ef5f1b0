"""The one question put into words, with what the phone sends for each answer."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from guard_api.engine.decision import Question, Unknown
from guard_api.texts import Texts

Fragment = Mapping[str, object]
_BY_PERSON: Fragment = {"told_by": "person"}
_SECRET = {"zh": "不要挂断电话，不要告诉任何人", "en": "Do not hang up, and do not tell anyone."}
"""What a caller says who keeps people from asking; it is read like any message."""
_OFFICIALS = (("police", "police"), ("bank", "pboc"), ("service", "jd"))
"""Who is posed as most, and the organisation that stands for each."""


@lru_cache(maxsize=256)
def question_answer(unknown: Unknown | None, texts: Texts) -> Mapping[str, object] | None:
    """Return the question with its choices; None: there is none."""
    if unknown is None:
        return None
    return {
        "field": _FIELDS[unknown.question],
        "text": texts.get(_TEXTS.get(unknown.question, f"ask.{unknown.question}")),
        "choices": [
            {"label": texts.get(f"ask.{name}"), "send": None if send is None else {**send, **_BY_PERSON}}
            for name, send in _choices(unknown, texts)
        ],
    }


_TEXTS: Mapping[Question, str] = {Question.CLAIMS_OFFICIAL: "ask.which_official"}
_FIELDS: Mapping[Question, str] = {
    Question.SCREEN_SHARED: "screen_share_active",
    Question.CLAIMS_OFFICIAL: "claimed_identity",
    Question.APP_FROM_CALLER: "installed_apps",
    Question.SECRECY_DEMANDED: "texts",
    Question.KNOW_IN_PERSON: "caller_in_contacts",
    Question.OWN_FORWARDING: "call_forwarding_changes",
}


def _choices(unknown: Unknown, texts: Texts) -> Sequence[tuple[str, Fragment | None]]:
    """Give the answers, and what each tells. Who does not know tells nothing."""
    doubt: tuple[str, Fragment | None] = ("unknown", None)
    match unknown.question:
        case Question.SCREEN_SHARED:
            return ("yes", {"screen_share_active": True}), ("no", {"screen_share_active": False}), doubt
        case Question.CLAIMS_OFFICIAL:
            named = [(name, {"claimed_identity": organization}) for name, organization in _OFFICIALS]
            return *named, ("nobody", None)
        case Question.APP_FROM_CALLER:
            app = {"package": unknown.app, "source": "downloaded_file"}
            return ("yes", {"installed_apps": [app]}), ("no", None), doubt
        case Question.SECRECY_DEMANDED:
            words = _SECRET["zh" if texts.language.startswith("zh") else "en"]
            return ("yes", {"texts": [words]}), ("no", None), doubt
        case Question.KNOW_IN_PERSON:
            stranger = {"call_kind": "voip", "call_state": "active", "caller_in_contacts": False}
            return ("yes", None), ("no", stranger), ("unknown", stranger)
        case Question.OWN_FORWARDING:
            unwanted = {"call_forwarding_changes": [{"enabled": True, "states": [*unknown.states]}]}
            return ("yes", None), ("no", unwanted), doubt
