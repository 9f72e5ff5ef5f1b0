"""The tables of the bench, as Markdown that is the same whenever the same was said."""

from collections.abc import Iterator, Mapping, Sequence

from guard_api.engine.policy import Level
from guard_api.errors import GuardError
from guard_api.guardbench.cases import Case, Sensors
from guard_api.guardbench.comparators import comparators
from guard_api.guardbench.measure import Score, score
from guard_api.guardbench.play import RANK, Guard, Played, play
from guard_api.guardbench.sensors import seen_by

_BEGIN, _END = "<!-- guardbench -->", "<!-- end of guardbench -->"
Everything = Mapping[Sensors, Sequence[Played]]


class BadPage(GuardError):
    """A page without a place for the tables."""


def played_by_all(cases: Sequence[Case], guard: Guard) -> Everything:
    """Play all cases with all sensors, and with those of each profile."""
    return {sensors: [play(seen_by(case, sensors), guard) for case in cases] for sensors in Sensors}


def report(everything: Everything, name: str) -> str:
    """Give all tables; the guard is called `name`."""
    cases = [one.case for one in everything[Sensors.FULL]]
    scores = {sensors: score(played) for sensors, played in everything.items()}
    others = [(rival, score(play(case, guard) for case in cases)) for rival, guard in comparators()]
    beside = sorted([(f"**{name}**", scores[Sensors.FULL]), *others], key=lambda row: row[1].standing, reverse=True)
    lines = [
        _counted(cases),
        "",
        *_table(["guard, with all sensors", *_HEAD], [[rival, *_figures(one)] for rival, one in beside]),
        "",
        *_table(
            [f"{name}, sensors of", *_HEAD], [[_words(sensors), *_figures(one)] for sensors, one in scores.items()]
        ),
        "",
        *_table(["level before the first money", *map(_words, Sensors)], list(_levels([*scores.values()]))),
        "",
        *_table(["frauds warned of in time", *map(_words, Sensors)], list(_kinds(everything))),
    ]
    return "\n".join(lines) + "\n"


def put_into(page: str, tables: str, name: str) -> str:
    """Give a page with these tables in the place of others. Raises BadPage where it has no such place."""
    before, begin, rest = page.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise BadPage(f"{name}: has no lines {_BEGIN} and {_END}")
    return f"{before}{begin}\n{tables}{end}{after}"


def missed(everything: Everything) -> Iterator[str]:
    """Give a line for each fraud that was not warned of in time, and for each warning for nothing."""
    for sensors, played in everything.items():
        for one in played:
            warned = RANK[one.level] >= RANK[Level.WARNING]
            if one.case.is_fraud and not warned:
                asks = sorted({answer.asks for answer in one.in_time if answer.asks})
                yield f"missed {sensors} {one.case.id}: {one.level}{', asked ' + ' '.join(asks) if asks else ''}"
            if warned and not one.case.is_fraud and not one.case.ambiguous:
                minutes = [f"{answer.minute:g}" for answer in one.answers if RANK[answer.level] >= RANK[Level.WARNING]]
                yield f"false {sensors} {one.case.id}: {one.level} at minute {minutes[0]}"


_HEAD = [
    "frauds warned of in time",
    "of them adversarial",
    "median lead, minutes",
    "false warnings",
    "per 1,000 harmless hours (95 %)",
    "ambiguous cases warned of",
    "missed, but asked",
    "questions per 1,000 harmless hours",
]


def _figures(one: Score) -> list[str]:
    low, high = one.false_interval
    lead = "-" if one.lead is None else f"{one.lead:.1f}"
    return [
        _share(one.warned, one.frauds),
        _share(one.adversarial_warned, one.adversarial),
        lead,
        str(one.false_warnings),
        f"{one.false_rate:.1f} ({low:.1f}-{high:.1f})",
        _share(one.ambiguous_warned, one.ambiguous),
        f"{one.questioned_only}/{one.frauds - one.warned}",
        f"{one.questions * 1000 / one.hours:.0f}" if one.hours else "-",
    ]


def _counted(cases: Sequence[Case]) -> str:
    frauds = sum(case.is_fraud for case in cases)
    ambiguous = sum(case.ambiguous for case in cases)
    hours = sum(case.hours for case in cases if not case.is_fraud and not case.ambiguous)
    reported = sum(case.is_fraud and case.source != "made up" for case in cases)
    harmless = len(cases) - frauds - ambiguous
    return (
        f"{len(cases)} cases: {frauds} frauds, {reported} of them after reports; {harmless} harmless ones of "
        f"{hours:,.0f} hours; and {ambiguous} ambiguous ones. Each is played with {len(Sensors)} sets of sensors: "
        f"{len(cases) * len(Sensors):,} timelines."
    )


def _levels(listed: Sequence[Score]) -> Iterator[list[str]]:
    yield ["notice or above", *(_share(one.noticed, one.frauds) for one in listed)]
    yield ["warning or above", *(_share(one.warned, one.frauds) for one in listed)]
    yield ["critical", *(_share(one.critical, one.frauds) for one in listed)]


def _kinds(everything: Everything) -> Iterator[list[str]]:
    for kind in sorted({one.case.kind for one in everything[Sensors.FULL] if one.case.is_fraud}):
        found = [
            [one for one in played if one.case.is_fraud and one.case.kind == kind] for played in everything.values()
        ]
        warned = [sum(RANK[one.level] >= RANK[Level.WARNING] for one in played) for played in found]
        yield [kind.replace("_", " "), *(f"{w}/{len(played)}" for w, played in zip(warned, found, strict=True))]


def _words(sensors: Sensors) -> str:
    return sensors.replace("_", " ").replace("api", "API ")


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} ({part / whole:.0%})" if whole else "-"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"| {' | '.join('---' for _ in head)} |"
    yield from (f"| {' | '.join(row)} |" for row in rows)
