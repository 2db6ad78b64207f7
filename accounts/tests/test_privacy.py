"""One's data: taken along, or deleted."""

import json
from datetime import date

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from accounts import post
from accounts.addresses import change_address
from accounts.models import SecurityEvent, User, WaitingMail
from accounts.signals import leaving
from accounts.tests.factories import PASSWORD, UserFactory
from gamification.models import UserProfile, XPAward
from leaderboards.boards import board_for
from quizzes.models import QuestionReport, QuizAttempt, UserAnswer
from quizzes.papers import start_quiz
from quizzes.tests.factories import answer
from study.models import Bookmark, Plan

pytestmark = pytest.mark.django_db

DOWNLOAD = "/settings/data/download/"
DELETE = "/settings/data/delete/"
ADDRESS = "/settings/security/address/"


@pytest.fixture
def history(achievements, alice, bank, now):
    """Alice submitted a quiz and has another one open; she reported a question."""
    done = start_quiz(alice, bank, size=10, now=now)
    answer(done, correct=9)
    done.submit(now=now)
    started = start_quiz(alice, bank, size=5, now=now)
    started.save_answer(1, [2], now=now)
    QuestionReport.objects.create(
        question=done.answers.first().question, user=alice, reason="typo", text="colour"
    )
    Bookmark.objects.keep(alice, done.answers.first().item_id, "ask Bea")
    Plan.objects.create(user=alice, exam=bank, exam_on=date(2026, 4, 1))
    return done, started


def reauthenticate(client):
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})


def taken_by(client):
    reauthenticate(client)
    response = client.get(DOWNLOAD)
    assert response["Content-Disposition"] == 'attachment; filename="billings-Alice.json"'
    assert response["Content-Type"] == "application/json"
    return json.loads(response.content)


def test_hands_everything_over_in_one_file(alice_client, alice, history):
    done, started = history
    totp.TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    alice_client.get("/settings/security/sessions/")
    data = taken_by(alice_client)

    assert data["account"]["email"] == "alice@example.com"
    assert data["second_factors"][0]["type"] == "totp"
    assert data["sessions"]
    quizzes = {quiz["id"]: quiz for quiz in data["quizzes"]["quizzes"]}
    assert quizzes[done.pk]["correct"] == 9
    assert len(quizzes[done.pk]["answers"]) == 10
    assert data["quizzes"]["reports"][0]["text"] == "colour"
    assert data["game"]["xp"] == UserProfile.objects.get(user=alice).xp
    assert data["game"]["ledger"]
    assert data["study"]["bookmarks"][0]["note"] == "ask Bea"
    assert data["study"]["plans"][0]["exam_on"] == "2026-04-01"
    assert len(data["study"]["cards"]) == 10
    assert data["security_events"]


def test_hands_no_key_over_before_the_answer_is_final(alice_client, history):
    _, started = history
    data = taken_by(alice_client)
    quiz = next(q for q in data["quizzes"]["quizzes"] if q["id"] == started.pk)
    assert quiz["answers"][0]["response"] == [2]
    for one in quiz["answers"]:
        assert not {"is_correct", "points", "key"} & set(one)
    assert "correct" not in quiz


def test_hands_no_key_over_that_an_unfinished_quiz_asks(alice_client, alice, bank, now):
    done = start_quiz(alice, bank, size=5, now=now)
    done.save_answer(1, [2], now=now)
    done.submit(now=now)
    asked = start_quiz(
        alice, bank, size=5, items=set(done.answers.values_list("item", flat=True)), now=now
    )
    first = taken_by(alice_client)["quizzes"]["quizzes"]
    assert not any("is_correct" in one for quiz in first for one in quiz["answers"])
    asked.drop()
    later = taken_by(alice_client)["quizzes"]["quizzes"]
    assert all("is_correct" in one for quiz in later for one in quiz["answers"])


def test_hands_no_secret_over(alice_client, alice, history):
    totp.TOTP.activate(alice, "JBSWY3DPEHPK3PXP")
    text = json.dumps(taken_by(alice_client))
    assert alice.password not in text
    assert Authenticator.objects.get().data["secret"] not in text
    assert alice_client.session.session_key not in text


def test_hands_over_nothing_of_others(alice_client, bob, history):
    SecurityEvent.objects.create(kind="logged_in", user=bob, detail="of Bob")
    text = json.dumps(taken_by(alice_client))
    assert "Bob" not in text


def test_asks_for_the_password_first(alice_client):
    assert alice_client.get(DOWNLOAD)["Location"].startswith("/accounts/reauthenticate/")


def test_asks_no_more_of_the_database_for_many_quizzes(
    alice_client, alice, bank, history, now, statements
):
    reauthenticate(alice_client)
    with statements() as few:
        alice_client.get(DOWNLOAD)
    history[1].delete()
    for _ in range(3):
        attempt = start_quiz(alice, bank, size=10, now=now)
        answer(attempt, correct=9)
        attempt.submit(now=now)
    with statements() as many:
        alice_client.get(DOWNLOAD)
    assert many.total == few.total


def test_says_what_goes_and_what_stays(alice_client, history):
    page = " ".join(alice_client.get(DELETE).content.decode().split())
    assert "Your answers stay (of quizzes that you ended: 1)" in page
    assert "achievements (" in page
    assert "bookmarks with their notes (1)" in page
    assert User.objects.filter(username="Alice").exists()


def delete(client, password=PASSWORD):
    return client.post(DELETE, {"password": password})


