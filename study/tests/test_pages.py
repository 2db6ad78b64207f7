"""The pages: what to do today, the buttons that start it, mistakes, confidence, progress."""

import datetime

import pytest
from django.utils import timezone

from quizzes.models import QuizAttempt, UserAnswer
from quizzes.papers import start_quiz
from quizzes.tests.factories import answer
from study.models import Card, Plan
from study.schedule import set_plan


@pytest.fixture
def now():
    """Pages look at the clock of the machine, so their history leads up to it."""
    return timezone.now() - datetime.timedelta(days=3)


def open_study(user):
    return user.attempts.open().get(mode="study")


def finish(attempt, *, correct, day=3):
    answer(attempt, correct=correct)
    attempt.submit(now=timezone.now() + datetime.timedelta(days=day - 3))
    return attempt


@pytest.mark.parametrize(
    "address",
    [
        "/study/",
        "/study/security-plus/mistakes/",
        "/study/security-plus/objectives/",
        "/study/security-plus/confidence/",
        "/study/bookmarks/",
        "/progress/",
    ],
)
def test_asks_strangers_to_log_in_and_tells_the_new_what_to_do(client, alice, bank, address):
    assert client.get(address)["Location"].startswith("/accounts/login/")
    client.force_login(alice)
    text = client.get(address).content.decode()
    assert text.count("<h1") == 1
    assert 'class="btn' in text


def test_asks_strangers_to_log_in_before_they_start(client, bank):
    for address in ("start/", "mistakes/fix/", "plan/", "drill/", "bookmarks/start/"):
        page = client.post(f"/study/security-plus/{address}")
        assert page["Location"] == "/accounts/login/?next=/study/"


def test_has_no_page_of_an_exam_that_is_not_there(alice_client, bank):
    for address in ("/study/?exam=nothing", "/progress/?exam=nothing", "/study/nothing/mistakes/"):
        assert alice_client.get(address).status_code == 404
    assert alice_client.post("/study/nothing/start/").status_code == 404


def test_starts_what_it_shows(alice_client, alice, bank, sit):
    sit(size=8, correct=4)
    text = alice_client.get("/study/").content.decode()
    assert "The 12 most useful today" in text
    assert "8 to review · 4 new" in text
    page = alice_client.post("/study/security-plus/start/")
    attempt = open_study(alice)
    assert page["Location"] == f"/attempts/{attempt.pk}/1/"
    assert attempt.total == 12
    assert attempt.title == "Security+: today’s study"


def test_shows_the_unfinished_study_quiz_instead(alice_client, alice, bank):
    alice_client.post("/study/security-plus/start/")
    text = alice_client.get("/study/").content.decode()
    assert "Go on" in text
    assert "Start today" not in text
    QuizAttempt.objects.update(started_at=timezone.now() - datetime.timedelta(minutes=1))
    page = alice_client.post("/study/security-plus/start/", follow=True)
    assert QuizAttempt.objects.count() == 1
    assert b"unfinished" in page.content.lower()


def test_says_when_today_is_done(alice_client, alice, bank):
    Plan.objects.create(user=alice, exam=bank, most_a_day=5)
    finish(start_quiz(alice, bank, size=5, mode="study"), correct=5)
    text = alice_client.get("/study/").content.decode()
    assert "Today is done" in text
    assert "5 questions asked; your plan was 5" in text
    alice_client.post("/study/security-plus/start/")
    assert open_study(alice).total == 7


@pytest.mark.parametrize("path", ["start/", "mistakes/fix/"])
def test_leads_a_second_click_to_the_quiz_that_the_first_began(alice_client, alice, sit, path):
    sit(day=-3, size=12, correct=3)
    first, second = [alice_client.post(f"/study/security-plus/{path}") for _ in range(2)]
    assert first.url == second.url == f"/attempts/{open_study(alice).pk}/1/"


def test_brings_back_the_most_useful_after_a_break_and_no_backlog(alice_client, alice, bank, sit):
    Plan.objects.create(user=alice, exam=bank, most_a_day=5)
    sit(day=-60, size=12, correct=12)
    text = alice_client.get("/study/").content.decode()
    assert "The 5 most useful today" in text
    assert "12" not in text.split("Ready?")[0].split("What to do today")[1]
    assert "5 for today" in alice_client.get("/").content.decode()


def test_leads_from_the_address_of_a_plan_to_its_form(alice_client, bank):
    address = "/study/security-plus/plan/"
    assert (
        alice_client.post(address, {"exam_on": "2020-01-01", "most_a_day": 20}).status_code == 400
    )
    assert alice_client.get(address)["Location"] == "/study/"


