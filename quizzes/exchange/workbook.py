"""XLSX: the table as the first sheet of a workbook."""

import datetime
import io
import re
import warnings
import zipfile
from zlib import error as zlib_error

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from quizzes.exchange import table
from quizzes.exchange.records import Refused, line
from quizzes.exchange.sources import MEGABYTE, MOST_ROWS

LOSES = table.LOSES
LONGEST_CELL = 32_767  # what Excel can hold
MOST_COLUMNS = 100
MOST_UNPACKED = 200 * MEGABYTE
MOST_TIMES = 100  # as large as packed
MOST_TREE = 5 * MEGABYTE
STREAMS = ("xl/worksheets/", "xl/media/", "xl/sharedStrings.xml")  # read bit by bit, or not at all

UNREADABLE = (zipfile.BadZipFile, zlib_error, EOFError, NotImplementedError, OSError)
# What openpyxl raises for parts that are not what they should be, entities among them.
UNEXPECTED = (ValueError, LookupError, TypeError, AttributeError, SyntaxError, ArithmeticError)
UNEXPECTED += (RuntimeError,)


def left_out(record):
    """Why a row cannot hold `record`, or nothing."""
    if any(len(text) > LONGEST_CELL - 10 for _, text in record.texts()):
        return "questions with a text longer than a cell"
    return table.left_out(record)


def write(records, file):
    """Write `records` to a binary file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Questions")
    sheet.freeze_panes = "B2"
    for row in table.rows(records):
        sheet.append([_escaped(cell) for cell in row])
    book.save(file)


def read(data):
    """The records of the first sheet. Raises Refused."""
    _refuse_hostile(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about what we do not read: styles, validations
            yield from _records(data)
    except Refused:
        raise
    except UNREADABLE as error:
        raise Refused("The workbook is broken: its archive cannot be unpacked.") from error
    except UNEXPECTED as error:
        raise Refused("The workbook is broken: it is no XLSX as others write it.") from error


def _refuse_hostile(data):
    """Raise Refused for archives that unpack to too much, and for macros."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except UNREADABLE as error:
        raise Refused("The workbook is broken: its archive cannot be unpacked.") from error
    # Python unpacks no more of a part than the archive says.
    size = sum(part.file_size for part in parts)
    if size > min(MOST_UNPACKED, max(MOST_TIMES * len(data), MEGABYTE)):
        raise Refused(f"The workbook unpacks to {size / MEGABYTE:,.0f} MB, which is too much.")
    # The others are read as whole trees, which take some 25 times their size.
    if any(p.file_size > MOST_TREE for p in parts if not p.filename.startswith(STREAMS)):
        raise Refused("The workbook’s styles are too large: copy its rows into a new one.")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Refused("The workbook has macros: save it as .xlsx without them.")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("The workbook has a password: save it without.")


def _records(data):
    book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    if not book.worksheets:
        raise Refused("The workbook has no sheet with rows.")
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    header = None
    rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
    for number, cells in enumerate(rows, start=1):
        texts, faults = [], []
        for cell in cells:
            text, fault = _text(cell)
            texts.append(text)
            if fault:
                faults.append(f"Cell {get_column_letter(cell.column)}{number} {fault}")
        if header is None:
            while texts and not texts[-1].strip():
                texts.pop()
            header = table.Header([line(text) for text in texts])
        elif record := table.record_of(header, texts, number):
            record.faults += faults
            yield record
    if header is None:
        raise Refused("The workbook’s first sheet is empty.")
    book.close()


def _text(cell):
    """The text of a cell, and what is wrong with it."""
    value = cell.value
    if value is None:
        return "", ""
    if cell.data_type == "f":
        return str(value), "has a formula: paste its value."
    if cell.data_type == "e":
        return str(value), f"has the error {value}."
    if isinstance(value, bool):
        return "yes" if value else "no", ""
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return str(value), "is a date: a spreadsheet made it of something else. Make it a text."
    if isinstance(value, float) and value.is_integer():
        return str(int(value)), ""
    return (_unescaped(value), "") if isinstance(value, str) else (str(value), "")


# XLSX writes characters that XML cannot hold as _x000D_.
def _escaped(text):
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text)


def _unescaped(text):
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)), text)
