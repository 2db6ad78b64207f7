"""JSON: everything that the bank knows of a question, an object a line."""

import json
import re
from dataclasses import asdict

from quizzes.exchange.records import IMAGES, Option, Place, Record, Refused
from quizzes.exchange.sources import text_of

TEXTS = ("code", "exam", "objective", "kind", "stem", "generator")
OPTIONAL_TEXTS = ("level", "reference", "rationale")
FLAGS = ("keeps_order", "is_markdown", "is_sample")
KNOWN = {*TEXTS, *OPTIONAL_TEXTS, *FLAGS, "difficulty", "params", "exhibits", "choices", "slots"}
KNOWN |= {"version", "status"}  # for readers: an import makes the next version, a draft
SPACE = re.compile(r"[ \t\n]*")
LOSES = [IMAGES]


def left_out(record):
    """Why a question cannot be written: there is none that JSON does not hold."""
    return ""


def write(records, file):
    """Write `records` to a binary file."""
    file.write(b"[")
    for number, record in enumerate(records):
        text = json.dumps(_object(record), ensure_ascii=False)
        file.write((",\n" if number else "\n").encode() + text.encode())
    file.write(b"\n]\n")


def _object(record):
    """What `read` takes; empty texts and lists are left to their defaults."""
    values = {
        "code": record.code,
        "version": record.version,
        "status": record.status,
        "exam": record.exam,
        "objective": record.objective,
        "is_sample": record.is_sample,
        "kind": record.kind,
        "difficulty": record.difficulty,
        "level": record.level,
        "keeps_order": record.keeps_order,
        "is_markdown": record.is_markdown,
        "stem": record.stem,
        "exhibits": record.exhibits,
        "choices": [asdict(option) for option in record.options],
        "slots": [asdict(place) for place in record.places],
        "rationale": record.rationale,
        "reference": record.reference,
    }
    if record.generator:
        values |= {"generator": record.generator, "params": record.params}
    return values


def read(data):
    """The records of a file: a list of objects, or objects one after another. Raises Refused."""
    text = text_of(data)
    decoder = json.JSONDecoder(parse_constant=_refuse_constant, object_pairs_hook=_once)
    end = SPACE.match(text).end()
    is_list = text.startswith("[", end)
    at, row, counted = end + is_list, 1, 0
    while True:
        at = SPACE.match(text, at).end()
        row, counted = row + text.count("\n", counted, at), at
        if is_list and text.startswith("]", at):
            if text[at + 1 :].strip():
                raise Refused(f"Line {row}: something stands after the end of the list.")
            return
        if at == len(text):
            if is_list:
                raise Refused("The list has no end: the file is cut off.")
            return
        try:
            value, at = decoder.raw_decode(text, at)
        except RecursionError as error:
            raise Refused(f"Line {row}: nested too deeply.") from error
        except ValueError as error:
            said = getattr(error, "msg", error)
            raise Refused(f"Line {getattr(error, 'lineno', row)} is not JSON: {said}.") from error
        yield _record(value, row)
        at = SPACE.match(text, at).end()
        if is_list and text.startswith(",", at):
            at += 1
        elif is_list and not text.startswith("]", at):
            raise Refused(f"Line {row} is not JSON: no comma after the question.")


def _refuse_constant(name):
    raise ValueError(f"{name} is no number")


def _once(pairs):
    names = [name for name, _ in pairs]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice}” stands twice in one object")
    return dict(pairs)


def _record(value, row):
    record = Record(row=row)
    if not isinstance(value, dict):
        record.faults.append("This is no object.")
        return record
    for name in sorted(value.keys() - KNOWN):
        record.faults.append(f"“{name[:40]}” is no field of a question.")
    for name in TEXTS:
        if name in value:
            setattr(record, name, _typed(record, name, value[name], str, ""))
    for name in OPTIONAL_TEXTS:
        setattr(record, name, _typed(record, name, value.get(name), str, None))
    for name in FLAGS:
        setattr(record, name, _typed(record, name, value.get(name), bool, None))
    record.difficulty = _typed(record, "difficulty", value.get("difficulty"), int, None)
    record.params = _typed(record, "params", value.get("params"), dict, {})
    if "exhibits" in value:
        record.exhibits = _parts(record, "exhibits", value, {"title": str, "text": str}, dict)
    record.options = _parts(record, "choices", value, OPTION, Option)
    record.places = _parts(record, "slots", value, PLACE, Place)
    return record


OPTION = {"text": str, "is_key": bool, "group": str, "rationale": str}
PLACE = {"key": int, "row": str, "column": str, "group": str, "rationale": str}
WORDS = {str: "a text", bool: "true or false", int: "a whole number", dict: "an object"}


def _typed(record, name, value, kind, default):
    if value is None:
        return default
    if type(value) is not kind:
        record.faults.append(f"“{name}” is not {WORDS[kind]}.")
        return default
    return value


def _parts(record, name, value, fields, make):
    """A list of objects. A part with a fault is left out: the record is not imported."""
    rows = value.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(each, dict) for each in rows):
        record.faults.append(f"“{name}” is not a list of objects.")
        return []
    parts = []
    needed = next(iter(fields))
    for number, each in enumerate(rows, start=1):
        faults = len(record.faults)
        each = {key: said for key, said in each.items() if said is not None}
        for unknown in sorted(each.keys() - fields.keys()):
            record.faults.append(f"“{unknown[:40]}” is no field of {name} ({number}).")
        if needed not in each:
            record.faults.append(f"{name} {number}: “{needed}” is missing.")
        for key, kind in fields.items():
            _typed(record, f"{name} {number}: {key}", each.get(key), kind, None)
        if faults == len(record.faults):
            parts.append(make(**({"text": ""} | each if make is dict else each)))
    return parts
