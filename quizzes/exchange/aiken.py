"""Aiken: a line of stem, lettered lines of options, a line that names the right one."""

import re

from quizzes.exchange.packing import unpackable
from quizzes.exchange.records import IMAGES, Option, Record
from quizzes.exchange.sources import text_of

OPTION = re.compile(r"([A-Z])[).][ \t]?(.*)")
ANSWER = re.compile(r"ANSWER:\s*(.*)")
NEARLY = re.compile(r"(?i)answer\s*[:=]|correct( answer)?:")
LOSES = [
    IMAGES,
    "Ids, exams and objectives: a question is known again by its words alone.",
    "Rationales and references.",
    "Difficulty, level, Markdown, and whether choices keep their order.",
]


def left_out(record):
    """Why Aiken cannot hold `record`, or nothing."""
    if record.kind != "single":
        return "questions that are no single answer"
    if reason := unpackable(record):
        return reason
    lines = [record.stem, *(option.text for option in record.options)]
    if any("\n" in each for each in lines):
        return "questions with more than one line of stem or choice"
    if len(record.stem) < 2 or OPTION.match(record.stem) or NEARLY.match(record.stem):
        return "stems that look like an option or an answer"
    return ""


def write(records, file):
    """Write `records` to a binary file."""
    for record in records:
        lines, key = [record.stem], ""
        for letter, option in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", record.options, strict=False):
            lines.append(f"{letter}) {option.text}")
            key = letter if option.is_key else key
        file.write("\n".join([*lines, f"ANSWER: {key}", "", ""]).encode())


def read(data):
    """The records of a file, each with the line of its stem. Raises Refused."""
    record, letters = None, ""
    for number, text in enumerate(text_of(data).split("\n"), start=1):
        text = text.strip()
        option, answer = OPTION.match(text), ANSWER.match(text)
        if len(text) < 2:  # as Moodle does
            continue
        if record is None:
            record, letters = Record(row=number, exhibits=[]), ""
        if answer:
            _close(record, letters, answer[1])
            yield record
            record = None
        elif option:
            letters += option[1]
            record.options.append(Option(option[2].strip()))
        elif letters and NEARLY.match(text):
            record.faults.append(f"Line {number}: the answer is written ANSWER: and one letter.")
            yield record
            record = None
        elif letters:
            record.faults.append(f"No ANSWER: before line {number}.")
            yield record
            record, letters = Record(row=number, stem=text, exhibits=[]), ""
        elif record.stem:
            record.faults.append(f"Line {number} is a second line of stem; Aiken has one.")
        else:
            record.stem = text
    if record is not None:
        record.faults.append("The file ends before its ANSWER: line.")
        yield record


def _close(record, letters, key):
    wanted = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(letters)]
    if letters != wanted:
        got, should = ", ".join(letters), ", ".join(wanted)
        record.faults.append(f"The options are lettered {got}, not {should}.")
    elif not re.fullmatch(r"[A-Z]", key):
        record.faults.append(f"“ANSWER: {key[:40]}” is not one letter.")
    elif key not in letters:
        record.faults.append(f"The key {key} is none of the options {', '.join(letters)}.")
    else:
        record.options[letters.index(key)].is_key = True
