"""Examples for readers and tools, which routes carry; a test sends every one of them to a real server."""

from collections.abc import Mapping
from typing import Any

Example = Mapping[str, Any]
Examples = Mapping[str, Example]
"""By name, each with a summary and a value."""

CHECKS: Examples = {
    "fraud_at_once": {
        "summary": "A forged hotline sees the screen, and calls are forwarded: critical",
        "value": {
            "caller_number": "0095118",
            "screen_share_active": True,
            "call_forwarding_changes": [{"code": "**21*13800138000#"}],
        },
    },
    "call_begins": {
        "summary": "First of three checks: somebody who says to be JD.com calls",
        "value": {"caller_number": "0095118", "call_state": "active", "claimed_identity": "京东金条客服"},
    },
    "screen_shared": {
        "summary": "Second of three: a meeting app shares the screen",
        "value": {"screen_share_active": True, "screen_share_app": "com.tencent.wemeet.app"},
    },
    "forwarding_reported": {
        "summary": "Third of three: the phone reports that all calls are forwarded",
        "value": {"call_forwarding_changes": [{"enabled": True, "states": ["unconditional"]}]},
    },
    "daughter_calls": {
        "summary": "Nothing is wrong",
        "value": {"caller_number": "13611112222", "call_state": "active", "caller_in_contacts": True},
    },
    "nothing_new": {"summary": "Ask again about what is known", "value": {}},
}
DEVICES: Examples = {
    "phone_in_china": {
        "summary": "A phone of China Mobile",
        "value": {
            "enrolment_code": "the code that an admin handed out",
            "region": "CN",
            "own_numbers": ["13700137000"],
            "carrier": "china_mobile",
            "request_id": "0b6dc7a4-2d0f-4a3c-9a53-6a1d5a8a7c11",
        },
    },
}
SUBSCRIPTIONS: Examples = {
    "police_list": {
        "summary": "A list that the police keep, fetched each day",
        "value": {"url": "https://lists.example.org/fraud.csv", "source": "police", "category": "fraud"},
    },
}
SUBSCRIPTION_PATCHES: Examples = {
    "pause": {"summary": "Fetch it no more for now", "value": {"paused": True}},
}
INVITATIONS: Examples = {
    "daughter": {"summary": "A mother invites her daughter", "value": {"label": "Mother", "warn_at": "critical"}},
    "early": {"summary": "To be told of warnings, too", "value": {"label": "Mother", "warn_at": "warning"}},
}
MEMBERSHIPS: Examples = {
    "daughter": {
        "summary": "The daughter accepts",
        "value": {"code": "the code of the invitation", "label": "Li Wei"},
    },
}
CIRCLES: Examples = {"unmute": {"summary": "Alarms are told again", "value": {"muted_until": None}}}
ENDPOINTS: Examples = {
    "webhook": {
        "summary": "A helper's service",
        "value": {"type": "webhook", "url": "https://helpers.example.org/guard"},
    },
    "webpush": {
        "summary": "A subscription of Web Push, the keys as RFC 8291 has them",
        "value": {
            "type": "webpush",
            "url": "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV",
            "keys": {
                "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                "auth": "BTBZMqHH6r4Tts7J_aSIgg",
            },
        },
    },
}
REPLIES: Examples = {"on_my_way": {"summary": "On the way", "value": {"reply": "on_my_way"}}}
EVENTS: Mapping[str, object] = {"text/event-stream": 'id: h\nevent: alert\ndata: {"id": "...", "who": "Mother"}\n\n'}
REPORTS: Examples = {
    "fake_courier": {
        "summary": "Somebody says to be a courier",
        "value": {"number": "13912345678", "category": "fraud", "comment": "wants a code from my bank"},
    },
    "no_words": {"summary": "Just a number", "value": {"number": "13912345677"}},
}
RATINGS: Examples = {
    "as_spamblocker_writes_it": {
        "summary": "With 00 for the +, as the app SpamBlocker has it",
        "value": {"phone": "008613912345676", "rating": "G_FRAUD", "comment": "poses as a courier"},
    },
    "official_line": {"summary": "ICBC's own line: it is not counted", "value": {"phone": "95588"}},
    "harmless": {
        "summary": "The report is taken back",
        "value": {"phone": "+8613912345676", "rating": "A_LEGITIMATE"},
    },
}
ACCEPTANCES: Examples = {
    "as_fraud": {"summary": "It is fraud", "value": {"category": "fraud", "label": "poses as a courier"}},
    "as_reported": {"summary": "It is what most phones say", "value": {}},
}
DECISIONS: Examples = {
    "harmless": {
        "summary": "These are no fraud",
        "value": {"decision": "dismissed", "numbers": ["+8613912345676", "+8613912345675"]},
    },
}
ENTRIES: Examples = {
    "number": {
        "summary": "A number",
        "value": {"number": "139 1234 5679", "category": "fraud", "label": "poses as JD.com"},
    },
    "prefix": {
        "summary": "All numbers that begin so, for a while",
        "value": {"number": "+86170*", "match": "prefix", "category": "spam", "expires_at": "2100-01-01T00:00:00Z"},
    },
    "domain": {"summary": "A domain and all below it", "value": {"domain": "jd-kefu.top", "label": "fake JD.com"}},
    "official_number": {"summary": "ICBC's own line: 409", "value": {"number": "95588"}},
}
ENTRY_CHANGES: Examples = {
    "relabel": {"summary": "Another label", "value": {"label": "poses as the People's Bank"}},
}
LINES: Examples = {
    "pasted": {
        "summary": "Three lines, only read; the last one is ICBC's own line",
        "value": {"lines": "139 1234 5677\n+86170*\n95588", "category": "fraud", "dry_run": True},
    },
}
BULK: Examples = {
    "recategorise": {
        "summary": "All that is said of some entries, changed",
        "value": {"action": "edit", "ids": ["block:prefix:+86170"], "category": "robocall"},
    },
}
PATTERNS: Examples = {
    "only_watched": {"summary": "It changes no answer, and is counted", "value": {"mode": "shadow"}},
    "lighter": {"summary": "Lighter, within 20 minutes", "value": {"mode": "on", "weight": 45, "within": 20}},
    "as_it_ships": {"summary": "As it ships", "value": {"mode": "on", "weight": None, "within": None}},
}
THRESHOLDS: Examples = {
    "later_warnings": {"summary": "Warnings begin at 55", "value": {"warning": 55}},
    "impossible": {"summary": "They do not rise: 422", "value": {"notice": 60}},
}
BACKTESTS: Examples = {
    "without_hidden_callers": {
        "summary": "What would change without a pattern",
        "value": {"patterns": {"hidden_caller": {"mode": "off"}}},
    },
}
FEEDBACK: Examples = {
    "fine": {"summary": "It was for nothing", "value": {"verdict": "fine"}},
    "fraud": {"summary": "It was fraud; the case may be kept", "value": {"verdict": "fraud", "consent": True}},
}
ENROLMENT_CODES: Examples = {
    "for_a_family": {"summary": "For five phones", "value": {"uses": 5}},
}
KEYS: Examples = {
    "another_admin": {"summary": "For another admin", "value": {"scope": "admin", "label": "Ann"}},
    "phone": {"summary": "For one phone", "value": {"scope": "device", "region": "CN"}},
}

