"""Names that are put together for a day, and names that only hold a digit or a hyphen."""

import pytest

from guard_api.links.facts import LinkReader, Reason
from guard_api.links.finding import read_links
from guard_api.links.strength import FAINT
from guard_api.ports import Reference

ODD = """
jg-12123.cc fl-88.top 10086-jf.cyou etc-gs.cc zljr8.ltd 88-fl.online sg-homeclean.site pf-skin.cc
my-parcel.web.app login7.pages.dev
konto-push-verlaengern.com mailservice-fee-uk.com verifica-acceso.com secure-login.info
"""
PLAIN = """
monoprix.shop fl.top jifen.cyou youtube.com 163.com 1688.com b23.tv t-online.de rolls-royce.co.uk coca-cola.com
saint-gobain.fr mercedes-benz.de 7-eleven.com wiki.vg vercel.app github.io lee.github.io first-aid.org x-rite.com
first-help-for.all.org a1b.xyz 12306.cn 4399.com h5.cc 8.8.8.8 用户-1.top
"""


@pytest.fixture(scope="module")
def reader(reference: Reference) -> LinkReader:
    return reference.links


@pytest.mark.parametrize("host", ODD.split())
def test_a_name_that_is_put_together_counts_a_little(host: str, reader: LinkReader) -> None:
    facts = reader.read(read_links(f"http://{host}/x")[0])

    assert (facts.reasons, facts.strength) == ((Reason.ODD_NAME,), FAINT)


@pytest.mark.parametrize("host", PLAIN.split())
def test_a_digit_or_a_hyphen_alone_is_nothing(host: str, reader: LinkReader) -> None:
    assert Reason.ODD_NAME not in reader.read(read_links(f"http://{host}/x")[0]).reasons
