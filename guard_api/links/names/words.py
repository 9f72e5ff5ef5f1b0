"""Words that phishing adds to a name, in English, in Pinyin, and in other languages of Europe."""

import re

_TELLING = """
login signin logon verify verification verified secure secured security account accounts acc support help helpdesk
service services wallet update updates updated customer client clients auth authentication authenticate authorize
confirm confirmation billing invoice refund refunds recovery recover unlock unlocked locked suspended alert alerts
notice notification access validate validation kyc bonus gift gifts reward rewards claim airdrop prize tracking
redelivery parcel fee fees payment payments safe safety protect limited restore password passcode session sessions
kefu zhengxin baitiao jintiao jinrong daikuan zhifu qianbao guanwang anquan renzheng fuwu zhuxiao guanbi jiedai
xinyong tuikuan lipei shenqing shenhe jiaoyan renhang yanghang fanzha jiancha
verifizieren verifizierung verlaengern verlaengerung erneuern erneuerung aktualisieren aktualisierung bestaetigen
bestaetigung anmelden freischalten entsperren sicher sicherheit bezahlen zahlung gebuehr zustellung pushtan phototan
verificar verifica verificacion verificacao acceso acesso seguro segura seguridad seguranca actualizar atualizar
confirmar desbloquear desbloqueio multa multas reembolso entrega taxa pago pagos pagamento
verifier securite confirmer livraison amende amendes remboursement paiement accesso sicurezza sicuro aggiorna conferma
rimborso consegna
"""
"""They promise service, safety or money, or threaten to take it away."""
_FILLING = """
online web www app apps mobile mail net com cn us uk de fr it es pl br in jp hk tw vip club home my id ids user users
center centre official pay bank banking card credit loan loans finance fund care team portal page link site info net
store shop delivery track express package promo
yinhang zhongxin kuaidi jr kf gw h5 wap
konto kunden kunde paket cuenta cliente clientes banco conta compte conto toll tolls tax
"""
"""They only fill a name up, and organisations use them, too."""


def _alternatives(words: str) -> str:
    return "|".join(sorted(words.split(), key=len, reverse=True))


_ANY = rf"{_alternatives(_TELLING + _FILLING)}|[0-9]|[-_]"
_MADE_OF_WORDS = re.compile(rf"(?:{_ANY})*")
_WITH_A_TELLING_ONE = re.compile(rf"(?:{_ANY})*?(?:{_alternatives(_TELLING)})(?:{_ANY})*")


def fills(text: str) -> bool:
    """Say whether a piece of a label is made of such words alone, and of digits and hyphens between them."""
    return bool(_MADE_OF_WORDS.fullmatch(text))


def has_bait_word(text: str) -> bool:
    """Say whether it is made of such words, and one of them is what only phishing insists on."""
    return bool(_WITH_A_TELLING_ONE.fullmatch(text))
