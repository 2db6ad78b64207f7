"""Staff at work in the admin: its scripts run, and the content policy has nothing to forbid."""

import pytest
from django.urls import reverse

from quizzes.models import Question
from quizzes.tests.factories import (
    ItemFactory,
    ObjectiveFactory,
    QuestionFactory,
    exhibit_question,
    matching_question,
    ordering_question,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server, transactional_db, page, client, staff):
    """The site, with Staff signed in."""
    client.force_login(staff)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    return live_server.url


def test_opens_lists_forms_and_delete_pages_without_a_complaint(page, site):
    question = QuestionFactory()
    item = question.item
    domain = item.objective.domain
    for row in (domain.exam.certification, domain.exam, domain, item.objective, item, question):
        name = f"admin:quizzes_{row._meta.model_name}"
        page.goto(site + reverse(f"{name}_changelist"))
        page.goto(site + reverse(f"{name}_add"))
        page.goto(site + reverse(f"{name}_change", args=[row.pk]))
        page.goto(site + reverse(f"{name}_delete", args=[row.pk]))
        assert page.locator("h1").count() == 1


def test_writes_and_publishes_a_question_with_a_new_item(page, site):
    ObjectiveFactory()
    page.goto(site + reverse("admin:quizzes_question_add"))
    with page.expect_popup() as opened:
        page.locator("#add_id_item").click()
    item = opened.value
    item.get_by_label("Code").fill("SY0-701-7001")
    item.get_by_label("Objective").select_option(index=1)
    item.get_by_role("button", name="Save").click()
    page.locator(".select2-selection__rendered", has_text="SY0-701-7001").wait_for()

    page.get_by_label("Stem").fill("Which port does SSH use?")
    page.get_by_text("Add another Choice").click()
    for number, text in [(0, "22"), (4, "23")]:
        page.locator(f"#id_choices-{number}-text").fill(text)
        page.locator(f"#id_choices-{number}-rationale").fill(f"What {text} is for.")
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_text("No choice is marked as the key.").wait_for()

    page.locator("#id_choices-0-is_key").check()
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_text("SY0-701-7001 v1 is published.").wait_for()
    assert Question.objects.published().get().key == [1]


def test_shows_in_the_form_what_the_chosen_kind_has(page, site):
    page.goto(site + reverse("admin:quizzes_question_add"))
    slots = page.locator("#slots-group")
    key, group = (page.locator(f"#id_choices-0-{name}") for name in ("is_key", "group"))
    row = page.locator("#id_slots-0-row")
    shown = {
        "single": (True, False, False, False),
        "matching": (False, True, True, True),
        "ordering": (False, False, True, False),
        "multiple": (True, False, False, False),
    }
    for kind, expected in shown.items():
        page.get_by_label("Kind").select_option(kind)
        assert tuple(each.is_visible() for each in (key, group, slots, row)) == expected


def test_writes_a_matching_question_and_sees_it_as_a_student_does(page, site):
    item = ItemFactory()
    page.goto(site + reverse("admin:quizzes_question_add") + f"?item={item.pk}")
    page.get_by_label("Kind").select_option("matching")
    page.get_by_label("Stem").fill("Match each service with its port.")
    for number, text in enumerate(["22", "23"]):
        page.locator(f"#id_choices-{number}-text").fill(text)
    for number, row, right in [(0, "SSH", 1), (1, "Telnet", 7)]:
        page.locator(f"#id_slots-{number}-row").fill(row)
        page.locator(f"#id_slots-{number}-right").fill(str(right))
        page.locator(f"#id_slots-{number}-rationale").fill(f"{row} listens there.")
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_text("No choice has the number 7.").wait_for()
    page.locator("#id_slots-1-right").fill("2")
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_text(f"{item.code} v1 is published.").wait_for()
    question = Question.objects.published().get()
    assert question.key == {"1": 1, "2": 2}

    page.goto(site + reverse("admin:quizzes_question_change", args=[question.pk]))
    page.get_by_role("link", name="See it as a student does").click()
    page.get_by_label("SSH").select_option("23")
    page.get_by_role("button", name="Reset").click()
    assert page.get_by_label("SSH").input_value() == ""


@pytest.mark.parametrize("width", [390, 1280])
def test_previews_every_kind_and_sends_nothing(page, site, width):
    page.set_viewport_size({"width": width, "height": 900})
    kinds = [QuestionFactory, ordering_question, matching_question, exhibit_question]
    for question in [make() for make in kinds]:
        address = site + reverse("admin:quizzes_question_preview", args=[question.pk])
        page.goto(address)
        assert page.locator("h1").count() == 1
        field = page.locator("main").locator("input, select").first
        field.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
        page.evaluate("document.querySelector('main form').requestSubmit()")
        assert page.evaluate("document.querySelector('main form').method") == "dialog"
        assert page.url == address
        assert page.evaluate("document.documentElement.scrollWidth") == width
