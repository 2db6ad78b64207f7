"""`manage.py make_demo`: a small crowd with some weeks of history, to look at."""

import random
from collections import namedtuple
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import User
from accounts.signup import open_account
from gamification.models import UserAvatar, UserProfile
from quizzes.margin import Margin
from quizzes.models import Exam, Question, UserAnswer
from quizzes.papers import start_quiz

SEED = 709
DOMAIN = "demo.example"
PASSWORD = "calm-scholar-at-a-desk"  # noqa: S105
SIZES = (5, 10, 10, 10, 10, 10, 20)

# skill: how much they know, in percent; habit: on how many of ten days they practise;
# weeks: since when; streak: on how many days in a row up to now they have practised.
Student = namedtuple("Student", "username zone skill habit weeks streak")
CROWD = [
    Student("marisol-v", "America/Lima", 97, 6, 4, 15),
    Student("Okonjo", "Africa/Lagos", 93, 5, 4, 8),
    Student("subnet_sana", "Asia/Karachi", 90, 5, 4, 3),
    Student("tuomas77", "Europe/Helsinki", 88, 5, 4, 4),
    Student("PatchTuesday", "America/Chicago", 84, 4, 4, 0),
    Student("linh-tran", "Asia/Ho_Chi_Minh", 91, 4, 3, 7),
    Student("byte_bettina", "Europe/Vienna", 79, 4, 4, 2),
    Student("kwame_a", "Africa/Accra", 86, 3, 4, 1),
    Student("rj45joan", "Europe/Madrid", 72, 4, 4, 0),
    Student("quietfan", "America/Toronto", 76, 3, 4, 3),
    Student("Yusra", "Africa/Cairo", 95, 3, 3, 2),
    Student("pingpetra", "Europe/Prague", 68, 4, 3, 5),
    Student("DeskDario", "Europe/Rome", 81, 3, 4, 0),
    Student("noa_levi", "Asia/Jerusalem", 74, 4, 4, 1),
    Student("halcyon-hugh", "Europe/London", 63, 4, 3, 0),
    Student("amrita_k", "Asia/Kolkata", 89, 3, 2, 2),
    Student("cabletie", "Australia/Perth", 58, 3, 4, 0),
    Student("SoleilM", "Europe/Paris", 78, 2, 4, 0),
    Student("ioana_p", "Europe/Bucharest", 83, 2, 3, 1),
    Student("greyhatless", "America/Denver", 70, 2, 4, 0),
    Student("taro_m", "Asia/Tokyo", 66, 3, 2, 3),
    Student("wanjiru", "Africa/Nairobi", 87, 2, 2, 0),
    Student("latenight_leo", "America/Sao_Paulo", 55, 2, 3, 0),
    Student("first-week-fern", "Pacific/Auckland", 61, 2, 1, 1),
]
DEMO = Student("demo", "Europe/Berlin", 84, 5, 5, 5)


class Command(BaseCommand):
    """Makes the crowd through the functions that students' own clicks call."""

    help = "Fills a developer's database with a small crowd of students. Not in production."

    def handle(self, *args, **options):
        if not settings.DEBUG:
            self.stdout.write("DEBUG is off: a site with visitors gets no demo students.")
            return
        names = [student.username.lower() for student in [*CROWD, DEMO]]
        if User.objects.alias(name=Lower("username")).filter(name__in=names).exists():
            self.stdout.write("The demo students are here already.")
            return
        exams = list(Exam.objects.current())
        if not Question.objects.published().exists():
            raise CommandError("There are no questions to practise: manage.py load_content first.")
        now = timezone.now()
        for student in [*CROWD, DEMO]:
            # Each student has dice of their own, so that one more changes nobody else's history.
            rng = random.Random(f"{SEED} {student.username}")  # noqa: S311
            with transaction.atomic():
                user = _sign_up(student, now)
                _practise(user, student, exams, now, rng)
                if student is DEMO:
                    _leave_unfinished(user, exams[1 % len(exams)], now, rng)
                _dress(user, rng)
        self.stdout.write(
            f"{len(names)} students are here. Log in as {DEMO.username}, or with "
            f"{DEMO.username}@{DOMAIN}. The password is {PASSWORD}"
        )


def _sign_up(student, now):
    user = User(
        username=student.username,
        email=f"{student.username.lower()}@{DOMAIN}",
        time_zone=student.zone,
        date_joined=now - timedelta(weeks=student.weeks),
    )
    if student is DEMO:
        user.bio = "Network+ this spring, Security+ after."
        user.set_password(PASSWORD)
    else:
        user.set_unusable_password()
    return open_account(user, is_verified=True)


def _practise(user, student, exams, now, rng):
    """Some quizzes on each day on which the student practises."""
    today, recently = user.local_day(now), now - timedelta(minutes=90)
    # Who has a streak ended it today, unless the day is too young; some have today before them.
    is_early = user.local_day(recently) != today
    last = 1 if is_early or (student is not DEMO and rng.random() < 0.4) else 0
    favourites = rng.sample(exams, k=min(2, len(exams)))
    for days_ago in range(7 * student.weeks, -1, -1):
        place = days_ago - last
        is_streak = 0 <= place < student.streak
        may_practise = days_ago > 0 and place > student.streak
        if not is_streak and not (may_practise and rng.random() < student.habit / 10):
            continue
        at = recently
        if days_ago:
            day = today - timedelta(days=days_ago)
            hour = time(rng.randrange(8, 21), rng.randrange(60))
            at = datetime.combine(day, hour, ZoneInfo(student.zone))
        for _ in range(rng.choice((1, 1, 1, 1, 2)) if days_ago else 1):
            exam = rng.choice(favourites if rng.random() < 0.8 else exams)
            attempt = start_quiz(user, exam, size=rng.choice(SIZES), now=at, rng=rng)
            at = _answer(attempt, attempt.total, student.skill, at, rng)
            attempt.submit(now=at)
            at += timedelta(minutes=5)


def _answer(attempt, count, skill, at, rng):
    """Answer the first `count` questions of an attempt. Returns when the last was answered."""
    for answer in attempt.answers.select_related("question")[:count]:
        seconds = rng.randrange(20, 75)
        at += timedelta(seconds=seconds)
        key = answer.key
        is_right = rng.random() < skill / 100
        chosen = key if is_right else _miss(key, answer.order, rng)
        margin = Margin(confidence=_doubt(rng, is_right=is_right), seconds=seconds)
        attempt.save_answer(answer.position, chosen, margin=margin, now=at)
    return at


def _doubt(rng, *, is_right):
    """How sure one says to be: every other time nothing, else mostly as sure as one is right."""
    guess, unsure, sure = UserAnswer.Confidence
    weights = (10, 1, 3, 6) if is_right else (10, 4, 4, 2)
    return rng.choices((None, guess, unsure, sure), weights)[0]


def _miss(key, shown, rng):
    """A response that is wrong in one part."""
    if isinstance(key, dict):  # slots: one stays empty
        return {slot: key[slot] for slot in sorted(key)[1:]}
    others = [number for number in shown if number not in key]
    return rng.sample(others, 1) + key[1:]


def _leave_unfinished(user, exam, now, rng):
    began = now - timedelta(minutes=25)
    attempt = start_quiz(user, exam, size=20, now=began, rng=rng)
    _answer(attempt, 11, DEMO.skill, began, rng)


def _dress(user, rng):
    """Wear one of the avatars that are open."""
    opened = UserAvatar.objects.filter(user=user).select_related("avatar").order_by("avatar__order")
    UserProfile.objects.of(user).equip(rng.choice(opened).avatar)
