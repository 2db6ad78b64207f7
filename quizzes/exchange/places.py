"""Where in the blueprint a record belongs."""

import re

from quizzes.exchange.notes import segments
from quizzes.models import Objective

NUMBER = re.compile(r"(?i)^(?:obj(?:ective)?[-: ]*)?(\d+)\.(\d+)\b")


class Places:
    """Every objective, read in one statement; `default` is the one for rows that name none."""

    def __init__(self, default=None):
        self.default = default
        self.exams, self.by_number = {}, {}
        rows = Objective.objects.select_related("domain__exam").order_by(
            "domain__exam__code", "domain__number", "number"
        )
        for objective in rows:
            exam = objective.domain.exam.code
            self.exams.setdefault(exam.casefold(), exam)
            self.by_number[exam, objective.domain.number, objective.number] = objective

    def of(self, record):
        """The objective of `record`, or None when it names none, and there is no default.

        A reason is added to the faults of the record for an exam or objective that is not there,
        and a note when the objective was guessed.
        """
        self._read_category(record)
        exam = self._exam(record)
        if exam is None:
            return None
        if not record.objective:
            return self._of_domain(record, exam)
        found = NUMBER.match(record.objective)
        if not found:
            record.faults.append(f"The objective “{record.objective[:40]}” is no number like 1.4.")
            return None
        domain, number = int(found[1]), int(found[2])
        objective = self.by_number.get((exam, domain, number))
        if objective is None:
            record.faults.append(f"{exam} has no objective {domain}.{number}.")
        return objective

    def may_be_cut(self, record, objective):
        """Whether a spreadsheet may have made 1.1 of 1.10."""
        domain, number = objective.domain, objective.number
        is_bare = record.is_table and record.objective[:1].isdigit()
        return is_bare and (domain.exam.code, domain.number, number * 10) in self.by_number

    def _read_category(self, record):
        """Take exam and objective from a category that names an exam of ours."""
        for name in segments(record.category):
            if name.casefold() in self.exams:
                record.exam = name
            elif record.exam and not record.objective and NUMBER.match(name):
                record.objective = name

    def _exam(self, record):
        if record.exam:
            exam = self.exams.get(record.exam.casefold())
            if exam is None:
                known = ", ".join(self.exams.values())
                record.faults.append(f"There is no exam “{record.exam[:40]}”, only {known}.")
            return exam
        return self.default.domain.exam.code if self.default else None

    def _of_domain(self, record, exam):
        """The default, unless the record names another domain: then the first of that."""
        own = self.default if self.default and self.default.domain.exam.code == exam else None
        if not record.domain:
            return own
        said = record.domain.casefold()
        number = re.match(r"(?:domain )?(\d+)(?:\.0)?\b", said)
        for (code, domain, _), objective in self.by_number.items():
            if code == exam and (
                (number and int(number[1]) == domain) or objective.domain.name.casefold() == said
            ):
                if own and own.domain_id == objective.domain_id:
                    return own
                record.notes.append(
                    f"The file names no objective: filed under {objective.code}, the first of its"
                    " domain."
                )
                return objective
        record.faults.append(f"{exam} has no objectives in a domain “{record.domain[:60]}”.")
        return None
