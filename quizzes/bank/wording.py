"""What is wrong with one wording: its shape, its phrases, and the facts that a list can tell."""

import re
from ipaddress import ip_address

from quizzes.bank.facts import ADDRESSES, COMMANDS, PORTS, PROGRAMS, SERVICES
from quizzes.grading import CHOICE_KINDS

LONGEST_EXHIBIT = 15  # lines
MOST_RATIO = 1.5  # of the longest choice to the shortest

BANNED = {
    "an answer “above”": r"(?i)\bthe above\b|\bas (stated|said|mentioned|noted) above\b",
    "“both A and B”": r"\b[Bb]oth [A-F1-6] (and|&) [A-F1-6]\b|\b[Nn]either [A-F] nor [A-F]\b",
    "the word “you”": r"(?i)\byou(r|rs|rself)?\b",
    "an outdated word (on-path, screened subnet)": r"\b(DMZ|M[Ii]TM|[Mm]an-in-the-middle)\b",
}
# Choices are shuffled, so nothing may call them by a place.
PLACE = (
    r"\b([Oo]ption|[Cc]hoice|[Aa]nswer)s? ([A-F]|[1-6])\b"
    r"|(?i:\b(first|second|third|fourth|fifth|last|previous) (option|choice|distractor)\b)"
)
# The verdict is shown by the page.
VERDICT = r"(?i)^(correct|incorrect|wrong|right|true|false)\s*[.:,;!]"
ABSOLUTE = r"(?i)\b(always|never|impossible|guaranteed?s?|completely|entirely|without exception)\b"


def faults_of(entry):
    """Every fault of `entry` as a sentence."""
    checks = (_missing, _shape, _phrases, _absolutes, _order, _ports, _commands, _addresses)
    return [fault for check in checks for fault in check(entry)]


def warnings_of(entry):
    """What is to be looked at, and may be right."""
    lengths = [len(choice.text) for choice in entry.choices]
    if entry.question.kind in CHOICE_KINDS and max(lengths) > MOST_RATIO * min(lengths):
        yield f"the longest choice has {max(lengths)} characters, the shortest {min(lengths)}."


def _missing(entry):
    question = entry.question
    for name in ("rationale", "reference", "written_on"):
        if not str(getattr(question, name) or "").strip():
            yield f"no {name.replace('_', ' ')}."
    explained = entry.slots if question.has_slots else entry.choices
    for part in explained:
        if not part.rationale.strip():
            yield f"{part._meta.verbose_name} {part.number} has no rationale."


def _shape(entry):
    question, choices, keys = entry.question, entry.choices, entry.keys
    for parts in (choices, entry.slots):
        if [part.number for part in parts] != list(range(1, len(parts) + 1)):
            yield "its choices or slots are not numbered 1, 2, 3 and so on."
    said = [(choice.group, choice.text.strip().casefold()) for choice in choices]
    if len(set(said)) < len(said):
        yield "two choices say the same."
    if question.has_slots:
        key = {str(number): choice for number, choice in entry.slot_keys.items()}
        yield from _slots(entry)
    else:
        key = [choice.number for choice in keys]
    if question.key != key:
        yield f"its key is stored as {question.key}, but {key} is marked."
    if question.kind == "single" and (len(keys) != 1 or len(choices) not in (3, 4)):
        yield f"a single answer has 4 or 3 choices and one key, not {len(choices)} and {len(keys)}."
    if question.kind == "multiple":
        told = re.search(r"\(Choose (TWO|THREE)\.\)", question.stem)
        if not told or (told[1], len(choices), len(keys)) not in (("TWO", 5, 2), ("THREE", 6, 3)):
            yield "a multiple response says (Choose TWO.) of 5 or (Choose THREE.) of 6 choices."


def _slots(entry):
    question, choices, slots = entry.question, entry.choices, entry.slots
    group_of = {choice.number: choice.group for choice in choices}
    for slot in slots:
        if group_of.get(entry.slot_keys[slot.number]) != slot.group:
            yield f"the key of slot {slot.number} is not among the choices that it offers."
        if question.kind != "ordering" and not slot.row.strip():
            yield f"slot {slot.number} has no row."
    if question.kind == "ordering":
        if not 4 <= len(slots) <= 6 or set(entry.slot_keys.values()) != set(group_of):
            yield "an ordering has 4 to 6 steps, each in one place."
    elif question.kind == "matching":
        extra = len(group_of.keys() - set(entry.slot_keys.values()))
        if not 4 <= len(slots) <= 6 or not 1 <= extra <= 2:
            yield f"a matching has 4 to 6 rows, 1 or 2 more targets, not {len(slots)} and {extra}."
    elif not question.exhibits:
        yield "an exhibit task has no exhibit."
    for exhibit in question.exhibits:
        lines = str(exhibit.get("text", "")).splitlines()
        if not exhibit.get("title") or not lines or len(lines) > LONGEST_EXHIBIT:
            yield f"an exhibit has a title and 1 to {LONGEST_EXHIBIT} lines, not {len(lines)}."


def _phrases(entry):
    for text in (*entry.asked(), *entry.explained()):
        for what, pattern in BANNED.items():
            # What a log or a person says stands in quotes.
            if found := re.search(pattern, re.sub(r'"[^"]*"|“[^”]*”', "", text)):
                yield f"{what}: “{found[0]}”"
    shown = "\n".join(entry.asked())
    for text in entry.explained():
        found = re.search(PLACE, text)
        # DHCP has an option 3, and a question may be about it.
        if found and found[0] not in shown:
            yield f"a choice by its place: “{_around(text, found)}”"
        if re.search(VERDICT, text):
            yield f"a rationale begins with a verdict: “{text[:40]}”"


