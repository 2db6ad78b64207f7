"""Answering in a browser: what is saved as it changes, keys, dragging, the clock, a custom quiz."""

import re

import pytest
from playwright.sync_api import expect

from accounts.models import User
from quizzes.models import QuizAttempt
from quizzes.papers import start_quiz
from quizzes.tests.factories import (
    exhibit_question,
    matching_question,
    ordering_question,
    slot_question,
)
from study.models import Bookmark

pytestmark = pytest.mark.browser

SAVED = re.compile(r"^Saved \d")


@pytest.fixture
def stocked(exam):
    """The exam with three tasks besides: fifteen questions."""
    for make in (ordering_question, matching_question, exhibit_question):
        make()
    return exam


@pytest.fixture
def tasks(nora, stocked):
    """A quiz of Nora's with all fifteen questions."""
    return start_quiz(nora, stocked, size=15)


def saved(attempt, position=4):
    return attempt.answers.get(position=position)


def place_of(attempt, kind):
    return attempt.answers.get(question__kind=kind).position


def test_saves_a_change_without_moving_anything(page, attempt):
    page.get_by_role("radio", name="Control 3", exact=True).check()
    page.get_by_text(SAVED).wait_for()
    assert saved(attempt).response == [3]
    for field in (
        page.get_by_role("checkbox", name="Rule out “Control 1”"),
        page.get_by_role("radio", name="Unsure"),
    ):
        with page.expect_response("**/4/"):
            field.check()
    page.reload()
    expect(page.get_by_role("checkbox", name="Rule out “Control 1”")).to_be_checked()
    expect(page.get_by_role("radio", name="Unsure")).to_be_checked()
    expect(page.get_by_role("radio", name="Control 3", exact=True)).to_be_checked()
    assert saved(attempt).seconds >= 0


def test_rules_nothing_out_that_is_chosen(page, attempt):
    ruled_out = page.get_by_role("checkbox", name="Rule out “Control 3”")
    ruled_out.check()
    page.get_by_role("radio", name="Control 3", exact=True).check()
    expect(ruled_out).not_to_be_checked()


def test_tries_again_until_the_network_is_back(page, attempt, complaints):
    page.set_viewport_size({"width": 360, "height": 480})
    page.context.set_offline(True)
    page.get_by_role("radio", name="Control 2", exact=True).check()
    page.get_by_text("Not saved, trying again").wait_for()
    page.evaluate("scrollTo(0, 0)")
    expect(page.get_by_text("Not saved, trying again")).to_be_in_viewport()
    page.get_by_role("radio", name="Control 4", exact=True).check()
    assert saved(attempt).response is None
    page.context.set_offline(False)
    page.get_by_text(SAVED).wait_for()
    assert saved(attempt).response == [4]
    complaints.clear()  # the browser tells of requests that did not get through


def test_goes_on_after_a_login_in_another_tab(page, attempt, complaints):
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("radio", name="Control 2", exact=True).check()
    page.get_by_text("Not saved: you are logged out").wait_for()
    page.context.add_cookies(cookies)
    page.get_by_text(SAVED).wait_for()
    assert saved(attempt).response == [2]
    complaints.clear()


def test_leads_to_the_result_when_another_device_has_ended_it(page, attempt, complaints):
    attempt.save_answer(4, [1])
    attempt.submit()
    page.get_by_role("radio", name="Control 2", exact=True).click()
    page.wait_for_url("**/result/")
    complaints.clear()


def test_answers_with_keys(page, attempt):
    page.locator("body").press("2")
    page.get_by_text(SAVED).wait_for()
    second = page.locator("input[name=choice]").nth(1)
    expect(second).to_be_checked()
    page.keyboard.press("f")
    page.get_by_role("button", name="Flag", pressed=True).wait_for()
    page.keyboard.press("n")
    page.get_by_role("heading", name="Question 5 of").wait_for()
    page.keyboard.press("p")
    page.get_by_role("heading", name="Question 4 of").wait_for()
    page.keyboard.press("t")
    page.get_by_text("90 minutes left").wait_for(state="attached")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Shortcuts").wait_for()
    page.keyboard.press("n")  # nothing happens behind the list
    page.get_by_role("button", name="Close").click()
    expect(page.get_by_role("heading", name="Question 4 of")).to_be_visible()
    assert saved(attempt).is_flagged


