"""`manage.py simulate_class`: statistics find the questions that were made faulty."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from quizzes.models import QuestionStatistic
from quizzes.statistics import Flag
from quizzes.tests.factories import make_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def simulate(settings, achievements, bank):
    settings.DEBUG = True
    objective = bank.domains.first().objectives.first()
    make_questions(3, objective)
    return lambda students=60: call_command(
        "simulate_class", students=students, size=15, faulty=1, seed=3
    )


def test_finds_the_question_that_the_able_miss(simulate, capsys):
    simulate()
    said = capsys.readouterr().out
    faulty = QuestionStatistic.objects.get(question__item__code=said.split()[-1].rstrip("."))
    assert {Flag.WEAK, Flag.RIVAL} <= set(faulty.flags)
    others = QuestionStatistic.objects.exclude(pk=faulty.pk)
    assert others.filter(discrimination__gt=0).count() > others.count() / 2
    assert all(one.answers == 60 for one in others)


def test_stays_off_boards_and_comes_once(simulate):
    simulate(students=3)
    assert not User.objects.filter(username__startswith="class-", shows_on_boards=True).exists()
    with pytest.raises(CommandError, match="already"):
        simulate()


def test_is_for_developers_alone(simulate, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG is off"):
        simulate()


def test_knows_its_exams(simulate):
    with pytest.raises(CommandError, match="no current exam"):
        call_command("simulate_class", exam="linux-plus")
