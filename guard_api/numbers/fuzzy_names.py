"""Names as they are misheard and mistyped: for look-ups only, since what is judged must be certain.

A caller says 京东, and the person writes 京栋. Characters are compared by their syllable, without its tone; words in
Latin letters, and long names in characters, may be wrong by a letter or two.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

_SYLLABLES = (
    "啊埃鞍肮凹芭白斑邦苞杯奔崩逼鞭标鳖彬兵玻捕擦猜餐苍操厕层插拆搀昌超车郴撑吃充抽初揣川疮吹春戳疵聪凑粗"
    "蹿摧村磋搭呆耽当刀德蹬堤颠碉跌丁丢东兜督端堆墩掇蛾恩而发藩坊菲芬丰佛否夫噶该干冈篙哥给根耕工钩辜刮乖"
    "棺光瑰辊锅哈骸酣夯壕呵嘿痕哼轰喉呼花槐欢荒灰荤豁击嘉歼僵蕉揭巾荆炯揪鞠捐撅均喀开刊康考坷肯坑空抠枯夸"
    "块宽匡亏坤括垃莱蓝琅捞勒雷棱厘俩联粮撩列琳玲溜龙楼芦驴峦掠抡萝妈埋瞒芒猫么玫门萌眯棉苗蔑民明谬摸谋拇"
    "拿氖南囊挠呢馁嫩能妮蔫娘鸟捏您柠牛脓奴女暖虐挪哦欧啪拍攀乓抛呸喷砰坯篇飘撇拼乒坡扑期掐牵枪橇切钦青琼"
    "秋趋圈缺裙然瓤饶惹壬扔日戎揉茹软蕊闰若撒腮三桑搔瑟森僧莎筛珊墒梢奢砷声师收蔬刷摔栓霜谁吮说斯松搜苏酸"
    "虽孙蓑塌胎坍汤掏特藤梯天挑贴厅通偷凸湍推吞拖挖歪豌汪威瘟嗡挝巫昔瞎掀相萧楔薪星兄休墟轩靴勋压焉殃邀椰"
    "一茵英哟拥幽迂鸳曰耘匝栽咱赃遭责贼怎增扎摘瞻樟招遮珍蒸芝中舟珠抓拽专桩椎谆捉兹鬃邹租钻嘴尊昨"
)
"""The first character of each syllable in level 1 of GB 2312, whose 3,755 characters are ordered by their sound."""
_LEVEL_1 = range(0xB0A1, 0xD7FA)
_BANK = {ord("行"): "航"}
"""In names of banks, 行 is hang; the order has it as xing."""
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[^\W_\u3400-\u9fff]+(?:[.&'-][^\W_\u3400-\u9fff]+)*")
_READ = 60
"""Characters of a claim that are looked at."""
_SHORT_CLAIM = 6
"""Two syllables sound like many words: they are a name only where little else is said."""
_MOST_WORDS = 6
_FEW_WRONG = {1: (5, 8), 2: (8, 64)}
"""Letters that may be wrong in names of so many."""
_WRONG_IDEOGRAPHS = (5, 64)


class FuzzyNames:
    """The names of a directory, by sound and by spelling."""

    def __init__(self, owners: Mapping[str, str]) -> None:
        """Index folded names, and whose they are."""
        self._owners = owners
        by_sound: dict[str, set[str]] = {}
        for name, owner in owners.items():
            if len(name) > 1 and _IDEOGRAPHS.fullmatch(name):
                by_sound.setdefault(_sound(name), set()).add(owner)
        self._by_sound = {sound: next(iter(whose)) for sound, whose in by_sound.items() if len(whose) == 1}
        self._longest = max(map(len, self._by_sound), default=0)
        self._latin = [name for name in owners if name.isascii() and not name.isdigit() and "_" not in name]
        self._long: dict[int, list[str]] = {}
        for name in owners:
            if _IDEOGRAPHS.fullmatch(name):
                for size in range(len(name) - 1, len(name) + 2):
                    self._long.setdefault(size, []).append(name)

    def find(self, claim: str) -> tuple[str, ...]:
        """List the ids of organisations that a folded claim may mean."""
        claim = claim[:_READ]
        heard = tuple(dict.fromkeys(self._heard(claim)))
        return heard or tuple(dict.fromkeys([*self._in_letters(claim), *self._in_ideographs(claim)]))

    def _heard(self, claim: str) -> Iterator[str]:
        shortest = 2 if len(claim) <= _SHORT_CLAIM else 3
        for run in _IDEOGRAPHS.findall(claim):
            sound, at = _sound(run), 0
            while at < len(sound):
                sizes = range(min(self._longest, len(sound) - at), shortest - 1, -1)
                size = next((size for size in sizes if sound[at : at + size] in self._by_sound), 0)
                if size:
                    yield self._by_sound[sound[at : at + size]]
                at += size or 1

    def _in_letters(self, claim: str) -> Iterator[str]:
        words = _WORD.findall(claim)
        for at in range(len(words)):
            for end in range(at + 1, min(at + _MOST_WORDS, len(words)) + 1):
                text = " ".join(words[at:end])
                wrong = next((few for few, (low, high) in _FEW_WRONG.items() if low <= len(text) < high), 0)
                if wrong and text.isascii():
                    yield from self._nearest(text, self._latin, wrong)

    def _in_ideographs(self, claim: str) -> Iterator[str]:
        for run in _IDEOGRAPHS.findall(claim):
            for size in range(_WRONG_IDEOGRAPHS[0], min(self._longest, len(run)) + 1):
                for at in range(len(run) - size + 1):
                    yield from self._nearest(run[at : at + size], self._long.get(size, ()), 1)

    def _nearest(self, text: str, names: Iterable[str], wrong: int) -> Iterator[str]:
        """Return whose name is nearest, unless two are equally near."""
        from rapidfuzz import process  # noqa: PLC0415 - 4 MB and 7 ms that no check needs
        from rapidfuzz.distance import OSA  # noqa: PLC0415 - the same

        found = process.extract(text, names, scorer=OSA.distance, score_cutoff=wrong, limit=None)  # type: ignore[arg-type] # its own scorer, overloaded
        near = [(distance, self._owners[name]) for name, distance, _ in found if name[0] == text[0] or distance == 1]
        least = min((distance for distance, _ in near), default=0)
        owners = {owner for distance, owner in near if distance == least}
        if len(owners) == 1:
            yield from owners


def _sound(text: str) -> str:
    """Return each character that is read so as the first of its syllable."""
    return "".join(map(_first, text.translate(_BANK)))


def _first(character: str) -> str:
    code = int.from_bytes(character.encode("gb2312", "ignore"))
    return _SYLLABLES[bisect_right(_first_codes(), code) - 1] if code in _LEVEL_1 else character


@cache
def _first_codes() -> Sequence[int]:
    return [int.from_bytes(first.encode("gb2312")) for first in _SYLLABLES]
