"""What is known of apps by their package."""

import pytest

from guard_api.apps.app import UNKNOWN_APP, App, AppCategory, Apps
from guard_api.numbers.directory import CallsOut, Role
from guard_api.ports import Reference

APPS = Apps({"com.icbc": App("bank", "icbc"), "com.anydesk.adcontrol.*": App("remote_control")})


def test_an_app_is_known_by_its_package_or_by_its_family() -> None:
    assert APPS["com.icbc"] == App("bank", "icbc")
    assert APPS["com.anydesk.adcontrol.ad1"] == APPS["com.anydesk.adcontrol.intel.one"] == App("remote_control")
    assert [APPS.is_listed(name) for name in ("com.icbc", "com.anydesk.adcontrol.ad1")] == [True, False]


@pytest.mark.parametrize(
    "package", ["", ".", "com.icbcx", "com.icbc.fake", "com.anydesk.adcontrol", "com.anydesk.adcontrolx.a", "支付宝"]
)
def test_what_is_named_alike_is_unknown(package: str) -> None:
    assert APPS.get(package) is None
    assert APPS.get(package, UNKNOWN_APP) == UNKNOWN_APP
    assert package not in APPS
    with pytest.raises(KeyError):
        APPS[package]


def test_apps_are_counted_as_they_are_listed() -> None:
    assert [*APPS] == ["com.icbc", "com.anydesk.adcontrol.*"]
    assert len(APPS) == 2


@pytest.mark.parametrize("category", AppCategory)
def test_every_category_but_one_is_for_money_for_sharing_or_for_talking(category: AppCategory) -> None:
    app = App(category)
    assert [app.is_finance, app.can_share, app.is_messenger].count(True) == (category is not AppCategory.OTHER)


def test_an_unknown_app_is_for_nothing() -> None:
    assert not any([UNKNOWN_APP.is_finance, UNKNOWN_APP.can_share, UNKNOWN_APP.is_messenger])


FINANCE = """
br.com.bb.android com.nu.production com.itau com.commbank.netbank au.com.nab.mobile com.dbs.sg.dbsmbanking
com.ocbc.mobile
hk.com.hsbc.hsbchkmobilebanking com.bochk.app.aos com.kbstar.kbbank viva.republica.toss com.kakaobank.channel
jp.mufg.bk.applisp.app jp.co.smbc.direct jp.ne.paypay.android.app de.number26.android com.db.pwcc.dbmobile
de.commerzbanking.mobil net.bnpparibas.mescomptes fr.creditagricole.androidapp com.latuabancaperandroid com.unicredit
pl.pkobp.iko pl.mbank cz.csas.georgego cz.airbank.android com.bbva.bbvacontigo es.bancosantander.apps com.maybank2u.life
com.cimb.cimbocto com.rbc.mobile.android com.td com.snapwork.hdfc com.phonepe.app uk.co.hsbc.hsbcukmobilebanking
com.chase.sig.android com.coinbase.android com.binance.dev com.okinc.okex.gp com.esunbank com.bocmacau.com
com.scb.phone com.VCB com.bca ph.com.bdo.retail nz.co.asb.asbmobile aib.ibank.android at.erstebank.george
ch.postfinance.android pt.sibs.android.mbway nl.rabomobiel be.belfius.directmobile.android se.bankgirot.swish
no.dnb.vipps
dk.danskebank.mobilepay fi.nordea.mobilebank hu.otpbank.mobile ro.btrl.pay com.akbank.android.apps.akbank_direkt
com.bancomer.mbanking com.mosync.app_Banco_Galicia cl.santander.smartphone com.nequi.MobileApp
capitec.acuity.mobile.prod
team.opay.pay com.safaricom.mpesa.lifestyle com.egyptianbanks.instapay com.emiratesnbd.android com.alrajhiretailapp
com.jd.jrapp com.qihoo.loan com.duxiaoman.umoney com.eg.android.AlipayGphone com.mybank.android.phone com.pacf
"""
SHARING = """
com.anydesk.anydeskandroid com.anydesk.adcontrol.ad1 com.anydesk.adcontrol.aosp com.teamviewer.quicksupport.market
com.teamviewer.quicksupport.addon.samsung com.carriez.flutter_hbb com.oray.sunlogin youqu.android.todesk com.zoho.assist
com.sand.airdroid us.zoom.videomeetings com.tencent.wemeet.app com.alibaba.android.rimet com.ss.android.lark
com.cisco.webex.meetings com.microsoft.teams com.google.android.apps.tachyon com.skype.raider
"""
TALKING = """
com.tencent.mm com.tencent.mobileqq com.whatsapp com.whatsapp.w4b jp.naver.line.android org.telegram.messenger
com.kakao.talk com.viber.voip com.facebook.orca org.thoughtcrime.securesms com.zing.zalo com.imo.android.imoim
"""


def test_the_well_known_apps_of_money_sharing_and_talking_are_listed(reference: Reference) -> None:
    def unknown(packages: str, kind: str) -> list[str]:
        return [name for name in packages.split() if not getattr(reference.apps.get(name, UNKNOWN_APP), kind)]

    assert unknown(FINANCE, "is_finance") == []
    assert unknown(SHARING, "can_share") == []
    assert unknown(TALKING, "is_messenger") == []


HOTLINES = {
    "com.icbc": "95588",
    "com.chinamworld.main": "95533",
    "com.android.bankabc": "95599",
    "com.chinamworld.bocmbci": "95566",
    "com.bankcomm.Bankcomm": "95559",
    "cmb.pb": "95555",
    "com.yitong.mbank.psbc": "95580",
    "com.ecitic.bank.mobile": "95558",
    "cn.com.spdb.mobilebank.per": "95528",
    "com.cebbank.mobile.cemb": "95595",
    "cn.com.cmbc.newmbank": "95568",
    "com.cib.cibmb": "95561",
    "com.pingan.paces.ccms": "95511",
    "com.cgbchina.xpt": "95508",
    "com.hxb.mobile.client": "95577",
    "com.eg.android.AlipayGphone": "95188",
    "com.unionpay": "95516",
    "com.webank.wemoney": "95384",
}


@pytest.mark.parametrize(("package", "hotline"), HOTLINES.items())
def test_the_number_of_a_bank_is_found_by_its_app(package: str, hotline: str, reference: Reference) -> None:
    organization = reference.apps[package].organization
    numbers = {number.number: number for number in reference.directory.numbers_of(organization)}
    assert numbers[hotline].calls_out in CallsOut
    assert numbers[hotline].role is Role.NONE
