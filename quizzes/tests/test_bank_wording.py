"""What the linter finds in one wording, and what it leaves."""

import pytest

from quizzes.bank.entries import from_rows
from quizzes.bank.wording import faults_of, warnings_of
from quizzes.models import Certification, Choice, Domain, Exam, Item, Objective, Question, Slot

EXAM = {
    Certification: [{"slug": "security-plus", "name": "Security+"}],
    Exam: [{"code": "SY0-701", "certification": ["security-plus"], "passing_score": 750}],
    Domain: [{"exam": ["SY0-701"], "number": 1, "name": "Concepts", "weight": 100}],
    Objective: [{"domain": ["SY0-701", 1], "number": 1, "title": "Compare controls"}],
}
ABOUT = {
    "item": ["SY0-701-1001"],
    "version": 1,
    "status": "published",
    "difficulty": 2,
    "level": "apply",
    "reference": "RFC 4949 section 4",
    "rationale": "A control that stands in for another compensates.",
    "written_on": "2026-11-25",
}
TEXTS = ("Corrective", "Directive", "Deterrent", "Compensating", "Preventive", "Detective")
WORDING = ["SY0-701-1001", 1]


def rows(kind, stem, choices, slots=(), **question):
    """A bank of one item: choices are (text, is key, why or group), slots (row, key, why)."""
    has_slots = bool(slots)
    keys = [number for number, (_, is_key, _) in enumerate(choices, 1) if is_key]
    key = {str(number): key for number, (_, key, _) in enumerate(slots, 1)} if has_slots else keys
    return EXAM | {
        Item: [{"code": "SY0-701-1001", "objective": ["SY0-701", 1, 1]}],
        Question: [ABOUT | {"kind": kind, "stem": stem, "key": key} | question],
        Choice: [
            {"question": WORDING, "number": n, "text": text, "is_key": is_key}
            | ({"rationale": why} if not has_slots else {"group": why})
            for n, (text, is_key, why) in enumerate(choices, 1)
        ],
        Slot: [
            {
                "question": WORDING,
                "number": n,
                "row": row,
                "group": choices[key - 1][2],
                "key": [*WORDING, key],
                "rationale": why,
            }
            for n, (row, key, why) in enumerate(slots, 1)
        ],
    }


def single(stem="Which type of control is it?", texts=TEXTS[:4], key=4, why="It fits.", **more):
    choices = [(text, number == key, why) for number, text in enumerate(texts, 1)]
    return rows("single", stem, choices, **more)


def multiple(stem="Which are they? (Choose TWO.)", texts=TEXTS[:5], keys=(1, 2), **more):
    choices = [(text, number in keys, "It fits.") for number, text in enumerate(texts, 1)]
    return rows("multiple", stem, choices, **more)


def ordering(steps=4, order=(2, 1, 4, 3)):
    choices = [(text, False, "") for text in TEXTS[:steps]]
    slots = [("", key, "It depends on the step before.") for key in order]
    return rows("ordering", "Put the steps in order.", choices, slots)


def matching(targets=5, keys=(2, 1, 4, 3)):
    choices = [(text, False, "") for text in TEXTS[:targets]]
    slots = [(f"Case {key}", key, "It fits.") for key in keys]
    return rows("matching", "Match each case with its control.", choices, slots)


LOG = {"title": "show access-lists", "text": "10 permit tcp any host 192.0.2.10 eq 443"}


def exhibit(exhibits=(LOG,), texts=("Allow", "Deny"), why="It fits."):
    choices = [(text, False, "action") for text in texts]
    slots = [("Rule 1", 1, why), ("Rule 2", 2, why)]
    return rows("exhibit", "Fill the table in.", choices, slots, exhibits=list(exhibits))


def found(bank, check=faults_of):
    _, entries, unreadable = from_rows(bank)
    assert unreadable == []
    (entry,) = entries["SY0-701"]
    return "\n".join(check(entry))


