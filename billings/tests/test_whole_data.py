"""The download has all that is kept of a person, and deleting leaves nothing of it."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session

from accounts.models import SecurityEvent, User, WaitingMail
from accounts.tests.factories import PASSWORD
from gamification.models import UserProfile
from quizzes.models import (
    Item,
    Question,
    QuestionImage,
    QuestionReport,
    QuizAttempt,
    UserAnswer,
)
from quizzes.papers import start_quiz
from quizzes.tests.factories import answer
from study.models import Bookmark, Card, Plan

pytestmark = pytest.mark.django_db

# Where in the file the rows are that belong to a person.
IN_FILE = {
    "accounts.SecurityEvent.user": "security_events",
    "accounts.WaitingMail.user": "waiting_mail",
    "quizzes.QuizAttempt.user": "quizzes/quizzes",
    "quizzes.Question.author": "quizzes/written",
    "quizzes.Question.edited_by": "quizzes/written",
    "quizzes.QuestionImage.uploaded_by": "quizzes/images",
    "quizzes.QuestionReport.user": "quizzes/reports",
    "gamification.UserAchievement.user": "game/achievements",
    "gamification.UserAvatar.user": "game/avatars",
    "gamification.UserProfile.user": "game/xp",
    "gamification.CertificationRecord.user": "game/certifications",
    "gamification.XPAward.user": "game/ledger",
    "study.Card.user": "study/cards",
    "study.Plan.user": "study/plans",
    "study.Bookmark.user": "study/bookmarks",
    "admin.LogEntry.user": "staff_actions",
    "account.EmailAddress.user": "addresses",
    "mfa.Authenticator.user": "second_factors",
    "usersessions.UserSession.user": "sessions",
    "socialaccount.SocialAccount.user": "other_logins",
}
# What a row has and the file has not, and why.
SECRET = {"password"}
HOW_IT_IS_STORED = {"id", "user", "item", "attempt", "answer", "exam", "question", "order"}
RIGHTS = {"groups", "user_permissions", "is_active", "is_superuser"}
COMPARED = {
    User: ("account", SECRET | HOW_IT_IS_STORED | RIGHTS),
    Card: ("study/cards", HOW_IT_IS_STORED),
    Plan: ("study/plans", HOW_IT_IS_STORED),
    Bookmark: ("study/bookmarks", HOW_IT_IS_STORED),
    QuizAttempt: (
        "quizzes/quizzes",
        # `total` is "questions".
        {"user", "total"},
    ),
    UserAnswer: (
        "quizzes/quizzes/answers",
        # `order` and `shown` are the question's wording, which its code and seed bring back.
        HOW_IT_IS_STORED - {"question"} | {"shown", "is_first_try", "is_committed"},
    ),
}


@pytest.fixture
def life(achievements, alice, bank, now, alice_client):
    """Everything that can be kept of Alice, who also writes questions."""
    User.objects.filter(pk=alice.pk).update(is_staff=True, bio="I am Alice of Wonderland")
    attempt = start_quiz(alice, bank, size=10, now=now)
    answer(attempt, correct=9)
    attempt.submit(now=now)
    start_quiz(alice, bank, size=5, now=now).save_answer(1, [2], now=now)
    question = attempt.answers.first().question
    Question.objects.filter(pk=question.pk).update(author=alice)
    QuestionReport.objects.create(question=question, user=alice, reason="typo", text="colour")
    QuestionImage.objects.create(
        name="a.png", alternative="a rack", data=b"-", width=1, height=1, uploaded_by=alice
    )
    Plan.objects.create(user=alice, exam=bank, exam_on=now.date())
    Bookmark.objects.create(user=alice, item=question.item, note="a note of Alice")
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True, verified=True)
    SocialAccount.objects.create(
        user=alice, provider="github", uid="7", extra_data={"login": "Alice"}
    )
    totp.TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    LogEntry.objects.create(
        user=alice,
        content_type=ContentType.objects.get_for_model(Item),
        object_id=str(question.item_id),
        object_repr="an item",
        action_flag=CHANGE,
    )
    WaitingMail.objects.create(user=alice, to=alice.email, subject="Hello")
    alice_client.get("/settings/security/sessions/")
    alice_client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return alice


@pytest.fixture
def taken(life, alice_client):
    return json.loads(alice_client.get("/settings/data/download/").content)


def at(data, path):
    for step in path.split("/"):
        data = sum((row[step] for row in data), []) if isinstance(data, list) else data[step]
    return data


def test_knows_where_in_the_file_everything_is_that_points_at_a_person():
    pointing = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model is User
    }
    assert pointing == set(IN_FILE)


def test_puts_something_of_each_into_the_file(taken):
    assert [label for label, path in IN_FILE.items() if not at(taken, path)] == []


@pytest.mark.parametrize("model", COMPARED)
def test_leaves_no_column_out_unless_it_is_said_why(taken, model):
    path, left_out = COMPARED[model]
    found = at(taken, path)
    keys = set().union(*found) if isinstance(found, list) else set(found)
    columns = {field.name for field in model._meta.get_fields() if field.concrete}
    assert columns - left_out - keys == set()


def test_leaves_no_word_of_who_left(life, alice_client, staff):
    """Not in any column of any table, nor in a session."""
    SecurityEvent.objects.create(kind="reset_link", user=staff, detail="by Alice")
    LogEntry.objects.create(
        user=staff,
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(life.pk),
        object_repr="Alice",
        action_flag=CHANGE,
        change_message='[{"changed": {"name": "address", "object": "alice@example.com"}}]',
    )
    alice_client.post("/settings/data/delete/", {"password": PASSWORD})

    assert not User.objects.filter(pk=life.pk).exists()
    kept = [
        (model._meta.label, row)
        for model in apps.get_models()
        for row in model._base_manager.values()
    ]
    kept += [("session", session.get_decoded()) for session in Session.objects.all()]
    assert [row for row in kept if "alice" in str(row).lower()] == []
    assert SecurityEvent.objects.get(user=staff).detail == "by somebody who left"


def test_moves_nothing_but_the_name(life, alice_client, bob, bank, now):
    """The figures of questions and of others are, after she left, what they were before."""
    attempt = start_quiz(bob, bank, size=10, now=now)
    answer(attempt, correct=5)
    attempt.submit(now=now)

    def figures():
        answers = UserAnswer.objects.filter(attempt__submitted_at__isnull=False)
        return (
            list(answers.order_by("pk").values("item", "response", "is_correct", "is_first_try")),
            list(UserProfile.objects.filter(user=bob).values()),
            list(Card.objects.filter(user=bob).values()),
        )

    before = figures()
    alice_client.post("/settings/data/delete/", {"password": PASSWORD})
    assert figures() == before
