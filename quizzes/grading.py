"""Grading: what an answer is worth, as pure functions.

A response is a list of choice numbers (single answer, multiple response, generated), a dict of
slot number (as a string, for it is stored as JSON) to choice number (ordering, matching, exhibit),
or None for a blank. The canonical key of a question has the same form.
"""

SLOT_KINDS = ("ordering", "matching", "exhibit")
CHOICE_KINDS = ("single", "multiple", "generated")
SLOT_POINTS = 3


class UnacceptableAnswer(ValueError):
    """The answer names something that the question does not have, or too much of it."""


def max_points(kind):
    """What a fully right answer is worth in the scaled estimate."""
    return SLOT_POINTS if kind in SLOT_KINDS else 1


def grade(kind, key, response):
    """Grade one response against the canonical key: `(points, max_points)`.

    What is chosen among choices is all or nothing, for one point. Ordering, matching and
    exhibits earn their three points by the share of right slots, rounded down.
    """
    if kind in CHOICE_KINDS:
        return int(response is not None and sorted(response) == sorted(key)), max_points(kind)
    if kind in SLOT_KINDS:
        right = sum((response or {}).get(slot) == number for slot, number in key.items())
        return SLOT_POINTS * right // len(key), max_points(kind)
    raise ValueError(f"no grading for {kind}")


def clean_response(kind, key, shown, chosen):
    """The response to store for what a page posted, or None when it is blank.

    `shown` lists the choice numbers on the page; `chosen` is a list of choice numbers, or a dict
    of slot number to choice number. Raises UnacceptableAnswer.
    """
    if kind in SLOT_KINDS:
        return _clean_slots(kind, key, shown, chosen)
    if isinstance(chosen, dict):
        raise UnacceptableAnswer("This question has choices, not slots.")
    numbers = sorted(set(chosen))
    _refuse_unknown(numbers, shown)
    if kind != "multiple" and len(numbers) > 1:
        raise UnacceptableAnswer("This question has one answer.")
    if kind == "multiple" and len(numbers) > len(key):
        raise UnacceptableAnswer(f"Choose {len(key)}, not more.")
    return numbers or None


def _clean_slots(kind, key, shown, chosen):
    if not isinstance(chosen, dict):
        if chosen:
            raise UnacceptableAnswer("This question has slots to fill in.")
        return None
    response = {str(slot): number for slot, number in chosen.items()}
    if not set(response) <= set(key):
        raise UnacceptableAnswer("That is not one of the slots.")
    _refuse_unknown(response.values(), shown)
    if kind == "ordering" and len(set(response.values())) < len(response):
        raise UnacceptableAnswer("A step has two places.")
    return response or None


def _refuse_unknown(numbers, shown):
    if not set(numbers) <= set(shown):
        raise UnacceptableAnswer("That is not one of the choices.")


def read_post(data):
    """What a page posted, a QueryDict: `choice` numbers, or slots, or places of steps.

    `s<slot>=<choice>` fills a slot in; `p<choice>=<place>` puts a step in its place, which is the
    slot of that number. Empty values are blanks. Returns a list or a dict for `clean_response`.
    Raises UnacceptableAnswer for what is no number, and for two steps in one place.
    """
    if data.getlist("choice"):
        return choice_numbers(data.getlist("choice"))
    slots = {}
    for name, value in data.items():
        if name[:1] not in ("s", "p") or not name[1:].isdigit() or not value:
            continue
        first, second = _number(name[1:]), _number(value)
        slot, choice = (first, second) if name[0] == "s" else (second, first)
        if slot in slots:
            raise UnacceptableAnswer(f"Two steps have the number {slot}.")
        slots[slot] = choice
    return slots or []


def choice_numbers(values):
    """Posted values as numbers. Raises UnacceptableAnswer for what is none."""
    return [_number(value) for value in values]


def _number(value):
    if not (value.isascii() and value.isdigit() and len(value) <= 3):
        raise UnacceptableAnswer("That is not one of the choices.")
    return int(value)
