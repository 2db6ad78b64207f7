"""The pages of exams and attempts, as a student meets them."""

import re

import pytest
from django.urls import reverse

from quizzes.models import Item, Question, QuizAttempt
from quizzes.papers import start_quiz
from quizzes.tests.factories import QuestionFactory, answer


def post_answer(client, attempt, position=1, **data):
    return client.post(reverse("quizzes:question", args=[attempt.pk, position]), data)


def test_lists_the_exams_for_everybody(client, bank):
    page = client.get("/exams/")
    assert b"Security+" in page.content
    assert b"12 questions" in page.content


def test_offers_sizes_up_to_what_the_bank_can_fill(alice_client, bank):
    page = alice_client.get("/exams/security-plus/").content.decode()
    assert "90 <span" in page
    assert "(12 available)" in page
    assert "5 is fine for practice; perfect and accuracy need 10" in page


def test_shows_an_exam_to_visitors_and_how_to_start(client, bank):
    page = client.get("/exams/security-plus/")
    assert page.status_code == 200
    assert b"/accounts/signup/?next=/exams/security-plus/" in page.content
    assert b"how many questions" not in page.content


def test_knows_no_other_certification(client, bank):
    assert client.get("/exams/linux-plus/").status_code == 404


def test_starts_a_quiz_and_goes_to_its_first_question(alice_client, alice, bank):
    page = alice_client.post("/exams/security-plus/start/", {"preset": 10})
    attempt = alice.attempts.get()
    assert attempt.total == 10
    assert page.url == f"/attempts/{attempt.pk}/1/"


def test_takes_another_number_and_chosen_domains(alice_client, alice, bank):
    alice_client.post("/exams/security-plus/start/", {"size": "5", "domains": ["1", "2"]})
    assert alice.attempts.get().options == {"domains": [1, 2], "pool": "all"}


@pytest.mark.parametrize(
    "wishes",
    [
        {},
        {"size": "4"},
        {"size": "91"},
        {"size": "x"},
        {"size": "10\0"},
        {"size": "9" * 400},
        {"preset": "1000"},
        {"size": "10", "domains": "9"},
        {"size": "10", "pool": "everything"},
    ],
)
def test_refuses_strange_wishes_in_words(alice_client, bank, wishes):
    page = alice_client.post("/exams/security-plus/start/", wishes)
    assert page.status_code == 400
    assert b'role="alert"' in page.content
    assert not QuizAttempt.objects.exists()


def test_refuses_broken_unicode_in_a_form(alice_client, bank):
    page = alice_client.post(
        "/exams/security-plus/start/",
        b"size=10&domains=%ed%a0%80&domains=%ff",
        content_type="application/x-www-form-urlencoded",
    )
    assert page.status_code == 400
    assert not QuizAttempt.objects.exists()


def test_sends_visitors_to_the_login_and_back_to_the_exam(client, bank):
    page = client.post("/exams/security-plus/start/", {"preset": 10})
    assert page.url == "/accounts/login/?next=/exams/security-plus/"


def test_offers_to_go_on_with_an_unfinished_quiz(alice_client, attempt):
    page = alice_client.post("/exams/security-plus/start/", {"preset": 10}, follow=True)
    assert b"unfinished quiz" in page.content
    assert f"/attempts/{attempt.pk}/1/".encode() in page.content
    assert QuizAttempt.objects.count() == 1


def test_shows_a_question_without_its_key(alice_client, attempt):
    page = alice_client.get(f"/attempts/{attempt.pk}/1/")
    assert page.status_code == 200
    text = page.content.decode()
    assert "Question 1" in text
    assert "What control" not in text
    assert "The second fits" not in text
    assert "no-store" in page["Cache-Control"]


def test_never_lets_a_key_out_before_the_submission(alice_client, attempt):
    """The page is the same but for what was chosen, and when, whether right or wrong."""
    own = r' checked|(?<=Saved )\d\d:\d\d|name="(seen|shown|since)" value="[^"]*"'
    pages = []
    for number in (2, 1):
        post_answer(alice_client, attempt, choice=number)
        text = alice_client.get(f"/attempts/{attempt.pk}/1/").content.decode()
        pages.append(re.sub(own, "", text))
    assert pages[0] == pages[1]


def test_keeps_the_order_over_reloads(alice_client, attempt):
    first, second = (
        [
            c.number
            for c in alice_client.get(f"/attempts/{attempt.pk}/1/")
            .context["answer"]
            .choices_as_shown()
        ]
        for _ in range(2)
    )
    assert first == second == attempt.answers.get(position=1).order


