"""What staff do to many questions at once: move them, find stale ones and review them."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.tests.factories import UserFactory
from quizzes.admin import acts, base
from quizzes.models import Exam, Item, Objective, Question, QuestionReport, QuestionStatistic
from quizzes.tests.admin_pages import act, draft, history, said, url
from quizzes.tests.factories import CertificationFactory, ItemFactory, QuestionFactory

pytestmark = pytest.mark.django_db
LIST = url("question", "changelist")


@pytest.fixture
def target(bank):
    """Another objective of the exam of `bank`."""
    domain = bank.domains.get(number=2)
    return Objective.objects.create(domain=domain, number=7, title="Scan for weaknesses")


@pytest.fixture
def elsewhere(bank):
    """An objective of another exam."""
    certification = CertificationFactory(slug="network-plus", name="Network+")
    exam = Exam.objects.create(code="N10-009", certification=certification, passing_score=720)
    domain = exam.domains.create(number=1, name="Networking Concepts", weight=100)
    return Objective.objects.create(domain=domain, number=1, title="Compare the layers")


def move(client, rows, objective, **more):
    return act(client, LIST, "move_selected", rows, objective=objective.pk, **more)


def listed(client, **query):
    return set(client.get(LIST, query).context["cl"].result_list)


# To another objective


def test_asks_where_to_and_moves_nothing_before(staff_client, bank, target):
    questions = Question.objects.all()[:2]
    page = act(staff_client, LIST, "move_selected", questions)
    for question in questions:
        assert str(question) in page.text
    assert "SY0-701 2.7 Scan for weaknesses" in page.text
    assert not target.items.exists()


def test_moves_items_and_says_who_moved_them_from_where(staff_client, bank, target):
    first, last = Question.objects.first(), Question.objects.last()
    response = move(staff_client, [first, last], target)
    assert said(response) == "Moved to SY0-701 2.7 Scan for weaknesses: 2."
    assert set(target.items.all()) == {first.item, last.item}
    for question, before in ((first, "1.1"), (last, "2.1")):
        words = (
            f"Moved from SY0-701 {before} Compare kinds of controls to "
            "SY0-701 2.7 Scan for weaknesses."
        )
        assert history(question.item) == [("Staff", words)]
        assert history(question) == [("Staff", words)]


def test_leaves_alone_what_is_there_already(staff_client, bank, target):
    there = QuestionFactory(item__objective=target)
    response = move(staff_client, [there, Question.objects.first()], target)
    assert said(response).endswith("2.7 Scan for weaknesses: 1. Were there already: 1.")
    assert history(there.item) == []


def test_keeps_a_published_question_in_its_exam(staff_client, bank, elsewhere):
    question = Question.objects.first()
    page = act(staff_client, LIST, "move_selected", [question])
    assert "Compare the layers" not in page.text
    page = move(staff_client, [question], elsewhere)
    assert "Choose one of the objectives in the list." in page.text
    assert not elsewhere.items.exists()


def test_moves_a_draft_to_any_exam(staff_client, bank, elsewhere):
    question = draft()
    move(staff_client, [question], elsewhere)
    assert elsewhere.items.get() == question.item


def test_moves_published_questions_of_one_exam_at_a_time(staff_client, bank, target, elsewhere):
    other = QuestionFactory(item__objective=elsewhere)
    response = move(staff_client, [Question.objects.first(), other], target)
    assert "These are questions of N10-009 and SY0-701." in said(response)
    assert not target.items.exists()


@pytest.mark.parametrize("objective", ["", "x", "0", "9" * 30, "\0"])
def test_asks_again_for_an_objective_that_is_none(staff_client, bank, objective):
    question = Question.objects.first()
    page = act(staff_client, LIST, "move_selected", [question], objective=objective)
    assert page.status_code == 200
    assert 'class="errorlist"' in page.text
    assert str(question) in page.text
    assert Item.objects.get(pk=question.item_id).objective_id == question.item.objective_id


def test_refuses_more_than_a_form_can_carry(staff_client, bank, target, monkeypatch):
    monkeypatch.setattr(base, "MOST", 3)
    response = move(staff_client, Question.objects.all(), target)
    assert "At most 3 can be chosen for this at once." in said(response)
    assert not target.items.exists()
    response = act(staff_client, LIST, "delete_selected", Question.objects.all(), post="yes")
    assert "At most 3 can be chosen for this at once." in said(response)
    assert Question.objects.published().count() == 12


def test_lets_nobody_move_who_may_not_change_items(client, bank, target):
    writer = UserFactory(is_staff=True)
    codes = ["view_question", "change_question", "view_item"]
    writer.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client.force_login(writer)
    assert "move_selected" not in client.get(LIST).text
    move(client, Question.objects.all(), target)
    assert not target.items.exists()


def test_moves_many_with_as_many_statements_as_few(staff_client, bank, target, statements):
    def count(rows, objective):
        data = {"action": "move_selected", "_selected_action": [row.pk for row in rows]}
        ContentType.objects.clear_cache()  # which the first request of a process fills
        with statements() as seen:
            assert staff_client.post(LIST, data | {"objective": objective.pk}).status_code == 302
        return seen.total

    home = bank.domains.get(number=1).objectives.get()
    questions = list(Question.objects.filter(item__objective=home))
    few = count(questions[:2], target)
    assert count(questions[2:], target) == few


# Publish, retire


def test_sums_up_what_it_published_and_names_the_first_that_are_barred(
    staff_client, bank, monkeypatch
):
    monkeypatch.setattr(acts, "NAMED", 2)
    drafts = [draft() for _ in range(5)]
    for question in drafts[2:]:
        question.choices.all().delete()
    response = act(staff_client, LIST, "publish_selected", drafts)
    words = said(response)
    assert "Published: 2." in words
    assert words.count("is not published.") == 2
    assert "And 1 more are not published" in words
    assert [history(question) for question in drafts[:3]] == [
        [("Staff", "Published.")],
        [("Staff", "Published.")],
        [],
    ]


def test_retires_many_with_as_many_statements_as_few(staff_client, bank, statements):
    def count(rows):
        data = {"action": "retire_selected", "_selected_action": [row.pk for row in rows]}
        with statements() as seen:
            assert staff_client.post(LIST, data).status_code == 302
        return seen.total

    questions = list(Question.objects.all())
    few = count(questions[:2])
    assert count(questions[2:]) == few
    assert not Question.objects.published().exists()
    assert all(history(question) == [("Staff", "Retired.")] for question in questions)


# What time has passed by


def age(question, days, *, reviewed=None):
    """Publish `question` so many days ago, and review it, if at all, so many days ago."""
    now = timezone.now()
    Question.objects.filter(pk=question.pk).update(
        published_at=now - timedelta(days=days),
        reviewed_at=None if reviewed is None else now - timedelta(days=reviewed),
    )
    return question


def test_finds_what_was_not_reviewed_for_a_year(staff_client):
    old = age(QuestionFactory(), 366)
    twice_old = age(QuestionFactory(), 900, reviewed=366)
    age(QuestionFactory(), 900, reviewed=364)
    age(QuestionFactory(), 364)
    age(QuestionFactory(), 900).retire()
    draft()
    assert listed(staff_client, stale="year") == {old, twice_old}


def test_finds_what_is_of_an_exam_that_retires(staff_client, bank, elsewhere):
    today = timezone.localdate()
    Exam.objects.filter(pk=bank.pk).update(retires_on=today + timedelta(days=184))
    other = QuestionFactory(item__objective=elsewhere)
    draft(item=ItemFactory(objective=elsewhere))
    for days in (183, 0, -400):
        retires_on = today + timedelta(days=days)
        Exam.objects.filter(code="N10-009").update(retires_on=retires_on)
        assert listed(staff_client, stale="exam") == {other}


def test_marks_as_reviewed_what_is_published_and_says_who(staff_client):
    old, unwritten = age(QuestionFactory(), 500), draft()
    words = (old.stem, old.key)
    response = act(staff_client, LIST, "mark_reviewed", [old, unwritten])
    assert "Reviewed: 1." in said(response)
    assert "not “published”: 1." in said(response)
    assert not listed(staff_client, stale="year")
    old.refresh_from_db()
    assert (old.stem, old.key, old.status) == (*words, "published")
    assert history(old) == [("Staff", "Reviewed.")]
    assert history(unwritten) == []


def test_lets_only_those_review_who_may_publish(client):
    author = UserFactory(is_staff=True)
    author.groups.add(Group.objects.get(name="Author"))
    client.force_login(author)
    old = age(QuestionFactory(), 500)
    assert "mark_reviewed" not in client.get(LIST).text
    act(client, LIST, "mark_reviewed", [old])
    assert listed(client, stale="year") == {old}


def test_forgets_the_review_in_the_next_version():
    question = age(QuestionFactory(), 500, reviewed=1)
    question.refresh_from_db()
    assert question.next_version().reviewed_at is None


def test_finds_what_needs_a_look_for_any_reason(staff_client, bob, alice, staff):
    reported, flagged = QuestionFactory(), QuestionFactory()
    QuestionFactory()
    QuestionStatistic.objects.create(
        question=flagged, answers=40, right=2, is_flagged=True, refreshed_at=timezone.now()
    )
    for user in (alice, bob, staff):
        QuestionReport.objects.create(question=reported, user=user, reason="typo")
    assert listed(staff_client, look="all") == {reported, flagged}
    assert listed(staff_client, look="reports") == {reported}
    QuestionReport.objects.filter(user=bob).update(resolved_at=timezone.now(), outcome="fine")
    assert listed(staff_client, look="all") == {flagged}
