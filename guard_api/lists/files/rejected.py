"""Rows of a file as they stand there, by their lines: for whoever is to set them right."""

import csv
from collections.abc import Collection, Iterable, Iterator, Sequence

from guard_api.lists.files.lines import blocks

_WINDOW = 128
Numbered = tuple[int, Sequence[str]]


def rows_of_csv(chunks: Iterable[bytes], separator: str, wanted: Collection[int]) -> Iterator[Numbered]:
    """Give the rows that begin at the lines that are wanted, of a CSV in UTF-8."""
    line = 1
    for block in blocks(chunks):
        for at in sorted(number - line for number in wanted if line <= number < line + len(block.lines)):
            yield line + at, _row_at(block.lines[at : at + _WINDOW], separator)
        line += len(block.lines)


def rows_of_text(chunks: Iterable[bytes], wanted: Collection[int]) -> Iterator[Numbered]:
    """Give the lines that are wanted, each as one cell."""
    numbered = enumerate((text for block in blocks(chunks) for text in block.lines), 1)
    return ((line, [text]) for line, text in numbered if line in wanted)


def rows_of_sheet(rows: Iterable[Sequence[str]], wanted: Collection[int]) -> Iterator[Numbered]:
    """Give the rows of a sheet that are wanted."""
    return ((line, cells) for line, cells in enumerate(rows, 1) if line in wanted)


def _row_at(lines: Sequence[str], separator: str) -> Sequence[str]:
    """Read the row that begins with the first line; a quote that is never closed costs that line only."""
    reader = csv.reader((f"{text}\n" for text in lines), delimiter=separator, strict=True)
    try:
        return next(reader, [])
    except csv.Error:
        return lines[0].split(separator)