@pytest.mark.parametrize(
    ("go", "target"),
    [
        ("next", "/4/"),
        ("previous", "/2/"),
        ("9", "/9/"),
        ("99", "/submit/"),
        ("0", "/1/"),
        ("submit", "/submit/"),
        ("leave", "/"),
        ("nonsense", "/4/"),
        ("²", "/4/"),
    ],
)
def test_saves_and_goes_where_the_button_says(alice_client, attempt, go, target):
    page = post_answer(alice_client, attempt, 3, choice=2, go=go)
    assert page.url.endswith(target)
    assert attempt.answers.get(position=3).response == [2]


def test_leads_htmx_out_of_the_question_pages_by_a_full_load(alice_client, attempt):
    address = f"/attempts/{attempt.pk}/3/"
    page = alice_client.post(address, {"choice": 2, "go": "submit"}, headers={"HX-Request": "true"})
    assert page["HX-Redirect"] == f"/attempts/{attempt.pk}/submit/"


@pytest.mark.parametrize("choice", ["7", "x", "-1", "2\0", "", "9" * 50, ["1", "2"], "é", "٣"])
def test_refuses_unknown_choices_and_keeps_the_saved_answer(alice_client, attempt, choice):
    post_answer(alice_client, attempt, choice=2)
    page = post_answer(alice_client, attempt, choice=choice)
    assert page.status_code == 400
    assert attempt.answers.get(position=1).response == [2]


def test_refuses_more_answers_than_asked_for(alice_client, attempt):
    question = QuestionFactory(choices=[1, 2])
    attempt.answers.filter(position=1).update(
        question=question, item=question.item, order=[1, 2, 3, 4, 5]
    )
    page = post_answer(alice_client, attempt, choice=["1", "2", "3"])
    assert page.status_code == 400
    assert b"Choose 2, not more." in page.content


def test_hides_somebody_elses_attempt(client, bob, result, alice, bank, now):
    client.force_login(bob)
    other = start_quiz(alice, bank, size=5, now=now)
    for path in ("1/", "submit/", "result/", "1/report/"):
        assert client.get(f"/attempts/{other.pk}/{path}").status_code == 404
        assert client.get(f"/attempts/{result.pk}/{path}").status_code == 404
    assert client.post(f"/attempts/{other.pk}/again/").status_code == 404
    assert client.post(f"/attempts/{other.pk}/1/", {"go": "keep"}).status_code == 404
    for path in ("1/", "submit/", "discard/"):
        page = client.post(f"/attempts/{other.pk}/{path}", follow=True)
        assert page.redirect_chain == [("/", 302)]
        assert "That quiz is not there any more." in page.text
    assert other.answers.filter(response__isnull=False).count() == 0
    assert QuizAttempt.objects.get(pk=other.pk).submitted_at is None


def test_knows_no_question_outside_the_paper(alice_client, attempt):
    assert alice_client.get(f"/attempts/{attempt.pk}/11/").status_code == 404
    assert post_answer(alice_client, attempt, 11, choice=1).status_code == 404
    assert alice_client.get(f"/attempts/{attempt.pk}/{'9' * 30}/").status_code == 404


def test_says_how_many_are_blank_before_submitting(alice_client, attempt):
    post_answer(alice_client, attempt, choice=2)
    page = alice_client.get(f"/attempts/{attempt.pk}/submit/")
    assert b"9 questions are blank" in page.content
    assert QuizAttempt.objects.get().submitted_at is None


def test_says_that_nothing_is_kept_where_nothing_is_answered(alice_client, alice, bank):
    attempt = start_quiz(alice, bank, size=10)
    page = alice_client.get(f"/attempts/{attempt.pk}/submit/")
    assert "Nothing is answered yet" in page.text
    assert "the quiz is discarded" in page.text
    assert "counts as missed" not in page.text


def test_submits_with_blanks_and_lands_on_the_result(alice_client, attempt):
    page = alice_client.post(f"/attempts/{attempt.pk}/submit/", follow=True)
    assert page.redirect_chain == [(f"/attempts/{attempt.pk}/result/", 302)]
    assert b"0 of 10 right" in page.content
    assert b"does not count" in page.content


def test_shows_the_same_result_after_a_second_submission(alice_client, attempt):
    answer(attempt, correct=10)
    first = alice_client.post(f"/attempts/{attempt.pk}/submit/", follow=True)
    second = alice_client.post(f"/attempts/{attempt.pk}/submit/", follow=True)
    assert first.context["earned"].xp == second.context["earned"].xp == 150
    assert alice_client.get(f"/attempts/{attempt.pk}/1/").url.endswith("/result/")
    assert post_answer(alice_client, attempt, choice=1).url.endswith("/result/")


