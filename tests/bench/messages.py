"""How well messages are read: recall of scripts for each ask, and false alarms for each kind of harmless message.

    .venv/bin/python -m tests.bench.messages

Rows that were looked at while the reader was improved stand beside those that never were. Before any was looked at, it
recognised 50 % of all Chinese and 25 % of all English scripts, with false alarms at 1.6 % and 0.8 %. Of the rows in
`more_asks.csv`, which were written to be harder, it recognised 42 % and 43 % before these were looked at, and took
2.3 % and 5.8 % of `more_harmless.csv` for scripts.
"""

import timeit
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from guard_api.messages.reader import read_message
from tests.messages.corpora import Half, harmless, scripts
from tests.messages.own_cases import Case, read

_LANGUAGES = ("zh", "en")
_SCRIPTS = {
    "zh": "我申请关闭京东金条白条，注销第三方关联账户 2406578.top，",
    "en": "I apply to close JD white bars and gold bars and cancel the third-party account 2406578.top. ",
}
_PROSE = {
    "zh": "今天天气不错，我们下午去公园走走，晚上一起吃饭，记得带上孩子的外套。",
    "en": "The weather is fine today, let us walk in the park this afternoon and eat together at night. ",
}
_SIZES = (100, 4000)
_RUNS = 5
console = Console()


def main() -> None:
    """Print what was measured."""
    console.print(_rates("Recall of scripts", "ask", scripts))
    console.print(_rates("False alarms", "kind", harmless))
    console.print(_speed())


def _rates(title: str, label: str, cases: Callable[[Half, str], Sequence[Case]]) -> Table:
    table = Table(label, *(f"{language} {half.name.lower()}" for language in _LANGUAGES for half in Half), title=title)
    columns = [cases(half, language) for language in _LANGUAGES for half in Half]
    for one in sorted({part for column in columns for case in column for part in case.label.split("|")}):
        table.add_row(one, *(_rate([case for case in column if one in case.label.split("|")]) for column in columns))
    table.add_section()
    table.add_row("all", *map(_rate, columns))
    return table


def _rate(cases: Sequence[Case]) -> str:
    found = sum(read(case.text).scripted for case in cases)
    return f"{found}/{len(cases)} {found / len(cases):.0%}" if cases else "-"


def _speed() -> Table:
    table = Table("text", *(f"{size} characters" for size in _SIZES), title="Microseconds for a message")
    for name, texts in (("script", _SCRIPTS), ("prose", _PROSE)):
        for language in _LANGUAGES:
            long = texts[language] * max(_SIZES)
            table.add_row(f"{language} {name}", *(f"{_microseconds(long[:size]):.0f}" for size in _SIZES))
    return table


def _microseconds(text: str) -> float:
    number = 40_000 // len(text)
    seconds = timeit.repeat(lambda: read_message(text, has_link=True), number=number, repeat=_RUNS)
    return min(seconds) / number * 1e6


if __name__ == "__main__":
    main()
