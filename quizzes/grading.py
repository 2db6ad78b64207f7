"""Grading: what an answer is worth, as pure functions."""


class UnacceptableAnswer(ValueError):
    """The answer names something that the question does not have, or too much of it."""


def choice_numbers(values):
    """Posted values as choice numbers. Raises UnacceptableAnswer for what is no number."""
    if not all(value.isascii() and value.isdigit() and len(value) <= 3 for value in values):
        raise UnacceptableAnswer("That is not one of the choices.")
    return [int(value) for value in values]


def clean_choices(kind, shown, numbers, *, key_count):
    """The response to store for chosen choice numbers: a sorted list, or None when blank.

    `shown` lists the numbers on the page; `key_count` is how many a multiple response asks for.
    Raises UnacceptableAnswer for a choice that was not shown, or for too many of them.
    """
    chosen = sorted(set(numbers))
    if not set(chosen) <= set(shown):
        raise UnacceptableAnswer("That is not one of the choices.")
    if kind == "single" and len(chosen) > 1:
        raise UnacceptableAnswer("This question has one answer.")
    if kind == "multiple" and len(chosen) > key_count:
        raise UnacceptableAnswer(f"Choose {key_count}, not more.")
    return chosen or None


def grade(kind, key, response):
    """Grade one response against the canonical key: `(points, max_points)`.

    Single answer and multiple response are all or nothing, for one point.
    """
    if kind not in ("single", "multiple"):
        raise ValueError(f"no grading for {kind}")
    return int(response is not None and sorted(response) == sorted(key)), 1
