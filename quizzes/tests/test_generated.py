"""Generated questions: drawn with a seed, asked, graded, explained, asked again anew."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.utils.html import escape

from quizzes.generators import GENERATORS, LARGEST_SEED, generate
from quizzes.models import Item, Question
from quizzes.papers import candidates, start_exam, start_quiz
from quizzes.tests.factories import ExamFactory, QuestionFactory, generated_question
from quizzes.trial import trial_paper


@pytest.fixture
def question(db):
    ExamFactory()
    return generated_question()


@pytest.fixture
def attempt(alice, question, now):
    return start_quiz(alice, ExamFactory(), size=5, now=now)


def text(page):
    return page.content.decode()


def post(client, attempt, **data):
    return client.post(f"/attempts/{attempt.pk}/1/", data)


# Drawing


def test_stores_the_seed_and_what_came_of_it(attempt, question):
    drawn = attempt.answers.get()
    assert 1 <= drawn.seed <= LARGEST_SEED
    made = generate(question.generator, question.params, drawn.seed)
    assert (drawn.stem, drawn.rationale, drawn.reference) == (
        made.stem,
        made.rationale,
        made.reference,
    )
    assert [choice.text for choice in drawn.choices_as_shown()] == [
        choice["text"] for choice in made.choices
    ]
    assert drawn.order == [1, 2, 3, 4]
    assert [made.choices[number - 1]["is_key"] for number in drawn.key] == [True]
    assert (drawn.max_points, attempt.max_points) == (1, 1)


def test_gives_each_student_other_numbers(attempt, bob, now):
    other = start_quiz(bob, ExamFactory(), size=5, now=now)
    assert attempt.answers.get().seed != other.answers.get().seed


def test_draws_the_same_paper_from_the_same_dice(alice, bob, question, now):
    drawn = [
        start_quiz(user, ExamFactory(), size=5, now=now, rng=random.Random(4)).answers.get()
        for user in (alice, bob)
    ]
    assert drawn[0].shown == drawn[1].shown


def test_keeps_what_was_asked_when_the_generator_changes(alice_client, attempt, monkeypatch, now):
    before = attempt.answers.get()
    post(alice_client, attempt, choice=before.key[0])
    monkeypatch.delitem(GENERATORS, "raid")
    assert escape(before.stem) in text(alice_client.get(f"/attempts/{attempt.pk}/1/"))
    attempt.submit(now=now)
    page = text(alice_client.get(f"/attempts/{attempt.pk}/result/"))
    assert escape(before.stem) in page
    assert attempt.correct == 1


@pytest.mark.parametrize("change", [{"generator": "gone"}, {"params": {"asks": "gone"}}])
def test_draws_nothing_that_this_code_cannot_generate(question, change):
    Question.objects.update(**change)
    QuestionFactory()
    assert [candidate.kind for candidate in candidates(ExamFactory())] == ["single"]


# Taking


def test_asks_without_key_or_reasons_and_by_native_controls(alice_client, attempt):
    drawn = attempt.answers.get()
    page = text(alice_client.get(f"/attempts/{attempt.pk}/1/"))
    assert escape(drawn.stem) in page
    assert page.count('name="choice"') == 4
    for choice in drawn.choices_as_shown():
        assert f'value="{choice.number}"' in page
        assert escape(choice.text) in page
        assert escape(choice.rationale) not in page
    assert escape(drawn.rationale) not in page
    assert str(drawn.seed) not in page


@pytest.mark.parametrize("is_right", [True, False])
def test_grades_by_the_key_of_this_paper(alice_client, attempt, is_right):
    key = attempt.answers.get().key
    chosen = key[0] if is_right else key[0] % 4 + 1
    assert post(alice_client, attempt, choice=chosen).status_code == 302
    saved = attempt.answers.get()
    assert (saved.response, saved.is_correct, saved.points) == ([chosen], is_right, is_right)
    assert " checked" in text(alice_client.get(f"/attempts/{attempt.pk}/1/"))


@pytest.mark.parametrize("chosen", [[5], [0], [1, 2]])
def test_refuses_other_choices_and_more_than_one(alice_client, attempt, chosen):
    assert post(alice_client, attempt, choice=chosen).status_code == 400
    assert attempt.answers.get().is_blank


def test_explains_on_the_result_and_in_the_report(alice_client, attempt, now):
    drawn = attempt.answers.get()
    post(alice_client, attempt, choice=drawn.key[0] % 4 + 1)
    attempt.submit(now=now)
    for address in ("result/", "1/report/"):
        page = text(alice_client.get(f"/attempts/{attempt.pk}/{address}"))
        for choice in drawn.choices_as_shown():
            assert escape(choice.rationale) in page
        assert escape(drawn.stem) in page
        assert escape(drawn.rationale) in page
        assert escape(drawn.reference) in page
        assert page.count("Right answer") == page.count("Your answer") == 1


def test_settles_an_answer_in_study_mode_and_says_why(alice_client, alice, question, now):
    study = start_quiz(alice, ExamFactory(), size=5, mode="study", now=now)
    drawn = study.answers.get()
    page = text(alice_client.post(f"/attempts/{study.pk}/1/", {"go": "check"}))
    assert "Answer all of it first" in page
    alice_client.post(f"/attempts/{study.pk}/1/", {"go": "check", "choice": drawn.key[0]})
    page = text(alice_client.get(f"/attempts/{study.pk}/1/"))
    assert escape(drawn.rationale) in page
    right, *others = drawn.choices_right_first()
    for other in others:
        assert page.index(escape(right.rationale)) < page.index(escape(other.rationale))


def test_sits_in_an_exam_among_the_questions_with_choices(alice_client, alice, question, now):
    QuestionFactory()
    exam = start_exam(alice, ExamFactory(), now=now)
    assert exam.total == 2
    assert [mark.is_task for mark in exam.map()] == [False, False]
    drawn = exam.answers.get(seed__isnull=False)
    exam.save_answer(drawn.position, drawn.key, now=now)
    exam.submit(now=now)
    assert (exam.correct, exam.points, exam.max_points) == (1, 1, 2)


# The item and not the numbers is what a student has seen, missed and been paid for


def test_asks_a_missed_item_again_with_other_numbers(alice_client, alice, attempt, now):
    first = attempt.answers.get()
    post(alice_client, attempt, choice=first.key[0] % 4 + 1)
    attempt.submit(now=now)
    alice_client.post(f"/attempts/{attempt.pk}/again/")
    again = alice.attempts.open().get().answers.get()
    assert again.item == first.item
    assert again.seed != first.seed
    assert again.is_first_try is False


def test_is_not_in_the_ten_for_visitors(client, question):
    question.item.is_sample = True
    question.item.save()
    sample = QuestionFactory(item__is_sample=True)
    assert [each.question for each in trial_paper(AnonymousUser())] == [sample]
    assert client.get("/try/").status_code == 200


def test_leaves_out_of_the_ten_what_an_unfinished_quiz_asks(alice_client, alice, bank, now):
    Item.objects.filter(pk__in=Item.objects.values("pk")[:3]).update(is_sample=True)
    open_quiz = start_quiz(alice, bank, size=12, now=now)
    assert "Right answer" not in alice_client.post("/try/").text
    open_quiz.drop()
    assert alice_client.post("/try/").text.count("Right answer") == 3


# The bank


def test_ships_questions_of_every_generator(db):
    call_command("load_content", verbosity=0)
    questions = Question.objects.published().filter(kind="generated")
    assert set(questions.values_list("generator", flat=True)) == set(GENERATORS)
    for exam in ("SY0-701", "N10-009", "220-1201", "220-1202"):
        assert questions.filter(item__code__startswith=exam).count() >= 2
    assert len({(q.item.objective_id, q.generator, str(q.params)) for q in questions}) == len(
        questions
    )
