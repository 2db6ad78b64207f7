"""The figures of one exam's questions: what there is, what is wanted, what is missing."""

import re
from collections import Counter
from dataclasses import dataclass

from quizzes.blueprints import seats
from quizzes.models import Question

PER_EXAM, PER_OBJECTIVE, EXHIBITS = 200, 4, 8
TIMES = 2  # so often an exam can be drawn without asking anything again

# Percent of the written questions, from and to. The guide says about 20, 50 and 30 for levels and
# 25, 50 and 25 for difficulties; five points more or less are taken for about.
ABOUT = 5
KINDS = {"single": (70, 75), "multiple": (12, 15), "ordering": (6, 8), "matching": (6, 8)}
LEVELS = {"recall": 20, "apply": 50, "analyze": 30}
DIFFICULTIES = {1: 25, 2: 50, 3: 25}
DOMAIN = 2  # points off its weight
POSITION, POSITION_OFF = 25, 6
KEY_LONGEST = 30
NEGATIVE = 2

KIND_NAMES = dict(Question.Kind.choices)
WRITTEN_KINDS = [kind for kind in KIND_NAMES if kind != Question.Kind.GENERATED]


@dataclass(frozen=True)
class Figure:
    """One count, with the bounds of its share in percent (`of` given) or of itself."""

    group: str
    name: str
    count: int
    of: int | None = None
    low: int | None = None
    high: int | None = None

    @property
    def share(self):
        """Percent, or None where there is nothing to have a share of."""
        return 100 * self.count / self.of if self.of else None

    @property
    def is_good(self):
        if self.of == 0:
            return True
        # In integers: 70 percent of 220 are exactly 154.
        count, of = (self.count, 1) if self.of is None else (100 * self.count, self.of)
        return (self.low or 0) * of <= count and (self.high is None or count <= self.high * of)

    @property
    def wanted(self):
        """The bounds in words, empty when there are none."""
        unit = "" if self.of is None else " %"
        if self.low is None and self.high is None:
            return ""
        if self.high is None:
            return f"at least {self.low}{unit}"
        return (
            f"at most {self.high}{unit}" if self.low is None else f"{self.low} to {self.high}{unit}"
        )

    @property
    def value(self):
        return f"{self.count}" if self.of is None else f"{self.count} of {self.of}"

    def __str__(self):
        share = "" if self.share is None else f" ({self.share:.1f} %)"
        wanted = f", wanted {self.wanted}" if self.wanted else ""
        return f"{self.group}, {self.name}: {self.value}{share}{wanted}"


@dataclass(frozen=True)
class Row:
    """An objective in the coverage grid."""

    domain: int
    code: str
    title: str
    cells: list  # of each written kind, how many of each difficulty
    total: int

    @property
    def is_good(self):
        return self.total >= PER_OBJECTIVE


@dataclass(frozen=True)
class Survey:
    """Everything that is counted of an exam's questions. Generated ones count apart."""

    blueprint: object
    figures: list
    rows: list
    totals: list

    @property
    def live(self):
        return self.figures[0].count

    @property
    def missing(self):
        """A sentence for each bound that is not kept."""
        return [f"{figure}." for figure in self.figures if not figure.is_good] + [
            f"Objective {row.code} {row.title}: {row.total}, wanted at least {PER_OBJECTIVE}."
            for row in self.rows
            if not row.is_good
        ]


def survey(blueprint, entries):
    """The Survey of `entries`, all of one exam, against its blueprint."""
    written = [entry for entry in entries if not entry.is_generated]
    figures = [
        Figure("Questions", "Written and live", len(written), low=PER_EXAM),
        Figure("Questions", "Generated and live", len(entries) - len(written)),
        *_kinds(written),
        *_tags(written),
        *_keys(written),
        *_domains(blueprint, written),
    ]
    rows = [_row(place, title, written) for place, title in blueprint.objectives.items()]
    return Survey(blueprint, figures, rows, _cells(written))


def _kinds(written):
    count = Counter(entry.question.kind for entry in written)
    for kind, (low, high) in KINDS.items():
        yield Figure("Types", KIND_NAMES[kind], count[kind], len(written), low, high)
    yield Figure("Types", KIND_NAMES["exhibit"], count["exhibit"], low=EXHIBITS)


def _tags(written):
    for group, field, wanted in (
        ("Levels", "level", LEVELS),
        ("Difficulty", "difficulty", DIFFICULTIES),
    ):
        count = Counter(getattr(entry.question, field) for entry in written)
        names = dict(Question._meta.get_field(field).choices)
        for value, share in wanted.items():
            bounds = (share - ABOUT, share + ABOUT)
            yield Figure(group, names[value], count[value], len(written), *bounds)


def _keys(written):
    singles = [entry for entry in written if entry.question.kind == "single"]
    fours = [entry for entry in singles if len(entry.choices) == 4]
    count = Counter(choice.number for entry in fours for choice in entry.keys)
    for place in range(1, 5):
        bounds = (POSITION - POSITION_OFF, POSITION + POSITION_OFF)
        yield Figure("Key of four choices", f"In place {place}", count[place], len(fours), *bounds)
    longest = sum(map(key_is_longest, singles))
    yield Figure("Cues", "Key is the longest choice", longest, len(singles), high=KEY_LONGEST)
    negative = sum(bool(re.search(r"\b(NOT|EXCEPT|LEAST)\b", e.question.stem)) for e in written)
    yield Figure("Cues", "NOT, EXCEPT or LEAST asked", negative, len(written), high=NEGATIVE)


def key_is_longest(entry):
    """Whether somebody who knows nothing finds the key by its length."""
    wrong = max((len(choice.text) for choice in entry.wrong), default=0)
    return all(len(choice.text) > wrong for choice in entry.keys)


def _domains(blueprint, written):
    """Shares as the exam weighs them, and enough without tasks: an exam can do without."""
    count = Counter(entry.domain for entry in written)
    plain = Counter(entry.domain for entry in written if not entry.question.has_slots)
    weights = blueprint.weights
    for domain, weight in weights.items():
        bounds = (weight - DOMAIN, weight + DOMAIN)
        yield Figure("Domains", f"Domain {domain}", count[domain], len(written), *bounds)
    quota = seats(list(weights.values()), blueprint.size) if weights else []
    for domain, number in zip(weights, quota, strict=True):
        name = f"Domain {domain}, without tasks"
        yield Figure("Enough for two exams", name, plain[domain], low=TIMES * number)


def _row(place, title, written):
    here = [entry for entry in written if (entry.domain, entry.objective) == place]
    return Row(place[0], f"{place[0]}.{place[1]}", title, _cells(here), len(here))


def _cells(entries):
    count = Counter((entry.question.kind, entry.question.difficulty) for entry in entries)
    return [[count[kind, difficulty] for difficulty in DIFFICULTIES] for kind in WRITTEN_KINDS]