def changed(bank, model, n=0, **fields):
    """The bank with other fields in the n-th row of a model; None takes a field away."""
    bank = {each: [dict(row) for row in some] for each, some in bank.items()}
    bank[model][n] |= fields
    for name in [name for name, value in fields.items() if value is None]:
        del bank[model][n][name]
    return bank


CLEAN = {
    "a single answer": single(),
    "three choices": single(texts=TEXTS[:3], key=3),
    "a multiple response": multiple(),
    "three of six": multiple("Which? (Choose THREE.)", TEXTS, (1, 2, 3)),
    "an ordering": ordering(),
    "a matching": matching(),
    "an exhibit": exhibit(),
    "a choice named Correct": single(texts=("Correct the date", *TEXTS[1:4])),
    "a quotation": single("A pop-up says “Call us, your PC is ill”. What is it?"),
    "an option of DHCP": single("What does option 3 carry?", why="It is option 3, the router."),
    "absolutes on both sides": single(texts=("Always on", "Never on", "Off", "Always and never")),
    "numbers in order": single(texts=("8", "16", "1,024", "65,536"), key=2, keeps_order=True),
    "numbers of two units": single(texts=("9 MB/s", "8 GB/s", "7 Mb/s", "6 Gb/s")),
    "known ports": single(texts=("TCP 389", "TCP 443", "TCP 445", "UDP port 123")),
    "a port in the exhibit": exhibit(
        [{"title": "ss -tln", "text": "LISTEN 0 511 192.0.2.10:47123"}], ("TCP 47123", "TCP 443")
    ),
    "a high port in the stem": single("SSH listens on TCP 2222. Why?"),
    "a service's port": single(why="LDAPS uses TCP 636, and TCP 389 is LDAP; HTTPS (443) is not."),
    "commands": single(
        texts=("netstat -ano", "chkdsk /r", "ss -tulnp", "sfc /scannow"),
        why="Run ls /home and then DISM /Online /Cleanup-Image /RestoreHealth, or gpresult /r.",
    ),
    "a path after a command": single("Somebody runs ls /srv and mount /data. Why?"),
    "a program": single(texts=("lusrmgr.msc", "gpedit.msc", "resmon.exe", "regedit.exe")),
    "addresses": single(
        "From 192.0.2.7, 10.0.0.1/8, 203.0.113.9:443 and 2001:db8::7 at 10:20:30, version 8.2.0.0?"
    ),
    "names": single("Which record has mail.example.com, or host.example.net?"),
}


@pytest.mark.parametrize("bank", CLEAN.values(), ids=CLEAN)
def test_leaves_what_is_right(bank):
    assert found(bank) == ""


