"""Without a network: answers wait in the browser, and a page says so."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Error, expect

from browser_tests.test_answering import SAVED, saved

pytestmark = pytest.mark.browser


def answer_offline(page, text):
    page.context.set_offline(True)
    page.get_by_role("radio", name=text, exact=True).check()
    page.get_by_text("kept on this device").wait_for()


def reopen(page, address, complaints):
    """Close the page, get the network back, and open another one."""
    context = page.context
    page.close()
    context.set_offline(False)
    complaints.clear()  # the browser tells of requests that did not get through
    again = context.new_page()
    again.goto(address)
    return again


def test_saves_what_was_answered_offline_once_any_page_is_open_again(
    page, attempt, live_server, complaints
):
    answer_offline(page, "Control 4")
    assert saved(attempt).response is None
    again = reopen(page, live_server.url + "/exams/", complaints)
    again.get_by_text("1 answer that you gave offline is saved now.").wait_for()
    assert saved(attempt).response == [4]
    again.get_by_role("button", name="Dismiss").click()
    assert again.get_by_text("saved now").count() == 0
    again.reload()
    assert again.get_by_text("saved now").count() == 0


def test_calls_nothing_blank_in_the_review_that_it_has_saved(
    page, attempt, live_server, complaints
):
    page.route("**/4/", lambda route: route.abort())
    page.get_by_role("radio", name="Control 4", exact=True).check()
    page.get_by_text("kept on this device").wait_for()
    again = reopen(page, f"{live_server.url}/attempts/{attempt.pk}/review/", complaints)
    again.get_by_text("1 answer that you gave offline is saved now.").wait_for()
    expect(again.locator(".map .done")).to_have_count(1)
    expect(again.get_by_text("1 of 12 answered")).to_be_visible()


def test_shows_and_saves_it_on_the_page_of_the_question_itself(
    page, attempt, live_server, complaints
):
    answer_offline(page, "Control 4")
    again = reopen(page, f"{live_server.url}/attempts/{attempt.pk}/4/", complaints)
    again.get_by_text(SAVED).wait_for()
    expect(again.get_by_role("radio", name="Control 4", exact=True)).to_be_checked()
    assert saved(attempt).response == [4]


def test_lets_a_later_answer_of_another_device_stand(page, attempt, live_server, complaints):
    answer_offline(page, "Control 4")
    attempt.save_answer(4, [2], now=timezone.now() + timedelta(seconds=5))
    again = reopen(page, live_server.url + "/exams/", complaints)
    again.get_by_text("Question 4: a later answer was saved").wait_for()
    assert saved(attempt).response == [2]
    complaints.clear()  # the browser tells of the refusal


def test_says_when_the_quiz_is_over(page, attempt, live_server, complaints):
    attempt.save_answer(1, [2])
    answer_offline(page, "Control 4")
    attempt.submit()
    again = reopen(page, live_server.url + "/exams/", complaints)
    again.get_by_text("Question 4: what you answered last came too late").wait_for()
    assert saved(attempt).response is None


def test_keeps_one_students_answer_from_another(page, attempt, live_server, complaints):
    answer_offline(page, "Control 4")
    key = page.evaluate("Object.keys(localStorage).find((key) => key.startsWith('unsent:'))")
    page.evaluate(
        """(key) => {
        localStorage.setItem(key.replace(/:\\d+:/, ":0:"), localStorage.getItem(key));
        localStorage.removeItem(key);
    }""",
        key,
    )
    again = reopen(page, live_server.url + "/exams/", complaints)
    again.wait_for_load_state("networkidle")
    assert saved(attempt).response is None
    assert again.evaluate("Object.keys(localStorage).some((key) => key.startsWith('unsent:0:'))")


def test_shows_an_honest_page_without_a_network(page, attempt, live_server, complaints):
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()  # a page that was there before the worker is not in its hands
    answer_offline(page, "Control 4")
    page.goto(live_server.url + "/leaderboards/")
    page.get_by_role("heading", name="You are offline").wait_for()
    expect(page.get_by_text("1 unsent answer is kept on this device.")).to_be_visible()
    kept = page.evaluate(
        "caches.keys().then(async (names) => (await Promise.all(names.map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((r) => r.url)))).flat())"
    )
    assert all("/static/" in url or url.endswith("/offline/") for url in kept)
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    page.get_by_role("heading", name="Leaderboards").wait_for()
    page.get_by_text("saved now").wait_for()
    assert saved(attempt).response == [4]
    complaints.clear()


def test_says_nothing_of_the_network_on_the_way_back_to_a_refused_form(page, live_server, nora):
    page.goto(live_server.url + "/settings/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller")
    page.get_by_label("Username", exact=True).fill("-")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("At least 3 characters").or_(
        page.get_by_text("Letters, digits")
    ).first.wait_for()
    page.goto(live_server.url + "/exams/")
    try:
        page.go_back()
    except Error as problem:  # the browser asks whether to send it again
        assert "ERR_CACHE_MISS" in str(problem)
    assert page.get_by_role("heading", name="You are offline").count() == 0


def test_says_what_was_not_kept_until_that_is_dismissed(page, attempt, complaints):
    page.context.set_offline(True)
    page.get_by_role("button", name="Flag").click()
    said = page.get_by_role("alert").get_by_text("Not saved: there is no network.")
    said.wait_for()
    page.context.set_offline(False)
    expect(said).to_be_visible()
    page.get_by_role("button", name="Dismiss").click()
    expect(said).to_have_count(0)
    complaints.clear()  # the browser tells of requests that did not get through


def is_saving(request):
    return "go=keep" in (request.post_data or "")


@pytest.fixture
def turn_page(page, attempt):
    """Next is pressed at the fourth question, and its answer is on the way until it is called."""
    waiting = []

    def handle(route):
        if is_saving(route.request):
            route.fallback()
        else:
            waiting.append((route, route.fetch(max_redirects=0)))

    page.route("**/attempts/*/4/", handle)
    with page.expect_request("**/attempts/*/4/"):
        page.get_by_role("button", name="Next").first.click()
    while not waiting:
        page.evaluate("null")  # lets the handler go on

    def turn():
        (route, response), *_ = waiting
        route.fulfill(response=response)
        page.get_by_role("heading", name="Question 5 of").wait_for()

    return turn


@pytest.fixture
def away(page, turn_page, complaints):
    """The fourth answer is changed, and refused whenever it is sent until this list is cleared."""
    away = [True]

    def refuse(route):
        if is_saving(route.request) and away:
            route.fulfill(status=503)
        else:
            route.fallback()

    page.route("**/attempts/*/4/", refuse)
    page.get_by_role("radio", name="Control 3", exact=True).check()
    page.get_by_text("Not saved, trying again").wait_for()
    yield away
    complaints.clear()  # the browser tells of the refusals


def test_sends_after_the_page_has_turned_what_it_left(page, attempt, turn_page, away):
    away.clear()
    turn_page()
    page.get_by_text("1 answer that you gave offline is saved now.").wait_for()
    assert saved(attempt).response == [3]
    expect(page.locator(".map .done")).to_have_text("Question 4, answered")


def test_leaves_the_focus_on_the_map_that_is_drawn_anew(page, turn_page, away):
    with page.expect_response(lambda response: is_saving(response.request)):
        turn_page()
    expect(page.locator("#number")).to_be_focused()
    page.locator(".map button").nth(6).focus()
    away.clear()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".map .done")).to_have_text("Question 4, answered")
    expect(page.locator(".map button").nth(6)).to_be_focused()


def test_says_saved_at_no_other_question(page, attempt, turn_page):
    saving = []
    page.route(
        "**/attempts/*/4/",
        lambda route: saving.append(route) if is_saving(route.request) else route.fallback(),
    )
    with page.expect_request(is_saving):
        page.get_by_role("radio", name="Control 3", exact=True).check()
    turn_page()
    with page.expect_response(lambda response: is_saving(response.request)):
        saving[0].continue_()
    page.wait_for_function("Object.keys(localStorage).every((key) => !key.startsWith('unsent:'))")
    page.evaluate("new Promise(requestAnimationFrame)")  # the page has had its say
    expect(page.locator("[data-keeps]")).to_have_text("Each step saves your answer.")
    assert saved(attempt).response == [3]
