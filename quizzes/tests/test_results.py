"""The pages of what was submitted: the result, the history, reports of questions."""

from quizzes.models import QuestionReport
from quizzes.papers import start_quiz
from quizzes.tests.factories import answer


def test_explains_every_choice_on_the_result(alice_client, result):
    text = alice_client.get(f"/attempts/{result.pk}/result/").content.decode()
    assert "7 of 10 right" in text
    assert "Practise what I missed (3)" in text
    assert text.count("What control 2 is for.") == 10
    assert text.count("Right answer") == 10
    assert text.count("Right answer, and yours") == 7
    assert "You left it blank." in text
    assert "Accuracy bonus, 10&nbsp;%" in text


def test_can_show_the_missed_ones_alone(alice_client, result):
    page = alice_client.get(f"/attempts/{result.pk}/result/?show=missed")
    assert len(page.context["answers"]) == 3


def test_shows_what_was_already_earned_today(alice_client, alice, result, bank, now):
    again = start_quiz(alice, bank, size=12, now=now)
    answer(again, correct=12)
    again.submit(now=now)
    text = alice_client.get(f"/attempts/{again.pk}/result/").content.decode()
    assert "5 × 10 XP. The other 7 you already earned today; they pay again tomorrow." in text


def test_shows_no_reasons_of_what_an_unfinished_quiz_asks(alice_client, alice, result, now):
    missed = result.answers.get(position=8)
    again = start_quiz(alice, result.exam, size=5, items={missed.item_id}, now=now)
    for address in ("result/", "8/report/"):
        text = alice_client.get(f"/attempts/{result.pk}/{address}").text
        assert "An unfinished quiz asks it" in text
    assert text.count("Right answer") == 0
    assert alice_client.get(f"/attempts/{result.pk}/result/").text.count("Right answer") == 9
    again.drop()
    assert alice_client.get(f"/attempts/{result.pk}/result/").text.count("Right answer") == 10


def test_practises_what_one_attempt_missed(alice_client, alice, result):
    page = alice_client.post(f"/attempts/{result.pk}/again/")
    again = alice.attempts.open().get()
    assert page.url == f"/attempts/{again.pk}/1/"
    missed = result.answers.filter(is_correct=False).values_list("item_id", flat=True)
    assert set(again.answers.values_list("item_id", flat=True)) == set(missed)


def test_practises_all_that_was_missed_of_an_exam(alice_client, alice, result):
    page = alice_client.get("/exams/security-plus/")
    assert b"Practise what I missed (3)" in page.content
    alice_client.post("/exams/security-plus/start/", {"pool": "missed"})
    assert alice.attempts.open().get().total == 3


def test_says_when_there_is_nothing_to_practise(alice_client, bank):
    page = alice_client.post("/exams/security-plus/start/", {"pool": "missed"}, follow=True)
    assert b"no question that fits" in page.content


def test_keeps_a_history(alice_client, result):
    page = alice_client.get("/attempts/")
    text = page.content.decode()
    assert "70&nbsp;%" in text
    assert "77" in text
    assert alice_client.get("/attempts/?exam=security-plus").context["page"].paginator.count == 1
    assert alice_client.get("/attempts/?exam=nonsense").status_code == 404
    assert alice_client.get("/attempts/?page=999").status_code == 200


def test_takes_a_report_once_open(alice_client, alice, result):
    address = f"/attempts/{result.pk}/2/report/"
    assert b"Report question 2" in alice_client.get(address).content
    alice_client.post(address, {"reason": "typo", "text": "A comma too many"})
    alice_client.post(address, {"reason": "unclear", "text": "It reads two ways"})
    report = QuestionReport.objects.get()
    assert (report.user, report.reason, report.text) == (alice, "unclear", "It reads two ways")


def test_refuses_a_report_without_a_reason(alice_client, result):
    page = alice_client.post(f"/attempts/{result.pk}/2/report/", {"text": "Hm"})
    assert page.status_code == 400
    assert not QuestionReport.objects.exists()


def test_takes_no_report_before_the_answer_is_final(alice_client, attempt):
    page = alice_client.get(f"/attempts/{attempt.pk}/2/report/")
    assert page.url == f"/attempts/{attempt.pk}/1/"


def test_counts_a_line_of_a_report_as_browsers_do(alice_client, result):
    lines = "\r\n".join(["x"] * 500)  # 999 characters, where a new line is one
    page = alice_client.post(
        f"/attempts/{result.pk}/1/report/", {"reason": "unclear", "text": lines}
    )
    assert page.status_code == 302
    assert QuestionReport.objects.get().text == "\n".join(["x"] * 500)