FAULTS = {
    "no reference": changed(single(), Question, reference=""),
    "no rationale": changed(single(), Question, rationale=" "),
    "no written on": changed(single(), Question, written_on=None),
    "choice 2 has no rationale": changed(single(), Choice, 1, rationale=""),
    "slot 1 has no rationale": changed(ordering(), Slot, rationale=""),
    "not numbered 1, 2, 3": changed(single(), Choice, number=7),
    "two choices say the same": single(texts=("deterrent", *TEXTS[1:4])),
    "its key is stored as [1], but [4] is marked": changed(single(), Question, key=[1]),
    "not 2 and 1": single(texts=TEXTS[:2], key=1),
    "not 4 and 0": single(key=9),
    "says (Choose TWO.)": multiple("Which are they?"),
    "of 5 or (Choose THREE.) of 6": multiple("Which? (Choose THREE.)"),
    "4 to 6 steps": ordering(3, (2, 1, 3)),
    "each in one place": ordering(4, (2, 2, 4, 3)),
    "not 4 and 0.": matching(4),
    "slot 2 has no row": changed(matching(), Slot, 1, row=""),
    "key of slot 1 is not among": changed(exhibit(), Slot, 0, group="port"),
    "has no exhibit": exhibit([]),
    "not 16": exhibit([LOG | {"text": "permit\n" * 16}]),
    "an answer “above”": single(texts=("All of the above", *TEXTS[1:4])),
    "“both A and B”": single(texts=("Both A and B", *TEXTS[1:4])),
    "a choice by its place: “Option B": single(why="Option B is a decoy."),
    "a choice by its place: “The last choice": single(why="The last choice is a decoy."),
    "the word “you”": single("Which control do you choose?"),
    "an outdated word": single("Which host stands in the DMZ?"),
    "begins with a verdict": single(why="Incorrect, as it deters."),
    "an absolute": single(texts=(*TEXTS[:3], "It never fails")),
    "an absolute (always": single(texts=("Always on", "Never on", "Always off", "On in the night")),
    "ascending order": single(texts=("8", "32", "16", "64"), keeps_order=True),
    "or do not keep it": single(texts=("8 GB", "16 GB", "32 GB", "64 GB")),
    "port 4431 is not in the list": single(texts=("TCP 389", "TCP 443", "TCP 445", "TCP 4431")),
    "LDAPS does not use port 639": single(why="LDAPS uses TCP 639."),
    "SSH does not use port 23": single(why="TCP 23 is SSH."),
    "netstat has no -z": single(texts=("netstat -z", "arp -a", "ping", "nbtstat")),
    "chkdsk has no /repair": single("Somebody runs chkdsk /repair. Why?"),
    "sfc has no /fix": single(why="Then sfc /fix mends it."),
    "netfix is not in the list of commands": single(texts=("netfix -a", *TEXTS[1:4])),
    "usermgr.msc is not in the list": single("Somebody opens usermgr.msc. Why?"),
    "fixit.exe is not in the list": single(texts=("fixit.exe", *TEXTS[1:4])),
    "8.8.8.8 is no documentation address": single("Why does it ask 8.8.8.8?"),
    "192.0.2.300 is no address": single("Why does it ask 192.0.2.300?"),
    "2606:4700::1 is no documentation address": single(why="It asks 2606:4700::1 first."),
    "www.contoso.com is no documentation name": single("Who runs www.contoso.com?"),
    "myexample.com is no": single("Who runs myexample.com?"),
}


@pytest.mark.parametrize("said", FAULTS)
def test_finds_what_is_wrong(said):
    assert said in found(FAULTS[said])


def test_warns_of_choices_of_unequal_length():
    said = found(single(texts=("Six so", "Seven s", "Eight so", "Ten is ten")), warnings_of)
    assert said == "the longest choice has 10 characters, the shortest 6."
    assert found(single(texts=("Six so", "Seven s", "Eight so", "Nine so n")), warnings_of) == ""


UNREADABLE = {
    "SY0-701-1001 v1: Question has no field stam.": changed(single(), Question, stam="What?"),
    "SY0-701-1001 v1: Question without kind.": changed(single(), Question, kind=None),
    "Choice without number": changed(single(), Choice, 0, number=None),
    "is not a valid choice": changed(single(), Question, level="guess"),
    "'stem': ['This field cannot be blank.']": single(""),
    "'text': ['This field cannot be blank.']": single(texts=("", *TEXTS[1:4])),
    "At most 300 characters": single(texts=("x" * 301, *TEXTS[1:4])),
    "SY0-701-1001 v2: a choice of a wording that is not there": changed(
        single(), Choice, 0, question=["SY0-701-1001", 2]
    ),
    "no item with an objective of an exam": changed(single(), Item, objective=["SY0-701", 1, 9]),
}


@pytest.mark.parametrize("said", UNREADABLE)
def test_names_rows_that_no_bank_takes(said):
    _, _, unreadable = from_rows(UNREADABLE[said])
    assert said in "\n".join(unreadable)


def test_looks_at_the_published_wording_only():
    _, entries, unreadable = from_rows(changed(single(), Question, status="retired"))
    assert entries == {"SY0-701": []} and unreadable == []
