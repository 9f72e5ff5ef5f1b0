"""Examples for readers and tools; a test sends every one of them to a real server."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Example = Mapping[str, Any]

BODIES: Mapping[str, Mapping[str, Example]] = {
    "POST /v1/checks": {
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
    },
    "POST /v1/devices": {
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
    },
    "POST /v1/reports": {
        "fake_courier": {
            "summary": "Somebody says to be a courier",
            "value": {"number": "13912345678", "category": "fraud", "comment": "wants a code from my bank"},
        },
        "no_words": {"summary": "Just a number", "value": {"number": "13912345677"}},
    },
    "POST /api/rate": {
        "as_spamblocker_writes_it": {
            "summary": "With 00 for the +, as the app SpamBlocker has it",
            "value": {"phone": "008613912345676", "rating": "G_FRAUD", "comment": "poses as a courier"},
        },
        "official_line": {"summary": "ICBC's own line: it is not counted", "value": {"phone": "95588"}},
        "harmless": {
            "summary": "The report is taken back",
            "value": {"phone": "+8613912345676", "rating": "A_LEGITIMATE"},
        },
    },
    "POST /v1/admin/reports/<number>/accept": {
        "as_fraud": {"summary": "It is fraud", "value": {"category": "fraud", "label": "poses as a courier"}},
        "as_reported": {"summary": "It is what most phones say", "value": {}},
    },
    "POST /v1/admin/entries": {
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
    },
    "PATCH /v1/admin/entries/<entry_id>": {
        "relabel": {"summary": "Another label", "value": {"label": "poses as the People's Bank"}},
    },
    "POST /v1/admin/enrolment-codes": {
        "for_a_family": {"summary": "For five phones", "value": {"uses": 5}},
    },
    "POST /v1/admin/keys": {
        "another_admin": {"summary": "For another admin", "value": {"scope": "admin", "label": "Ann"}},
        "phone": {"summary": "For one phone", "value": {"scope": "device", "region": "CN"}},
    },
}

UPLOADS: Mapping[str, Mapping[str, Example]] = {
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

PARAMETERS: Mapping[str, Example] = {
    "GET /v1/numbers/<anything:number>": {"number": "0095118"},
    "GET /v1/links": {"url": "2406578.top"},
    "GET /v1/organizations": {"claimed": "京东金条客服", "number": "0095118"},
    "GET /api/num/<anything:phone>": {"phone": "+8613912345678"},
    "GET /api/check": {
        "sha1": "B1CF8B33C72EB908DA2F9DC8E75D8974AD852331",
        "prefix10": "ED547C9A2DFE62B0569E3FF1254924A813A222E8",
        "prefix100": "9B2BDEE5FE91FC72927A39E79C5B29A3128BF85B",
    },
    "GET /api/check-prefix": {"sha1": "B1CF", "prefix10": "ED54", "prefix100": "9B2B"},
    "POST /api/report-call/<anything:phone>": {"phone": "+8613912345678"},
    "POST /v1/admin/reports/<number>/accept": {"number": "+8613912345678", "why": "three phones say so"},
    "POST /v1/admin/reports/<number>/dismiss": {"number": "+8613912345677", "why": "a hospital"},
    "POST /v1/admin/reports/<number>/reopen": {"number": "+8613912345677", "why": "no hospital after all"},
    "GET /v1/admin/keys": {"scope": "admin"},
    "DELETE /v1/admin/keys/<key_id>": {"why": "lost"},
    "GET /v1/admin/entries": {"q": "+86139"},
    "POST /v1/admin/entries": {"why": "police report"},
    "GET /v1/admin/entries/<entry_id>": {"entry_id": "block:exact:+8613912345679"},
    "PATCH /v1/admin/entries/<entry_id>": {"entry_id": "block:exact:+8613912345679"},
    "DELETE /v1/admin/entries/<entry_id>": {"entry_id": "block:exact:+8613912345679", "why": "a new owner"},
    "GET /v1/admin/changes/<int:revision>": {"revision": 1},
    "POST /v1/admin/changes/<int:revision>/revert": {"revision": 1, "why": "wrong number"},
    "POST /v1/admin/imports": {"why": "list of 22 November"},
    "GET /docs/<asset>": {"asset": "start.js"},
}
"""Values of paths and queries, by route and name."""

FILES: Mapping[str, Mapping[str, object]] = {
    "GET /v1/blocklist/snapshot": {"application/zip": "PK\u0003\u0004... meta.json, block/exact/fraud.roaring, ..."},
    "GET /metrics": {
        "text/plain": 'guard_checks_total{degraded="false",level="critical"} 1.0\n',
        "application/openmetrics-text": 'guard_checks_total{degraded="false",level="critical"} 1.0\n# EOF\n',
    },
    "GET /openapi.json": {
        "application/json": {"openapi": "3.1.0", "info": {"title": "guard_api", "version": "0.1.0"}, "paths": {}},
    },
    "GET /docs": {"text/html": "<!DOCTYPE html> ..."},
    "GET /docs/<asset>": {
        "text/css": ".swagger-ui { ... }",
        "text/javascript": "SwaggerUIBundle({ ... });",
        "image/png": "\u0089PNG...",
        "text/plain": "# Android ...",
    },
}
"""How answers begin that are too long to be examples; all others stand in `answers.json`, as the server gave them."""


@cache
def answers() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Give answers to the examples above: by route and example, each with its content type."""
    told: Mapping[str, Mapping[str, Mapping[str, Any]]] = json.loads(
        (files("guard_api.web.openapi") / "answers.json").read_text("utf-8")
    )
    return told
