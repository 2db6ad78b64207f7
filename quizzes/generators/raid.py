"""What a RAID array holds, and how many drives it may lose."""

from dataclasses import dataclass

from quizzes.generators.base import Generator, Param, Possible, compose

REFERENCE = "SNIA Common RAID Disk Data Format (DDF) Specification 2.0, RAID levels"
SIZES = (2, 4, 6, 8, 10, 12)  # TB: even, so that half of them is whole
COUNTS = ("No drive", "One drive", "Two drives", "Three drives", "Four drives", "Five drives")
COUNTS += ("Six drives", "Seven drives", "Eight drives")


@dataclass(frozen=True)
class Level:
    """A RAID level: of its drives `survives` may fail; `how` says what it does."""

    name: str
    survives: int  # for certain, whichever drives they are
    has_parity: bool
    how: str

    def holds(self, drives, size):
        """The TB that remain of so many drives of `size` TB."""
        if self.name == "RAID 10":
            return drives * size // 2
        if self.name == "RAID 1":
            return size
        return (drives - (self.survives if self.has_parity else 0)) * size


LEVELS = {
    "0": Level("RAID 0", 0, False, "stripes without any redundancy"),
    "1": Level("RAID 1", 1, False, "keeps the same data on every drive"),
    "5": Level("RAID 5", 1, True, "stripes with parity worth one drive"),
    "6": Level("RAID 6", 2, True, "stripes with parity worth two drives"),
    "10": Level("RAID 10", 1, False, "stripes over pairs of mirrored drives"),
}


def _raid(dice, *, asks, levels):
    return QUESTIONS[asks](dice, LEVELS[dice.one(levels.split("-"))])


def _tb(amount):
    return f"{amount:,} TB"


def _drives(dice, level):
    """How many drives: an even number for mirrored pairs, enough to tell the levels apart."""
    return dice.one((4, 6, 8) if level.name == "RAID 10" else (5, 6, 7, 8))


def _capacity(dice, level):
    members, size, spares = _drives(dice, level), dice.one(SIZES), dice.number(0, 1)
    drives, key = members + spares, level.holds(members, size)
    wrong = []
    for other in LEVELS.values():
        if other is not level and other.name != "RAID 1":
            sums = _arithmetic(other, members, size)
            why = f"{sums} is what {other.name} would leave: it {other.how}."
            if other.name == "RAID 10":
                why = f"It is half of the {members} drives, as mirrored pairs would leave."
            wrong.append((other.holds(members, size), why))
    wrong.append((size, f"It is one drive: as if all {members} were mirrors of each other."))
    wrong.append((key - size, f"It takes off {_tb(size)} more than {level.name} does."))
    if spares:
        why = "It counts the hot spare, which holds no data until a drive fails."
        wrong += [
            (level.holds(drives, size), why),
            (drives * size, f"{why} It leaves out nothing."),
        ]
        if level.name == "RAID 10":
            wrong[-2] = (key + size, why)
    spare = f" and 1 as a hot spare: {drives} drives" if spares else ""
    return compose(
        dice,
        stem=f"A server gets an array of {level.name} with {members} drives of {_tb(size)} as"
        f" members{spare}. How much capacity is usable, before formatting?",
        key=Possible(key, _tb(key), f"{_arithmetic(level, members, size)}."),
        wrong=[Possible(value, _tb(value), why) for value, why in dice.shuffled(wrong)],
        rationale=f"{level.name} {level.how}. {_arithmetic(level, members, size)}."
        + (" A hot spare adds nothing: it waits for a failure." if spares else ""),
        reference=REFERENCE,
    )


def _arithmetic(level, drives, size):
    total = _tb(level.holds(drives, size))
    if level.name == "RAID 10":
        return f"{drives} ÷ 2 × {_tb(size)} = {total}"
    if level.name == "RAID 0":
        return f"{drives} × {_tb(size)} = {total}"
    return f"({drives} − {level.survives}) × {_tb(size)} = {total}"


