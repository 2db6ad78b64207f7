"""The whole bank under the lens: each wording, the stems side by side, the balance of each exam."""

import re
from collections import Counter, defaultdict

from quizzes.bank.balance import survey
from quizzes.bank.wording import faults_of, warnings_of

GRAM = 5  # words
TOO_ALIKE = 0.5


def lint(blueprints, entries):
    """Faults and warnings as sentences, and a Survey of each exam.

    `blueprints` and `entries` map exam codes, as quizzes.bank.entries reads them.
    """
    written = [each for some in entries.values() for each in some if not each.is_generated]
    faults = [f"{entry.code}: {fault}" for entry in written for fault in faults_of(entry)]
    faults += alike({entry.code: entry.question.stem for entry in written})
    surveys = [survey(blueprint, entries[code]) for code, blueprint in blueprints.items()]
    faults += [f"{each.blueprint.exam}: {said}" for each in surveys for said in each.missing]
    warnings = [f"{entry.code}: {said}" for entry in written for said in warnings_of(entry)]
    return faults, warnings, surveys


def alike(stems):
    """A sentence for each two of `stems`, {code: stem}, that share too many runs of words.

    The measure is Jaccard's: runs in both, by runs in either. Only stems that share a run are
    compared, by an index from runs to stems.
    """
    faults, index, runs = [], defaultdict(list), {}
    for code, stem in stems.items():
        runs[code] = runs_of(stem)
        shared = Counter(other for run in runs[code] for other in index[run])
        for other, both in shared.items():
            likeness = both / (len(runs[code]) + len(runs[other]) - both)
            if likeness > TOO_ALIKE:
                faults.append(f"{code}: its stem is {likeness:.0%} that of {other}.")
        for run in runs[code]:
            index[run].append(code)
    return faults


def runs_of(text):
    """The runs of five words in `text`; of a shorter text the whole."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[n : n + GRAM]) for n in range(max(1, len(words) - GRAM + 1))}
