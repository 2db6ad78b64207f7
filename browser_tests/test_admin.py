"""Staff at work in the admin: its scripts run, and the content policy has nothing to forbid."""

import json
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

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

AXE = Axe()


@pytest.fixture
def site(live_server, admit, staff):
    """The address of the site, with Staff logged in."""
    admit(staff)
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


def test_leads_from_an_exam_to_its_domains(page, site):
    exam = ObjectiveFactory().domain.exam
    page.goto(site + reverse("admin:quizzes_exam_change", args=[exam.pk]))
    page.get_by_role("link", name="Change", exact=True).first.click()
    page.wait_for_url(f"**/domain/{exam.domains.first().pk}/change/**")


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
    expect(page.get_by_label("SSH")).to_have_value("")


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


def test_shows_beside_the_form_what_is_typed(page, site):
    question = ordering_question()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(site + reverse("admin:quizzes_question_change", args=[question.pk]))
    frame = page.frame_locator("iframe")
    frame.get_by_role("heading", name="as it is asked").wait_for()
    page.get_by_label("Stem").fill("Put these **in order**:")
    page.get_by_label("Markdown").check()
    frame.locator("strong", has_text="in order").first.wait_for()
    page.locator("#id_choices-0-text").fill("Contain the damage")
    frame.get_by_role("button", name="Move down: Contain the damage").click()
    page.get_by_text("Add another Choice").click()
    page.locator("#id_choices-4-text").fill("Learn")
    frame.get_by_text("An ordering question has one slot for each of its steps.").wait_for()
    page.get_by_label("Kind").select_option("single")
    frame.get_by_role("radio", name="Learn").check(force=True)
    assert page.locator(".live").bounding_box()["x"] > 700
    question.refresh_from_db()
    assert question.stem == "Fill in the ordering."


def test_says_when_the_preview_is_not_up_to_date(page, site, complaints):
    page.goto(site + reverse("admin:quizzes_question_add"))
    page.frame_locator("iframe").get_by_text("A new question as it is asked").wait_for()
    page.context.set_offline(True)
    page.get_by_label("Stem").fill("Typed in a tunnel?")
    page.get_by_text("Not up to date").wait_for()
    page.context.set_offline(False)
    page.get_by_label("Stem").fill("Typed in the open?")
    page.frame_locator("iframe").get_by_text("Typed in the open?").first.wait_for()
    expect(page.get_by_text("Not up to date")).to_be_hidden()
    complaints.clear()


def test_previews_in_a_new_tab_without_scripts(browser, site, page):
    context = browser.new_context(
        java_script_enabled=False, storage_state=page.context.storage_state()
    )
    plain = context.new_page()
    plain.goto(site + reverse("admin:quizzes_question_change", args=[QuestionFactory().pk]))
    plain.get_by_label("Stem").fill("Typed without scripts?")
    expect(plain.locator(".live")).to_be_hidden()
    with context.expect_page() as opened:
        plain.get_by_role("button", name="Preview in a new tab").click()
    opened.value.get_by_text("Typed without scripts?").first.wait_for()
    expect(plain.get_by_label("Stem")).to_have_value("Typed without scripts?")
    context.close()


def test_uploads_an_image_and_shows_it_in_a_question(page, site):
    file = BytesIO()
    Image.new("RGB", (300, 100), "navy").save(file, "PNG")
    page.goto(site + reverse("admin:quizzes_questionimage_add"))
    page.get_by_label("File").set_input_files(
        {"name": "plan.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    page.get_by_label("Text alternative").fill("A dark room")
    page.get_by_role("button", name="Save and continue editing").click()
    line = page.locator("code", has_text="image:").text_content()
    page.goto(site + reverse("admin:quizzes_question_add"))
    page.get_by_label("Stem").fill(f"What is this?\n\n{line}")
    shown = page.frame_locator("iframe").get_by_role("img", name="A dark room").first
    shown.wait_for()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") == 300


def found_by_axe(page):
    """What axe finds wrong with what is ours on the page, once it has loaded."""
    page.wait_for_load_state()
    found = AXE.run(page, context="#main").response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in found]


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_imports_a_file_after_a_dry_run_and_exports_it(page, site, width, scheme):
    ObjectiveFactory()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    question = {
        "code": "SY0-701-own-1",
        "exam": "SY0-701",
        "objective": "1.1",
        "stem": "Which control deters?",
        "choices": [{"text": "A fence", "is_key": True}, {"text": "A log"}],
    }
    broken = {**question, "code": "SY0-701-own-2", "stem": "Which logs?", "difficulty": 7}

    def choose(*rows):
        page.goto(site + reverse("admin:quizzes_question_import"))
        assert found_by_axe(page) == []
        data = "\n".join(map(json.dumps, rows)).encode()
        file = {"name": "bank.json", "mimeType": "application/json", "buffer": data}
        page.set_input_files("[name=file]", file)
        page.get_by_role("button", name="Try it out").click()
        page.get_by_role("heading", name="bank.json").wait_for()
        assert found_by_axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    choose(question, broken)
    page.get_by_text("The difficulty 7 is not 1, 2 or 3.").wait_for()
    choose(question)
    page.get_by_label("We may use these texts").check()
    page.get_by_role("button", name="Import 1 as draft").click()
    page.get_by_text("1 draft made from bank.json.").wait_for()
    page.get_by_role("link", name="Export", exact=True).click()
    page.get_by_role("button", name="Download 1 as CSV").wait_for()
    assert found_by_axe(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Download 1 as CSV").click()
    assert download.value.suggested_filename.endswith(".csv")