def test_leaves_keys_alone_in_fields_and_when_switched_off(page, tasks, live_server):
    position = place_of(tasks, "matching")
    page.goto(f"{live_server.url}/attempts/{tasks.pk}/{position}/")
    page.locator("select").first.focus()
    page.keyboard.press("n")
    assert page.url.endswith(f"/{position}/")
    User.objects.update(has_shortcuts=False)
    page.goto(f"{live_server.url}/attempts/{tasks.pk}/{place_of(tasks, 'ordering')}/")
    page.locator("body").press("n")
    assert page.url.endswith(f"/{place_of(tasks, 'ordering')}/")
    assert page.get_by_role("button", name="Shortcuts").count() == 0


def test_orders_by_buttons_and_by_dragging(page, tasks, live_server):
    position = place_of(tasks, "ordering")
    page.goto(f"{live_server.url}/attempts/{tasks.pk}/{position}/")
    page.get_by_role("button", name="Move up: Detect").wait_for()
    for _ in range(3):
        page.get_by_role("button", name="Move up: Detect").click()
    page.get_by_text(SAVED).wait_for()
    assert page.locator(".slot label").first.inner_text() == "Detect"

    page.wait_for_selector(".draggable")
    handle = page.get_by_text("Recover", exact=True)
    last = page.locator(".slot").last
    if "Recover" in last.inner_text():
        last = page.locator(".slot").nth(1)
    handle.drag_to(last)
    page.wait_for_load_state("networkidle")
    numbers = [int(select.input_value()) for select in page.locator(".slot select").all()]
    assert numbers == [1, 2, 3, 4]
    shown = page.locator(".slot label").all_inner_texts()
    page.reload()
    page.wait_for_selector(".draggable")
    assert page.locator(".slot label").all_inner_texts() == shown


def test_orders_by_keyboard_alone(page, tasks, live_server):
    position = place_of(tasks, "ordering")
    page.goto(f"{live_server.url}/attempts/{tasks.pk}/{position}/")
    for step, place in (("Detect", "1"), ("Contain", "2"), ("Eradicate", "3"), ("Recover", "4")):
        select = page.get_by_label(step, exact=True)
        select.focus()
        page.keyboard.press(place)
        expect(select).to_have_value(place)
    page.locator(".qnav").get_by_role("button").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: not address.endswith(f"/{position}/"))
    assert saved(tasks, position).is_correct


@pytest.mark.parametrize("kind", ["matching", "exhibit"])
def test_fills_slots_in_by_keyboard_alone(page, tasks, live_server, kind):
    position = place_of(tasks, kind)
    page.goto(f"{live_server.url}/attempts/{tasks.pk}/{position}/")
    question = saved(tasks, position).question
    texts = {choice.number: choice.text for choice in question.choices.all()}
    for slot, number in question.key.items():
        page.locator(f"#s{slot}").focus()
        page.keyboard.type(texts[number])
    page.locator(".qnav").get_by_role("button").last.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: not address.endswith(f"/{position}/"))
    assert saved(tasks, position).is_correct


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_shows_every_field_of_a_task_with_many_columns(page, nora, exam, live_server, width):
    slots = [(f"Router {n // 2}", f"Setting {n}", "value", 1) for n in range(8)]
    log = [{"title": "show run", "text": "no ip source-route"}]
    slot_question("exhibit", [("On", "value"), ("Off", "value")], slots, exhibits=log)
    attempt = start_quiz(nora, exam, size=13)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/attempts/{attempt.pk}/{place_of(attempt, 'exhibit')}/")
    to_complete = page.get_by_role("region", name="To complete")
    assert to_complete.evaluate("region => region.scrollWidth <= region.clientWidth")
    last = to_complete.get_by_label("Router 3, Setting 7")
    assert last.bounding_box()["width"] > 120


def test_answers_every_kind_without_scripts(plain_page, tasks, live_server):
    page = plain_page
    page.goto(f"{live_server.url}/attempts/{tasks.pk}/1/")
    for answer in tasks.answers.select_related("question"):
        page.get_by_role("heading", name=f"Question {answer.position} of 15").wait_for()
        key = answer.key
        if answer.question.kind == "single":
            page.locator(f"input[name=choice][value='{key[0]}']").check()
            page.get_by_role("checkbox", name="Rule out").first.check()
        elif answer.question.kind == "ordering":
            for place, number in key.items():
                page.locator(f"#p{number}").select_option(place)
        else:
            for slot, number in key.items():
                page.locator(f"#s{slot}").select_option(str(number))
        page.locator(".qnav").get_by_role("button").last.click()
    page.get_by_role("button", name="End the quiz").click()
    expect(page.get_by_role("heading", name="15 of 15 right")).to_be_visible()


