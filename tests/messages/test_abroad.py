"""What lures people in other languages, each beside what honest people and companies write there."""

import pytest

from guard_api.messages.scoring import HINT, WEAK, Ask
from tests.messages.own_cases import read

LURES = [
    (Ask.SIGN_IN, WEAK, "BBVA: Un dispositivo no autorizado está conectado a su cuenta. Verifique: https://bbva-es.acceso-x.com"),
    (Ask.SIGN_IN, WEAK, "Ihr pushTAN-Verfahren läuft ab. Jetzt verlängern: https://tan-x.com"),
    (Ask.SIGN_IN, WEAK, "Votre carte Vitale expire. Mettez à jour vos données : https://vitale-x.com"),
    (Ask.SIGN_IN, WEAK, "Gentile cliente, il suo conto è stato bloccato. Verifica subito: https://conto-x.com"),
    (Ask.SIGN_IN, WEAK, "Prezado cliente, sua conta será bloqueada. Atualize seus dados: https://conta-x.com"),
    (Ask.SIGN_IN, WEAK, "【重要】お客様のカードは不正利用のため停止されました。こちらからご確認ください https://card-x.com"),
    (Ask.SIGN_IN, WEAK, "고객님의 계좌가 정지되었습니다. 본인 확인 바랍니다 https://bank-x.com"),
    (Ask.FETCH_MONEY, WEAK, "Ihr Artikel wurde bezahlt. Geld erhalten: https://klein-x.com"),
    (Ask.FETCH_MONEY, HINT, "Seu processo foi julgado procedente, valor liberado hoje. Fale com Dr. Rui no WhatsApp"),
    (Ask.FETCH_MONEY, HINT, "医療費の還付金があります。お受け取りの手続きはこちら https://kanpu-x.com お客様窓口"),
    (Ask.PAY_FEE, WEAK, "Correos: su paquete está retenido. Pague la tasa de aduanas: https://correos-x.com"),
    (Ask.PAY_FEE, WEAK, "Votre colis est en attente. Réglez les frais de livraison : https://colis-x.com"),
    (Ask.HELP_SOMEBODY, WEAK, "Hola mamá, se me ha roto el móvil, este es mi número nuevo, escríbeme por WhatsApp"),
    (Ask.HELP_SOMEBODY, WEAK, "Hallo Mama, mein Handy ist kaputt, das ist meine neue Nummer, schreib mir auf WhatsApp"),
    (Ask.HELP_SOMEBODY, WEAK, "Oi mãe, meu celular quebrou, esse é meu número novo, salva aí"),
    (Ask.HELP_SOMEBODY, WEAK, "Coucou maman, j'ai cassé mon téléphone, voici mon nouveau numéro"),
    (Ask.HELP_SOMEBODY, WEAK, "엄마 나 폰 액정 깨져서 수리 맡겼어 이 번호로 문자줘"),
    (Ask.HELP_SOMEBODY, WEAK, "お母さん、携帯をなくした。番号が変わったから登録して"),
    (Ask.HELP_SOMEBODY, WEAK, "妈，我手机坏了，这是我的新号码，加我微信"),
    (Ask.HELP_SOMEBODY, WEAK, "Hi mum I dropped my phone in the sink, this is my new number, text me"),
    (Ask.HELP_SOMEBODY, HINT, "Mamma, questo è il mio nuovo numero, scrivimi qui"),
    (Ask.HELP_SOMEBODY, WEAK, "Hi dad, this is my new number, save it please"),
]  # fmt: skip

QUIET = [
    "BBVA: su código es 123456. No lo comparta con nadie.",
    "Su pedido ha sido entregado. Gracias por su compra.",
    "Sparkasse: Ihre Karte ist da. Bitte holen Sie sie in der Filiale ab.",
    "Ihr Paket wird heute zugestellt: https://www.dhl.de/sendung",
    "Warnung: Betrüger schreiben, Ihr Konto sei gesperrt, und schicken einen Link https://tan-x.com",
    "Votre rendez-vous est confirmé pour demain à 10 h.",
    "Mãe, chego às oito, compra pão",
    "Su hijo tiene un móvil nuevo y mi madre un número nuevo",
    "お客様のお荷物を本日配達いたします。",
    "고객님, 택배가 문 앞에 배송되었습니다.",
    "보이스피싱 주의하세요. 계좌가 정지되었다는 링크 https://bank-x.com 를 누르지 마세요",
    "妈，我换手机了，周末回家吃饭",
    "My mum has a new number, I send it to you tonight",
]


@pytest.mark.parametrize(("ask", "strength", "lure"), LURES, ids=lambda part: str(part)[:20])
def test_a_lure_is_read_in_its_language(ask: Ask, strength: float, lure: str) -> None:
    assert ask in read(lure).asks
    assert read(lure).strength == strength


@pytest.mark.parametrize("text", QUIET)
def test_what_honest_people_write_is_quiet(text: str) -> None:
    assert read(text).strength == 0
