"""What generators are made of: dice, parameters, and how the four choices are picked."""

import random
from collections.abc import Callable
from dataclasses import dataclass

CHOICES = 4


class Dice:
    """Throws that a seed decides for ever.

    Of all that Python's generators offer, only the numbers of `random()` are promised to stay
    the same from version to version, so everything here comes from them.
    """

    def __init__(self, seed):
        self._random = random.Random(seed).random  # noqa: S311

    def number(self, low, high):
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def one(self, rows):
        return rows[self.number(0, len(rows) - 1)]

    def shuffled(self, rows):
        left = list(rows)
        return [left.pop(self.number(0, len(left) - 1)) for _ in range(len(left))]


@dataclass(frozen=True)
class Param:
    """Something that staff choose for a generator: one of a few values, each with a label."""

    name: str
    label: str
    help: str
    choices: dict[str, str]


@dataclass(frozen=True)
class Generator:
    """`make(dice, **params)` returns a `Generated`, the same for the same dice."""

    name: str
    title: str
    params: tuple[Param, ...]
    make: Callable


@dataclass(frozen=True)
class Possible:
    """A value that might be chosen, its text, and why it is right or wrong."""

    value: int | float | str  # choices stand in the order of their values
    text: str
    why: str


@dataclass(frozen=True)
class Generated:
    """One question with numbers of its own. As a dict it is what `UserAnswer.shown` stores."""

    stem: str
    choices: list[dict]  # text, is_key, rationale; their numbers count from 1
    rationale: str
    reference: str


def compose(dice, *, stem, key, wrong, rationale, reference):
    """A question of the Possible `key` and three of `wrong`, in the order of their values.

    The first of `wrong` is always among them; the others as the dice put the key in first,
    second, third or fourth place, earlier ones before later ones. Of `wrong` that say the same,
    the first stands.
    """
    others = {}
    for possible in wrong:
        if possible.text != key.text:
            others.setdefault(possible.text, possible)
    first, *_ = others.values()
    below = [possible for possible in others.values() if possible.value < key.value]
    above = [possible for possible in others.values() if possible.value > key.value]
    places = [
        place
        for place in range(CHOICES)
        if first in below[:place] + above[: CHOICES - 1 - place]
        and place <= len(below)
        and CHOICES - 1 - place <= len(above)
    ]
    place = dice.one(places)
    picked = sorted(
        [key, *below[:place], *above[: CHOICES - 1 - place]], key=lambda possible: possible.value
    )
    choices = [
        {"text": possible.text, "is_key": possible is key, "rationale": possible.why}
        for possible in picked
    ]
    return Generated(stem, choices, rationale, reference)
