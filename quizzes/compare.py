"""Two wordings of an item beside each other: what was taken out, and what came in."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing takes words times words. Beyond this the one text stands whole beside the other.
MANY = 4_000_000


@dataclass
class Piece:
    """A run of text that stayed ("same"), went out ("old") or came in ("new")."""

    text: str
    fate: str


@dataclass
class Change:
    """A part of a wording that reads differently: its name and its Pieces, in reading order."""

    name: str
    pieces: list


def compare(old, new):
    """What differs between two Questions, as `(changes, same)`.

    `changes` are Changes, `same` the names of the parts that have words and read the same. A
    choice is compared with the one of the same text, or else with the one that has its number.
    """
    before, after = _texts(old), _texts(new)
    rows = [(name, before[name], after[name]) for name in after]
    for noun, say, pairs in (
        ("Choice", _choice, _paired(old.choices.all(), new.choices.all())),
        ("Slot", _slot, _by_number(old.slots.all(), new.slots.all())),
    ):
        for was, now in pairs:
            rows.append((_title(noun, was, now), say(was), say(now)))
            rows.append((f"Reason of {noun.lower()} {(now or was).number}", _why(was), _why(now)))
    changes = [Change(name, pieces(a, b)) for name, a, b in rows if a != b or "(" in name]
    return changes, [name for name, a, b in rows if a == b and a and "(" not in name]


def pieces(old, new):
    """The words of two texts as Pieces: without the old ones they are `new`, and vice versa."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    if len(before) * len(after) > MANY:
        return [Piece(old, "old"), Piece(new, "new")]
    # In long texts difflib takes no word that fills them for an anchor: a table of zeros would
    # take it minutes otherwise.
    matcher = SequenceMatcher(None, before, after)
    if not _are_alike(before, after, matcher):
        return [Piece(text, fate) for text, fate in ((old, "old"), (new, "new")) if text]
    found = []
    for kind, a, a_end, b, b_end in matcher.get_opcodes():
        gone, come = "".join(before[a:a_end]), "".join(after[b:b_end])
        if kind == "equal":
            found.append(Piece(come, "same"))
        else:
            found += [Piece(text, fate) for text, fate in ((gone, "old"), (come, "new")) if text]
    return found


def _are_alike(before, after, matcher):
    """Whether a third of the words stayed: with fewer, a text of crumbs is hard to read."""
    kept = [word for a, _, size in matcher.get_matching_blocks() for word in before[a : a + size]]
    words, all_words = (sum(word[0].isalnum() for word in each) for each in (kept, before + after))
    return words * 6 >= all_words


def _texts(question):
    """The parts that every wording has once, by name, as its form asks for them."""
    return {
        "Kind": question.get_kind_display(),
        "Markdown": "yes" if question.is_markdown else "no",
        "Stem": "" if question.is_generated else question.stem,
        "Exhibits": "\n\n".join(f"{each['title']}\n{each['text']}" for each in question.exhibits),
        "Difficulty": question.get_difficulty_display(),
        "Level": question.get_level_display(),
        "Keeps the order of its choices": "yes" if question.keeps_order else "no",
        "Rationale": question.rationale,
        "Reference": question.reference,
        "Generator": question.words if question.is_generated else "",
    }


def _choice(choice):
    if choice is None:
        return ""
    group = choice.group and f"Group: {choice.group}"
    return _lines(choice.text, choice.is_key and "Key", group)


def _slot(slot):
    if slot is None:
        return ""
    group = slot.group and f"Group: {slot.group}"
    return _lines(slot.row, slot.column, group, f"Key: {slot.key.text}")


def _why(part):
    return part.rationale if part else ""


def _lines(*texts):
    return "\n".join(text for text in texts if text)


def _title(noun, was, now):
    """The name of a choice or slot. What stands in brackets changed, whatever it says."""
    if was is None or now is None:
        return f"{noun} {(was or now).number} ({'new' if was is None else 'removed'})"
    if was.number != now.number:
        return f"{noun} {now.number} (was {was.number})"
    return f"{noun} {now.number}"


def _paired(old, new):
    """Choices as pairs, None where one has no other."""
    old, new = list(old), list(new)
    pairs = []
    for was in list(old):
        now = next((each for each in new if each.text == was.text), None)
        if now:
            pairs.append((was, now))
            old.remove(was)
            new.remove(now)
    pairs += _by_number(old, new)
    return sorted(pairs, key=lambda pair: (pair[1] or pair[0]).number)


def _by_number(old, new):
    before, after = ({each.number: each for each in parts} for parts in (old, new))
    return [(before.get(n), after.get(n)) for n in sorted(before.keys() | after.keys())]
