"""The first page of admin: figures that lead to the lists behind them, to whom may see those."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from accounts.models import User
from accounts.tests.factories import UserFactory
from billings import workshop
from quizzes.models import Exam, Objective, Question, QuestionReport, QuestionStatistic
from quizzes.papers import start_quiz
from quizzes.tests.factories import QuestionFactory, answer

pytestmark = pytest.mark.django_db
ADMIN = "/admin/"


def links(page):
    """The number and the address of each figure on the page, by its words."""
    found = re.findall(r'<a href="([^"]+)"><b>([\d,]+)</b> ([^<]+)</a>', page.text)
    return {words: (int(number), unescape(address)) for address, number, words in found}


def listed(client, address):
    return client.get(address).context["cl"].result_count


def flag(question, *flags, discrimination=None):
    return QuestionStatistic.objects.create(
        question=question,
        answers=40,
        right=2,
        flags=flags,
        is_flagged=True,
        discrimination=discrimination,
        refreshed_at=timezone.now(),
    )


def sit(user, exam, at, size=5):
    attempt = start_quiz(user, exam, size=size, now=at)
    answer(attempt, correct=2)
    attempt.submit(now=at)
    return attempt


@pytest.fixture
def busy(bank, alice, bob, staff):
    """A bank with something of everything that the page counts. Its questions, in order."""
    now = timezone.now()
    questions = list(Question.objects.order_by("pk"))
    for user in (alice, bob, staff):
        QuestionReport.objects.create(question=questions[0], user=user, reason="wrong_key")
    QuestionReport.objects.create(question=questions[1], user=bob, reason="typo")
    QuestionReport.objects.create(
        question=questions[1], user=alice, reason="typo", resolved_at=now, outcome="fine"
    )
    flag(questions[2], "weak", discrimination=0.05)
    flag(questions[3], "rival", "weak", discrimination=-0.4)
    retired = QuestionFactory()
    flag(retired, "hard")
    retired.retire()
    Question.objects.filter(pk__in=[questions[4].pk, questions[5].pk]).update(
        published_at=now - timedelta(days=400)
    )
    questions[6].next_version()
    review = questions[7].next_version()
    review.status = "review"
    review.save()
    Exam.objects.filter(pk=bank.pk).update(retires_on=now.date() + timedelta(days=100))
    User.objects.filter(pk=bob.pk).update(date_joined=now - timedelta(days=8))
    sit(alice, bank, now)
    sit(alice, bank, now)
    sit(bob, bank, now - timedelta(days=7))
    sit(bob, bank, now - timedelta(days=20))
    return questions


def test_counts_what_the_lists_behind_have(staff_client, busy):
    figures = links(staff_client.get(ADMIN))
    assert {words: number for words, (number, _) in figures.items()} == {
        "reports open": 4,
        "in review": 1,
        "to look at": 3,
        "not reviewed for 12 months": 2,
        "of an exam that retires": 12,
        "draft": 1,
        "accounts": 3,
        "new in the last 7 days": 2,
        "practised in the last 7 days": 1,
    }
    for words, (number, address) in figures.items():
        assert listed(staff_client, address) == number, (words, address)


def test_counts_as_many_in_each_link_with_a_number(staff_client, busy):
    page = staff_client.get(ADMIN).text
    places = re.findall(r'<a href="([^"]+)"><span[^>]*>Domain </span>\d: (\d+)</a>', page)
    days = re.findall(r'<a href="([^"]+submitted_on=[^"]+)">(\d+)</a>', page)
    reasons = re.findall(r'<a href="([^"]+reason__exact=\w+)">[^<]+ (\d+)</a>', page)
    assert [int(number) for _, number in places] == [8, 4]
    assert sum(int(number) for _, number in days) == 3
    assert len(days) == 14
    assert [int(number) for _, number in reasons] == [3, 1]
    for address, number in (*places, *days, *reasons):
        assert listed(staff_client, unescape(address)) == int(number), address


def test_counts_the_day_that_began_in_the_east(staff_client, staff, bank, alice):
    User.objects.filter(pk=staff.pk).update(time_zone="Pacific/Pago_Pago")
    alice.time_zone = "Pacific/Kiritimati"  # 25 hours ahead
    alice.save()
    now = timezone.now()
    sit(alice, bank, now)
    newest = staff_client.get(ADMIN).context["panels"]["quizattempt"]["days"][0]
    assert (newest.on, newest.count) == (alice.local_day(now), 1)


def test_says_why_a_question_needs_a_look_the_worst_first(staff_client, busy):
    page = staff_client.get(ADMIN)
    rows = page.context["panels"]["question"]["worst"]
    assert [row.pk for row in rows] == [busy[0].pk, busy[3].pk, busy[2].pk]
    table = page.text[page.text.index('<table class="look">') :]
    assert table.index("3 open reports") < table.index("The strong prefer a wrong choice")
    assert f'href="/admin/quizzes/question/{busy[3].pk}/change/"' in table


def test_shows_the_first_and_leads_to_all_of_them(staff_client, bank, monkeypatch):
    monkeypatch.setattr(workshop, "SHOWN", 2)
    for question in Question.objects.all()[:3]:
        flag(question, "hard")
    page = staff_client.get(ADMIN)
    assert len(page.context["panels"]["question"]["worst"]) == 2
    assert "All 3 of them" in page.text


def test_says_which_exams_retire_and_what_the_bank_lacks(staff_client, busy, bank):
    Objective.objects.create(domain=bank.domains.first(), number=9, title="Nothing yet")
    page = staff_client.get(ADMIN)
    assert "SY0-701 retires on" in page.text
    (row,) = page.context["panels"]["question"]["cover"]
    assert row.written.count == 12
    assert not row.written.is_good
    assert [objective.title for objective in row.thin] == ["Nothing yet"]
    assert [(domain.number, figure.count) for domain, figure in row.domains] == [(1, 8), (2, 4)]
    assert [figure.is_good for _, figure in row.domains] == [False, False]


def test_says_that_an_exam_has_retired(staff_client, bank):
    Exam.objects.filter(pk=bank.pk).update(retires_on=timezone.now() - timedelta(days=9))
    assert "SY0-701 retired on" in staff_client.get(ADMIN).text


def test_shows_a_site_without_anything(staff_client):
    page = staff_client.get(ADMIN)
    assert page.status_code == 200
    assert links(page)["to look at"][0] == 0


MODELS = ["question", "questionreport", "user", "quizattempt"]
SEEN = {
    "Author": ["question", "questionreport"],
    "Reviewer": ["question", "questionreport"],
    "Manager": MODELS,
    "Support": ["questionreport", "user", "quizattempt"],
}


@pytest.mark.parametrize("role", SEEN)
def test_shows_each_role_what_it_may_see_and_no_more(client, busy, role):
    person = UserFactory(is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    client.force_login(person)
    page = client.get(ADMIN)
    assert list(page.context["panels"]) == SEEN[role]
    for model in MODELS:
        assert (f"/{model}/" in page.text) is (model in SEEN[role])
    for number, address in links(page).values():
        assert listed(client, address) == number


@pytest.mark.parametrize("model", MODELS)
def test_shows_what_a_single_right_opens(client, busy, model):
    person = UserFactory(is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename=f"view_{model}"))
    client.force_login(person)
    assert list(client.get(ADMIN).context["panels"]) == [model]


def test_shows_no_figures_to_staff_without_rights(client, busy):
    client.force_login(UserFactory(is_staff=True))
    page = client.get(ADMIN)
    assert page.context["panels"] == {}
    assert 'class="desk"' not in page.text


def test_asks_as_much_for_much_as_for_little(staff_client, bank, busy, statements):
    def count():
        with statements() as seen:
            assert staff_client.get(ADMIN).status_code == 200
        return seen.total

    few = count()
    now = timezone.now()
    for number in range(20):
        domain = bank.domains.all()[number % 2]
        objective = Objective.objects.create(domain=domain, number=100 + number, title="More")
        question = QuestionFactory(item__objective=objective)
        flag(question, "hard")
        user = UserFactory()
        QuestionReport.objects.create(question=question, user=user, reason="typo")
        sit(user, bank, now - timedelta(days=number % 14))
    assert count() == few <= 15


def test_counts_days_by_the_students_own(alice, bank, now):
    late = now.replace(hour=23, minute=30)  # the next day in Berlin
    sit(alice, bank, late)
    rows = workshop.days(now.date() + timedelta(days=1))
    assert [(row.on.day, row.count, row.share) for row in rows[:2]] == [(12, 1, 100), (11, 0, 0)]
    assert len(rows) == 14
