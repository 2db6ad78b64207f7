"""Stems that are nearly those of others, found without comparing each with each."""

from collections import Counter, defaultdict
from math import ceil

from quizzes.bank.lint import TOO_ALIKE, runs_of

MOST_COMPARED = 200  # per stem


class Likeness:
    """Looks for the first stem that is too alike, by the measure of `quizzes.bank.lint`.

    Of two sets of runs that are alike enough, the rarest runs of one and of the other have one
    in common. So only those are in the index, and a run that all stems share leads nowhere.
    """

    def __init__(self, stems):
        """`stems`: every stem there is, {name: text}: it tells how common a run is."""
        self._runs = {name: _hashes(text) for name, text in stems.items()}
        self._times = Counter(run for runs in self._runs.values() for run in runs)
        self._index = defaultdict(list)

    def add(self, name):
        """Let later stems be compared with this one."""
        for run in self._rarest(name):
            self._index[run].append(name)

    def like(self, name):
        """The name of a stem that is too alike to that of `name`, with the share, or None."""
        mine, compared = self._runs[name], set()
        for run in self._rarest(name):
            for other in self._index[run]:
                if other == name or other in compared:
                    continue
                if (found := share(mine, self._runs[other])) > TOO_ALIKE:
                    return other, found
                compared.add(other)
                if len(compared) >= MOST_COMPARED:
                    return None
        return None

    def _rarest(self, name):
        runs = sorted(self._runs[name], key=lambda run: (self._times[run], run))
        return runs[: len(runs) - ceil(TOO_ALIKE * len(runs)) + 1]


def share(mine, theirs):
    """Jaccard's measure of two sets: what is in both, by what is in either."""
    both = len(mine & theirs)
    return both / (len(mine) + len(theirs) - both)


def _hashes(text):
    """The runs as numbers, which are small. A text without a word has none."""
    return {hash(run) for run in runs_of(text) if run}
