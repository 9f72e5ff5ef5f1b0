"""What links and scanned codes are for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.links.finding import read_links
from guard_api.links.purposes import Purpose, purpose_of


@pytest.mark.parametrize(
    ("sent", "purpose"),
    [
        ("wxp://f2f0abc", Purpose.PAYMENT_CODE),
        ("WXP://F2F0abc", Purpose.PAYMENT_CODE),
        ("https://qr.alipay.com/fkx123", Purpose.PAYMENT_CODE),
        ("HTTPS://QR.ALIPAY.COM/FKX123", Purpose.PAYMENT_CODE),
        ("https://qr.95516.com/00010000/0123", Purpose.PAYMENT_CODE),
        ("upi://pay?pa=a@b", Purpose.PAYMENT_CODE),
        ("00020101021226580014BR.GOV.BCB.PIX0136123e4567", Purpose.PAYMENT_CODE),
        ("00020101", None),
        ("https://u.wechat.com/abc", Purpose.ADD_CONTACT_CODE),
        ("weixin://contacts/profile/abc", Purpose.ADD_CONTACT_CODE),
        ("https://qm.qq.com/q/abc", Purpose.ADD_CONTACT_CODE),
        ("https://meeting.tencent.com/dm/x", Purpose.MEETING_JOIN_LINK),
        ("https://us02web.zoom.us/j/1", Purpose.MEETING_JOIN_LINK),
        ("wemeet://page/inmeeting", Purpose.MEETING_JOIN_LINK),
        ("https://t.cn/A6xyz", Purpose.OPAQUE_SHORT_LINK),
        ("https://yl-meeting.com/ylhy.apk", Purpose.APP_DOWNLOAD_LINK),
        ("http://1.2.3.4/A.APK?x=1", Purpose.APP_DOWNLOAD_LINK),
        ("yl-meeting.com/dl/ylhy.xapk", Purpose.APP_DOWNLOAD_LINK),
        ("https://www.pgyer.com/abcd", Purpose.APP_DOWNLOAD_LINK),
        ("https://www.pgyer.com/", None),
        ("pgyer.com", None),
        ("https://t.cn", Purpose.OPAQUE_SHORT_LINK),
        ("itms-services://?action=download-manifest&url=https://a.b/c.plist", Purpose.APP_DOWNLOAD_LINK),
        ("https://a.com/apk.html", None),
        ("https://a.apk.com/", None),
        ("https://nott.cn/x", None),
        ("https://www.jd.com/", None),
        ("hello", None),
        ("", None),
    ],
)
def test_a_link_is_for_what_its_scheme_host_or_file_shows(sent: str, purpose: Purpose | None) -> None:
    assert purpose_of(read_links(sent)[0]) == purpose


@given(st.text(max_size=200))
def test_no_payload_hinders_it(sent: str) -> None:
    for link in read_links(sent):
        assert purpose_of(link) in {None, *Purpose}