UPLOADS: Mapping[str, Examples] = {
    "text/csv": {
        "numbers": {
            "summary": "Two numbers and a prefix",
            "value": "number,category,label\n+86 139 1234 5670,fraud,fake JD.com\n+86171*,spam,\n13912345671,fraud,\n",
        },
    },
    "application/x-ndjson": {
        "numbers": {
            "summary": "A number",
            "value": '{"number": "+8613912345672", "category": "fraud", "label": "fake JD.com"}\n',
        },
    },
    "text/plain": {"numbers": {"summary": "A number a line", "value": "13912345673\n13912345674\n"}},
}
"""Lists as they are sent, by content type."""

SNAPSHOT: Mapping[str, object] = {"application/zip": "PK\u0003\u0004... meta.json, block/exact/fraud.roaring, ..."}
METRICS: Mapping[str, object] = {
    "text/plain": 'guard_checks_total{degraded="false",level="critical"} 1.0\n',
    "application/openmetrics-text": 'guard_checks_total{degraded="false",level="critical"} 1.0\n# EOF\n',
}
DOCUMENT: Mapping[str, object] = {
    "application/json": {"openapi": "3.1.0", "info": {"title": "guard_api", "version": "0.2.0"}, "paths": {}},
}
PAGE: Mapping[str, object] = {"text/html": "<!DOCTYPE html> ..."}
ASSETS: Mapping[str, object] = {
    "text/css": ".swagger-ui { ... }",
    "text/javascript": "SwaggerUIBundle({ ... });",
    "image/png": "\u0089PNG...",
    "text/plain": "# Android ...",
}
