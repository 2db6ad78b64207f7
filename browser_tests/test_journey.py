"""From sign-up to a rank on a board, as a student with a browser does it."""

import pytest
from playwright.sync_api import expect

from accounts.tests.factories import PASSWORD
from quizzes.models import QuizAttempt

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server, exam):
    """The address of the site, with achievements, avatars and twelve questions of Security+."""
    return live_server.url


def sign_up(page, site, username="Nora"):
    page.goto(site + "/")
    page.get_by_role("link", name="Create account").first.click()
    page.get_by_label("E-mail address").fill(f"{username.lower()}@example.com")
    page.get_by_label("Username", exact=True).fill(username)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    page.wait_for_url(site + "/")


def start_quiz(page, site, size):
    page.goto(site + "/exams/security-plus/")
    page.get_by_role("button", name=str(size), exact=True).click()
    page.wait_for_url("**/attempts/*/1/")


def answer_all(page, total, text="Control 2"):
    for position in range(1, total + 1):
        page.get_by_role("heading", name=f"Question {position} of {total}").wait_for()
        page.get_by_role("radio", name=text, exact=True).check()
        page.locator(".qnav").get_by_role("button").last.click()


def end(page):
    page.get_by_role("button", name="End the quiz").click()
    page.wait_for_url("**/result/")


def test_leads_from_sign_up_to_a_rank_on_a_board(page, site):
    sign_up(page, site)
    expect(page.get_by_role("heading", name="Level 1")).to_be_visible()

    start_quiz(page, site, 10)
    answer_all(page, 10)
    page.get_by_role("heading", name="All 10 questions are answered").wait_for()
    end(page)

    ledger = page.locator(".ledger")
    assert "Accuracy bonus, 50\N{NO-BREAK SPACE}%" in ledger.inner_text()
    award = page.locator(".ledger .sum dd").inner_text()
    assert award == "350"  # 150 for the quiz, 50 and 150 for the achievements
    for name in ("First Steps", "Perfect Score", "Quiz Champion", "Perfect Scholar"):
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
    page.get_by_role("button", name="Wear it").first.click()

    page.goto(site + "/leaderboards/")
    own = page.locator("tr.me-row")
    assert "Nora" in own.inner_text()
    assert own.inner_text().startswith("1")
    page.goto(site + "/people/Nora/")
    expect(page.get_by_role("heading", name="Nora")).to_be_visible()


def test_leads_a_stranger_to_the_first_achievement_in_five_questions(page, site):
    sign_up(page, site)
    page.get_by_role("button", name="Security+").click()
    answer_all(page, 5, text="Control 3")
    end(page)
    expect(page.get_by_role("heading", name="First Steps", exact=True)).to_be_visible()


def test_goes_on_where_one_left_on_another_device(page, site, nora, new_context):
    start_quiz(page, site, 10)
    page.get_by_role("radio", name="Control 3", exact=True).check()
    page.get_by_role("button", name="Next").first.click()
    page.get_by_role("heading", name="Question 2 of 10").wait_for()
    page.get_by_role("radio", name="Control 1", exact=True).check()
    page.get_by_role("button", name="Save and leave").click()
    page.wait_for_url(site + "/")

    phone = new_context().new_page()
    phone.goto(site + "/accounts/login/")
    phone.get_by_label("E-mail address or username").fill(nora.email)
    phone.get_by_label("Password", exact=True).fill(PASSWORD)
    phone.get_by_role("button", name="Log in", exact=True).click()
    phone.get_by_text("2 of 10 answered").first.wait_for()
    phone.get_by_role("link", name="Go on").click()
    phone.get_by_role("heading", name="Question 3 of 10").wait_for()
    phone.locator("[name=go][value='1']").click()
    phone.get_by_role("heading", name="Question 1 of 10").wait_for()
    expect(phone.get_by_role("radio", name="Control 3", exact=True)).to_be_checked()


def test_moves_between_questions_without_losing_focus_or_answers(page, site, nora):
    start_quiz(page, site, 10)
    page.evaluate("window.isSame = true")
    page.get_by_role("radio", name="Control 4", exact=True).check()
    page.get_by_role("button", name="Flag").click()
    expect(page.get_by_role("button", name="Flag", pressed=True)).to_be_focused()
    page.get_by_role("button", name="Next").first.click()
    page.get_by_role("heading", name="Question 2 of 10").wait_for()
    page.get_by_role("button", name="Previous").click()
    page.get_by_role("heading", name="Question 1 of 10").wait_for()
    expect(page.get_by_role("radio", name="Control 4", exact=True)).to_be_checked()
    page.get_by_role("button", name="Question 7").click()
    page.get_by_role("heading", name="Question 7 of 10").wait_for()
    assert page.url.endswith("/7/")
    assert page.title().startswith("Question 7 of 10")
    expect(page.locator("#number")).to_be_focused()
    assert page.evaluate("window.isSame")  # nothing was loaded anew
    page.go_back()
    page.get_by_role("heading", name="Question 1 of 10").wait_for()
    expect(page.get_by_role("radio", name="Control 4", exact=True)).to_be_checked()


def test_answers_by_keyboard_alone(page, site, nora):
    start_quiz(page, site, 10)
    page.locator("input[name=choice]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Question 2 of 10").wait_for()
    assert QuizAttempt.objects.get().answers.get(position=1).response is not None


def test_takes_a_whole_quiz_without_scripts(new_context, site):
    page = new_context(java_script_enabled=False).new_page()
    sign_up(page, site)
    start_quiz(page, site, 10)
    answer_all(page, 10)
    end(page)
    expect(page.get_by_role("heading", name="10 of 10 right")).to_be_visible()
    page.get_by_text("Nora").first.click()
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("link", name="Log in", exact=True)).to_be_visible()