def test_fixes_mistakes_until_none_is_left(alice_client, alice, bank, sit):
    sit(size=12, correct=9)
    alice_client.post("/study/security-plus/mistakes/fix/")
    first = open_study(alice)
    assert first.title == "Security+: fix my mistakes"
    assert first.total == 3
    finish(first, correct=1)
    text = alice_client.get(f"/attempts/{first.pk}/result/").content.decode()
    assert "Fix my mistakes (2)" in text
    alice_client.post(f"/study/attempts/{first.pk}/fix/")
    second = open_study(alice)
    assert second.total == 2
    finish(second, correct=2)
    text = alice_client.get(f"/attempts/{second.pk}/result/").content.decode()
    assert "Fix my mistakes (" not in text
    assert "Back to Study" in text
    page = alice_client.post("/study/security-plus/mistakes/fix/", follow=True)
    assert b"two different days" in page.content
    assert Card.objects.mistakes().count() == 3


def test_fixes_what_no_unfinished_quiz_asks(alice_client, alice, bank, sit):
    sit(size=12, correct=0)
    Plan.objects.create(user=alice, exam=bank, most_a_day=5)
    alice_client.post("/study/security-plus/mistakes/fix/")
    first = open_study(alice)
    asked = set(first.answers.values_list("item", flat=True))
    first.drop()
    start_quiz(alice, bank, size=5, items=asked)
    alice_client.post("/study/security-plus/mistakes/fix/")
    assert open_study(alice).total == 5
    open_study(alice).drop()
    alice.attempts.open().get().drop()
    start_quiz(alice, bank, size=12)
    page = alice_client.post("/study/security-plus/mistakes/fix/", follow=True)
    assert "An unfinished quiz asks them already" in page.content.decode()


def test_fixes_nothing_of_others_and_nothing_unfinished(alice_client, alice, bob, bank, sit):
    theirs = start_quiz(bob, bank, size=5)
    own = start_quiz(alice, bank, size=5)
    assert alice_client.post(f"/study/attempts/{theirs.pk}/fix/").status_code == 404
    assert (
        alice_client.post(f"/study/attempts/{own.pk}/fix/")["Location"] == f"/attempts/{own.pk}/1/"
    )


def test_lists_mistakes_with_how_often_and_why(alice_client, alice, bank, sit):
    sit(size=12, correct=11)
    card = Card.objects.mistakes().get()
    sit(day=1, size=1, correct=0, items={card.item_id})
    text = alice_client.get("/study/security-plus/mistakes/").content.decode()
    assert "missed 2 times" in text
    assert "What control 2 is for." in text


def test_shows_no_key_of_a_question_in_an_unfinished_quiz(alice_client, alice, bank, sit):
    sit(size=12, correct=11, confidence=UserAnswer.Confidence.SURE)
    item = Card.objects.mistakes().get().item_id
    start_quiz(alice, bank, size=1, items={item})
    for address in ("mistakes/", "confidence/"):
        text = alice_client.get(f"/study/security-plus/{address}").content.decode()
        assert "An unfinished quiz asks it" in text
        assert "What control" not in text


def test_drills_an_objective_or_a_domain(alice_client, alice, bank):
    objective = bank.domains.get(number=2).objectives.get()
    alice_client.post("/study/security-plus/drill/", {"objective": objective.pk})
    assert open_study(alice).total == 4
    assert open_study(alice).title == "Security+: objective 2.1"
    open_study(alice).drop()
    alice_client.post("/study/security-plus/drill/", {"domain": 1})
    assert open_study(alice).total == 8


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"objective": "x"}, 400),
        ({"objective": 1, "domain": 1}, 400),
        ({"domain": 77}, 404),
    ],
)
def test_drills_nothing_strange(alice_client, bank, data, status):
    assert alice_client.post("/study/security-plus/drill/", data).status_code == status


def test_shows_weak_objectives(alice_client, bank, sit):
    sit(size=12, correct=0)
    text = alice_client.get("/study/").content.decode()
    assert "0 of 8 first tries right: 0&nbsp;% (0–32) · now Attempted" in text
    text = alice_client.get("/study/security-plus/objectives/").content.decode()
    assert "Not enough yet" in text
    assert "Attempted" in text


def test_puts_the_sure_and_wrong_first(alice_client, bank, sit):
    sit(size=12, correct=11, confidence=UserAnswer.Confidence.SURE)
    assert "Confident, but not right yet" in alice_client.get("/study/").content.decode()
    text = alice_client.get("/study/security-plus/confidence/").content.decode()
    assert "Confident, but not right yet" in text
    assert "Sure, not right: 1" in text
    assert "Sure, right: 11" in text
    page = alice_client.get("/study/security-plus/confidence/?sure=3&is=right")
    assert page.context["page"].paginator.count == 11
    assert alice_client.get("/study/security-plus/confidence/?sure=x&is=y").status_code == 200


