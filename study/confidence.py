"""How sure, and how right: what a student believes and is wrong about."""

from dataclasses import dataclass

from quizzes.models import UserAnswer

Confidence = UserAnswer.Confidence
LEVELS = (Confidence.SURE, Confidence.UNSURE, Confidence.GUESS)
CELLS = [(is_right, level) for is_right in (True, False) for level in LEVELS]


@dataclass
class Grid:
    """How many questions stand where, by their newest answers."""

    counts: dict  # (is_right, confidence) → questions
    unsaid: int  # answered without saying how sure

    @property
    def total(self):
        return sum(self.counts.values())

    @property
    def confident_misses(self):
        """Sure, and wrong: what is worth most to look at."""
        return self.counts[False, Confidence.SURE]

    @property
    def rows(self):
        """`(level, right, wrong)` counts, the surest first."""
        return [(level, self.counts[True, level], self.counts[False, level]) for level in LEVELS]


def grid_of(counted):
    """The Grid of a mapping from `(is_right, confidence or None)` to questions."""
    counts = {(right, level): counted.get((right, level), 0) for right, level in CELLS}
    return Grid(counts, sum(counted.values()) - sum(counts.values()))
