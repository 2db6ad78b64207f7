"""Drawing an exam by its blueprint: seats by weight, tasks first, neighbours apart."""

from collections import Counter

DEFAULT_TASKS, MOST_TASKS = 4, 6


def seats(weights, total):
    """How many of `total` questions each domain gets, by its weight: Sainte-Laguë.

    Each seat goes to the domain with the largest weight / (2 · seats so far + 1); of equals to
    the first. Source: A. Sainte-Laguë, "La représentation proportionnelle et la méthode des
    moindres carrés", 1910.
    """
    given = [0] * len(weights)
    for _ in range(total):
        # Compared crosswise, in integers: w / (2s + 1) > v / (2t + 1).
        best = 0
        for n in range(1, len(weights)):
            if weights[n] * (2 * given[best] + 1) > weights[best] * (2 * given[n] + 1):
                best = n
        given[best] += 1
    return given


def draw(pool, weights, size, tasks, seen, rng):
    """The candidates of an exam, in the order of its paper.

    `weights` maps domain numbers to percent; `tasks` is how many performance-based ones come
    first; `seen` holds the item ids that the student has met. Within a domain the choice is
    uniform, among the unseen first; a domain that is short is filled from the others.
    """
    size = paper_size(pool, size, tasks)
    ranked = sorted(rng.sample(pool, len(pool)), key=lambda candidate: candidate.item_id in seen)
    quota = dict(zip(weights, seats(list(weights.values()), size), strict=True))
    drawn = []

    def take(candidates, most, *, over_quota=False):
        for candidate in candidates:
            if most <= 0:
                return
            if candidate not in drawn and (over_quota or quota[candidate.domain] > 0):
                drawn.append(candidate)
                quota[candidate.domain] -= 1
                most -= 1

    is_task = [candidate for candidate in ranked if candidate.is_task]
    others = [candidate for candidate in ranked if not candidate.is_task]
    take(is_task, min(tasks, size))
    take(is_task, min(tasks, size) - len(drawn), over_quota=True)
    first = len(drawn)
    take(others, size - len(drawn))
    take(others, size - len(drawn), over_quota=True)
    paper = apart(drawn[:first], rng)
    return paper + apart(drawn[first:], rng, after=paper[-1].objective if paper else None)


def paper_size(pool, most, tasks):
    """How many questions an exam of at most `most`, with `tasks` of them tasks, can have."""
    in_pool = sum(candidate.is_task for candidate in pool)
    return min(most, len(pool) - in_pool + min(tasks, in_pool))


def short_domains(pool, weights, size):
    """`{domain: (have, wanted)}` of each domain that cannot fill its seats without its tasks."""
    have = Counter(candidate.domain for candidate in pool if not candidate.is_task)
    wanted = dict(zip(weights, seats(list(weights.values()), size), strict=True))
    return {domain: (have[domain], n) for domain, n in wanted.items() if n > have[domain]}


def apart(candidates, rng, after=None):
    """The candidates in random order, so that two of one objective stand side by side only where
    it cannot be helped; `after` is the objective that comes before the first.
    """
    left = {}
    for candidate in rng.sample(candidates, len(candidates)):
        left.setdefault(candidate.objective, []).append(candidate)
    ordered = []
    while left:
        remaining = sum(map(len, left.values()))
        largest = max(left, key=lambda objective: len(left[objective]))
        others = [objective for objective in left if objective != after]
        if largest != after and 2 * len(left[largest]) > remaining:
            after = largest  # any later and some of it would have to stand together
        elif others:
            after = rng.choices(others, [len(left[objective]) for objective in others])[0]
        ordered.append(left[after].pop())
        if not left[after]:
            del left[after]
    return ordered
