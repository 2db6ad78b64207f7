"""Two things at once, with threads and real transactions."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import User
from gamification.models import UserProfile, XPAward
from quizzes import papers
from quizzes.models import AlreadySubmitted, QuizAttempt, UserAnswer, answers
from quizzes.papers import HasOpenAttempt, start_quiz
from quizzes.signals import quiz_submitted
from quizzes.tests.factories import answer

PATIENCE = 30  # seconds until a test that hangs gives up

pytestmark = pytest.mark.django_db(transaction=True)


def beside(act):
    """Run `act` in a thread with a connection of its own; returns what it returned or raised."""

    def run():
        try:
            return act()
        except Exception as error:  # handed to the test, which says what it expects
            return error
        finally:
            connection.close()

    with_thread = ThreadPoolExecutor(1)
    future = with_thread.submit(run)
    with_thread.shutdown(wait=False)
    return future


@pytest.fixture
def attempt(alice, bank, now):
    return start_quiz(alice, bank, size=10, now=now)


@pytest.fixture
def pause():
    """A point where a thread stops (`here`), and the word to go on (`go`)."""

    class Pause:
        here, go = threading.Event(), threading.Event()

        def __call__(self):
            self.here.set()
            assert self.go.wait(PATIENCE)

    return Pause()


def saving_pauses_in_the_middle(monkeypatch, pause):
    real = answers.grade

    def slow_grade(*args):
        pause()
        return real(*args)

    monkeypatch.setattr(answers, "grade", slow_grade)


def test_counts_an_answer_that_was_being_saved(attempt, now, monkeypatch, pause):
    saving_pauses_in_the_middle(monkeypatch, pause)
    saver = beside(lambda: attempt.save_answer(1, [2]))
    assert pause.here.wait(PATIENCE)
    submitter = beside(lambda: attempt.submit(now=now))
    pause.go.set()
    assert saver.result(PATIENCE).is_correct
    assert submitter.result(PATIENCE) is None
    stored = QuizAttempt.objects.get()
    assert (stored.answered, stored.correct) == (1, 1)


def test_would_lose_that_answer_without_the_lock(attempt, now, monkeypatch, pause):
    """The control: the lock taken away, the same two acts end in a contradiction."""
    saving_pauses_in_the_middle(monkeypatch, pause)
    queryset = type(QuizAttempt.objects.all())
    unlocked = queryset.save_answer.__wrapped__
    monkeypatch.setattr(queryset, "select_for_update", lambda self: self)
    saver = beside(lambda: unlocked(QuizAttempt.objects.all(), attempt.pk, 1, [2]))
    assert pause.here.wait(PATIENCE)
    monkeypatch.undo()
    assert beside(lambda: attempt.submit(now=now)).result(PATIENCE) is None
    pause.go.set()
    assert saver.result(PATIENCE).is_correct  # acknowledged to the student
    assert UserAnswer.objects.get(position=1).is_correct
    assert QuizAttempt.objects.get().correct == 0  # and yet not graded


def test_refuses_an_answer_once_the_submission_has_begun(attempt, now, pause):
    def wait(sender, **kwargs):
        pause()

    quiz_submitted.connect(wait)
    try:
        submitter = beside(lambda: attempt.submit(now=now))
        assert pause.here.wait(PATIENCE)
        saver = beside(lambda: attempt.save_answer(1, [2]))
        pause.go.set()
        assert isinstance(saver.result(PATIENCE), AlreadySubmitted)
        assert submitter.result(PATIENCE) is None
    finally:
        quiz_submitted.disconnect(wait)
    assert UserAnswer.objects.get(position=1).is_blank


def test_submits_once_however_many_clicks(achievements, attempt, alice, now):
    answer(attempt, correct=10)
    start = threading.Barrier(8, timeout=PATIENCE)

    def click():
        own = QuizAttempt.objects.get(pk=attempt.pk)
        start.wait()
        own.submit(now=now)

    results = [future.result(PATIENCE) for future in [beside(click) for _ in range(8)]]
    assert results.count(None) == 1
    assert sum(isinstance(result, AlreadySubmitted) for result in results) == 7
    assert XPAward.objects.filter(attempt=attempt, reason="quiz").count() == 1
    awards = XPAward.objects.filter(user=alice).values_list("amount", flat=True)
    assert UserProfile.objects.get(user=alice).xp == sum(awards)


def test_starts_once_however_many_clicks(alice, bank, now):
    start = threading.Barrier(4, timeout=PATIENCE)

    def click():
        start.wait()
        start_quiz(alice, bank, size=10, now=now)

    results = [future.result(PATIENCE) for future in [beside(click) for _ in range(4)]]
    assert results.count(None) == 1
    assert sum(isinstance(result, HasOpenAttempt) for result in results) == 3
    assert UserAnswer.objects.count() == 10


@pytest.fixture
def start(alice, bank, now, monkeypatch, pause):
    """A function that starts a quiz of a mode beside the test; the first pauses as it draws."""
    real = papers.pick

    def slow_pick(*args):
        monkeypatch.setattr(papers, "pick", real)
        pause()
        return real(*args)

    monkeypatch.setattr(papers, "pick", slow_pick)
    return lambda mode: beside(lambda: start_quiz(alice, bank, size=8, mode=mode, now=now))


def in_common(*starters):
    """How many items the papers that were started have in common."""
    attempts = [starter.result(PATIENCE) for starter in starters]
    asked = [set(attempt.answers.values_list("item", flat=True)) for attempt in attempts]
    return len(set.intersection(*asked))


def test_draws_no_item_into_two_quizzes_that_start_at_once(start, pause):
    first = start("practice")
    assert pause.here.wait(PATIENCE)
    second = start("study")
    pause.go.set()
    assert in_common(first, second) == 0


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="SQLite locks it whole")
def test_would_draw_items_into_both_without_the_lock(start, pause, monkeypatch):
    """The control: eight of twelve and eight of twelve are not apart."""
    users = type(User.objects.all())
    monkeypatch.setattr(users, "select_for_update", lambda self, **options: self)
    first = start("practice")
    assert pause.here.wait(PATIENCE)
    second = start("study")
    assert second.result(PATIENCE)
    pause.go.set()
    assert in_common(first, second) >= 4


def test_starts_once_when_the_first_leaves_nothing_to_draw(alice, bank, now):
    start = threading.Barrier(3, timeout=PATIENCE)

    def click():
        start.wait()
        start_quiz(alice, bank, size=20, now=now)

    results = [future.result(PATIENCE) for future in [beside(click) for _ in range(3)]]
    assert sum(isinstance(result, HasOpenAttempt) for result in results) == 2


def test_pays_an_item_once_when_two_quizzes_end_at_once(alice, bob, bank, now):
    """A practice quiz and a study quiz of the same questions, submitted side by side."""
    first = start_quiz(alice, bank, size=12, now=now)
    # Drawing keeps two open quizzes apart; only somebody else's may ask the same.
    QuizAttempt.objects.update(mode="study", user=bob)
    second = start_quiz(alice, bank, size=12, now=now)
    QuizAttempt.objects.update(user=alice)
    start = threading.Barrier(2, timeout=PATIENCE)

    def finish(attempt):
        own = QuizAttempt.objects.get(pk=attempt.pk)
        start.wait()
        own.submit(now=now)

    for attempt in (first, second):
        answer(attempt, correct=12)
    for future in [beside(lambda a=a: finish(a)) for a in (first, second)]:
        assert future.result(PATIENCE) is None
    assert sum(XPAward.objects.values_list("paid", flat=True)) == 12


def test_makes_one_profile_for_two_first_needs(django_user_model, achievements):
    user = django_user_model.objects.create_user("Carol", "carol@example.com", "x")
    start = threading.Barrier(4, timeout=PATIENCE)

    def need():
        own = django_user_model.objects.get(pk=user.pk)
        start.wait()
        return UserProfile.objects.of(own).pk

    results = {future.result(PATIENCE) for future in [beside(need) for _ in range(4)]}
    assert results == {user.pk}


def test_says_busy_when_a_row_stays_locked(attempt, alice, client):
    """Somebody holds the attempt and does not let go: no answer is saved, nothing is half-done."""
    client.force_login(alice)
    client.raise_request_exception = False
    held, let_go = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            QuizAttempt.objects.select_for_update().get(pk=attempt.pk)
            held.set()
            assert let_go.wait(PATIENCE)

    holder = beside(hold)
    assert held.wait(PATIENCE)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA busy_timeout = 50")
        else:
            cursor.execute("SET lock_timeout = '50ms'")
    try:
        page = client.post(f"/attempts/{attempt.pk}/1/", {"choice": 2})
    finally:
        let_go.set()
        connection.close()
    assert page.status_code == 503
    assert page["Retry-After"] == "10"
    assert holder.result(PATIENCE) is None
    assert UserAnswer.objects.get(position=1).is_blank
