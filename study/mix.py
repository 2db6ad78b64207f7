"""The recommended quiz: what was missed or is due, something new, something to refresh."""

from collections import defaultdict
from dataclasses import dataclass, field

from quizzes.blueprints import seats
from quizzes.papers import SMALLEST

SHARES = {"fix": 60, "new": 25, "refresh": 15}  # percent
MOST_ON_LAST_DAY = 10
# Right on so many days since the last miss: what is remembered may be the question, not the fact.
KNOWN_BY_HEART = 3


@dataclass
class Mix:
    """The items of a recommended quiz, by why they are in it."""

    fix: list = field(default_factory=list)
    new: list = field(default_factory=list)
    refresh: list = field(default_factory=list)
    stand_ins: int = 0  # how many of `fix` are asked with another question

    @property
    def items(self):
        return {place.item_id for place in (*self.fix, *self.new, *self.refresh)}

    @property
    def size(self):
        return len(self.items)

    def __str__(self):
        parts = ((self.fix, "to review"), (self.new, "new"), (self.refresh, "to refresh"))
        return " · ".join(f"{len(places)} {name}" for places, name in parts if places)


def size_today(standing):
    """How many questions to ask now: `room_in` the student's day."""
    return room_in(standing.plan, standing.today, standing.done_today)


def room_in(plan, today, done):
    """How many questions the local day `today` still has room for after `done`, 0 when full.

    A quiz that counts has five, so a smaller rest is rounded up. The last day before the exam is
    light, and the day itself is free.
    """
    days_left, most = plan.days_left(today), plan.most_a_day
    if days_left == 0:
        return 0
    if days_left == 1:
        most = min(most // 2, MOST_ON_LAST_DAY)
    left = most - done
    return max(left, SMALLEST) if left > 0 else 0


def mix_for(standing, size):
    """The Mix of `size` questions: 60 % missed or due, 25 % unseen, 15 % refresh.

    What a bucket lacks the others fill, the first of them first, as long as there is anything
    that was not right today already. The day of the exam and the one before it bring nothing new.
    """
    fix, refresh = _seen(standing)
    new = [] if standing.days_left in (0, 1) else _unseen(standing)
    quota = dict(zip(SHARES, seats(list(SHARES.values()), size), strict=True))
    buckets = {"fix": fix, "new": new, "refresh": refresh}
    taken = {name: min(quota[name], len(places)) for name, places in buckets.items()}
    for name, places in buckets.items():
        rest = size - sum(taken.values())
        taken[name] += min(rest, len(places) - taken[name])
    mix = Mix(**{name: places[: taken[name]] for name, places in buckets.items()})
    _stand_in(mix, new[taken["new"] :])
    return mix


def _seen(standing):
    """What was missed or is due, and the rest of what was seen: the least certain first."""
    free = [place for place in standing.seen if not place.is_asked]
    free = [place for place in free if not (standing.was_today(place) and place.known.is_right)]
    free.sort(key=standing.urgency)
    fix = [place for place in free if place.known.is_mistake or standing.is_due(place)]
    chosen = {place.item_id for place in fix}
    return fix, [place for place in free if place.item_id not in chosen]


def _unseen(standing):
    """What was never asked, in turn from each objective: the weakest objective first."""
    by_objective = defaultdict(list)
    for place in standing.unseen:
        if not place.is_asked:
            by_objective[place.objective_id].append(place)

    def strength(objective):
        seen = objective.seen
        # An objective of which nothing is known stands before one that goes well.
        return sum(place.known.is_right for place in seen) / len(seen) if seen else 0.5

    order = sorted(standing.objectives, key=strength)
    queues = [by_objective[o.pk] for o in order if o.pk in by_objective]
    rounds = range(max(map(len, queues), default=0))
    return [queue[n] for n in rounds for queue in queues if n < len(queue)]


def _stand_in(mix, unseen):
    """Ask an unseen question of the same objective instead of one that is known by heart."""
    spare = defaultdict(list)
    for place in reversed(unseen):
        spare[place.objective_id].append(place)
    for n, place in enumerate(mix.fix):
        if place.known.run >= KNOWN_BY_HEART and spare[place.objective_id]:
            mix.fix[n] = spare[place.objective_id].pop()
            mix.stand_ins += 1
