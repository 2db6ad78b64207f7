#!/usr/bin/env python3
r"""What staff's lists ask of the database, and how long they take, at 10,000 questions.

Usage: scripts/with-postgres sh -c \
           'DATABASE_URL=$TEST_DATABASE_URL .venv/bin/python benchmarks/workshop.py'

Fills the database that DATABASE_URL names, which has to be empty, with questions, students,
attempts and reports, then asks for each page in turn and prints the statements and the median.
Fails when a page takes more than MOST statements; times are for reading, machines differ.
"""

import os
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "billings.settings"
os.environ.setdefault("ENV_FILE", os.devnull)
os.environ["STAFF_NEED_SECOND_FACTOR"] = "off"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from billings.testing import Statements  # noqa: E402
from quizzes.models import (  # noqa: E402
    Choice,
    Exam,
    Item,
    Objective,
    Question,
    QuestionReport,
    QuestionStatistic,
    QuizAttempt,
)

QUESTIONS, STUDENTS, ATTEMPTS, REPORTS = 10_000, 10_000, 100_000, 2_000
MOST, TIMES = 15, 7
LIST = "/admin/quizzes/question/"
PAGES = [
    "/admin/",
    LIST,
    f"{LIST}?p=150",
    f"{LIST}?o=-8",
    f"{LIST}?o=9.1",
    f"{LIST}?q=port",
    f"{LIST}?status__exact=published&look=all",
    f"{LIST}?look=reports",
    f"{LIST}?stale=year",
    f"{LIST}?stale=exam",
    f"{LIST}?certification=1&difficulty__exact=2&kind__exact=single",
    "/admin/quizzes/item/",
    "/admin/quizzes/item/?q=bench-09",
    "/admin/quizzes/objective/",
    "/admin/quizzes/domain/",
    "/admin/quizzes/exam/",
    "/admin/quizzes/certification/",
    "/admin/quizzes/questionreport/",
    "/admin/quizzes/questionreport/?state=open&q=port",
    "/admin/quizzes/quizattempt/",
    "/admin/quizzes/quizattempt/?submitted=yes&q=student1",
    "/admin/accounts/user/",
    "/admin/accounts/user/?practised=week",
    "/admin/admin/logentry/",
]


def fill(now):
    """Questions at every objective, figures for each; students, their attempts, their reports."""
    objectives = list(Objective.objects.all())
    items = Item.objects.bulk_create(
        Item(code=f"bench-{n:05}", objective=objectives[n % len(objectives)])
        for n in range(QUESTIONS - Item.objects.count())
    )
    questions = Question.objects.bulk_create(
        Question(
            item=item, stem=f"Which port does service {item.code} use?", reference="RFC 6335",
            status="published", published_at=now - timedelta(days=n % 600), key=[2],
        )
        for n, item in enumerate(items)
    )  # fmt: skip
    Choice.objects.bulk_create(
        Choice(question=q, number=n, text=f"Port {n}", is_key=n == 2, rationale="Because.")
        for q in questions
        for n in range(1, 5)
    )
    QuestionStatistic.objects.bulk_create(
        QuestionStatistic(
            question=q, answers=100, right=n % 100, facility=n % 100 / 100, refreshed_at=now,
            discrimination=n % 70 / 100, is_flagged=n % 9 == 0, flags=["weak"] * (n % 9 == 0),
        )
        for n, q in enumerate(questions)
    )  # fmt: skip
    people = User.objects.bulk_create(
        User(username=f"student{n}", email=f"student{n}@bench.example") for n in range(STUDENTS)
    )
    exams = list(Exam.objects.all())
    moments = (now - timedelta(days=200 * n / ATTEMPTS) for n in range(ATTEMPTS))
    QuizAttempt.objects.bulk_create(
        (
            QuizAttempt(
                user=people[n * 7 % STUDENTS], exam=exams[n % len(exams)], title="Bench", total=20,
                started_at=at, submitted_at=at, submitted_on=at.date(), answered=20, correct=15,
            )
            for n, at in enumerate(moments)
        ),
        5000,
    )  # fmt: skip
    QuestionReport.objects.bulk_create(
        QuestionReport(question=questions[n // 4], user=people[n], reason="typo", text="A port?")
        for n in range(REPORTS)
    )
    Exam.objects.filter(pk=exams[0].pk).update(retires_on=now.date() + timedelta(days=90))


def measure(client, address):
    """The statements of a page, and the median of TIMES requests in ms, after one to warm up."""
    taken = []
    for _ in range(TIMES + 1):
        with Statements() as seen:
            began = time.perf_counter()
            page = client.get(address)
            taken.append(1000 * (time.perf_counter() - began))
        assert page.status_code == 200, (address, page.status_code)  # noqa: S101
    return seen.total, statistics.median(taken[1:])


def main():
    settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_content", verbosity=0)
    fill(timezone.now())
    staff = User.objects.create_superuser("bench", "bench@bench.example")
    client = Client()
    client.force_login(staff)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    worst = 0
    print(f"{Question.objects.count()} questions, {QuizAttempt.objects.count()} attempts")
    print(f"{'page':72}{'statements':>10}{'ms':>8}")
    for address in PAGES:
        total, ms = measure(client, address)
        worst = max(worst, total)
        print(f"{address:72}{total:10}{ms:8.0f}")
    if worst > MOST:
        sys.exit(f"A page takes {worst} statements; {MOST} are the most.")


if __name__ == "__main__":
    main()
