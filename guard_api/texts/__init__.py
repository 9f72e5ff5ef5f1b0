"""What people read: gettext catalogues, one a language, under ids that never change.

Adding a language is one file, `<locale>.po`; a test checks that no text is missing in it.
"""

from collections.abc import Mapping
from functools import cache, lru_cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

_DEFAULT = "en"
_SUFFIX = ".po"
_MOST_HEADERS = 256


def _languages() -> Mapping[str, str]:
    found = sorted(file.name.removesuffix(_SUFFIX) for file in files(__name__).iterdir() if file.name.endswith(_SUFFIX))
    found.sort(key=lambda name: name != _DEFAULT)
    return {name.replace("_", "-"): name for name in found}


LANGUAGES = _languages()
"""Language tags (BCP 47) and their catalogues, which are the files that lie here; English is for everybody else."""


class Texts:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        """Read the catalogue; gettext itself wants the compiled form, which is made in memory."""
        self.language = language
        catalogue = files(__name__) / f"{LANGUAGES[language]}.po"
        compiled = BytesIO()
        with catalogue.open("rb") as lines:
            write_mo(compiled, read_po(lines))
        compiled.seek(0)
        self._translations = GNUTranslations(compiled)

    def has(self, text_id: str) -> bool:
        """Say whether there is such a text."""
        return self._translations.gettext(text_id) != text_id

    def get(self, text_id: str, **values: str) -> str:
        """Give a text with its values filled in; every id has one, a test sees to it."""
        text = self._translations.gettext(text_id)
        return text.format_map(values) if values else text

    def first(self, *text_ids: str, **values: str) -> str:
        """Give the first of several texts that there is: the special one before the general."""
        return self.get(next((i for i in text_ids if self.has(i)), text_ids[-1]), **values)


@cache
def texts_in(language: str) -> Texts:
    """Give the texts of a language tag of `LANGUAGES`."""
    return Texts(language)


@lru_cache(maxsize=_MOST_HEADERS)
def texts_for(accept_language: str) -> Texts:
    """Choose by an Accept-Language header (RFC 9110 section 12.5.4): the first language known at all, else English.

    Android asks for `zh-Hans-CN`; whoever prefers any Chinese gets the Chinese there is.
    """
    known = {tag.partition("-")[0]: tag for tag in LANGUAGES}
    for accepted, quality in parse_accept_header(accept_language, LanguageAccept):
        tag = known.get(accepted.lower().partition("-")[0])
        if tag is not None and quality > 0:
            return texts_in(tag)
    return texts_in(_DEFAULT)
