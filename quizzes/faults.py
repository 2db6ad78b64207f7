"""What bars a wording from publication, in words."""

from collections import Counter

from quizzes.generators import faults_in


def faults_of(question):
    """Every fault of `question`, a Question with its choices and slots, as sentences."""
    choices, slots = list(question.choices.all()), list(question.slots.all())
    return _faults_of_words(question, choices, slots) + _faults_of_claims(question)


def _faults_of_claims(question):
    """What contradicts that the wording mends a typo only, or a wrong key."""
    if not question.statistics_from_id and not question.corrects_key:
        return []
    before = question.statistics_from or question.predecessor
    if before is None:
        return ["It says that the key was wrong before, and there was no wording before."]
    same_choices = {c.number for c in before.choices.all()} == {
        c.number for c in question.choices.all()
    }
    if before.kind != question.kind or not same_choices:
        return [f"It says that it only mends {before}, and has other choices than that."]
    has_same_key = before.canonical_key() == question.canonical_key()
    if question.statistics_from_id and not has_same_key:
        return ["It says that only a typo is mended, and has another key."]
    if question.corrects_key and has_same_key:
        return ["It says that the key was wrong before, and has the same key."]
    return []


def _faults_of_words(question, choices, slots):
    if question.is_generated:
        return _generator_faults(question, choices, slots)
    faults = [] if question.stem.strip() else ["There is no stem."]
    if len(choices) < 2:
        faults.append("There are fewer than two choices.")
    if not _count_up(choices):
        faults.append("The numbers of the choices are not 1, 2, 3 and so on.")
    texts = Counter((choice.group, choice.text.strip().casefold()) for choice in choices)
    if texts and max(texts.values()) > 1:
        faults.append("Two choices say the same.")
    if question.has_slots:
        return faults + _slot_faults(question, choices, slots)
    return faults + _choice_faults(question, choices)


def _count_up(parts):
    """Whether the parts have the numbers that a paper draws them and a page orders them by."""
    return sorted(part.number for part in parts) == list(range(1, len(parts) + 1))


def _generator_faults(question, choices, slots):
    faults = faults_in(question.generator, question.params)
    if choices or slots:
        faults.append("A generated question has no choices or slots of its own: remove them.")
    return faults


def _choice_faults(question, choices):
    keys = sum(choice.is_key for choice in choices)
    faults = []
    if not keys:
        faults.append("No choice is marked as the key.")
    if question.kind == "single" and keys > 1:
        faults.append(f"A single-answer question has one key; this one has {keys}.")
    if question.kind == "multiple" and choices and keys == len(choices):
        faults.append("Every choice is a key.")
    faults += [
        f"Choice {choice.number} has no rationale."
        for choice in choices
        if not choice.rationale.strip()
    ]
    return faults


def _slot_faults(question, choices, slots):
    faults = []
    if len(slots) < 2:
        faults.append("There are fewer than two slots to fill in.")
    if not _count_up(slots):
        faults.append("The numbers of the slots are not 1, 2, 3 and so on.")
    faults += [
        f"Slot {slot.number} has no rationale." for slot in slots if not slot.rationale.strip()
    ]
    own = {choice.pk: choice for choice in choices}
    for slot in slots:
        if slot.key_id not in own:
            faults.append(f"The key of slot {slot.number} is a choice of another question.")
        elif slot.group != own[slot.key_id].group:
            faults.append(f"The key of slot {slot.number} is not among the choices it offers.")
    if question.kind == "ordering":
        if {slot.key_id for slot in slots} != set(own) or len(slots) != len(choices):
            faults.append("An ordering question has one slot for each of its steps.")
    elif any(not slot.row.strip() for slot in slots):
        faults.append("A slot has no row.")
    if question.kind == "exhibit" and not question.exhibits:
        faults.append("There is no exhibit.")
    return faults
