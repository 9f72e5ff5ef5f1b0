"""What the words mean that checks and their answers are written in."""

from collections.abc import Mapping
from enum import StrEnum

from guard_api.actions.checks.advice.advise import Purpose, StepType
from guard_api.actions.checks.find_organizations import Spelling
from guard_api.actions.checks.observing.check_request import (
    AmountBucket,
    CallDirection,
    CallKind,
    ReportedBy,
    Verification,
)
from guard_api.apps.origin import AppSource
from guard_api.engine.line import LineState
from guard_api.engine.policy import Level
from guard_api.engine.signals import Kind
from guard_api.engine.vocabulary import CallState, MomentKind, NumberSource, TargetKind
from guard_api.links.facts import Reason
from guard_api.links.names.imitation import How
from guard_api.numbers.caller_id import CallerKind, CallerReason
from guard_api.numbers.directory import CallsFrom
from guard_api.service_codes.barring import Barred
from guard_api.service_codes.forwarding import Action, State
from guard_api.web.contract.schemas.checks.check_answers import Known

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    # What phones see.
    CallState: {
        CallState.RINGING: "it rings",
        CallState.ACTIVE: "somebody talks",
        CallState.ENDED: "it is over",
        CallState.NONE: "there is no call at all",
    },
    CallKind: {
        CallKind.CELLULAR: "over the telephone network",
        CallKind.VOIP: "over the internet, in an app",
    },
    Verification: {
        Verification.PASSED: "the network vouches for the number",
        Verification.FAILED: "the network says that it is forged",
        Verification.NOT_VERIFIED: "the network does not say",
    },
    CallDirection: {
        CallDirection.INCOMING: "somebody calls the person",
        CallDirection.OUTGOING: "the person calls",
    },
    NumberSource: {
        NumberSource.MESSAGE: "it stood in a message",
        NumberSource.LINK: "a link was tapped",
        NumberSource.CONTACTS: "it was chosen from the contacts",
        NumberSource.DIALLED: "it was dialled by hand",
    },
    AppSource: {
        AppSource.STORE: "an app store",
        AppSource.LOCAL_FILE: "a file on the phone",
        AppSource.DOWNLOADED_FILE: "a file that was downloaded",
        AppSource.OTHER: "elsewhere",
        AppSource.UNKNOWN: "the phone does not know",
    },
    MomentKind: {
        MomentKind.CODE_RECEIVED: "a code came by which somebody is let in or pays",
        MomentKind.MONEY_OUT: "money left an account",
        MomentKind.LOAN_PAID_OUT: "a loan was paid out",
        MomentKind.NEW_DEVICE_LOGIN: "somebody logged in to an account from another device",
    },
    AmountBucket: {
        AmountBucket.SMALL: "what people spend in a day",
        AmountBucket.LARGE: "more",
    },
    ReportedBy: {
        ReportedBy.PHONE: "what the phone saw",
        ReportedBy.PERSON: "what the person says",
    },
    # How a check is answered.
    Level: {
        Level.NONE: "nothing to warn of is known; no all-clear",
        Level.NOTICE: "show it beside the call, quietly",
        Level.WARNING: "fraud is likely: show it at once",
        Level.CRITICAL: "money is in danger: over the whole screen, with sound",
    },
    Kind: {
        Kind.STRANGER_ON_THE_LINE: "a call of somebody who is no contact of a day or more",
        Kind.OFFICIAL_LINE_CALLING: "a call that shows the genuine number of an organisation, which can be forged",
        Kind.UNSEEN_CALLER: "a call whose number the phone did not see",
        Kind.SPOOFED_OFFICIAL_NUMBER: "a call whose number dresses up as an official one",
        Kind.IMPOSSIBLE_NUMBER: "a call from a number that cannot exist",
        Kind.UNTRACEABLE_NUMBER: "a stranger's call from another country, or from a number that is not shown",
        Kind.LISTED_NUMBER: "a call from a number that stands on a blocklist",
        Kind.FALSE_IDENTITY: "the caller says to be somebody who does not call from this number",
        Kind.UNPROVEN_IDENTITY: "the caller says to be an authority or a company that does not call from mobiles",
        Kind.CLAIMED_AUTHORITY: "the caller says to be one who never asks for a code, and may be",
        Kind.SCREEN_SHARED: "the screen is shared or controlled from elsewhere",
        Kind.SHARING_APP_INSTALLED: "an app was installed that can show or control the screen",
        Kind.FINANCE_APP_IN_FRONT: "a bank, payment or loan app is in front",
        Kind.BANK_APP_IN_FRONT: "a bank's app is in front, and no wallet",
        Kind.FORWARDING_SWITCHED_ON: "the moment at which call forwarding was switched on",
        Kind.FORWARDING_ON: "the time for which call forwarding is on",
        Kind.FRAUD_LINK: "a link that gives itself away",
        Kind.EVERYDAY_LINK: "a code was scanned of the kind that people scan every day: to pay, to add somebody",
        Kind.ODD_LINK: "a link with a name as those have that are made for a day: nothing by itself",
        Kind.SCRIPTED_MESSAGE: "a message that victims are made to send or to follow",
        Kind.STRANGER_AROUND: "a stranger called, and what he began goes on, though he may have moved into another app",
        Kind.STRANGER_EARLIER: "a stranger was on the line for minutes, within the last hours",
        Kind.VOIP_CALL: "a call over the internet, of nobody knows whom",
        Kind.GIVEN_NUMBER_CALLED: "a call to a number that a message or a caller gave",
        Kind.RECENT_CONTACT_ON_THE_LINE: "a call of a contact that was saved within the last weeks",
        Kind.BROUGHT_APP_INSTALLED: "an app was installed that did not come from a store",
        Kind.SENT_APP_INSTALLED: "an app was installed that came in a chat",
        Kind.IMITATING_APP_INSTALLED: "an app was installed that bears the name of an organisation and is not its own",
        Kind.BAIT_APP_INSTALLED: "an unknown app from no store was installed, named as fraudsters name theirs",
        Kind.RIGHTS_GAINED: "an app was given rights to see or do what the person does",
        Kind.LOAN_APP_USED: "an app that lends money was installed or opened",
        Kind.FORWARDING_UNWANTED: "calls are forwarded, and the person says not to want it",
        Kind.FORWARDING_TO_STRANGER: "calls were set to go to a stranger's number, or to none at all",
        Kind.LINE_DIVERTED: "calls have been going elsewhere for hours, since a stranger called",
        Kind.CALLS_BARRED: "calls from or to this phone were barred",
        Kind.HARD_TO_REACH: "the phone does not ring, is off the network, or blocks an official number",
        Kind.OFFICIAL_CALL_MISSED: "an official line called, and nobody answered",
        Kind.CODE_RECEIVED: "a code came by which somebody is let in or pays",
        Kind.MONEY_OUT: "money left an account",
        Kind.LOAN_PAID_OUT: "a loan was paid out",
        Kind.NEW_DEVICE_LOGIN: "somebody logged in to an account from another device",
        Kind.PRESSURE: "the person was hurried, or told to tell nobody, or given personal data as a proof",
    },
    StepType: {
        StepType.HANG_UP: "end the call",
        StepType.DO_NOT_ANSWER: "let it ring, or decline the call",
        StepType.LOCK_SCREEN: "make the screen dark, so that nobody sees it",
        StepType.LEAVE_MEETING: "leave the meeting in which somebody talks and sees the screen",
        StepType.STOP_SCREEN_SHARE: "end the sharing of the screen",
        StepType.POWER_OFF: "switch the phone off: somebody else may be using it",
        StepType.DIAL: "dial `code`, as it is",
        StepType.CALL: "call `number`",
    },
    Purpose: {
        Purpose.CANCEL_FORWARDING: "switches call forwarding off",
        Purpose.BANK: "has the bank freeze the card: its own number, as its app was in front",
        Purpose.EMERGENCY: "has the police stop a payment",
        Purpose.OPERATOR: "has the operator cancel all forwarding",
        Purpose.VERIFY: "asks those whom the caller pretends to be, at their own number",
        Purpose.REPORT: "tells those who take reports of fraud",
    },
    Known: {
        Known.REPORTED: "within the last half hour",
        Known.STALE: "longer ago, within the life of the timeline",
        Known.UNKNOWN: "never: it is not known, which is not no",
    },
    # Numbers, forwarding and links, read.
    CallerKind: {
        CallerKind.OFFICIAL: "an organisation's own number, displayed as it is; anybody can have it displayed",
        CallerKind.LOOKALIKE: "dresses up as an official number",
        CallerKind.ORDINARY: "a number of the phone's region",
        CallerKind.FOREIGN: "a number of another region",
        CallerKind.IMPOSSIBLE: "nobody can have this number",
        CallerKind.SHORT: "a short code that belongs to no known organisation",
        CallerKind.WITHHELD: "the caller hides the number",
        CallerKind.UNREADABLE: "no number at all",
    },
    CallerReason: {
        CallerReason.HOTLINE_WITH_COUNTRY_CODE: "a hotline behind its country code, as no hotline calls",
        CallerReason.HOTLINE_WITH_INTERNATIONAL_PREFIX: "a hotline behind `00`, `+00` or another way abroad",
        CallerReason.IMPOSSIBLE_INTERNATIONAL: "no such country code, or no such length behind it",
        CallerReason.IMPOSSIBLE_NATIONAL: "no such length, or no such beginning, in the phone's region",
    },
    Action: {
        Action.ENABLE: "calls are forwarded from now on",
        Action.DISABLE: "calls are not forwarded any more",
        Action.QUERY: "asks, or says nothing that can be relied on; changes nothing",
        Action.NOT_FORWARDING: "is about something else than forwarding calls",
    },
    State: {
        State.UNCONDITIONAL: "all calls",
        State.CONDITIONAL_BUSY: "calls that come while the line is busy",
        State.CONDITIONAL_NO_ANSWER: "calls that nobody answers",
        State.CONDITIONAL_NOT_REACHABLE: "calls while the phone is off or without a network",
    },
    LineState: {
        LineState.DIVERTED: "calls go elsewhere",
        LineState.BARRED: "calls from or to this phone are refused",
        LineState.CLEAR: "forwarding was reported off, or its undo code was accepted, and nothing is on",
        LineState.UNKNOWN: "nobody has told, or 30 days ago: it may be diverted",
    },
    Barred: {
        Barred.INCOMING: "calls to this phone",
        Barred.OUTGOING: "calls from this phone",
    },
    TargetKind: {
        TargetKind.STRANGER: "a number that nobody knows",
        TargetKind.OWN: "the phone's own other number",
        TargetKind.OFFICIAL: "a number of a known organisation",
        TargetKind.DEAD: "a number that leads nowhere: callers hear that it does not exist",
        TargetKind.CALLER: "the stranger who has called lately",
        TargetKind.LISTED: "a number that stands on a blocklist",
        TargetKind.VOICEMAIL: "the carrier's voicemail",
        TargetKind.CONTACT: "a contact of a day or more who has called lately",
    },
    Reason: {
        Reason.LISTED: "it, or a domain above it, stands on a list",
        Reason.IMITATES_OFFICIAL_DOMAIN: "looks like an organisation's site, and is another",
        Reason.FORWARDING_CODE_LINK: "dials a code that forwards calls",
        Reason.HIDDEN_BY_USERINFO: "shows one site before an `@` and leads to another",
        Reason.NAMES_FINANCE_SERVICE: "named as a credit centre, a regulator, a subsidy or the closing of a loan",
        Reason.DIGITS_WITH_CHEAP_ENDING: "a name of digits under an ending that costs next to nothing",
        Reason.IP_HOST: "an address in the place of a name",
        Reason.APP_DOWNLOAD_LINK: "loads an app from elsewhere than a store",
        Reason.ODD_NAME: "put together as names are that are made for a day: no evidence by itself",
        Reason.PAYMENT_CODE: "pays somebody",
        Reason.ADD_CONTACT_CODE: "adds somebody as a contact",
        Reason.OPAQUE_SHORT_LINK: "a short link, which does not show where it leads",
        Reason.MEETING_JOIN_LINK: "joins a meeting: no evidence",
        Reason.OFFICIAL_DOMAIN: "an organisation's own site: no evidence",
        Reason.ALLOWED: "found harmless by an admin: no evidence",
        Reason.UNREADABLE: "leads nowhere: no evidence",
    },
    How: {
        How.USERINFO: "stands before an `@`",
        How.SUBDOMAIN: "is embedded in a longer name",
        How.CONFUSABLE: "is written with letters that look alike",
        How.TYPO: "is mistyped",
        How.ADDED_WORDS: "has words added to it",
        How.OTHER_ENDING: "is under another ending",
    },
    CallsFrom: {
        CallsFrom.LISTED: "only from `official_numbers`",
        CallsFrom.LINES: "from lines of its own, of which not all are known, and from no mobile",
        CallsFrom.ANY: "from any number, as couriers do",
        CallsFrom.UNKNOWN: "nobody knows",
    },
    Spelling: {
        Spelling.EXACT: "by one of its names",
        Spelling.TYPO: "by something that is nearly one of its names",
    },
}
