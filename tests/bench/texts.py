"""How texts are judged that nobody here wrote: folders of JSON lines, each a text, its label and its source.

    .venv/bin/python -m tests.bench.texts [--limit N] [--why] DIR...

A file is `*.jsonl` or `*.jsonl.xz`, a line `{"text": ..., "label": "fraud" | "spam" | "harmless", "source": ...}`. Each
text is judged as a check with nothing but it, and as one during a stranger's call, by the policy that ships. `--limit`
takes so many of each file, evenly spread; `--why` tells of false alarms without which words they vanish, and of
misses what silenced them.
"""

import json
import lzma
import re
import time
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from guard_api.actions.checks.observing.read_content import Content, read_content
from guard_api.engine.judge import judge
from guard_api.engine.observations import AnyObservation, CallSeen
from guard_api.engine.policy import Level, policy_of
from guard_api.engine.vocabulary import CallState
from guard_api.links.finding import find_links
from guard_api.messages.folding import fold, readable
from guard_api.messages.lexicon.matcher import match
from guard_api.patterns import PATTERNS
from guard_api.ports import Device, Reference
from tests.support.clock import NOON
from tests.support.databases import shipped_reference

_LABELS = ("fraud", "spam", "harmless")
_FEW = 12
"""Words that are shown of those that alarms and misses hang on."""
_MOST = 400
"""Texts of a source that are looked into: each word of theirs is left out in turn."""
_CHINESE = 0.15
"""Of the characters of a text, from which on it is Chinese."""
_HAN = re.compile("[\u3400-\u9fff]")
_POLICY = policy_of(PATTERNS)
_PHONE = Device("bench", "CN")
_STRANGER = CallSeen(at=NOON - timedelta(minutes=5), caller="+8613912345678", state=CallState.ACTIVE, known=False)
_SERIOUS = {Level.WARNING, Level.CRITICAL}


class Text(NamedTuple):
    """A text, what it is, and the file that it stands in."""

    text: str
    label: str
    file: str

    @property
    def group(self) -> tuple[str, str, str]:
        """What it is counted with: its file, its language and its label."""
        is_chinese = len(_HAN.findall(self.text)) >= _CHINESE * len(self.text)
        return self.file, "zh" if is_chinese else "en", self.label


class Judged(NamedTuple):
    """What a text came to by itself and beside a stranger, what it asks, and the seconds that reading it took."""

    text: Text
    alone: Level
    beside: Level
    asks: Sequence[str]
    seconds: float


def main() -> None:
    """Print what was measured."""
    parser = ArgumentParser(description=__doc__, usage="%(prog)s [--limit N] [--why] DIR...")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--why", action="store_true")
    requested = parser.parse_args()
    console, reference = Console(), shipped_reference()[1]
    judged = [judged_of(text, reference) for text in texts(requested.folders, requested.limit)]
    groups = grouped(judged)
    console.print(levels(groups))
    console.print(recall(groups))
    if requested.why:
        console.print(reasons(groups, reference))


