"""What handsets print in place of a number that is withheld, in the languages that they speak."""

from guard_api.text.plain import plain

WITHHELD_CODES = frozenset({"-1", "-2", "-3"})
"""Android's own for unknown, private and payphone."""

_WORDS = """
anonymous, private, private number, private caller, private call, unknown, unknown number, unknown caller
restricted,
restricted number, blocked, blocked number, unavailable, number unavailable, not available, withheld
withheld number,
number withheld, hidden, hidden number, no caller id, no number, no id, caller id withheld, caller id blocked

caller id unavailable, unlisted, out of area, payphone, pay phone, public phone, coin phone, coinphone,
presentation restricted, presentation unknown, presentation unavailable, presentation payphone
未知, 未知号码, 未知來電, 未知来电, 未知號碼, 私人号码, 私人號碼, 私密号码, 私密號碼, 私人来电, 私人來電, 匿名
匿名来电, 匿名來電, 匿名号码
无号码, 無號碼, 无来电显示, 無來電顯示, 无主叫号码, 無主叫號碼, 无法显示, 無法顯示, 无法显示号码, 無法顯示號碼
未显示号码, 未顯示號碼, 不显示号码, 不顯示號碼
隐藏号码, 隱藏號碼, 号码隐藏, 號碼隱藏, 隐藏, 隱藏, 保密, 保密号码, 保密號碼, 不明, 不明来电, 不明來電
不明号码, 不明號碼, 受限, 受限号码, 来电号码被隐藏
公用电话, 公用電話, 公共电话, 公共電話, 投币电话, 投幣電話
非通知, 非通知設定, 番号非通知, 発信番号非通知, 発信者番号非通知, 通知不可能, 通知不可, 表示圏外, 番号不明
公衆電話
발신자표시제한, 발신번호표시제한, 발신번호표시금지, 발신자 정보 없음, 발신번호 없음, 비공개, 비공개 번호
알 수 없음, 알 수 없는 번호, 번호 없음, 공중전화
anonyme, numéro privé, privé, appel privé, numéro masqué, masqué, appel masqué, numéro caché, numéro inconnu
inconnu
appelant inconnu, cabine téléphonique
unbekannt, unbekannte nummer, unbekannter anrufer, anonym, anonymer anruf, anonymer anrufer, private nummer
privat
unterdrückt, rufnummer unterdrückt, unterdrückte nummer, unterdrückte rufnummer, nummer unterdrückt
keine rufnummer
münztelefon
número privado, privado, número particular, número oculto, oculto, número desconocido, desconocido
desconocida
llamada privada, anónimo, sin identificar, sin número, teléfono público, número desconhecido, desconhecido
número restrito
restrito, confidencial, não identificado, número não identificado, privada, anônimo, telefone público
número bloqueado
número privat, desconegut, telèfon públic, descoñecido, zenbaki pribatua, ezezaguna, telefono publikoa
numero privato, privato, numero sconosciuto, sconosciuto, numero nascosto, anonimo, numero anonimo
cabina telefonica
номер скрыт, скрытый номер, скрыт, скрытый, неизвестно, неизвестный, неизвестный номер, неизвестный абонент
аноним
номер не определен, номер не определён, не определен, не определён, частный номер, анонимный, телефон-автомат
таксофон
приватний номер, прихований номер, номер приховано, невідомий, невідомий номер, прыватны нумар, невядомы
таксафон
частен номер, скрит номер, неизвестен номер, обществен телефон, приватен број, приватан број, непознато
говорница
телефонска говорница, жеке нөмір, белгісіз, автомат-телефон, купуя номер, белгисиз, нууцалсан дугаар
нууцлагдсан дугаар
тодорхойгүй
privatan broj, privatni broj, skriveni broj, nepoznato, nepoznat broj, telefonska govornica
javna telefonska govornica
zasebna številka, skrita številka, neznano, telefonska govorilnica, súkromné číslo, skryté číslo, neznáme
neznáme číslo
telefónny automat, soukromé číslo, skryté číslo, neznámé, neznámé číslo, neznámý volající, telefonní automat
numer prywatny, prywatny, numer zastrzeżony, zastrzeżony, numer ukryty, nieznany, nieznane, nieznany numer
numer nieznany, automat telefoniczny, privatus numeris, nežinomas, taksofonas, privāts numurs, nezināms
maksas tālrunis
număr privat, număr ascuns, necunoscut, număr necunoscut, telefon public, numër privat, i panjohur
telefon me pagesë
magántelefonszám, rejtett szám, privát szám, ismeretlen, ismeretlen szám, nyilvános telefon
privénummer, privé nummer, anoniem, afgeschermd nummer, onbekend, onbekend nummer, telefooncel, privaat nommer
telefoonhokkie, telefonhokkie, hemmeligt nummer, hemmelig nummer, skjult nummer, skjult, privat nummer, ukendt
ukendt nummer, ukjent, ukjent nummer, mønttelefon, telefonkiosk, dolt nummer, skyddat nummer, okänd
okänt nummer
telefonautomat, leyninúmer, óþekkt, símasjálfsali, salainen numero, yksityinen numero, tuntematon
tuntematon numero
maksupuhelin, varjatud number, tundmatu, telefoniautomaat
απόκρυψη, απόκρυψη αριθμού, απόρρητος αριθμός, ιδιωτικός αριθμός, άγνωστος, άγνωστος αριθμός
τηλέφωνο με χρέωση
özel numara, gizli numara, gizli, bilinmiyor, bilinmeyen, bilinmeyen numara, ankesörlü telefon
gizli nömrə, şəxsi nömrə, naməlum, taksofon, maxfiy raqam, yashirin raqam, noma'lum, noma’lum
փակ համար, գաղտնի համար, անհայտ, დაფარული ნომერი, უცნობი
رقم خاص, رقم مجهول, رقم غير معروف, غير معروف, مجهول, خاص, رقم محجوب, محجوب, هاتف يعمل بالعملة
شماره خصوصی, خصوصی, ناشناس, شماره ناشناس, تلفن عمومی, نجی نمبر, نامعلوم, پے فون
מספר פרטי, מספר חסוי, חסוי, חסום, לא ידוע, מספר לא ידוע, לא מזוהה, טלפון ציבורי
निजी नंबर, प्राइवेट नंबर, अज्ञात, अज्ञात नंबर, पे-फ़ोन, खाजगी नंबर, सार्वजनिक फोन, निजी नम्बर, पेफोन
ব্যক্তিগত নম্বর, অজানা, অজানা নম্বর, পে ফোন, ব্যক্তিগত নম্বৰ, অজ্ঞাত, ખાનગી નંબર, અજાણ્યું, પેફોન
ਨਿੱਜੀ ਨੰਬਰ, ਅਗਿਆਤ, ਪੇਫੋਨ, ବ୍ୟକ୍ତିଗତ ନମ୍ବର୍, ଅଜଣା, ପେ-ଫୋନ୍, தனிப்பட்ட எண், தெரியாதவர், கட்டணத் தொலைபேசி
ప్రైవేట్ నంబర్, తెలియదు, పే ఫోన్, ಖಾಸಗಿ ಸಂಖ್ಯೆ, ಅಪರಿಚಿತ, ಪೇಫೋನ್, സ്വകാര്യ നമ്പർ, അജ്ഞാതം, පුද්ගලික අංකය, නොදනී
หมายเลขส่วนตัว, เบอร์ส่วนตัว, ไม่แสดงเบอร์, ไม่แสดงหมายเลข, ไม่ทราบ, ไม่ทราบหมายเลข, โทรศัพท์สาธารณะ
ເບີສ່ວນຕົວ, ເບີສ່ວນໂຕ, ບໍ່ຮູ້ຈັກ, លេខឯកជន, មិនស្គាល់, ទូរស័ព្ទសាធារណៈ, ပုဂ္ဂလိကဖုန်းနံပါတ်, လျို့ဝှက် နံပါတ်
မသိပါ
số riêng tư, số cá nhân, số ẩn, không xác định, số không xác định, không rõ, không hiển thị số
điện thoại công cộng
nomor pribadi, nomor tidak dikenal, nomor disembunyikan, tidak diketahui, telepon umum, nombor peribadi
nombor persendirian
telefon awam, pribadong numero, di-kilala, nambari isiyojulikana, haijulikani, simu ya kulipia
inombolo eyimfihlo, akwaziwa
የግል ቁጥር, ያልታወቀ, የሕዝብ ስልክ
"""
"""Android's own words in its languages (`private_num`, `unknown` and `payphone` of its phone app), and those of other
makers and networks, in lines by language."""


def _folded(text: str) -> str:
    """Leave nothing but letters and digits: <unknown>, UNKNOWN_NUMBER and unknown number are one."""
    return "".join(filter(str.isalnum, text)).casefold()


_WITHHELD = frozenset(_folded(plain(word)) for line in _WORDS.splitlines() for word in line.split(",")) - {""}


def is_withheld(text: str) -> bool:
    """Say whether a displayed text, made plain, stands in place of a number."""
    return text in WITHHELD_CODES or _folded(text) in _WITHHELD
