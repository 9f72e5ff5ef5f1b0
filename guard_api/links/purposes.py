"""What a link or a scanned code is for, whoever it belongs to: to pay, to add somebody, to meet, to load an app."""

import re
from collections.abc import Mapping
from enum import StrEnum

from guard_api.links.hosts import parents
from guard_api.links.link import Link


class Purpose(StrEnum):
    """What following it does."""

    PAYMENT_CODE = "payment_code"
    ADD_CONTACT_CODE = "add_contact_code"
    MEETING_JOIN_LINK = "meeting_join_link"
    APP_DOWNLOAD_LINK = "app_download_link"
    OPAQUE_SHORT_LINK = "opaque_short_link"


_SCHEMES: Mapping[str, Purpose] = {
    **dict.fromkeys(("wxp", "alipays", "alipayqr", "upi", "bitcoin", "ethereum", "tron"), Purpose.PAYMENT_CODE),
    **dict.fromkeys(("weixin", "wechat", "mqqapi", "tg", "line", "whatsapp", "viber"), Purpose.ADD_CONTACT_CODE),
    **dict.fromkeys(("wemeet", "zoomus", "zoommtg", "msteams", "webex", "dingtalk", "lark"), Purpose.MEETING_JOIN_LINK),
    "itms-services": Purpose.APP_DOWNLOAD_LINK,
}
"""Schemes of apps, which carry their meaning in themselves."""
_HOSTS: Mapping[str, Purpose] = {
    # By the pages of Alipay, UnionPay, WeChat Pay and PayPal for merchants.
    **dict.fromkeys(("qr.alipay.com", "qr.95516.com", "payapp.weixin.qq.com", "paypal.me"), Purpose.PAYMENT_CODE),
    **dict.fromkeys(
        ("u.wechat.com", "qm.qq.com", "wa.me", "chat.whatsapp.com", "t.me", "line.me", "lin.ee", "m.me"),
        Purpose.ADD_CONTACT_CODE,
    ),
    **dict.fromkeys(
        ("meeting.tencent.com", "voovmeeting.com", "zoom.us", "zoom.com.cn", "teams.live.com", "meet.google.com"),
        Purpose.MEETING_JOIN_LINK,
    ),
    **dict.fromkeys(
        ("teams.microsoft.com", "webex.com", "meeting.dingtalk.com", "vc.feishu.cn"), Purpose.MEETING_JOIN_LINK
    ),
    # Where anybody may lay an app for testers: no store looks at it.
    **dict.fromkeys(
        (
            "pgyer.com",
            "pgyer.cn",
            "fir.im",
            "betaqr.com",
            "betaqr.com.cn",
            "testflight.apple.com",
            "install.appcenter.ms",
        ),
        Purpose.APP_DOWNLOAD_LINK,
    ),
    **dict.fromkeys(
        ("appdistribution.firebase.dev", "diawi.com", "installonair.com", "loadly.io"), Purpose.APP_DOWNLOAD_LINK
    ),
    # Shorteners, which tell nobody where they lead.
    **dict.fromkeys(
        ("t.cn", "dwz.cn", "dwz.mk", "url.cn", "suo.im", "suo.nz", "sourl.cn", "mrw.so", "985.so", "w.url.cn", "3.cn"),
        Purpose.OPAQUE_SHORT_LINK,
    ),
    **dict.fromkeys(
        (
            "bit.ly",
            "tinyurl.com",
            "goo.gl",
            "is.gd",
            "v.gd",
            "ow.ly",
            "rb.gy",
            "cutt.ly",
            "t.ly",
            "shorturl.at",
            "tiny.cc",
        ),
        Purpose.OPAQUE_SHORT_LINK,
    ),
}
_PACKAGE = re.compile(r"\.(?:apk|apks|xapk|apkm|aab)(?![\w.])", re.IGNORECASE)
"""A file that Android installs, at the end of a path or in a query."""
_EMV = re.compile(r"000201[0-9]{4}\S{20,}")
"""How the payload of a merchant's code begins that goes by EMVCo, as UnionPay's, Pix and PayNow do."""


def purpose_of(link: Link) -> Purpose | None:
    """Say what a link is for, None: nothing special. Never raises."""
    written = link.written.strip()
    if _EMV.match(written):
        return Purpose.PAYMENT_CODE
    scheme = link.scheme or _scheme(written)
    if scheme in _SCHEMES:
        return _SCHEMES[scheme]
    if link.host is None:
        return None
    path = (written.partition("//")[2] or written).partition("/")[2]
    if _PACKAGE.search(path):
        return Purpose.APP_DOWNLOAD_LINK
    purpose = next((_HOSTS[name] for name in (link.host.name, *parents(link.host.name)) if name in _HOSTS), None)
    return purpose if path or purpose is not Purpose.APP_DOWNLOAD_LINK else None  # the provider's own front page


def _scheme(written: str) -> str:
    head, colon, _ = written.partition(":")
    return head.lower() if colon else ""