def _survives(dice, level):
    drives = _drives(dice, level)
    pairs = drives // 2
    reasons = {
        0: f"That is RAID 0, which has no redundancy; {level.name} {level.how}.",
        1: "That is RAID 5, with parity worth one drive.",
        2: "That is RAID 6, with parity worth two drives.",
        3: f"{level.name} has no third copy or parity to make up for a third drive.",
        drives - 1: f"Only if all {drives} drives were copies of one another.",
    }
    if level.name == "RAID 10":
        reasons[2] = "Two that fail may be the two of one pair, and then its data is gone."
        reasons[pairs] = f"Only with luck, when each of the {pairs} pairs loses one drive."
    reasons[level.survives] = (
        "The other drive of the pair has the same data; a second failure may hit just that one."
        if level.name == "RAID 10"
        else f"Its parity, worth {COUNTS[level.survives].lower()}, makes up for what is missing."
    )
    key, *wrong = [
        Possible(number, COUNTS[number], reasons[number])
        for number in (level.survives, *dice.shuffled(sorted(reasons.keys() - {level.survives})))
    ]
    return compose(
        dice,
        stem=f"An array of {level.name} has {drives} drives and no hot spare. How many of them can"
        " fail before a rebuild, WHICHEVER they are, without any loss of data?",
        key=key,
        wrong=wrong,
        rationale=f"{level.name} {level.how}. What counts is the worst case: it survives"
        f" {COUNTS[level.survives].lower()} for certain, with {drives} drives as with any number."
        " RAID is no backup all the same.",
        reference=REFERENCE,
    )


def _fewest(dice, level):
    data, size = dice.number(4, 8), dice.one(SIZES)
    need = data * size
    extra = level.survives
    key = 2 * data if level.name == "RAID 10" else data + extra
    wrong = []
    for count in sorted({data, data + 1, data + 2, data + 3, 2 * data, 2 * data + 2} - {key}):
        if level.name == "RAID 10" and count % 2:
            why = f"Pairs need an even number, and {2 * (count // 2)} drives hold too little."
            why = why if count < key else "Pairs need an even number of drives."
        elif count < key:
            why = f"They leave {_tb(level.holds(count, size))}, less than {_tb(need)}."
        else:
            why = f"They leave {_tb(level.holds(count, size))}, but fewer drives are enough."
        wrong.append((count, why))
    return compose(
        dice,
        stem=f"A video archive needs at least {_tb(need)} of usable capacity in one array of"
        f" {level.name}, from drives of {_tb(size)}. What is the SMALLEST number of drives?",
        key=Possible(key, f"{key} drives", f"{_arithmetic(level, key, size)}."),
        wrong=[Possible(count, f"{count} drives", why) for count, why in dice.shuffled(wrong)],
        rationale=f"{level.name} {level.how}. The data alone fills {_tb(need)} ÷ {_tb(size)} ="
        f" {data} drives; "
        + ("each has a mirror" if level.name == "RAID 10" else f"parity takes {extra} more")
        + f", which makes {key}.",
        reference=REFERENCE,
    )


def _level(dice, level):
    drives, size = _drives(dice, level), dice.one(SIZES)
    need, failures = level.holds(drives, size), level.survives
    wishes = [
        f"offer at least {_tb(need)}",
        f"lose no data when any {'one drive fails' if failures == 1 else 'two drives fail'}",
    ]
    if not level.has_parity:
        wishes = [", ".join(wishes) + ",", "write without calculating parity"]

    def verdict(other):
        left = other.holds(drives, size)
        if other is level:
            return f"It {other.how}: {_arithmetic(level, drives, size)}."
        if other.name == "RAID 10" and drives % 2:
            return f"It {other.how}, which {drives} drives do not make."
        if left < need:
            return f"It leaves {_tb(left)} of {drives} drives, less than {_tb(need)}."
        if other.survives < failures:
            times = "no failed drive" if other.survives == 0 else "only one failed drive"
            return f"It leaves {_tb(left)}, but survives {times}."
        return f"It leaves {_tb(left)}, but calculates parity for every write."

    others = dice.shuffled([each for each in LEVELS.values() if each is not level])
    places = dice.shuffled(range(len(LEVELS)))  # by their numbers, RAID 10 would come last
    key, *wrong = [
        Possible(place, each.name, verdict(each))
        for place, each in zip(places, (level, *others), strict=True)
    ]
    return compose(
        dice,
        stem=f"One array of {drives} drives of {_tb(size)} each must {' and '.join(wishes)}. Which"
        " RAID level fits?",
        key=key,
        wrong=wrong,
        rationale=f"{level.name} {level.how}. Of {drives} drives of {_tb(size)} it leaves"
        f" {_tb(need)}, and it survives {COUNTS[failures].lower()} for certain.",
        reference=REFERENCE,
    )


QUESTIONS = {"capacity": _capacity, "survives": _survives, "fewest": _fewest, "level": _level}
RAID = Generator(
    "raid",
    "RAID",
    (
        Param(
            "asks",
            "what is asked",
            "RAID 0 and RAID 1 occur as wrong choices.",
            {
                "capacity": "usable capacity",
                "survives": "drives that may fail",
                "fewest": "smallest number of drives",
                "level": "level that fits",
            },
        ),
        Param(
            "levels",
            "RAID levels",
            "The right one is one of these. With RAID 10 it is harder.",
            {"5-6": "RAID 5 and 6", "5-6-10": "RAID 5, 6 and 10"},
        ),
    ),
    _raid,
)
