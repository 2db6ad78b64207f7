"""Readiness: a chance that means what it says, and what is missing."""

import datetime
import math
import random

import pytest

from quizzes.blueprints import seats
from quizzes.models import QuizAttempt
from quizzes.papers import start_exam, start_quiz
from quizzes.scoring import scaled_estimate
from quizzes.tests.factories import answer
from study.readiness import Record, chance_of, readiness_of
from study.standing import standing_of
from study.views.exams import exams_of

WEIGHTS, QUESTIONS, REQUIRED = (12, 22, 18, 28, 20), 90, 750
SEATS = seats(WEIGHTS, QUESTIONS)


def simulated_student(rng):
    """How much somebody knows of each domain, and the answers that they gave so far.

    Knowledge differs between students (79 % right on average), and between the domains of one.
    """
    level, spread = rng.gauss(1.3, 0.6), rng.choice((0.2, 0.4))
    shares = [1 / (1 + math.exp(-rng.gauss(level, spread))) for _ in WEIGHTS]
    answers = rng.choice((100, 200, 400))
    records = []
    for weight, asked, share in zip(WEIGHTS, SEATS, shares, strict=True):
        total = max(1, round(answers * weight / 100 * rng.uniform(0.5, 1.5)))
        records.append(Record(weight, asked, hits(total, share, rng), total))
    return shares, records


def hits(total, share, rng):
    return sum(rng.random() < share for _ in range(total))


def reaches(shares, rng):
    """Whether this student reaches the score in an exam, by the site's own estimate."""
    paper = zip(WEIGHTS, SEATS, shares, strict=True)
    domains = [(weight, hits(asked, share, rng), asked) for weight, asked, share in paper]
    return scaled_estimate(domains) >= REQUIRED


def test_is_calibrated():
    """Of simulated students who are told 75 to 85 %, 75 to 85 % reach the score."""
    rng = random.Random(709)
    told, reached = [], 0
    while len(told) < 300:
        shares, records = simulated_student(rng)
        share = sum(r.right for r in records) / sum(r.total for r in records)
        if not 0.8 < share < 0.91:  # nobody else is told so much or so little: saves the draws
            continue
        chance = chance_of(records, REQUIRED, draws=100, rng=rng)
        if 75 <= chance.percent <= 85:
            told.append(chance.percent)
            reached += reaches(shares, rng)
    assert 79 <= sum(told) / len(told) <= 81
    assert 0.75 <= reached / len(told) <= 0.85


def records(right, total):
    return [Record(w, s, right, total) for w, s in zip(WEIGHTS, SEATS, strict=True)]


def test_says_the_same_twice():
    assert chance_of(records(33, 40), REQUIRED) == chance_of(records(33, 40), REQUIRED)


def test_grows_with_what_was_right_and_is_surer_with_more_answers():
    weak, strong = chance_of(records(25, 40), REQUIRED), chance_of(records(38, 40), REQUIRED)
    assert weak.percent < 10 < 90 < strong.percent
    few, many = chance_of(records(17, 20), REQUIRED), chance_of(records(170, 200), REQUIRED)
    assert few.high - few.low > many.high - many.low


@pytest.mark.parametrize(("right", "total"), [(0, 0), (0, 500), (500, 500)])
def test_is_never_certain(right, total):
    chance = chance_of(records(right, total), REQUIRED)
    assert 1 <= chance.low <= chance.percent <= chance.high <= 99


def test_leaves_domains_without_questions_out():
    empty = Record(50, 0, 0, 0)
    with_it, without = [*records(35, 40), empty], records(35, 40)
    assert abs(chance_of(with_it, 750).percent - chance_of(without, 750).percent) <= 2


def readiness(alice, bank, now):
    (exam,) = exams_of(alice, now.date())
    return readiness_of(standing_of(alice, bank, now), list(bank.domains.all()), exam.answers)


def test_hides_the_chance_under_a_hundred_answers(sit, alice, bank, now):
    for day in range(8):
        sit(day=day, size=12, correct=12)
    at = now + datetime.timedelta(days=8)
    assert readiness(alice, bank, at).chance is None
    sit(day=8, size=12, correct=12)
    assert readiness(alice, bank, at).chance.percent > 60


def sit_exam(alice, bank, at, missed=()):
    """Sit an exam of all twelve; `missed` are the numbers of domains in which one is missed."""
    attempt, to_miss = start_exam(alice, bank, now=at), list(missed)
    for row in attempt.answers.select_related("question__item__objective__domain"):
        chosen = row.question.key
        domain = row.question.item.objective.domain.number
        if domain in to_miss:
            to_miss.remove(domain)
            chosen = [number for number in row.order if number not in chosen][:1]
        attempt.save_answer(row.position, chosen, now=at)
    attempt.submit(now=at)


def test_lists_what_is_missing_and_is_ready_when_nothing_is(alice, bank, now):
    assert [c.name for c in readiness(alice, bank, now).missing] == [
        "exam", "objectives", "domain", "domain",
    ]  # fmt: skip
    sit_exam(alice, bank, now)
    assert [c.name for c in readiness(alice, bank, now).missing] == ["exam"]
    sit_exam(alice, bank, now)
    assert readiness(alice, bank, now).is_ready
    assert not readiness(alice, bank, now + datetime.timedelta(days=22)).is_ready


def test_wants_thirty_points_more_than_required(alice, bank, now):
    # 0.6 · 7/8 + 0.4 · 3/4 makes 760: over 750, under 780.
    for _ in range(2):
        sit_exam(alice, bank, now, missed=[1, 2])
    missing = readiness(alice, bank, now).missing
    assert "0 of 2 practice exams of the last 21 days reached 780" in missing[0].text


def test_counts_exams_only(alice, bank, now, sit):
    for day in range(3):
        sit(day=day, size=12, correct=12)
    assert QuizAttempt.objects.filter(mode="exam").count() == 0
    assert readiness(alice, bank, now).missing[0].name == "exam"


def test_does_not_call_a_weak_domain_ready(alice, bank, now, sit):
    sit(size=12, correct=12)
    sit(day=1, size=4, correct=2, domains=[2])
    at = now + datetime.timedelta(days=1)
    weak = [c.domain.number for c in readiness(alice, bank, at).missing if c.name == "domain"]
    assert weak == [2]


def test_says_which_answers_of_a_domain_count(alice, bank, now, sit):
    sit(size=2, correct=1, domains=[1])
    at = now + datetime.timedelta(days=1)
    texts = [c.text for c in readiness(alice, bank, at).missing if c.name == "domain"]
    assert texts[0].endswith(": 50\u00a0% of first tries right; 70\u00a0% wanted")
    sit(day=1, size=8, correct=2, domains=[1])
    texts = [c.text for c in readiness(alice, bank, at).missing if c.name == "domain"]
    assert texts[0].endswith(": 25\u00a0% right; 70\u00a0% wanted")


def test_counts_no_blank_as_an_answer(alice, bank, now):
    for _ in range(9):
        attempt = start_quiz(alice, bank, size=12, now=now)
        answer(attempt, correct=12, blank=2)
        attempt.submit(now=now)
    ready = readiness(alice, bank, now)
    assert (ready.answers, ready.chance) == (90, None)


def test_asks_nothing_of_a_domain_without_questions(alice, bank, now):
    bank.domains.create(number=3, name="Empty", weight=1)
    for _ in range(2):
        sit_exam(alice, bank, now)
    assert readiness(alice, bank, now).is_ready
