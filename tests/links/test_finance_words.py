"""Sites named as an authority of money or as the closing of a loan, and names that only hold such a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guard_api.links.facts import LinkReader, Reason
from guard_api.links.finding import read_links
from guard_api.links.hosts import Host, read_host
from guard_api.links.names.finance_words import names_finance_service
from guard_api.links.official import OfficialDomains
from guard_api.links.strength import SHAPE
from guard_api.ports import Reference

NAMED_SO = """
网贷账户征信报告.com 征信中心.com 徵信中心.com 京东金融客服.com 京東金融客服.com 银行客服.网址 中国人民银行征信中心.cn
抖音客服.com
征信修复.example.com www.征信查询.net 贷款注销.top 金融监管局官网.com pbc征信.com
tianjinpbc.com pbc-tj.cn tjpbc.com pbctj8.cn pbccrc-bj.cn zhengxinzhongxin.top zhengxin-chaxun.com renhangzhengxin.cn
jinrongkefu.cn jdjinrongkefu.com daikuan-zhuxiao.com wangdaizhuxiao888.top yinhangkefu.net
renminyinhang-tj.cn
lb-butie.top gs-tuishui.top gongzibutie.xyz shebao-renzheng.vip yibao-lingqu888.top sh-gongjijin.shop
laodongbutie-2026.cc
gov.uk-refund.bond txdmv.gov-pay.vip tax-gov.top gov-shebao.icu
pa-dk.xyz xc-jr.vip minhang-kefu.online kefu-crm.top yas-cancel.cc jd-kf.top
"""
ONLY_A_WORD = """
pbc.gov.cn tianjin.pbc.gov.cn zhengxin.jiangsu.gov.cn zhengxinchaxun.edu.cn zhengxin.com daikuan.com jinrong.com
kefu.com
zhengxingzhijia.com mingzhuxiaoshuo.com yikezhengxing.com pinganzhengxin.com shanlinjinrong.com yinhangchaxun.com
wangdai555.com aspbc.com pbchizhou.com pbc.com pbcft.com kefu-crm.com jd-kefu.com jd.com 招商银行.com 银行.com
贷款.com 征信.com
butie.top 51shebao.com shebao.com chashebao.com gongjijin-chaxun.com yanglao.cn lb-butie.com shebao-renzheng.com
yanglaoyuan.top sunflower-butie.top butie123.top abc-pbc.top lb-top.top govern.top mygov.top gov-pay.com egov.xyz
rsj.beijing.gov.cn www.gov.uk shebao.gov.cn
pa-dk.com xc-jr.cn minhang-kefu.net abc-xy.vip akf.top dk.vip
中心.com 客服.com 央视.com beijing.com tj-bj.cn 8.8.8.8 pbc-book.com 京东.com ikea.com.cn xinyong.net
"""


def host(name: str) -> Host:
    read = read_host(name)
    assert read is not None
    return read


@pytest.mark.parametrize("name", NAMED_SO.split())
def test_a_name_put_together_of_such_words_is_found(name: str) -> None:
    assert names_finance_service(host(name))


@pytest.mark.parametrize("name", ONLY_A_WORD.split())
def test_a_name_that_holds_such_a_word_among_others_is_not(name: str) -> None:
    assert not names_finance_service(host(name))


@given(st.text(alphabet="pbcjdtshzhengxinrkfu京东征信中心客服金融.-0", min_size=1, max_size=30))
def test_any_name_is_read(name: str) -> None:
    read = read_host(name)
    assert read is None or names_finance_service(read) in {True, False}


def test_it_is_a_reason_of_its_own_unless_the_site_is_official_or_held(reference: Reference) -> None:
    def facts(sent: str) -> tuple[tuple[Reason, ...], float]:
        found = reference.links.read(read_links(sent)[0])
        return found.reasons, found.strength

    assert facts("https://征信中心.com/x") == ((Reason.NAMES_FINANCE_SERVICE,), SHAPE)
    assert facts("https://www.pbccrc.org.cn/") == ((Reason.OFFICIAL_DOMAIN,), 0.0)


def test_a_site_that_an_organisation_holds_is_quiet() -> None:
    reader = LinkReader(OfficialDomains((), {"jdjinrongkefu.com": "jd"}))
    assert reader.read(read_links("jdjinrongkefu.com")[0]).reasons == ()
    assert reader.read(read_links("jdjinrongkefu.net")[0]).reasons == (Reason.NAMES_FINANCE_SERVICE,)
