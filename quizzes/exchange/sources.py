"""The bytes of a file: which format it is, and whether it can be read as text."""

import re
from pathlib import Path

from quizzes.exchange.records import CONTROL, Refused

MEGABYTE = 1024 * 1024
MOST_BYTES = 100 * MEGABYTE
MOST_ROWS = 20_000

# How a file begins that is something else, whatever its name says.
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MARKUP = re.compile(rb"(?i)<(\?xml|!doctype)\b")
OTHERS = {
    OLE: "This is an old Excel file (.xls), or one with a password: save it as .xlsx.",
    b"%PDF": "This is a PDF.",
    b"\x1f\x8b": "This is a compressed file: unpack it first.",
    b"\xff\xfe": "The file is UTF-16: save it as UTF-8.",
    b"\xfe\xff": "The file is UTF-16: save it as UTF-8.",
}
SUFFIXES = {
    ".json": "json",
    ".jsonl": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".gift": "gift",
    ".aiken": "aiken",
    ".xml": "xml",
}


def format_of(name, data):
    """The format of a file by its name, a .txt by what stands in it. Raises Refused."""
    suffix = Path(name).suffix.lower()
    for start, sentence in OTHERS.items():
        if data.startswith(start):
            raise Refused(sentence)
    if suffix in (".xlsm", ".xltm", ".xlsb", ".xls"):
        raise Refused("A workbook that may hold macros is not read: save it as .xlsx.")
    if suffix == ".txt":
        found = "aiken" if b"\nANSWER:" in data and b"}" not in data else "gift"
    elif suffix in SUFFIXES:
        found = SUFFIXES[suffix]
    else:
        known = ", ".join([*SUFFIXES, ".txt"])
        raise Refused(f"The name ends in “{suffix or name}”; questions are read from {known}.")
    if data.startswith(ZIP) != (found == "xlsx"):
        kind = "an archive or a workbook" if data.startswith(ZIP) else "no workbook"
        raise Refused(f"The name ends in “{suffix}”, but this is {kind}.")
    start = data[:1000].removeprefix(b"\xef\xbb\xbf").lstrip()
    if found == "xml" and not start.startswith(b"<"):
        raise Refused(f"The name ends in “{suffix}”, but this is no XML.")
    if found != "xml" and MARKUP.match(start):
        raise Refused(f"The name ends in “{suffix}”, but this is XML or a web page.")
    return found


def text_of(data):
    """The text of a file: UTF-8, with or without its mark, LF at line ends. Raises Refused."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = data.count(b"\n", 0, error.start) + 1
        raise Refused(f"Line {number} is not UTF-8: save the file as UTF-8.") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if found := CONTROL.search(text):
        number = text.count("\n", 0, found.start()) + 1
        raise Refused(f"Line {number} has a control character (U+{ord(found[0]):04X}).")
    return text


def refuse_size(size, most=MOST_BYTES):
    """Raise Refused for a file of `size` bytes when that is nothing or more than `most`."""
    if not size:
        raise Refused("The file is empty.")
    if size > most:
        raise Refused(
            f"The file has {size / MEGABYTE:.1f} MB; at most {most // MEGABYTE} are read."
        )