def test_deletes_all_that_is_personal_at_once(alice_client, alice, history):
    pk, other = alice.pk, Client()
    other.force_login(alice)
    EmailAddress.objects.create(user=alice, email=alice.email, primary=True)
    WaitingMail.objects.create(to=alice.email, subject="A", text="A")
    LogEntry.objects.create(
        user=UserFactory(is_staff=True),
        content_type=ContentType.objects.get_for_model(User),
        object_id=str(pk),
        object_repr="Alice",
        action_flag=CHANGE,
    )

    response = delete(alice_client)

    assert "Your account is deleted" in response.content.decode()
    assert not get_user(alice_client).is_authenticated
    assert not get_user(other).is_authenticated
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if field.concrete and field.related_model is User:
                assert not model._base_manager.filter(**{field.attname: pk}).exists(), model
    text = [*LogEntry.objects.values(), *SecurityEvent.objects.values()]
    text += [*WaitingMail.objects.values(), *EmailAddress.objects.values()]
    assert "alice" not in str(text).lower()
    assert SecurityEvent.objects.get().kind == "account_deleted"
    assert SecurityEvent.objects.get().address is None


def test_sends_nothing_of_an_account_that_has_gone(alice_client, alice, bob, settings):
    """What waits for an earlier address, and for one that was to be confirmed, goes with it."""
    settings.HAS_MAIL = True
    change_address(alice, "carol@example.com", is_verified=True, request=None)
    form = {"email": "dave@example.com", "password": PASSWORD}
    alice_client.post(ADDRESS, form)
    post.send("account/email/change_asked", bob.email, {"user": bob, "new": "x@example.com"})
    waiting = WaitingMail.objects.values_list("to", flat=True)
    assert {"alice@example.com", "carol@example.com", "dave@example.com"} < set(waiting)

    alice_client.post(DELETE, {"password": PASSWORD})
    mails = WaitingMail.objects.values_list("to", "subject")
    assert sorted(mails) == [
        (bob.email, "Your e-mail address at Billings is about to change"),
        ("carol@example.com", "Your account at Billings is deleted"),
    ]


def test_keeps_what_staff_published_without_their_name(staff_client, staff):
    UserFactory(username="Owner", is_superuser=True)
    kind = SecurityEvent.Kind.PUBLISHED
    kept = {"kind": kind, "detail": "SY0-701-1001 v2"}
    SecurityEvent.objects.create(user=staff, address="192.0.2.7", agent="Firefox", **kept)
    delete(staff_client)
    event = SecurityEvent.objects.get(kind=kind)
    assert (event.user, event.address, event.agent) == (None, None, "")
    assert event.detail == kept["detail"]


def test_leaves_answers_without_an_owner(alice_client, history):
    done, started = history
    before = list(UserAnswer.objects.filter(attempt=done).values())
    delete(alice_client)
    done.refresh_from_db()
    assert done.user is None
    assert list(UserAnswer.objects.filter(attempt=done).values()) == before
    assert not QuizAttempt.objects.filter(pk=started.pk).exists()
    assert QuestionReport.objects.get().user is None


def test_moves_nobody_elses_score(alice_client, bob, bank, history, now):
    attempt = start_quiz(bob, bank, size=10, now=now)
    answer(attempt, correct=5)
    attempt.submit(now=now)
    before = UserProfile.objects.filter(user=bob).values().get()
    ledger = list(XPAward.objects.filter(user=bob).values())

    delete(alice_client)

    assert UserProfile.objects.filter(user=bob).values().get() == before
    assert list(XPAward.objects.filter(user=bob).values()) == ledger
    assert [entry.user for entry in board_for("xp", "").top()] == [bob]


def test_lets_staff_see_answers_without_an_owner(alice_client, staff, history):
    delete(alice_client)
    client = Client()
    client.force_login(staff)
    assert client.get("/admin/quizzes/quizattempt/").status_code == 200
    assert client.get(f"/admin/quizzes/quizattempt/{history[0].pk}/change/").status_code == 200
    assert client.get("/admin/quizzes/questionreport/").status_code == 200


def test_keeps_the_account_without_the_password(alice_client, alice, history):
    response = delete(alice_client, "not hers")
    assert response.context["form"].errors["password"] == ["That is not your password."]
    assert User.objects.filter(pk=alice.pk).exists()
    assert QuizAttempt.objects.filter(user=alice).count() == 2


def test_keeps_all_of_it_when_something_fails(alice_client, alice, history):
    def fails(**kwargs):
        raise RuntimeError

    leaving.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            delete(alice_client)
    finally:
        leaving.disconnect(fails)
    assert QuizAttempt.objects.filter(user=alice).count() == 2
    assert get_user(alice_client) == alice


def test_keeps_the_last_superuser(client, staff):
    client.force_login(staff)
    response = client.post(DELETE, {"password": PASSWORD}, follow=True)
    assert "You are the last" in response.content.decode()
    assert User.objects.filter(pk=staff.pk).exists()

    UserFactory(is_superuser=True, is_staff=True)
    delete(client)
    assert not User.objects.filter(pk=staff.pk).exists()


def test_says_goodbye_by_mail(alice_client, alice, mail):
    delete(alice_client)
    assert mail[-1].to == ["alice@example.com"]
    assert "Goodbye Alice" in mail[-1].body


def test_frees_name_and_address(alice_client, alice, client, sign_up):
    delete(alice_client)
    assert sign_up(Client(), email="alice@example.com", username="Alice").status_code == 302
    assert User.objects.filter(username="Alice").exists()
