"""Staff choose a generator and its parameters, look at examples, and publish."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.utils.html import escape

from accounts.tests.factories import UserFactory
from quizzes.generators import GENERATORS, LARGEST_SEED, generate
from quizzes.models import Question, QuestionReport
from quizzes.papers import start_quiz
from quizzes.tests.admin_pages import draft, form, said, save, url
from quizzes.tests.factories import (
    ExamFactory,
    ItemFactory,
    QuestionFactory,
    answer,
    generated_question,
)

pytestmark = pytest.mark.django_db
ADD = url("question", "add")


def preview(question):
    return url("question", "preview", question.pk)


def write(client, button="_save", **typed):
    save(client, ADD, button, item=ItemFactory().pk, kind="generated", **typed)
    return Question.objects.get()


# Writing


def test_publishes_a_generator_with_its_parameters(staff_client):
    question = write(
        staff_client, "_publish", made_by="cidr", cidr_asks="hosts", cidr_octet="fourth"
    )
    assert (question.status, question.kind) == ("published", "generated")
    assert (question.generator, question.params) == ("cidr", {"asks": "hosts", "octet": "fourth"})
    assert question.choices.count() == 0


def test_offers_every_generator_with_help_for_each_parameter(staff_client):
    page = staff_client.get(ADD).text
    for generator in GENERATORS.values():
        assert f'<option value="{generator.name}">{generator.title}</option>' in page
        for param in generator.params:
            assert escape(param.help) in page
            for label in param.choices.values():
                assert escape(label) in page


def test_leaves_parameters_of_other_generators_out(staff_client):
    question = write(
        staff_client, made_by="numerals", numerals_asks="hex-binary", cidr_asks="hosts"
    )
    assert question.params == {"asks": "hex-binary"}


def test_keeps_a_draft_that_is_not_complete_and_says_what_bars_it(staff_client):
    question = write(staff_client, "_publish", made_by="raid", raid_levels="5-6")
    assert (question.status, question.params) == ("draft", {"levels": "5-6"})
    page = staff_client.get(form(question)).text
    assert "RAID: “what is asked” is not chosen." in page
    assert "There is no stem." not in page
    page = staff_client.get(preview(question))
    assert page.status_code == 200
    assert "RAID: “what is asked” is not chosen." in page.text
    assert "Another example" not in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"made_by": "dice"}, "There is no generator “dice”."),
        (
            {"made_by": "ports", "ports_asks": "colour"},
            "Well-known ports: “what is asked” cannot be “colour”.",
        ),
    ],
)
def test_names_what_cannot_be(staff_client, typed, sentence):
    page = save(staff_client, ADD, item=ItemFactory().pk, kind="generated", **typed)
    assert sentence in page.text
    assert not Question.objects.exists()


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"generator": "gone"}, "There is no generator “gone”."),
        ({"generator": ""}, "No generator is chosen."),
        (
            {"params": {"asks": "capacity", "levels": "3"}},
            "RAID: “RAID levels” cannot be “3”.",
        ),
    ],
)
def test_refuses_to_publish_what_no_generator_makes(change, fault):
    ExamFactory()
    question = generated_question(publish=False)
    for name, value in change.items():
        setattr(question, name, value)
    question.save()
    assert question.publish() == [fault]


def test_bars_choices_of_its_own(staff_client):
    question = draft()
    response = save(
        staff_client,
        form(question),
        "_publish",
        kind="generated",
        made_by="numerals",
        numerals_asks="hex-binary",
    )
    assert "has no choices or slots of its own: remove them." in response.text
    assert question.choices.count() == 4
    removed = {f"choices__{index}__DELETE": "on" for index in range(4)}
    save(staff_client, form(question), "_publish", **removed)
    question.refresh_from_db()
    assert question.status == "published"


def test_forgets_the_generator_when_the_kind_is_another(staff_client):
    question = generated_question(publish=False)
    save(staff_client, form(question), kind="single")
    question.refresh_from_db()
    assert (question.generator, question.params) == ("", {})


# Versions


def test_makes_no_version_when_nothing_was_changed(staff_client):
    question = generated_question()
    assert "Nothing was changed" in said(save(staff_client, form(question)))
    assert "Nothing was changed" in said(save(staff_client, form(question), cidr_asks="mask"))
    assert question.item.questions.count() == 1


def test_follows_a_published_wording_with_the_next_version(staff_client):
    first = generated_question()
    save(staff_client, form(first), raid_asks="level", raid_levels="5-6-10", difficulty="3")
    first.refresh_from_db()
    second = first.item.questions.published().get()
    assert (first.status, first.params) == ("retired", {"asks": "capacity", "levels": "5-6"})
    assert (second.version, second.generator, second.difficulty) == (2, "raid", 3)
    assert second.params == {"asks": "level", "levels": "5-6-10"}


# Looking


def test_shows_an_example_and_leads_to_another(staff_client):
    question = generated_question()
    page = staff_client.get(preview(question)).text
    made = generate(question.generator, question.params, 1)
    asked, explained = page.split("As it is explained")
    assert escape(made.stem) in asked
    for choice in made.choices:
        assert escape(choice["rationale"]) in explained
        assert escape(choice["rationale"]) not in asked
    assert "Right answer" in explained
    another = re.search(r'href="(\?seed=\d+)"', page)[1]
    assert another == "?seed=2"
    next_page = staff_client.get(preview(question) + another).text
    assert escape(generate(question.generator, question.params, 2).stem) in next_page


def test_asks_in_the_very_words_that_a_student_reads(client, staff, alice, now):
    question = generated_question()
    attempt = start_quiz(alice, ExamFactory(), size=5, now=now)
    client.force_login(alice)
    page = client.get(f"/attempts/{attempt.pk}/1/").text
    client.force_login(staff)
    seen = client.get(preview(question), {"seed": attempt.answers.get().seed}).text
    asked = [re.search(r"<fieldset>.*?</fieldset>", each, re.DOTALL)[0] for each in (page, seen)]
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    "seed", ["0", "-1", "x", "", "1.5", "²", str(LARGEST_SEED + 1), "9" * 5000]
)
def test_refuses_a_seed_that_cannot_be(staff_client, seed):
    page = staff_client.get(preview(generated_question()), {"seed": seed})
    assert page.status_code == 400


def test_comes_back_to_the_first_example_after_the_last(staff_client):
    page = staff_client.get(preview(generated_question()), {"seed": LARGEST_SEED})
    assert 'href="?seed=1"' in page.text


def test_says_in_the_list_what_it_generates(staff_client):
    generated_question()
    QuestionFactory(stem="Which control?")
    page = staff_client.get(url("question", "changelist"))
    assert "RAID: usable capacity, RAID 5 and 6" in page.text
    found = staff_client.get(url("question", "changelist"), {"q": "raid"})
    assert found.context["cl"].result_count == 1


def test_tells_the_generator_to_who_may_look_only(client):
    reader = UserFactory(is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename="view_question"))
    client.force_login(reader)
    page = client.get(form(generated_question())).text
    assert "RAID: usable capacity, RAID 5 and 6" in page
    assert "_save" not in page
    assert client.get(form(QuestionFactory())).status_code == 200


def test_leads_from_a_report_to_the_very_numbers(client, alice, staff, now):
    generated_question()
    attempt = start_quiz(alice, ExamFactory(), size=5, now=now)
    answer(attempt, correct=0)
    attempt.submit(now=now)
    client.force_login(alice)
    client.post(f"/attempts/{attempt.pk}/1/report/", {"reason": "wrong_key"})
    report, drawn = QuestionReport.objects.get(), attempt.answers.get()
    assert report.seed == drawn.seed
    client.force_login(staff)
    page = client.get(url("questionreport", "change", report.pk)).text
    assert f'href="{preview(report.question)}?seed={drawn.seed}"' in page
    page = client.get(url("quizattempt", "change", attempt.pk)).text
    assert f'href="{preview(report.question)}?seed={drawn.seed}"' in page
    assert drawn.choices[drawn.key[0]].text in page
