"""An empty list names one next step, whoever looks at it."""

import re

import pytest

from quizzes.models import Question
from quizzes.tests.factories import ExamFactory

EMPTY_WITH_EXAM = (
    "/attempts/",
    "/bell/",
    "/leaderboards/",
    "/progress/",
    "/study/bookmarks/",
    "/study/security-plus/mistakes/",
    "/study/security-plus/confidence/",
    "/study/security-plus/objectives/",
    "/exams/security-plus/",
    "/exams/security-plus/exam/",
    "/try/",
)


def steps(text):
    """The links in what stands where a list would be."""
    empty = re.search(r'<div class="sheet empty">.*?</div>', text, re.DOTALL)
    assert empty, "no empty state"
    return re.findall(r'<a class="btn go" href="([^"]+)"', empty[0])


@pytest.mark.parametrize("address", EMPTY_WITH_EXAM)
def test_names_one_next_step_without_a_question(alice_client, address):
    ExamFactory()
    assert not Question.objects.exists()
    (step,) = steps(alice_client.get(address).content.decode())
    assert alice_client.get(step).status_code == 200


@pytest.mark.parametrize("address", ["/exams/", "/study/", "/progress/"])
def test_names_one_next_step_without_an_exam(client, alice, staff, address):
    client.force_login(alice)
    (step,) = steps(client.get(address).content.decode())
    assert client.get(step).status_code == 200
    client.force_login(staff)
    assert steps(client.get(address).content.decode()) == ["/admin/"]
