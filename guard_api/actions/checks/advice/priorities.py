"""What goes first: the pieces of advice that fit what goes on, in order. A table, so that a new case is a row.

Signs are words for what is known: what goes on (`Ongoing`), ids of patterns that match, kinds of their evidence and its
details, and those that `advise` adds. A row fits when all of its signs are there and none that it excludes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from guard_api.engine.pattern import Pattern
from guard_api.engine.policy import Level

_NOTHING: frozenset[str] = frozenset()


class Piece(Struct, frozen=True):
    """A piece of advice. `meaning` is what it comes to, so that one answer says it once; without it, its own id.

    It is for when all signs of `only` are there and none of `unless`. `calls`: somebody is to be called.
    """

    meaning: str = ""
    only: frozenset[str] = _NOTHING
    unless: frozenset[str] = _NOTHING
    calls: bool = False


def _signs(signs: str) -> frozenset[str]:
    return frozenset(signs.split())


_CALL, _SHARE, _FORWARDING = _signs("call"), _signs("share"), _signs("forwarding")
_OTHERS = Piece()
PIECES: Mapping[str, Piece] = {
    "hang_up": Piece(only=_CALL),
    "take_time": Piece(meaning="hang_up", only=_CALL),
    "after_hang_up": Piece(only=_CALL, unless=_signs("again")),
    "he_will_deny": Piece(only=_CALL),
    "do_not_answer": Piece(only=_signs("ringing"), unless=_CALL),
    "lock_screen": Piece(only=_SHARE),
    "leave_meeting": Piece(meaning="stop_share", only=_SHARE),
    "stop_share": Piece(only=_SHARE),
    "no_bank_app": Piece(only=_SHARE),
    "flight_mode": Piece(only=_SHARE, unless=_FORWARDING),
    "force_restart": Piece(unless=_FORWARDING),
    "sim_out": Piece(unless=_FORWARDING),
    "power_off": Piece(unless=_FORWARDING),
    "remove_app": Piece(unless=_SHARE | _signs("rights_gained")),
    "cancel_forwarding": Piece(only=_FORWARDING),
    "cancel_forwarding.operator": Piece(only=_FORWARDING, calls=True),
    "no_call_back": Piece(only=_FORWARDING),
    "can_call_out": Piece(only=_FORWARDING),
    "unknown_fraudster_answers": Piece(only=_FORWARDING),
    "call_bank": Piece(calls=True),
    "call_emergency": Piece(meaning="call_police", calls=True),
    "call_report": Piece(meaning="call_police", calls=True),
    "call_police": Piece(calls=True),
    "verify_yourself": Piece(calls=True),
    "no_deletion": Piece(only=_signs("about_credit")),
    "data_is_sold": Piece(only=_signs("claim")),
    "papers_are_false": Piece(only=_signs("police")),
    "close_bank_app": Piece(only=_signs("finance_app")),
    "sent_yourself": Piece(only=_signs("sent_yourself")),
    "entered_nothing": Piece(unless=_signs("forwarding_code_link")),
    "do_not_open": Piece(meaning="do_not_open", unless=_signs("forwarding_code_link")),
    "close_page": Piece(meaning="do_not_open", unless=_signs("forwarding_code_link")),
    "look_twice": Piece(meaning="do_not_open", unless=_signs("forwarding_code_link")),
    "forwarding_undone": Piece(only=_signs("undone"), unless=_FORWARDING),
    "clicked_code_link": Piece(meaning="cancel_forwarding", only=_signs("forwarding_code_link")),
    "freeze_all": Piece(only=_signs("several_bank_apps")),
    "tell_family": Piece(meaning="tell_family"),
    "ask_family": Piece(meaning="tell_family"),
}
"""Pieces that are not for every moment, or say what another says; any other piece is always right."""


class Row(Struct, frozen=True):
    """A case: its signs, and what to say, the first first. `never` is what would be wrong or too much then.

    `quiet`: also where it is no more than a notice.
    """

    when: frozenset[str]
    pieces: tuple[str, ...]
    unless: frozenset[str] = _NOTHING
    never: frozenset[str] = _NOTHING
    quiet: bool = False

    def fits(self, signs: frozenset[str], level: Level) -> bool:
        """Whether this is the case."""
        return self.when <= signs and self.unless.isdisjoint(signs) and (self.quiet or level is not Level.NOTICE)


def _row(when: str, pieces: str, *, unless: str = "", never: str = "", quiet: bool = False) -> Row:
    return Row(_signs(when), tuple(pieces.split()), _signs(unless), _signs(never), quiet)


ROWS: Sequence[Row] = (
    # Whoever controls the phone is not stopped by a dark screen. With forwarding on, an unreachable phone hands over
    # every call: then another phone comes first.
    _row("rights_gained", "power_off other_phone call_bank call_emergency sim_out", unless="forwarding"),
    _row("rights_gained", "other_phone cancel_forwarding.operator call_bank", never="verify_yourself"),
    # Money goes: his eyes off the screen first, which takes half a second; then the bank and 110.
    _row(
        "money_leaves_for_stranger share",
        "lock_screen call_emergency call_bank keep_evidence hang_up leave_meeting cancel_forwarding",
        never="verify_yourself remove_app",
    ),
    _row("money_leaves_for_stranger call", "hang_up call_emergency call_bank keep_evidence", never="verify_yourself"),
    _row(
        "money_leaves_for_stranger",
        "call_emergency call_bank freeze_all keep_evidence cancel_forwarding change_password",
        never="verify_yourself",
    ),
    _row(
        "share code_received",
        "lock_screen call_bank hang_up leave_meeting cancel_forwarding call_emergency",
        never="verify_yourself remove_app",
    ),
    _row(
        "share finance_app_in_front",
        "lock_screen hang_up leave_meeting call_bank cancel_forwarding call_emergency",
        unless="repeated_finance_logins",
        never="verify_yourself remove_app",
    ),
    _row(
        "share finance_app_in_front",
        "lock_screen hang_up leave_meeting call_bank cancel_forwarding no_log_in",
        never="verify_yourself remove_app",
    ),
    # Nobody can be asked while calls go elsewhere.
    _row(
        "share forwarding call",
        "hang_up leave_meeting cancel_forwarding no_call_back call_bank call_police cancel_forwarding.operator",
    ),
    _row(
        "share forwarding",
        "leave_meeting cancel_forwarding call_bank no_call_back call_police cancel_forwarding.operator",
    ),
    _row("calls_barred", "other_phone tell_family call_bank", never="hang_up"),
    _row("forwarding call", "hang_up cancel_forwarding call_bank no_call_back call_police cancel_forwarding.operator"),
    _row(
        "forwarding line_diverted",
        "cancel_forwarding call_bank unknown_fraudster_answers no_call_back cancel_forwarding.operator",
    ),
    _row("forwarding", "cancel_forwarding call_bank no_call_back call_police cancel_forwarding.operator"),
    _row("official_call_missed call", "hang_up call_report no_transfer"),
    _row("official_call_missed", "call_report no_transfer"),
    # A code that is about to be dialled.
    _row("forwarding_code_link", "do_not_dial hang_up clicked_code_link"),
    _row("forwarding_code", "do_not_dial hang_up clicked_code_link"),
    _row("undone call", "hang_up call_bank no_transfer he_will_deny"),
    _row("undone", "call_bank no_transfer"),
    _row("share call", "hang_up lock_screen leave_meeting no_log_in"),
    _row("share", "leave_meeting no_log_in verify_yourself"),
    # The screen is dark again, but he has seen the account.
    _row("screen_shared code_received call", "hang_up call_bank no_transfer he_will_deny"),
    _row("screen_shared code_received", "call_bank no_transfer change_password"),
    _row("screen_shared finance_app_in_front call", "hang_up call_bank no_transfer he_will_deny"),
    _row("screen_shared finance_app_in_front", "call_bank no_transfer change_password freeze_all"),
    # While he talks, all begins with hanging up.
    _row("call isolate", "hang_up tell_family verify_yourself"),
    _row("call repeated_finance_logins", "hang_up close_bank_app no_log_in no_gathering no_loan"),
    _row("call loan_app_used", "hang_up no_loan no_gathering he_will_deny"),
    _row("call safe_account", "hang_up no_transfer verify_yourself no_gathering"),
    _row("call scripted_message", "hang_up do_not_send sent_yourself no_deletion verify_yourself real_site"),
    _row("call fraud_link", "hang_up close_page sent_yourself real_site entered_nothing"),
    _row("call app_brought_by_stranger", "hang_up do_not_share he_will_deny remove_app"),
    _row("call sharing_app_installed_for_stranger", "hang_up do_not_share verify_yourself remove_app"),
    _row("call police", "hang_up he_will_deny papers_are_false data_is_sold verify_yourself"),
    _row("call claim", "hang_up he_will_deny verify_yourself data_is_sold"),
    _row("call", "hang_up he_will_deny verify_yourself after_hang_up"),
    _row("screen_share_with_stranger", "ask_family no_log_in change_password verify_yourself"),
    _row("ringing", "do_not_answer verify_yourself", quiet=True),
    _row("isolate", "tell_family verify_yourself"),
    _row("safe_account", "do_not_send no_transfer verify_yourself no_gathering"),
    _row("scripted_message", "do_not_send sent_yourself no_deletion verify_yourself real_site"),
    _row("fraud_link payment_code", "do_not_scan"),
    _row("fraud_link add_contact_code", "do_not_scan"),
    _row("fraud_link", "do_not_open entered_nothing real_site"),
    _row("repeated_finance_logins", "close_bank_app no_log_in no_gathering no_loan no_transfer"),
)
"""Cases, the most pressing first: the first row that fits is taken, and what the patterns advise comes behind."""

FIRST: frozenset[str] = _signs(
    """hang_up take_time do_not_answer lock_screen leave_meeting stop_share power_off cancel_forwarding call_bank
    call_emergency call_report verify_yourself other_phone no_bank_app close_bank_app do_not_share no_secrets
    do_not_open look_twice close_page do_not_send do_not_scan do_not_dial tell_family ask_family"""
)
"""Pieces that can be the first sentence: done in three seconds, without thinking."""
_VERIFY = "verify_yourself"
"""Right at any time, and so the first where nothing else is."""
_POLICE = "call_police"
_DONE = "forwarding_undone"
"""What is done is said, behind what is to be done now."""


class Plan(Struct, frozen=True):
    """All that is to be done, the first first, each thing once; `never` is what would be wrong now."""

    pieces: tuple[str, ...]
    never: frozenset[str] = _NOTHING


def plan_of(signs: frozenset[str], advised: Iterable[tuple[Pattern, Level]], level: Level) -> Plan:
    """Return what is to be done; `advised` are the patterns that match, the heaviest first."""
    row = next((row for row in ROWS if row.fits(signs, level)), None)
    never = row.never if row is not None else _NOTHING
    first, *then = row.pieces if row is not None else (_DONE,)
    wanted = [first, _DONE, *then, *_pieces_of(advised)]
    plan = list(_each_once(piece for piece in wanted if piece not in never and _is_for(piece, signs)))
    if level is Level.CRITICAL and _VERIFY in plan:
        # Bank and police come before whoever is imitated.
        plan = [*_each_once(piece for piece in (*plan, _POLICE) if piece != _VERIFY), _VERIFY]
    first = next((piece for piece in plan if piece in FIRST), _VERIFY)
    return Plan((first, *(piece for piece in plan if piece != first)), never)


def meaning_of(piece: str) -> str:
    """Return what a piece comes to."""
    return PIECES.get(piece, _OTHERS).meaning or piece


def calls(piece: str) -> bool:
    """Whether somebody is to be called."""
    return PIECES.get(piece, _OTHERS).calls


def _is_for(piece: str, signs: frozenset[str]) -> bool:
    about = PIECES.get(piece, _OTHERS)
    return about.only <= signs and about.unless.isdisjoint(signs)


def _pieces_of(advised: Iterable[tuple[Pattern, Level]]) -> Iterator[str]:
    for pattern, level in advised:
        yield from (pattern.notice if level is Level.NOTICE else ()) or pattern.advice


def _each_once(pieces: Iterable[str]) -> Iterator[str]:
    shown: set[str] = set()
    for piece in pieces:
        if meaning_of(piece) not in shown:
            shown.add(meaning_of(piece))
            yield piece
