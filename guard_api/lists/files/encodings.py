"""Which encoding a file of text is in: what its first bytes say, else strict UTF-8, else strict GB18030.

Spreadsheets of Chinese systems save CSV in GB18030 (GBK is a part of it), or as "Unicode text" in UTF-16.
"""

import codecs
from collections.abc import Iterable, Iterator
from enum import StrEnum


class Charset(StrEnum):
    """The encodings that are read."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    GB18030 = "gb18030"


BROKEN = "\udced\udcb3\udcbf"
"""Stands in lines for bytes that mean nothing in an encoding other than UTF-8."""
_BROKEN = b"\xed\xb3\xbf"
_SAMPLE = 1 << 20
"""Bytes that are looked at at once, to tell what they are in."""
_NAMES = {
    **dict.fromkeys(("utf-8", "utf8", "utf-8-sig", "us-ascii", "ascii"), Charset.UTF_8),
    **dict.fromkeys(("utf-16", "utf16", "utf-16le", "utf-16-le", "utf-16be", "utf-16-be", "unicode"), Charset.UTF_16),
    **dict.fromkeys(("gb18030", "gbk", "gb2312", "x-gbk", "cp936", "windows-936"), Charset.GB18030),
}


def charset_named(name: str) -> Charset | None:
    """Return the encoding of a name, as HTTP and people write it; None: it is none that is read."""
    return _NAMES.get(name.strip().strip("'\"").lower().replace("_", "-"))


class Text:
    """A text of bytes, however it was cut; going through it gives the same as UTF-8."""

    def __init__(self, chunks: Iterable[bytes], declared: Charset | None = None) -> None:
        """Look at nothing yet. What was `declared` holds, unless the first bytes say something else."""
        self._chunks = chunks
        self._declared = declared
        self.charset: Charset | None = None
        """What it was read as; None: nothing of it was read that would tell."""

    def __iter__(self) -> Iterator[bytes]:
        """Give the text as UTF-8; `BROKEN` is what bytes without a meaning come to."""
        samples = _samples(self._chunks)
        sample = next(samples, b"")
        self.charset = _marked(sample) or self._declared
        while self.charset is None and sample.isascii() and sample:
            yield sample
            sample = next(samples, b"")
        self.charset = self.charset or _guessed(sample)
        if self.charset is Charset.UTF_8:
            yield sample
            yield from samples
            return
        decoder = codecs.getincrementaldecoder(_codec(self.charset, sample))(_BREAKS)
        for piece in _then(sample, samples):
            yield _utf_8(decoder.decode(piece))
        yield _utf_8(decoder.decode(b"", final=True))


def _then(first: bytes, others: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from others


def _samples(chunks: Iterable[bytes]) -> Iterator[bytes]:
    kept = bytearray()
    for chunk in chunks:
        kept += chunk
        if len(kept) >= _SAMPLE:
            yield bytes(kept)
            kept.clear()
    yield bytes(kept)


def _marked(sample: bytes) -> Charset | None:
    """Return the encoding that a text begins with the mark of."""
    if sample.startswith(codecs.BOM_UTF8):
        return Charset.UTF_8
    return Charset.UTF_16 if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else None


def _guessed(sample: bytes) -> Charset:
    """Return what a sample is in; where it is in neither, lines of it are UTF-8, and others will be named."""
    if not _is_in(sample, Charset.UTF_8) and _is_in(sample, Charset.GB18030):
        return Charset.GB18030
    return Charset.UTF_8


def _is_in(sample: bytes, charset: Charset) -> bool:
    """Return whether a sample is in an encoding throughout; the last character of a long one may be cut off."""
    try:
        codecs.getincrementaldecoder(charset)().decode(sample, final=len(sample) < _SAMPLE)
    except UnicodeDecodeError:
        return False
    return True


def _codec(charset: Charset, sample: bytes) -> str:
    """Return how Python calls it; UTF-16 without its mark is that of Windows, unless a letter begins with a nought."""
    if charset is Charset.UTF_16 and _marked(sample) is not Charset.UTF_16:
        return "utf-16-be" if sample[:1] == b"\0" else "utf-16-le"
    return charset


def _utf_8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _break(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # noqa: S101 - decoders raise no other
    return _BROKEN.decode("utf-8", "surrogatepass"), error.end


_BREAKS = "guard_api.break"
codecs.register_error(_BREAKS, _break)
