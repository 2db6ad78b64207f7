"""How the questions that ship were checked: the figures of /how-questions-are-made/.

docs/bank-report.md prints the same, batch by batch, and a test compares the two.
"""

from django.db.models import Count

from quizzes.grading import SLOT_KINDS
from quizzes.models import Exam, Question

EXAMS = ("SY0-701", "N10-009", "220-1201", "220-1202")

WRITTEN = "written"
AGREED = "blind answers that agree with the key"
DEFENSIBLE = "a second answer called defensible while answering"
FOUND = "a second answer found defensible in the check"
CHANGED = "stem or choices changed after the solve"
AGAIN = "of these, solved blind again and in agreement"
EXPLANATIONS = "explanations changed in the check"
REFERENCES = "references changed in the check"
WRONG = "a wrong number, fact or section found in the check"
DROPPED = "dropped"

# {heading of the batch in the report: {figure: of each exam, in the order of EXAMS}}. The first
# two batches did not count everything.
BATCHES = {
    "Questions with choices, 2026-11-23": {
        WRITTEN: (36, 36, 36, 36),
        AGREED: (36, 36, 36, 36),
        DEFENSIBLE: (0, 0, 1, 0),
        CHANGED: (6, 7, 6, 3),
        AGAIN: (6, 7, 6, 3),
        REFERENCES: (14, 14, 15, 20),
        DROPPED: (0, 0, 0, 0),
    },
    "Performance-based tasks, 2026-11-23": {
        WRITTEN: (16, 16, 16, 16),
        AGREED: (16, 16, 16, 16),
        DEFENSIBLE: (2, 1, 2, 2),
        CHANGED: (4, 4, 3, 2),
        AGAIN: (4, 4, 3, 2),
        REFERENCES: (0, 6, 4, 2),
        DROPPED: (0, 0, 0, 0),
    },
    "Questions with choices, 2026-11-25": {
        WRITTEN: (148, 148, 148, 148),
        AGREED: (148, 148, 148, 148),
        DEFENSIBLE: (1, 1, 1, 2),
        FOUND: (2, 1, 1, 1),
        CHANGED: (13, 10, 7, 18),
        AGAIN: (13, 10, 7, 18),
        EXPLANATIONS: (9, 3, 7, 10),
        REFERENCES: (14, 10, 9, 10),
        WRONG: (5, 5, 2, 11),
        DROPPED: (0, 0, 0, 0),
    },
    "Performance-based tasks, 2026-11-25": {
        WRITTEN: (20, 20, 20, 20),
        AGREED: (20, 20, 20, 20),
        DEFENSIBLE: (0, 2, 0, 3),
        FOUND: (0, 0, 0, 0),
        CHANGED: (4, 4, 3, 6),
        AGAIN: (4, 4, 3, 6),
        EXPLANATIONS: (3, 0, 1, 3),
        REFERENCES: (2, 0, 2, 1),
        WRONG: (3, 1, 1, 5),
        DROPPED: (0, 0, 0, 0),
    },
}


def question_figures():
    """The context of the page: what is live, and how what ships was checked."""
    defensible = zip(totals_of(DEFENSIBLE), totals_of(FOUND), strict=True)
    rows = [
        ("Written", totals_of(WRITTEN)),
        ("Blind answer agrees", totals_of(AGREED)),
        ("Second answer defensible", [sum(pair) for pair in defensible]),
        ("Reworded", totals_of(CHANGED)),
        ("Reworded, second blind answer agrees", totals_of(AGAIN)),
        ("Source changed", totals_of(REFERENCES)),
        ("Dropped", totals_of(DROPPED)),
    ]
    return {
        "live": live_counts(),
        "exams": EXAMS,
        "rows": [
            (name, list(zip(EXAMS, counts, strict=True)), sum(counts)) for name, counts in rows
        ],
        "written": sum(totals_of(WRITTEN)),
        "unsolved": sum(totals_of(CHANGED)) - sum(totals_of(AGAIN)),
        "counted": sum(sum(batch[WRITTEN]) for batch in BATCHES.values() if WRONG in batch),
        "wrong": sum(totals_of(WRONG)),
        "explained_anew": sum(totals_of(EXPLANATIONS)),
    }


def totals_of(name):
    """The figure of each exam, over the batches that counted it."""
    return [sum(batch[name][n] for batch in BATCHES.values() if name in batch) for n in range(4)]


def live_counts():
    """What can be drawn now of each current exam: (exam, questions, how many of them are tasks)."""
    questions, tasks = {}, {}
    rows = Question.objects.published().values_list("item__objective__domain__exam", "kind")
    for exam, kind, count in rows.annotate(Count("pk")).order_by():
        questions[exam] = questions.get(exam, 0) + count
        if kind in SLOT_KINDS:
            tasks[exam] = tasks.get(exam, 0) + count
    return [
        (exam, questions.get(exam.pk, 0), tasks.get(exam.pk, 0)) for exam in Exam.objects.current()
    ]