def texts(folders: Iterable[Path], limit: int = 0) -> Iterator[Text]:
    """Read all files of some folders; of each, so many texts, evenly spread."""
    for file in sorted(file for folder in folders for file in folder.iterdir()):
        if not file.name.endswith((".jsonl", ".jsonl.xz")):
            continue
        opened = lzma.open if file.suffix == ".xz" else open
        with opened(file, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        step = max(len(rows) // limit, 1) if limit else 1
        yield from (Text(row["text"], row["label"], file.name.partition(".")[0]) for row in rows[::step])


def judged_of(text: Text, reference: Reference) -> Judged:
    """Judge a text the way that checks are judged."""
    begin = time.perf_counter()
    content = read_content((), (text.text,), _PHONE, reference)
    seconds = time.perf_counter() - begin
    seen = tuple(content.observe(NOON))
    return Judged(text, _level(seen), _level((_STRANGER, *seen)), _asks(content), seconds)


@lru_cache(10_000)
def _level(seen: tuple[AnyObservation, ...]) -> Level:
    return judge(seen, _POLICY, NOON).level


def _asks(content: Content) -> Sequence[str]:
    links = {reason for link in content.links if link.strength for reason in link.facts.reasons}
    asks = [ask for message in content.messages for ask in message.asks]
    return [*asks, *sorted(links), *(moment.kind for moment in content.moments)]


Groups = dict[tuple[str, str, str], list[Judged]]


def grouped(judged: Iterable[Judged]) -> Groups:
    """Part what was judged by file, language and label."""
    groups: Groups = {}
    for one in judged:
        groups.setdefault(one.text.group, []).append(one)
    return dict(sorted(groups.items()))


def levels(groups: Groups) -> Table:
    """Show how many texts came to which level."""
    heads = ("notice", "warning", "beside a stranger: notice", "warning", "µs a character")
    table = Table("source", "", "label", "texts", *heads, title="At that level or above")
    for group, judged in groups.items():
        found = [
            sum(level(one) in wanted for one in judged)
            for level in (attrgetter("alone"), attrgetter("beside"))
            for wanted in ({Level.NOTICE, *_SERIOUS}, _SERIOUS)
        ]
        characters = sum(len(one.text.text) for one in judged) or 1
        took = sum(one.seconds for one in judged) / characters * 1e6
        table.add_row(*group, f"{len(judged):,}", *(_rate(count, len(judged)) for count in found), f"{took:.2f}")
    return table


def _rate(count: int, of: int) -> str:
    """Say how many, and of how many one."""
    if not count:
        return "0"
    return f"{count:,} {count / of:.0%}" if count / of >= 0.05 else f"{count:,} 1:{of // count:,}"


def recall(groups: Groups) -> Table:
    """Show by what texts of fraud were found beside a stranger, and what other texts were taken for."""
    table = Table("ask or reason", *_LABELS, title="What was found, at a notice or above beside a stranger")
    counts = {label: Counter[str]() for label in _LABELS}
    for (_, _, label), judged in groups.items():
        counts[label].update(ask for one in judged if one.beside is not Level.NONE for ask in set(one.asks))
    for ask in sorted(set().union(*counts.values()), key=lambda ask: -counts["fraud"][ask]):
        table.add_row(ask, *(f"{counts[label][ask]:,}" for label in _LABELS))
    return table


def reasons(groups: Groups, reference: Reference) -> Table:
    """Show the words without which alarms vanish, and what silenced misses: a word, too few points, or no ask."""
    table = Table(
        "source", "", "label", "looked at", "hang on", title="What alarms and misses hang on", show_lines=True
    )
    for group, judged in groups.items():
        is_fraud = group[2] == "fraud"
        wrong = [one for one in judged if (one.beside is Level.NONE) == is_fraud][:_MOST]
        words = Counter(word for one in wrong for word in _decisive(one, reference))
        if wrong:
            earlier = ", ".join(f"{word} {count}" for word, count in words.most_common(_FEW))
            table.add_row(*group, f"{len(wrong):,}", earlier)
    return table


def _decisive(one: Judged, reference: Reference) -> Iterable[str]:
    """Give the words without any one of which a text would be judged otherwise."""
    was_found = one.beside is not Level.NONE
    if not was_found and not one.asks:
        return ["(no ask)"]
    folded = fold(readable(one.text.text))
    links = " ".join(link.written for link in find_links(one.text.text))
    found = {
        folded[start:end]
        for start, end, _ in match(folded)
        if (_beside(f"{folded[:start]} {folded[end:]} {links}", one.text, reference) is not Level.NONE) != was_found
    }
    return found or ["(several)" if was_found else "(too few points)"]


def _beside(text: str, like: Text, reference: Reference) -> Level:
    return judged_of(like._replace(text=text), reference).beside


if __name__ == "__main__":
    main()