def test_checks_with_enter_in_study_mode_whatever_page_was_loaded(page, nora, exam, live_server):
    study = start_quiz(nora, exam, size=10, mode="study")
    study.save_answer(1, [2])
    page.goto(f"{live_server.url}/attempts/{study.pk}/1/")
    page.get_by_role("button", name="Next").first.click()
    page.get_by_role("heading", name="Question 2 of").wait_for()
    page.get_by_role("radio", name="Control 2", exact=True).check()
    page.keyboard.press("Enter")
    page.get_by_text("Right", exact=True).wait_for()
    page.get_by_role("radio", name="Control 2", exact=True).wait_for(state="detached")
    page.locator("body").press("n")
    page.get_by_role("heading", name="Question 3 of").wait_for()


def test_goes_on_in_study_mode_after_a_login_in_another_tab(page, nora, exam, live_server):
    study = start_quiz(nora, exam, size=10, mode="study")
    page.goto(f"{live_server.url}/attempts/{study.pk}/1/")
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    page.context.add_cookies([cookies["csrftoken"] | {"value": "b" * 32}])
    page.get_by_role("radio", name="Control 2", exact=True).check()
    page.get_by_role("button", name="Check answer").click()
    page.get_by_text("Right", exact=True).wait_for()


def test_keeps_a_note_whatever_is_pressed_next(page, attempt):
    page.get_by_text("Bookmark", exact=True).click()
    page.get_by_label("Private note").fill("Ask why")
    with page.expect_response("**/bookmarks/attempts/**"):
        page.get_by_role("button", name="Next").first.click()
    page.get_by_role("heading", name="Question 5 of").wait_for()
    page.get_by_role("button", name="Previous").click()
    page.get_by_text("Your note").click()
    expect(page.get_by_label("Private note")).to_have_value("Ask why")


def test_sends_a_note_once_there_is_a_network(page, attempt, complaints):
    page.get_by_text("Bookmark", exact=True).click()
    page.context.set_offline(True)
    page.get_by_label("Private note").fill("Ask why")
    page.get_by_label("Private note").blur()
    page.get_by_role("alert").get_by_text("Not saved: there is no network.").wait_for()
    page.context.set_offline(False)
    page.get_by_text("Your note").wait_for()
    assert Bookmark.objects.get().note == "Ask why"
    complaints.clear()  # the browser tells of requests that did not get through


def test_keeps_a_note_when_the_page_goes_out_of_sight(page, attempt):
    page.get_by_text("Bookmark", exact=True).click()
    page.get_by_label("Private note").press_sequentially("Ask why")
    with page.expect_response("**/bookmarks/attempts/**"):
        page.evaluate(
            """() => {
            Object.defineProperty(document, "hidden", { value: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
        )
    assert Bookmark.objects.get().note == "Ask why"
    page.get_by_label("Private note").press_sequentially("?")
    expect(page.get_by_label("Private note")).to_have_value("Ask why?")


def test_hides_and_shows_the_clock(page, attempt):
    clock = page.locator("[role=timer] time")
    expect(clock).to_be_visible()
    page.get_by_role("button", name="Hide the clock").click()
    expect(clock).to_be_hidden()
    page.reload()
    expect(page.locator("[role=timer] time")).to_be_hidden()
    page.get_by_role("button", name="Show the clock").click()
    expect(page.locator("[role=timer] time")).to_be_visible()


def test_measures_a_quiz_and_keeps_it_in_the_address(page, live_server, nora, stocked):
    page.goto(live_server.url + "/exams/security-plus/custom/")
    page.get_by_text("15 of 15 questions that fit").wait_for()
    page.get_by_label("How many questions").fill("6")
    page.get_by_label("How many questions").blur()
    page.get_by_text("6 of 15 questions that fit").wait_for()
    page.get_by_label("After each answer").check()
    page.wait_for_url("**mode=study**")
    page.reload()
    expect(page.get_by_label("After each answer")).to_be_checked()
    page.get_by_role("button", name="Start the quiz").click()
    page.wait_for_url("**/attempts/*/1/")
    attempt = QuizAttempt.objects.get()
    assert (attempt.mode, attempt.total) == ("study", 6)
