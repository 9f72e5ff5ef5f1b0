"""What fields and parameters of requests mean: by name, or by schema and name where a name means different things.

Fields of answers say what they mean themselves.
"""

from collections.abc import Mapping

from marshmallow import fields

from guard_api.web.contract.schemas.checks import FromAdmin, FromPhone

MEANINGS: Mapping[str, str] = {
    # What phones see.
    "caller_number": "The number exactly as displayed, before any normalisation; an empty string: withheld.",
    "call_state": "Without it, a `caller_number` means `active`.",
    "call_kind": "Over which network the call comes.",
    "caller_in_contacts": "Whether the person has saved this number.",
    "contact_added_at": "When the contact was saved; contacts younger than a day count as strangers.",
    "caller_verification": "What STIR/SHAKEN says.",
    "claimed_identity": "Who the caller says to be, in any words.",
    "screen_share_active": "Whether the screen is shared or controlled from elsewhere.",
    "screen_share_app": "The package that shares the screen.",
    "call_forwarding_changes": "What was dialled, or what the phone or network says of call forwarding.",
    "ForwardingChangeIn.code": "As dialled, such as `**21*13800138000#`.",
    "ForwardingChangeIn.enabled": "Whether the phone reports that calls are forwarded.",
    "ForwardingChangeIn.states": "Which calls are forwarded, as far as the phone knows: `unconditional`, ...",
    "ForwardingChangeIn.target": "Where they are forwarded to.",
    "ForwardingChangeIn.ussd_reply": "The network's answer to a code, in its own words.",
    "foreground_app": "The package in front; send it when it changes.",
    "installed_apps": "Apps that were newly installed: each its package, or an object that says more.",
    "InstalledAppIn.package": "The name of its package.",
    "InstalledAppIn.label": "The name that the person sees.",
    "InstalledAppIn.source": "Where it came from.",
    "installer": "The package that installed it.",
    "signer_sha256": "SHA-256 of the certificate that it is signed with, hexadecimal.",
    "gained": "Rights that it was given: `accessibility`, `overlay`, `notification_listener`, `default_dialer`, "
    "`device_admin`, `vpn`.",
    "qr_codes": "What was read from QR codes; read like links.",
    "call_direction": "Who calls; without it, somebody calls the person.",
    "number_source": "Where the number came from that the person calls.",
    "reachability": "What keeps others from reaching the phone.",
    "do_not_disturb": "Whether calls do not ring.",
    "airplane_mode": "Whether the phone is cut off from the network.",
    "default_dialer": "The package that makes and takes calls.",
    "call_redirection_app": "The package that may change which number is called.",
    "calls_blocked_from": "Numbers whose calls are refused, as they were blocked.",
    "moments": "What a message told, recognised on the phone: its text need not be sent.",
    "MomentIn.kind": "What happened.",
    "amount_bucket": "How much it was.",
    "told_by": "Who says what this check tells. What a person denies never lowers what the phone saw.",
    "links": "Links that the person was sent or has open.",
    "texts": "Messages that the person was sent. They are read and dropped, never stored.",
    "observed_at": "When the phone saw this, by its own clock.",
    "sent_at": "When the phone sent this, by its own clock; lets the server correct that clock.",
    "request_id": "Names this check: sent again, whatever its `sent_at`, it gets the same answer and is recorded once. "
    "With anything else in the body it is refused: 409. Remembered as long as what the check told.",
    "LinkQuery.url": "The link, percent-encoded.",
    "claimed": "Who the caller says to be, in any words.",
    "OrganizationsQuery.number": "As displayed.",
    "DeviceIn.request_id": "Made up for this enrolment, such as a UUID. Where no answer came, the same again within an "
    "hour gives another key in the place of the one that was lost, and uses up no more of the code.",
    "enrolment_code": "The code that an admin handed out.",
    "own_numbers": "The phone's own numbers: forwarding to them is harmless.",
    "carrier": "The phone's carrier, such as `china_mobile`; decides which codes undo forwarding.",
    "comment": "What the person says of the number.",
    "ReportIn.number": "As displayed.",
    "since": "The cursor `next` of the page before; without it, the whole list.",
    # What apps send that know PhoneBlock.
    "FormatQuery.format": "How to answer. Without it, as `Accept` says, else `json`.",
    "sha1": "The SHA-1 of the number with `+` and country code, such as `+8613912345678`, or how it begins.",
    "prefix10": "The same of the number without its last digit.",
    "prefix100": "The same of the number without its last two digits.",
    "BlocklistQuery.since": "The `version` of the answer before; without it, the whole list.",
    "RateIn.phone": "With `+` or `00` and country code, or as displayed.",
    "rating": "What the person makes of the number.",
    # What admins say.
    "list": "Which list; allow beats block.",
    "KeysQuery.scope": "Only keys of this scope.",
    "KeysQuery.q": "The beginning of the id of a key or phone, or text in the label.",
    "q": "The beginning of a number or domain, or text in label, source or note.",
    "match": "What of a number has to match; a number beats a prefix, a longer prefix a shorter one.",
    "ending": "The last digits of a number by itself.",
    "order": "In which order entries come.",
    "Seen.revision": "The `revision` of the entry that was looked at: where it is another one by now, it is 409.",
    "category": "Why it is listed.",
    "ReportIn.category": "What the person takes the call for; without it, `other`.",
    "EntryIn.number": "In any national or international form of its region; or else a `domain`.",
    "EntryIn.domain": "A domain, and so whatever is below it; or else a `number`.",
    "ImportQuery.category": "Of rows that say nothing of it.",
    "ImportQuery.source": "Of rows that say nothing of it; and whose entries `mode=replace` replaces.",
    "mode": "What the rows do to the list.",
    "region": "ISO 3166-1; how national forms are read. Without it, the server's own.",
    "label": "What people call it.",
    "source": "Who says so.",
    "note": "For other admins.",
    "expires_at": "Until when it counts: a moment, or a day to its end in UTC; null: for good. Must be in the future.",
    "EnrolmentCodeIn.expires_at": "Until when phones may enrol; null: for seven days. Must be in the future.",
    "uses": "How many phones may enrol.",
    "scope": "What the key opens.",
    "KeyIn.region": "ISO 3166-1; only for the scope `device`.",
    "why": "The reason of a change, for the audit trail.",
    "cursor": "Where the page begins: `next` of the page before.",
    "limit": "How much a page holds.",
    "format": "How the rows are written.",
    "ImportQuery.format": "How the rows are written. Without it, as the Content-Type says, else `csv`.",
    "charset": "What a text is in. Without it, as the Content-Type or its first bytes say, else UTF-8 or GB18030.",
    "ImportQuery.header": "How many lines stand above the rows of a table; the last of them names the columns, "
    "unless `columns` do.",
    "ImportQuery.columns": "What each column holds, with commas between: `number,,label`; what is left out "
    "means nothing.",
    "ImportQuery.file": "What the file is called, for people.",
    "sheet": "Which sheet of a workbook; without it, the only one that holds anything.",
    "LookupQuery.number": "In any form of its region, or as displayed; a prefix with a `*` behind it.",
    "LookupQuery.domain": "A domain; what covers it, covers all below it.",
    "LookupQuery.link": "A link, percent-encoded; its host is looked up, too.",
    "action": "What is done to the entries.",
    "ids": "The ids of the entries, up to 1,000 of one list.",
    "search": "All entries that a search finds, up to 1,000.",
    "numbers": "Reported numbers, as they are listed; up to 200.",
    "url": "Where it is fetched from: `https`, a public host.",
    "every_minutes": "After how many minutes it is fetched again.",
    "paused": "Whether it is not fetched for now.",
    "SubscriptionIn.source": "Whose list it is: what it sends no more is taken off.",
    "decision": "What is decided of them.",
    "who": "A part of what whoever did it is called.",
    "what": "What was done.",
    "ChangesQuery.entry": "The id of the entry that was changed, such as `block:exact:+8613912345678`.",
    "ChangesQuery.from": "Since when: a moment, or a day from its beginning in UTC.",
    "ChangesQuery.to": "Until when: a moment, or a day to its end in UTC.",
    "StatsQuery.from": "The first day.",
    "StatsQuery.to": "The last day.",
    "dry_run": "Only say what would change.",
    "ReportsQuery.order": "Which come first.",
    "ReportsQuery.state": "What became of them.",
    # What is in a path.
    "number": "A number, percent-encoded.",
    "phone": "A number with `+` or `00` and country code, or as displayed; percent-encoded.",
    "entry_id": "List, match and number: `block:exact:+8613912345678`.",
    "import_id": "As the import was named when it was begun.",
    "subscription_id": "As the subscription is listed.",
    "device_id": "As it stands beside its key; the phone was told it when it enrolled.",
    "key_id": "As the key is listed; it is no secret.",
    "revision": "The number of a change.",
    "asset": "A file of the page.",
}


def meaning_of(field: fields.Field[object]) -> str:
    """Say what a field of a request means; empty where its name says it."""
    if not isinstance(field.parent, FromPhone | FromAdmin):
        return ""
    written = field.data_key or str(field.name)
    names = [f"{schema.__name__}.{written}" for schema in type(field.parent).__mro__]
    return next((MEANINGS[name] for name in (*names, written) if name in MEANINGS), "")
