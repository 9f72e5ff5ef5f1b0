"""What the columns of lists, and the words in them, are called in Chinese; traditional characters read the same."""

from collections.abc import Mapping
from enum import StrEnum

from guard_api.lists.entry import Category, Match
from guard_api.text.hanzi import simplified
from guard_api.text.plain import plain

_NAMES = {
    "number": ("号码", "手机号", "手机号码", "手机", "电话", "电话号码", "来电号码", "主叫号码", "诈骗号码"),
    "domain": ("域名", "网址", "网站"),
    "match": ("匹配", "匹配方式"),
    "category": ("类别", "类型", "分类"),
    "label": ("说明", "名称", "标签"),
    "source": ("来源",),
    "note": ("备注",),
    "expires_at": ("到期", "到期日", "到期日期", "到期时间", "有效期", "有效期至"),
}
_WORDS: Mapping[StrEnum, tuple[str, ...]] = {
    Category.FRAUD: ("诈骗", "诈骗电话", "欺诈"),
    Category.SPAM: ("骚扰", "骚扰电话"),
    Category.TELEMARKETING: ("推销", "推销电话", "营销", "广告"),
    Category.ROBOCALL: ("自动语音", "自动语音电话", "机器人"),
    Category.OTHER: ("其他", "其它", "可疑", "可疑来电"),
    Match.EXACT: ("精确", "单个号码"),
    Match.PREFIX: ("前缀", "号段", "开头"),
}
_COLUMNS = {name: column for column, names in _NAMES.items() for name in names}
_MEANT = {name: word.value for word, names in _WORDS.items() for name in names}


def column_of(name: str) -> str | None:
    """Return which column a heading in Chinese names; None: it is none that is read."""
    return _COLUMNS.get(_bare(name)) if not name.isascii() else None


def word_of(text: str) -> str:
    """Return the word that a cell says in Chinese; other text as it is."""
    return _MEANT.get(_bare(text), text) if not text.isascii() else text


def _bare(text: str) -> str:
    return simplified(plain(text)).replace(" ", "")
