"""The formats by name: who reads, who writes, and what is lost."""

from collections import Counter
from dataclasses import dataclass
from types import ModuleType

from quizzes.exchange import aiken, commas, gift, moodle, native, workbook
from quizzes.exchange.sources import format_of

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    name: str
    title: str
    suffix: str
    content_type: str
    module: ModuleType

    def read(self, data):
        """The records of a file's bytes, one by one. Raises Refused, also while it goes."""
        return self.module.read(data)

    def write(self, records, file):
        """Write those of `records` that the format holds to a binary file."""
        self.module.write((each for each in records if not self.module.left_out(each)), file)


FORMATS = {
    each.name: each
    for each in [
        Format("json", "JSON", ".json", "application/json", native),
        Format("csv", "CSV", ".csv", "text/csv; charset=utf-8", commas),
        Format("xlsx", "XLSX", ".xlsx", SHEET, workbook),
        Format("gift", "GIFT", ".gift", "text/plain; charset=utf-8", gift),
        Format("xml", "Moodle XML", ".xml", "application/xml", moodle),
        Format("aiken", "Aiken", ".aiken", "text/plain; charset=utf-8", aiken),
    ]
}


def read(name, data, *, form=None):
    """The records of a file by its name, or of the format named `form`. Raises Refused."""
    name = f"questions{FORMATS[form].suffix}" if form else name
    return FORMATS[format_of(name, data)].read(data)


@dataclass
class Losses:
    """What a format cannot carry of some questions."""

    format: Format
    written: int
    left_out: list  # (reason, number of questions), the most frequent first
    loses: list  # sentences


def losses(records):
    """A Losses for each format, in one pass over `records`."""
    total, reasons = 0, {name: Counter() for name in FORMATS}
    for record in records:
        total += 1
        for name, form in FORMATS.items():
            if reason := form.module.left_out(record):
                reasons[name][reason] += 1
    return [
        Losses(
            form,
            total - reasons[name].total(),
            reasons[name].most_common(),
            form.module.LOSES,
        )
        for name, form in FORMATS.items()
    ]
