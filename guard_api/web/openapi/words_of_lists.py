"""What the words mean that lists, their changes and reports are written in."""

from collections.abc import Mapping
from enum import StrEnum

from guard_api.actions.lists.pasted import LineState
from guard_api.lists.change import ActKind, ChangeKind
from guard_api.lists.entry import Category, ListName, Match
from guard_api.lists.files.encodings import Charset
from guard_api.lists.files.formats import Format
from guard_api.lists.phoneblock.votes import Rating
from guard_api.ports import Scope
from guard_api.ports.imports.imports import ImportState, Mode
from guard_api.ports.imports.subscriptions import SubscriptionState
from guard_api.ports.lists.catalogue import Order
from guard_api.ports.operate.day_counts import Counted
from guard_api.ports.phones.reports import Decision, ReportOrder
from guard_api.web.contract.schemas.lists.lists import BulkAction
from guard_api.web.phoneblock.schemas import Form

WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    # Lists.
    ListName: {
        ListName.BLOCK: "numbers that are warned of",
        ListName.ALLOW: "numbers that are let through",
        ListName.BLOCK_DOMAINS: "domains that are warned of",
        ListName.ALLOW_DOMAINS: "domains that are harmless",
    },
    Match: {
        Match.EXACT: "this number",
        Match.PREFIX: "all numbers that begin so",
        Match.DOMAIN: "this domain and all below it",
    },
    Order: {
        Order.NEWEST: "what was changed last comes first",
        Order.NUMBER: "by number or domain",
    },
    Category: {
        Category.FRAUD: "to steal; a warning, all others are notices",
        Category.SPAM: "unwanted calls of any kind",
        Category.TELEMARKETING: "to sell something",
        Category.ROBOCALL: "a machine that calls",
        Category.OTHER: "anything else",
    },
    Format: {
        Format.CSV: "a table with a header",
        Format.CSV_EXCEL: "the same for Excel: with its mark of UTF-8, and nothing that begins like a formula",
        Format.XLSX: "a workbook of Excel, all cells of which are text",
        Format.XLS: "a workbook of Excel before 2007; read only",
        Format.ODS: "a workbook of LibreOffice; read only",
        Format.JSONL: "a JSON object a line",
        Format.SPAMBLOCKER: "rules for the Android app SpamBlocker; written only",
        Format.PLAIN: "a number or domain a line",
        Format.HOSTS: "lines such as `0.0.0.0 evil.top`; only of domains",
    },
    LineState: {
        LineState.NEW: "it can be listed",
        LineState.LISTED: "it stands on the list already",
        LineState.ALLOWED: "an entry of the allow list lets it through",
        LineState.REPEATED: "a line above says the same",
        LineState.REFUSED: "it cannot be listed, for the `reason`",
    },
    BulkAction: {
        BulkAction.EDIT: "what the entries say is changed",
        BulkAction.REMOVE: "the entries are taken off",
    },
    Counted: {
        Counted.CHECKS: "checks, by their level",
        Counted.DEGRADED: "checks that were answered without the database, by their level; counted as checks, too",
        Counted.FINDINGS: "patterns that fired in checks",
        Counted.WATCHED: "patterns that fired in checks while they were only watched",
        Counted.FEEDBACK: "what people said of checks, by verdict",
        Counted.REPORTS: "reports of phones, by category",
        Counted.ENTRIES: "entries of a list when the day ended, or as of now",
    },
    Mode: {
        Mode.ADD: "rows are added, or change what stands there",
        Mode.REPLACE: "the same, and what stands there of the source and is in no row is taken off",
        Mode.REMOVE: "what the rows name is taken off",
    },
    Charset: {
        Charset.UTF_8: "Unicode, as nearly all texts are today",
        Charset.UTF_16: "what Excel calls Unicode text",
        Charset.GB18030: "what Chinese systems save CSV in; GBK and GB2312 are parts of it",
    },
    ChangeKind: {
        ChangeKind.ADD: "an entry was made",
        ChangeKind.EDIT: "an entry was changed",
        ChangeKind.REMOVE: "an entry was taken off",
        ChangeKind.IMPORT: "a file was brought in",
        ChangeKind.REVERT: "a change was taken back",
        ChangeKind.EXPIRE: "the time of entries was up",
        ChangeKind.ACCEPT: "a reported number was listed",
    },
    ActKind: {
        ActKind.CREATE_KEY: "a key was made",
        ActKind.REVOKE_KEY: "a key was revoked",
        ActKind.CREATE_CODE: "a code for phones to enrol with was made",
        ActKind.DISMISS: "a reported number was left alone",
        ActKind.REOPEN: "a reported number waits for a decision again",
        ActKind.FORGET_DEVICE: "a phone was forgotten, and its reports are nobody's",
        ActKind.PURGE: "what was too old was forgotten, so many of each kind",
        ActKind.SUBSCRIBE: "a list on the web is fetched from now on",
        ActKind.EDIT_SUBSCRIPTION: "what is fetched was changed, or how often, or whether",
        ActKind.UNSUBSCRIBE: "a list on the web is fetched no more",
        ActKind.CREATE_PERSON: "somebody may use the console",
        ActKind.EDIT_PERSON: "what somebody may do in the console was changed, or how they log in",
        ActKind.LOG_IN: "somebody logged in to the console",
        ActKind.LOG_IN_REFUSED: "somebody could not log in to the console",
        ActKind.ACCESS_REFUSED: "somebody asked for more of the console than their role allows",
        ActKind.PROPOSE: "a large removal or replacement waits for a second person",
        ActKind.WITHDRAW: "a large removal or replacement was not confirmed",
        ActKind.EDIT_POLICY: "a pattern, or the thresholds, count otherwise",
        ActKind.REVERT_POLICY: "a change of the policy was taken back",
    },
    Decision: {
        Decision.OPEN: "waits for a decision",
        Decision.ACCEPTED: "was put on the block list",
        Decision.DISMISSED: "is left alone for good",
    },
    ReportOrder: {
        ReportOrder.DEVICES: "those of the most phones first",
        ReportOrder.LATEST: "those first that were reported last",
    },
    ImportState: {
        ImportState.QUEUED: "waits for its turn",
        ImportState.RUNNING: "is under way; nobody sees anything of it yet",
        ImportState.DONE: "counts, all of it",
        ImportState.FAILED: "changed nothing; `reason` says why",
        ImportState.STOPPED: "somebody has stopped it, and nothing was changed",
    },
    SubscriptionState: {
        SubscriptionState.NEW: "was not fetched yet as it is now",
        SubscriptionState.GOOD: "the list is as its source has it",
        SubscriptionState.FAILED: "nothing came, or nothing that can be read; what was there stays",
        SubscriptionState.WAITING: "waits for a person, since over a fifth of what stands would go",
        SubscriptionState.PAUSED: "is not fetched",
    },
    Scope: {
        Scope.DEVICE: "what a phone asks",
        Scope.ADMIN: "everything under `/v1/admin`, and the figures of operation",
        Scope.ADMIN_READ: "what is to be seen under `/v1/admin`, and no change",
        Scope.ADMIN_LISTS: "lists, imports, changes and reports, to see and to change",
        Scope.ADMIN_KEYS: "keys and codes; of its own kind and of admins it makes and revokes none",
        Scope.METRICS: "the figures of operation",
    },
    # What apps use that know PhoneBlock.
    Rating: {
        Rating.LEGITIMATE: "harmless, or not known",
        Rating.MISSED: "unwanted, without a kind",
        Rating.PING: "rings once, to be called back",
        Rating.POLL: "asks for opinions",
        Rating.ADVERTISING: "sells something",
        Rating.GAMBLE: "promises prizes",
        Rating.FRAUD: "wants to steal",
    },
    Form: {
        Form.JSON: "JSON",
        Form.XML: "XML, in PhoneBlock's spelling",
    },
}
