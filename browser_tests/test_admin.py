"""Staff at work in the admin: its scripts run, and the content policy has nothing to forbid."""

import pytest
from django.urls import reverse

from quizzes.models import Question
from quizzes.tests.factories import ObjectiveFactory, QuestionFactory

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
