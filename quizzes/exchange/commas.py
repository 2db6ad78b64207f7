"""CSV: the table as text, with commas, semicolons or tabs."""

import csv
import io

from quizzes.exchange import table
from quizzes.exchange.records import Refused
from quizzes.exchange.sources import text_of

LOSES, left_out = table.LOSES, table.left_out
LONGEST_CELL = 100_000  # characters


def write(records, file):
    """Write `records` to a binary file, with the mark by which Excel knows UTF-8."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    csv.writer(text).writerows(table.rows(records))
    text.detach()


def read(data):
    """The records of a file; rows are counted as a spreadsheet does. Raises Refused."""
    text = text_of(data)
    first = text.partition("\n")[0]
    delimiter = max(
        ",;\t", key=lambda each: table.known_names(first.split(each, table.MOST_COLUMNS))
    )
    rows = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    before = csv.field_size_limit(LONGEST_CELL)
    try:
        header = None
        for number, cells in enumerate(rows, start=1):
            if header is None:
                header = table.Header(cells)
            elif record := table.record_of(header, cells, number):
                yield record
    except csv.Error as error:
        raise Refused(f"After line {rows.line_num} the file is no CSV: {error}.") from error
    finally:
        csv.field_size_limit(before)
