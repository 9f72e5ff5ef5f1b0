"""Letters that pass for Latin ones, and skeletons, which labels that look alike have in common (UTS 39)."""

from unicodedata import combining, normalize

from guard_api.text.tables import table

_ALSO = {
    "2": "ƨϩꙅꝛ",
    "3": "ȝɜʒзӡⳍꝫ",
    "8": "৪੪",
    "9": "৭੧୨൭ꝯ",
    "a": "ӕæ",
    "b": "ƅβвь",
    "c": "ςϲ",
    "e": "εəɛ",
    "f": "ϝ",
    "g": "ԍɢ",
    "h": "нⲏ",
    "j": "ʝ",
    "k": "κкⲕ",
    "l": "۱ⳑ",
    "m": "μϻмⲙɱ",
    "n": "ⲛпɲ",
    "o": "۵०০੦૦୦௦౦೦൦๐໐၀",
    "r": "ʀɾ",
    "s": "տ",
    "t": "τтⲧ",
    "u": "ц",
    "v": "۷",
    "w": "ω",
    "x": "χⲭꭓ",
    "z": "ζ",
}
"""What UTS 39 leaves out: small letters whose capitals pass for Latin ones, letters with hooks, digits that are letters
at a glance."""
_LATIN = {**{ord(twin): ord(letter) for letter, twins in _ALSO.items() for twin in twins}, **table("lookalikes.txt")}
_AT_A_GLANCE = str.maketrans("0〇1i", "ooll")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
"""Two letters that look like one."""


def latin(text: str) -> str:
    """Return a text with each letter that passes for a small Latin one, or is one with an accent, as that one."""
    return text if text.isascii() else "".join(map(_latin, text))


def _latin(character: str) -> str:
    bare = normalize("NFD", character)[0]
    if combining(bare):
        return ""
    found = bare.translate(_LATIN)
    return found if found.isascii() else character


def skeleton(label: str) -> str:
    """Return what a label looks like at a glance: `pаypa1` in half Cyrillic and `paypal` are the same."""
    label = latin(label).translate(_AT_A_GLANCE)
    for pair, one in _PAIRS:
        label = label.replace(pair, one)
    return label