def test_discards_a_quiz(alice_client, attempt):
    page = alice_client.post(f"/attempts/{attempt.pk}/discard/", follow=True)
    assert b"is discarded" in page.content
    assert not QuizAttempt.objects.exists()


def test_answers_a_second_click_on_discard(alice_client, attempt):
    alice_client.post(f"/attempts/{attempt.pk}/discard/")
    page = alice_client.post(f"/attempts/{attempt.pk}/discard/", follow=True)
    assert "That quiz is not there any more." in page.text


def test_answers_a_click_on_discard_that_another_overtakes(alice_client, attempt, monkeypatch):
    drop = QuizAttempt.drop

    def overtaken(self):
        QuizAttempt.objects.filter(pk=self.pk).delete()
        drop(self)

    monkeypatch.setattr(QuizAttempt, "drop", overtaken)
    page = alice_client.post(f"/attempts/{attempt.pk}/discard/", follow=True)
    assert "That quiz is not there any more." in page.text


def test_starts_once_when_the_button_is_pressed_twice(alice_client, bank):
    first, second = [
        alice_client.post("/exams/quick/", {"exam": "security-plus"}) for _ in range(2)
    ]
    assert first.url == second.url == QuizAttempt.objects.get().get_absolute_url()


def test_grades_instead_of_discarding_when_the_time_is_up(alice_client, alice, bank, now):
    timed = start_quiz(alice, bank, size=5, is_timed=True, now=now)  # long ago
    timed.save_answer(1, [2], now=now)
    assert alice_client.post(f"/attempts/{timed.pk}/discard/").status_code == 409
    timed.refresh_from_db()
    assert (timed.submitted_at, timed.correct) == (timed.deadline_at, 1)


def test_names_each_domain_once(alice_client, bank):
    alice_client.post("/exams/security-plus/start/", {"size": 5, "domains": [1] * 60})
    assert QuizAttempt.objects.get().title == "Security+ practice, domain 1"


def test_leads_a_discard_of_a_submitted_quiz_to_its_result(alice_client, result):
    page = alice_client.post(f"/attempts/{result.pk}/discard/")
    assert page.url == f"/attempts/{result.pk}/result/"
    assert QuizAttempt.objects.exists()


@pytest.mark.parametrize("path", ["discard/", "again/"])
def test_wants_a_post_for_a_change(alice_client, attempt, path):
    assert alice_client.get(f"/attempts/{attempt.pk}/{path}").status_code == 405


def test_wants_a_csrf_token(alice, attempt):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(alice)
    page = strict.post(f"/attempts/{attempt.pk}/1/", {"choice": 2})
    assert page.status_code == 403
    assert b"open for too long" in page.content
    assert attempt.answers.get(position=1).is_blank


def test_refuses_a_body_of_ten_megabytes(alice_client, attempt):
    page = post_answer(alice_client, attempt, choice="2" * 10_000_000)
    assert page.status_code == 400
    assert attempt.answers.get(position=1).is_blank


@pytest.mark.parametrize("address", ["/exams/?a=%00", "/exams/%00/", "/attempts/?exam=%00"])
def test_refuses_a_null_byte_in_the_address(alice_client, bank, address):
    assert alice_client.get(address).status_code == 400


@pytest.mark.parametrize(
    "address", ["/attempts/?exam=%ed%a0%80", "/exams/%ff/", "/attempts/?page=%ff"]
)
def test_answers_broken_unicode_without_a_fault(alice_client, bank, address):
    assert alice_client.get(address).status_code in (200, 400, 404)


def test_puts_out_a_deactivated_student_at_the_next_request(alice_client, alice, attempt):
    alice.is_active = False
    alice.save()
    page = alice_client.get(f"/attempts/{attempt.pk}/1/")
    assert page.url.startswith("/accounts/login/")


def test_keeps_what_was_drawn_when_a_question_retires(alice_client, attempt):
    Question.objects.get(pk=attempt.answers.get(position=1).question_id).retire()
    assert post_answer(alice_client, attempt, choice=2).status_code == 302
    assert attempt.answers.get(position=1).is_correct
    assert Item.objects.count() == 12


def test_takes_an_answer_from_a_form_only(alice_client, attempt):
    post_answer(alice_client, attempt, choice=2)
    address = f"/attempts/{attempt.pk}/1/"
    page = alice_client.post(address, "{}", content_type="application/json")
    assert page.status_code == 400
    assert attempt.answers.get(position=1).response == [2]


def test_sends_htmx_to_the_login_by_a_full_load(client, attempt):
    page = client.post(f"/attempts/{attempt.pk}/1/", {"choice": 2}, headers={"HX-Request": "true"})
    assert page["HX-Redirect"] == f"/accounts/login/?next=/attempts/{attempt.pk}/1/"