def _absolutes(entry):
    """Always and never, where they tell the keys from all the others."""
    if entry.question.kind not in CHOICE_KINDS:
        return
    keys, wrong = (
        [bool(re.search(ABSOLUTE, choice.text)) for choice in choices]
        for choices in (entry.keys, entry.wrong)
    )
    if keys and wrong and (all(keys) and not any(wrong) or all(wrong) and not any(keys)):
        yield "an absolute (always, never …) tells the key from the other choices."


def _order(entry):
    """Plain numbers of one unit stand in ascending order, and keep it."""
    found = [re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)( ?[A-Za-z%/]+)?", c.text) for c in entry.choices]
    if entry.question.kind not in CHOICE_KINDS or not found or not all(found):
        return
    if len({match[2] for match in found}) == 1:
        numbers = [float(match[1].replace(",", "")) for match in found]
        if numbers != sorted(numbers) or not entry.question.keeps_order:
            yield "its numbers do not stand in ascending order, or do not keep it."


SERVICE = "|".join(sorted(map(re.escape, SERVICES), key=len, reverse=True))
PORT = r"(?:TCP|UDP)(?: and (?:TCP|UDP))?(?: ports?)? (\d{1,5})\b"
# HTTPS uses TCP 443, HTTPS (TCP port 443); TCP 443 is HTTPS, port 443 (HTTPS).
SERVICE_PORT = (
    rf"(?<!\w)(?P<service>{SERVICE}) (?:(?:uses|listens on|runs on|on|over|at) )?"
    r"\(?(?:the )?(?:(?:TCP|UDP) )?(?:ports? )?(?P<port>\d{2,5})\b(?![.:/]\d)"
)
PORT_SERVICE = (
    r"\b(?:TCP|UDP|[Pp]orts?) (?P<port>\d{2,5}) "
    rf"(?:(?:is|carries|serves|belongs to|stands for) |\()(?:the )?(?P<service>{SERVICE})(?!\w)"
)


def _ports(entry):
    """A choice names a port that exists; a rationale gives a service a port that it has."""
    shown = {int(n) for text in _exhibited(entry) for n in re.findall(r"\b\d{1,5}\b", text)}
    for choice in entry.choices:
        for port in map(int, re.findall(PORT, choice.text)):
            if port not in PORTS and port not in shown:
                yield f"port {port} is not in the list: “{choice.text}”"
    for text in entry.explained():
        for pattern in (SERVICE_PORT, PORT_SERVICE):
            for found in re.finditer(pattern, text):
                service, port = found["service"], int(found["port"])
                if port not in SERVICES[service]:
                    yield f"{service} does not use port {port}: “{_around(text, found)}”"


def _exhibited(entry):
    """Stem and exhibits: a port that they show is there, whatever its number."""
    return [entry.question.stem, *(str(each.get("text")) for each in entry.question.exhibits)]


SWITCHED = re.compile(
    r"(?<![\w./\\-])([A-Za-z][\w-]*)(?:\.exe)?((?:\s(?:/[A-Za-z?][\w-]*|--?[A-Za-z0-9][\w-]*)(?![\w/]|\.\w))+)"
)


def _commands(entry):
    """A switch belongs to its command, a choice that is a command names a real one."""
    for text in (*entry.asked(), *entry.explained()):
        for found in SWITCHED.finditer(text):
            if known := COMMANDS.get(found[1].lower()):
                for switch in found[2].split():
                    if not _has_switch(known, switch):
                        yield f"{found[1]} has no {switch}: “{_around(text, found)}”"
        for name in re.findall(r"\b[\w-]+\.(?:msc|cpl)\b", text):
            if name.lower() not in PROGRAMS:
                yield f"{name} is not in the list of programs."
    for choice in entry.choices:
        found = SWITCHED.match(choice.text)
        if found and found[1].islower() and found[1] not in COMMANDS:
            yield f"{found[1]} is not in the list of commands: “{choice.text}”"
        if re.fullmatch(r"[\w-]+\.exe", choice.text) and choice.text.lower() not in PROGRAMS:
            yield f"{choice.text} is not in the list of programs."


def _has_switch(known, switch):
    if switch.startswith("/"):
        slashed = {each for each in known if each.startswith("/")}
        # Where no switch begins with a slash, this is a path.
        return not slashed or switch == "/?" or switch.lower() in slashed
    if switch.startswith("--") or switch.lower() in {each.lower() for each in known}:
        return True
    letters = set().union(*(each for each in known if each[0] not in "/-"))
    # Windows takes both signs before its switches.
    return set(switch[1:]) <= letters or f"/{switch[1:].lower()}" in known


IPV4 = r"(?<![\d.])(?<!ersion )(?<!ersion: )\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)"
IPV6 = r"(?<![\w:.])(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}(?![\w:])"
NAME = r"(?i)(?<![\w.-])(?:[\w-]+\.)+(?:com|net|org|io|info|biz|edu|gov)\b(?!\.\w)"


def _addresses(entry):
    """Addresses and names that documentation may use, and no other."""
    for text in (*entry.asked(), *entry.explained()):
        for found in re.findall(f"{IPV4}|{IPV6}", text):
            try:
                address = ip_address(found)
            except ValueError:
                if "." in found:
                    yield f"{found} is no address."
                continue
            if not any(address in network for network in ADDRESSES):
                yield f"{found} is no documentation address."
        for name in re.findall(NAME, text):
            if not re.search(r"(?i)(^|\.)example\.(com|net|org)$", name):
                yield f"{name} is no documentation name (example.com, .net, .org)."


def _around(text, found):
    return text[max(0, found.start() - 20) : found.end() + 20].replace("\n", " ")
