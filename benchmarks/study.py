#!/usr/bin/env python3
r"""How long the pages of study take: a student with 20,000 answers beside one with 200.

Usage: scripts/with-postgres sh -c \
           'DATABASE_URL=$TEST_DATABASE_URL .venv/bin/python benchmarks/study.py'

Fills the database that DATABASE_URL names, which has to be empty, with a bank and two students,
then asks for each page in turn, times each, and prints the medians. Not a test: machines differ.
"""

import os
import random
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

import django

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = "billings.settings"
os.environ.setdefault("ENV_FILE", os.devnull)
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from gamification.models import UserProfile  # noqa: E402
from quizzes.models import Choice, Exam, Item, Objective, Question, QuizAttempt, UserAnswer  # noqa: E402
from study.management.commands.rebuild_cards import rebuild  # noqa: E402
from study.models import Bookmark, Plan  # noqa: E402

ITEMS, QUIZ, TIMES, SEED = 1200, 20, 21, 709
DAYS = 365
SLUG = "security-plus"
PAGES = [
    "/",
    "/study/",
    f"/study/{SLUG}/mistakes/",
    f"/study/{SLUG}/objectives/",
    f"/study/{SLUG}/confidence/",
    "/study/bookmarks/",
    "/study/bookmarks/?words=port",
    f"/progress/?exam={SLUG}",
]


def make_bank(exam):
    """Fill the exam up to ITEMS questions of four choices."""
    objectives = list(Objective.objects.filter(domain__exam=exam))
    have = Item.objects.filter(objective__domain__exam=exam).count()
    items = Item.objects.bulk_create(
        Item(code=f"bench-{n:05}", objective=objectives[n % len(objectives)])
        for n in range(ITEMS - have)
    )
    questions = Question.objects.bulk_create(
        Question(
            item=item,
            stem=f"Which port does service {item.code} use?",
            reference="RFC 6335",
            status="published",
            published_at=timezone.now(),
            key=[2],
        )
        for item in items
    )
    Choice.objects.bulk_create(
        Choice(question=q, number=n, text=f"Port {n}", is_key=n == 2, rationale="Because.")
        for q in questions
        for n in range(1, 5)
    )


def make_student(name, answers, exam, rng):
    """A student who gave so many answers in the last year."""
    user = User.objects.create_user(name, f"{name}@bench.example")
    UserProfile.objects.make_for(user)
    questions = list(Question.objects.published().of_exam(exam).filter(kind="single"))
    now = timezone.now()
    count, seen = answers // QUIZ, set()
    for n in range(count):
        at = now - timedelta(days=DAYS * (count - n) / count)
        attempt = QuizAttempt.objects.create(
            user=user, exam=exam, title="Bench", started_at=at, submitted_at=at,
            submitted_on=at.date(), total=QUIZ, answered=QUIZ, correct=QUIZ - 5,
        )  # fmt: skip
        UserAnswer.objects.bulk_create(
            UserAnswer(
                attempt=attempt, question=q, item_id=q.item_id, position=p, order=[1, 2, 3, 4],
                response=[2] if p > 5 else [1], is_correct=p > 5, points=p > 5,
                confidence=rng.choice((1, 2, 3, None)), seconds=rng.randrange(10, 120),
                is_first_try=q.item_id not in seen, saved_at=at,
            )
            for p, q in enumerate(rng.sample(questions, QUIZ), start=1)
        )  # fmt: skip
    rebuild(user)
    Bookmark.objects.bulk_create(
        Bookmark(user=user, item_id=item, note="port")
        for item in user.cards.values_list("item", flat=True)[:150]
    )
    Plan.objects.create(user=user, exam=exam, exam_on=(now + timedelta(days=30)).date())
    return user


def milliseconds(clients, address):
    """The median of TIMES requests of each client, in turns, after two to warm up."""
    taken = [[] for _ in clients]
    for _ in range(TIMES + 2):
        for client, times in zip(clients, taken, strict=True):
            began = time.perf_counter()
            page = client.get(address)
            times.append(1000 * (time.perf_counter() - began))
            assert page.status_code == 200, (address, page.status_code)  # noqa: S101
    return [statistics.median(times[2:]) for times in taken]


def main():
    settings.ALLOWED_HOSTS, settings.DEBUG = ["*"], False  # no log of statements
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_content", verbosity=0)
    rng = random.Random(SEED)  # noqa: S311
    exam = Exam.objects.current().get(certification__slug=SLUG)
    make_bank(exam)
    clients = []
    for name, answers in (("little", 200), ("much", 20_000)):
        client = Client()
        client.force_login(make_student(name, answers, exam, rng))
        clients.append(client)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(f"{'page':38}{'200':>8}{'20,000':>8}  times")
    for address in PAGES:
        little, much = milliseconds(clients, address)
        print(f"{address:38}{little:8.1f}{much:8.1f}{much / little:7.2f}")


if __name__ == "__main__":
    main()