def test_keeps_a_plan_and_says_how_much_a_day(alice_client, alice, bank, sit):
    sit(size=5, correct=5)
    day = timezone.now().date() + datetime.timedelta(days=11)
    page = alice_client.post(
        "/study/security-plus/plan/", {"exam_on": day.isoformat(), "most_a_day": 15}, follow=True
    )
    text = page.content.decode()
    assert "Your plan is saved." in text
    assert "a day</strong> until" in text
    assert "7 new" in text
    assert "Expected recall on the day" in text
    assert alice.plans.get().most_a_day == 15


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"exam_on": "2020-01-01", "most_a_day": 20}, "That day is over."),
        ({"exam_on": "soon", "most_a_day": 20}, "Write the day as"),
        ({"exam_on": "2999-01-01", "most_a_day": 20}, "more than two years"),
        ({"exam_on": "", "most_a_day": 3}, "Choose 5 to 90"),
        ({"exam_on": "", "most_a_day": 99}, "Choose 5 to 90"),
        ({"exam_on": "", "most_a_day": "x"}, "whole number"),
    ],
)
def test_explains_a_plan_that_cannot_be(alice_client, bank, data, sentence):
    page = alice_client.post("/study/security-plus/plan/", data)
    assert page.status_code == 400
    assert sentence in page.content.decode()
    assert "plan/#" not in page.text  # browsers focus no refused field where an address has a part
    assert not Plan.objects.exists()


def test_chooses_the_exam_that_is_soonest(alice_client, alice, bank):
    exam_on = timezone.now().date() + datetime.timedelta(days=5)
    set_plan(alice, bank, exam_on=exam_on, most_a_day=20)
    assert alice_client.get("/study/").context["exam"] == bank


def test_shows_the_study_of_the_day_on_the_dashboard(alice_client, bank, sit):
    assert "Today in Study" not in alice_client.get("/").content.decode()
    sit(size=5, correct=3)
    text = alice_client.get("/").content.decode()
    assert "20 for today" in text
    assert "/study/?exam=security-plus" in text


def test_tells_how_readiness_works_to_anybody(client, db):
    text = client.get("/how-readiness-works/").content.decode()
    assert "Chance of reaching 750 in this simulation" in text
    assert "780" in text


def test_says_so_when_the_quiz_is_no_longer_what_was_shown(alice_client, alice, bank, sit):
    sit(size=8, correct=4)
    assert (
        'name="shown" value="8 to review · 4 new"' in alice_client.get("/study/").content.decode()
    )
    finish(start_quiz(alice, bank, size=5, items=set(missed_items())), correct=5)
    page = alice_client.post(
        "/study/security-plus/start/", {"shown": "8 to review · 4 new"}, follow=True
    )
    assert "have changed since you looked" in page.content.decode()
    assert not alice.attempts.open().exists()


def missed_items():
    return Card.objects.mistakes().values_list("item_id", flat=True)


def test_offers_no_fix_of_what_was_right_since(alice_client, alice, bank, sit):
    first = finish(start_quiz(alice, bank, size=5, mode="study"), correct=2)
    address = f"/attempts/{first.pk}/result/"
    assert "Fix my mistakes (3)" in alice_client.get(address).content.decode()
    second = finish(start_quiz(alice, bank, size=3, items=set(missed_items())), correct=2)
    assert "Fix my mistakes (1)" in alice_client.get(address).content.decode()
    alice_client.post(f"/study/attempts/{first.pk}/fix/")
    study = open_study(alice)
    assert [row.item_id for row in study.answers.all()] == [
        second.answers.get(is_correct=False).item_id
    ]
    finish(study, correct=1)
    assert "Fix my mistakes (" not in alice_client.get(address).content.decode()
    page = alice_client.post(f"/study/attempts/{first.pk}/fix/")
    assert page["Location"] == address


def test_says_on_the_dashboard_what_the_day_has_room_for(alice_client, alice, bank, sit):
    sit(day=-60, size=12, correct=0)
    Plan.objects.create(user=alice, exam=bank, most_a_day=9)
    assert "9 for today" in alice_client.get("/").content.decode()
    finish(start_quiz(alice, bank, size=9), correct=3)
    text = alice_client.get("/").content.decode()
    assert "done for today" in text
    assert "to fix" not in text
    alice.plans.update(exam_on=alice.local_day(timezone.now()))
    assert "your exam is today" in alice_client.get("/").content.decode()
