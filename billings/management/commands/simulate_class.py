"""`manage.py simulate_class`: a class of students at one exam, to see item statistics at work."""

import math
import random
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.signup import open_account
from quizzes import statistics
from quizzes.grading import max_points
from quizzes.models import Exam, QuestionStatistic, UserAnswer
from quizzes.papers import start_quiz

PREFIX = "class-"
# How hard the three difficulties are, where 0 is what an average student gets right half the time.
HARDNESS = {1: -1.6, 2: -0.6, 3: 0.5}
SAVED = ["response", "points", "max_points", "is_correct", "saved_at", "seconds", "confidence"]


class Command(BaseCommand):
    help = "Lets a simulated class take a quiz of one exam each. Not in production."

    def add_arguments(self, parser):
        parser.add_argument("--exam", default="security-plus", help="The slug of a certification.")
        parser.add_argument("--students", type=int, default=300)
        parser.add_argument("--size", type=int, default=40, help="Questions of each quiz.")
        parser.add_argument("--faulty", type=int, default=3, help="Questions with a wrong key.")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, exam, students, size, faulty, seed, **options):
        if not settings.DEBUG:
            raise CommandError("DEBUG is off: a site with visitors gets no simulated students.")
        if User.objects.filter(username__startswith=PREFIX).exists():
            raise CommandError("A simulated class is here already.")
        at = Exam.objects.current().filter(certification__slug=exam).first()
        if at is None:
            raise CommandError(f"There is no current exam of “{exam}”.")
        school = School(random.Random(seed), faulty)  # noqa: S311
        now = timezone.now()
        for number in range(1, students + 1):
            with transaction.atomic():
                school.sit(number, at, size, now)
        statistics.refresh(now=now)
        flagged = QuestionStatistic.objects.flagged().count()
        self.stdout.write(
            f"{students} students took {size} questions of {at} each; questions to look at: "
            f"{flagged}. The able were made to miss: {', '.join(sorted(school.faulty.values()))}."
        )


class School:
    """Students with abilities, questions with difficulties: the three-parameter logistic model.

    `faulty` questions, the first that are met, have a wrong choice that the able take for right.
    Birnbaum, in Lord and Novick, Statistical Theories of Mental Test Scores, 1968, chapter 17.
    """

    def __init__(self, rng, faulty):
        self.rng = rng
        self.wanted = faulty
        self.faulty = {}  # codes by the ids of their items
        self.traits = {}

    def sit(self, number, exam, size, now):
        """One more student, and their quiz, on one of the last fourteen days."""
        rng = self.rng
        began = now - timedelta(minutes=rng.randrange(90, 14 * 24 * 60))
        name = f"{PREFIX}{number:03}"
        user = User(username=name, email=f"{name}@class.example", shows_on_boards=False)
        user.set_unusable_password()
        open_account(user, is_verified=True)
        attempt = start_quiz(user, exam, size=size, now=began, rng=rng)
        ability, pace = rng.gauss(0, 1), rng.uniform(20, 60)
        answers = list(attempt.answers.select_related("question"))
        spent = 0
        for answer in answers:
            seconds = max(4, round(rng.gauss(pace, pace / 3)))
            spent += seconds
            answer.respond(self.choose(answer, ability))
            answer.seconds, answer.saved_at = seconds, began + timedelta(seconds=spent)
            answer.confidence = rng.choice((None, None, 1, 2, 3))
        UserAnswer.objects.bulk_update(answers, SAVED)
        attempt.submit(now=began + timedelta(seconds=spent))

    def choose(self, answer, ability):
        """What a student of this ability responds."""
        question, rng = answer.question, self.rng
        hardness, slope, favourite = self._traits(answer)
        guess = 0 if max_points(question.kind) > 1 else 1 / max(2, len(answer.order))
        knows = guess + (1 - guess) / (1 + math.exp(-slope * (ability - hardness)))
        if answer.item_id in self.faulty:
            knows = 1 - knows
        key = answer.key
        if rng.random() < knows:
            return key
        if isinstance(key, dict):
            return {slot: key[slot] for slot in sorted(key)[1:]}
        wrong = [number for number in answer.order if number not in key]
        taken = favourite if favourite in wrong and rng.random() < 0.5 else rng.choice(wrong)
        return [taken, *key[1:]]

    def _traits(self, answer):
        question = answer.question
        if answer.item_id not in self.traits:
            rng = self.rng
            hardness = HARDNESS[question.difficulty] + rng.gauss(0, 0.4)
            wrong = [number for number in answer.order if number not in answer.key]
            favourite = rng.choice(wrong) if wrong and not question.is_generated else None
            self.traits[answer.item_id] = hardness, rng.uniform(0.8, 1.8), favourite
            if question.kind == question.Kind.SINGLE and len(self.faulty) < self.wanted:
                self.faulty[answer.item_id] = question.item.code
        return self.traits[answer.item_id]
